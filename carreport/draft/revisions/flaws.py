"""Name the answers in a draft that cannot be shown, because they are damaged or set aside.

Every command, the window, the check before sending and the proof of a report name the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Protocol

from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.labels import path_label
from carreport.draft.revisions.revision import Revision, newest_first
from carreport.draft.revisions.tree import RevisionTree
from carreport.form.answers import Answers
from carreport.form.kinds import kind_of
from carreport.form.richtext import clean_name
from carreport.form.schema import Form
from carreport.form.wording import format_count

NEWER_FORMAT = "It was saved by a newer version of carreport. Update carreport to edit it."
MOST_NAMED = 20
_UNNAMED = "we cannot tell which answers"


@dataclass(frozen=True, slots=True)
class AnswerFlaw:
    """An answer that is set aside: its path, its label and the reason.

    `author` and `written_at` are as in the file, so they may be no name and no time. `earlier` is the
    newest earlier version that can be restored, if there is one.
    """

    path: str
    label: str
    reason: str
    author: str
    written_at: str
    earlier: Revision | None


class FileWithRevisions(Protocol):
    """An open file of revisions."""

    @property
    def tree(self) -> RevisionTree:
        """The revisions."""


class DraftWithFlaws(Protocol):
    """An open inquiry."""

    @property
    def form(self) -> Form:
        """The form."""

    @property
    def tree(self) -> RevisionTree:
        """The revisions."""

    @property
    def private_file(self) -> FileWithRevisions | None:
        """The private file of the author, if it is open."""

    @property
    def private_file_error(self) -> str:
        """Why the private file cannot be opened or written."""

    @property
    def damaged_notes_message(self) -> str:
        """Which notes are damaged."""

    @property
    def is_newer_format(self) -> bool:
        """Whether a newer version of carreport saved the draft, so that this one cannot write it."""


class DraftWithPictures(Protocol):
    """An open inquiry with its pictures."""

    @property
    def form(self) -> Form:
        """The form."""

    @property
    def tree(self) -> RevisionTree:
        """The revisions."""

    def answers(self) -> Answers:
        """Return all answers."""

    def picture(self, sha256: str) -> StoredPicture | None:
        """Return a picture, or nothing if it is missing or damaged."""


def find_set_aside(form: Form | None, tree: RevisionTree) -> tuple[AnswerFlaw, ...]:
    """Return every answer that is set aside, unless a new one has replaced it."""
    flaws: list[AnswerFlaw] = []
    for path, unfit in groupby(
        sorted(tree.unfit_heads(), key=attrgetter("path", "id")), key=attrgetter("path")
    ):
        label = path_label(form, tree, path) if form else path
        earlier = next(iter(newest_first(tree.revisions_of(path))), None)
        flaws += (
            AnswerFlaw(path, label, head.unfit, clean_name(head.author), head.written_at, earlier)
            for head in unfit
        )
    return tuple(flaws)


def describe_damage(form: Form, tree: RevisionTree) -> str:
    """Describe the damaged answers by their labels; return an empty string if there are none."""
    older = {path for _, path in tree.missing_parents()}
    if not tree.damaged and not older:
        return ""
    names = [f"“{path_label(form, tree, path)}”" for path in sorted(tree.damaged) if path]
    names += [
        f"earlier versions of “{path_label(form, tree, path)}”" for path in sorted(older - set(tree.damaged))
    ]
    which = _join_names(names) if names else _UNNAMED
    return f"Part of this inquiry is damaged: {which}. The rest is shown."


def find_all_set_aside(session: DraftWithFlaws) -> tuple[AnswerFlaw, ...]:
    """Return every answer that is set aside, in the draft and in the author's private file."""
    own = session.private_file
    private = find_set_aside(session.form, own.tree) if own is not None else ()
    return (*find_set_aside(session.form, session.tree), *private)


def describe_set_aside(flaws: Sequence[AnswerFlaw]) -> str:
    """Describe the answers that are set aside; return an empty string if there are none."""
    if not flaws:
        return ""
    verb = "has" if len(flaws) == 1 else "have"
    names = _join_names(f"“{flaw.label}”" for flaw in flaws)
    earlier = " An earlier version can be restored." if any(flaw.earlier for flaw in flaws) else ""
    return (
        f"{format_count(len(flaws), 'answer')} cannot be shown and {verb} been set aside: {names}. "
        f"Nothing was removed from the file.{earlier}"
    )


def describe_lost_pictures(session: DraftWithPictures) -> str:
    """Name the pictures that are named in answers, but cannot be read; it reads all of them."""
    lost = [
        f"“{path_label(session.form, session.tree, answer.path)}”"
        for answer in session.answers().answered_fields(session.form)
        if kind_of(answer.field).is_picture and session.picture(answer.value["sha256"]) is None
    ]
    return f"{format_count(len(lost), 'picture')} damaged or missing: {_join_names(lost)}." if lost else ""


def remarks_about(session: DraftWithFlaws) -> tuple[str, ...]:
    """Return what everybody who reads the inquiry should know about its file."""
    remarks = (
        NEWER_FORMAT if session.is_newer_format else "",
        describe_damage(session.form, session.tree),
        describe_set_aside(find_all_set_aside(session)),
        session.private_file_error,
        session.damaged_notes_message,
    )
    return tuple(filter(None, remarks))


def _join_names(names: Iterable[str]) -> str:
    labels = list(dict.fromkeys(names))
    shown = ", ".join(labels[:MOST_NAMED])
    return shown if len(labels) <= MOST_NAMED else f"{shown} and {len(labels) - MOST_NAMED} more"
