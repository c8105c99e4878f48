"""Describe where an element is in a Word file, in the words its author would use to find it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from carreport.report.word.proof.docx_parts import WordFile
from carreport.report.word.styles import StyleSheet
from carreport.report.word.untrusted.inspect_package import display_name
from carreport.report.word.xml_names import NS, R, w

_LEVEL = re.compile(r"heading \d\Z")
_PAGES = {"first": " on the first page", "even": " on even pages"}
_LONGEST_HEADING = 60
_BREAKS = {w("br"): " ", w("tab"): " ", w("cr"): " "}


@dataclass(slots=True)
class _PartLocations:
    """The label of one part, and a description of where each paragraph in it is."""

    label: str
    paragraphs: dict[etree._Element, str] = field(default_factory=dict)


class LocationFinder:
    """Finds locations in one Word file; each part is read when first needed."""

    def __init__(self, word_file: WordFile) -> None:
        self._word_file = word_file
        sheet = word_file.related_tree("styles", word_file.main_part)
        self._styles = StyleSheet(sheet if sheet is not None else etree.Element(w("styles")))
        self._known: dict[str, _PartLocations] = {}

    def location_of(self, name: str, element: etree._Element) -> str:
        """Return a description of where `element` is in the part `name`."""
        part = self._part(name)
        around = element if element.tag == w("p") else next(element.iterancestors(w("p")), None)
        if around is None:
            around = next(element.iter(w("p")), None)
        return part.paragraphs.get(around, part.label) if around is not None else part.label

    def part_label(self, name: str) -> str:
        """Return the everyday name for a part: document, header, footer or footnotes."""
        return self._part(name).label

    def _part(self, name: str) -> _PartLocations:
        if name not in self._known:
            part = _PartLocations(self._label(name))
            tree = self._word_file.trees.get(name)
            if tree is not None:
                part.paragraphs.update(self._paragraphs(part.label, tree))
            self._known[name] = part
        return self._known[name]

    def _label(self, name: str) -> str:
        main = self._word_file.main_part
        if name == main:
            return "document"
        for relationship_id, (kind, target, _) in self._word_file.relationships.get(main, {}).items():
            if target == name:
                last = kind.rpartition("/")[2]
                return f"{last}{self._pages(relationship_id)}" if last in ("header", "footer") else last
        return display_name(name)

    def _pages(self, relationship_id: str) -> str:
        document = self._word_file.document
        references = document.iterfind(".//w:sectPr/*", NS) if document is not None else iter(())
        for reference in references:
            if reference.get(f"{{{R}}}id") == relationship_id:
                return _PAGES.get(reference.get(w("type"), ""), "")
        return ""

    def _paragraphs(self, label: str, tree: etree._Element) -> Iterator[tuple[etree._Element, str]]:
        heading, count = "", 0
        tables: list[etree._Element] = []
        for paragraph in tree.iter(w("p")):
            words = paragraph_text(paragraph).strip()
            cell = next(paragraph.iterancestors(w("tc")), None)
            box = next(paragraph.iterancestors(w("txbxContent")), None)
            note = next(paragraph.iterancestors(w("footnote"), w("endnote")), None)
            under = f" under “{heading}”" if heading else ""
            if box is not None:
                yield paragraph, f"{label}, text box beside paragraph {max(count, 1)}{under}"
            elif cell is not None:
                yield paragraph, f"{label}, {_cell(tables, cell)}{under}"
            elif note is not None:
                yield paragraph, f"{label}, note {note.get(w('id'), '?')}"
            elif self._is_heading(paragraph) and words:
                heading, count = words[:_LONGEST_HEADING], 0
                yield paragraph, f"{label}, heading “{heading}”"
            else:
                count += bool(words)
                yield paragraph, f"{label}, paragraph {max(count, 1)}{under}"

    def _is_heading(self, paragraph: etree._Element) -> bool:
        style = paragraph.find("w:pPr/w:pStyle", NS)
        return style is not None and bool(_LEVEL.match(self._styles.style_name(style.get(w("val"), ""))))


def _cell(tables: list[etree._Element], cell: etree._Element) -> str:
    row = cell.getparent()
    table = next(cell.iterancestors(w("tbl")))
    if table not in tables:
        tables.append(table)
    rows = list(table.iter(w("tr")))
    place = rows.index(row) + 1 if row is not None and row in rows else 1
    column = 1 + sum(1 for _ in cell.itersiblings(w("tc"), preceding=True))
    return f"table {tables.index(table) + 1}, row {place}, column {column}"


def paragraph_text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph, without any text boxes in it."""
    elements = (
        element
        for element in paragraph.iter(w("t"), *_BREAKS)
        if next(element.iterancestors(w("p")), None) is paragraph
    )
    return "".join(_BREAKS.get(str(element.tag)) or element.text or "" for element in elements)
