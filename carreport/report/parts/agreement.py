"""Show surveys: who answered, how the scale was counted, the chart and the table."""

from __future__ import annotations

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.report.composition import Composition
from carreport.report.model import Block, Paragraph, plain, words
from carreport.report.outline import Part
from carreport.report.parts.cells import cell
from carreport.report.parts.groups import rest_of, small_heading
from carreport.report.parts.survey_table import survey_blocks


def show_agreement(composition: Composition, part: Part) -> list[Block]:
    """Return each survey; the question may be a survey itself, or a list with a survey in each entry."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    if group.kind == "survey":
        return survey_blocks(composition, path, group)
    blocks: list[Block] = []
    for where, item in composition.entries(path):
        blocks += _survey(composition, where, group, item, part)
    return blocks


def _survey(composition: Composition, where: str, group: Field, item: Item, part: Part) -> list[Block]:
    role = part.role
    name = group.inner(role("name"))
    title = plain(cell(composition, where, name, item)) if name else ""
    blocks: list[Block] = [small_heading(title)] if title else []
    people, note = group.inner(role("n")), group.inner(role("note"))
    if people and (said := cell(composition, where, people, item)):
        blocks.append(Paragraph((*said, *words(" answered."))))
    if note and item.get(note.id):
        blocks += composition.prose(f"{where}/{note.id}", note, item.get(note.id))
    statements = group.inner(role("statements"))
    if statements and item.items(statements.id):
        blocks += survey_blocks(composition, f"{where}/{statements.id}", statements, title)
    known = {role(each) for each in ("name", "n", "note", "statements")}
    return blocks + rest_of(composition, where, group, item, known)
