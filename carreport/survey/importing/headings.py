"""Find the headings in a table of replies, and the question for each column.

Titles above the headings, two or three rows of headings (as in SurveyMonkey and Qualtrics) and the
shared question of a grid are recognised and reported. The whole wording is kept wherever two columns
would otherwise have the same question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from carreport.form.wording import in_letters
from carreport.survey.importing.layouts.layout import cell_of
from carreport.survey.importing.layouts.table_layout import join_layout, refuse_layout
from carreport.survey.importing.reply_table import (
    ColumnHeading,
    ImportProblem,
    ReplyTable,
    columns_of,
)
from carreport.survey.importing.row_kinds import classify_rows, row_notes, row_problems
from carreport.survey.importing.spreadsheet import Worksheet
from carreport.survey.response_words import OFF_MARKS, ON_MARKS, is_off_scale, may_be_no_answer, places_of
from carreport.survey.scales import parse_number

HEADING_SEARCH_ROWS = 30
SAMPLE_ROWS = 200
_ANY_ANSWER = ("response", "open-ended response", "open ended response")
_NUMBERING = re.compile(
    r"\A(?:q(?:uestion)?\s*)?\d{1,3}(?:\.\d+)*(?:\.?[a-z])?[.):]\s+|\Aq\d+\w*(?:\[\w+\])*[.):]\s+"
    r"|\A[a-z]\)\s+|\A[a-z]\w*(?:\[\w+\])+[.:]\s+",
    re.IGNORECASE,
)
_CODE_BEFORE = re.compile(r"\Aq\d+\w*(?:\[\w+\])*\s+", re.IGNORECASE)
"""A code such as “Q12” is a number only if other columns have one too."""
_BRACKETS = re.compile(r"(?P<stem>.*\S)\s*\[(?P<part>[^\[\]]+(?:\[[^\[\]]*\][^\[\]]*)*)\]\s*\Z", re.DOTALL)
_DASH = re.compile(r"(?P<stem>.+?\S) [-–] (?P<part>\S.*)\Z", re.DOTALL)
_SLASH = re.compile(r"(?P<stem>.*[^/])/(?P<part>[^/]+)\Z", re.DOTALL)
_CHOICE = re.compile(
    r"(?P<stem>.*\S)\s*\(choice=(?P<part>.+)\)\Z|(?P<code>\w+?)___(?P<option>\w+)\Z", re.DOTALL
)
"""An option of a question of REDCap, in words or in codes."""
_NUMBERED = re.compile(r"(\d{1,3})[.):]\s+\S")
_PART_NUMBER = re.compile(r"(\d{1,3})(?:(?:\.\d{1,3})+(?:\.[a-z])?|\.[a-z])[.):]\s+\S")
_CODE = re.compile(r"[A-Za-z]\w*(?:\[\w+\])*\Z")
_SAYS_WHEN = re.compile(
    r"\b(?:before|after|afterwards|then|now|today|currently|previously|beginning|start|end|"
    r"(?:session|day|week|month|year|round|wave|phase|term|module|workshop|meeting|event)s? \d+)\b",
    re.IGNORECASE,
)
"""A shared question with such words is part of each statement: another grid may repeat the statements."""
_IMPORT_ID = re.compile(r"\{\s*\"?ImportId\"?\s*:", re.IGNORECASE)
_TICKS = ON_MARKS | {"x", "X", "1"}
_PROGRAM_HEADINGS = frozenset({
    "startdate", "enddate", "recordeddate", "responseid", "ipaddress", "progress", "finished", "status",
    "recipientemail", "locationlatitude", "locationlongitude", "userlanguage", "distributionchannel",
    "v1", "v2", "v3", "v4", "v8", "v9", "v10",
})  # fmt: skip
"""The columns of a survey program, under which a second row repeats the heading in words."""


@dataclass(frozen=True, slots=True)
class _HeadingRows:
    """The rows with the headings: the first and the number after the last (from 0), and the texts."""

    first: int
    end: int
    headings: tuple[ColumnHeading, ...]
    notes: tuple[str, ...] = ()


def read_reply_table(sheet: Worksheet, heading_row: int = 0) -> ReplyTable:
    """Return the table in a worksheet; `heading_row` is the number of the row of headings, if known."""
    first = heading_row - 1 if heading_row else _heading_row(sheet.rows)
    if first is None or not 0 <= first < len(sheet.rows):
        why = ImportProblem("no-headings", "There is no row of headings.")
        return ReplyTable(sheet.file, (), (), (), sheet.notes, (why,))
    found = _heading_rows(sheet, first)
    refused = refuse_layout(sheet.rows, found.first, found.end, found.headings)
    if refused:
        return ReplyTable(sheet.file, (), (), (), sheet.notes, (refused,))
    headings, notes = _unique_headings(found.headings)
    rows, problems = classify_rows(sheet, found.first, found.end, headings)
    layout = join_layout(headings, rows)
    headings, rows = tuple(with_questions(layout.headings)), layout.rows
    counted = [row for row in rows if row.is_reply]
    return ReplyTable(
        sheet.file,
        columns_of(headings, [row.cells for row in counted]),
        tuple(row.number for row in counted),
        tuple(range(found.first + 1, found.end + 1)),
        (
            *sheet.notes,
            *_titles(sheet.rows[: found.first]),
            *found.notes,
            *notes,
            *layout.notes,
            *row_notes(rows),
        ),
        (*problems, *layout.problems, *row_problems(rows)),
        tuple(rows),
    )


def question_text(heading: str, *, has_code: bool = False) -> str:
    """Return the question in a heading, without its number, and without a code if it has one."""
    question = re.sub(r"\s+", " ", heading).strip()
    question = _NUMBERING.sub("", question).strip() or question
    return (_CODE_BEFORE.sub("", question).strip() or question) if has_code else question


# Rows of headings


def _heading_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the first row that is at least half as full as the fullest of the first rows."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:HEADING_SEARCH_ROWS]]
    fullest = max(filled, default=0)
    if not fullest:
        return None
    least = max(min(2, fullest), (fullest + 1) // 2)
    first = next(number for number, count in enumerate(filled) if count >= least)
    is_second = first > 0 and filled[first - 1] > 1 and _has_second_row(rows, first - 1, ())
    return first - 1 if is_second else first


def _heading_rows(sheet: Worksheet, first: int) -> _HeadingRows:
    rows = sheet.rows
    heads, below = rows[first], _row(rows, first + 1)
    codes = next((number for number in (first + 1, first + 2) if _has_import_ids(_row(rows, number))), None)
    if codes is not None or _repeats_program_headings(heads, below):
        end = codes + 1 if codes is not None else first + 2
        texts = below if codes != first + 1 else heads
        rows_text = f"Rows {first + 1} {'and' if end - first == 2 else 'to'} {end}"
        note = f"{rows_text} are headings; the questions are in row {first + 2}."
        return _HeadingRows(first, end, tuple(_coded_headings(sheet, heads, texts)), (note,))
    if _has_second_row(rows, first, sheet.merged):
        note = f"Rows {first + 1} and {first + 2} are headings."
        return _HeadingRows(first, first + 2, tuple(_two_rows(sheet, heads, below)), (note,))
    if _has_row_of_labels(rows, first):
        note = f"Rows {first + 1} and {first + 2} are headings; the questions are in row {first + 2}."
        return _HeadingRows(first, first + 2, tuple(_coded_headings(sheet, heads, below)), (note,))
    plain = (
        ColumnHeading(number, _tidied(head), question_text(head), is_hidden=number in sheet.hidden_columns)
        for number, head in enumerate(heads)
    )
    return _HeadingRows(first, first + 1, tuple(plain))


def _has_import_ids(row: Sequence[str]) -> bool:
    """Say whether this is the row that Qualtrics writes for its own import."""
    filled = [cell for cell in row if cell.strip()]
    return bool(filled) and all(_IMPORT_ID.match(cell.strip()) for cell in filled)


def _repeats_program_headings(heads: Sequence[str], below: Sequence[str]) -> bool:
    same = [
        head
        for head, cell in zip(heads, below, strict=False)
        if _key(head) in _PROGRAM_HEADINGS
        and _key(cell)
        and (_key(head) == _key(cell) or head[:1] == "V")
        and not re.search(r"\d{3}", cell)
    ]
    return len(same) > 1


def _has_second_row(
    rows: Sequence[Sequence[str]], first: int, merged: Sequence[tuple[int, int, int, int]]
) -> bool:
    """Say whether the next row is a second row of headings, below merged or empty ones."""
    heads, below = rows[first], _row(rows, first + 1)
    if not any(cell.strip() for cell in below):
        return False
    for head, cell in zip(heads, below, strict=False):
        if head.strip().casefold() == "respondent id":
            return not cell.strip()
    under = [number for number in range(max(len(heads), len(below))) if cell_of(below, number)]
    wide = [(left, right) for top, left, low, right in merged if top == low == first and right > left]
    if any(top == first and low == first + 1 and left == right for top, left, low, right in merged):
        return True
    parts = {number for left, right in wide for number in range(left, right + 1)}
    if parts and parts.issubset(under) and not any(places_of(cell_of(below, number)) for number in parts):
        return True
    return _fills_the_gaps(rows, first, under) or _names_statements(rows, first, under)


def _names_statements(rows: Sequence[Sequence[str]], first: int, under: Sequence[int]) -> bool:
    """Say whether the next row has texts only where replies have points of a scale, or ticks.

    The options that the first person ticked may be a reply, unless some of them have no heading of their
    own. A single statement may be one too, unless nearly every reply has more than one answer.
    """
    heads, below = rows[first], _row(rows, first + 1)
    replies = [row for row in rows[first + 2 : first + 2 + SAMPLE_ROWS] if any(map(str.strip, row))]
    if not replies or len(under) == len(heads):
        return False
    gaps = {number for number in under if _is_new_text(heads, below, number, replies)}
    boxes = {number for number in under if _is_own_answer(below, number, replies)}
    closed = set(_closed_columns(heads, replies)) - boxes
    statements = [cell_of(below, number) for number in under if number in closed]
    texts = [cell_of(below, number) for number in under]
    if not closed | boxes | gaps >= {*under} or any(_is_closed(text) or _is_no_view(text) for text in texts):
        return False
    if boxes:
        is_ticked = any(cell_of(row, number) for row in replies for number in boxes & gaps)
        return is_ticked and all(" " in statement for statement in statements)
    if len(statements) == 1:
        is_long = len(statements[0].split()) > 2
        fuller = sum(sum(map(bool, map(str.strip, row))) > 1 for row in replies)
        return is_long and fuller >= 0.9 * len(replies)
    return bool(statements) and all(" " in statement for statement in statements)


def _fills_the_gaps(rows: Sequence[Sequence[str]], first: int, under: Sequence[int]) -> bool:
    """Say whether the next row has texts below empty headings, and nothing where replies have something."""
    heads, below = rows[first], _row(rows, first + 1)
    replies = [row for row in rows[first + 2 : first + 2 + SAMPLE_ROWS] if any(map(str.strip, row))]
    gaps = [number for number in under if not cell_of(heads, number)]
    if not gaps or not replies or not cell_of(heads, min(under)):
        return False
    empty_below = [
        number for number in range(len(heads)) if cell_of(heads, number) and not cell_of(below, number)
    ]
    is_id = any(all(cell_of(row, number) for row in replies) for number in empty_below)
    return is_id and all(_is_new_text(heads, below, number, replies) for number in gaps)


def _is_own_answer(below: Sequence[str], number: int, replies: Sequence[Sequence[str]]) -> bool:
    """Say whether replies only repeat the heading, or are ticks, as in a column for one answer."""
    own, words = cell_of(below, number), {cell_of(row, number) for row in replies} - {"", *OFF_MARKS}
    are_ticks = len(words) == 1 and words <= _TICKS and own not in _TICKS
    return parse_number(own) is None and (words <= {own} or are_ticks)


def _is_new_text(
    heads: Sequence[str], below: Sequence[str], number: int, replies: Sequence[Sequence[str]]
) -> bool:
    """Say whether a column without a heading has a text here that no reply repeats, or all of them do."""
    words = {cell_of(row, number) for row in replies}
    return not cell_of(heads, number) and (
        cell_of(below, number) not in words or _is_own_answer(below, number, replies)
    )


def _has_row_of_labels(rows: Sequence[Sequence[str]], first: int) -> bool:
    """Say whether the headings are codes, and the next row has the question for each code."""
    heads, below = rows[first], _row(rows, first + 1)
    if not all(_CODE.match(head.strip()) for head in heads if head.strip()):
        return False
    replies = [row for row in rows[first + 2 : first + 2 + SAMPLE_ROWS] if any(map(str.strip, row))]
    closed = _closed_columns(heads, replies)
    labels = [cell for number in closed if (cell := cell_of(below, number)) and not _is_closed(cell)]
    return len(closed) > 1 and len(labels) == len(closed) and all(" " in label for label in labels)


def _closed_columns(heads: Sequence[str], replies: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns with points of a scale or numbers; some people may have said “don’t know”."""
    answers = {number: [cell_of(row, number) for row in replies] for number in range(len(heads))}
    return [
        number
        for number, cells in answers.items()
        if (words := [cell for cell in cells if cell and not _is_no_view(cell)])
        and sum(map(_is_closed, words)) >= 0.9 * len(words)
    ]


def _is_closed(cell: str) -> bool:
    return bool(places_of(cell)) or re.fullmatch(r"[+-]?\d+(?:[.,]\d+)?", cell) is not None


def _is_no_view(cell: str) -> bool:
    return is_off_scale(cell) or may_be_no_answer(cell)


def _coded_headings(sheet: Worksheet, codes: Sequence[str], texts: Sequence[str]) -> Iterator[ColumnHeading]:
    """Yield headings from a row of codes and one of questions, with a shared question before a dash."""
    for number in range(max(len(codes), len(texts))):
        text = _tidied(cell_of(texts, number)) or _tidied(cell_of(codes, number))
        found = _DASH.match(text)
        part = re.sub(r"\ASelected Choice [-–] ", "", found["part"]) if found else ""
        stem = found["stem"] if found else ""
        yield ColumnHeading(number, text, question_text(text), stem, part, number in sheet.hidden_columns)


def _two_rows(sheet: Worksheet, heads: Sequence[str], below: Sequence[str]) -> Iterator[ColumnHeading]:
    """Yield headings from two rows; a heading applies until the next one."""
    above = ""
    for number in range(max(len(heads), len(below))):
        head, cell = _tidied(cell_of(heads, number)), _tidied(cell_of(below, number))
        above = head or above
        own = "" if cell.casefold() in _ANY_ANSWER else cell
        is_hidden = number in sheet.hidden_columns
        if own and above:
            yield ColumnHeading(number, f"{above}: {own}", own, above, own, is_hidden)
        else:
            yield ColumnHeading(number, own or head, question_text(own or head), is_hidden=is_hidden)


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


def _unique_headings(headings: Sequence[ColumnHeading]) -> tuple[tuple[ColumnHeading, ...], list[str]]:
    """Return headings with unique texts, and a note for each that was changed."""
    seen: Counter[str] = Counter()
    unique: list[ColumnHeading] = []
    notes: list[str] = []
    for heading in headings:
        key = heading.text.casefold()
        seen[key] += 1
        if heading.text and seen[key] > 1:
            number = f" ({seen[key]})"
            notes.append(
                f"The heading of column {in_letters(heading.number)} occurs twice: “{heading.text[:60]}”."
            )
            part = heading.part and heading.part + number
            unique.append(
                replace(heading, text=heading.text + number, question=heading.question + number, part=part)
            )
        else:
            unique.append(heading)
    return tuple(unique), notes


# Questions


def with_questions(headings: Sequence[ColumnHeading]) -> list[ColumnHeading]:
    """Return the headings with the shortest question that no other column has, and the shared question."""
    codes = {found[0] for heading in headings if (found := _CODE_BEFORE.match(heading.text))}
    has_codes = len(codes) > 1
    split = _with_stems(headings)
    wordings = [list(_wordings(heading, has_code=has_codes)) for heading in split]
    level = [0] * len(split)
    for _ in range(max(map(len, wordings), default=0)):
        counts = Counter(_key(wordings[number][level[number]]) for number in range(len(split)))
        for number, texts in enumerate(wordings):
            if counts[_key(texts[level[number]])] > 1 and level[number] + 1 < len(texts):
                level[number] += 1
    return [
        replace(heading, question=wordings[number][level[number]]) for number, heading in enumerate(split)
    ]


def _wordings(heading: ColumnHeading, *, has_code: bool) -> Iterator[str]:
    """Yield the possible wordings of a question, the shortest first."""
    stem, part = question_text(heading.stem, has_code=has_code), question_text(heading.part)
    if part and not _SAYS_WHEN.search(stem) and not _CODE.match(heading.text):
        yield part
    if part and not _CODE.match(heading.text):
        yield f"{stem} – {part}"
    yield question_text(heading.text, has_code=has_code)
    yield heading.text


def _with_stems(headings: Sequence[ColumnHeading]) -> list[ColumnHeading]:
    """Return the headings with the stem that several columns share, if their parts differ."""
    split = [heading if heading.stem else _split(heading, headings) for heading in headings]
    shared = Counter(heading.stem for heading in split if heading.stem)
    parts = {(heading.stem, _key(heading.part)) for heading in split}
    different = Counter(stem for stem, _ in parts)
    texts = {heading.text for heading in headings}
    kept: list[ColumnHeading] = []
    for heading in split:
        is_shared = shared[heading.stem] > 1 and different[heading.stem] > 1
        is_kept = heading.stem and (is_shared or heading.stem in texts)
        kept.append(heading if is_kept else replace(heading, stem="", part=""))
    return kept


def _split(heading: ColumnHeading, headings: Sequence[ColumnHeading]) -> ColumnHeading:
    """Return a heading with what may be its stem: before brackets, or before a slash as in KoBo."""
    text = question_text(heading.text)
    found = _BRACKETS.match(text) or _CHOICE.match(text)
    if found is None and (found := _SLASH.match(heading.text)):
        found = found if any(other.text == found["stem"] for other in headings) else None
    if found is None:
        return _split_by_number(heading, headings)
    stem, part = found.group("stem", "part") if found["stem"] else found.group("code", "option")
    return replace(heading, stem=stem, part=part)


def _split_by_number(heading: ColumnHeading, headings: Sequence[ColumnHeading]) -> ColumnHeading:
    """Return a heading such as “6.1.a. We meet” with the text of the column “6.” as its stem, as in Jisc."""
    own = _PART_NUMBER.match(heading.text)
    if own is None:
        return heading
    above = (other for other in headings if _NUMBERED.match(other.text))
    stem = next((other.text for other in above if _number_of(other.text) == own[1]), "")
    return replace(heading, stem=question_text(stem), part=question_text(heading.text)) if stem else heading


def _number_of(text: str) -> str:
    found = _NUMBERED.match(text)
    return found[1] if found else ""


def _row(rows: Sequence[Sequence[str]], number: int) -> Sequence[str]:
    return rows[number] if number < len(rows) else ()


def _tidied(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _key(text: str) -> str:
    """Return a text by which two wordings are the same: without case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", text).casefold() or text
