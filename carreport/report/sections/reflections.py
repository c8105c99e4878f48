"""Members' reflections, each signed with a number or a name, as its writer chose."""

from __future__ import annotations

from carreport.form.answers import Item
from carreport.form.kinds.simple import stored_number
from carreport.form.names import name_key
from carreport.form.richtext import RichText
from carreport.form.schema import Field
from carreport.language.messages import gettext
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, BlockQuote, InlineText, Paragraph, inline_text, plain_text
from carreport.report.printable import NOT_RELEASED
from carreport.report.prose import text_to_paragraphs
from carreport.report.quotations import NAMED, is_signed, signature
from carreport.report.sections.generic_group import remaining_blocks, small_heading
from carreport.report.sections.table_cells import cell_text
from carreport.report.templates.template import TemplatePart

TEXTS = ("came", "hard", "changed", "next")


def show_reflections(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return the released reflections in number order; numbers are kept, even if some are missing."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    number, release = part.role("respondent"), part.role("release")
    entries = sorted(
        context.entries(path),
        key=lambda entry: (
            stored_number(entry[1].get(number)) is None,
            stored_number(entry[1].get(number)) or 0,
        ),
    )
    blocks: list[Block] = []
    for where, item in entries:
        if not is_signed(group, release, item):
            context.withhold(where, NOT_RELEASED)
            continue
        context.mark_used(f"{where}/{release}", "It decides how the reflection is signed.")
        blocks += _reflection(context, where, group, item, part)
    return blocks


def _reflection(
    context: BuildContext, where: str, group: Field, item: Item, part: TemplatePart
) -> list[Block]:
    heading = group.inner_field(part.role("heading"))
    title = plain_text(cell_text(context, where, heading, item)) if heading else ""
    blocks: list[Block] = [small_heading(title)] if title else []
    signature = _signature(context, where, item, part)
    paragraphs: tuple[InlineText, ...] = ()
    for role in TEXTS:
        question = group.inner_field(part.role(role))
        if question and item.get(question.id):
            paragraphs += _all_versions(context, f"{where}/{question.id}", question, item)
    if paragraphs:
        blocks.append(BlockQuote(paragraphs, signature, voice=group.voice))
    elif title:
        blocks.append(Paragraph(inline_text(signature), style="small"))
    known = {part.role(name) for name in ("respondent", "member", "heading", "release", *TEXTS)}
    return blocks + remaining_blocks(context, where, group, item, known)


def _all_versions(context: BuildContext, path: str, question: Field, item: Item) -> tuple[InlineText, ...]:
    """Return a text as paragraphs; if it has several versions, a line with its number precedes each."""
    versions = context.versions(path, question)
    if not versions:
        return text_to_paragraphs(RichText.from_json(item.get(question.id)))
    paragraphs: tuple[InlineText, ...] = ()
    for order, version in enumerate(versions, 1):
        label = inline_text(
            gettext("Version {number} of {count}:", number=str(order), count=str(len(versions)))
        )
        paragraphs += (label, *text_to_paragraphs(RichText.from_json(version.value)))
    return paragraphs


def _signature(context: BuildContext, where: str, item: Item, part: TemplatePart) -> str:
    """Return the signature, and withhold whichever of name and number is not used in it."""
    number_path, name_path = f"{where}/{part.role('respondent')}", f"{where}/{part.role('member')}"
    entry = context.all_answers.get(where)
    whole = entry if isinstance(entry, Item) else item
    name = str(whole.get(part.role("member")) or "")
    if whole.get(part.role("release")) == NAMED and name and name_key(name) not in context.unnamed:
        context.withheld.pop(name_path, None)
        context.withhold(number_path, "The reflection is signed with a name.")
    else:
        context.withhold(name_path, "The reflection is signed with a number.")
    roles = (part.role(role) for role in ("respondent", "member", "release"))
    return signature(whole, *roles, unnamed=context.unnamed)
