"""Let any thread read an open inquiry, with its author's own file, as both stood at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.snapshot import Snapshot, take_snapshot
from carreport.form.answers import Answers
from carreport.form.schema import Form


class ReadableFile(Protocol):
    """One file of revisions that can be read: open, or as it stood."""

    @property
    def path(self) -> Path:
        """Where it lies."""

    @property
    def draft_id(self) -> str:
        """The id of the inquiry."""

    @property
    def tree(self) -> RevisionTree:
        """Its revisions."""


class ReadableInquiry(ReadableFile, Protocol):
    """A whole inquiry that can be read: open, or as it stood."""

    @property
    def form(self) -> Form:
        """What is asked."""

    @property
    def private_file(self) -> ReadableFile | None:
        """What its author keeps to themselves, if there is anything."""

    def answers(self) -> Answers:
        """Return everything that is answered."""

    def note(self, key: str) -> str:
        """Return a named text that is kept beside the answers, or nothing."""


@dataclass(frozen=True)  # without slots: a tree is made of the rows by the thread that asks for it first
class FileSnapshot:
    """One file as it stood."""

    snapshot: Snapshot

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.snapshot.path

    @property
    def draft_id(self) -> str:
        """The id of the inquiry."""
        return self.snapshot.draft_id

    @cached_property
    def tree(self) -> RevisionTree:
        """Its revisions, in a tree of one's own."""
        return self.snapshot.tree()


@dataclass(frozen=True)  # without slots, as above
class InquirySnapshot(FileSnapshot):
    """An inquiry as it stood, with its author's own file."""

    private_file: FileSnapshot | None
    answered: Answers
    notes: Mapping[str, str]

    @property
    def form(self) -> Form:
        """What is asked."""
        return self.snapshot.form

    def answers(self) -> Answers:
        """Return everything that was answered."""
        return self.answered

    def note(self, key: str) -> str:
        """Return one of the named texts that were taken along."""
        return self.notes[key]


def take_inquiry_snapshot(session: DraftSession, notes: Iterable[str] = ()) -> InquirySnapshot:
    """Return the open inquiry as it stands, with these named texts; it takes a moment."""
    own = FileSnapshot(take_snapshot(session.private_file)) if session.private_file is not None else None
    return InquirySnapshot(
        take_snapshot(session), own, session.answers(), {key: session.note(key) for key in notes}
    )
