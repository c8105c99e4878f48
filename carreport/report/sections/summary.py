"""Say in a few lines what was found: each survey with its n, each learning point in a sentence."""

from __future__ import annotations

from carreport.form.answers import Item
from carreport.form.richtext import Span
from carreport.form.schema import Field
from carreport.report.build_context import Composition
from carreport.report.model import Block, Entry, Listing, Paragraph, Words, plain, words
from carreport.report.sections.table_cells import cell
from carreport.report.templates.template import Part
from carreport.survey.agreement import Side, Tally, is_agreement, n_words
from carreport.survey.results.result import survey_result

NO_ROOM = "The template gives only the main point of it."


def show_points(composition: Composition, part: Part) -> list[Block]:
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
            composition.keep_back(f"{where}/{name}", NO_ROOM)
    blocks: list[Block] = [Listing(tuple(Entry(said) for _, said in shown))] if shown else []
    if len(shown) < len(told):
        fewer = f"{len(shown)} of {len(told)} learning points; the report has them all."
        blocks.append(Paragraph(words(fewer), style="small"))
    return blocks


def show_headlines(composition: Composition, part: Part) -> list[Block]:
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
                composition.keep_back(f"{where}/{each.id}", NO_ROOM)
    return blocks


def _point(composition: Composition, where: str, group: Field, item: Item, part: Part) -> Words:
    label, statement = group.inner(part.role("label")), group.inner(part.role("statement"))
    title = plain(cell(composition, where, label, item)) if label else ""
    said = cell(composition, where, statement, item) if statement else ()
    if title and said:
        return (Span(f"{title.rstrip(':.')}: ", strong=True), *said)
    return (Span(title, strong=True),) if title else said


def _headline(composition: Composition, where: str, group: Field, item: Item, part: Part) -> Words:
    name, statements = group.inner(part.role("name")), group.inner(part.role("statements"))
    title = cell(composition, where, name, item) if name else ()
    counted = _tallies(composition, f"{where}/{statements.id}") if statements else []
    if not counted:
        return title
    head = (
        (*title, *words(" ("), *words(f"{n_words(counted)}): ")) if title else words(f"{n_words(counted)}: ")
    )
    most = max(counted, key=lambda each: each.count(Side.AGREE) / each.n)
    least = min(counted, key=lambda each: each.count(Side.AGREE) / each.n)
    if most is least:
        return head + words(f"{_share(most)} agreed that “{most.statement}”.")
    return head + words(
        f"most people agreed with “{most.statement}” ({_share(most)}), "
        f"fewest with “{least.statement}” ({_share(least)})."
    )


def _tallies(composition: Composition, path: str) -> list[Tally]:
    """Return the counts of each statement that people agreed or disagreed with."""
    found = survey_result(composition.form, composition.given, path).statements
    made = [each.tally for each in found if not each.unread and each.item.get("statement")]
    return [each for each in made if is_agreement(each.steps) and each.percent(Side.AGREE) is not None]


def _share(made: Tally) -> str:
    return f"{made.count(Side.AGREE):,} of {made.n:,}, {made.percent(Side.AGREE)}%"
