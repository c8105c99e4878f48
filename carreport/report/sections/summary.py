"""The findings in brief: a line for each survey, and a bullet for each learning point."""

from __future__ import annotations

from carreport.form.answers import Item
from carreport.form.richtext import Span
from carreport.form.schema import Field
from carreport.language.messages import gettext, gettext_noop
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, InlineText, ListBlock, ListItem, Paragraph, inline_text, plain_text
from carreport.report.sections.table_cells import cell_text, people_answered
from carreport.report.templates.template import TemplatePart
from carreport.survey.results.agreement_table import size_text, statements_by_scale
from carreport.survey.results.highlights import highlights_sentence
from carreport.survey.results.result import StatementResult, survey_result

NO_ROOM = "The template includes only the main points."
NO_COUNTS = "The survey has no counts or replies yet."
APPROXIMATE = gettext_noop("The counts are not exact, so no percentages are given.")


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
        fewer = gettext(
            "{shown} of {count} learning points. The full report has all of them.",
            shown=str(len(printed)),
            count=str(len(points)),
        )
        blocks.append(Paragraph(inline_text(fewer), style="small"))
    return blocks


def show_headlines(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return a line for each survey and scale: how many answered, and what most and fewest people chose."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    blocks: list[Block] = []
    for where, item in context.entries(path):
        headlines, printed = _headlines(context, where, group, item, part), [part.role("name")]
        if not headlines:
            headlines = _approximate_headline(context, where, group, item, part)
            printed = [part.role("name"), part.role("n")] if headlines else []
        blocks += [Paragraph(headline) for headline in headlines]
        for inner in group.fields:
            if inner.id not in printed:
                context.withhold(f"{where}/{inner.id}", NO_ROOM if headlines else NO_COUNTS)
    return blocks


def _point(context: BuildContext, where: str, group: Field, item: Item, part: TemplatePart) -> InlineText:
    label, statement = group.inner_field(part.role("label")), group.inner_field(part.role("statement"))
    title = plain_text(cell_text(context, where, label, item)) if label else ""
    text = cell_text(context, where, statement, item) if statement else ()
    if title and text:
        sign = "" if title[-1] in ".:;?!…" else ":"  # what somebody typed is printed as it is
        return (Span(f"{title}{sign} ", strong=True), *text)
    return (Span(title, strong=True),) if title else text


def _headlines(
    context: BuildContext, where: str, group: Field, item: Item, part: TemplatePart
) -> list[InlineText]:
    """Return the lines about one survey: its name, n, and the highlights on each scale."""
    title = _answer(context, where, group, item, part.role("name"))
    headlines: list[InlineText] = []
    for same_scale in statements_by_scale(_statements(context, where, group, part)):
        text = highlights_sentence(same_scale)
        if text:
            size = size_text(same_scale)
            head = (*title, *inline_text(f" ({size}): ")) if title else inline_text(f"{size}: ")
            headlines.append((*head, *inline_text(text)))
    return headlines


def _approximate_headline(
    context: BuildContext, where: str, group: Field, item: Item, part: TemplatePart
) -> list[InlineText]:
    """Return a line about a survey with approximate counts only: its name, and n as typed."""
    if not any(statement.is_unreadable for statement in _statements(context, where, group, part)):
        return []
    title = _answer(context, where, group, item, part.role("name"))
    people = _answer(context, where, group, item, part.role("n"))
    running = (*title, *inline_text(": ")) if title else ()
    running += (*people_answered(people, is_start=not title), *inline_text(". ")) if people else ()
    return [(*running, *inline_text(gettext(APPROXIMATE)))]


def _statements(context: BuildContext, where: str, group: Field, part: TemplatePart) -> list[StatementResult]:
    """Return the results of the statements that have a text."""
    field = group.inner_field(part.role("statements"))
    if field is None:
        return []
    statements = survey_result(context.form, context.all_answers, f"{where}/{field.id}").statements
    return [statement for statement in statements if statement.item.get("statement")]


def _answer(context: BuildContext, where: str, group: Field, item: Item, name: str) -> InlineText:
    question = group.inner_field(name)
    return cell_text(context, where, question, item) if question else ()
