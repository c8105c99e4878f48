"""One survey: its charts, and its tables with n, counts and percentages."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form import paths
from carreport.form.answers import Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.form.wording import format_list
from carreport.language.language_tags import is_english
from carreport.language.messages import gettext, language_of_words, quoted
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, InlineText, Table, inline_text
from carreport.report.sections.survey_chart import agreement_charts, lead_paragraph
from carreport.report.sections.survey_groups import group_table
from carreport.report.sections.table_cells import cell_text
from carreport.survey.agreement import ScaleStep, combined_shares, statement_heading
from carreport.survey.locate import location_of_statements
from carreport.survey.results.agreement_table import (
    figure_notes,
    is_collapsed,
    size_text,
    statement_letter,
    statements_by_scale,
    step_figures,
    table_figures,
    table_header,
)
from carreport.survey.results.result import StatementResult, SurveyResult, survey_result

MOST_POINTS = 5
"""With more points than this, the counts have a table of their own, so that nothing is broken."""
MOST_LETTERS = 26
"""Likewise if the longest words of the headings have more letters than this; those of English have 25."""
COUNTED = "It is counted; the table shows the result."
NOT_USED = "The replies are counted instead."


def survey_blocks(
    context: BuildContext, path: str, field: Field, name: str = "", *, has_charts: bool = True
) -> list[Block]:
    """Return the charts and tables for the survey at `path`, from its replies or from typed counts."""
    result = survey_result(context.form, context.all_answers, path)
    _account_for(context, path, result)
    printable = {item.id for item in context.answers.items(path)}
    statements = [statement for statement in result.statements if statement.item.id in printable]
    letters = {statement.item.id: statement_letter(number) for number, statement in enumerate(statements)}
    if not any(statement.tally.n or statement.is_unreadable for statement in statements):
        return _statements_alone(context, path, field, [statement.item for statement in statements])
    blocks: list[Block] = []
    for number, same_scale in enumerate(statements_by_scale(statements)):
        anchor = path if not number else f"{path}:{number + 1}"
        table = _table(context, anchor, field, same_scale, letters, name=name)
        charts = agreement_charts(context, anchor, name, same_scale, letters) if has_charts else []
        tables, steps = [table], same_scale[0].tally.steps
        if is_collapsed(steps) or _is_wide(steps):
            tables.append(_steps_table(anchor, same_scale, letters, name=name))
        figures = tables if _is_wide(steps) else tables[:1]
        blocks += [lead_paragraph(charts, figures), *charts] if charts else []
        blocks += tables
    blocks += group_table(context, path, result, letters, name)
    return blocks


def _account_for(context: BuildContext, path: str, result: SurveyResult) -> None:
    """Mark the replies as counted, and withhold typed counts that are not used."""
    place = location_of_statements(context.form, path)
    if place:
        batches = f"{paths.parent_item_path(path)}/{place.batches}"
        for where, _ in context.entries(batches):
            context.mark_used(f"{where}/{place.replies}", COUNTED)
            context.mark_used(f"{where}/wave", COUNTED)
    field = context.form.field(path)
    for statement in result.statements:
        for question in field.fields if field and statement.has_unused_counts else ():
            if kind_of(question).is_number:
                context.withhold(paths.field_path(path, statement.item.id, question.id), NOT_USED)


def _statements_alone(context: BuildContext, path: str, field: Field, items: Sequence[Item]) -> list[Block]:
    """Return a table of the statements only, for a survey without counts."""
    statement = field.inner_field("statement")
    rows = [
        (cell_text(context, f"{path}/{item.id}", statement, item),)
        for item in items
        if statement and not is_empty(statement, item.get("statement"))
    ]
    if not rows:
        return []
    caption = gettext("Survey statements (no counts yet)")
    return [Table(f"table:{path}", 0, caption, (gettext("Statement"),), tuple(rows), (False,))]


def _table(
    context: BuildContext,
    anchor: str,
    field: Field,
    statements: Sequence[StatementResult],
    letters: dict[str, str],
    *,
    name: str,
) -> Table:
    path = anchor.partition(":")[0]
    header = table_header(statements[0].tally.steps)
    left_out = len(header) // 2 - 1 if _is_wide(statements[0].tally.steps) else 0
    header = (*header[:2], *header[2 + left_out :])
    rows: list[tuple[InlineText, ...]] = []
    for statement in statements:
        label = _statement(context, f"{path}/{statement.item.id}", field, statement)
        n, *others = map(inline_text, table_figures(statement))
        rows.append((inline_text(f"{letters[statement.item.id]}) ") + label, n, *others[left_out:]))
    notes = [_source_note(statements), *figure_notes(statements), *_conflict_notes(context, path, field)]
    size = size_text(statements)
    whose = quoted(name) if name else gettext("the survey")
    return Table(
        anchor=f"table:{anchor}",
        number=0,
        caption=_caption(whose, size, has_counts=not left_out),
        header=header,
        rows=tuple(rows),
        numeric_columns=(False, *(True for _ in header[1:])),
        note=" ".join(filter(None, notes)),
    )


def _caption(survey: str, size: str, *, has_counts: bool) -> str:
    if not size:
        return gettext("Replies to {survey}", survey=survey)
    if has_counts:
        return gettext("Replies to {survey}: counts and percentages ({size})", survey=survey, size=size)
    return gettext("Replies to {survey}: percentages ({size})", survey=survey, size=size)


def _is_wide(steps: Sequence[ScaleStep]) -> bool:
    """Say whether a table has no room for the counts and the percentages of each point."""
    shares = combined_shares(steps)
    if len(shares) > MOST_POINTS or is_english(language_of_words()):
        return len(shares) > MOST_POINTS
    return sum(max(map(len, name.split()), default=0) for name, _ in shares) > MOST_LETTERS


def _steps_table(
    anchor: str, statements: Sequence[StatementResult], letters: dict[str, str], *, name: str
) -> Table:
    """Return a table with the count for each point on a scale, if the first table has no such counts."""
    steps = statements[0].tally.steps
    rows: list[tuple[InlineText, ...]] = []
    for statement in statements:
        label = inline_text(f"{letters[statement.item.id]}) {statement.tally.statement}")
        rows.append((label, *map(inline_text, step_figures(statement))))
    whose = quoted(name) if name else gettext("the survey")
    return Table(
        anchor=f"table:{anchor}:steps",
        number=0,
        caption=gettext("Replies to {survey}: how many chose each answer", survey=whose),
        header=(statement_heading(steps), *(step.label for step in steps)),
        rows=tuple(rows),
        numeric_columns=(False, *(True for _ in steps)),
    )


def _source_note(statements: Sequence[StatementResult]) -> str:
    """Return a note if typed counts are not used because there are replies, or an empty string."""
    if any(statement.has_unused_counts for statement in statements):
        return gettext("Counted from the replies. Counts typed in for the same statements are not used.")
    return ""


def _statement(context: BuildContext, where: str, field: Field, statement: StatementResult) -> InlineText:
    question = field.inner_field("statement")
    text = cell_text(context, where, question, statement.item) if question else ()
    return text or inline_text(statement.tally.statement)


def _conflict_notes(context: BuildContext, path: str, field: Field) -> list[str]:
    """Return a sentence for each count with several versions; the table uses the first."""
    notes: list[str] = []
    for where, item in context.entries(path):
        for question in field.fields:
            versions = context.versions(f"{where}/{question.id}", question)
            if not versions or not kind_of(question).is_number:
                continue
            counts = [
                (kind_of(question).format_value(question, version.value), version) for version in versions
            ]
            alternatives = [f"{count} ({context.writer_label(version, path)})" for count, version in counts]
            statement = str(item.get("statement") or gettext("a statement"))
            notes.append(
                gettext(
                    "For “{statement}”, {label} is {versions}; the table uses the first.",
                    statement=statement,
                    label=question.label,
                    versions=format_list(alternatives, "or"),
                )
            )
    return notes
