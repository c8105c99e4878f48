"""Remember what an inquiry held at certain moments, so that one can go back whatever clocks said.

A mark is made when somebody opens the inquiry to write, and before a copy comes in. It has the
beginnings of the ids of what stands and stood at no earlier mark; all that those were written
over was known by then, too. Marks stay in the file where they were made; no copy carries them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.last_seen import ID_PREFIX_LENGTH
from carreport.draft.session.receipts import NoteStore

CHECKPOINTS_NOTE = "marks"
MAX_CHECKPOINTS = 300
"""How many marks are kept; then the two earliest become one."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One moment: when (UTC, ISO 8601), and what stood then that stood at no mark before."""

    made_at: str
    heads: str

    @property
    def id_prefixes(self) -> tuple[str, ...]:
        """The beginnings of the ids of what stood."""
        return tuple(
            self.heads[place : place + ID_PREFIX_LENGTH]
            for place in range(0, len(self.heads), ID_PREFIX_LENGTH)
        )


def checkpoints_of(draft: NoteStore) -> tuple[Checkpoint, ...]:
    """Return the marks of an inquiry in the order in which they were made; a spoilt note has none."""
    try:
        return tuple(
            Checkpoint(*map(str, fields)) for fields in json.loads(draft.note(CHECKPOINTS_NOTE) or "[]")
        )
    except (ValueError, TypeError):
        return ()


def add_checkpoint(session: DraftSession) -> None:
    """Remember what the inquiry holds now, if that has changed since the last mark."""
    if session.read_only:
        return
    session.seal()
    checkpoints = list(checkpoints_of(session))
    seen = {name for mark in checkpoints for name in mark.id_prefixes}
    tree = session.tree
    stands = (head.id[:ID_PREFIX_LENGTH] for path in tree.paths() for head in tree.heads(path))
    fresh = sorted(head for head in stands if head not in seen)
    if not fresh:
        return
    now = datetime.now(UTC).isoformat(timespec="seconds")
    checkpoints.append(Checkpoint(now, "".join(fresh)))
    while len(checkpoints) > MAX_CHECKPOINTS:
        first, second, *rest = checkpoints
        checkpoints = [Checkpoint(second.made_at, first.heads + second.heads), *rest]
    session.save_note(
        CHECKPOINTS_NOTE, json.dumps([astuple(checkpoint) for checkpoint in checkpoints], ensure_ascii=False)
    )


def order_of_arrival(tree: RevisionTree, checkpoints: Sequence[Checkpoint] = ()) -> list[Revision]:
    """Return all revisions with words in the order in which they came to be known here.

    It goes by the marks, then by what was written over what, and only then by clocks.
    """
    numbers = _checkpoint_numbers(tree, checkpoints)
    spoken = (revision for revision in tree if not revision.is_bare)
    placed: dict[str, Revision] = {}
    for revision in sorted(spoken, key=lambda r: (numbers.get(r.id, len(checkpoints)), r.written_at, r.id)):
        waiting = [revision]
        while waiting:
            earlier = [parent for parent in _parents(tree, waiting[-1]) if parent.id not in placed]
            if earlier:
                waiting.extend(earlier)
            else:
                ready = waiting.pop()
                placed.setdefault(ready.id, ready)
    return list(placed.values())


def _checkpoint_numbers(tree: RevisionTree, checkpoints: Sequence[Checkpoint]) -> dict[str, int]:
    """Return for each revision the number of the first mark at which it was known."""
    by_name = {revision.id[:ID_PREFIX_LENGTH]: revision for revision in tree} if checkpoints else {}
    numbers: dict[str, int] = {}
    for number, mark in enumerate(checkpoints):
        waiting = [by_name[name] for name in mark.id_prefixes if name in by_name]
        while waiting:
            revision = waiting.pop()
            if revision.id not in numbers:
                numbers[revision.id] = number
                waiting.extend(known for name in revision.parents if (known := tree.get(name)) is not None)
    return numbers


def _parents(tree: RevisionTree, revision: Revision) -> list[Revision]:
    parents = (tree.get(parent) for parent in revision.parents)
    return [revision for revision in parents if revision is not None and not revision.is_bare]
