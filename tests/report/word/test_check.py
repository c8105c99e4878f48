from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from carreport.form.richtext import Span
from carreport.report.model import (
    Chart,
    CrossReference,
    Entry,
    Figure,
    Listing,
    Note,
    NoteMark,
    Paragraph,
    PictureFile,
    Table,
    words,
)
from carreport.report.word.accessibility import contrast
from carreport.report.word.check import faults

Parts = dict[str, bytes]
_MAIN = "word/document.xml"
_TIES = "word/_rels/document.xml.rels"


@pytest.fixture
def parts(printed: Any, photo: PictureFile) -> Parts:
    """The members of a sound file in which everything occurs."""
    table = Table("t", 1, "Replies", ("Said", "n"), ((words("Yes"), words("4")),), (False, True))
    report = printed(
        Paragraph((CrossReference("t", "Table 1"), Span("page", link="https://example.org"), NoteMark(1))),
        table,
        Listing((Entry(words("one"), 0, ordered=True),)),
        Figure("f", 1, "The wall", "abc", "A paper wall"),
        Chart("c", 2, "Replies", _SVG, b"\x89PNG", "Most agreed", 60, 20),
        Paragraph(words("The last words.")),
        notes=(Note(1, words("a note")),),
        pictures={"abc": photo},
    )
    assert faults(report.content) == []
    with zipfile.ZipFile(io.BytesIO(report.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _codes(parts: Parts) -> set[str]:
    packet = io.BytesIO()
    with zipfile.ZipFile(packet, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return {fault.code for fault in faults(packet.getvalue())}


def _swap(old: str, new: str, name: str = _MAIN, count: int = 1) -> Callable[[Parts], Parts]:
    def change(parts: Parts) -> Parts:
        assert old.encode() in parts[name], old
        return {**parts, name: parts[name].replace(old.encode(), new.encode(), count)}

    return change


def _without(name: str) -> Callable[[Parts], Parts]:
    return lambda parts: {each: content for each, content in parts.items() if each != name}


def _with_comments(parts: Parts) -> Parts:
    tie = '<Relationship Id="rIdC" Type="http://x/comments" Target="comments.xml"/></Relationships>'
    return _swap("</Relationships>", tie, _TIES)(parts)


_SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>"
_LAST = "The last words.</w:t></w:r></w:p>"
_TIE = '<Relationship Id="rId1" Type="x" Target="styles.xml"/>'
_CONTROL = '<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
_BREAKS = {
    "picture id used twice": (_swap('<wp:docPr id="2"', '<wp:docPr id="1"'), "id-twice"),
    "picture of no tie": (_swap('<a:blip r:embed="', '<a:blip r:embed="x'), "no-such-tie"),
    "bookmark name used twice": (_swap('w:name="_Reft"', 'w:name="_Toconly"'), "id-twice"),
    "bookmark name with a blank": (_swap('w:name="_Reff"', 'w:name="a b"'), "bookmark-name"),
    "bookmark without an end": (_swap("<w:bookmarkEnd", "<w:proofErr"), "half-open"),
    "note that is not there": (
        _swap('<w:footnoteReference w:id="1"', '<w:footnoteReference w:id="9"'),
        "no-note",
    ),
    "picture part missing": (_without("word/media/report1.jpg"), "tie-to-nothing"),
    "type of jpg missing": (_swap('Extension="jpg"', 'Extension="jpx"', "[Content_Types].xml"), "no-type"),
    "type of svg missing": (_swap('Extension="svg"', 'Extension="svx"', "[Content_Types].xml"), "no-type"),
    "types missing": (_without("[Content_Types].xml"), "no-types"),
    "comments part missing": (_with_comments, "tie-to-nothing"),
    "control character": (_swap("The last", "The \x01last"), "not-xml"),
    "run properties out of order": (
        _swap('<w:r><w:t xml:space="preserve">The last', "<w:r><w:rPr><w:i/><w:b/></w:rPr><w:t>The last"),
        "order",
    ),
    "paragraph properties out of order": (
        _swap(_LAST, f'{_LAST}<w:p><w:pPr><w:jc w:val="left"/><w:keepNext/></w:pPr></w:p>'),
        "order",
    ),
    "no table grid": (_swap("w:tblGrid>", "w:tblX>", count=2), "no-grid"),
    "paragraph in a paragraph": (_swap(_LAST, f"{_LAST[:-6]}<w:p/></w:p>"), "nested"),
    "two page set-ups": (_swap(_LAST, f"{_LAST}<w:sectPr/>"), "page-set-up"),
    "cell without a paragraph": (
        _swap(_LAST, f"{_LAST}<w:tbl><w:tblGrid/><w:tr><w:tc/></w:tr></w:tbl>"),
        "cell-end",
    ),
    "table without rows": (_swap(_LAST, f"{_LAST}<w:tbl><w:tblGrid/></w:tbl>"), "no-rows"),
    "field never closed": (_swap('<w:fldChar w:fldCharType="end"/>', ""), "field-open"),
    "reference to no bookmark": (_swap(" REF _Reft ", " REF _Refgone "), "no-bookmark"),
    "link to no bookmark": (_swap('w:anchor="_Toconly"', 'w:anchor="_Tocgone"'), "no-bookmark"),
    "style that is not defined": (_swap('w:val="TableText"', 'w:val="Tabletext"'), "no-style"),
    "list that is not defined": (_swap('<w:numId w:val="4"/>', '<w:numId w:val="99"/>'), "no-list"),
    "content control id used twice": (_swap(_LAST, _LAST + _CONTROL * 2), "id-twice"),
    "comment that only begins": (
        _swap(_LAST, f'{_LAST[:-6]}<w:commentRangeStart w:id="0"/></w:p>'),
        "half-open",
    ),
    "text outside a paragraph": (_swap(_LAST, f"{_LAST}<w:r><w:t>x</w:t></w:r>"), "loose-text"),
    "tie id used twice": (
        _swap("</Relationships>", _TIE * 2 + "</Relationships>", _TIES),
        "tie-twice",
    ),
    "no document": (_without(_MAIN), "no-document"),
}


@pytest.mark.parametrize("name", _BREAKS)
def test_what_word_would_repair_or_refuse_is_found(parts: Parts, name: str) -> None:
    change, code = _BREAKS[name]
    assert code in _codes(change(parts))


_BARRIERS = {
    "no title": (_swap("<dc:title>A report<", "<dc:title><", "docProps/core.xml"), "title-missing"),
    "escaped title": (_swap("A report", "R&amp;amp;D", "docProps/core.xml"), "title-escaped"),
    "no language": (_swap("<dc:language>en-GB<", "<dc:language><", "docProps/core.xml"), "language-missing"),
    "no language of the text": (_swap('w:val="en-GB"', 'w:val=""', "word/styles.xml"), "language-missing"),
    "a heading too deep": (
        _swap(_LAST, f'{_LAST}<w:p><w:pPr><w:pStyle w:val="Heading3"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'),
        "heading-jump",
    ),
    "an empty heading": (
        _swap(_LAST, f'{_LAST}<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr></w:p>'),
        "heading-empty",
    ),
    "a typed heading": (
        _swap('<w:r><w:t xml:space="preserve">The last', "<w:r><w:rPr><w:b/></w:rPr><w:t>The last"),
        "heading-typed",
    ),
    "a typed list": (_swap("The last", "• The last"), "list-typed"),
    "tabs for layout": (_swap("The last", "x</w:t><w:tab/><w:tab/><w:tab/><w:t>The last"), "layout-tabs"),
    "no description": (_swap('descr="A paper wall"', "", count=2), "alt-missing"),
    "a file name": (_swap("A paper wall", "IMG_2001.JPG"), "alt-file-name"),
    "a long description": (_swap("A paper wall", "A wall " * 80), "alt-long"),
    "a floating picture": (_swap("wp:inline", "wp:anchor", count=9), "picture-floats"),
    "no header row": (_swap("<w:tblHeader/>", ""), "header-row"),
    "an empty header cell": (_swap('<w:t xml:space="preserve">Said</w:t>', ""), "header-empty"),
    "merged cells": (
        _swap('w:type="dxa"/></w:tcPr>', 'w:type="dxa"/><w:gridSpan w:val="2"/></w:tcPr>'),
        "cells-merged",
    ),
    "a vague link": (_swap(">page<", ">click here<"), "link-vague"),
    "an empty link": (_swap(">page<", "><"), "link-empty"),
    "pale letters": (_swap('w:val="1C2530"', 'w:val="B0B0B0"', "word/styles.xml"), "contrast"),
}


@pytest.mark.parametrize("name", _BARRIERS)
def test_what_keeps_somebody_from_reading_is_found(parts: Parts, name: str) -> None:
    change, code = _BARRIERS[name]
    assert code in _codes(change(parts))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_used_twice_in_the_package_is_found(parts: Parts) -> None:
    packet = io.BytesIO()
    with zipfile.ZipFile(packet, "w") as archive:
        for name, content in [*parts.items(), (_MAIN, parts[_MAIN])]:
            archive.writestr(name, content)
    assert "name-twice" in {fault.code for fault in faults(packet.getvalue())}


def test_what_is_no_package_is_said_to_be_none() -> None:
    assert [fault.code for fault in faults(b"hello")] == ["not-a-package"]


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("767676", "FFFFFF") == pytest.approx(4.54, abs=0.01)
