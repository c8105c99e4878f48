"""The wording of an import of replies: its columns, its answers and its problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from carreport.form.wording import format_count, format_count_or_no, format_list
from carreport.survey.agreement import TICKED
from carreport.survey.importing.column_types import MOST_DIFFERENT_ANSWERS, ColumnType
from carreport.survey.importing.columns import ColumnMapping
from carreport.survey.importing.identifiers import identifier_kind
from carreport.survey.importing.plan import ImportPlan
from carreport.survey.importing.reply_table import ImportProblem
from carreport.survey.scales import NO_ANSWER, Scale

MAX_PROBLEMS = 8
SAMPLE_ROWS = 4
USE_LABELS: Mapping[ColumnType, str] = {
    ColumnType.STATEMENT: "Statement",
    ColumnType.TICKS: "Tick all that apply",
    ColumnType.OPEN: "Open question",
    ColumnType.GROUP: "Group of people",
    ColumnType.WAVE: "Survey round",
    ColumnType.PERSONAL: "Left out: personal",
    ColumnType.LEFT_OUT: "Left out",
}
IMPORTED_USES = (
    ColumnType.STATEMENT,
    ColumnType.TICKS,
    ColumnType.OPEN,
    ColumnType.GROUP,
    ColumnType.WAVE,
)
IDENTIFYING_NOTE = (
    "This column seems to identify the people who replied. Anyone with the inquiry could read it."
)


@dataclass(frozen=True, slots=True)
class WordReading:
    """An answer in the file, its count, and the point on the scale it is read as (None if not recognised)."""

    word: str
    step: str | None
    count: int
    where: str
    scale: Scale


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """A column of the file, why it is imported in this way, and whether it seems to identify people.

    `scale` is the scale of its answers; `has_scale_choice` says that the user may want to change it.
    """

    taken: ColumnMapping
    reason: str
    is_identifying: bool
    scale: Scale | None = None
    has_scale_choice: bool = False


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """A plan in words, computed in the background because it reads every answer in the file."""

    summary: str
    columns: tuple[ColumnReading, ...]
    """The columns that have a heading or an answer."""
    words: tuple[WordReading, ...]


@dataclass(slots=True)
class _WordCount:
    step: str | None
    where: str
    count: int = field(default=0)


def summarise_plan(plan: ImportPlan) -> ImportSummary:
    """Return a plan in words."""
    scales = {mapping.scale for mapping in plan.mappings_of(ColumnType.STATEMENT)}
    by_column: dict[int, list[ColumnMapping]] = {}
    for mapping in plan.mappings:
        if mapping.column.heading or mapping.answered_count:
            by_column.setdefault(mapping.column.number, []).append(mapping)
    columns = tuple(
        ColumnReading(
            mappings[0],
            tick_text(mappings) if len(mappings) > 1 else use_reason_text(mappings[0]),
            is_identifying(mappings[0]),
            mappings[0].scale,
            _may_have_another_scale(mappings[0], is_mixed=len(scales) > 1),
        )
        for mappings in by_column.values()
    )
    return ImportSummary(plan_text(plan), columns, tuple(read_words(plan)))


def _may_have_another_scale(mapping: ColumnMapping, *, is_mixed: bool) -> bool:
    if mapping.column_type is ColumnType.STATEMENT:
        return is_mixed or bool(mapping.problem) or any(match.step is None for match in mapping.step_matches)
    few = len(mapping.column.answer_counts) <= MOST_DIFFERENT_ANSWERS
    return mapping.column_type is ColumnType.LEFT_OUT and bool(mapping.answered_count) and few


def tick_text(boxes: Sequence[ColumnMapping]) -> str:
    """Return how often each option of a “tick all that apply” question in one column was ticked."""
    counts = [sum(match.count for match in box.step_matches if match.step == TICKED) for box in boxes]
    ticked = [
        f"{box.column.part or box.target_text} ({count:,})" for box, count in zip(boxes, counts, strict=True)
    ]
    people = format_count(boxes[0].answered_count, "person")
    return f"People ticked all that apply: {format_list(ticked)}, of {people} who answered."


def plan_text(plan: ImportPlan) -> str:
    """Return a summary: “19 replies: 8 statements and 1 open question to import, 5 columns left out.”."""
    replies = format_count(plan.reply_count, "reply")
    if plan.has_nothing_new and plan.reply_count:
        return f"{replies}: all already imported. Importing the file would change nothing."
    parts = [
        format_count(len(plan.mappings_of(use)), noun)
        for use, noun in (
            (ColumnType.STATEMENT, "statement"),
            (ColumnType.TICKS, "option"),
            (ColumnType.OPEN, "open question"),
        )
        if plan.mappings_of(use)
    ]
    parts += [
        name
        for use, name in ((ColumnType.GROUP, "the groups"), (ColumnType.WAVE, "the survey rounds"))
        if plan.mappings_of(use)
    ]
    text = f"{replies}: {format_list(parts)} to import" if parts else f"{replies}: nothing to import yet"
    out = [
        mapping
        for mapping in plan.mappings_of(ColumnType.PERSONAL, ColumnType.LEFT_OUT)
        if mapping.column.heading or mapping.answered_count
    ]
    return f"{text}, {format_count(len(out), 'column')} left out." if out else f"{text}."


def import_button_text(plan: ImportPlan) -> str:
    """Return the label of the button that imports the file."""
    return f"Import {format_count(plan.reply_count, 'reply')}"


def use_reason_text(mapping: ColumnMapping) -> str:
    """Return why a column is imported in this way, with its number of answers."""
    answers = f"{format_count_or_no(mapping.answered_count, 'answer').capitalize()}."
    if mapping.column_type not in IMPORTED_USES or not mapping.target_id:
        return f"{mapping.reason[:1].upper()}{mapping.reason[1:]}. {answers}"
    same = "" if mapping.is_new else f" Added to “{_shorten(mapping.target_text, 60)}”, which already exists."
    return f"{mapping.reason[:1].upper()}{mapping.reason[1:]}.{same} {answers}"


def is_identifying(mapping: ColumnMapping) -> bool:
    """Return whether a column to be imported seems to identify the people who replied."""
    return mapping.column_type in IMPORTED_USES and identifier_kind(mapping.column) == "person"


def read_words(plan: ImportPlan) -> list[WordReading]:
    """Return the answers to the statements and what each is read as, unrecognised ones first."""
    counts: dict[tuple[Scale, str], _WordCount] = {}
    for mapping in plan.mappings_of(ColumnType.STATEMENT):
        if mapping.scale is None or mapping.problem:
            continue
        for reading in mapping.step_matches:
            where = f"{mapping.column.name}{plan.table.rows[reading.row]}"
            count = counts.setdefault((mapping.scale, reading.answer), _WordCount(reading.step, where))
            count.count += reading.count
    scales = list(dict.fromkeys(scale for scale, _ in counts))
    scales.sort(key=lambda scale: scale != plan.scale)
    rows = [
        WordReading(word, count.step, count.count, count.where, scale)
        for (scale, word), count in counts.items()
    ]
    return sorted(
        rows, key=lambda row: (row.step is not None, scales.index(row.scale), _place_of(row), -row.count)
    )


def _place_of(reading: WordReading) -> int:
    """Return the place of an answer on its scale; one that is not recognised comes first."""
    keys = (None, *reading.scale.keys, NO_ANSWER)
    return keys.index(reading.step)


def problem_texts(plan: ImportPlan) -> list[str]:
    """Return what to choose or fix before the import, each with its place."""
    texts = [place_text(problem) for problem in plan.problems]
    more = len(texts) - MAX_PROBLEMS
    return [*texts[:MAX_PROBLEMS], f"And {more:,} more like these."] if more > 0 else texts


def sample_rows(plan: ImportPlan) -> tuple[list[str], list[list[str]]]:
    """Return the headings and the first replies, without the columns that are left out."""
    shown = plan.mappings_of(*IMPORTED_USES)
    headings = [
        f"{mapping.column.name}  {_shorten(mapping.target_text or mapping.column.heading, 40)}"
        for mapping in shown
    ]
    rows = [
        [str(number), *(mapping.column.cells[place] for mapping in shown)]
        for place, number in enumerate(plan.table.rows[:SAMPLE_ROWS])
    ]
    return ["Row", *headings], rows


def imported_replies_text(plan: ImportPlan) -> str:
    """Return the message after an import: how many replies, and how many of them are not new."""
    replies, again = format_count(plan.reply_count, "reply"), plan.reply_count - plan.new_count
    counted_once = (
        f" Of these, {again:,} had been imported before; no reply is counted twice." if again else ""
    )
    return f"Imported {replies} from {plan.table.file}.{counted_once}"


def place_text(refused: ImportProblem) -> str:
    """Return a problem with its row and column before it."""
    if refused.column and refused.row:
        return f"Row {refused.row}, column {refused.column}: {refused.message}"
    if refused.column:
        return f"Column {refused.column}: {refused.message}"
    return f"Row {refused.row}: {refused.message}" if refused.row else refused.message


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
