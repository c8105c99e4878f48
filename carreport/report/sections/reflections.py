"""Show what each member made of it, under the number or the name they released it with."""

from __future__ import annotations

from carreport.form.answers import Item
from carreport.form.kinds.simple import number_in
from carreport.form.richtext import RichText
from carreport.form.schema import Field
from carreport.report.build_context import Composition
from carreport.report.model import Block, Paragraph, Quotation, Words, plain, words
from carreport.report.prose import paragraphs_of
from carreport.report.quotations import BY_NUMBER, NAMED, signature
from carreport.report.sections.generic_group import rest_of, small_heading
from carreport.report.sections.table_cells import cell
from carreport.report.templates.template import Part

NOT_RELEASED = "Its writer has not released it."
TEXTS = ("came", "hard", "changed", "next")


def show_reflections(composition: Composition, part: Part) -> list[Block]:
    """Return the released reflections in the order of their numbers; a gap stays a gap."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    number, release = part.role("respondent"), part.role("release")
    entries = sorted(
        composition.entries(path),
        key=lambda each: (number_in(each[1].get(number)) is None, number_in(each[1].get(number)) or 0),
    )
    blocks: list[Block] = []
    for where, item in entries:
        if group.inner(release) is not None and item.get(release) not in (NAMED, BY_NUMBER):
            composition.keep_back(where, NOT_RELEASED)
            continue
        composition.let_decide(f"{where}/{release}", "It decides how the reflection is signed.")
        blocks += _reflection(composition, where, group, item, part)
    return blocks


def _reflection(composition: Composition, where: str, group: Field, item: Item, part: Part) -> list[Block]:
    heading = group.inner(part.role("heading"))
    title = plain(cell(composition, where, heading, item)) if heading else ""
    blocks: list[Block] = [small_heading(title)] if title else []
    signature = _signature(composition, where, item, part)
    quoted: tuple[Words, ...] = ()
    for role in TEXTS:
        question = group.inner(part.role(role))
        if question and item.get(question.id):
            quoted += _all_versions(composition, f"{where}/{question.id}", question, item)
    if quoted:
        blocks.append(Quotation(quoted, signature, voice=group.voice))
    elif title:
        blocks.append(Paragraph(words(signature), style="small"))
    known = {part.role(name) for name in ("respondent", "member", "heading", "release", *TEXTS)}
    return blocks + rest_of(composition, where, group, item, known)


def _all_versions(composition: Composition, path: str, question: Field, item: Item) -> tuple[Words, ...]:
    """Return a text as paragraphs; two versions of it one after the other, told apart in words."""
    found = composition.versions(path, question)
    if not found:
        return paragraphs_of(RichText.from_json(item.get(question.id)))
    quoted: tuple[Words, ...] = ()
    for order, version in enumerate(found, 1):
        said = words(f"Version {order} of {len(found)}:")
        quoted += (said, *paragraphs_of(RichText.from_json(version.value)))
    return quoted


def _signature(composition: Composition, where: str, item: Item, part: Part) -> str:
    """Return the name that the writer released it with, or the number that stays the same."""
    number_path, name_path = f"{where}/{part.role('respondent')}", f"{where}/{part.role('member')}"
    given = composition.given.get(where)
    whole = given if isinstance(given, Item) else item
    if whole.get(part.role("release")) == NAMED and whole.get(part.role("member")):
        composition.kept_back.pop(name_path, None)
        composition.keep_back(number_path, "The reflection is signed with a name.")
    else:
        composition.keep_back(name_path, "The reflection is signed with a number.")
    return signature(whole, *(part.role(name) for name in ("respondent", "member", "release")))
