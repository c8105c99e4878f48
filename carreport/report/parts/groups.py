"""Show any repeating group, whatever a form asks in it, and any entry of one.

The special presentations show with these what they have no place of their own for, so a
question that a fellow adds to a form is printed as well.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from carreport.form.answers import Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.report.composition import Composition, filled
from carreport.report.model import Block, CrossReference, Heading, Paragraph, plain, words
from carreport.report.parts.cells import LONG, cell, facts_line, sentence_case, table_of
from carreport.report.parts.figures import figures_of
from carreport.report.parts.survey_table import survey_blocks
from carreport.report.prose import opened_by

DEEP = 3
_WIDEST_TABLE = 6


def group_blocks(composition: Composition, path: str, group: Field, caption: str = "") -> list[Block]:
    """Return the entries of the group at `path` in the way that suits what is asked in it."""
    items = composition.answers.items(path)
    used = filled(group, items)
    if not used:
        return []
    if group.kind == "survey":
        own = [each for each in used if each.id not in _columns_of(group)]
        survey = survey_blocks(composition, path, group)
        return survey + list(table_of(composition, path, group, own, caption=caption or group.label))
    if group.kind == "photos":
        return figures_of(composition, path, group)
    if len(used) <= _WIDEST_TABLE and not any(
        each.kind in (LONG, "picture") or each.is_group for each in used
    ):
        return list(table_of(composition, path, group, used, caption=caption or group.label))
    blocks: list[Block] = []
    for number, (where, item) in enumerate(composition.entries(path), 1):
        titles = [name for name in group.summary if not is_empty(*_answer(group, name, item))][:1]
        if not titles:
            blocks.append(small_heading(f"{sentence_case(group.item)} {number}"))
        labels = {each.id: each.label for each in group.fields}
        blocks += entry_blocks(composition, where, group, item, titles=titles, leads=labels)
    return blocks


def entry_blocks(
    composition: Composition,
    where: str,
    group: Field,
    item: Item,
    *,
    titles: Collection[str],
    leads: Mapping[str, str],
    cited: CrossReference | None = None,
) -> list[Block]:
    """Return one entry: its title, its facts in small type, its texts, its inner groups."""
    title = [plain(cell(composition, where, each, item)) for each in group.fields if each.id in titles]
    heading = " – ".join(filter(None, title))
    blocks: list[Block] = [small_heading(heading)] if heading else []
    rest = [each for each in group.fields if each.id not in titles]
    facts = facts_line(composition, where, rest, item, leads)
    if cited:
        facts += (*words(" · " if facts else ""), cited)
    if facts:
        blocks.append(Paragraph(facts, style="small"))
    return blocks + texts_of(composition, where, rest, item, leads)


def texts_of(
    composition: Composition, where: str, fields: Sequence[Field], item: Item, leads: Mapping[str, str]
) -> list[Block]:
    """Return the long answers of an entry, each opened by a few words, and its inner groups."""
    blocks: list[Block] = []
    several = len([each for each in fields if each.kind == LONG]) > 1
    for question in fields:
        value = item.get(question.id)
        path = f"{where}/{question.id}"
        if is_empty(question, value):
            continue
        if question.kind == LONG:
            lead = leads.get(question.id, question.label if several else "")
            blocks += opened_by(lead, composition.prose(path, question, value))
        elif question.is_group:
            blocks += group_blocks(composition, path, question, leads.get(question.id, question.label))
        elif question.kind == "picture":
            composition.keep_back(path, "Pictures are printed only with a group of pictures.")
    return blocks


def rest_of(
    composition: Composition, where: str, group: Field, item: Item, known: Collection[str]
) -> list[Block]:
    """Return what an entry says beyond the inner questions that a presentation knows."""
    others = [each for each in group.fields if each.id not in known]
    labels = {each.id: each.label for each in others}
    facts = facts_line(composition, where, others, item, labels)
    blocks: list[Block] = [Paragraph(facts, style="small")] if facts else []
    return blocks + texts_of(composition, where, others, item, labels)


def small_heading(text: str) -> Heading:
    """Return a heading without a number, for one entry."""
    return Heading(DEEP, "", text, "", numbered=False)


def _columns_of(group: Field) -> tuple[str, ...]:
    return tuple(each.id for each in kind_of(group).columns(group))


def _answer(group: Field, name: str, item: Item) -> tuple[Field, object]:
    question = group.inner(name)
    return (question or group, item.get(name) if question else ())
