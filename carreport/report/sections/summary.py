"""The findings in brief: a line for each survey, and a bullet for each learning point."""

from __future__ import annotations

from carreport.form.answers import Item
from carreport.form.richtext import Span
from carreport.form.schema import Field
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, InlineText, ListBlock, ListItem, Paragraph, inline_text, plain_text
from carreport.report.sections.table_cells import cell_text
from carreport.report.templates.template import TemplatePart
from carreport.survey.agreement import Side, Tally, is_agreement_scale, n_text
from carreport.survey.results.result import survey_result

NO_ROOM = "The template includes only the main points."


def show_points(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return the learning points as bullets with label and statement, at most as many as `most` says."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    most = int(part.settings.get("most", 0) or 0)
    entries = list(context.entries(path))
    points = [(where, text) for where, item in entries if (text := _point(context, where, group, item, part))]
    printed = points[:most] if most else points
    printed_paths = {where for where, _ in printed}
    printed_fields = {part.role("label"), part.role("statement")}
    for where, _ in entries:
        others = [
            inner.id for inner in group.fields if where not in printed_paths or inner.id not in printed_fields
        ]
        for name in others:
            context.withhold(f"{where}/{name}", NO_ROOM)
    blocks: list[Block] = [ListBlock(tuple(ListItem(text) for _, text in printed))] if printed else []
    if len(printed) < len(points):
        fewer = f"{len(printed)} of {len(points)} learning points. The full report has all of them."
        blocks.append(Paragraph(inline_text(fewer), style="small"))
    return blocks


def show_headlines(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return a line for each survey: how many answered, and the statements with most and least agreement."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    blocks: list[Block] = []
    for where, item in context.entries(path):
        headline = _headline(context, where, group, item, part)
        if headline:
            blocks.append(Paragraph(headline))
        for inner in group.fields:
            if inner.id != part.role("name"):
                context.withhold(f"{where}/{inner.id}", NO_ROOM)
    return blocks


def _point(context: BuildContext, where: str, group: Field, item: Item, part: TemplatePart) -> InlineText:
    label, statement = group.inner_field(part.role("label")), group.inner_field(part.role("statement"))
    title = plain_text(cell_text(context, where, label, item)) if label else ""
    text = cell_text(context, where, statement, item) if statement else ()
    if title and text:
        return (Span(f"{title.rstrip(':.')}: ", strong=True), *text)
    return (Span(title, strong=True),) if title else text


def _headline(context: BuildContext, where: str, group: Field, item: Item, part: TemplatePart) -> InlineText:
    name, statements = group.inner_field(part.role("name")), group.inner_field(part.role("statements"))
    title = cell_text(context, where, name, item) if name else ()
    tallies = _tallies(context, f"{where}/{statements.id}") if statements else []
    if not tallies:
        return title
    head = (
        (*title, *inline_text(" ("), *inline_text(f"{n_text(tallies)}): "))
        if title
        else inline_text(f"{n_text(tallies)}: ")
    )
    most = max(tallies, key=lambda tally: tally.count(Side.AGREE) / tally.n)
    least = min(tallies, key=lambda tally: tally.count(Side.AGREE) / tally.n)
    if most is least:
        return head + inline_text(f"agreement with “{most.statement}”: {_share(most)}.")
    return head + inline_text(
        f"most people agreed with “{most.statement}” ({_share(most)}), "
        f"fewest with “{least.statement}” ({_share(least)})."
    )


def _tallies(context: BuildContext, path: str) -> list[Tally]:
    """Return the tallies of the statements that have counts on an agreement scale."""
    statements = survey_result(context.form, context.all_answers, path).statements
    tallies = [
        statement.tally
        for statement in statements
        if not statement.is_unreadable and statement.item.get("statement")
    ]
    return [
        tally
        for tally in tallies
        if is_agreement_scale(tally.steps) and tally.percent(Side.AGREE) is not None
    ]


def _share(tally: Tally) -> str:
    return f"{tally.count(Side.AGREE):,} of {tally.n:,}, {tally.percent(Side.AGREE)}%"
