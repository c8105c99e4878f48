"""Read a finished report back: its paragraphs, its table rows and its pictures.

Only what a reader gets counts. This reads the bytes by itself and shares nothing with the
emitters, so it finds what they lose.
"""

from __future__ import annotations

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
EMPTY_CELL = "–"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
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
    """What a reader finds in a finished file.

    `pictures` counts the pictures shown, by what `picture_key` tells of each; a drawing that
    `is_drawn` in the page itself counts by its description. `folding` says when two texts are
    the same words, and `faults` what is wrong with the file as a whole.
    """

    paragraphs: list[str] = field(default_factory=list)
    rows: Counter[tuple[str, ...]] = field(default_factory=Counter)
    pictures: Counter[str] = field(default_factory=Counter)
    has_drawn_charts: bool = False
    normaliser: TextNormaliser = AS_WRITTEN
    picture_key: Callable[[PictureFile], str] = _key_of_bytes
    faults: tuple[str, ...] = ()


def cell_key(text: str) -> str:
    """Return what a cell counts by: its words, or the dash that stands in an empty one."""
    return text.strip() or EMPTY_CELL


def read_back_html(data: bytes) -> ReportContent:
    """Read a web page back."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = html.document_fromstring(data, parser=parser)
    found = ReportContent(has_drawn_charts=True)
    for element in root.iter(*_BLOCKS):
        found.paragraphs.append(_html_text(element))
    for row in root.iter("tr"):
        found.rows[tuple(cell_key(_html_text(cell)) for cell in row.iter("td", "th"))] += 1
    for image in root.iter("img"):
        found.paragraphs.append(image.get("alt", ""))
        _, _, encoded = image.get("src", "").partition(";base64,")
        found.pictures[checksum(b64decode(encoded))] += 1
    for drawing in root.iter("svg"):
        found.pictures["".join(each.text or "" for each in drawing.iter("desc"))] += 1
    return found


def read_back_word(data: bytes) -> ReportContent:
    """Read a Word file back: its body, its tables, its notes and the words for its pictures."""
    found = ReportContent()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    with ZipFile(BytesIO(data)) as package:
        names = frozenset(package.namelist())
        for name in ("word/document.xml", "word/footnotes.xml"):
            if name not in names:
                continue
            root = etree.fromstring(package.read(name), parser)
            _read_word_part(root, found)
            targets = _relationship_targets(package, names, name, parser)
            for picture in root.iter(f"{_A}blip"):
                target = targets.get(picture.get(f"{_R}embed", ""), "")
                if target in names:
                    found.pictures[checksum(package.read(target))] += 1
    return found


def read_back_pdf(data: bytes) -> ReportContent:
    """Read a PDF back by its tags, as a screen reader does."""
    from carreport.report.pdf.tagged_content import picture_key, read_pdf  # noqa: PLC0415 - PDFium is large

    read = read_pdf(data)
    found = ReportContent(
        has_drawn_charts=True, normaliser=AS_TYPESET, picture_key=picture_key, faults=tuple(read.faults())
    )
    found.pictures.update(read.pictures)
    for tag in read.root.walk():
        if tag.is_paragraph:
            found.paragraphs.append(tag.text())
        if tag.type == "TR":
            found.rows[tuple(AS_TYPESET.comparison_key(cell_key(cell)) for cell in tag.cells)] += 1
        if tag.alt:
            found.paragraphs.append(tag.alt)
            found.pictures[tag.alt] += 1
    return found


def _html_text(element: html.HtmlElement) -> str:
    return "".join(_html_pieces(element))


def _html_pieces(element: html.HtmlElement) -> Iterator[str]:
    """Yield the text of an element as it is read, without the marks of notes."""
    yield element.text or ""
    for inner in element:
        if inner.tag == "br":
            yield "\n"
        elif inner.tag != "sup":
            yield from _html_pieces(inner)
        yield inner.tail or ""


def _read_word_part(root: etree._Element, found: ReportContent) -> None:
    for paragraph in root.iter(f"{_W}p"):
        found.paragraphs.append(_word_text(paragraph))
    for row in root.iter(f"{_W}tr"):
        cells = ("\n".join(map(_word_text, cell.iter(f"{_W}p"))) for cell in row.iterchildren(f"{_W}tc"))
        found.rows[tuple(map(cell_key, cells))] += 1
    for element in root.iter():
        described = element.get("descr")
        if described:
            found.paragraphs.append(described)


def _word_text(paragraph: etree._Element) -> str:
    pieces: list[str] = []
    for each in paragraph.iter():
        if each.tag == f"{_W}t":
            pieces.append(each.text or "")
        elif each.tag in _CONTROL_CHARACTERS:
            pieces.append(_CONTROL_CHARACTERS[str(each.tag)])
    return "".join(pieces)


def _relationship_targets(
    package: ZipFile, names: frozenset[str], part: str, parser: etree.XMLParser
) -> dict[str, str]:
    """Return the files that a part of the package names, by the id that it names them by."""
    folder, _, file = part.rpartition("/")
    ties = f"{folder}/_rels/{file}.rels"
    if ties not in names:
        return {}
    root = etree.fromstring(package.read(ties), parser)
    return {
        str(each.get("Id")): normpath(f"{folder}/{each.get('Target')}").lstrip("/")
        if not str(each.get("Target")).startswith("/")
        else str(each.get("Target")).lstrip("/")
        for each in root
    }
