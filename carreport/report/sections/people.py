"""Show people sorted by surname, each named, given by role only, or left out, as they wish."""

from __future__ import annotations

from carreport.form.answers import Item
from carreport.form.kinds.simple import surname
from carreport.form.schema import Field
from carreport.report.build_context import Composition
from carreport.report.model import Block, Entry, Listing, Words, plain, words
from carreport.report.sections.generic_group import texts_of
from carreport.report.sections.table_cells import cell, facts_line
from carreport.report.templates.template import Part

NAMED, LEFT_OUT = "named", "left_out"
NAMELESS = "A member of the group"


def show_people(composition: Composition, part: Part) -> list[Block]:
    """Return one bullet for each person, those who want their name printed first."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    shown = [
        (where, item)
        for where, item in composition.entries(path)
        if _wish(composition, where, part) != LEFT_OUT
    ]
    entries: list[tuple[tuple[bool, tuple[str, str]], Entry]] = []
    blocks: list[Block] = []
    for where, item in shown:
        by_name = _wish(composition, where, part) == NAMED
        running = _person(composition, where, group, item, part, by_name=by_name)
        sorted_by = surname(item.get(part.role("person"))) if by_name else ("", plain(running).casefold())
        entries.append(((not by_name, sorted_by), Entry(running)))
        others = [each for each in group.fields if each.id not in _known(part)]
        blocks += texts_of(composition, where, others, item, {each.id: each.label for each in others})
    entries.sort(key=lambda each: each[0])
    return [Listing(tuple(entry for _, entry in entries)), *blocks] if entries else []


def hide_names(composition: Composition, part: Part) -> None:
    """Keep back the names that people do not want printed; done before anything else is shown."""
    (path,) = part.answers
    group = composition.form.field(path)
    if group is None or group.inner(part.role("shown")) is None:
        return
    for where, item in composition.entries(path):
        wish = _wish(composition, where, part)
        if wish == LEFT_OUT:
            composition.keep_back(where, "This person does not want to be mentioned.")
        elif wish != NAMED and (item.get(part.role("person")) or {}).get("name"):
            why = "This person has not agreed to be named."
            person = f"{where}/{part.role('person')}"
            composition.kept_back[person] = why
            composition.kept_parts[person] = frozenset(("name",))
        composition.let_decide(f"{where}/{part.role('shown')}", "It decides how the person is named.")


def _wish(composition: Composition, where: str, part: Part) -> str:
    """Return how a person wants to appear; a form that does not ask prints every name."""
    group = composition.form.field(part.answers[0])
    if group is None or group.inner(part.role("shown")) is None:
        return NAMED
    return str(composition.given.get(f"{where}/{part.role('shown')}") or "role")


def _person(
    composition: Composition, where: str, group: Field, item: Item, part: Part, *, by_name: bool
) -> Words:
    question = group.inner(part.role("person"))
    running: Words = ()
    if question and by_name:
        running = cell(composition, where, question, item)
    elif question:
        person = item.get(question.id) or {}
        running = words(", ".join(filter(None, (person.get("role"), person.get("organisation")))))
    since = [
        (*words(f"{word} "), *said)
        for name, word in (("joined", "from"), ("left", "until"))
        if (inner := group.inner(part.role(name))) and (said := cell(composition, where, inner, item))
    ]
    running = running or words(NAMELESS)
    for number, each in enumerate(since):
        running += words(" " if number else " (") + each
    running += words(")") if since else ()
    others = [each for each in group.fields if each.id not in _known(part)]
    more = facts_line(composition, where, others, item, {each.id: each.label for each in others})
    return running + (words(" – ") + more if more else ())


def _known(part: Part) -> set[str]:
    return {part.role(name) for name in ("person", "joined", "left", "shown")}
