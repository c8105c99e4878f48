"""Map each column of a file: to a statement, an open question, a group, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from carreport.form.kinds.replies import GROUP, OPEN, STATEMENT, WAVE
from carreport.form.richtext import clean_line
from carreport.survey.importing.choices.column_scales import (
    ScaleChoices,
    column_scales,
    is_numeric,
    main_scale,
    one_means,
    read_numbers,
)
from carreport.survey.importing.choices.tick_questions import (
    TickChoices,
    TickReadings,
    is_option_box,
    tick_readings,
)
from carreport.survey.importing.column_types import (
    ColumnGuess,
    ColumnType,
    guess_column_type,
    is_about_groups,
)
from carreport.survey.importing.identifiers import has_contact, identifier_kind
from carreport.survey.importing.question_match import match_names, match_question, remembered_questions
from carreport.survey.importing.reply_table import ReplyTable, SourceColumn
from carreport.survey.replies.reply_scales import reply_scales
from carreport.survey.response_words import normalise_answer
from carreport.survey.same_wording import AlikeWording, wording_key
from carreport.survey.scales import (
    NO_ANSWER,
    TICK_SCALE,
    Scale,
    match_step,
    numbered_steps,
    parse_number,
)
from carreport.survey.target import SurveyTarget

TARGETED_TYPES = (ColumnType.STATEMENT, ColumnType.TICKS, ColumnType.OPEN)


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
    `left_out_rows` and `counted_rows` are the numbers of rows in the file that are not, or are, replies.

    By column, `column_scales` has the name of a usual scale or the points of another one,
    `column_first_steps` the point that 1 means, `column_answers` the point for an answer, and
    `tick_options` the options that are together in one cell. `ticked_nothing` says whether people who
    ticked nothing have "answered" or "skipped" the question.
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
    left_out_rows: frozenset[int] = frozenset()
    counted_rows: frozenset[int] = frozenset()
    column_scales: Mapping[int, str] = field(default_factory=dict)
    column_first_steps: Mapping[int, str] = field(default_factory=dict)
    tick_options: Mapping[int, str] = field(default_factory=dict)
    column_answers: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    ticked_nothing: str = ""


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
    `scale` is that of a statement, or of a box to tick. `problem` says what is not certain about it.
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
    scale: Scale | None = None
    problem: str = ""

    @property
    def answered_count(self) -> int:
        """The number of replies with an answer in this column."""
        return self.column.answered_count


# Scales


def choose_scale(
    table: ReplyTable, target: SurveyTarget, corrections: Corrections, ticks: TickReadings
) -> Scale:
    """Choose the scale: the corrected one, that of the survey, one that fits the answers, or the default."""
    columns = [
        column
        for column in table.columns
        if not identifier_kind(column) and not ticks.boxes_of(column.number)
    ]
    return main_scale(columns, _scale_choices(target, corrections))


def _scale_choices(target: SurveyTarget, corrections: Corrections) -> ScaleChoices:
    return ScaleChoices(
        corrections.scale,
        corrections.own_steps,
        corrections.first_step,
        target.scale,
        target.own_steps,
        corrections.column_scales,
        corrections.column_first_steps,
        frozenset(number for number, use in corrections.column_types.items() if use is ColumnType.STATEMENT),
    )


def _earlier_scales(table: ReplyTable, target: SurveyTarget, corrections: Corrections) -> dict[int, Scale]:
    """Return, by column, the scale of the replies that its statement already has."""
    known = reply_scales(target.batches).by_statement if target.batches else {}
    ids = {key: statement for statement, text in target.statements for key in (wording_key(text), text)}
    ids |= {key: to for key, to in remembered_questions(target, STATEMENT).items() if key not in ids}
    found: dict[int, Scale] = {}
    for column in table.columns if known else ():
        wanted = corrections.target_ids.get(column.number) or ids.get(column.question, "")
        wanted = wanted or ids.get(wording_key(column.question), "")
        wanted = wanted or ids.get(wording_key(column.heading), "")
        if wanted in known:
            found[column.number] = known[wanted]
    return found


def find_ticks(table: ReplyTable, corrections: Corrections) -> TickReadings:
    """Return the “tick all that apply” questions in a file."""
    types = corrections.column_types
    others = {number for number, use in types.items() if use is not ColumnType.TICKS}
    others |= {
        column.number
        for column in table.columns
        if column.number not in types and identifier_kind(column) and not is_option_box(column)
    }
    choices = TickChoices(
        frozenset(number for number, use in types.items() if use is ColumnType.TICKS),
        frozenset(others | {*corrections.column_scales}),
        corrections.tick_options,
        corrections.ticked_nothing,
        frozenset(column.number for column in table.columns if is_about_groups(column)),
    )
    return tick_readings(table.columns, choices)


# Columns


def map_columns(
    table: ReplyTable, target: SurveyTarget, scale: Scale, corrections: Corrections, ticks: TickReadings
) -> tuple[ColumnMapping, ...]:
    """Return the mapping of each column: the corrected type, or else the guess."""
    choices = _scale_choices(target, corrections)
    earlier = _earlier_scales(table, target, corrections)
    free = [column for column in table.columns if not identifier_kind(column)]
    scales = column_scales(free, scale, choices, earlier)
    keys = frozenset(key for one in scales.values() for key in one.keys)
    reader = _ColumnReader(target, corrections, choices, keys)
    mappings: list[ColumnMapping] = []
    for column in table.columns:
        boxes = ticks.boxes_of(column.number)
        if boxes:
            mappings += [reader.box(box) for box in boxes]
        elif column.number in ticks.repeated:
            reason = "each of its options has a column of its own"
            mappings.append(ColumnMapping(column, ColumnType.LEFT_OUT, reason))
        else:
            mappings.append(reader.mapping(column, scales.get(column.number, scale)))
    return _keep_one_group(_match_questions(mappings, target, corrections))


@dataclass(frozen=True, slots=True)
class _ColumnReader:
    """Reads the columns of a file; `keys` are those of the points of all its scales."""

    target: SurveyTarget
    corrections: Corrections
    choices: ScaleChoices
    keys: frozenset[str]

    def box(self, box: SourceColumn) -> ColumnMapping:
        """Return the mapping of one option of a “tick all that apply” question."""
        reason = "people ticked all that apply"
        matches = self._step_matches(box, TICK_SCALE)
        return ColumnMapping(box, ColumnType.TICKS, reason, step_matches=matches, scale=TICK_SCALE)

    def mapping(self, column: SourceColumn, scale: Scale) -> ColumnMapping:
        """Return the mapping of a column, without the statement or open question it belongs to."""
        chosen = self.corrections.column_types.get(column.number)
        numbers = read_numbers(column, scale, self.choices) if is_numeric(column) else None
        if chosen is not None:
            guess = ColumnGuess(chosen, "you chose this")
        else:
            guess = guess_column_type(column, scale, numbers)
            if column.number in self.choices.by_column and column.answered_count:
                guess = ColumnGuess(ColumnType.STATEMENT, "you chose its scale")
            elif guess.column_type is not ColumnType.STATEMENT and self._are_mostly_given(column):
                reason = "you chose to read its answers as points on the scale"
                guess = ColumnGuess(ColumnType.STATEMENT, reason)
        if guess.column_type is ColumnType.OPEN and not self.target.place.opens:
            return ColumnMapping(column, ColumnType.LEFT_OUT, "the form has no list of open questions")
        if guess.column_type is ColumnType.TICKS:
            return ColumnMapping(column, ColumnType.LEFT_OUT, "its options cannot be told apart for certain")
        if guess.column_type is not ColumnType.STATEMENT:
            return ColumnMapping(column, guess.column_type, guess.reason)
        problem = numbers.problem if numbers else ""
        matches = () if problem else self._step_matches(column, scale)
        return ColumnMapping(
            column, guess.column_type, guess.reason, step_matches=matches, scale=scale, problem=problem
        )

    def _are_mostly_given(self, column: SourceColumn) -> bool:
        """Say whether the user gave the point for most answers of a column."""
        given = {normalise_answer(word): step for word, step in self.corrections.step_by_answer.items()}
        step_count = sum(
            count for word, count in column.answer_counts.items() if given.get(normalise_answer(word))
        )
        return bool(step_count) and step_count * 2 >= column.answered_count

    def _step_matches(self, column: SourceColumn, scale: Scale) -> tuple[StepMatch, ...]:
        """Return the matching point for each answer in a column, most frequent first."""
        first: dict[str, int] = {}
        for row, cell in enumerate(column.cells):
            first.setdefault(cell, row)
        numbered = numbered_steps(scale, one_means(column.number, scale, self.choices))
        counts, given = column.answer_counts, self.corrections.column_answers.get(column.number, {})
        return tuple(
            StepMatch(word, self._match(word, scale, numbered, given), counts[word], first[word])
            for word in sorted(counts, key=lambda word: (-counts[word], first[word]))
        )

    def _match(
        self, word: str, scale: Scale, numbered: Mapping[int, str], given: Mapping[str, str]
    ) -> str | None:
        if word in given:
            return given[word] if given[word] in (*scale.keys, NO_ANSWER) else None
        if word in self.corrections.step_by_answer:
            step = self.corrections.step_by_answer[word]
            if step in (*scale.keys, NO_ANSWER):
                return step
            if step not in self.keys:
                return None
        number = parse_number(word)
        return match_step(word, scale) or (numbered.get(number) if number is not None else None)


def _match_questions(
    mappings: Sequence[ColumnMapping], target: SurveyTarget, corrections: Corrections
) -> list[ColumnMapping]:
    """Return the columns, each with the statement or open question that it belongs to, or its groups."""
    remembered = {kind: remembered_questions(target, kind) for kind in (STATEMENT, OPEN)}
    matched: list[ColumnMapping] = []
    uses = Counter(mapping.column.number for mapping in mappings)
    used: dict[str, str] = {}
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
                remembered=remembered[kind].get(clean_line(column.heading))
                or remembered[kind].get(wording_key(column.heading), ""),
                others=[other.column.question for other in mappings if other is not mapping],
                chosen=corrections.target_ids.get(column.number) if uses[column.number] == 1 else None,
                used=used,
            )
            used.setdefault(match.target_id, column.question)
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
    """Return a column of groups or survey rounds, with the name used for each of its words.

    A word with an email address or a phone number is not the name of a group.
    """
    given = corrections.group_names
    words = [
        word
        for word in dict.fromkeys(clean_line(cell) for cell in mapping.column.cells)
        if word and (word in given or not has_contact(word))
    ]
    existing = target.names_of(GROUP if mapping.column_type is ColumnType.GROUP else WAVE)
    names, alike = match_names(words, existing, given)
    return replace(mapping, names=names, alike_names=alike)


def match_wave(target: SurveyTarget, corrections: Corrections) -> tuple[str, AlikeWording | None]:
    """Return the survey round that the user gave for the whole file, and the one it may mean instead."""
    words = filter(None, (clean_line(corrections.wave),))
    names, alike = match_names(words, target.names_of(WAVE), corrections.group_names)
    return next(iter(names.values()), ""), next(iter(alike.values()), None)


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
