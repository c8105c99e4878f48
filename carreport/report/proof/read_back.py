"""Read a finished report file back: its paragraphs, table rows and pictures.

Only what a reader sees or hears is read, from the bytes of the file. No code is shared with the
emitters, so anything they lose is noticed.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import normpath
from zipfile import ZipFile

from lxml import etree, html

from carreport.report.model import PictureFile
from carreport.report.proof.normalise_text import AS_TYPESET, AS_WRITTEN, TextNormaliser, checksum

_BLOCKS = (
    "p",
    "li",
    "dt",
    "dd",
    "td",
    "th",
    "caption",
    "figcaption",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
)
_READABLE = re.compile(r"(?!data:)[\s\S]*[^\W\d_]{2}")
"""An attribute that contains words, unlike the bytes of a picture."""
_CSS_TEXT = re.compile(r"""content\s*:\s*["']([^"']+)""")
EMPTY_CELL = "–"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HIDDEN_TEXT = (f"{_W}instrText", f"{_W}delText", f"{_A}t")
_NAMED_BY_VALUE = tuple(f"{_W}{name}" for name in ("alias", "tag", "tblCaption", "tblDescription", "docVar"))
_HIDDEN_ATTRIBUTES = (f"{_W}author", f"{_W}instr", f"{_W}tooltip", "descr", "title")
_CONTROL_CHARACTERS = {
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "\u00ad",
}


def _key_of_bytes(picture: PictureFile) -> str:
    return checksum(picture.data)


@dataclass(slots=True)
class ReportContent:
    """The content of a finished file, as its reader finds it.

    `asides` are texts outside the paragraphs: headers and footers, properties, the addresses of links.
    `pictures` counts pictures by `picture_key`. If the file `has_drawn_charts`, charts are counted
    there too, by their alt text. `normaliser` says how texts are compared, and `faults` lists what is
    wrong with the file as a whole.
    """

    paragraphs: list[str] = field(default_factory=list)
    rows: Counter[tuple[str, ...]] = field(default_factory=Counter)
    pictures: Counter[str] = field(default_factory=Counter)
    has_drawn_charts: bool = False
    normaliser: TextNormaliser = AS_WRITTEN
    picture_key: Callable[[PictureFile], str] = _key_of_bytes
    faults: tuple[str, ...] = ()
    asides: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """Everything that a reader can find in the file, or in its properties."""
        return [*self.paragraphs, *self.asides]


def cell_key(text: str) -> str:
    """Return the text of a cell, stripped, or the dash that is printed in an empty cell."""
    return text.strip() or EMPTY_CELL


def read_back_html(data: bytes) -> ReportContent:
    """Return the content of a finished web page."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = html.document_fromstring(data, parser=parser)
    content = ReportContent(has_drawn_charts=True)
    for element in root.iter(*_BLOCKS):
        content.paragraphs.append(_html_text(element))
    for row in root.iter("tr"):
        content.rows[tuple(cell_key(_html_text(cell)) for cell in row.iter("td", "th"))] += 1
    for image in root.iter("img"):
        content.paragraphs.append(image.get("alt", ""))
        _, _, encoded = image.get("src", "").partition(";base64,")
        content.pictures[checksum(b64decode(encoded))] += 1
    content.asides += _html_asides(root)
    for drawing in root.iter("svg"):
        content.pictures["".join(description.text or "" for description in drawing.iter("desc"))] += 1
    return content


def read_back_word(data: bytes) -> ReportContent:
    """Return the content of a finished Word file: its body, tables, footnotes, pictures and alt texts."""
    content = ReportContent()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    with ZipFile(BytesIO(data)) as package:
        names = frozenset(package.namelist())
        for name in ("word/document.xml", "word/footnotes.xml"):
            if name not in names:
                continue
            root = etree.fromstring(package.read(name), parser)
            _read_word_part(root, content)
            targets = _relationship_targets(package, names, name, parser)
            for picture in root.iter(f"{_A}blip"):
                target = targets.get(picture.get(f"{_R}embed", ""), "")
                if target in names:
                    content.pictures[checksum(package.read(target))] += 1
        content.asides += _word_asides(package, parser)
    return content


def read_back_pdf(data: bytes) -> ReportContent:
    """Return the tagged content of a finished PDF, as a screen reader reads it."""
    from carreport.report.pdf.tagged_content import picture_key, read_pdf  # noqa: PLC0415 - PDFium is large

    tagged = read_pdf(data)
    content = ReportContent(
        has_drawn_charts=True, normaliser=AS_TYPESET, picture_key=picture_key, faults=tuple(tagged.faults())
    )
    content.pictures.update(tagged.pictures)
    for tag in tagged.root.walk():
        if tag.is_paragraph:
            content.paragraphs.append(tag.text())
        if tag.type == "TR":
            content.rows[tuple(AS_TYPESET.comparison_key(cell_key(cell)) for cell in tag.cells)] += 1
        if tag.alt:
            content.paragraphs.append(tag.alt)
            content.pictures[tag.alt] += 1
    content.asides += [tagged.title, *tagged.bookmarks]
    return content


def _html_text(element: html.HtmlElement) -> str:
    return "".join(_html_pieces(element))


def _html_pieces(element: html.HtmlElement) -> Iterator[str]:
    """Yield the text of an element in pieces, without footnote marks."""
    yield element.text or ""
    for inner in element:
        if inner.tag == "br":
            yield "\n"
        elif inner.tag != "sup":
            yield from _html_pieces(inner)
        yield inner.tail or ""


def _html_asides(root: html.HtmlElement) -> Iterator[str]:
    """Yield the text outside the blocks of a page, and the attributes that a reader may find."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield element.text or ""  # a comment
            continue
        yield from (value for value in element.attrib.values() if _READABLE.match(value))
        if element.tag in ("style", "script"):
            yield from _CSS_TEXT.findall(element.text or "")
        elif element.tag == "sup":
            yield _html_text(element)
        elif element.tag not in _BLOCKS and not any(
            above.tag in _BLOCKS for above in element.iterancestors()
        ):
            yield from (element.text or "", *(inner.tail or "" for inner in element))


def _word_asides(package: ZipFile, parser: etree.XMLParser) -> Iterator[str]:
    """Yield the text of the other parts of a document, its properties, and the addresses of links."""
    for name in package.namelist():
        if not name.endswith((".xml", ".rels")):
            continue
        root = etree.fromstring(package.read(name), parser)
        if name.startswith("word/") and name.endswith(".xml"):
            if name not in ("word/document.xml", "word/footnotes.xml"):
                yield from map(_word_text, root.iter(f"{_W}p"))
            yield from _hidden_in_word(root)
        elif name.startswith("customXml/") and name.endswith(".xml"):
            yield from map(str, root.itertext())
        elif name.endswith(".rels"):
            yield from (str(link.get("Target")) for link in root if link.get("TargetMode") == "External")
        elif name.startswith("docProps/"):
            yield from (element.text or "" for element in root.iter())


def _hidden_in_word(root: etree._Element) -> Iterator[str]:
    """Yield what a part says outside its paragraphs: fields, names of tables, authors of changes."""
    for element in root.iter(etree.Element):
        if element.tag in _HIDDEN_TEXT:
            yield element.text or ""
        elif element.tag in _NAMED_BY_VALUE:
            yield element.get(f"{_W}val", "")
        yield from (text for name in _HIDDEN_ATTRIBUTES if (text := element.get(name)))


def _read_word_part(root: etree._Element, content: ReportContent) -> None:
    for paragraph in root.iter(f"{_W}p"):
        content.paragraphs.append(_word_text(paragraph))
    for row in root.iter(f"{_W}tr"):
        cells = ("\n".join(map(_word_text, cell.iter(f"{_W}p"))) for cell in row.iterchildren(f"{_W}tc"))
        content.rows[tuple(map(cell_key, cells))] += 1
    for element in root.iter():
        description = element.get("descr")
        if description:
            content.paragraphs.append(description)


def _word_text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph, without what a content control shows until something is typed."""
    placeholders = {
        inside
        for mark in paragraph.iter(f"{_W}showingPlcHdr")
        for control in mark.iterancestors(f"{_W}sdt")
        for inside in control.iter()
    }
    pieces: list[str] = []
    for element in paragraph.iter():
        if element in placeholders:
            continue
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag in _CONTROL_CHARACTERS:
            pieces.append(_CONTROL_CHARACTERS[str(element.tag)])
    return "".join(pieces)


def _relationship_targets(
    package: ZipFile, names: frozenset[str], part: str, parser: etree.XMLParser
) -> dict[str, str]:
    """Return the targets of a part's relationships, by relationship id."""
    folder, _, file = part.rpartition("/")
    ties = f"{folder}/_rels/{file}.rels"
    if ties not in names:
        return {}
    root = etree.fromstring(package.read(ties), parser)
    return {
        str(relationship.get("Id")): normpath(f"{folder}/{relationship.get('Target')}").lstrip("/")
        if not str(relationship.get("Target")).startswith("/")
        else str(relationship.get("Target")).lstrip("/")
        for relationship in root
    }
