"""The entries in a list: as bullets, under headings, in a table or in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from carreport.form.schema import Field
from carreport.form.wording import plural
from carreport.language.language_tags import is_english
from carreport.language.messages import gettext, language_of_words
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


def show_bullets(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return one bullet for each entry in a list."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    fields = _chosen_fields(group, part.settings.get("fields", ()))
    _withhold_others(context, path, group, fields)
    lines = [entry_line(context, where, group, item, fields) for where, item in context.entries(path)]
    entries = tuple(ListItem(running) for running in lines if running)
    return [ListBlock(entries)] if entries else []


def show_entries(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return each entry with its title, short answers in small type, and long answers."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    titles = tuple(part.settings.get("title", ())) or group.summary[:1]
    leads = part.settings.get("leads", {})
    note_fields = inner_fields(group, part.settings.get("notes", ()))
    main = replace(group, fields=tuple(inner for inner in group.fields if inner not in note_fields))
    blocks: list[Block] = []
    for where, item in context.entries(path):
        cites = part.settings.get("cite") and has_reference(context, path, item)
        cited = CrossReference(reference_key(where), "") if cites else None
        entry = entry_blocks(context, where, main, item, titles=titles, leads=leads, cited=cited)
        blocks += _add_footnote_to(context, entry, entry_line(context, where, group, item, note_fields))
    return blocks


def show_table(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return a table with a row for each entry."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    columns = _chosen_fields(group, part.settings.get("columns", ()))
    _withhold_others(context, path, group, columns)
    caption, headers = str(part.settings.get("caption", "")), part.settings.get("headers", {})
    return list(entries_table(context, path, group, columns, caption=caption, headers=headers))


def show_grouped(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return the entries as bullets, grouped by the answer to one choice question."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    by = group.inner_field(str(part.settings.get("by", "")))
    leads = part.settings.get("leads", {})
    rest = [inner for inner in group.fields if inner is not by]
    blocks: list[Block] = []
    for key, label in [*((choice.key, choice.label) for choice in (by.choices if by else ())), ("", "")]:
        entries = [
            (where, item) for where, item in context.entries(path) if ((by and item.get(by.id)) or "") == key
        ]
        if not entries:
            continue
        others = _others(group) if blocks else ""
        lead = str(leads.get(key, label if key else others))
        if lead:
            blocks.append(Paragraph(inline_text(lead)))
        if by and key and lead != label:
            for where, _ in entries:
                context.mark_used(f"{where}/{by.id}", f"The entry is printed under “{lead}”.")
        lines = [entry_line(context, where, group, item, rest) for where, item in entries]
        blocks.append(ListBlock(tuple(map(ListItem, lines))))
    return blocks


def _add_footnote_to(context: BuildContext, blocks: list[Block], note: InlineText) -> list[Block]:
    """Return `blocks` with a footnote in the first paragraph, or with `note` as a last paragraph."""
    if not note:
        return blocks
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            marked = replace(block, text=(*block.text, context.add_footnote(note)))
            return [*blocks[:number], marked, *blocks[number + 1 :]]
    return [*blocks, Paragraph(note, style="small")]


def _others(group: Field) -> str:
    """Return the line above the entries that belong to no group; only in English is the plural known."""
    if is_english(language_of_words()):
        return f"Other {plural(group.item_noun)}:"
    return gettext("Others:")


def _chosen_fields(group: Field, ids: Sequence[str]) -> list[Field]:
    return inner_fields(group, ids) if ids else list(group.fields)


def _withhold_others(context: BuildContext, path: str, group: Field, printed: Sequence[Field]) -> None:
    """Withhold the answers in each entry to questions that are not in `printed`."""
    others = [inner for inner in group.fields if inner not in printed]
    for where, _ in context.entries(path):
        for inner in others:
            context.withhold(f"{where}/{inner.id}", "The template does not include this.")
