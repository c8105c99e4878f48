"""Convert rich text into the blocks and inline text of a report."""

from __future__ import annotations

from collections.abc import Callable

from carreport.form.richtext import Block as TextBlock
from carreport.form.richtext import RichText, Span
from carreport.form.schema import Voice
from carreport.language.messages import gettext, gettext_noop
from carreport.report.model import (
    Block,
    BlockQuote,
    Heading,
    InlineText,
    ListBlock,
    ListItem,
    Paragraph,
    inline_text,
)

SPEAKERS = {
    Voice.GROUP: gettext_noop("The group writes:"),
    Voice.MEMBER: gettext_noop("A member of the group writes:"),
    Voice.RESPONDENT: gettext_noop("Someone who replied writes:"),
    Voice.FELLOW: gettext_noop("The research fellow writes:"),
    Voice.PROGRAMME: gettext_noop("From the programme:"),
}
SUBHEADING = 9
"""A placeholder level, deeper than any real one; numbering changes it to one below the heading above."""


Speaker = Callable[[str], str]
"""Returns the speaker to name for a quotation, given the path of the answer it quotes."""


def text_to_blocks(text: RichText, speaker: Speaker) -> list[Block]:
    """Return rich text as blocks; adjacent list items form one list, adjacent quotations one quotation."""
    blocks: list[Block] = []
    for block in text.blocks:
        _add(blocks, block, speaker(block.source) if block.source else "")
    return blocks


def text_to_inline(text: RichText) -> InlineText:
    """Return rich text as inline text for a cell or a fact, with each block on its own line."""
    running: InlineText = ()
    for block in text.blocks:
        running += ((Span("\n"),) if running else ()) + block.spans
    return running


def text_to_paragraphs(text: RichText) -> tuple[InlineText, ...]:
    """Return the inline text of each block, for a quotation."""
    return tuple(block.spans for block in text.blocks)


def with_lead(lead: str, blocks: list[Block]) -> list[Block]:
    """Return `blocks` with a bold lead-in: in the first paragraph if possible, otherwise above it."""
    if not lead or not blocks:
        return blocks
    first = blocks[0]
    if isinstance(first, Paragraph) and first.style == "body":
        run_in = Paragraph((Span(f"{lead} ", strong=True), *first.text), "body", first.voice)
        return [run_in, *blocks[1:]]
    return [Paragraph((Span(lead, strong=True),)), *blocks]


def with_speaker(voice: Voice, blocks: list[Block]) -> list[Block]:
    """Return `blocks` with a line in small type above them that names the speaker."""
    return (
        [Paragraph(inline_text(gettext(SPEAKERS[voice])), style="small", voice=voice), *blocks]
        if blocks
        else []
    )


def _add(blocks: list[Block], block: TextBlock, speaker: str) -> None:
    last = blocks[-1] if blocks else None
    match block.type:
        case "bullet" | "number":
            entry = ListItem(block.spans, block.level, is_ordered=block.type == "number")
            if isinstance(last, ListBlock) and (block.level or last.items[-1].is_ordered == entry.is_ordered):
                blocks[-1] = ListBlock((*last.items, entry))
            else:
                blocks.append(ListBlock((entry,)))
        case "quote":
            if isinstance(last, BlockQuote) and last.speaker == speaker:
                blocks[-1] = BlockQuote((*last.paragraphs, block.spans), speaker)
            else:
                blocks.append(BlockQuote((block.spans,), speaker))
        case "subheading":
            blocks.append(Heading(SUBHEADING, "", block.plain_text, "", is_numbered=False))
        case _:
            blocks.append(Paragraph(block.spans))
