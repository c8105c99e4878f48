"""Say in words what a file of replies would bring, column by column and word by word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from carreport.form.wording import format_count, format_count_or_no, format_list
from carreport.survey.importing.column_types import ColumnType, identifier_kind
from carreport.survey.importing.columns import ColumnMapping
from carreport.survey.importing.headings import ImportProblem
from carreport.survey.importing.plan import ImportPlan
from carreport.survey.scales import NO_ANSWER

MAX_WORDS = 40
MAX_PROBLEMS = 8
SAMPLE_ROWS = 4
USE_LABELS: Mapping[ColumnType, str] = {
    ColumnType.STATEMENT: "Statement",
    ColumnType.OPEN: "Open question",
    ColumnType.GROUP: "Group of people",
    ColumnType.WAVE: "Wave",
    ColumnType.PERSONAL: "Left out: personal",
    ColumnType.LEFT_OUT: "Left out",
}
IMPORTED_USES = (ColumnType.STATEMENT, ColumnType.OPEN, ColumnType.GROUP, ColumnType.WAVE)
IDENTIFYING_NOTE = "This column looks as if it says who replied. Everybody who has the inquiry could read it."


@dataclass(frozen=True, slots=True)
class WordReading:
    """A word of the file, how often it stands there, and the step it is read as: nothing if not known."""

    word: str
    step: str | None
    count: int
    where: str


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """A column of the file, why it is taken as it is, and whether it looks as if it says who replied."""

    taken: ColumnMapping
    reason: str
    is_identifying: bool


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What a plan says in words; worked out beside the window, as it needs every answer of the file."""

    summary: str
    columns: tuple[ColumnReading, ...]
    """Those that have a heading or an answer."""
    words: tuple[WordReading, ...]


@dataclass(slots=True)
class _WordCount:
    step: str | None
    where: str
    count: int = field(default=0)


def summarise_plan(plan: ImportPlan) -> ImportSummary:
    """Return what a plan says in words."""
    columns = tuple(
        ColumnReading(each, use_reason_text(each), is_identifying(each))
        for each in plan.mappings
        if each.column.heading or each.answered_count
    )
    return ImportSummary(plan_text(plan), columns, tuple(read_words(plan)))


def plan_text(plan: ImportPlan) -> str:
    """Return the whole of it: “19 replies: 8 statements and 1 open question come in, 5 columns stay out.”."""
    replies = format_count(plan.reply_count, "reply")
    if plan.has_nothing_new and plan.reply_count:
        return f"All {replies} are in already. Nothing would be different."
    parts = [
        format_count(len(plan.mappings_of(use)), noun)
        for use, noun in ((ColumnType.STATEMENT, "statement"), (ColumnType.OPEN, "open question"))
        if plan.mappings_of(use)
    ]
    parts += [f"the {use.value}s" for use in (ColumnType.GROUP, ColumnType.WAVE) if plan.mappings_of(use)]
    verb = "comes" if len(parts) == 1 and parts[0].startswith("1 ") else "come"
    said = f"{replies}: {format_list(parts)} {verb} in" if parts else f"{replies}: nothing comes in yet"
    out = [
        each
        for each in plan.mappings_of(ColumnType.PERSONAL, ColumnType.LEFT_OUT)
        if each.column.heading or each.answered_count
    ]
    if out:
        said += f", {format_count(len(out), 'column')} {'stays' if len(out) == 1 else 'stay'} out"
    return f"{said}."


def import_button_text(plan: ImportPlan) -> str:
    """Return what the button says that brings the file in."""
    return f"Bring in {format_count(plan.reply_count, 'reply')}"


def use_reason_text(taken: ColumnMapping) -> str:
    """Return why a column is taken as it is, as a sentence, with how many answered."""
    answers = f"{format_count_or_no(taken.answered_count, 'answer').capitalize()}."
    if taken.column_type not in IMPORTED_USES or not taken.target_id:
        return f"{taken.reason[:1].upper()}{taken.reason[1:]}. {answers}"
    same = (
        "" if taken.is_new else f" Counted with “{_shorten(taken.target_text, 60)}”, which is there already."
    )
    return f"{taken.reason[:1].upper()}{taken.reason[1:]}.{same} {answers}"


def is_identifying(taken: ColumnMapping) -> bool:
    """Say whether a column comes in that looks as if it says who replied."""
    return taken.column_type in IMPORTED_USES and identifier_kind(taken.column) == "person"


def read_words(plan: ImportPlan) -> list[WordReading]:
    """Return the words of the statements and their steps: those that are not known first."""
    found: dict[str, _WordCount] = {}
    for taken in plan.mappings:
        for reading in taken.step_matches:
            where = f"{taken.column.name}{plan.table.rows[reading.row]}"
            found.setdefault(reading.answer, _WordCount(reading.step, where)).count += reading.count
    order: dict[str | None, int] = {None: -1}
    order |= {key: place for place, key in enumerate((*plan.scale.keys, NO_ANSWER))}
    words = sorted(found, key=lambda word: (order[found[word].step], -found[word].count))
    return [WordReading(word, found[word].step, found[word].count, found[word].where) for word in words]


def problem_texts(plan: ImportPlan) -> list[str]:
    """Return what has to be said or mended first, each with its place."""
    said = [_problem_with_place(each) for each in plan.problems if each.code != "replies-alike"]
    more = len(said) - MAX_PROBLEMS
    return [*said[:MAX_PROBLEMS], f"And {more:,} more like these."] if more > 0 else said


def sample_rows(plan: ImportPlan) -> tuple[list[str], list[list[str]]]:
    """Return the headings and the first replies, without the columns that stay out."""
    shown = plan.mappings_of(*IMPORTED_USES)
    headings = [
        f"{each.column.name}  {_shorten(each.target_text or each.column.heading, 40)}" for each in shown
    ]
    rows = [
        [str(number), *(each.column.cells[place] for each in shown)]
        for place, number in enumerate(plan.table.rows[:SAMPLE_ROWS])
    ]
    return ["Row", *headings], rows


def imported_replies_text(plan: ImportPlan) -> str:
    """Return what has come in."""
    replies, again = format_count(plan.reply_count, "reply"), plan.reply_count - plan.new_count
    counted_once = f" {again:,} of them were in already and count once." if again else ""
    return f"Brought in {replies} from {plan.table.file}.{counted_once}"


def _problem_with_place(refused: ImportProblem) -> str:
    if refused.column and refused.row:
        return f"Row {refused.row}, column {refused.column}: {refused.message}"
    if refused.column:
        return f"Column {refused.column}: {refused.message}"
    return f"Row {refused.row}: {refused.message}" if refused.row else refused.message


def _shorten(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
