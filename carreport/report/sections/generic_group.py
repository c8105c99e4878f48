"""Print any group or entry, whatever questions the form puts in it.

The other presentations use these functions for questions that they have no special place for, so
that questions added to a form are printed too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from carreport.form.answers import Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.form.wording import entry_noun, sentence_case
from carreport.language.messages import gettext
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
"""The most characters a heading may have; a longer text is printed as an answer instead."""


def group_blocks(context: BuildContext, path: str, group: Field, about: str = "") -> list[Block]:
    """Return the entries in the group at `path` in the presentation that suits its questions.

    `about` is the title of the entry that contains the group; captions mention it.
    """
    caption = f"{group.label} ({about})" if about else group.label
    items = context.answers.items(path)
    used = answered_inner_fields(group, items)
    if not used:
        return []
    if kind_of(group).holds_statements:
        own = [inner for inner in used if inner.id not in _columns_of(group)]
        survey = survey_blocks(context, path, group, about)
        return survey + list(entries_table(context, path, group, own, caption=caption))
    if kind_of(group).holds_photos:
        return figure_blocks(context, path, group)
    if any(not kind_of(inner).is_inline for inner in used) or len(used) > _WIDEST_TABLE:
        return _entries_in_turn(context, path, group)
    if len(used) == 1:
        lines = (entry_line(context, where, group, item) for where, item in context.entries(path))
        entries = tuple(ListItem(running) for running in lines if running)
        return [ListBlock(entries)] if entries else []
    return list(entries_table(context, path, group, used, caption=caption))


def _entries_in_turn(context: BuildContext, path: str, group: Field) -> list[Block]:
    """Return the entries one after another, each under a heading, with a label for each answer."""
    blocks: list[Block] = []
    for number, (where, item) in enumerate(context.entries(path), 1):
        heading, title = entry_title(context, where, group, item, number)
        blocks.append(small_heading(heading))
        rest = [inner for inner in group.fields if inner is not title]
        rows = [
            (inner.label, cell_text(context, where, inner, item))
            for inner in rest
            if kind_of(inner).is_inline
        ]
        blocks += [FactList(tuple(row for row in rows if row[1]))] if any(row[1] for row in rows) else []
        labels = {inner.id: inner.label for inner in group.fields}
        blocks += long_answer_blocks(context, where, rest, item, labels, about=heading)
    return blocks


def entry_title(
    context: BuildContext,
    where: str,
    group: Field,
    item: Item,
    number: int,
    *,
    longest: int = _LONGEST_HEADING,
) -> tuple[str, Field | None]:
    """Return the title of an entry, and the question that it answers, if it is an answer as it is.

    An entry without a title of at most `longest` characters is called by what it is, and its number.
    """
    noun = sentence_case(entry_noun(group.item_noun))
    title = next((inner for inner in group.fields if inner.id == group.summary[0]), None)
    text = plain_text(cell_text(context, where, title, item)) if title else ""
    if title is None or len(text) > longest:
        return f"{noun} {number}", None
    if kind_of(title).is_number:
        unnumbered = gettext("{entry} without a number", entry=noun)
        return f"{noun} {text}" if text else unnumbered, title
    return text or f"{noun} {number}", title


def entry_blocks(
    context: BuildContext,
    where: str,
    group: Field,
    item: Item,
    *,
    titles: Collection[str],
    leads: Mapping[str, str],
    cited: CrossReference | None = None,
) -> list[Block]:
    """Return one entry: title, short answers in small type, then long answers and nested groups."""
    title = [
        plain_text(cell_text(context, where, inner, item)) for inner in group.fields if inner.id in titles
    ]
    heading = " – ".join(filter(None, title))
    blocks: list[Block] = [small_heading(heading)] if heading else []
    rest = [inner for inner in group.fields if inner.id not in titles]
    facts = facts_line(context, where, rest, item, leads)
    if cited:
        facts += (*inline_text(" · " if facts else ""), cited)
    if facts:
        blocks.append(Paragraph(facts, style="small"))
    return blocks + long_answer_blocks(context, where, rest, item, leads, about=heading)


def long_answer_blocks(
    context: BuildContext,
    where: str,
    fields: Sequence[Field],
    item: Item,
    leads: Mapping[str, str],
    *,
    about: str = "",
) -> list[Block]:
    """Return the long answers in an entry, each with its lead-in, and its nested groups."""
    blocks: list[Block] = []
    several = len([inner for inner in fields if kind_of(inner).is_rich_text]) > 1
    for question in fields:
        value = item.get(question.id)
        path = f"{where}/{question.id}"
        if is_empty(question, value):
            continue
        if kind_of(question).is_rich_text:
            lead = leads.get(question.id, question.label if several else "")
            blocks += with_lead(lead, context.prose(path, question, value))
        elif question.is_group:
            blocks += group_blocks(context, path, question, about)
        elif kind_of(question).is_picture:
            context.withhold(path, "Reports print only the pictures in a list of photos.")
    return blocks


def remaining_blocks(
    context: BuildContext, where: str, group: Field, item: Item, known: Collection[str]
) -> list[Block]:
    """Return the answers in an entry to questions other than the `known` ones."""
    others = [inner for inner in group.fields if inner.id not in known]
    labels = {inner.id: inner.label for inner in others}
    facts = facts_line(context, where, others, item, labels)
    blocks: list[Block] = [Paragraph(facts, style="small")] if facts else []
    return blocks + long_answer_blocks(context, where, others, item, labels)


def unheaded_titles(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks in which titles with nothing under them are lines or bullets instead of headings."""
    made: list[Block] = []
    titles: list[Heading] = []
    for block, after in pairwise([*blocks, None]):
        is_over_nothing = after is None or (isinstance(after, Heading) and after.level <= DEEP)
        if isinstance(block, Heading) and block.level == DEEP and is_over_nothing:
            titles.append(block)
            continue
        made += [*_as_lines(titles), block] if block is not None else []
        titles = []
    return [*made, *_as_lines(titles)]


def _as_lines(titles: Sequence[Heading]) -> list[Block]:
    if len(titles) > 1:
        return [ListBlock(tuple(ListItem(inline_text(title.text)) for title in titles))]
    return [Paragraph(inline_text(title.text)) for title in titles]


def small_heading(text: str) -> Heading:
    """Return an unnumbered level 3 heading, such as the title of an entry."""
    return Heading(DEEP, "", text, "", is_numbered=False)


def _columns_of(group: Field) -> tuple[str, ...]:
    return tuple(inner.id for inner in kind_of(group).built_in_fields(group))
