"""Let any thread read an open inquiry, with its author's own file, as both stood at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from carreport.draft.revisions.tree import Tree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.snapshot import Snapshot, snapshot
from carreport.form.answers import Answers
from carreport.form.schema import Form


class ReadsFile(Protocol):
    """One file of revisions that can be read: open, or as it stood."""

    @property
    def path(self) -> Path:
        """Where it lies."""

    @property
    def draft_id(self) -> str:
        """The id of the inquiry."""

    @property
    def tree(self) -> Tree:
        """Its revisions."""


class ReadsInquiry(ReadsFile, Protocol):
    """A whole inquiry that can be read: open, or as it stood."""

    @property
    def form(self) -> Form:
        """What is asked."""

    @property
    def own_file(self) -> ReadsFile | None:
        """What its author keeps to themselves, if there is anything."""

    def answers(self) -> Answers:
        """Return everything that is answered."""

    def note(self, key: str) -> str:
        """Return a named text that is kept beside the answers, or nothing."""


@dataclass(frozen=True)  # without slots: a tree is made of the rows by the thread that asks for it first
class StillFile:
    """One file as it stood."""

    taken: Snapshot

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.taken.path

    @property
    def draft_id(self) -> str:
        """The id of the inquiry."""
        return self.taken.draft_id

    @cached_property
    def tree(self) -> Tree:
        """Its revisions, in a tree of one's own."""
        return self.taken.tree()


@dataclass(frozen=True)  # without slots, as above
class Still(StillFile):
    """An inquiry as it stood, with its author's own file."""

    own_file: StillFile | None
    answered: Answers
    notes: Mapping[str, str]

    @property
    def form(self) -> Form:
        """What is asked."""
        return self.taken.form

    def answers(self) -> Answers:
        """Return everything that was answered."""
        return self.answered

    def note(self, key: str) -> str:
        """Return one of the named texts that were taken along."""
        return self.notes[key]


def still(session: DraftSession, notes: Iterable[str] = ()) -> Still:
    """Return the open inquiry as it stands, with these named texts; it takes a moment."""
    own = StillFile(snapshot(session.own_file)) if session.own_file is not None else None
    return Still(snapshot(session), own, session.answers(), {key: session.note(key) for key in notes})
