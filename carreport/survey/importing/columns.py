"""Map each column of a file: to a statement, an open question, a group, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from carreport.form.kinds.replies import GROUP, OPEN, STATEMENT, WAVE
from carreport.form.richtext import clean_line
from carreport.survey.importing.column_types import (
    MOST_WORDS,
    ColumnGuess,
    ColumnType,
    guess_column_type,
)
from carreport.survey.importing.headings import ReplyTable, SourceColumn
from carreport.survey.importing.identifiers import identifier_kind
from carreport.survey.importing.question_match import match_names, match_question, remembered_questions
from carreport.survey.same_wording import AlikeWording, wording_key
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
from carreport.survey.target import SurveyTarget

TARGETED_TYPES = (ColumnType.STATEMENT, ColumnType.OPEN)


@dataclass(frozen=True, slots=True)
class Corrections:
    """The user's corrections to an import; each is optional.

    `column_types` and `target_ids` (the statement or open question, "" for a new one) are by the
    number of the column, from 0. `step_by_answer` has the point for an answer in the file, "" for no
    answer. `first_step` is the key of the point that the number 1 means. `already` is "same" or
    "others": whether replies identical to existing ones are from the same people. `revised` says what
    to do with replies that differ from existing ones of the same people: "new", "keep", or "others" if
    they are from other people. `group_names` has the group or survey round for a word in the file.
    `is_new_survey` says that a survey is new although its name looks like that of another.
    """

    column_types: Mapping[int, ColumnType] = field(default_factory=dict)
    target_ids: Mapping[int, str] = field(default_factory=dict)
    step_by_answer: Mapping[str, str] = field(default_factory=dict)
    scale: str = ""
    own_steps: str = ""
    first_step: str = ""
    wave: str = ""
    already: str = ""
    revised: str = ""
    group_names: Mapping[str, str] = field(default_factory=dict)
    is_new_survey: bool = False


@dataclass(frozen=True, slots=True)
class StepMatch:
    """An answer in a column and the point it matches: "" for no answer, None if it is not known."""

    answer: str
    step: str | None
    count: int
    row: int


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One column with its type and the reason, and the statement or open question it belongs to.

    `alike` is an existing statement or question whose wording looks like that of a new one. `names` has
    the group or survey round for each word in the column, `alike_names` the ones it may mean instead.
    """

    column: SourceColumn
    column_type: ColumnType
    reason: str
    target_id: str = ""
    target_text: str = ""
    is_new: bool = False
    step_matches: tuple[StepMatch, ...] = ()
    alike: AlikeWording | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    alike_names: Mapping[str, AlikeWording] = field(default_factory=dict)

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
    return _keep_one_group(_match_questions(mappings, target, corrections))


def _match_questions(
    mappings: Sequence[ColumnMapping], target: SurveyTarget, corrections: Corrections
) -> list[ColumnMapping]:
    """Return the columns, each with the statement or open question that it belongs to, or its groups."""
    remembered = {kind: remembered_questions(target, kind) for kind in (STATEMENT, OPEN)}
    matched: list[ColumnMapping] = []
    for mapping in mappings:
        if mapping.column_type in (ColumnType.GROUP, ColumnType.WAVE):
            matched.append(_match_names(mapping, target, corrections))
        elif mapping.column_type in TARGETED_TYPES:
            is_open = mapping.column_type is ColumnType.OPEN
            kind, column = OPEN if is_open else STATEMENT, mapping.column
            match = match_question(
                column.question,
                target.opens if is_open else target.statements,
                group=f"{target.place.opens}/{target.name}"
                if is_open
                else target.place.statements_path(target.survey),
                remembered=remembered[kind].get(wording_key(column.heading), ""),
                others=[other.column.question for other in mappings if other is not mapping],
                chosen=corrections.target_ids.get(column.number),
            )
            matched.append(
                replace(
                    mapping,
                    target_id=match.target_id,
                    target_text=match.text,
                    is_new=match.is_new,
                    alike=match.alike,
                )
            )
        else:
            matched.append(mapping)
    return matched


def _match_names(mapping: ColumnMapping, target: SurveyTarget, corrections: Corrections) -> ColumnMapping:
    """Return a column of groups or survey rounds, with the name used for each of its words."""
    words = filter(None, dict.fromkeys(clean_line(cell) for cell in mapping.column.cells))
    existing = target.names_of(GROUP if mapping.column_type is ColumnType.GROUP else WAVE)
    names, alike = match_names(words, existing, corrections.group_names)
    return replace(mapping, names=names, alike_names=alike)


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
    if not is_statement and not target.place.opens:
        return ColumnMapping(column, ColumnType.LEFT_OUT, "the form has no list of open questions")
    readings = _step_matches(column, scale, corrections) if is_statement else ()
    return ColumnMapping(column, guess.column_type, guess.reason, step_matches=readings)


def match_wave(target: SurveyTarget, corrections: Corrections) -> tuple[str, AlikeWording | None]:
    """Return the survey round that the user gave for the whole file, and the one it may mean instead."""
    words = filter(None, (clean_line(corrections.wave),))
    names, alike = match_names(words, target.names_of(WAVE), corrections.group_names)
    return next(iter(names.values()), ""), next(iter(alike.values()), None)


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
