"""Recognise tables that are not one row a person and one column a question.

Columns for each answer of one question (SurveyMonkey “expanded”) and tables with one row for each
answer are read. Summaries of counts, cross tables and tables with one column a person are refused,
with the download to choose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from carreport.form.wording import format_count
from carreport.survey.importing.identifiers import heading_words
from carreport.survey.importing.reply_table import Heading, ImportProblem, RowKind, TableRow
from carreport.survey.importing.spreadsheet import cell_name
from carreport.survey.scales import standard_step

SEARCH_ROWS = 400
_CHOICES = frozenset(
    {
        "answer choices",
        "answer choice",
        "answer options",
        "answer option",
        "answer text",
        "choices",
    }
)
_RESPONSES = frozenset({
    "responses", "response count", "response percent", "response total", "count", "percent", "percentage",
    "total", "frequency", "number", "n", "answers", "replies", "valid percent", "cumulative percent",
})  # fmt: skip
_QUESTIONS = frozenset({
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
_PERSON_HEADING = re.compile(
    r"(?:p|r|person|people|respondent|participant|reply|response|resp|case|member|id|no)?[\s._#-]*\d+\Z",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\s*[(\[]\s*(?:%|n|no\.?|count|number|percent(?:age)?|per cent|total)\s*[)\]]\s*\Z"
    r"|(?<=\w)\s+(?:%|n|count|percent(?:age)?|per cent|total)\Z|\A(?:%|n|total)\s+(?=\w)|%",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?\s*%?\Z")
_RANKS = ("strongly_agree", "agree", "neither", "disagree", "strongly_disagree", "yes", "no", "dont_know")
_MARKS = frozenset({"1", "x", "yes", "y", "true", "checked", "✓", "✔", "selected", "ticked"})
_NO_MARKS = frozenset({"", "0", "no", "n", "false", "unchecked", "not selected", "-"})
_DASH = re.compile(r"(?P<stem>.*\S)\s*(?: [-–:] |: |: ?|_|\s*\[|/)(?P<step>[^\[\]/:_]+?)\]?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table in the usual layout: its headings and rows, with notes on what was joined."""

    headings: tuple[Heading, ...]
    rows: list[TableRow]
    notes: tuple[str, ...] = ()
    problems: tuple[ImportProblem, ...] = ()


# Tables that are refused


def refuse_layout(
    rows: Sequence[Sequence[str]], first: int, start: int, headings: Sequence[Heading]
) -> ImportProblem | None:
    """Return why a table cannot be read, if it is a summary, a cross table or has a column a person."""
    for number, row in enumerate(rows[:SEARCH_ROWS], 1):
        words = [heading_words(cell) for cell in row if cell.strip()]
        if len(words) > 1 and words[0] in _CHOICES and any(word in _RESPONSES for word in words[1:]):
            return _is_summary(number)
    below = [row for row in rows[start : start + SEARCH_ROWS] if any(map(str.strip, row))]
    if below and (number := _counted_row(rows, first, headings, below)):
        return _is_summary(number)
    if below and _is_transposed(headings, below):
        return ImportProblem(
            "layout-transposed",
            "This table has one column for each person and one row for each statement. Swap its rows and "
            "columns in your spreadsheet program (copy, paste special, transpose), and import it again.",
            first + 1,
        )
    return None


def _is_summary(row: int) -> ImportProblem:
    return ImportProblem(
        "layout-summary",
        "This is a summary with counts, not the replies themselves. Download the individual replies from "
        "the survey program (“all responses” or “individual responses”, one row for each person), or type "
        "in the counts yourself.",
        row,
    )


def _counted_row(
    rows: Sequence[Sequence[str]], first: int, headings: Sequence[Heading], below: Sequence[Sequence[str]]
) -> int:
    """Return the number of the row that shows a table of counts, or 0.

    Points of a scale are either the headings, with counts below, or the first cells of the rows.
    """
    steps = [heading.number for heading in headings if _is_step(heading.text) and not heading.stem]
    cells = [cell for row in below for number in steps if (cell := _cell(row, number))]
    if len(steps) > 1 and cells and all(map(_NUMBER.match, cells)) and not _are_marks(cells):
        return first + 1
    labelled = [row for row in (rows[first], *below) if _is_step(_first(row))]
    others = [cell for row in labelled for cell in row[1:] if cell.strip()]
    is_counted = len(labelled) > 1 and bool(others) and all(_NUMBER.match(cell.strip()) for cell in others)
    is_ranked = _are_ranked([standard_step(_SHARE.sub("", _first(row)).strip()) or "" for row in labelled])
    return first + 1 if is_counted and is_ranked and len(labelled) * 2 >= len(below) else 0


def _are_ranked(steps: Sequence[str]) -> bool:
    """Say whether these are points of a scale, each once and in its order, as in a table of counts."""
    places = [_RANKS.index(step) for step in steps if step in _RANKS]
    is_whole = len(places) > 2 or set(steps) == {"yes", "no"}
    return is_whole and places in (sorted(set(places)), sorted(set(places), reverse=True))


def _is_transposed(headings: Sequence[Heading], below: Sequence[Sequence[str]]) -> bool:
    """Say whether each row is a statement, and each column the answers of one person."""
    filled = [heading.number for heading in headings if any(_cell(row, heading.number) for row in below)]
    if len(filled) < 3 or len(below) < 2:
        return False
    first, people = filled[0], filled[1:]
    texts = [_cell(row, first) for row in below if _cell(row, first)]
    steps = [
        sum(bool(standard_step(cell)) for number in people if (cell := _cell(row, number))) for row in below
    ]
    if not texts or len(set(texts)) < len(texts) or sum(steps) * 2 < len(below) * len(people):
        return False
    name = heading_words(headings[first].text)
    is_of_people = all(_PERSON_HEADING.match(headings[number].text.strip()) for number in people)
    is_worded = sum(len(text.split()) for text in texts) >= 3 * len(texts)
    return is_worded and (is_of_people or name in _QUESTIONS)


# One column for each answer


def join_layout(headings: Sequence[Heading], rows: Sequence[TableRow]) -> Layout:
    """Return a table with one column a question and one row a person."""
    expanded = _join_answer_columns(headings, rows)
    if expanded.problems:
        return expanded
    long = _join_answer_rows(expanded.headings, expanded.rows)
    return replace(long, notes=(*expanded.notes, *long.notes))


def _join_answer_columns(headings: Sequence[Heading], rows: Sequence[TableRow]) -> Layout:
    groups = _answer_columns(headings, rows)
    taken = {heading.number for group in groups.values() for heading, _ in group}
    loose = [
        heading for heading in headings if heading.number not in taken and _has_only_its_step(heading, rows)
    ]
    if len(loose) > 1:
        listed = ", ".join(cell_name(heading.number) for heading in loose)
        message = (
            f"Columns {listed} are points on a scale, so this file has a column for each answer. Choose the "
            "download with one column for each question (in SurveyMonkey: “condensed” columns)."
        )
        problem = ImportProblem("layout-answer-columns", message, column=cell_name(loose[0].number))
        return Layout(tuple(headings), list(rows), problems=(problem,))
    problems = [problem for stem, group in groups.items() for problem in _two_answers(stem, group, rows)]
    joined, notes = _joined(headings, rows, groups)
    return Layout(joined[0], joined[1], tuple(notes), tuple(problems))


def _answer_columns(
    headings: Sequence[Heading], rows: Sequence[TableRow]
) -> dict[str, list[tuple[Heading, str]]]:
    """Return the columns for the answers of each question, with the answer of each."""
    found: dict[str, list[tuple[Heading, str]]] = {}
    for heading in headings:
        stem, step = _stem_and_step(heading)
        if stem and step and _marks_only(heading.number, step, rows):
            found.setdefault(stem, []).append((heading, step))
    return {
        stem: group
        for stem, group in found.items()
        if len({step for _, step in group}) > 1 and not _has_other_options(group, headings, rows)
    }


def _has_other_options(
    group: Sequence[tuple[Heading, str]], headings: Sequence[Heading], rows: Sequence[TableRow]
) -> bool:
    """Say whether the question also has options that are no points of a scale, so that people tick them."""
    stem, own = group[0][0].stem, {heading.number for heading, _ in group}
    others = [heading for heading in headings if stem and heading.stem == stem and heading.number not in own]
    return any(
        _stem_and_step(heading) == ("", "") and _marks_only(heading.number, heading.part, rows)
        for heading in others
    )


def _stem_and_step(heading: Heading) -> tuple[str, str]:
    """Return the question and the point of a scale in a heading, or nothing."""
    if heading.stem and _is_step(heading.part):
        return heading.stem, heading.part
    text = heading.part if heading.stem else heading.text
    match = _DASH.match(text)
    if match and _is_step(match["step"]):
        stem = f"{heading.stem}: {match['stem']}" if heading.stem else match["stem"]
        return stem, match["step"].strip()
    return "", ""


def _marks_only(number: int, step: str, rows: Sequence[TableRow]) -> bool:
    """Say whether a column only has its own answer, or a mark."""
    own = step.casefold()
    cells = {_cell(row.cells, number).casefold() for row in rows if row.is_reply or row.is_asked}
    if cells & {own}:
        return cells <= {own, ""}
    return cells <= _MARKS | _NO_MARKS


def _has_only_its_step(heading: Heading, rows: Sequence[TableRow]) -> bool:
    return bool(
        _is_step(heading.text)
        and _marks_only(heading.number, heading.text, rows)
        and any(_cell(row.cells, heading.number) for row in rows)
    )


def _chosen(row: TableRow, group: Sequence[tuple[Heading, str]]) -> list[str]:
    cells = ((_cell(row.cells, heading.number).casefold(), step) for heading, step in group)
    return [step for cell, step in cells if cell not in _NO_MARKS or cell == step.casefold()]


def _two_answers(
    stem: str, group: Sequence[tuple[Heading, str]], rows: Sequence[TableRow]
) -> list[ImportProblem]:
    for row in rows:
        if row.is_reply and len(_chosen(row, group)) > 1:
            first = cell_name(group[0][0].number)
            message = f"This reply has more than one answer to “{stem[:60]}”. Correct it in the file first."
            return [ImportProblem("layout-two-answers", message, row.number, first)]
    return []


def _joined(
    headings: Sequence[Heading], rows: Sequence[TableRow], groups: Mapping[str, list[tuple[Heading, str]]]
) -> tuple[tuple[tuple[Heading, ...], list[TableRow]], list[str]]:
    """Return the headings and rows with one column for each question, in the place of its first answer."""
    if not groups:
        return (tuple(headings), list(rows)), []
    first = {group[0][0].number: (stem, group) for stem, group in groups.items()}
    gone = {heading.number for group in groups.values() for heading, _ in group[1:]}
    kept = [heading for heading in headings if heading.number not in gone]
    named = [
        _question_heading(heading, first[heading.number][0]) if heading.number in first else heading
        for heading in kept
    ]
    joined = [
        replace(row, cells=tuple(
            "; ".join(_chosen(row, first[heading.number][1])) if heading.number in first
            else _cell(row.cells, heading.number)
            for heading in kept
        ))
        for row in rows
    ]  # fmt: skip
    notes = [
        f"Columns {cell_name(group[0][0].number)} to {cell_name(group[-1][0].number)} are the answers to one "
        f"question and are read as one column: “{stem[:60]}”."
        for stem, group in groups.items()
    ]
    return (tuple(named), joined), notes


def _question_heading(heading: Heading, stem: str) -> Heading:
    above = heading.stem if heading.stem and stem != heading.stem else ""
    part = stem.removeprefix(f"{above}: ") if above else ""
    return replace(heading, text=stem, question=part or stem, stem=above, part=part)


# One row for each answer


@dataclass(slots=True)
class _Person:
    """The rows of one person in a table with one row for each answer."""

    row: TableRow
    answers: dict[str, str] = field(default_factory=dict)


def _join_answer_rows(headings: Sequence[Heading], rows: Sequence[TableRow]) -> Layout:
    plain = Layout(tuple(headings), list(rows))
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
            plain, problems=(ImportProblem("layout-answer-rows", message, column=cell_name(asked)),)
        )
    for row in replies:
        who, question = _cell(row.cells, person), _cell(row.cells, asked)
        if not who or not question:
            return _refused_row(plain, row, "The person or the question is missing in this row.")
        one = people.setdefault(who, _Person(row))
        if question in one.answers:
            return _refused_row(
                plain, row, f"“{who[:40]}” has answered “{question[:60]}” in an earlier row too."
            )
        one.answers[question] = _cell(row.cells, answer)
    if len(people) == len(replies):
        return plain
    return _wide_table(headings, rows, people, {asked, answer})


def _refused_row(plain: Layout, row: TableRow, message: str) -> Layout:
    remedy = " Choose the download with one row for each person, or correct this row in the file."
    return replace(plain, problems=(ImportProblem("layout-answer-rows", message + remedy, row.number),))


def _long_columns(
    headings: Sequence[Heading], rows: Sequence[TableRow]
) -> tuple[int | None, int | None, int | None]:
    """Return the places of the columns with the question, the answer and the person, where there are any."""
    names = [heading_words(heading.text) for heading in headings]
    asked = _repeated(names, _QUESTIONS, rows)
    answers = [place for place, name in enumerate(names) if name in _ANSWERS and place != asked]
    if asked is None or not answers:
        return None, None, None
    people = [
        place
        for place, name in enumerate(names)
        if name in _PEOPLE and place not in (asked, answers[0]) and _has_repeats(place, rows)
    ]
    return asked, answers[0], people[0] if people else None


def _repeated(names: Sequence[str], known: frozenset[str], rows: Sequence[TableRow]) -> int | None:
    places = [place for place, name in enumerate(names) if name in known and _is_repeated(place, rows)]
    texts = {place: sum(len(_cell(row.cells, place)) for row in rows) for place in places}
    return max(places, key=texts.__getitem__, default=None)


def _has_repeats(place: int, rows: Sequence[TableRow]) -> bool:
    cells = [cell for row in rows if (cell := _cell(row.cells, place))]
    return len(set(cells)) < len(cells)


def _is_repeated(place: int, rows: Sequence[TableRow]) -> bool:
    cells = [cell for row in rows if (cell := _cell(row.cells, place))]
    return bool(cells) and len(set(cells)) * 2 <= len(cells) and not any(map(standard_step, set(cells)))


def _wide_table(
    headings: Sequence[Heading], rows: Sequence[TableRow], people: Mapping[str, _Person], gone: set[int]
) -> Layout:
    """Return one row a person: the columns that are the same in all rows of each, then the questions."""
    by_row = {id(one.row): one for one in people.values()}
    questions = list(dict.fromkeys(question for one in people.values() for question in one.answers))
    kept = [place for place in range(len(headings)) if place not in gone]
    width = max(heading.number for heading in headings) + 1
    new = [Heading(width + number, question, question) for number, question in enumerate(questions)]
    wide: list[TableRow] = []
    for row in rows:
        one = by_row.get(id(row))
        if one is None and row.is_reply:
            continue
        cells = [_cell(row.cells, place) for place in kept]
        answers = [one.answers.get(question, "") for question in questions] if one else [""] * len(questions)
        wide.append(replace(row, cells=(*cells, *answers)))
    note = (
        f"The file has one row for each answer. Its rows are read as {format_count(len(people), 'reply')} to "
        f"{format_count(len(questions), 'question')}; a row number is that of a person’s first answer."
    )
    return Layout((*(headings[place] for place in kept), *new), wide, (note,))


def _is_step(text: str) -> bool:
    return bool(standard_step(_SHARE.sub("", text).strip()))


def _are_marks(cells: Sequence[str]) -> bool:
    return {cell.casefold() for cell in cells} <= {"0", "1"}


def _first(row: Sequence[str]) -> str:
    return row[0].strip() if row else ""


def _cell(row: Sequence[str], number: int) -> str:
    return row[number].strip() if number < len(row) else ""


__all__ = ["Layout", "RowKind", "join_layout", "refuse_layout"]
