"""Keep what left a draft and what came in: copies sent, copies brought in, entries released.

Only the draft of whoever did it holds its receipts; no copy carries them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Protocol, Self

from carreport.draft.session.totals import Totals

RECEIPTS_NOTE = "receipts"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One thing that left the draft or came in: `kind` is copy, brought-in, release or erasure.

    Of a copy, `answers` is how many questions it answers, and `entries` how many entries stand in
    its lists. `name` is a file, or the path of a released entry; `when` is UTC in ISO 8601; `to` is whom a
    copy is for, where its sender said so.
    """

    kind: str
    name: str
    when: str
    author: str
    answers: int = 0
    pictures: int = 0
    to: str = ""
    entries: int = 0

    @classmethod
    def now(cls, kind: str, name: str, author: str, answers: int = 0, pictures: int = 0) -> Self:
        """Return a receipt for this moment."""
        return cls(kind, name, datetime.now(UTC).isoformat(timespec="seconds"), author, answers, pictures)

    @property
    def totals_text(self) -> str:
        """What a copy held, as “41 questions answered, 23 entries, 6 pictures”."""
        return Totals(self.answers, self.entries, self.pictures).text


class NoteReader(Protocol):
    """Whatever has named texts beside the answers."""

    def note(self, key: str) -> str:
        """Return a named text, or nothing."""


class NoteStore(NoteReader, Protocol):
    """Whatever also keeps such texts: an open draft."""

    def save_note(self, key: str, words: str) -> None:
        """Keep a named text."""


def receipts_of(draft: NoteReader) -> tuple[Receipt, ...]:
    """Return the receipts that a draft keeps, in the order in which they came."""
    try:
        stored = json.loads(draft.note(RECEIPTS_NOTE) or "[]")
        names = {field.name for field in fields(Receipt)}
        values = ({name: value for name, value in receipt.items() if name in names} for receipt in stored)
        return tuple(Receipt(**receipt) for receipt in values)
    except (ValueError, TypeError, AttributeError):
        return ()


def add_receipt(draft: NoteStore, receipt: Receipt) -> None:
    """Keep one more receipt in the draft."""
    receipts = [asdict(receipt) for receipt in (*receipts_of(draft), receipt)]
    draft.save_note(RECEIPTS_NOTE, json.dumps(receipts, ensure_ascii=False))
