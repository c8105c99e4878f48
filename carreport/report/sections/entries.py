"""Show the entries of a list: as bullets, one under the other, in a table, or grouped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from carreport.form.schema import Field
from carreport.report.build_context import BuildContext
from carreport.report.model import (
    Block,
    CrossReference,
    InlineText,
    ListBlock,
    ListItem,
    Paragraph,
    inline_text,
)
from carreport.report.sections.generic_group import entry_blocks
from carreport.report.sections.references import has_reference, reference_key
from carreport.report.sections.table_cells import entries_table, entry_line, inner_fields
from carreport.report.templates.template import TemplatePart


def show_bullets(composition: BuildContext, part: TemplatePart) -> list[Block]:
    """Return one bullet for each entry of a list."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    wanted = _chosen_fields(group, part.settings.get("fields", ()))
    _withhold_others(composition, path, group, wanted)
    made = [entry_line(composition, where, group, item, wanted) for where, item in composition.entries(path)]
    entries = tuple(ListItem(running) for running in made if running)
    return [ListBlock(entries)] if entries else []


def show_entries(composition: BuildContext, part: TemplatePart) -> list[Block]:
    """Return each entry with its title, its facts in small type, and its texts."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    titles = tuple(part.settings.get("title", ())) or group.summary[:1]
    leads = part.settings.get("leads", {})
    noted = inner_fields(group, part.settings.get("notes", ()))
    shown = replace(group, fields=tuple(each for each in group.fields if each not in noted))
    blocks: list[Block] = []
    for where, item in composition.entries(path):
        cites = part.settings.get("cite") and has_reference(composition, path, item)
        cited = CrossReference(reference_key(where), "") if cites else None
        made = entry_blocks(composition, where, shown, item, titles=titles, leads=leads, cited=cited)
        blocks += _add_footnote_to(composition, made, entry_line(composition, where, group, item, noted))
    return blocks


def show_table(composition: BuildContext, part: TemplatePart) -> list[Block]:
    """Return a table with a row for each entry."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    columns = _chosen_fields(group, part.settings.get("columns", ()))
    _withhold_others(composition, path, group, columns)
    caption, headers = str(part.settings.get("caption", "")), part.settings.get("headers", {})
    return list(entries_table(composition, path, group, columns, caption=caption, headers=headers))


def show_grouped(composition: BuildContext, part: TemplatePart) -> list[Block]:
    """Return the entries as bullets under the choice that was made for each."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    by = group.inner_field(str(part.settings.get("by", "")))
    leads = part.settings.get("leads", {})
    rest = [each for each in group.fields if each is not by]
    blocks: list[Block] = []
    for key, label in [*((each.key, each.label) for each in (by.choices if by else ())), ("", "")]:
        chosen = [
            (where, item)
            for where, item in composition.entries(path)
            if ((by and item.get(by.id)) or "") == key
        ]
        if not chosen:
            continue
        lead = str(leads.get(key, label))
        if lead:
            blocks.append(Paragraph(inline_text(lead)))
        if by and lead != label:
            for where, _ in chosen:
                composition.mark_used(f"{where}/{by.id}", f"It stands under “{lead}”.")
        made = [entry_line(composition, where, group, item, rest) for where, item in chosen]
        blocks.append(ListBlock(tuple(map(ListItem, made))))
    return blocks


def _add_footnote_to(composition: BuildContext, blocks: list[Block], said: InlineText) -> list[Block]:
    """Return `blocks` with a footnote at the end of their first paragraph, if there is one to take it."""
    if not said:
        return blocks
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            marked = replace(block, text=(*block.text, composition.add_footnote(said)))
            return [*blocks[:number], marked, *blocks[number + 1 :]]
    return [*blocks, Paragraph(said, style="small")]


def _chosen_fields(group: Field, ids: Sequence[str]) -> list[Field]:
    return inner_fields(group, ids) if ids else list(group.fields)


def _withhold_others(composition: BuildContext, path: str, group: Field, wanted: Sequence[Field]) -> None:
    """Keep back what the template does not choose, and say so."""
    others = [each for each in group.fields if each not in wanted]
    for where, _ in composition.entries(path):
        for each in others:
            composition.withhold(f"{where}/{each.id}", "The template does not choose this.")
