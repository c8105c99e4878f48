"""Workshops, each with its facts, its notes by theme, its photos and its results."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.language.messages import gettext, gettext_noop
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, Paragraph, plain_text
from carreport.report.sections.figures import figure_blocks
from carreport.report.sections.generic_group import long_answer_blocks, remaining_blocks, small_heading
from carreport.report.sections.table_cells import cell_text, entries_table, facts_line, inner_fields
from carreport.report.templates.template import TemplatePart
from carreport.survey.board_notes import group_notes, wall_alt_text

LEADS = {
    "date": "",
    "people": gettext_noop("People"),
    "tables": gettext_noop("Tables"),
    "question": gettext_noop("Question"),
}


def show_workshops(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return each workshop with its notes as a table, grouped by theme."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    blocks: list[Block] = []
    for where, item in context.entries(path):
        blocks += _workshop(context, where, group, item, part)
    return blocks


def _workshop(context: BuildContext, where: str, group: Field, item: Item, part: TemplatePart) -> list[Block]:
    name = group.inner_field(part.role("name"))
    title = plain_text(cell_text(context, where, name, item)) if name else ""
    blocks: list[Block] = [small_heading(title)] if title else []
    leads = {part.role(role): gettext(lead) if lead else "" for role, lead in LEADS.items()}
    short = inner_fields(group, list(leads))
    facts = facts_line(context, where, short, item, leads)
    if facts:
        blocks.append(Paragraph(facts, style="small"))
    how = inner_fields(group, [part.role("how")])
    blocks += long_answer_blocks(context, where, how, item, {})
    notes = group.inner_field(part.role("notes"))
    if notes and item.items(notes.id):
        blocks += board_table(context, f"{where}/{notes.id}", notes, title)
    walls = [inner for inner in group.fields if kind_of(inner).holds_photos]
    for wall in walls:
        alt = wall_alt_text(notes, item.items(notes.id)) if notes else ""
        blocks += figure_blocks(context, f"{where}/{wall.id}", wall, alt)
    gave = inner_fields(group, [part.role("gave")])
    blocks += long_answer_blocks(
        context, where, gave, item, {part.role("gave"): gettext("What else came of it.")}
    )
    known = {
        part.role(name) for name in ("name", "date", "question", "people", "tables", "how", "notes", "gave")
    }
    known |= {wall.id for wall in walls}
    return blocks + remaining_blocks(context, where, group, item, known)


def board_table(context: BuildContext, path: str, notes: Field, title: str) -> list[Block]:
    """Return the notes on a board as a table, sorted as in `_sorted`."""
    columns = inner_fields(notes, ["theme", "stage", "note", "table", "votes"])
    columns += [inner for inner in notes.fields if inner not in columns]
    caption = gettext("Notes from the workshop")
    caption = gettext("Notes from the workshop: {workshop}", workshop=title) if title else caption
    items = _sorted(context.answers.items(path), notes)
    return list(entries_table(context, path, notes, columns, caption=caption, items=items))


def _sorted(items: Sequence[Item], notes: Field) -> list[Item]:
    """Return the notes by theme, in the order in which themes first occur, then by stage."""
    themes = list(dict.fromkeys(str(item.get("theme") or "") for item in items))
    by_stage = [item for _, group in group_notes(notes, items, "stage") for item in group]
    return sorted(by_stage, key=lambda item: themes.index(str(item.get("theme") or "")))
