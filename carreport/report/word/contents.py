"""Fill in the table of contents, so that it is complete even before Word updates the field."""

from __future__ import annotations

import re

from lxml import etree

from carreport.report.model import Report
from carreport.report.word.styles import StyleSheet
from carreport.report.word.word_inline import reads_from_right, run_xml
from carreport.report.word.xml_names import NS, W, bookmark_name, w

_FIELD = re.compile(r"\s*TOC\b(?!.*\\[cf]\b)", re.DOTALL)
_LEVELS = re.compile(r'\\o\s+"\d-(\d)"')


def fill_contents(body: etree._Element, report: Report, styles: StyleSheet, bookmarks: set[str]) -> None:
    """Replace the result of each TOC field with a linked line for each heading.

    There are no page numbers: a wrong number is worse than none, and Word adds them on request.
    """
    for instruction in list(body.iter(w("instrText"))):
        if _FIELD.match(instruction.text or ""):
            _fill(instruction, report, styles, bookmarks)


def _fill(instruction: etree._Element, report: Report, styles: StyleSheet, bookmarks: set[str]) -> None:
    code = instruction.text or ""
    levels = _LEVELS.search(code)
    first = next(instruction.iterancestors(w("p")))
    last = _end_of_field(first)
    lines = [
        _line(entry.level, entry.number, entry.text, bookmark_name("_Toc", entry.anchor), styles)
        for entry in report.contents(int(levels[1]) if levels else 3)
        if bookmark_name("_Toc", entry.anchor) in bookmarks
    ]
    opening = _opening(code)
    lines = lines or [_paragraph("", styles.style_id("toc 1"))]
    lines[0][1:1] = opening
    _replace_field_result(first, last, lines)


def _replace_field_result(first: etree._Element, last: etree._Element, lines: list[etree._Element]) -> None:
    """Replace a field's paragraphs with `lines` and a last paragraph that keeps the old properties."""
    parent = first.getparent()
    assert parent is not None  # noqa: S101 (a paragraph of a document has a parent)
    place = parent.index(first)
    for old in list(parent)[place : parent.index(last) + 1]:
        parent.remove(old)
    ending = _paragraph("", "")
    properties = last.find("w:pPr", NS)
    if last is not first and properties is not None:
        ending.append(properties)
    ending.append(_field_mark("end"))
    for offset, line in enumerate([*lines, ending]):
        parent.insert(place + offset, line)


def _end_of_field(first: etree._Element) -> etree._Element:
    depth = 0
    paragraph: etree._Element | None = first
    while paragraph is not None:
        for mark in paragraph.iter(w("fldChar")):
            depth += {"begin": 1, "end": -1}.get(mark.get(w("fldCharType"), ""), 0)
            if depth == 0:
                return paragraph
        paragraph = paragraph.getnext()
    return first


def _line(level: int, number: str, text: str, bookmark: str, styles: StyleSheet) -> etree._Element:
    title = text.replace("\n", " ")
    runs = run_xml(f"{number}\u2002" if number else "") if number else ""
    link = f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{runs}{run_xml(title)}</w:hyperlink>'
    return _paragraph(link, styles.style_id(f"toc {min(level, 3)}"), turned=reads_from_right(title))


def _paragraph(inner: str, style: str, *, turned: bool = False) -> etree._Element:
    direction = "<w:bidi/>" if turned else ""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/>{direction}</w:pPr>' if style else ""
    return etree.fromstring(f'<x xmlns:w="{W}"><w:p>{properties}{inner}</w:p></x>')[0]


def _opening(code: str) -> list[etree._Element]:
    run = etree.Element(w("r"))
    instruction = etree.SubElement(run, w("instrText"))
    instruction.text = code
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return [_field_mark("begin"), run, _field_mark("separate")]


def _field_mark(kind: str) -> etree._Element:
    run = etree.Element(w("r"))
    etree.SubElement(run, w("fldChar"), {w("fldCharType"): kind})
    return run
