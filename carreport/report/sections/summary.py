"""Say in a few lines what was found: each survey with its n, each learning point in a sentence."""

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

NO_ROOM = "The template gives only the main point of it."


def show_points(composition: BuildContext, part: TemplatePart) -> list[Block]:
    """Return each learning point as a bullet: its label and its sentence, no more than there is room for."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    most = int(part.settings.get("most", 0) or 0)
    entries = list(composition.entries(path))
    told = [
        (where, said) for where, item in entries if (said := _point(composition, where, group, item, part))
    ]
    shown = told[:most] if most else told
    named = {where for where, _ in shown}
    kept = {part.role("label"), part.role("statement")}
    for where, _ in entries:
        others = [each.id for each in group.fields if where not in named or each.id not in kept]
        for name in others:
            composition.withhold(f"{where}/{name}", NO_ROOM)
    blocks: list[Block] = [ListBlock(tuple(ListItem(said) for _, said in shown))] if shown else []
    if len(shown) < len(told):
        fewer = f"{len(shown)} of {len(told)} learning points; the report has them all."
        blocks.append(Paragraph(inline_text(fewer), style="small"))
    return blocks


def show_headlines(composition: BuildContext, part: TemplatePart) -> list[Block]:
    """Return a line for each survey: how many answered, and where people agreed most and least."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    blocks: list[Block] = []
    for where, item in composition.entries(path):
        said = _headline(composition, where, group, item, part)
        if said:
            blocks.append(Paragraph(said))
        for each in group.fields:
            if each.id != part.role("name"):
                composition.withhold(f"{where}/{each.id}", NO_ROOM)
    return blocks


def _point(composition: BuildContext, where: str, group: Field, item: Item, part: TemplatePart) -> InlineText:
    label, statement = group.inner_field(part.role("label")), group.inner_field(part.role("statement"))
    title = plain_text(cell_text(composition, where, label, item)) if label else ""
    said = cell_text(composition, where, statement, item) if statement else ()
    if title and said:
        return (Span(f"{title.rstrip(':.')}: ", strong=True), *said)
    return (Span(title, strong=True),) if title else said


def _headline(
    composition: BuildContext, where: str, group: Field, item: Item, part: TemplatePart
) -> InlineText:
    name, statements = group.inner_field(part.role("name")), group.inner_field(part.role("statements"))
    title = cell_text(composition, where, name, item) if name else ()
    counted = _tallies(composition, f"{where}/{statements.id}") if statements else []
    if not counted:
        return title
    head = (
        (*title, *inline_text(" ("), *inline_text(f"{n_text(counted)}): "))
        if title
        else inline_text(f"{n_text(counted)}: ")
    )
    most = max(counted, key=lambda each: each.count(Side.AGREE) / each.n)
    least = min(counted, key=lambda each: each.count(Side.AGREE) / each.n)
    if most is least:
        return head + inline_text(f"{_share(most)} agreed that “{most.statement}”.")
    return head + inline_text(
        f"most people agreed with “{most.statement}” ({_share(most)}), "
        f"fewest with “{least.statement}” ({_share(least)})."
    )


def _tallies(composition: BuildContext, path: str) -> list[Tally]:
    """Return the counts of each statement that people agreed or disagreed with."""
    found = survey_result(composition.form, composition.all_answers, path).statements
    made = [each.tally for each in found if not each.is_unreadable and each.item.get("statement")]
    return [each for each in made if is_agreement_scale(each.steps) and each.percent(Side.AGREE) is not None]


def _share(made: Tally) -> str:
    return f"{made.count(Side.AGREE):,} of {made.n:,}, {made.percent(Side.AGREE)}%"
