"""Find replies in a file that are already in the draft, and ask if that is not certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from carreport.form.wording import format_count
from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import ColumnMapping
from carreport.survey.importing.headings import ReplyTable
from carreport.survey.importing.identifiers import identifier_kind
from carreport.survey.replies.deduplicate import ReplySet, deduplicate
from carreport.survey.replies.fingerprints import Cells, reply_fingerprints, reply_keys
from carreport.survey.target import SurveyTarget

MATCHING_SHARE = 0.8

ReplyAnswers = tuple[tuple[str, str], ...]
"""The contents of one reply: pairs of a question and its answer."""


@dataclass(frozen=True, slots=True)
class DuplicateCheck:
    """The fingerprints of the replies in a file, the number of new replies, and the question to ask first."""

    fingerprints: tuple[str, ...]
    new_count: int
    notes: tuple[str, ...] = ()
    question: str = ""


def check_duplicates(
    table: ReplyTable, target: SurveyTarget, mappings: Sequence[ColumnMapping], already: str
) -> DuplicateCheck:
    """Return the fingerprints of the replies in a file, with the same ones for the same people."""
    separated_by = told_apart_by(table)
    marks = reply_fingerprints(
        [column.cells for column in table.columns], separated_by, others=already == "others"
    )
    before = deduplicate(target.batches)
    keys = reply_keys(marks)
    if not (before.n or before.withdrawn) or not keys:
        return DuplicateCheck(marks, len(keys))
    out = _withdrawal_notes(keys, before)
    had = {*before.keys, *before.withdrawn}
    fresh = [number for number, key in enumerate(keys) if key not in had]
    rest = sorted({*before.keys} - set(keys))
    matched = _matching_replies(mappings, before, fresh, rest)
    if already == "same":
        marks = tuple(matched.get(number, mark).partition("#")[0] for number, mark in enumerate(marks))
        new = len(set(reply_keys(marks)) - had)
        return DuplicateCheck(marks, new, (*_duplicate_notes(marks, new, before), *out))
    new = len(fresh)
    notes = (*_duplicate_notes(marks, new, before), *out)
    is_sure = bool(separated_by)
    if already == "others" or not (matched or (new < len(keys) and not is_sure)):
        return DuplicateCheck(marks, new, notes)
    return _with_question(DuplicateCheck(marks, new, notes), len(matched), len(rest), is_sure=is_sure)


def told_apart_by(table: ReplyTable) -> tuple[Cells, ...]:
    """Return the columns that identify each reply in a file, or none."""
    kinds = [(identifier_kind(column), column.cells) for column in table.columns]
    ids = [(cells,) for kind, cells in kinds if kind == "id"]
    times = tuple(cells for kind, cells in kinds if kind == "time")
    for chosen in (*ids, times):
        is_filled = bool(chosen) and all(map(any, zip(*chosen, strict=True)))
        if is_filled and len(set(zip(*chosen, strict=True))) == len(table.rows):
            return chosen
    return ()


def _with_question(check: DuplicateCheck, alike: int, rest: int, *, is_sure: bool) -> DuplicateCheck:
    """Return the result when some replies are identical to existing ones."""
    n, new = len(check.fingerprints), check.new_count
    is_contained = not is_sure and not alike and (not rest or not new)
    if is_contained:
        return check
    doubtful = alike + (0 if is_sure else n - new)
    if is_sure and alike < max(3, MATCHING_SHARE * min(new, rest)):
        note = (
            f"{format_count(alike, 'reply')} from other people are identical to replies "
            "already in the survey."
        )
        return replace(check, notes=(*check.notes, note))
    asks = (
        f"{doubtful:,} of {format_count(n, 'reply')} are identical to replies already in "
        "the survey. Are "
        "they "
        "from the same people, so that each counts once (same), or from other people "
        "(others)?"
    )
    return replace(check, question=asks)


def _duplicate_notes(marks: Sequence[str], new: int, before: ReplySet) -> tuple[str, ...]:
    n, again = len(marks), len(marks) - new - len(before.withdrawn.intersection(reply_keys(marks)))
    return (
        (f"{again:,} of {format_count(n, 'reply')} are already in the survey and are counted once.",)
        if again
        else ()
    )


def _withdrawal_notes(keys: Sequence[str], before: ReplySet) -> tuple[str, ...]:
    """Return notes about withdrawn replies, whether or not this file has them."""
    count = len(before.withdrawn.intersection(keys))
    if count:
        return (
            (
                f"{format_count(count, 'reply')} in the file "
                f"{'was' if count == 1 else 'were'} withdrawn "
                "and will be left out."
            ),
        )
    if not before.withdrawn or not before.n or not {*before.keys}.isdisjoint(keys):
        return ()
    withdrawn = (
        f"{format_count(len(before.withdrawn), 'reply')} {'was' if len(before.withdrawn) == 1 else 'were'}"
    )
    note = (
        f"{withdrawn} withdrawn from this survey. They cannot be recognised in this file, "
        "because they came from a different one. "
        "If they are in it, remove their rows from the file first."
    )
    return (note,)


def _matching_replies(
    mappings: Sequence[ColumnMapping], before: ReplySet, fresh: Sequence[int], rest: Sequence[str]
) -> dict[int, str]:
    """Return, for replies that seem new, the key of an existing reply that is identical."""
    asked = {
        mapping.target_id: mapping
        for mapping in mappings
        if mapping.column_type in (ColumnType.STATEMENT, ColumnType.OPEN)
    }
    shared = [to for to in asked if to in before.statements or to in before.opens]
    if not shared or not fresh or not rest:
        return {}
    place = {key: number for number, key in enumerate(before.keys)}
    waiting: dict[ReplyAnswers, list[str]] = {}
    for key in rest:
        answers = tuple(
            (to, str((before.statements.get(to) or before.opens.get(to) or [])[place[key]] or ""))
            for to in shared
        )
        waiting.setdefault(answers, []).append(key)
    meaning = {to: {match.answer: match.step or "" for match in asked[to].step_matches} for to in shared}
    matches: dict[int, str] = {}
    for number in fresh:
        answers = tuple(
            (to, meaning[to].get(cell, "") if asked[to].column_type is ColumnType.STATEMENT else cell)
            for to in shared
            for cell in (asked[to].column.cells[number],)
        )
        if any(answer for _, answer in answers) and waiting.get(answers):
            matches[number] = waiting[answers].pop()
    return matches
