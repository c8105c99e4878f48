"""Turn what people wrote into the blocks and the running text of a report."""

from __future__ import annotations

from collections.abc import Callable

from carreport.form.richtext import Block as TextBlock
from carreport.form.richtext import RichText, Span
from carreport.form.schema import Voice
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
    Voice.GROUP: "The group writes:",
    Voice.MEMBER: "A member of the group writes:",
    Voice.RESPONDENT: "Somebody who was asked writes:",
    Voice.FELLOW: "The research fellow writes:",
    Voice.PROGRAMME: "From the programme:",
}
SUBHEADING = 9
"""Deeper than any heading; the numbering puts it right under the one above."""


Speaker = Callable[[str], str]
"""Return whose words a quotation from the answer at a path is."""


def text_to_blocks(text: RichText, speaker: Speaker) -> list[Block]:
    """Return a text as blocks: neighbouring entries make one list, neighbouring quotes one quotation."""
    blocks: list[Block] = []
    for each in text.blocks:
        _add(blocks, each, speaker(each.source) if each.source else "")
    return blocks


def text_to_inline(text: RichText) -> InlineText:
    """Return a text as running text, for a cell or a short fact: one line for each block."""
    running: InlineText = ()
    for each in text.blocks:
        running += ((Span("\n"),) if running else ()) + each.spans
    return running


def text_to_paragraphs(text: RichText) -> tuple[InlineText, ...]:
    """Return the running text of each block, for a quotation."""
    return tuple(each.spans for each in text.blocks)


def with_lead(lead: str, blocks: list[Block]) -> list[Block]:
    """Return `blocks` with a few bold words before them, on the same line where that can be."""
    if not lead or not blocks:
        return blocks
    first = blocks[0]
    if isinstance(first, Paragraph) and first.style == "body":
        run_in = Paragraph((Span(f"{lead} ", strong=True), *first.text), "body", first.voice)
        return [run_in, *blocks[1:]]
    return [Paragraph((Span(lead, strong=True),)), *blocks]


def with_speaker(voice: Voice, blocks: list[Block]) -> list[Block]:
    """Return `blocks` with a small line above that says in words whose they are."""
    return [Paragraph(inline_text(SPEAKERS[voice]), style="small", voice=voice), *blocks] if blocks else []


def _add(blocks: list[Block], each: TextBlock, speaker: str) -> None:
    last = blocks[-1] if blocks else None
    match each.type:
        case "bullet" | "number":
            entry = ListItem(each.spans, each.level, is_ordered=each.type == "number")
            if isinstance(last, ListBlock) and (each.level or last.items[-1].is_ordered == entry.is_ordered):
                blocks[-1] = ListBlock((*last.items, entry))
            else:
                blocks.append(ListBlock((entry,)))
        case "quote":
            if isinstance(last, BlockQuote) and last.speaker == speaker:
                blocks[-1] = BlockQuote((*last.paragraphs, each.spans), speaker)
            else:
                blocks.append(BlockQuote((each.spans,), speaker))
        case "subheading":
            blocks.append(Heading(SUBHEADING, "", each.plain_text, "", is_numbered=False))
        case _:
            blocks.append(Paragraph(each.spans))
