"""A table in the usual layout (one row for each person), and the words that layouts are recognised by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from carreport.survey.importing.reply_table import ColumnHeading, ImportProblem, TableRow
from carreport.survey.response_words import is_off_scale, places_of

_SHARE = re.compile(
    r"\s*[(\[]\s*(?:%|n|no\.?|count|number|percent(?:age)?|per cent|total)\s*[)\]]\s*\Z"
    r"|(?<=\w)\s+(?:%|n|count|percent(?:age)?|per cent|total)\Z|\A(?:%|n|total)\s+(?=\w)|%",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReplyLayout:
    """A table in the usual layout: its headings and rows, with notes on what was joined."""

    headings: tuple[ColumnHeading, ...]
    rows: list[TableRow]
    notes: tuple[str, ...] = ()
    problems: tuple[ImportProblem, ...] = ()


def cell_of(row: Sequence[str], number: int) -> str:
    """Return a cell without spaces around it, or an empty text beyond the end of its row."""
    return row[number].strip() if number < len(row) else ""


def is_step(text: str) -> bool:
    """Say whether a text is a point of a usual scale, perhaps with “%” or “(n)” beside it."""
    step = plain_step(text)
    return bool(places_of(step)) or is_off_scale(step)


def plain_step(text: str) -> str:
    """Return a point of a scale without “%” or “(n)” beside it."""
    return _SHARE.sub("", text).strip()
