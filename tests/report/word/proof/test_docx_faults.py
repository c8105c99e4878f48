from __future__ import annotations

import io
import zipfile

import pytest

from carreport.report.design import contrast_ratio
from carreport.report.word.proof.docx_faults import word_faults
from tests.report.word.corruptions import BREAKS, LAST, MAIN, Parts, everything, packed, swap, unpacked


@pytest.fixture
def parts() -> Parts:
    """The members of a sound file in which everything occurs."""
    content = everything()
    assert word_faults(content) == []
    return unpacked(content)


def _codes(parts: Parts) -> set[str]:
    return {fault.code for fault in word_faults(packed(parts))}


@pytest.mark.parametrize("name", BREAKS)
def test_what_word_would_repair_or_refuse_is_found(parts: Parts, name: str) -> None:
    change, code = BREAKS[name]
    assert code in _codes(change(parts))


BARRIERS = {
    "no title": (swap("<dc:title>A report<", "<dc:title><", "docProps/core.xml"), "title-missing"),
    "escaped title": (swap("A report", "R&amp;amp;D", "docProps/core.xml"), "title-escaped"),
    "no language": (swap("<dc:language>en-GB<", "<dc:language><", "docProps/core.xml"), "language-missing"),
    "no language of the text": (swap('w:val="en-GB"', 'w:val=""', "word/styles.xml"), "language-missing"),
    "a heading too deep": (
        swap(LAST, f'{LAST}<w:p><w:pPr><w:pStyle w:val="Heading3"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'),
        "heading-jump",
    ),
    "an empty heading": (
        swap(LAST, f'{LAST}<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr></w:p>'),
        "heading-empty",
    ),
    "a typed heading": (
        swap('<w:r><w:t xml:space="preserve">The last', "<w:r><w:rPr><w:b/></w:rPr><w:t>The last"),
        "heading-typed",
    ),
    "a typed list": (swap("The last", "• The last"), "list-typed"),
    "tabs for layout": (swap("The last", "x</w:t><w:tab/><w:tab/><w:tab/><w:t>The last"), "layout-tabs"),
    "no description": (swap('descr="A paper wall"', "", count=2), "alt-missing"),
    "a file name": (swap("A paper wall", "IMG_2001.JPG"), "alt-file-name"),
    "a long description": (swap("A paper wall", "A wall " * 80), "alt-long"),
    "a floating picture": (swap("wp:inline", "wp:anchor", count=9), "picture-floats"),
    "no header row": (swap("<w:tblHeader/>", ""), "header-row"),
    "an empty header cell": (swap('<w:t xml:space="preserve">Said</w:t>', ""), "header-empty"),
    "merged cells": (
        swap('w:type="dxa"/></w:tcPr>', 'w:type="dxa"/><w:gridSpan w:val="2"/></w:tcPr>'),
        "cells-merged",
    ),
    "a vague link": (swap(">page<", ">click here<"), "link-vague"),
    "an empty link": (swap(">page<", "><"), "link-empty"),
    "pale letters": (swap('w:val="1C2530"', 'w:val="B0B0B0"', "word/styles.xml"), "contrast"),
}


@pytest.mark.parametrize("name", BARRIERS)
def test_what_keeps_somebody_from_reading_is_found(parts: Parts, name: str) -> None:
    change, code = BARRIERS[name]
    assert code in _codes(change(parts))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_used_twice_in_the_package_is_found(parts: Parts) -> None:
    packet = io.BytesIO()
    with zipfile.ZipFile(packet, "w") as archive:
        for name, content in [*parts.items(), (MAIN, parts[MAIN])]:
            archive.writestr(name, content)
    assert "name-twice" in {fault.code for fault in word_faults(packet.getvalue())}


def test_what_is_no_package_is_said_to_be_none() -> None:
    assert [fault.code for fault in word_faults(b"hello")] == ["not-a-package"]


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast_ratio("000000", "FFFFFF") == pytest.approx(21)
    assert contrast_ratio("767676", "FFFFFF") == pytest.approx(4.54, abs=0.01)
