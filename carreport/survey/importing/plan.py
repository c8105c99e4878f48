"""Plan the import of a file of replies, so that the user can review and correct it first.

Each column gets a type with a reason, and each answer a point on the scale, or none. A plan with
`problems` is not ready: the user makes corrections, and it is planned again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carreport.form.kinds.replies import DIGITS, LONGEST_REPLY, MOST_REPLIES
from carreport.form.richtext import clean, clean_line
from carreport.form.wording import format_count, in_letters, verb_for
from carreport.survey.importing.choices.column_scales import conflicting_numbers
from carreport.survey.importing.choices.tick_questions import ANSWERED, SKIPPED, TickQuestion, TickReadings
from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import (
    TARGETED_TYPES,
    ColumnMapping,
    Corrections,
    StepMatch,
    choose_scale,
    find_ticks,
    map_columns,
)
from carreport.survey.importing.duplicates import (
    KEEP_OLD,
    OTHER_PEOPLE,
    TAKE_NEW,
    DuplicateCheck,
    check_duplicates,
)
from carreport.survey.importing.identifiers import NOTHING, identify_column, rows_with_contacts
from carreport.survey.importing.reply_table import ImportProblem, ReplyTable
from carreport.survey.importing.resemblance import revision_problems, wording_notes, wording_problems
from carreport.survey.importing.row_kinds import choose_rows, format_rows
from carreport.survey.replies.reply_scales import reply_scales
from carreport.survey.same_wording import numbered_key
from carreport.survey.scales import OWN, Scale, merged_wordings
from carreport.survey.target import SurveyTarget

MOST_SHOWN = 40
_REPEATED = re.compile(r" \(\d+\)\Z")
"""What is added to a heading that occurs twice."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The plan of an import; `scale` is the one that most statements are on."""

    target: SurveyTarget
    table: ReplyTable
    scale: Scale
    mappings: tuple[ColumnMapping, ...]
    corrections: Corrections
    duplicate_check: DuplicateCheck
    problems: tuple[ImportProblem, ...] = ()
    tick_questions: tuple[TickQuestion, ...] = ()
    privacy_notes: tuple[str, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Say whether everything is certain."""
        return not self.problems

    @property
    def reply_count(self) -> int:
        """The number of replies in the file."""
        return len(self.table.rows)

    @property
    def new_count(self) -> int:
        """The number of replies that are not in the draft yet."""
        return self.duplicate_check.new_count

    @property
    def has_nothing_new(self) -> bool:
        """Say whether everything in the file is already in the draft."""
        had = {column["to"] for batch in self.target.batches for column in batch["columns"] if "to" in column}
        wanted = {mapping.target_id for mapping in self.mappings if mapping.column_type in TARGETED_TYPES}
        check = self.duplicate_check
        return not self.new_count and wanted <= had and not (check.replaced or check.is_revision_asked)

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes on how the file was read, and which rows were skipped."""
        return (
            *self.table.notes,
            *(question.base_note for question in self.tick_questions),
            *_own_words_notes(self.table, self.tick_questions),
            *wording_notes(self.target, self.mappings, self.corrections),
            *self.duplicate_check.notes,
            *self.privacy_notes,
        )

    def mappings_of(self, *uses: ColumnType) -> tuple[ColumnMapping, ...]:
        """Return the columns of these types."""
        return tuple(mapping for mapping in self.mappings if mapping.column_type in uses)


def plan_import(
    table: ReplyTable, target: SurveyTarget, corrections: Corrections | None = None
) -> ImportPlan:
    """Return the plan for importing `table` into `target`, with the user's corrections."""
    corrections = corrections or Corrections()
    table = choose_rows(table, corrections.left_out_rows, corrections.counted_rows)
    ticks = find_ticks(table, corrections)
    main = choose_scale(table, target, corrections, ticks)
    mappings = map_columns(table, target, main, corrections, ticks)
    scale = _most_used_scale(mappings, main)
    refused = [*table.problems, *_problems(table, target, mappings, corrections, ticks)]
    duplicates = check_duplicates(table, target, mappings, corrections)
    if duplicates.question and not refused:
        refused.append(ImportProblem("replies-alike", duplicates.question))
    if duplicates.is_revision_asked and not refused:
        labels = {
            step.key: step.label for mapping in mappings if mapping.scale for step in mapping.scale.steps
        }
        refused += revision_problems(table, target, mappings, duplicates, labels)
    return ImportPlan(
        target,
        table,
        scale,
        mappings,
        corrections,
        duplicates,
        tuple(refused),
        ticks.questions,
        (*_personal_notes(mappings), *_contact_notes(table, mappings)),
    )


def _own_words_notes(table: ReplyTable, questions: Sequence[TickQuestion]) -> Iterator[str]:
    """Yield a note for each column whose cells have options and other text."""
    for question in questions:
        if question.own_rows and len(question.sources) == 1:
            where = format_rows([table.rows[row] for row in question.own_rows])
            has = verb_for(question.own_words, "has", "have")
            yield (
                f"Column {in_letters(question.sources[0])}: {where} {has} something that is none of the "
                "options, or that only one person chose. It may be their own words, so it is not imported."
            )


def _personal_notes(mappings: Sequence[ColumnMapping]) -> Iterator[str]:
    """Yield a note for each column that identifies people and is imported because the user chose it."""
    for mapping in mappings:
        is_imported = mapping.column_type not in (ColumnType.PERSONAL, ColumnType.LEFT_OUT, ColumnType.TICKS)
        found = identify_column(mapping.column) if is_imported else NOTHING
        if found.type == "person":
            name = mapping.column.name
            yield f"Column {name} is imported because you chose it, although {found.reason}."


def _contact_notes(table: ReplyTable, mappings: Sequence[ColumnMapping]) -> Iterator[str]:
    """Yield a note for each open question or column of groups that contains addresses or phone numbers."""
    for mapping in mappings:
        where, cells = f"Column {mapping.column.name}", mapping.column.cells
        if mapping.column_type is ColumnType.OPEN and (
            rows := rows_with_contacts(mapping.column, table.rows)
        ):
            replies = f"{format_count(len(rows), 'reply')} {verb_for(len(rows), 'contains', 'contain')}"
            yield f"{where}: {replies} an email address or phone number: {format_rows(rows)}."
        if mapping.column_type in (ColumnType.GROUP, ColumnType.WAVE):
            pairs = zip(table.rows, map(clean_line, cells), strict=True)
            if rows := [row for row, word in pairs if word and word not in mapping.names]:
                kind = "survey round" if mapping.column_type is ColumnType.WAVE else "group"
                replies = f"{format_count(len(rows), 'reply')} {verb_for(len(rows))}"
                why = f"because the {kind} contains an email address or phone number"
                yield f"{where}: {replies} imported without a {kind}, {why}: {format_rows(rows)}."


def _most_used_scale(mappings: Sequence[ColumnMapping], main: Scale) -> Scale:
    """Return the main scale if any statement is on it, or else the one that most are on."""
    used = Counter(
        mapping.scale for mapping in mappings if mapping.column_type is ColumnType.STATEMENT and mapping.scale
    )
    return main if main in used or not used else used.most_common(1)[0][0]


# Problems


def _problems(
    table: ReplyTable,
    target: SurveyTarget,
    mappings: Sequence[ColumnMapping],
    corrections: Corrections,
    ticks: TickReadings,
) -> Iterator[ImportProblem]:
    if len(table.rows) > MOST_REPLIES:
        yield ImportProblem("too-many-replies", f"A survey can have up to {MOST_REPLIES:,} replies.")
    if not table.rows:
        if table.columns and not any(row.is_asked for row in table.all_rows):
            yield ImportProblem(
                "no-replies", "There are headings, but no replies below them.", max(table.headings)
            )
        return
    if not any(mapping.column_type in TARGETED_TYPES for mapping in mappings) and not ticks.problems:
        yield _nothing_to_import(mappings)
    yield from ticks.problems
    yield from _scale_problems(table, mappings)
    yield from _merged_step_problems(mappings, corrections)
    yield from _duplicate_targets(mappings, corrections)
    yield from wording_problems(target, mappings, corrections)
    yield from _oversized_answers(table, mappings)
    yield from _too_many_kinds(mappings)
    yield from _hidden_columns(mappings, corrections)
    if corrections.already not in ("", "same", "others"):
        yield ImportProblem("already", "“already” must be “same” or “others”.")
    if corrections.revised not in ("", TAKE_NEW, KEEP_OLD, OTHER_PEOPLE):
        yield ImportProblem("revised", "“revised” must be “new”, “keep” or “others”.")
    if corrections.ticked_nothing not in ("", ANSWERED, SKIPPED):
        yield ImportProblem("ticked-nothing", "“ticked_nothing” must be “answered” or “skipped”.")
    yield from _other_scales(target, mappings)


def _other_scales(target: SurveyTarget, mappings: Sequence[ColumnMapping]) -> Iterator[ImportProblem]:
    """Yield statements whose earlier replies are on a scale that has no point in common with this one."""
    known = reply_scales(target.batches).by_statement if target.batches else {}
    for mapping in mappings:
        scale = known.get(mapping.target_id)
        if scale and mapping.scale and not {*scale.ordered_keys} & {*mapping.scale.ordered_keys}:
            message = (
                "The replies already in the survey use a different scale for this statement. Choose that "
                "scale for this column, leave the column out, or import the file as a new survey."
            )
            yield ImportProblem("other-scale", message, column=mapping.column.name)


def _nothing_to_import(mappings: Sequence[ColumnMapping]) -> ImportProblem:
    reasons = "; ".join(
        f"{mapping.column.name}: {mapping.reason}"
        for mapping in mappings
        if mapping.column_type is ColumnType.LEFT_OUT
    )
    reasons_text = f" ({reasons})" if reasons else ""
    message = (
        f"None of the columns was recognised as a statement or an open question{reasons_text}. "
        "Choose the scale your survey used."
    )
    return ImportProblem("nothing-taken", message)


def _scale_problems(table: ReplyTable, mappings: Sequence[ColumnMapping]) -> Iterator[ImportProblem]:
    """Yield what is not certain about the scale of a column, and each answer that is not on it."""
    shown = 0
    for mapping in mappings:
        if mapping.problem:
            yield ImportProblem("number-scale", mapping.problem, column=mapping.column.name)
            continue
        steps = ", ".join(f"“{step.label}”" for step in mapping.scale.steps) if mapping.scale else ""
        for reading in mapping.step_matches:
            if reading.step is not None or shown == MOST_SHOWN:
                continue
            shown += 1
            more = f" (and {reading.count - 1:,} more)" if reading.count > 1 else ""
            message = f"“{reading.answer[:80]}”{more} is not on the scale: {steps}."
            yield ImportProblem("word-not-read", message, table.rows[reading.row], mapping.column.name)
        answers = [(reading.answer, reading.step) for reading in mapping.step_matches]
        for one, other in conflicting_numbers(answers):
            message = f"“{one}” and “{other}” have the same words but different numbers. Choose their scale."
            yield ImportProblem("steps-alike", message, column=mapping.column.name)


def _merged_step_problems(
    mappings: Sequence[ColumnMapping], corrections: Corrections
) -> Iterator[ImportProblem]:
    """Yield answers that would be counted together, though they may be different choices."""
    words = {
        reading.answer
        for mapping in mappings
        for reading in mapping.step_matches
        if mapping.scale and mapping.scale.name != OWN and reading.answer not in corrections.step_by_answer
    }
    for close in merged_wordings(sorted(words)).values():
        listed = " and ".join(f"“{word}”" for word in close)
        yield ImportProblem(
            "finer-scale",
            f"{listed} may be different points on the scale. Choose the point for each one, or choose the "
            "scale your survey used.",
        )


def _duplicate_targets(
    mappings: Sequence[ColumnMapping], corrections: Corrections
) -> Iterator[ImportProblem]:
    """Yield columns that are, or may be, the same question as another column of the file."""
    first: dict[str, str] = {}
    headings: dict[tuple[str, str], str] = {}
    for mapping in mappings:
        if mapping.column_type not in TARGETED_TYPES:
            continue
        number, name = mapping.column.number, mapping.column.name
        repeated = headings.setdefault(numbered_key(_REPEATED.sub("", mapping.column.question)), name)
        if mapping.target_id in first:
            column, text = first[mapping.target_id], mapping.target_text[:60]
            message = f"This would be counted as the same question as column {column}: “{text}”."
            yield ImportProblem("same-twice", message, column=name)
        elif repeated != name and mapping.is_new and number not in corrections.target_ids:
            message = (
                f"This column has the same heading as column {repeated}. Leave one of them out, or change "
                "one heading in the file. Or import this column as a separate question."
            )
            yield ImportProblem("same-twice", message, column=name)
        first.setdefault(mapping.target_id, name)


def _oversized_answers(table: ReplyTable, mappings: Sequence[ColumnMapping]) -> Iterator[ImportProblem]:
    for mapping in mappings:
        if mapping.column_type is not ColumnType.OPEN:
            continue
        for row, cell in zip(table.rows, mapping.column.cells, strict=True):
            if len(clean(cell).strip()) > LONGEST_REPLY:
                message = f"This reply is longer than {LONGEST_REPLY:,} characters."
                yield ImportProblem("reply-too-long", message, row, mapping.column.name)
                break


def _too_many_kinds(mappings: Sequence[ColumnMapping]) -> Iterator[ImportProblem]:
    """Yield columns with more groups or survey rounds than can be stored."""
    for mapping in mappings:
        if mapping.column_type not in (ColumnType.GROUP, ColumnType.WAVE):
            continue
        words, most = {*mapping.names.values()}, len(DIGITS)
        if len(words) > most:
            kind = "waves" if mapping.column_type is ColumnType.WAVE else "groups"
            noun = "survey rounds" if kind == "waves" else kind
            message = (
                f"This column has {len(words):,} different answers, "
                f"and a survey can have up to {most} {noun}. "
                "Leave it out, or combine some answers in the file."
            )
            yield ImportProblem(f"too-many-{kind}", message, column=mapping.column.name)


def _hidden_columns(mappings: Sequence[ColumnMapping], corrections: Corrections) -> Iterator[ImportProblem]:
    """Yield the columns that are hidden in the file but would be imported."""
    kept_out = (ColumnType.PERSONAL, ColumnType.LEFT_OUT)
    for mapping in mappings:
        column = mapping.column
        if (
            column.is_hidden
            and mapping.column_type not in kept_out
            and column.number not in corrections.column_types
        ):
            message = "This column is hidden in the file. Choose whether to import it or leave it out."
            yield ImportProblem("column-hidden", message, column=column.name)


__all__ = ["ColumnMapping", "Corrections", "ImportPlan", "StepMatch", "plan_import"]
