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
REVIEW_SENT = "review-sent"
"""The event of a Word document that was sent for review."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One thing that was shared or imported: `event` is copy, brought-in, release, erasure or review-sent.

    For a copy, `answers` is the number of questions answered, and `entries` the number of entries
    in lists. `name` is a file, or the path of a released entry; `when` is UTC in ISO 8601; `to` is
    the recipient of a copy, if the sender named one. `export` is the id of a document sent for review.
    """

    event: str
    name: str
    when: str
    author: str
    answers: int = 0
    pictures: int = 0
    to: str = ""
    entries: int = 0
    export: str = ""

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
    """Return a note of receipts in which this person is not named, as author or as recipient."""
    receipts = _parse_receipts(note)
    if not author or not any(author in _people_named(receipt) for receipt in receipts):
        return note
    return receipts_note(
        replace(
            receipt,
            author="" if clean_name(receipt.author) == author else receipt.author,
            to="" if clean_name(receipt.to) == author else receipt.to,
        )
        for receipt in receipts
    )


def _people_named(receipt: Receipt) -> tuple[str, str]:
    return clean_name(receipt.author), clean_name(receipt.to)


def _parse_receipts(note: str) -> tuple[Receipt, ...]:
    try:
        stored = json.loads(note or "[]")
        names = {field.name for field in fields(Receipt)}
        rows = ({"event": row.pop("kind"), **row} for row in stored)
        return tuple(Receipt(**{key: row[key] for key in row.keys() & names}) for row in rows)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return ()


def receipts_note(receipts: Iterable[Receipt]) -> str:
    """Return the note that stores these receipts."""
    rows = [{"kind": row.pop("event"), **row} for row in map(asdict, receipts)]
    return json.dumps(rows, ensure_ascii=False)
