"""Keep receipts of what was shared and imported: copies sent, copies imported, entries released.

Receipts stay in the draft of the person who shared or imported something; they are not copied.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from typing import Protocol, Self

from carreport.draft.session.totals import Totals
from carreport.form.richtext import clean_name

RECEIPTS_NOTE = "receipts"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One thing that was shared or imported: `event` is copy, brought-in, release or erasure.

    For a copy, `answers` is the number of questions answered, and `entries` the number of entries
    in lists. `name` is a file, or the path of a released entry; `when` is UTC in ISO 8601; `to` is
    the recipient of a copy, if the sender named one.
    """

    event: str
    name: str
    when: str
    author: str
    answers: int = 0
    pictures: int = 0
    to: str = ""
    entries: int = 0

    @classmethod
    def now(cls, event: str, name: str, author: str, answers: int = 0, pictures: int = 0) -> Self:
        """Return a receipt with the current time."""
        return cls(event, name, datetime.now(UTC).isoformat(timespec="seconds"), author, answers, pictures)

    @property
    def totals_text(self) -> str:
        """The contents of a copy, such as “41 questions answered, 23 entries, 6 pictures”."""
        return Totals(self.answers, self.entries, self.pictures).text


class NoteReader(Protocol):
    """An object with notes beside its answers."""

    def note(self, key: str) -> str:
        """Return a note, or an empty string."""


class NoteStore(NoteReader, Protocol):
    """An object that also stores notes: an open draft."""

    def save_note(self, key: str, words: str) -> None:
        """Store a note."""


def receipts_of(draft: NoteReader) -> tuple[Receipt, ...]:
    """Return the receipts of a draft, oldest first."""
    return _parse_receipts(draft.note(RECEIPTS_NOTE))


def add_receipt(draft: NoteStore, receipt: Receipt) -> None:
    """Add a receipt to the draft."""
    draft.save_note(RECEIPTS_NOTE, receipts_note((*receipts_of(draft), receipt)))


def without_author(note: str, author: str) -> str:
    """Return a note of receipts in which this author is not named."""
    receipts = _parse_receipts(note)
    if not author or all(clean_name(receipt.author) != author for receipt in receipts):
        return note
    return receipts_note(
        replace(receipt, author="") if clean_name(receipt.author) == author else receipt
        for receipt in receipts
    )


def _parse_receipts(note: str) -> tuple[Receipt, ...]:
    try:
        stored = json.loads(note or "[]")
        names = {field.name for field in fields(Receipt)}
        rows = ({"event": row.pop("kind"), **row} for row in stored)
        return tuple(Receipt(**{key: row[key] for key in row.keys() & names}) for row in rows)
    except (ValueError, TypeError, AttributeError, KeyError):
        return ()


def receipts_note(receipts: Iterable[Receipt]) -> str:
    """Return the note that stores these receipts."""
    rows = [{"kind": row.pop("event"), **row} for row in map(asdict, receipts)]
    return json.dumps(rows, ensure_ascii=False)
