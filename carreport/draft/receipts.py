"""Keep what left a draft and what came in: copies sent, copies brought in, entries released.

Only the draft of whoever did it holds its receipts; no copy carries them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from typing import Protocol, Self

NOTE = "receipts"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One thing that left the draft or came in: `kind` is copy, brought-in, release or erasure.

    `name` is a file, or the path of a released entry; `when` is UTC in ISO 8601; `to` is whom a
    copy is for, where its sender said so.
    """

    kind: str
    name: str
    when: str
    author: str
    answers: int = 0
    pictures: int = 0
    to: str = ""

    @classmethod
    def now(cls, kind: str, name: str, author: str, answers: int = 0, pictures: int = 0) -> Self:
        """Return a receipt for this moment."""
        return cls(kind, name, datetime.now(UTC).isoformat(timespec="seconds"), author, answers, pictures)


class KeepsNotes(Protocol):
    """Whatever keeps named texts beside the answers: an open draft."""

    def note(self, key: str) -> str:
        """Return a named text, or nothing."""

    def keep_note(self, key: str, words: str) -> None:
        """Keep a named text."""


def receipts(draft: KeepsNotes) -> tuple[Receipt, ...]:
    """Return the receipts that a draft keeps, in the order in which they came."""
    try:
        given = json.loads(draft.note(NOTE) or "[]")
        names = {each.name for each in fields(Receipt)}
        return tuple(Receipt(**each) for each in given if names >= each.keys())
    except (ValueError, TypeError, AttributeError):
        return ()


def keep_receiver(draft: KeepsNotes, receipt: Receipt, to: str) -> None:
    """Say in a receipt that is kept already whom the copy is for."""
    kept = [asdict(replace(each, to=to) if each == receipt else each) for each in receipts(draft)]
    draft.keep_note(NOTE, json.dumps(kept, ensure_ascii=False))


def keep_receipt(draft: KeepsNotes, receipt: Receipt) -> None:
    """Keep one more receipt in the draft."""
    kept = [asdict(each) for each in (*receipts(draft), receipt)]
    draft.keep_note(NOTE, json.dumps(kept, ensure_ascii=False))
