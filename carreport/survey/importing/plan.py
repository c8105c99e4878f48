"""Plan the import of a file of replies, so that the user can review and correct it first.

Each column gets a type with a reason, and each answer a point on the scale, or none. A plan with
`problems` is not ready: the user makes corrections, and it is planned again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carreport.form.kinds.replies import DIGITS, LONGEST_REPLY, MOST_REPLIES
from carreport.form.richtext import clean
from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import (
    TARGETED_TYPES,
    ColumnMapping,
    Corrections,
    StepMatch,
    choose_scale,
    map_columns,
)
from carreport.survey.importing.duplicates import (
    KEEP_OLD,
    OTHER_PEOPLE,
    TAKE_NEW,
    DuplicateCheck,
    check_duplicates,
)
from carreport.survey.importing.headings import ImportProblem, ReplyTable
from carreport.survey.importing.resemblance import revision_problems, wording_notes, wording_problems
from carreport.survey.same_wording import wording_key
from carreport.survey.scales import OWN, Scale, merged_wordings
from carreport.survey.target import SurveyTarget

MOST_SHOWN = 40
_REPEATED = re.compile(r" \(\d+\)\Z")
"""What is added to a heading that occurs twice."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The plan of an import."""

    target: SurveyTarget
    table: ReplyTable
    scale: Scale
    mappings: tuple[ColumnMapping, ...]
    corrections: Corrections
    duplicate_check: DuplicateCheck
    problems: tuple[ImportProblem, ...] = ()

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
        return not self.new_count and wanted <= had and not self.duplicate_check.replaced

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes on how the file was read, and which rows were skipped."""
        return (
            *self.table.notes,
            *wording_notes(self.target, self.mappings, self.corrections),
            *self.duplicate_check.notes,
        )

    def mappings_of(self, *uses: ColumnType) -> tuple[ColumnMapping, ...]:
        """Return the columns of these types."""
        return tuple(mapping for mapping in self.mappings if mapping.column_type in uses)


def plan_import(
    table: ReplyTable, target: SurveyTarget, corrections: Corrections | None = None
) -> ImportPlan:
    """Return the plan for importing `table` into `target`, with the user's corrections."""
    corrections = corrections or Corrections()
    scale = choose_scale(table, target, corrections)
    mappings = map_columns(table, target, scale, corrections)
    refused = [*table.problems, *_problems(table, target, scale, mappings, corrections)]
    duplicates = check_duplicates(table, target, mappings, corrections)
    if duplicates.question and not refused:
        refused.append(ImportProblem("replies-alike", duplicates.question))
    if duplicates.is_revision_asked and not refused:
        labels = {step.key: step.label for step in scale.steps}
        refused += revision_problems(table, target, mappings, duplicates, labels)
    return ImportPlan(target, table, scale, mappings, corrections, duplicates, tuple(refused))


# Problems


def _problems(
    table: ReplyTable,
    target: SurveyTarget,
    scale: Scale,
    mappings: Sequence[ColumnMapping],
    corrections: Corrections,
) -> Iterator[ImportProblem]:
    if len(table.rows) > MOST_REPLIES:
        yield ImportProblem("too-many-replies", f"A survey can have up to {MOST_REPLIES:,} replies.")
    if not table.rows:
        if table.columns:
            yield ImportProblem(
                "no-replies", "There are headings, but no replies below them.", max(table.headings)
            )
        return
    if not any(mapping.column_type in TARGETED_TYPES for mapping in mappings):
        yield _nothing_to_import(mappings)
    yield from _unmatched_answers(table, scale, mappings)
    yield from _merged_step_problems(mappings, corrections)
    yield from _duplicate_targets(mappings, corrections)
    yield from wording_problems(target, mappings, corrections)
    yield from _oversized_answers(table, mappings)
    yield from _too_many_kinds(mappings)
    if corrections.already not in ("", "same", "others"):
        yield ImportProblem("already", "“already” must be “same” or “others”.")
    if corrections.revised not in ("", TAKE_NEW, KEEP_OLD, OTHER_PEOPLE):
        yield ImportProblem("revised", "“revised” must be “new”, “keep” or “others”.")
    had = {key for batch in target.batches for key, _ in batch["steps"]}
    if (
        had
        and any(mapping.column_type is ColumnType.STATEMENT for mapping in mappings)
        and not had & {*scale.ordered_keys}
    ):
        yield ImportProblem("other-scale", "The replies already in the survey use a different scale.")


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


def _unmatched_answers(
    table: ReplyTable, scale: Scale, mappings: Sequence[ColumnMapping]
) -> Iterator[ImportProblem]:
    """Yield each answer that is not on the scale, with the first cell that has it."""
    steps = ", ".join(f"“{step.label}”" for step in scale.steps)
    shown = 0
    for mapping in mappings:
        for reading in mapping.step_matches:
            if reading.step is not None or shown == MOST_SHOWN:
                continue
            shown += 1
            more = f" (and {reading.count - 1:,} more)" if reading.count > 1 else ""
            message = f"“{reading.answer[:80]}”{more} is not on the scale: {steps}."
            yield ImportProblem("word-not-read", message, table.rows[reading.row], mapping.column.name)


def _merged_step_problems(
    mappings: Sequence[ColumnMapping], corrections: Corrections
) -> Iterator[ImportProblem]:
    """Yield answers that would be counted together, though they may be different choices."""
    if corrections.scale == OWN or corrections.own_steps:
        return
    words = {
        reading.answer
        for mapping in mappings
        for reading in mapping.step_matches
        if reading.answer not in corrections.step_by_answer
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
    headings: dict[str, str] = {}
    for mapping in mappings:
        if mapping.column_type not in TARGETED_TYPES:
            continue
        number, name = mapping.column.number, mapping.column.name
        repeated = headings.setdefault(wording_key(_REPEATED.sub("", mapping.column.question)), name)
        if mapping.target_id in first:
            column, text = first[mapping.target_id], mapping.target_text[:60]
            message = f"This would be counted as the same question as column {column}: “{text}”."
            yield ImportProblem("same-twice", message, column=name)
        elif repeated != name and number not in corrections.target_ids:
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


__all__ = ["ColumnMapping", "Corrections", "ImportPlan", "StepMatch", "plan_import"]
