"""The columns of a drawn file: what they contain, and what a person would say they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.survey.layouts.truth import (
    NOT_KNOWN,
    AskedStatement,
    DrawnSurvey,
    GroupQuestion,
    Item,
    OpenQuestion,
    Said,
    TickQuestion,
    Wanted,
    WhoColumn,
)


@dataclass(frozen=True)
class Meaning:
    """What a column is, as known to the person who made the survey."""

    role: str  # statement, step, long, tick, ticks, other, open, group, wave, who or tool
    item: int = -1  # the number of the question in the survey
    option: int = (
        -1
    )  # of a tick question, or the step, in a column of its own; of a long table: the column to come
    raw_steps: tuple[str, ...] = ()  # the cells for the steps, from the agreeing end; or the joined options
    raw_unknown: str = ""
    separator: str = ""  # between ticked options in one cell


TOOL = Meaning("tool")


@dataclass(frozen=True)
class Column:
    headings: tuple[str, ...]  # one for each row of headings
    cells: tuple[str, ...]  # one for each reply
    meaning: Meaning = TOOL


@dataclass(frozen=True)
class Written:
    """A file, and what a person at the preview would answer about it."""

    name: str
    content: bytes
    columns: tuple[Column, ...]
    counted: tuple[int, ...]  # the replies that count: neither previews nor unfinished
    heading_row: int = 1  # the first row of headings
    first_row: int = 2  # the first row of replies
    not_replies: frozenset[int] = frozenset()  # rows of the sheet that are not replies: totals, previews, …
    sheet: str = ""
    doubts: frozenset[str] = frozenset()  # what has to be asked although a person may think it clear


Writer = Callable[[DrawnSurvey, Random], Written]


@dataclass(frozen=True)
class Layout:
    """A download of a tool, with where its layout was seen."""

    tool: str
    download: str
    write: Writer
    outcome: str  # read, asked or refused
    seen: str  # address of a public repository or manual, or NOT_SEEN
    wanted: Wanted = field(default_factory=Wanted)


NOT_SEEN = "layout not seen"


def statements(survey: DrawnSurvey) -> Iterator[tuple[int, AskedStatement]]:
    yield from ((n, item) for n, item in enumerate(survey.items) if isinstance(item, AskedStatement))


def numbered(survey: DrawnSurvey) -> Iterator[tuple[int, Item, int, int]]:
    """Yield each item with the number of its question in the form, and its row in a grid, or 0."""
    place, row, last_stem = 0, 0, ""
    for number, item in enumerate(survey.items):
        stem = item.stem if isinstance(item, AskedStatement) else ""
        row = 0 if not stem else row + 1 if stem == last_stem else 1
        place += row < 2
        last_stem = stem
        yield number, item, place, row


def raw(said: Said, steps: Sequence[str], unknown: str) -> str:
    """Return the cell for this answer."""
    return "" if said is None else unknown if said == NOT_KNOWN else steps[said]


def statement_column(
    survey: DrawnSurvey,
    number: int,
    headings: tuple[str, ...],
    steps: Sequence[str] = (),
    unknown: str | None = None,
) -> Column:
    """Return the column of a statement; its cells are the words of the form unless steps are given."""
    item = survey.items[number]
    assert isinstance(item, AskedStatement)
    raw_steps = tuple(steps) or item.scale.steps
    raw_unknown = item.scale.dont_know if unknown is None else unknown
    cells = tuple(raw(said, raw_steps, raw_unknown) for said in item.said)
    meaning = Meaning("statement", number, raw_steps=raw_steps, raw_unknown=raw_unknown)
    return Column(headings, cells, meaning)


def joined_column(
    survey: DrawnSurvey,
    number: int,
    headings: tuple[str, ...],
    separator: str,
    end: str = "",
    *,
    options: Sequence[str] = (),
    other: str = "",
) -> Column:
    """Return the one column of a tick question whose options are joined, the writer’s own option last.

    In the cells are the words of the form unless `options` are given, and `other` for what people wrote.
    """
    item = survey.items[number]
    assert isinstance(item, TickQuestion)
    words = tuple(options) or item.options
    others = [(other or own) if own else "" for own in item.other]
    cells = []
    for ticked, own in zip(item.ticked, others, strict=True):
        chosen = [words[option] for option in sorted(ticked)] + [own] * bool(own)
        cells.append(separator.join(chosen) + end * bool(chosen))
    steps = (*words, *([other] if other else dict.fromkeys(filter(None, others))))
    return Column(headings, tuple(cells), Meaning("ticks", number, raw_steps=steps, separator=separator))


def option_columns(
    survey: DrawnSurvey,
    number: int,
    headings: Sequence[tuple[str, ...]],
    marks: str | Sequence[str],  # the same for all, or one for each
    blank: str = "",
    *,
    unanswered: str | None = None,
) -> list[Column]:
    """Return a column for each option, with its mark where it was ticked, and none for other words."""
    item = survey.items[number]
    assert isinstance(item, TickQuestion)
    columns = []
    all_marks = [marks] * len(headings) if isinstance(marks, str) else marks
    for place, (heading, mark) in enumerate(zip(headings, all_marks, strict=True)):
        cells = []
        for ticked, other in zip(item.ticked, item.other, strict=True):
            empty = blank if ticked or other or unanswered is None else unanswered
            cells.append(mark if place in ticked else empty)
        columns.append(Column(heading, tuple(cells), Meaning("tick", number, option=place)))
    return columns


def other_column(survey: DrawnSurvey, number: int, headings: tuple[str, ...]) -> Column:
    item = survey.items[number]
    assert isinstance(item, TickQuestion)
    return Column(headings, item.other, Meaning("other", number))


def words_column(survey: DrawnSurvey, number: int, headings: tuple[str, ...]) -> Column:
    """Return the column of an open question, a group, a round, or something that identifies people."""
    item = survey.items[number]
    assert isinstance(item, OpenQuestion | GroupQuestion | WhoColumn)
    if isinstance(item, OpenQuestion):
        role = "open"
    elif isinstance(item, WhoColumn):
        role = "who"
    else:
        role = "wave" if item.is_wave else "group"
    return Column(headings, item.said, Meaning(role, number))


def question(survey: DrawnSurvey, number: int) -> str:
    """Return the wording of a question, preceded by that of its grid."""
    item = survey.items[number]
    if isinstance(item, WhoColumn):
        return item.heading
    return item.wording


def tool_column(heading: tuple[str, ...], cells: Sequence[str], *, who: bool = False) -> Column:
    return Column(heading, tuple(cells), Meaning("who") if who else TOOL)


def times(survey: DrawnSurvey, form: str = "{day:02}/05/2026 10:{minute:02}:00") -> list[str]:
    return [form.format(day=n % 28 + 1, minute=n % 60, n=n) for n in survey.people]


def table(columns: Sequence[Column]) -> list[list[str]]:
    """Return the rows of headings, and then the replies."""
    headings = [[column.headings[row] for column in columns] for row in range(len(columns[0].headings))]
    replies = [[column.cells[n] for column in columns] for n in range(len(columns[0].cells))]
    return headings + replies


def not_counted(survey: DrawnSurvey, first_row: int) -> frozenset[int]:
    """Return the rows of previews and of unfinished replies."""
    return frozenset(first_row + n for n, state in enumerate(survey.states) if state != "complete")


def counted(survey: DrawnSurvey) -> tuple[int, ...]:
    return tuple(n for n, state in enumerate(survey.states) if state == "complete")
