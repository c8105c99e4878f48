"""The model of a finished report, before it is rendered.

All sections, tables, figures and footnotes already have their numbers. Each output has one emitter
that renders these blocks. Pictures are referred to by checksum; their bytes are in `Report.pictures`.
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
    """The reference mark of a footnote in inline text."""

    number: int


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A link to another place in the report, such as “Table 3”."""

    anchor: str
    text: str


InlineText = tuple[Span | FootnoteReference | CrossReference, ...]
"""Inline text: spans with emphasis and links, footnote marks and cross-references."""


def inline_text(text: str) -> InlineText:
    """Return plain `text` as inline text."""
    return (Span(text),) if text else ()


def plain_text(running: InlineText) -> str:
    """Return inline text as plain text, without footnote marks."""
    return "".join(part.text for part in running if not isinstance(part, FootnoteReference))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; level 2 is the next below the heading of the section.

    A heading that is not `is_numbered` is for something small, such as a source, and not in the contents.
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
    """One item of a list, 0 to 2 levels deep; the target of a cross-reference has an anchor."""

    text: InlineText
    level: int = 0
    is_ordered: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list with bullets or numbers; numbers start at 1 in each list."""

    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """A quotation, with the speaker below it unless that is empty."""

    paragraphs: tuple[InlineText, ...]
    speaker: str = ""
    voice: Voice | None = None


@dataclass(frozen=True, slots=True)
class Callout:
    """Text with a bar at its side, such as the inquiry question."""

    paragraphs: tuple[InlineText, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class FactList:
    """Short facts, each with a label."""

    rows: tuple[tuple[str, InlineText], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; `numeric_columns` says for each column whether it contains numbers.

    `has_row_headers` means that the first cell of each row is its header. `is_blank_form` means that
    empty cells are space to write in by hand, not missing answers.
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
    """A drawn chart with its caption; a table with the same figures always follows.

    `svg` is the whole drawing; `png` is the same drawing for outputs that cannot show SVG.
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
    """Ruled lines to write on by hand; screen readers skip them."""

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
    """The content of the title page; any part may be empty."""

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
    """A finished report, ready for any emitter.

    `withheld` has the reason for each answer that is not printed on purpose. If only some parts of an
    answer are withheld, such as the name of a person, `withheld_parts` lists them. `used_answers` are
    the withheld answers that decide how others are printed. `quoted_replies` has each open question
    with quoted replies, and the ids of its fields. `made_on` is the only date in the metadata of a file.
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
