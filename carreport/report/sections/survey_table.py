"""Show one survey: its chart, and its table with n, counts and percentages."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form import paths
from carreport.form.answers import Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, InlineText, Table, inline_text
from carreport.report.sections.survey_chart import agreement_charts, lead_paragraph
from carreport.report.sections.survey_groups import group_table
from carreport.report.sections.table_cells import cell_text
from carreport.survey.agreement import (
    ScaleStep,
    Tally,
    collapsed_steps_note,
    combined_shares,
    n_text,
    percent,
    small_sample_caution,
)
from carreport.survey.locate import location_of_statements
from carreport.survey.results.result import StatementResult, SurveyResult, survey_result

NO_FIGURE = "–"
COUNTED = "It is counted; the table shows what came out."
NOT_USED = "The replies are counted in place of it."


def survey_blocks(composition: BuildContext, path: str, field: Field, name: str = "") -> list[Block]:
    """Return the chart and the table of the survey at `path`, of replies or of counts that were typed in."""
    result = survey_result(composition.form, composition.all_answers, path)
    _account_for(composition, path, result)
    shown = {item.id for item in composition.answers.items(path)}
    statements = [each for each in result.statements if each.item.id in shown]
    letters = {each.item.id: statement_letter(number) for number, each in enumerate(statements)}
    if not any(each.tally.n or each.is_unreadable for each in statements):
        return _statements_alone(composition, path, field, [each.item for each in statements])
    blocks: list[Block] = []
    for number, judged in enumerate(_statements_by_scale(statements)):
        anchor = path if not number else f"{path}:{number + 1}"
        table = _table(composition, anchor, field, judged, letters, name=name)
        charts = agreement_charts(composition, anchor, name, judged, letters)
        blocks += [lead_paragraph(charts, table), *charts, table] if charts else [table]
        if _is_collapsed(judged[0].tally.steps):
            blocks.append(_steps_table(anchor, judged, letters, name=name))
    blocks += group_table(composition, path, result, letters, name)
    return blocks


def statement_letter(number: int) -> str:
    """Return a, b, c and so on for 0, 1, 2 and so on; aa follows z."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


def response_rate_text(answered: int, asked: int) -> str:
    """Return “10 of 37 (27%)”."""
    share = percent(answered, asked)
    return f"{answered:,} of {asked:,}" + (f" ({share}%)" if share is not None else "")


def _account_for(composition: BuildContext, path: str, result: SurveyResult) -> None:
    """Say of the replies that they are counted, and of counts beside them that they are not."""
    place = location_of_statements(composition.form, path)
    if place:
        batches = f"{paths.parent_item_path(path)}/{place.batches}"
        for where, _ in composition.entries(batches):
            composition.mark_used(f"{where}/{place.replies}", COUNTED)
            composition.mark_used(f"{where}/wave", COUNTED)
    field = composition.form.field(path)
    for each in result.statements:
        for question in field.fields if field and each.has_unused_counts else ():
            if kind_of(question).is_number:
                composition.withhold(paths.field_path(path, each.item.id, question.id), NOT_USED)


def _statements_by_scale(statements: Sequence[StatementResult]) -> list[list[StatementResult]]:
    """Return the statements that were judged on the same scale together."""
    tables: dict[tuple[ScaleStep, ...], list[StatementResult]] = {}
    for each in statements:
        tables.setdefault(each.tally.steps, []).append(each)
    return list(tables.values())


def _statements_alone(
    composition: BuildContext, path: str, field: Field, items: Sequence[Item]
) -> list[Block]:
    """Return the statements of a survey that nobody has counted yet."""
    statement = field.inner_field("statement")
    rows = [
        (cell_text(composition, f"{path}/{item.id}", statement, item),)
        for item in items
        if statement and not is_empty(statement, item.get("statement"))
    ]
    if not rows:
        return []
    caption = "Statements of the survey, not counted yet"
    return [Table(f"table:{path}", 0, caption, ("Statement",), tuple(rows), (False,))]


def _table(
    composition: BuildContext,
    anchor: str,
    field: Field,
    judged: Sequence[StatementResult],
    letters: dict[str, str],
    *,
    name: str,
) -> Table:
    path = anchor.partition(":")[0]
    tallies = [each.tally for each in judged]
    steps = tallies[0].steps
    shares = combined_shares(steps)
    counts = [_title(each) for each, _ in shares] if _is_collapsed(steps) else [each.label for each in steps]
    header = ("Statement", "n", *counts, *(f"% {each}" for each, _ in shares))
    rows: list[tuple[InlineText, ...]] = []
    for each in judged:
        figures = _unreadable_row(each, len(shares)) if each.is_unreadable else _figures(each.tally)
        named = _statement(composition, f"{path}/{each.item.id}", field, each)
        rows.append((inline_text(f"{letters[each.item.id]}) ") + named, *map(inline_text, figures)))
    notes = [
        _source_note(judged),
        small_sample_caution(tallies),
        collapsed_steps_note(steps),
        *_conflict_notes(composition, path, field),
    ]
    whose = f"“{name}”" if name else "the survey"
    return Table(
        anchor=f"table:{anchor}",
        number=0,
        caption=f"Replies to {whose}: counts and percentages ({n_text(tallies)})",
        header=header,
        rows=tuple(rows),
        numeric_columns=(False, *(True for _ in header[1:])),
        note=" ".join(filter(None, notes)),
    )


def _steps_table(
    anchor: str, judged: Sequence[StatementResult], letters: dict[str, str], *, name: str
) -> Table:
    """Return how many chose each step, where the first table counts several of them together."""
    steps = judged[0].tally.steps
    rows: list[tuple[InlineText, ...]] = []
    for each in judged:
        typed = [each.item.get(step.key) for step in steps]
        words_of = [NO_FIGURE if count is None else str(count) for count in typed]
        shown = words_of if each.is_unreadable else [f"{count:,}" for count in each.tally.counts]
        rows.append(
            (inline_text(f"{letters[each.item.id]}) {each.tally.statement}"), *map(inline_text, shown))
        )
    whose = f"“{name}”" if name else "the survey"
    return Table(
        anchor=f"table:{anchor}:steps",
        number=0,
        caption=f"Replies to {whose}: how many chose each step",
        header=("Statement", *(step.label for step in steps)),
        rows=tuple(rows),
        numeric_columns=(False, *(True for _ in steps)),
    )


def _is_collapsed(steps: Sequence[ScaleStep]) -> bool:
    """Say whether the table counts several steps of the scale together."""
    return len(combined_shares(steps)) < len(steps)


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]


def _source_note(judged: Sequence[StatementResult]) -> str:
    """Say where there are both replies and counts that were typed in, which of them the table has."""
    if any(each.has_unused_counts for each in judged):
        return "Counted from the replies; counts that were typed in beside them are not used."
    return ""


def _figures(made: Tally) -> list[str]:
    pairs = list(zip(made.steps, made.counts, strict=True))
    together = [
        sum(count for step, count in pairs if step.key in keys) for _, keys in combined_shares(made.steps)
    ]
    counts = together if _is_collapsed(made.steps) else made.counts
    shares = (made.share(keys) for _, keys in combined_shares(made.steps))
    told = [f"{count:,}" for count in (made.n, *counts)]
    return told + [NO_FIGURE if share is None else str(share) for share in shares]


def _unreadable_row(judged: StatementResult, shares: int) -> list[str]:
    """Return the row of a statement with a count that cannot be read: the words, and no shares."""
    if _is_collapsed(judged.tally.steps):
        return [NO_FIGURE] * (1 + 2 * shares)
    given = [judged.item.get(step.key) for step in judged.tally.steps]
    typed = [NO_FIGURE if each is None else str(each) for each in given]
    return [NO_FIGURE, *typed, *[NO_FIGURE] * shares]


def _statement(composition: BuildContext, where: str, field: Field, judged: StatementResult) -> InlineText:
    question = field.inner_field("statement")
    said = cell_text(composition, where, question, judged.item) if question else ()
    return said or inline_text(judged.tally.statement)


def _conflict_notes(composition: BuildContext, path: str, field: Field) -> list[str]:
    """Return a sentence for each count of which there are two versions; the table has the first."""
    doubts: list[str] = []
    for where, item in composition.entries(path):
        for question in field.fields:
            found = composition.versions(f"{where}/{question.id}", question)
            if not found or not kind_of(question).is_number:
                continue
            shown = [(kind_of(question).format_value(question, each.value), each) for each in found]
            said = " or ".join(f"{count} ({composition.writer_label(each, path)})" for count, each in shown)
            statement = item.get("statement") or "a statement"
            doubts.append(f"For “{statement}”, {question.label} is {said}; the table uses the first.")
    return doubts
