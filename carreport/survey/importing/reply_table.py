"""The replies in a file as a table: its columns, its rows with their kinds, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter

from carreport.form.wording import in_letters


class RowKind(StrEnum):
    """What a row below the headings is."""

    REPLY = "reply"
    HEADINGS = "headings"
    TOTAL = "total"
    PREVIEW = "preview"
    UNFINISHED = "unfinished"
    HIDDEN = "hidden"
    NOTE = "note"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row below the headings: its number in the file, what it is, why, and if it is counted.

    `is_asked` says that this is not certain, so the user decides.
    """

    number: int
    row_kind: RowKind
    reason: str = ""
    is_reply: bool = True
    is_asked: bool = False
    cells: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """The heading of a column: its number (from 0), its text, and the question it asks.

    `stem` is the question that several columns share, and `part` the statement or option of this one.
    `steps` are the answers that people could choose from, if the file says so.
    """

    number: int
    text: str
    question: str
    stem: str = ""
    part: str = ""
    is_hidden: bool = False
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One column: its number (from 0), its heading, its question, and one cell for each reply.

    `answer_counts` counts the different answers; an empty cell is not an answer. `stem` is the question
    that several columns share, such as that of a grid, and `part` the statement or option of this one.
    `steps` are the answers that people could choose from, if the file says so.
    """

    number: int
    heading: str
    question: str
    cells: tuple[str, ...]
    answer_counts: Mapping[str, int]
    stem: str = ""
    part: str = ""
    is_hidden: bool = False
    steps: tuple[str, ...] = ()

    @property
    def answered_count(self) -> int:
        """The number of replies with an answer in this column."""
        return sum(self.answer_counts.values())

    @property
    def known_answers(self) -> tuple[str, ...]:
        """The different answers in this column, and those that people could have chosen."""
        return tuple(dict.fromkeys((*self.answer_counts, *self.steps)))

    @property
    def name(self) -> str:
        """The spreadsheet name of the column, such as F."""
        return in_letters(self.number)


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """Something that prevents an import: a stable code, a sentence, and the place."""

    code: str
    message: str
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        """Return the sentence with the place before it."""
        place = (
            f"{self.column}{self.row}"
            if self.column and self.row
            else self.column or (f"row {self.row}" if self.row else "")
        )
        return f"{place}: {self.message}" if place else self.message


@dataclass(frozen=True, slots=True)
class ReplyTable:
    """The replies in a file, by column; `rows` has the row number of each reply in the file.

    `all_rows` has every row below the headings, including those that are not counted.
    """

    file: str
    columns: tuple[SourceColumn, ...]
    rows: tuple[int, ...]
    headings: tuple[int, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[ImportProblem, ...] = ()
    all_rows: tuple[TableRow, ...] = ()

    @property
    def other_rows(self) -> tuple[TableRow, ...]:
        """The rows that are not plain replies, whether or not they are counted."""
        return tuple(row for row in self.all_rows if row.row_kind is not RowKind.REPLY)


def columns_of(headings: Sequence[ColumnHeading], rows: Sequence[Sequence[str]]) -> tuple[SourceColumn, ...]:
    """Return the columns of a table from its headings and the cells of its rows, one for each heading."""
    cells_by_column = _cells_by_column(rows, len(headings))
    return tuple(
        SourceColumn(
            heading.number,
            heading.text,
            heading.question,
            cells,
            _answer_counts(cells),
            heading.stem,
            heading.part,
            heading.is_hidden,
            heading.steps,
        )
        for heading, cells in zip(headings, cells_by_column, strict=True)
    )


def headings_of(table: ReplyTable) -> list[ColumnHeading]:
    """Return the headings of the columns of a table."""
    return [
        ColumnHeading(
            column.number,
            column.heading,
            column.question,
            column.stem,
            column.part,
            column.is_hidden,
            column.steps,
        )
        for column in table.columns
    ]


def _cells_by_column(rows: Sequence[Sequence[str]], width: int) -> Iterator[tuple[str, ...]]:
    """Yield the cells by column; missing cells at the end of a row are empty."""
    padded = [row if len(row) == width else [*row, *[""] * (width - len(row))][:width] for row in rows]
    for number in range(width):
        yield tuple(map(str.strip, map(itemgetter(number), padded)))


def _answer_counts(cells: Sequence[str]) -> Mapping[str, int]:
    words = Counter(cells)
    words.pop("", None)
    return words
