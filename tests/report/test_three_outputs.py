"""A web page, a Word file and a PDF of one report have the same parts, in the same order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from lxml import etree, html

from carreport.report.build import build
from carreport.report.html.render import render_html
from carreport.report.model import Chart, Figure, Heading, Report, Table, plain_text
from carreport.report.pdf.tagged_content import read_pdf
from carreport.report.pdf.typst_pool import TypstPool
from carreport.report.templates.find_templates import find_template
from carreport.report.word import render_word
from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.proof.docx_parts import read_word_file
from carreport.report.word.xml_names import NS, WP, w
from tests.report.fixtures import CASES

TODAY = date(2026, 11, 21)
Parts = dict[str, list[str]]


def bare(text: str) -> str:
    return "".join(text.split()).replace("\u00ad", "")


@cache
def reported(name: str) -> Report:
    return build(*CASES["example"](), find_template(name), TODAY)


def of_model(name: str) -> Parts:
    report = reported(name)
    headings, captions, alts, rows = [], [], [], []
    for section in report.sections:
        headings.append(section.number + section.heading)
        for block in section.body:
            if isinstance(block, Heading):
                headings.append(block.number + block.text)
            if isinstance(block, Table | Figure | Chart):
                kind = "Table" if isinstance(block, Table) else "Figure"
                captions.append((f"{kind} {block.number}" if block.number else "") + block.caption)
            if isinstance(block, Figure | Chart):
                alts.append(block.alt)
            if isinstance(block, Table):
                rows += ["|".join(block.header)]
                rows += ["|".join(plain_text(cell) or "–" for cell in row) for row in block.rows]
    notes = [plain_text(note.text) for note in report.footnotes]
    return bared({"headings": headings, "captions": captions, "alts": alts, "rows": rows, "notes": notes})


def bared(parts: Parts) -> Parts:
    return {name: list(map(bare, each)) for name, each in parts.items()}


def of_html(name: str) -> Parts:
    root = html.document_fromstring(render_html(reported(name), find_template(name)))
    for mark in [*root.iter("sup"), *root.xpath("//*[@class='credit' or @class='back']")]:
        mark.drop_tree()
    every = root.iter("h2", "h3", "h4", "h5", "h6")
    own = [each for each in every if each.get("id") not in ("contents", "notes")]
    captions = [element.text_content().replace(".", "", 1) for element in root.iter("caption", "figcaption")]
    alts = [element.get("alt") or "" for element in root.iter("img")]
    drawn = ["".join(element.itertext()) for element in root.iter("desc")]
    rows = ["|".join(cell.text_content() or "–" for cell in row) for row in root.iter("tr")]
    notes = [element.text_content() for element in root.xpath("//section[@class='notes']//li")]
    return bared({"headings": [each.text_content() for each in own], "captions": captions,
                  "alts": drawn + alts, "rows": rows, "notes": notes})  # fmt: skip


def of_word(name: str) -> Parts:
    opened = read_word_file(render_word(reported(name), find_template(name)))
    body = opened.document
    assert body is not None
    looks = [(_style(element), text_of(element)) for element in body.iter(w("p"))]
    headings = [text for style, text in looks if style.startswith("Heading")]
    captions = [text for style, text in looks if style in ("Caption", "FigureCaption")]
    alts = [str(element.get("descr")) for element in body.iter(f"{{{WP}}}docPr")]
    rows = ["|".join(_cell(cell) for cell in row.iterchildren(w("tc"))) for row in body.iter(w("tr"))]
    notes_part = opened.trees["word/footnotes.xml"]
    notes = [
        "".join(text_of(element) for element in note.iter(w("p")))
        for note in notes_part
        if note.get(w("type")) not in ("separator", "continuationSeparator")
    ]
    return bared({"headings": headings, "captions": captions, "alts": alts, "rows": rows, "notes": notes})


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find("w:pPr/w:pStyle", NS)
    return style.get(w("val"), "") if style is not None else ""


def _cell(cell: etree._Element) -> str:
    return "".join(text_of(element) for element in cell.iter(w("p")))


def of_pdf(name: str) -> Parts:
    with TypstPool() as press:
        read = read_pdf(press.render(reported(name), find_template(name)).pdf)
    tags = list(read.root.walk())
    headings = [tag.text() for tag in tags if tag.type in ("H1", "H2", "H3", "H4", "H5", "H6")]
    headings = [heading for heading in headings if heading.strip() != "Contents"]
    return bared({
        "headings": headings,
        "captions": [tag.text() for tag in tags if tag.type == "Caption"],
        "alts": [tag.alt for tag in tags if tag.type == "Figure"],
        "rows": ["|".join(cell.strip() for cell in tag.cells) for tag in tags if tag.type == "TR"],
        "notes": [tag.text() for tag in tags if tag.type == "Note"],
    })  # fmt: skip


@pytest.mark.parametrize("name", ["inquiry-report", "populated-template", "summary", "action-plan"])
@pytest.mark.parametrize("output", [of_html, of_word, of_pdf])
def test_each_output_has_every_part_of_the_report(name: str, output: Callable[[str], Parts]) -> None:
    expected, found = of_model(name), output(name)
    for part, each in expected.items():
        assert (part, sorted(found[part])) == (part, sorted(each))
