"""Tidy a template's document after its loops and conditions have run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from carreport.report.word.word_inline import reads_from_right
from carreport.report.word.xml_names import NS, PARAGRAPH_ORDER, RUN_ORDER, W, w

SLOT = "carreport"
"""The target of the processing instructions that mark slots for section bodies."""

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_EDIT_MARKS = (b"rsid", b"paraId", b"textId", b"w:nsid", b"w:tmpl")
_LEAST_MARGIN = 850
_CELL_ENDS = (w("p"), w("sdt"))


def tidy_template(root: etree._Element) -> None:
    """Make a rendered shell valid, with unique ids and no empty tables or cells; remove editing traces."""
    _move_slots_to_body(root)
    _drop_empty_tables(root)
    close_cells(root)
    _renumber_bookmarks(root)
    _drop_repeated_ids(root)
    _drop_edit_marks(root)
    _drop_comments(root)
    set_paragraph_directions(root)


def body_slots(root: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield each slot for a section body, with the index of its section."""
    for mark in root.iter(etree.ProcessingInstruction):
        if str(mark).startswith(f"<?{SLOT} "):
            yield int(mark.text or "0"), mark


def _move_slots_to_body(root: etree._Element) -> None:
    """Move slots out of paragraphs, which cannot contain a section body."""
    for _, mark in list(body_slots(root)):
        around = next(mark.iterancestors(w("p")), None)
        if around is None:
            continue
        parent = mark.getparent()
        tail = mark.tail or ""
        mark.tail = None
        if parent is not None and tail:
            parent.text = (parent.text or "") + tail
        around.addnext(mark)
        if not "".join(around.itertext(w("t"))).strip():
            _remove(around)


def _drop_empty_tables(root: etree._Element) -> None:
    for table in list(root.iter(w("tbl"))):
        if table.find("w:tr", NS) is None and table.find(".//w:tr", NS) is None:
            _remove(table)


def close_cells(root: etree._Element) -> None:
    """Add a paragraph to the end of each cell that lacks one, as Word requires."""
    for cell in root.iter(w("tc")):
        last = cell[-1] if len(cell) else None
        if last is None or last.tag not in _CELL_ENDS:
            etree.SubElement(cell, w("p"))


def _renumber_bookmarks(root: etree._Element) -> None:
    """Give bookmarks unique ids, and drop repeats of the same name, which loops create."""
    names: set[str] = set()
    fresh: dict[str, str | None] = {}
    count = 0
    for element in list(root.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        old = element.get(w("id"), "")
        if element.tag == w("bookmarkEnd"):
            new = fresh.get(old)
        elif element.get(w("name"), "") in names:
            new = fresh[old] = None
        else:
            names.add(element.get(w("name"), ""))
            count += 1
            new = fresh[old] = str(count)
        if new is None:
            _remove(element)
        else:
            element.set(w("id"), new)


def _drop_repeated_ids(root: etree._Element) -> None:
    seen: set[str] = set()
    for number in list(root.iterfind(".//w:sdtPr/w:id", NS)):
        value = number.get(w("val"), "")
        if value in seen:
            _remove(number)
        seen.add(value)


def remove_edit_marks(content: bytes) -> bytes:
    """Return a template part without revision and paragraph ids, which reveal how it was edited."""
    if not any(mark in content for mark in _EDIT_MARKS):
        return content
    root = etree.fromstring(content)
    _drop_edit_marks(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _drop_edit_marks(root: etree._Element) -> None:
    for element in list(root.iter(w("rsid"), w("nsid"), w("tmpl"))):
        _remove(element)
    for element in root.iter(etree.Element):
        for name in element.attrib:
            if str(name).startswith((f"{{{W}}}rsid", f"{{{_W14}}}paraId", f"{{{_W14}}}textId")):
                del element.attrib[name]


def _drop_comments(root: etree._Element) -> None:
    """Remove comment marks, because comments in a template are not for readers of the report."""
    for mark in list(root.iter(w("commentRangeStart"), w("commentRangeEnd"))):
        _remove(mark)
    for mark in list(root.iter(w("commentReference"))):
        run = mark.getparent()
        if run is not None:
            _remove(run)


def set_paragraph_directions(root: etree._Element) -> None:
    """Set the direction of paragraphs whose first strong letter is right-to-left."""
    for paragraph in root.iter(w("p")):
        if not reads_from_right("".join(paragraph.itertext(w("t")))):
            continue
        properties = _properties(paragraph, "pPr")
        if properties.find("w:bidi", NS) is None:
            _insert(properties, "bidi", PARAGRAPH_ORDER)
        for run in paragraph.iter(w("r")):
            marks = _properties(run, "rPr")
            if marks.find("w:rtl", NS) is None:
                _insert(marks, "rtl", RUN_ORDER)


@dataclass(frozen=True, slots=True)
class TextArea:
    """The text width, and how far a wide table may extend into the outer margin, in twips."""

    width: int = 8390
    outer_margin: int = 0


def text_area_of(root: etree._Element) -> TextArea:
    """Return the text area of the last Word section, which contains the report itself."""
    page = next(iter(reversed(root.findall(".//w:sectPr", NS))), None)
    size = page.find("w:pgSz", NS) if page is not None else None
    margins = page.find("w:pgMar", NS) if page is not None else None
    if size is None or margins is None:
        return TextArea()
    left, right, gutter = (_twips(margins, side) for side in ("left", "right", "gutter"))
    text = _twips(size, "w") - left - right - gutter
    return TextArea(max(text, 2000), max(right - _LEAST_MARGIN, 0))


def _twips(element: etree._Element, name: str) -> int:
    digits = re.match(r"\d+", element.get(w(name), ""))
    return int(digits[0]) if digits else 0


def _properties(element: etree._Element, name: str) -> etree._Element:
    properties = element.find(f"w:{name}", NS)
    if properties is None:
        properties = etree.Element(w(name))
        element.insert(0, properties)
    return properties


def _insert(properties: etree._Element, name: str, order: tuple[str, ...]) -> None:
    """Insert a property where the schema requires it."""
    earlier = {w(tag) for tag in order[: order.index(name)]}
    place = sum(1 for element in properties if element.tag in earlier)
    properties.insert(place, etree.Element(w(name)))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
