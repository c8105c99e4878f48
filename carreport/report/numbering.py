"""Number sections, headings, tables, figures and footnotes in reading order.

Sections are built without numbers, and refer to tables, figures and sources by key. This module
assigns numbers and anchors, and fills in the text of every cross-reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from carreport.form.richtext import Span
from carreport.language.messages import quoted
from carreport.report.model import (
    Block,
    BlockQuote,
    Callout,
    Chart,
    CrossReference,
    FactList,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    InlineText,
    ListBlock,
    ListItem,
    Paragraph,
    ReportSection,
    Table,
    numbered_label,
)

_BETWEEN_MARKS = "\u2009"
"""A thin space, so that two marks do not look like one number."""
CaptionedBlock = Table | Figure | Chart


def number_sections(
    sections: Iterable[ReportSection], notes: Sequence[Footnote], *, counts_frames: bool = True
) -> tuple[tuple[ReportSection, ...], tuple[Footnote, ...]]:
    """Return the sections, numbered and with anchors, and the footnotes in order.

    A section with an empty number stays unnumbered; any other number is a placeholder. With
    `counts_frames` false, tables and figures have the number 0, and cross-references use captions.
    """
    first = _Numbering(counts_frames)
    drafts = [first.section(section) for section in sections]
    second = _CrossReferences(first.names, {note.number: note for note in notes})
    finished = tuple(replace(section, body=tuple(map(second.block, section.body))) for section in drafts)
    return finished, tuple(second.notes)


@dataclass(slots=True)
class _Numbering:
    """The counters; `names` maps each key to its anchor and the text for cross-references to it."""

    counts_frames: bool = True
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    sections: int = 0
    unnumbered: int = 0
    headings: int = 0
    tables: int = 0
    figures: int = 0
    references: int = 0

    def section(self, section: ReportSection) -> ReportSection:
        if section.number:
            self.sections += 1
            number, anchor = str(self.sections), f"section-{self.sections}"
        else:
            self.unnumbered += 1
            number, anchor = "", f"part-{self.unnumbered}"
        counts = [0, 0, 0, 0]
        body: list[Block] = []
        depth = 1
        for block in section.body:
            if isinstance(block, Heading):
                level = min(block.level, depth + 1) if block.is_numbered else depth + 1
                depth = level if block.is_numbered else depth
                body.append(self.heading(replace(block, level=level), number, counts))
            else:
                body.append(self.number_block(block))
        return ReportSection(anchor, number, section.heading, tuple(body))

    def heading(self, block: Heading, section: str, counts: list[int]) -> Heading:
        self.headings += 1
        number = ""
        if block.is_numbered and section:
            at = block.level - 2
            counts[at] += 1
            counts[at + 1 :] = [0] * (len(counts) - at - 1)
            number = ".".join([section, *(str(count) for count in counts[: at + 1])])
        return replace(block, number=number, anchor=f"heading-{self.headings}")

    def number_block(self, block: Block) -> Block:
        if isinstance(block, Table) and block.is_in_text:
            return block
        if isinstance(block, Table):
            self.tables += 1
            return self.number_caption(block, f"table-{self.tables}", self.tables)
        if isinstance(block, (Figure, Chart)):
            self.figures += 1
            return self.number_caption(block, f"figure-{self.figures}", self.figures)
        if isinstance(block, ListBlock):
            return ListBlock(tuple(map(self.entry, block.items)))
        return block

    def entry(self, entry: ListItem) -> ListItem:
        """Number a list item that can be cross-referenced; its anchor holds one or more keys, joined by |."""
        if not entry.anchor:
            return entry
        self.references += 1
        anchor = f"reference-{self.references}"
        for key in entry.anchor.split("|"):
            self.names[key] = (anchor, f"[{self.references}]")
        return replace(entry, anchor=anchor)

    def number_caption(self, block: CaptionedBlock, anchor: str, number: int) -> CaptionedBlock:
        numbered = replace(block, anchor=anchor, number=number if self.counts_frames else 0)
        self.names[block.anchor] = (anchor, numbered_label(numbered) or quoted(block.caption))
        return numbered


class _CrossReferences:
    """Fills in cross-references, and numbers footnotes in the order of their marks."""

    def __init__(self, names: Mapping[str, tuple[str, str]], notes: Mapping[int, Footnote]) -> None:
        self.names = names
        self.footnotes = notes
        self.notes: list[Footnote] = []

    def block(self, block: Block) -> Block:  # noqa: PLR0911 - one case for each block
        match block:
            case Heading():
                return replace(block, marks=self.words(block.marks))
            case Paragraph():
                return replace(block, text=self.words(block.text))
            case ListBlock():
                return ListBlock(tuple(self.entry(item) for item in block.items))
            case BlockQuote() | Callout():
                return replace(block, paragraphs=tuple(map(self.words, block.paragraphs)))
            case FactList():
                return FactList(tuple((label, self.words(words)) for label, words in block.rows))
            case Table():
                header = tuple(map(self.words, block.header_text))
                rows = tuple(tuple(map(self.words, row)) for row in block.rows)
                return replace(block, header_text=header, rows=rows)
            case _:
                return block

    def entry(self, entry: ListItem) -> ListItem:
        return replace(entry, text=self.words(entry.text))

    def words(self, words: InlineText) -> InlineText:
        pieces: list[Span | FootnoteReference | CrossReference] = []
        for piece in (piece for part in words for piece in self.resolve(part)):
            if isinstance(piece, FootnoteReference) and pieces and isinstance(pieces[-1], FootnoteReference):
                pieces.append(Span(_BETWEEN_MARKS))
            pieces.append(piece)
        return tuple(pieces)

    def resolve(
        self, part: Span | FootnoteReference | CrossReference
    ) -> Iterator[Span | FootnoteReference | CrossReference]:
        match part:
            case FootnoteReference():
                yield self.footnote_reference(self.footnotes[part.number].text)
            case CrossReference():
                anchor, words = self.names[part.anchor]
                yield CrossReference(anchor, part.text or words)
            case Span(note=()):
                yield part
            case Span():
                if part.text:
                    yield replace(part, note=())
                yield self.footnote_reference(part.note)

    def footnote_reference(self, text: InlineText) -> FootnoteReference:
        """Number a footnote; notes in its text, such as those in the answer that it prints, join it."""
        number = len(self.notes) + 1
        self.notes.append(Footnote(number, _without_notes(text)))
        return FootnoteReference(number)


class _NotesOnly(_CrossReferences):
    """Numbers the notes in texts, and leaves cross-references and other footnotes as they are."""

    def resolve(
        self, part: Span | FootnoteReference | CrossReference
    ) -> Iterator[Span | FootnoteReference | CrossReference]:
        if isinstance(part, Span):
            yield from super().resolve(part)
        else:
            yield part


def number_notes(blocks: Iterable[Block]) -> Iterator[tuple[Block, tuple[Footnote, ...]]]:
    """Yield each block with its notes as footnotes, which are numbered in reading order."""
    numbering = _NotesOnly({}, {})
    for block in blocks:
        before = len(numbering.notes)
        numbered = numbering.block(block)
        yield numbered, tuple(numbering.notes[before:])


def _without_notes(text: InlineText) -> InlineText:
    """Return the text of a footnote, with each note in it in brackets after its word."""
    pieces: list[Span | FootnoteReference | CrossReference] = []
    for part in text:
        if isinstance(part, Span) and part.note:
            pieces += [replace(part, note=()), Span(" ("), *part.note, Span(")")]
        else:
            pieces.append(part)
    return tuple(pieces)
