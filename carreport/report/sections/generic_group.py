"""Show any repeating group, whatever a form asks in it, and any entry of one.

The special presentations show with these what they have no place of their own for, so a
question that a fellow adds to a form is printed as well.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from carreport.form.answers import Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.form.wording import sentence_case
from carreport.report.build_context import BuildContext, answered_inner_fields
from carreport.report.model import (
    Block,
    CrossReference,
    FactList,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    inline_text,
    plain_text,
)
from carreport.report.prose import with_lead
from carreport.report.sections.figures import figure_blocks
from carreport.report.sections.survey_table import survey_blocks
from carreport.report.sections.table_cells import cell_text, entries_table, entry_line, facts_line

DEEP = 3
_WIDEST_TABLE = 6
_LONGEST_HEADING = 60
"""Longer words than these, in characters, are an answer to be read and no heading."""


def group_blocks(composition: BuildContext, path: str, group: Field, about: str = "") -> list[Block]:
    """Return the entries of the group at `path` in the way that suits what is asked in it.

    `about` is the title of the entry that the group stands in; captions name it.
    """
    caption = f"{group.label} ({about})" if about else group.label
    items = composition.answers.items(path)
    used = answered_inner_fields(group, items)
    if not used:
        return []
    if kind_of(group).holds_statements:
        own = [each for each in used if each.id not in _columns_of(group)]
        survey = survey_blocks(composition, path, group, about)
        return survey + list(entries_table(composition, path, group, own, caption=caption))
    if kind_of(group).holds_photos:
        return figure_blocks(composition, path, group)
    if any(not kind_of(each).is_inline for each in used) or len(used) > _WIDEST_TABLE:
        return _entries_in_turn(composition, path, group)
    if len(used) == 1:
        said = (entry_line(composition, where, group, item) for where, item in composition.entries(path))
        entries = tuple(ListItem(running) for running in said if running)
        return [ListBlock(entries)] if entries else []
    return list(entries_table(composition, path, group, used, caption=caption))


def _entries_in_turn(composition: BuildContext, path: str, group: Field) -> list[Block]:
    """Return the entries one under the other, every answer beside its question."""
    blocks: list[Block] = []
    for number, (where, item) in enumerate(composition.entries(path), 1):
        title = next((each for each in group.fields if each.id == group.summary[0]), None)
        said = cell_text(composition, where, title, item) if title else ()
        if len(plain_text(said)) > _LONGEST_HEADING:
            title, said = None, ()
        if title is None or not said:
            heading = f"{sentence_case(group.item_noun)} {number}"
        elif kind_of(title).is_number:
            heading = f"{sentence_case(group.item_noun)} {plain_text(said)}"
        else:
            heading = plain_text(said)
        blocks.append(small_heading(heading))
        rest = [each for each in group.fields if each is not title]
        rows = [
            (each.label, cell_text(composition, where, each, item))
            for each in rest
            if kind_of(each).is_inline
        ]
        blocks += [FactList(tuple(row for row in rows if row[1]))] if any(row[1] for row in rows) else []
        labels = {each.id: each.label for each in group.fields}
        blocks += long_answer_blocks(composition, where, rest, item, labels, about=heading)
    return blocks


def entry_blocks(
    composition: BuildContext,
    where: str,
    group: Field,
    item: Item,
    *,
    titles: Collection[str],
    leads: Mapping[str, str],
    cited: CrossReference | None = None,
) -> list[Block]:
    """Return one entry: its title, its facts in small type, its texts, its inner groups."""
    title = [
        plain_text(cell_text(composition, where, each, item)) for each in group.fields if each.id in titles
    ]
    heading = " – ".join(filter(None, title))
    blocks: list[Block] = [small_heading(heading)] if heading else []
    rest = [each for each in group.fields if each.id not in titles]
    facts = facts_line(composition, where, rest, item, leads)
    if cited:
        facts += (*inline_text(" · " if facts else ""), cited)
    if facts:
        blocks.append(Paragraph(facts, style="small"))
    return blocks + long_answer_blocks(composition, where, rest, item, leads, about=heading)


def long_answer_blocks(
    composition: BuildContext,
    where: str,
    fields: Sequence[Field],
    item: Item,
    leads: Mapping[str, str],
    *,
    about: str = "",
) -> list[Block]:
    """Return the long answers of an entry, each opened by a few words, and its inner groups."""
    blocks: list[Block] = []
    several = len([each for each in fields if kind_of(each).is_rich_text]) > 1
    for question in fields:
        value = item.get(question.id)
        path = f"{where}/{question.id}"
        if is_empty(question, value):
            continue
        if kind_of(question).is_rich_text:
            lead = leads.get(question.id, question.label if several else "")
            blocks += with_lead(lead, composition.prose(path, question, value))
        elif question.is_group:
            blocks += group_blocks(composition, path, question, about)
        elif kind_of(question).is_picture:
            composition.withhold(path, "Pictures are printed only with a group of pictures.")
    return blocks


def remaining_blocks(
    composition: BuildContext, where: str, group: Field, item: Item, known: Collection[str]
) -> list[Block]:
    """Return what an entry says beyond the inner questions that a presentation knows."""
    others = [each for each in group.fields if each.id not in known]
    labels = {each.id: each.label for each in others}
    facts = facts_line(composition, where, others, item, labels)
    blocks: list[Block] = [Paragraph(facts, style="small")] if facts else []
    return blocks + long_answer_blocks(composition, where, others, item, labels)


def small_heading(text: str) -> Heading:
    """Return a heading without a number, for one entry."""
    return Heading(DEEP, "", text, "", is_numbered=False)


def _columns_of(group: Field) -> tuple[str, ...]:
    return tuple(each.id for each in kind_of(group).built_in_fields(group))
