"""Map each column of a file: to a statement, an open question, a group, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from carreport.survey.importing.column_types import (
    MOST_WORDS,
    ColumnGuess,
    ColumnType,
    guess_column_type,
)
from carreport.survey.importing.headings import ReplyTable, SourceColumn
from carreport.survey.importing.identifiers import identifier_kind
from carreport.survey.scales import (
    DEFAULT_SCALE_NAME,
    NO_ANSWER,
    OWN,
    Scale,
    guess_scale,
    match_step,
    normalise_answer,
    numbered_steps,
    parse_number,
    scale_by_name,
    standard_step,
)
from carreport.survey.target import SurveyTarget, derived_id

NEARLY_EQUAL = 0.9
TARGETED_TYPES = (ColumnType.STATEMENT, ColumnType.OPEN)


@dataclass(frozen=True, slots=True)
class Corrections:
    """The user's corrections to an import; each is optional.

    `column_types` and `target_ids` (the statement or open question) are by the number of the
    column, from 0. `step_by_answer` has the point for an answer in the file, "" for no answer.
    `first_step` is the key of the point that the number 1 means. `already` is "same" or "others":
    whether replies identical to existing ones are from the same people. `left_out_rows` and
    `counted_rows` are the numbers of rows in the file that are not, or are, replies.
    """

    column_types: Mapping[int, ColumnType] = field(default_factory=dict)
    target_ids: Mapping[int, str] = field(default_factory=dict)
    step_by_answer: Mapping[str, str] = field(default_factory=dict)
    scale: str = ""
    own_steps: str = ""
    first_step: str = ""
    wave: str = ""
    already: str = ""
    left_out_rows: frozenset[int] = frozenset()
    counted_rows: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class StepMatch:
    """An answer in a column and the point it matches: "" for no answer, None if it is not known."""

    answer: str
    step: str | None
    count: int
    row: int


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One column with its type and the reason, and the statement or open question it belongs to."""

    column: SourceColumn
    column_type: ColumnType
    reason: str
    target_id: str = ""
    target_text: str = ""
    is_new: bool = False
    step_matches: tuple[StepMatch, ...] = ()

    @property
    def answered_count(self) -> int:
        """The number of replies with an answer in this column."""
        return self.column.answered_count


# Scale


def choose_scale(table: ReplyTable, target: SurveyTarget, corrections: Corrections) -> Scale:
    """Choose the scale: the corrected one, that of the survey, one that fits the answers, or the default."""
    own = corrections.own_steps or target.own_steps
    for name in (corrections.scale, OWN if corrections.own_steps else "", target.scale):
        scale = scale_by_name(name, own) if name else None
        if scale:
            return scale
    columns = [_scale_answers(column) for column in table.columns if not identifier_kind(column)]
    usual = scale_by_name(guess_scale(columns) or DEFAULT_SCALE_NAME)
    if usual is None:
        raise KeyError(DEFAULT_SCALE_NAME)
    return usual


def _scale_answers(column: SourceColumn) -> Sequence[str]:
    """Return the different answers of a column, if at least half of its replies are points on some scale."""
    if len(column.answer_counts) > MOST_WORDS:
        return []
    step_count = sum(count for word, count in column.answer_counts.items() if standard_step(word))
    return list(column.answer_counts) if step_count and step_count * 2 >= column.answered_count else []


def _match_step(word: str, scale: Scale, corrections: Corrections) -> str | None:
    if word in corrections.step_by_answer:
        step = corrections.step_by_answer[word]
        return step if step in (*scale.keys, NO_ANSWER) else None
    number = parse_number(word)
    if number is not None and corrections.first_step in scale.keys:
        return numbered_steps(scale, corrections.first_step).get(number)
    return match_step(word, scale)


# Columns


def map_columns(
    table: ReplyTable, target: SurveyTarget, scale: Scale, corrections: Corrections
) -> tuple[ColumnMapping, ...]:
    """Return the mapping of each column: the corrected type, or else the guess."""
    steps_by_answer = {normalise_answer(word): step for word, step in corrections.step_by_answer.items()}
    mappings: list[ColumnMapping] = []
    for column in table.columns:
        if column.number in corrections.column_types:
            guess = ColumnGuess(corrections.column_types[column.number], "you chose this")
        else:
            guess = guess_column_type(column, scale, counts_numbers=corrections.first_step in scale.keys)
            if (
                guess.column_type is not ColumnType.STATEMENT
                and steps_by_answer
                and _are_mostly_given(column, steps_by_answer)
            ):
                guess = ColumnGuess(
                    ColumnType.STATEMENT, "you chose to read its answers as points on the scale"
                )
        mappings.append(_map_column(column, guess, target, scale, corrections))
    return _keep_one_group(mappings)


def _are_mostly_given(column: SourceColumn, steps_by_answer: Mapping[str, str]) -> bool:
    step_count = sum(
        count for word, count in column.answer_counts.items() if steps_by_answer.get(normalise_answer(word))
    )
    return bool(step_count) and step_count * 2 >= column.answered_count


def _map_column(
    column: SourceColumn, guess: ColumnGuess, target: SurveyTarget, scale: Scale, corrections: Corrections
) -> ColumnMapping:
    """Map a column to the statement or open question it belongs to."""
    if guess.column_type not in TARGETED_TYPES:
        return ColumnMapping(column, guess.column_type, guess.reason)
    is_statement = guess.column_type is ColumnType.STATEMENT
    existing = target.statements if is_statement else target.opens
    group = (
        target.place.statements_path(target.survey) if is_statement else f"{target.place.opens}/{target.name}"
    )
    readings = _step_matches(column, scale, corrections) if is_statement else ()
    if not is_statement and not target.place.opens:
        return ColumnMapping(column, ColumnType.LEFT_OUT, "the form has no list of open questions")
    wanted = corrections.target_ids.get(column.number) or _nearest_question(column.question, existing)
    if wanted:
        words = dict(existing).get(wanted, "")
        return ColumnMapping(
            column, guess.column_type, guess.reason, wanted, words, is_new=False, step_matches=readings
        )
    new_id = derived_id(group, column.question)
    return ColumnMapping(
        column, guess.column_type, guess.reason, new_id, column.question, is_new=True, step_matches=readings
    )


def _nearest_question(asked: str, existing: Sequence[tuple[str, str]]) -> str:
    """Return the id of the question with the same or nearly the same text."""
    question = normalise_answer(asked)
    for question_id, words in existing:
        if normalise_answer(words) == question:
            return question_id
    ratios = [
        (SequenceMatcher(None, question, normalise_answer(words)).ratio(), question_id)
        for question_id, words in existing
        if words
    ]
    best = max(ratios, default=(0.0, ""))
    return best[1] if best[0] >= NEARLY_EQUAL else ""


def _step_matches(column: SourceColumn, scale: Scale, corrections: Corrections) -> tuple[StepMatch, ...]:
    """Return the matching point for each answer in a column, most frequent first."""
    first: dict[str, int] = {}
    for row, cell in enumerate(column.cells):
        first.setdefault(cell, row)
    words = sorted(column.answer_counts, key=lambda word: (-column.answer_counts[word], first[word]))
    return tuple(
        StepMatch(word, _match_step(word, scale, corrections), column.answer_counts[word], first[word])
        for word in words
    )


def _keep_one_group(mappings: list[ColumnMapping]) -> tuple[ColumnMapping, ...]:
    """Keep one column of groups and one of survey rounds, because more could identify people."""
    seen: set[ColumnType] = set()
    checked: list[ColumnMapping] = []
    for mapping in mappings:
        if mapping.column_type in (ColumnType.GROUP, ColumnType.WAVE):
            if mapping.column_type in seen:
                use = "survey round" if mapping.column_type is ColumnType.WAVE else "group"
                reason = f"another column is already the {use}"
                checked.append(ColumnMapping(mapping.column, ColumnType.LEFT_OUT, reason))
                continue
            seen.add(mapping.column_type)
        checked.append(mapping)
    return tuple(checked)
