"""The model of a finished report, before it is rendered.

Sections, tables, figures and footnotes are already numbered. Each output format has an emitter that
renders these blocks. A picture is referred to by checksum; `Report.pictures` holds its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from carreport.form.answers import Answers
from carreport.form.people import UnnamedPerson
from carreport.form.richtext import Span
from carreport.form.schema import Voice
from carreport.language.messages import gettext
from carreport.survey.themes import ReplyFieldIds


@dataclass(frozen=True, slots=True)
class FootnoteReference:
    """A footnote reference mark in inline text."""

    number: int


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A link to another place in the report, with its text, such as “Table 3”."""

    anchor: str
    text: str


_PLACEHOLDER = re.compile(r"\{(\w+)\}")
InlineText = tuple[Span | FootnoteReference | CrossReference, ...]
"""Inline text: spans with emphasis and links, footnote marks and cross-references."""


def inline_text(text: str) -> InlineText:
    """Return plain `text` as inline text."""
    return (Span(text),) if text else ()


def filled_in(message: str, **values: InlineText) -> InlineText:
    """Return a translated message as inline text, with its placeholders filled in by inline text."""
    running: InlineText = ()
    for place, piece in enumerate(_PLACEHOLDER.split(message)):
        running += values[piece] if place % 2 else inline_text(piece)
    return running


def plain_text(running: InlineText) -> str:
    """Return inline text as plain text, without footnote marks.

    A note that is not numbered yet follows its word in brackets, for where there can be no footnote.
    """
    return "".join(_plain_piece(part) for part in running if not isinstance(part, FootnoteReference))


def _plain_piece(part: Span | CrossReference) -> str:
    note = part.note if isinstance(part, Span) else ()
    return f"{part.text} ({plain_text(note)})" if note else part.text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; level 2 is directly below the section heading.

    A heading with `is_numbered` false introduces something small, such as a source; it is not listed
    in the contents. `marks` are the footnote marks after its text.
    """

    level: int
    number: str
    text: str
    anchor: str
    is_numbered: bool = True
    marks: InlineText = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `style` is body, lead (larger opening text), label (bold) or small."""

    text: InlineText
    style: str = "body"
    voice: Voice | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item in a list, at level 0 to 2; it has an `anchor` if a cross-reference can point to it."""

    text: InlineText
    level: int = 0
    is_ordered: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list with bullets or numbers; numbering starts at 1 in each list."""

    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """A quotation, with the speaker below it unless `speaker` is empty."""

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
    """A table with one header row; `numeric_columns` says which columns contain numbers.

    `has_row_headers` means that the first cell in each row is its header. `is_blank_form` means that
    empty cells are there to be filled in by hand. A table in somebody's text has no caption and no number,
    and its header has formatting and footnotes in `header_text`; `header` has the words alone.
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
    header_text: tuple[InlineText, ...] = ()

    @property
    def header_cells(self) -> tuple[InlineText, ...]:
        """The header as inline text."""
        return self.header_text or tuple(map(inline_text, self.header))

    @property
    def is_in_text(self) -> bool:
        """Say whether the table is part of somebody's text, so that it has no caption and no number."""
        return bool(self.header_text)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption; `picture` is the checksum under which `Report.pictures` holds it."""

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

    `svg` is the complete drawing, and `png` is the same drawing for programs that cannot show SVG.
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


def numbered_label(block: Table | Figure | Chart) -> str:
    """Return “Table 3” or “Figure 3”, or an empty string for a table or picture without a number."""
    if not block.number:
        return ""
    number = str(block.number)
    if isinstance(block, Table):
        return gettext("Table {number}", number=number)
    return gettext("Figure {number}", number=number)


BOX = "\u2610"
"""A box to tick."""


@dataclass(frozen=True, slots=True)
class WritingLines:
    """Ruled lines to write the answer to `question` on, or a place to type it."""

    lines: int
    question: str = ""


@dataclass(frozen=True, slots=True)
class TickBoxes:
    """Boxes to tick as the answer to `question`, each with its label, and what to do above them."""

    labels: tuple[str, ...]
    question: str = ""
    hint: str = ""

    @property
    def text(self) -> str:
        """The hint on a line of its own, and all boxes on the next."""
        boxes = "\u2003".join(f"{BOX}\u00a0{label}" for label in self.labels)
        return "\n".join(filter(None, (self.hint, boxes)))


Block = (
    Heading
    | Paragraph
    | ListBlock
    | BlockQuote
    | Callout
    | FactList
    | Table
    | Figure
    | Chart
    | WritingLines
    | TickBoxes
)


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A section with its heading; `number` is empty for an unnumbered section."""

    anchor: str
    number: str
    heading: str
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line in the table of contents."""

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
    """The content of the title page; any field may be empty."""

    kind: str = ""
    title: str = ""
    subtitle: str = ""
    author: str = ""
    affiliation: str = ""
    coproducers: str = ""
    series: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class ReportNames:
    """The people whose names a report may not print, and the names of the `others` in the inquiry.

    `writers` gives, by path, who wrote each entry that is not signed with a name. `hidden` gives the key
    of each name that was removed, by the path of the answer.
    """

    unnamed: tuple[UnnamedPerson, ...] = ()
    others: tuple[str, ...] = ()
    writers: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report, ready for any emitter.

    `withheld` gives, by path, the reason for each answer left out on purpose. `withheld_parts` lists
    what is left out of answers that are otherwise printed, such as a person's name. `used_answers`
    are the withheld answers that decide how others are printed. `quoted_replies` gives the field ids
    for each open question whose replies are quoted, by path. `made_on` is the only date in the
    metadata of the finished file. `printed` holds the answers that may be printed, as far as they may.
    `language` is that of the report’s words; `text_languages` has the texts in other languages.
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
    names: ReportNames = field(default_factory=ReportNames)
    printed: Answers = field(default_factory=Answers)
    text_languages: Mapping[str, str] = field(default_factory=dict)

    def contents(self, deepest: int = 2) -> Iterator[ContentsEntry]:
        """Yield the lines of the table of contents in reading order, down to level `deepest`."""
        for section in self.sections:
            yield ContentsEntry(1, section.number, section.heading, section.anchor)
            for block in section.body:
                if isinstance(block, Heading) and block.is_numbered and block.level <= deepest:
                    yield ContentsEntry(block.level, block.number, block.text, block.anchor)

    def blocks(self) -> Iterator[Block]:
        """Yield every block of every section, in reading order."""
        for section in self.sections:
            yield from section.body
