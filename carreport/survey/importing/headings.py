"""Find the headings in a table of replies, and the question for each column.

Titles above the headings, a second row of headings (as in SurveyMonkey), repeated headings and rows
that are not replies are recognised and reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from carreport.survey.importing.spreadsheet import Worksheet, cell_name

HEADING_SEARCH_ROWS = 30
_ANY_ANSWER = ("response", "open-ended response", "open ended response")
_NUMBERING = re.compile(
    r"\A(?:q(?:uestion)?\s*)?\d+(?:\.\d+)*(?:\.?[a-z])?[.):]\s+|\Aq\d+\w*[.):]?\s+|\A[a-z]\)\s+",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r".*\S\s*\[(.+)\]\s*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One column: its number (from 0), its heading, its question, and one cell for each reply.

    `answer_counts` counts the different answers; an empty cell is not an answer. `stem` is the question
    that several columns share, such as that of a grid, and `part` the statement or option of this one.
    """

    number: int
    heading: str
    question: str
    cells: tuple[str, ...]
    answer_counts: Mapping[str, int]
    stem: str = ""
    part: str = ""

    @property
    def answered_count(self) -> int:
        """The number of replies with an answer in this column."""
        return sum(self.answer_counts.values())

    @property
    def name(self) -> str:
        """The spreadsheet name of the column, such as F."""
        return cell_name(self.number)


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
    """The replies in a file, by column; `rows` has the row number of each reply in the file."""

    file: str
    columns: tuple[SourceColumn, ...]
    rows: tuple[int, ...]
    headings: tuple[int, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[ImportProblem, ...] = ()


def read_reply_table(sheet: Worksheet, heading_row: int = 0) -> ReplyTable:
    """Return the table in a worksheet; `heading_row` is the number of the row of headings, if known."""
    first = heading_row - 1 if heading_row else _heading_row(sheet.rows)
    if first is None or not 0 <= first < len(sheet.rows):
        why = ImportProblem("no-headings", "There is no row of headings.")
        return ReplyTable(sheet.file, (), (), (), sheet.notes, (why,))
    heads = sheet.rows[first]
    below = sheet.rows[first + 1] if first + 1 < len(sheet.rows) else ()
    has_two = _has_second_row(heads, below)
    headings, asked = _two_rows(heads, below) if has_two else (_tidied(heads), _tidied(heads))
    start = first + 1 + has_two
    notes = [*sheet.notes, *_titles(sheet.rows[:first])]
    rows, refused, skipped = _replies(sheet.rows, start, heads)
    headings, twice = _made_unique(headings)
    asked, _ = _made_unique([question_text(question) for question in asked])
    columns = tuple(
        _column(number, heading, question, cells)
        for number, (heading, question, cells) in enumerate(
            zip(
                headings,
                asked,
                _columns_of_cells([sheet.rows[row] for row in rows], len(headings)),
                strict=True,
            )
        )
    )
    numbers = tuple(range(first + 1, start + 1))
    return ReplyTable(
        sheet.file,
        columns,
        tuple(row + 1 for row in rows),
        numbers,
        (*notes, *twice, *skipped),
        tuple(refused),
    )


def question_text(heading: str) -> str:
    """Return the question in a heading, without its number and without the text around a statement."""
    inner = _IN_BRACKETS.match(heading)
    question = inner[1] if inner else heading
    question = re.sub(r"\s+", " ", question).strip()
    return _NUMBERING.sub("", question).strip() or question


def _heading_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the first row that is at least half as full as the fullest of the first rows."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:HEADING_SEARCH_ROWS]]
    fullest = max(filled, default=0)
    if not fullest:
        return None
    least = max(min(2, fullest), (fullest + 1) // 2)
    return next(number for number, count in enumerate(filled) if count >= least)


def _has_second_row(heads: Sequence[str], below: Sequence[str]) -> bool:
    """Say whether the next row is a second row of headings: it is empty under “Respondent ID”."""
    for head, cell in zip(heads, below, strict=False):
        if head.strip().casefold() == "respondent id":
            return not cell.strip()
    return False


def _two_rows(heads: Sequence[str], below: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return headings and questions from two rows; a heading applies until the next one."""
    headings: list[str] = []
    asked: list[str] = []
    above = ""
    for number in range(max(len(heads), len(below))):
        head, cell = _cell(heads, number), _cell(below, number)
        above = head or above
        own = "" if cell.casefold() in _ANY_ANSWER else cell
        headings.append(f"{above}: {own}" if own else head)
        asked.append(own or head)
    return headings, asked


def _titles(rows: Sequence[Sequence[str]]) -> list[str]:
    titles = (
        (number, next((cell.strip() for cell in row if cell.strip()), ""))
        for number, row in enumerate(rows, 1)
    )
    return [
        f"Row {number} is above the headings and was not read: “{words[:60]}”."
        for number, words in titles
        if words
    ]


def _replies(
    rows: Sequence[Sequence[str]], start: int, heads: Sequence[str]
) -> tuple[list[int], list[ImportProblem], list[str]]:
    """Return the rows that are replies, those that cannot be read reliably, and notes about those skipped."""
    width = len(heads)
    again, first = _tidied(heads), heads[0].strip()
    replies: list[int] = []
    refused: list[ImportProblem] = []
    skipped: list[str] = []
    for number in range(start, len(rows)):
        row = rows[number]
        if not any(map(str.strip, row)):
            continue
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            message = (
                f"This row has more cells than there are headings ({width}), so its answers "
                "may be in the wrong columns."
            )
            refused.append(ImportProblem("row-too-long", message, number + 1))
        elif row[0].strip() == first and _tidied(row)[:width] == again:
            skipped.append(f"Row {number + 1} repeats the headings and was not read.")
        else:
            replies.append(number)
    return replies, refused, skipped


def _made_unique(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return unique names, and a note for each that was changed."""
    seen: Counter[str] = Counter()
    unique: list[str] = []
    notes: list[str] = []
    for number, name in enumerate(names):
        key = name.casefold()
        seen[key] += 1
        again = f"{name} ({seen[key]})" if name and seen[key] > 1 else name
        if again != name:
            notes.append(f"The heading of column {cell_name(number)} occurs twice: “{name[:60]}”.")
        unique.append(again)
    return unique, notes


def _columns_of_cells(rows: Sequence[Sequence[str]], width: int) -> Iterator[tuple[str, ...]]:
    """Yield the cells by column; missing cells at the end of a row are empty."""
    padded = [row if len(row) == width else [*row, *[""] * (width - len(row))][:width] for row in rows]
    for number in range(width):
        yield tuple(map(itemgetter(number), padded))


def _column(number: int, heading: str, asked: str, cells: Sequence[str]) -> SourceColumn:
    stripped = tuple(map(str.strip, cells))
    words = Counter(stripped)
    words.pop("", None)
    return SourceColumn(number, heading, asked, stripped, words)


def _tidied(row: Sequence[str]) -> list[str]:
    return [re.sub(r"\s+", " ", cell).strip() for cell in row]


def _cell(row: Sequence[str], number: int) -> str:
    return row[number].strip() if number < len(row) else ""
