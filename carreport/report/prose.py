"""Convert rich text into the blocks and inline text of a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

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
    Table,
    inline_text,
)

SPEAKERS = {
    Voice.GROUP: gettext_noop("The group writes:"),
    Voice.MEMBER: gettext_noop("A member of the group writes:"),
    Voice.RESPONDENT: gettext_noop("Someone who replied writes:"),
    Voice.FELLOW: gettext_noop("The research fellow writes:"),
    Voice.PROGRAMME: gettext_noop("From the programme:"),
}
_BETWEEN_CELLS, _EMPTY = " | ", "–"
_FIGURE = re.compile(r"[£€$<>≤≥~+−–-]?\s?\d[\d.,\s]*\s?%?")
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
    for line in text_to_paragraphs(text):
        running += ((Span("\n"),) if running else ()) + line
    return running


def text_to_paragraphs(text: RichText) -> tuple[InlineText, ...]:
    """Return the inline text of each block, for a quotation; each row of a table is a line."""
    return tuple(line for block in text.blocks for line in _lines(block))


def _lines(block: TextBlock) -> Iterator[InlineText]:
    if block.type != "table":
        yield block.spans
    for row in block.rows:
        line: InlineText = ()
        for place, cell in enumerate(row):
            line += ((Span(_BETWEEN_CELLS),) if place else ()) + (cell or (Span(_EMPTY),))
        yield line


def with_lead(lead: str, blocks: list[Block]) -> list[Block]:
    """Return `blocks` with a bold lead-in: in the first paragraph if possible, otherwise above it."""
    if not lead or not blocks:
        return blocks
    first = blocks[0]
    if isinstance(first, Paragraph) and first.style == "body":
        run_in = Paragraph((Span(f"{lead} ", strong=True), *first.text), "body", first.voice)
        return [run_in, *blocks[1:]]
    words, sign = (lead[:-1], lead[-1]) if lead[-1] in "?!:" else (lead.removesuffix("."), ":")
    return [Paragraph((Span(words, strong=True), Span(sign))), *blocks]


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
            marks = tuple(Span("", note=note.spans) for note in block.notes)
            blocks.append(Heading(SUBHEADING, "", block.plain_text, "", is_numbered=False, marks=marks))
        case "table":
            blocks.append(text_table(block))
        case _:
            blocks.append(Paragraph(block.spans))


def text_table(block: TextBlock) -> Table:
    """Return a table in a text as a table of the report; columns of figures are right-aligned."""
    header, *rows = block.rows
    return Table(
        "",
        0,
        "",
        header=tuple(map(_words, header)),
        rows=tuple(rows),
        numeric_columns=tuple(
            all(_FIGURE.fullmatch(_words(row[column])) for row in rows if row[column]) and bool(rows)
            for column in range(len(header))
        ),
        has_row_headers=False,
        header_text=header,
    )


def _words(cell: Iterable[Span]) -> str:
    return "".join(span.text for span in cell)
