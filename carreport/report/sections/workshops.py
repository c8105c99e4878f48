"""Show workshops: what was asked, who came, the notes by theme, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.report.build_context import Composition
from carreport.report.model import Block, Paragraph, plain
from carreport.report.sections.figures import figures_of
from carreport.report.sections.generic_group import rest_of, small_heading, texts_of
from carreport.report.sections.table_cells import cell, facts_line, inner_fields, table_of
from carreport.report.templates.template import Part
from carreport.survey.board_notes import grouped, wall_words

LEADS = {"date": "", "people": "People", "tables": "Tables", "question": "Question"}


def show_workshops(composition: Composition, part: Part) -> list[Block]:
    """Return each workshop with its notes as a table, the notes of a theme together."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    blocks: list[Block] = []
    for where, item in composition.entries(path):
        blocks += _workshop(composition, where, group, item, part)
    return blocks


def _workshop(composition: Composition, where: str, group: Field, item: Item, part: Part) -> list[Block]:
    name = group.inner(part.role("name"))
    title = plain(cell(composition, where, name, item)) if name else ""
    blocks: list[Block] = [small_heading(title)] if title else []
    leads = {part.role(role): lead for role, lead in LEADS.items()}
    short = inner_fields(group, list(leads))
    facts = facts_line(composition, where, short, item, leads)
    if facts:
        blocks.append(Paragraph(facts, style="small"))
    how = inner_fields(group, [part.role("how")])
    blocks += texts_of(composition, where, how, item, {})
    notes = group.inner(part.role("notes"))
    if notes and item.items(notes.id):
        blocks += board_table(composition, f"{where}/{notes.id}", notes, title)
    for wall in (each for each in group.fields if each.kind == "photos"):
        told = wall_words(notes, item.items(notes.id)) if notes else ""
        blocks += figures_of(composition, f"{where}/{wall.id}", wall, told)
    gave = inner_fields(group, [part.role("gave")])
    blocks += texts_of(composition, where, gave, item, {part.role("gave"): "What else it brought."})
    known = {
        part.role(each) for each in ("name", "date", "question", "people", "tables", "how", "notes", "gave")
    }
    known |= {each.id for each in group.fields if each.kind == "photos"}
    return blocks + rest_of(composition, where, group, item, known)


def board_table(composition: Composition, path: str, notes: Field, title: str) -> list[Block]:
    """Return the notes of a board, themes in the order of their first note, then by stage."""
    columns = inner_fields(notes, ["theme", "stage", "note", "table", "votes"])
    columns += [each for each in notes.fields if each not in columns]
    caption = f"Notes from the workshop{f': {title}' if title else ''}"
    items = _sorted(composition.answers.items(path), notes)
    return list(table_of(composition, path, notes, columns, caption=caption, items=items))


def _sorted(items: Sequence[Item], notes: Field) -> list[Item]:
    """Return the notes theme by theme, within a theme stage by stage."""
    themes = list(dict.fromkeys(str(item.get("theme") or "") for item in items))
    by_stage = [item for _, found in grouped(notes, items, "stage") for item in found]
    return sorted(by_stage, key=lambda item: themes.index(str(item.get("theme") or "")))
