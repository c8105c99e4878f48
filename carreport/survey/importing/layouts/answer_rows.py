"""Join the rows with the answers of one person, in a table with one row for each answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from carreport.form.wording import format_count, in_letters
from carreport.survey.importing.identifiers import heading_words
from carreport.survey.importing.layouts.layout import ReplyLayout, cell_of, is_step
from carreport.survey.importing.reply_table import ColumnHeading, ImportProblem, TableRow

QUESTION_HEADINGS = frozenset({
    "question", "question text", "questions", "item", "statement", "statements", "variable", "field name",
    "question id", "question code", "question title", "question name", "q", "prompt", "item text", "label",
    "indicator", "attribute", "measure", "key",
})  # fmt: skip
_ANSWERS = frozenset({
    "answer", "response", "value", "answer text", "rating", "answers", "reply", "response text", "score",
    "answer value", "response value", "choice", "selected", "level",
})  # fmt: skip
_PEOPLE = frozenset({
    "respondent", "respondent id", "participant", "participant id", "person", "person id", "response id",
    "id", "record", "record id", "user", "user id", "submission id", "submission", "case", "case id",
    "reply id", "who", "subject", "subject id", "entity id", "responder", "respondent number",
    "participant number", "response number", "no", "number", "uuid", "code",
})  # fmt: skip


@dataclass(slots=True)
class _Person:
    """The rows of one person in a table with one row for each answer."""

    row: TableRow
    answers: dict[str, str] = field(default_factory=dict)


def join_answer_rows(headings: Sequence[ColumnHeading], rows: Sequence[TableRow]) -> ReplyLayout:
    """Return a table with one row for each person, or the problem that prevents it."""
    plain = ReplyLayout(tuple(headings), list(rows))
    replies = [row for row in rows if row.is_reply]
    asked, answer, person = _long_columns(headings, replies)
    if asked is None or answer is None or len(replies) < 2:
        return plain
    people: dict[str, _Person] = {}
    if person is None:
        message = (
            "This table has one row for each answer, but no column says which answers are from the same "
            "person. Choose the download with one row for each person."
        )
        return replace(
            plain, problems=(ImportProblem("layout-answer-rows", message, column=in_letters(asked)),)
        )
    for row in replies:
        who, question = cell_of(row.cells, person), cell_of(row.cells, asked)
        if not who or not question:
            return _refused_row(plain, row, "The person or the question is missing in this row.")
        one = people.setdefault(who, _Person(row))
        if question in one.answers:
            return _refused_row(
                plain, row, f"“{who[:40]}” has answered “{question[:60]}” in an earlier row too."
            )
        one.answers[question] = cell_of(row.cells, answer)
    return _wide_table(headings, rows, people, {asked, answer})


def _refused_row(plain: ReplyLayout, row: TableRow, message: str) -> ReplyLayout:
    remedy = " Choose the download with one row for each person, or correct this row in the file."
    return replace(plain, problems=(ImportProblem("layout-answer-rows", message + remedy, row.number),))


def _long_columns(
    headings: Sequence[ColumnHeading], rows: Sequence[TableRow]
) -> tuple[int | None, int | None, int | None]:
    """Return the positions of the columns with the question, the answer and the person, if there are any."""
    names = [heading_words(heading.text) for heading in headings]
    people = [place for place, name in enumerate(names) if name in _PEOPLE and _is_filled(place, rows)]
    repeated = [place for place in people if _has_repeats(place, rows)]
    asked = _question_column(names, rows, is_any=bool(repeated))
    answers = [place for place, name in enumerate(names) if name in _ANSWERS and place != asked]
    if asked is None or not answers:
        return None, None, None
    rest = [place for place in repeated or people if place not in (asked, answers[0])]
    return asked, answers[0], rest[0] if rest else None


def _question_column(names: Sequence[str], rows: Sequence[TableRow], *, is_any: bool) -> int | None:
    """Return the position of the column with the question: a text that repeats, if persons do not."""
    places = [
        place
        for place, name in enumerate(names)
        if name in QUESTION_HEADINGS and _is_filled(place, rows) and (is_any or _is_repeated(place, rows))
    ]
    texts = {place: sum(len(cell_of(row.cells, place)) for row in rows) for place in places}
    return max(places, key=texts.__getitem__, default=None)


def _is_filled(place: int, rows: Sequence[TableRow]) -> bool:
    return any(cell_of(row.cells, place) for row in rows)


def _has_repeats(place: int, rows: Sequence[TableRow]) -> bool:
    cells = [cell for row in rows if (cell := cell_of(row.cells, place))]
    return len(set(cells)) < len(cells)


def _is_repeated(place: int, rows: Sequence[TableRow]) -> bool:
    cells = [cell for row in rows if (cell := cell_of(row.cells, place))]
    return bool(cells) and len(set(cells)) * 2 <= len(cells) and not any(map(is_step, set(cells)))


def _wide_table(
    headings: Sequence[ColumnHeading], rows: Sequence[TableRow], people: Mapping[str, _Person], gone: set[int]
) -> ReplyLayout:
    """Return one row for each person: the columns that are the same in all their rows, then the questions."""
    by_row = {id(one.row): one for one in people.values()}
    questions = list(dict.fromkeys(question for one in people.values() for question in one.answers))
    kept = [place for place in range(len(headings)) if place not in gone]
    width = max(heading.number for heading in headings) + 1
    new = [ColumnHeading(width + number, question, question) for number, question in enumerate(questions)]
    wide: list[TableRow] = []
    for row in rows:
        one = by_row.get(id(row))
        if one is None and row.is_reply:
            continue
        cells = [cell_of(row.cells, place) for place in kept]
        answers = [one.answers.get(question, "") for question in questions] if one else [""] * len(questions)
        wide.append(replace(row, cells=(*cells, *answers)))
    note = (
        f"The file has one row for each answer. Its rows are read as {format_count(len(people), 'reply')} to "
        f"{format_count(len(questions), 'question')}; a row number is that of a person’s first answer."
    )
    return ReplyLayout((*(headings[place] for place in kept), *new), wide, (note,))
