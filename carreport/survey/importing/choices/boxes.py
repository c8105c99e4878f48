"""Recognise columns of boxes by their cells, and the question that adjacent boxes share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from carreport.survey.importing.reply_table import SourceColumn
from carreport.survey.response_words import EMPTY_BOXES, OFF_MARKS, ON_MARKS, is_unticked, normalise_answer
from carreport.survey.scales import parse_number

ON = frozenset({"y", "yes", "x", "1", "true", "checked", "selected", "ticked", "on", "t"})
OFF = OFF_MARKS | {"0", "false", "unchecked", "not selected", "not ticked", "unticked", "off", "f"}
YES, NO = frozenset({"y", "yes"}), frozenset({"n", "no"})
OTHER = re.compile(r"\bother\b|\belse\b|\bplease (specify|say|state|describe)\b|text\Z")
_CODE = re.compile(r"(?P<stem>.*\w)[_.](?P<part>[a-z]?\d+)\Z", re.IGNORECASE)
_ENDS = ("?", ":", "–", "-", ".", "…", ">", "|", "/", ")")
"""A question that several headings share ends with one of these."""


def has_boxes(column: SourceColumn) -> bool:
    """Say whether all cells of a column are blank, or ticks and crosses of one kind."""
    part = column.part
    words = {cell_token(cell) for cell in column.answer_counts}
    if not words:
        return not OTHER.search(part.casefold())
    ticks, blanks = {word for word in words if word in ON or word in ON_MARKS}, words & OFF
    if words == ticks | blanks:
        return len(ticks) < 2 and len(blanks) < 2
    return repeats_heading(column)


def repeats_heading(column: SourceColumn) -> bool:
    """Say whether all answers in a column repeat its option, as Typeform writes them.

    A number does not: in a column such as “Q8_1”, 1 may be an answer.
    """
    own = column.part or column.heading
    words = {normalise_answer(word) for word in column.answer_counts}
    is_ticked_text = words == {normalise_answer(own)} and not any(map(is_unticked, column.answer_counts))
    return is_ticked_text and parse_number(own) is None


def with_marks_only(column: SourceColumn) -> SourceColumn:
    """Return a column with cells such as “☐ Telephone” below “Telephone” with their marks only."""
    own = {normalise_answer(column.part or column.heading)}
    words = [word.strip() for word in column.answer_counts]
    if not any(map(is_unticked, words)) or any(
        word[:1] not in ON_MARKS | EMPTY_BOXES or {normalise_answer(word)} != own for word in words
    ):
        return column
    cells = tuple(cell.strip()[:1] for cell in column.cells)
    return replace(column, cells=cells, answer_counts=Counter(filter(None, cells)))


def is_lone_box(column: SourceColumn) -> bool:
    """Say whether a column is a box, whatever its heading says."""
    words = {cell_token(cell) for cell in column.answer_counts}
    ticks = {word for word in words if word in ON_MARKS or word in ON - YES - {"1", "true", "t"}}
    blanks = OFF_MARKS | {"unchecked", "not selected", "not ticked", "unticked", "off"}
    is_empty_box = bool(words) and words <= OFF_MARKS
    return (len(ticks) == 1 and words <= ticks | blanks) or is_empty_box or repeats_heading(column)


def says_only_yes(column: SourceColumn) -> bool:
    """Say whether some people say yes in a column, and all others leave it empty."""
    words = {cell_token(cell) for cell in column.answer_counts}
    return len(words) == 1 and words <= YES and column.answered_count < len(column.cells)


def is_ticked(cell: str) -> bool | None:
    """Return whether a box is ticked, or nothing if the cell is blank."""
    if not cell:
        return None
    return cell_token(cell) not in OFF | NO


def cell_token(cell: str) -> str:
    """Return a cell without case, and a number as a whole one: “1.0” is “1”.

    A mark loses the sign that chooses between its colours, so that “✔️” is “✔”.
    """
    number = parse_number(cell)
    return cell.strip().rstrip("\ufe0e\ufe0f").casefold() if number is None else str(number)


# Shared questions


def with_shared_questions(columns: Sequence[SourceColumn], chosen: Collection[int]) -> list[SourceColumn]:
    """Return columns in which adjacent boxes share the words that their headings begin with."""
    runs: list[list[SourceColumn]] = []
    for column in columns:
        last = runs[-1][-1] if runs else None
        are_boxes = all(
            one is not None and (_is_free_box(one) or (one.number in chosen and not one.stem))
            for one in (last, column)
        )
        if last and last.number == column.number - 1 and are_boxes:
            runs[-1].append(column)
        else:
            runs.append([column])
    parts = [part for run in runs for some in _without_empty_ends(run) for part in _by_shared_start(some)]
    return [column for part in parts for column in (_share_stem(part, chosen) if len(part) > 1 else part)]


def _without_empty_ends(run: Sequence[SourceColumn]) -> Iterator[Sequence[SourceColumn]]:
    """Yield adjacent boxes; an empty column is one only if there are others on both sides."""
    filled = [place for place, column in enumerate(run) if column.answer_counts]
    first, end = (filled[0], filled[-1] + 1) if filled else (len(run), len(run))
    yield from ([column] for column in run[:first])
    if first < end:
        yield run[first:end]
    yield from ([column] for column in run[end:])


def _by_shared_start(run: Sequence[SourceColumn]) -> list[list[SourceColumn]]:
    """Return adjacent boxes, split where the question that their headings begin with changes."""
    parts: list[list[SourceColumn]] = []
    is_shared: list[bool] = []
    for column in run:
        begins_alike = bool(parts) and bool(_shared_start([parts[-1][-1], column]))
        if begins_alike and (is_shared[-1] or len(parts[-1]) == 1):
            parts[-1].append(column)
            is_shared[-1] = True
        elif begins_alike:
            parts.append([parts[-1].pop(), column])
            is_shared.append(True)
        elif parts and not is_shared[-1]:
            parts[-1].append(column)
        else:
            parts.append([column])
            is_shared.append(False)
    return parts


def _is_free_box(column: SourceColumn) -> bool:
    """Say whether a column may have boxes, although its heading does not name their question."""
    is_for_own_words = not column.answer_counts and OTHER.search(column.heading.casefold())
    return not column.stem and has_boxes(column) and not is_for_own_words


def _share_stem(run: Sequence[SourceColumn], chosen: Collection[int]) -> list[SourceColumn]:
    """Return adjacent boxes, with the start that their headings share as their question."""
    stem = _shared_start(run)
    if stem:
        rests = (column.heading[len(stem) :].lstrip(" _.") for column in run)
        return [
            replace(column, stem=stem.rstrip(" :–-"), part=rest.lstrip(" :–-"))
            for column, rest in zip(run, rests, strict=True)
        ]
    are_boxes = all(
        is_lone_box(column) or not column.answer_counts or column.number in chosen for column in run
    )
    stem = f"{run[0].heading} … {run[-1].heading}" if are_boxes else ""
    return [replace(column, stem=stem, part=column.heading if stem else "") for column in run]


def _shared_start(run: Sequence[SourceColumn]) -> str:
    """Return the question, or the code of it, that these headings begin with."""
    codes = [code["stem"] if (code := _CODE.match(column.heading)) else "" for column in run]
    if codes[0] and len({*codes}) == 1:
        return codes[0]
    words = [column.heading.split() for column in run]
    shared = 0
    for number, some in enumerate(zip(*(heading[:-1] for heading in words), strict=False), 1):
        if len({*some}) > 1:
            break
        shared = number if some[0].endswith(_ENDS) else shared
    return " ".join(words[0][:shared])
