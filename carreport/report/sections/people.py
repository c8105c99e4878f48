"""People: each by name, by role only or not at all, as they have asked."""

from __future__ import annotations

from carreport.form.answers import Item
from carreport.form.kinds.simple import surname_sort_key
from carreport.form.people import A_MEMBER, Wish, wish_of
from carreport.form.schema import Field
from carreport.language.messages import gettext
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, InlineText, ListBlock, ListItem, filled_in, inline_text, plain_text
from carreport.report.sections.generic_group import long_answer_blocks
from carreport.report.sections.name_wishes import NOT_MENTIONED, NOT_NAMED
from carreport.report.sections.table_cells import cell_text, facts_line
from carreport.report.templates.template import TemplatePart


def show_people(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return one bullet for each person: named people by surname, then the others."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    shown = [
        (where, item)
        for where, item in context.entries(path)
        if _wish(context, where, part) not in NOT_MENTIONED
    ]
    entries: list[tuple[tuple[bool, tuple[str, str]], ListItem]] = []
    blocks: list[Block] = []
    for where, item in shown:
        by_name = _wish(context, where, part) is Wish.NAMED
        running = _person(context, where, group, item, part, by_name=by_name)
        sorted_by = (
            surname_sort_key(item.get(part.role("person")))
            if by_name
            else ("", plain_text(running).casefold())
        )
        entries.append(((not by_name, sorted_by), ListItem(running)))
        others = [inner for inner in group.fields if inner.id not in _used_fields(part)]
        blocks += long_answer_blocks(
            context, where, others, item, {inner.id: inner.label for inner in others}
        )
    entries.sort(key=lambda entry: entry[0])
    return [ListBlock(tuple(entry for _, entry in entries)), *blocks] if entries else []


def withhold_names(context: BuildContext, part: TemplatePart) -> None:
    """Withhold the names of people who were not asked; call this before building sections.

    Those who do not want to be named have been removed already (`name_wishes`).
    """
    (path,) = part.answers
    group = context.form.field(path)
    if group is None or group.inner_field(part.role("shown")) is None:
        return
    for where, item in context.entries(path):
        wish = _wish(context, where, part)
        person = f"{where}/{part.role('person')}"
        if wish in NOT_MENTIONED:
            context.withhold(where, NOT_MENTIONED[wish])
        elif wish is not Wish.NAMED and (item.get(part.role("person")) or {}).get("name"):
            context.withheld[person] = NOT_NAMED
            context.withheld_parts[person] = frozenset(("name",))
        context.mark_used(f"{where}/{part.role('shown')}", "It decides how the person is named.")


def _wish(context: BuildContext, where: str, part: TemplatePart) -> Wish:
    """Return how a person wants to appear; if the form does not ask, they are named."""
    group = context.form.field(part.answers[0])
    if group is None or group.inner_field(part.role("shown")) is None:
        return Wish.NAMED
    path = f"{where}/{part.role('shown')}"
    return wish_of(context.all_answers, path, context.all_answers.get(path))


def _person(
    context: BuildContext, where: str, group: Field, item: Item, part: TemplatePart, *, by_name: bool
) -> InlineText:
    question = group.inner_field(part.role("person"))
    running: InlineText = ()
    if question and by_name:
        running = cell_text(context, where, question, item)
    elif question:
        person = item.get(question.id) or {}
        running = inline_text(", ".join(filter(None, (person.get("role"), person.get("organisation")))))
    running = running or inline_text(gettext(A_MEMBER))
    running += _membership(context, where, group, item, part)
    others = [inner for inner in group.fields if inner.id not in _used_fields(part)]
    more = facts_line(context, where, others, item, {inner.id: inner.label for inner in others})
    return running + (inline_text(" – ") + more if more else ())


def _membership(
    context: BuildContext, where: str, group: Field, item: Item, part: TemplatePart
) -> InlineText:
    """Return “ (from March 2015 until June 2016)”, with the dates that are known."""
    dates = {
        name: cell_text(context, where, inner, item)
        for name in ("joined", "left")
        if (inner := group.inner_field(part.role(name)))
    }
    joined, left = dates.get("joined", ()), dates.get("left", ())
    if joined and left:
        return filled_in(gettext(" (from {joined} until {left})"), joined=joined, left=left)
    if joined:
        return filled_in(gettext(" (from {joined})"), joined=joined)
    return filled_in(gettext(" (until {left})"), left=left) if left else ()


def _used_fields(part: TemplatePart) -> set[str]:
    return {part.role(name) for name in ("person", "joined", "left", "shown")}
