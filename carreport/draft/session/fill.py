"""Fill in many answers in two stages: a slow plan in a worker thread, and a fast write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carreport.draft.revisions.change import ChangeSet
from carreport.draft.revisions.revision import Revision
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.private_file import may_be_private
from carreport.draft.session.snapshot import Snapshot
from carreport.form.answers import Answers


@dataclass(frozen=True, slots=True)
class PreparedFill:
    """The revisions that would fill in the answers; nothing is written yet."""

    answers: Answers
    revisions: Mapping[str, Revision]


def prepare_fill(before: Snapshot, answers: Answers) -> PreparedFill:
    """Return the revisions that write all of `answers`; it may run in any thread."""
    _, change = before.writer().fill(answers)
    return PreparedFill(answers, dict(change.revisions))


def apply_fill(session: DraftSession, planned: PreparedFill) -> None:
    """Write what was planned, all of it or nothing.

    If somebody wrote at the same paths in the meantime, or some answers may be private, it is
    planned again, which takes longer.
    """
    session.seal()
    tree = session.tree
    has_value = (
        frozenset(head.id for head in tree.heads(revision.path)) for revision in planned.revisions.values()
    )
    knows = (frozenset(revision.parents) for revision in planned.revisions.values())
    is_private = any(may_be_private(session.form.field(path)) for path in planned.answers.values)
    if is_private or any(one != other for one, other in zip(has_value, knows, strict=True)):
        session.fill(planned.answers)
    else:
        session.merge_change(ChangeSet(dict(planned.revisions)))
