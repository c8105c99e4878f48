"""Number sections, headings, tables, figures and notes, once each, in reading order.

The parts of a report write blocks without numbers; where they refer to a table or figure they
name it by a key of their own. Here each gets its number and its anchor, and every
cross-reference gets its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from carreport.form.richtext import Span
from carreport.report.model import (
    Block,
    Callout,
    Chart,
    CrossReference,
    Entry,
    Figure,
    Heading,
    Listing,
    Note,
    NoteMark,
    Pairs,
    Paragraph,
    Quotation,
    Section,
    Table,
    Words,
)

Numbered = Table | Figure | Chart


def numbered(
    sections: Iterable[Section], notes: Sequence[Note], *, counts_frames: bool = True
) -> tuple[tuple[Section, ...], tuple[Note, ...]]:
    """Return the sections with every number and anchor in place, and the notes in order.

    A section whose number is empty stays without one; any other number is a placeholder. Where
    tables and figures are not counted, their number is 0 and their caption names them.
    """
    first = _Numbers(counts_frames)
    drafts = [first.section(section) for section in sections]
    second = _Links(first.names, {note.number: note for note in notes})
    finished = tuple(replace(each, body=tuple(map(second.block, each.body))) for each in drafts)
    return finished, tuple(second.notes)


@dataclass(slots=True)
class _Numbers:
    """Counts; `names` maps the key of a part to its anchor and the words that lead there."""

    counts_frames: bool = True
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    sections: int = 0
    unnumbered: int = 0
    headings: int = 0
    tables: int = 0
    figures: int = 0
    references: int = 0

    def section(self, section: Section) -> Section:
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
                level = min(block.level, depth + 1) if block.numbered else depth + 1
                depth = level if block.numbered else depth
                body.append(self.heading(replace(block, level=level), number, counts))
            else:
                body.append(self.counted(block))
        return Section(anchor, number, section.heading, tuple(body))

    def heading(self, block: Heading, section: str, counts: list[int]) -> Heading:
        self.headings += 1
        number = ""
        if block.numbered and section:
            at = block.level - 2
            counts[at] += 1
            counts[at + 1 :] = [0] * (len(counts) - at - 1)
            number = ".".join([section, *(str(count) for count in counts[: at + 1])])
        return replace(block, number=number, anchor=f"heading-{self.headings}")

    def counted(self, block: Block) -> Block:
        if isinstance(block, Table):
            self.tables += 1
            return self.named(block, f"table-{self.tables}", self.tables, f"Table {self.tables}")
        if isinstance(block, (Figure, Chart)):
            self.figures += 1
            return self.named(block, f"figure-{self.figures}", self.figures, f"Figure {self.figures}")
        if isinstance(block, Listing):
            return Listing(tuple(map(self.entry, block.entries)))
        return block

    def entry(self, entry: Entry) -> Entry:
        """Number an entry that others refer to; its anchor may hold several keys, parted by |."""
        if not entry.anchor:
            return entry
        self.references += 1
        anchor = f"reference-{self.references}"
        for key in entry.anchor.split("|"):
            self.names[key] = (anchor, f"[{self.references}]")
        return replace(entry, anchor=anchor)

    def named(self, block: Numbered, anchor: str, number: int, words: str) -> Numbered:
        self.names[block.anchor] = (anchor, words if self.counts_frames else f"“{block.caption}”")
        return replace(block, anchor=anchor, number=number if self.counts_frames else 0)


class _Links:
    """Puts words into cross-references and numbers the notes in the order of their marks."""

    def __init__(self, names: Mapping[str, tuple[str, str]], notes: Mapping[int, Note]) -> None:
        self.names = names
        self.given = notes
        self.notes: list[Note] = []

    def block(self, block: Block) -> Block:
        match block:
            case Paragraph():
                return replace(block, words=self.words(block.words))
            case Listing():
                return Listing(tuple(self.entry(each) for each in block.entries))
            case Quotation() | Callout():
                return replace(block, paragraphs=tuple(map(self.words, block.paragraphs)))
            case Pairs():
                return Pairs(tuple((label, self.words(words)) for label, words in block.rows))
            case Table():
                return replace(block, rows=tuple(tuple(map(self.words, row)) for row in block.rows))
            case _:
                return block

    def entry(self, entry: Entry) -> Entry:
        return replace(entry, words=self.words(entry.words))

    def words(self, words: Words) -> Words:
        return tuple(self.placed(each) for each in words)

    def placed(self, each: Span | NoteMark | CrossReference) -> Span | NoteMark | CrossReference:
        if isinstance(each, NoteMark):
            return self.mark(each)
        if isinstance(each, CrossReference):
            anchor, words = self.names[each.anchor]
            return CrossReference(anchor, each.text or words)
        return each

    def mark(self, mark: NoteMark) -> NoteMark:
        number = len(self.notes) + 1
        self.notes.append(Note(number, self.given[mark.number].words))
        return NoteMark(number)
