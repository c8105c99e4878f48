"""Take each column of a file as something: a statement, an open question, a group, or nothing of use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from carreport.survey.importing.column_types import (
    MOST_WORDS,
    ColumnGuess,
    ColumnType,
    guess_column_type,
    identifier_kind,
)
from carreport.survey.importing.headings import ReplyTable, SourceColumn
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
    """What a person says about a file, over what was found; each may be left out.

    `uses`, `to` (the id of the statement or open question that is meant) go by the number of the column,
    from 0. `words` says for a word of the file which step it is, "" for no answer. `one_is` is the key
    of the step that the number 1 stands for. `already` is "same" or "others": whether replies that say
    the same as ones that are in come from the same people.
    """

    column_types: Mapping[int, ColumnType] = field(default_factory=dict)
    target_ids: Mapping[int, str] = field(default_factory=dict)
    step_by_answer: Mapping[str, str] = field(default_factory=dict)
    scale: str = ""
    own_steps: str = ""
    first_step: str = ""
    wave: str = ""
    already: str = ""


@dataclass(frozen=True, slots=True)
class StepMatch:
    """A word of a column and the step it is read as: "" for no answer, nothing if it is not known."""

    answer: str
    step: str | None
    count: int
    row: int


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One column, as what it is taken, and why; for statements and open questions, which one."""

    column: SourceColumn
    column_type: ColumnType
    reason: str
    target_id: str = ""
    target_text: str = ""
    is_new: bool = False
    step_matches: tuple[StepMatch, ...] = ()

    @property
    def answered_count(self) -> int:
        """How many replies say something in this column."""
        return self.column.answered_count


# The scale


def choose_scale(table: ReplyTable, target: SurveyTarget, said: Corrections) -> Scale:
    """Return the scale: as it is said, as the survey has it, as the words suggest, or the usual one."""
    own = said.own_steps or target.own_steps
    for name in (said.scale, OWN if said.own_steps else "", target.scale):
        found = scale_by_name(name, own) if name else None
        if found:
            return found
    columns = [_scale_answers(column) for column in table.columns if not identifier_kind(column)]
    usual = scale_by_name(guess_scale(columns) or DEFAULT_SCALE_NAME)
    if usual is None:
        raise KeyError(DEFAULT_SCALE_NAME)
    return usual


def _scale_answers(column: SourceColumn) -> Sequence[str]:
    """Return the different words of a column, if at least half of its answers are steps of some scale."""
    if len(column.answer_counts) > MOST_WORDS:
        return []
    known = sum(count for word, count in column.answer_counts.items() if standard_step(word))
    return list(column.answer_counts) if known and known * 2 >= column.answered_count else []


def _match_step(word: str, scale: Scale, said: Corrections) -> str | None:
    if word in said.step_by_answer:
        step = said.step_by_answer[word]
        return step if step in (*scale.keys, NO_ANSWER) else None
    number = parse_number(word)
    if number is not None and said.first_step in scale.keys:
        return numbered_steps(scale, said.first_step).get(number)
    return match_step(word, scale)


# The columns


def map_columns(
    table: ReplyTable, target: SurveyTarget, scale: Scale, said: Corrections
) -> tuple[ColumnMapping, ...]:
    """Return as what each column is taken: as it is said, else as it looks."""
    given = {normalise_answer(word): step for word, step in said.step_by_answer.items()}
    told: list[ColumnMapping] = []
    for column in table.columns:
        if column.number in said.column_types:
            found = ColumnGuess(said.column_types[column.number], "it was said so")
        else:
            found = guess_column_type(column, scale, counts_numbers=said.first_step in scale.keys)
            if found.column_type is not ColumnType.STATEMENT and given and _are_mostly_given(column, given):
                found = ColumnGuess(ColumnType.STATEMENT, "its words were said to be steps of the scale")
        told.append(_map_column(column, found, target, scale, said))
    return _keep_one_group(told)


def _are_mostly_given(column: SourceColumn, given: Mapping[str, str]) -> bool:
    said = sum(count for word, count in column.answer_counts.items() if given.get(normalise_answer(word)))
    return bool(said) and said * 2 >= column.answered_count


def _map_column(
    column: SourceColumn, found: ColumnGuess, target: SurveyTarget, scale: Scale, said: Corrections
) -> ColumnMapping:
    """Return a column with the statement or the open question that it belongs to."""
    if found.column_type not in TARGETED_TYPES:
        return ColumnMapping(column, found.column_type, found.reason)
    is_statement = found.column_type is ColumnType.STATEMENT
    known = target.statements if is_statement else target.opens
    group = (
        target.place.statements_path(target.survey) if is_statement else f"{target.place.opens}/{target.name}"
    )
    readings = _step_matches(column, scale, said) if is_statement else ()
    if not is_statement and not target.place.opens:
        return ColumnMapping(column, ColumnType.LEFT_OUT, "the form has no place for open questions")
    wanted = said.target_ids.get(column.number) or _nearest_question(column.question, known)
    if wanted:
        words = dict(known).get(wanted, "")
        return ColumnMapping(
            column, found.column_type, found.reason, wanted, words, is_new=False, step_matches=readings
        )
    made = derived_id(group, column.question)
    return ColumnMapping(
        column, found.column_type, found.reason, made, column.question, is_new=True, step_matches=readings
    )


def _nearest_question(asked: str, known: Sequence[tuple[str, str]]) -> str:
    """Return the id of what was asked in the same or nearly the same words."""
    said = normalise_answer(asked)
    for question_id, words in known:
        if normalise_answer(words) == said:
            return question_id
    ratios = [
        (SequenceMatcher(None, said, normalise_answer(words)).ratio(), question_id)
        for question_id, words in known
        if words
    ]
    best = max(ratios, default=(0.0, ""))
    return best[1] if best[0] >= NEARLY_EQUAL else ""


def _step_matches(column: SourceColumn, scale: Scale, said: Corrections) -> tuple[StepMatch, ...]:
    """Return how each word of a column is read, the most frequent first."""
    first: dict[str, int] = {}
    for row, cell in enumerate(column.cells):
        first.setdefault(cell, row)
    words = sorted(column.answer_counts, key=lambda word: (-column.answer_counts[word], first[word]))
    return tuple(
        StepMatch(word, _match_step(word, scale, said), column.answer_counts[word], first[word])
        for word in words
    )


def _keep_one_group(taken: list[ColumnMapping]) -> tuple[ColumnMapping, ...]:
    """Keep one column that tells groups apart and one that names waves; more would say who is who."""
    seen: set[ColumnType] = set()
    kept: list[ColumnMapping] = []
    for mapping in taken:
        if mapping.column_type in (ColumnType.GROUP, ColumnType.WAVE):
            if mapping.column_type in seen:
                kept.append(
                    ColumnMapping(
                        mapping.column,
                        ColumnType.LEFT_OUT,
                        f"another column is taken as the {mapping.column_type.value}",
                    )
                )
                continue
            seen.add(mapping.column_type)
        kept.append(mapping)
    return tuple(kept)
