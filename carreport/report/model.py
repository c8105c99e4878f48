"""Describe a finished report as plain values, before anybody prints it.

All numbers (sections, tables, figures, notes) are given here, once; each output has one
emitter that walks these blocks. Pictures are named by checksum and carried beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from carreport.form.richtext import Span
from carreport.form.schema import Voice
from carreport.survey.themes import ReplyFieldIds


@dataclass(frozen=True, slots=True)
class FootnoteReference:
    """The mark of a footnote in the running text."""

    number: int


@dataclass(frozen=True, slots=True)
class CrossReference:
    """Words that lead to another place in the report, such as “Table 3”."""

    anchor: str
    text: str


InlineText = tuple[Span | FootnoteReference | CrossReference, ...]
"""Running text: spans with emphasis and links, note marks and cross-references."""


def inline_text(text: str) -> InlineText:
    """Return plain `text` as running text."""
    return (Span(text),) if text else ()


def plain_text(running: InlineText) -> str:
    """Return running text as a reader hears it, without note marks."""
    return "".join(each.text for each in running if not isinstance(each, FootnoteReference))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; level 2 stands under the section's own heading.

    One that is not `numbered` names a small thing, such as a source, and stays out of the contents.
    """

    level: int
    number: str
    text: str
    anchor: str
    is_numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `style` is body, lead (larger, opening), label (small bold) or small."""

    text: InlineText
    style: str = "body"
    voice: Voice | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    """One entry of a list, 0 to 2 levels deep; one that others refer to has an anchor."""

    text: InlineText
    level: int = 0
    is_ordered: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list with bullets or numbers; numbers start at 1 in each listing."""

    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """Somebody's own words, with the speaker below if there is one to name."""

    paragraphs: tuple[InlineText, ...]
    speaker: str = ""
    voice: Voice | None = None


@dataclass(frozen=True, slots=True)
class Callout:
    """Words set apart with a bar, such as the inquiry question."""

    paragraphs: tuple[InlineText, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class FactList:
    """Short facts: a label and what stands beside it."""

    rows: tuple[tuple[str, InlineText], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; `numeric` tells for each column whether figures stand in it.

    `has_row_headers` says that the first cell of each row names the row. `to_fill` says that empty
    cells are room to write in by hand, not answers that nobody gave.
    """

    anchor: str
    number: int
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[InlineText, ...], ...]
    numeric_columns: tuple[bool, ...]
    has_row_headers: bool = True
    note: str = ""
    is_blank_form: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption; `picture` is the checksum of its bytes."""

    anchor: str
    number: int
    caption: str
    picture: str
    alt: str
    is_decorative: bool = False
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart with its caption; the figures always follow as a table.

    `svg` is the whole drawing; `png` the same drawing for outputs that cannot show SVG.
    Sizes are in CSS pixels.
    """

    anchor: str
    number: int
    caption: str
    svg: str
    png: bytes
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class WritingLines:
    """Ruled lines to write on by hand; nothing to read aloud."""

    lines: int


Block = (
    Heading | Paragraph | ListBlock | BlockQuote | Callout | FactList | Table | Figure | Chart | WritingLines
)


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section with its heading; front matter has no number."""

    anchor: str
    number: str
    heading: str
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of the contents list."""

    level: int
    number: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """One footnote."""

    number: int
    text: InlineText


@dataclass(frozen=True, slots=True)
class PictureFile:
    """The bytes of a picture, its media type and its size in pixels."""

    data: bytes
    type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """What stands on the title page; anything may be empty."""

    kind: str = ""
    title: str = ""
    subtitle: str = ""
    author: str = ""
    affiliation: str = ""
    coproducers: str = ""
    series: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report, ready to be printed by any emitter.

    `kept_back` tells, for each answer that is on purpose not printed, why; where only some
    parts of a person stay out, such as the name, `kept_parts` names them. `deciding` names
    those of them that are used to decide how others are printed. `quoted_replies` has each open question
    whose replies are quoted, with what the form calls them. `made_on` is the only date that a file
    says about itself.
    """

    title: TitleBlock
    sections: tuple[ReportSection, ...]
    footnotes: tuple[Footnote, ...] = ()
    pictures: Mapping[str, PictureFile] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    language: str = "en-GB"
    made_on: date | None = None
    withheld_parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    used_answers: frozenset[str] = frozenset()
    quoted_replies: Mapping[str, ReplyFieldIds] = field(default_factory=dict)

    def contents(self, deepest: int = 2) -> Iterator[ContentsEntry]:
        """Yield the lines of the contents list, in reading order."""
        for section in self.sections:
            yield ContentsEntry(1, section.number, section.heading, section.anchor)
            for block in section.body:
                if isinstance(block, Heading) and block.is_numbered and block.level <= deepest:
                    yield ContentsEntry(block.level, block.number, block.text, block.anchor)

    def blocks(self) -> Iterator[Block]:
        """Yield every block of every section, in reading order."""
        for section in self.sections:
            yield from section.body
