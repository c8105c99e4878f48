"""Colours, type sizes and fonts of reports stand in `report.design`, and Word, HTML and PDF follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it comes without types
import pytest
from pypdfium2 import raw

from carreport.report import design
from carreport.report.charts.agreement_chart import draw_agreement_chart
from carreport.report.design import DESIGN, design_for
from carreport.report.html.design_css import design_css
from carreport.report.html.render import render_html
from carreport.report.model import Callout, Paragraph, Report, ReportSection, TitleBlock, inline_text
from carreport.report.pdf.typst_pool import TypstPool
from carreport.report.templates.template import ReportTemplate
from carreport.report.word.proof.docx_parts import read_word_file
from carreport.report.word.styles import styles_xml
from carreport.report.word.xml_names import NS, w
from carreport.survey.agreement import scale_steps, tally_statement
from templates.build_word_shells import inquiry_report, shell_bytes
from tests.report.word.conftest import printed_here

ROOT = Path(__file__).resolve().parents[2]
PINK, PINK_DOTS = "#FFC0CB", (255, 192, 203)
REPORT = Report(
    TitleBlock(title="T"),
    (
        ReportSection(
            "s-1", "1", "S", (Paragraph(inline_text("Running text")), Callout((inline_text("Remember"),)))
        ),
    ),
)
COLOUR = re.compile(r"""#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b(?!;")|["'][0-9A-F]{6}["']|rgb\("|hsl\(""")
SIZE = {
    ".py": re.compile(r"""_type\(\d|w:sz(Cs)? w:val="\d|font-size="\d"""),
    ".css": re.compile(r"font(-size)?:[^;}]*\d(pt|px|rem|em)\b"),
    ".j2": re.compile(r"font(-size)?:[^;}]*\d(pt|px|rem|em)\b"),
    ".typ": re.compile(r"(text\((size: )?|\bsize: |stroke: )[^,)]*[\d.]+pt"),
}
FONT = re.compile(r"""["' ](Arial|Liberation Sans|Helvetica)["',]""")
ALLOWED = {
    "FFFFFF": "accessibility.py: the page of Word, where a document gives no background",
    "“#1C2530”": "styles.py: an example of how a colour is written",
    "sup {": "styles.css: a raised figure is smaller than the words beside it",
    "* 1pt": "report.typ: a size that it was given, as a length",
}
"""What may look like a colour, a size or a font elsewhere, with the reason."""


@dataclass(frozen=True)
class Layout:
    follows_form: bool = False
    is_sheet: bool = False
    is_landscape: bool = False


@pytest.fixture
def _pink(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give callouts another background, and text another size."""
    pink = replace(DESIGN.light, callout=PINK)
    monkeypatch.setattr(
        design, "DESIGN", replace(DESIGN, light=pink, sizes=replace(DESIGN.sizes, body=13.5, callout=17))
    )


def word_styles(folder: Path, styles: str = "") -> dict[str, Any]:
    """Return the styles of the report, printed with a Word template that was built just now."""
    (folder / "report.docx").write_bytes(shell_bytes(inquiry_report(), styles))
    found = read_word_file(printed_here(REPORT, folder)).related_tree("styles")
    assert found is not None
    return {name.get(w("val"), ""): style for style in found for name in style.iterfind("w:name", NS)}


@pytest.mark.usefixtures("_pink")
def test_word_follows_a_changed_design(tmp_path: Path) -> None:
    styles = word_styles(tmp_path)
    assert styles["Callout"].find("w:pPr/w:shd", NS).get(w("fill")) == PINK[1:]
    assert styles["Callout"].find("w:rPr/w:sz", NS).get(w("val")) == "34"
    assert styles["Normal"].find("w:rPr/w:sz", NS).get(w("val")) == "27"


def test_a_word_template_without_callouts_is_given_those_of_the_design(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = re.sub(r'<w:style [^>]*w:styleId="Callout".*?</w:style>', "", styles_xml())
    monkeypatch.setattr(design, "DESIGN", replace(DESIGN, light=replace(DESIGN.light, callout=PINK)))
    styles = word_styles(tmp_path, without)
    assert styles["Callout"].find("w:pPr/w:shd", NS).get(w("fill")) == PINK[1:]


@pytest.mark.usefixtures("_pink")
def test_a_web_page_follows_a_changed_design() -> None:
    page = render_html(REPORT, ReportTemplate("t", ROOT / "templates" / "inquiry-report", "T"))
    screen, paper = page.split("@media print", 1)
    assert f"--callout: {PINK};" in screen
    assert f"--callout: {PINK};" in paper
    assert ("--size-body: 1.125rem;" in screen, "--size-body: 13.5pt;" in paper) == (True, True)
    assert "background: var(--callout)" in page


def test_every_value_of_a_web_page_has_a_name_of_its_own_and_a_place_in_the_guide() -> None:
    light = design_css(DESIGN).partition("}")[0]
    names = re.findall(r"--([\w-]+):", light)
    assert len(names) == len(fields(DESIGN.light)) + len(fields(DESIGN.sizes)) + len(
        ("chart-ground", "line-callout", "font")
    )
    guide = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    own = [name for name in names if not name.startswith("size-") and name != "chart-ground"]
    assert [name for name in own if f"`--{name}`" not in guide] == []


def test_a_template_may_have_values_of_its_own_on_a_web_page(tmp_path: Path) -> None:
    own = '{% extends "page.html.j2" %}{% block styles %}:root { --callout: #fff4d6; }{% endblock %}'
    (tmp_path / "report.html.j2").write_text(own, encoding="utf-8")
    page = render_html(REPORT, ReportTemplate("t", tmp_path, "T"))
    assert re.findall(r"--callout: (#\w+);", page)[-1] == "#fff4d6"


@pytest.mark.usefixtures("_pink")
def test_a_pdf_follows_a_changed_design() -> None:
    with TypstPool() as press:
        printed = press.render(REPORT, Layout(is_sheet=False))
    with pypdfium2.PdfDocument(printed.pdf) as document:
        page = document[len(document) - 1]
        text = page.get_textpage()
        said = text.get_text_range()
        sizes = [raw.FPDFText_GetFontSize(text, said.index(word)) for word in ("Running", "Remember")]
        dots = {colour for _, colour in page.render().to_pil().convert("RGB").getcolors(100_000)}
    assert sizes == pytest.approx([13.5, 17])
    assert PINK_DOTS in dots


def test_charts_follow_a_changed_design(monkeypatch: pytest.MonkeyPatch) -> None:
    chart = replace(DESIGN.chart, disagree=PINK)
    monkeypatch.setattr(design, "DESIGN", replace(DESIGN, chart=chart))
    steps = scale_steps({"agree": "Agree", "disagree": "Disagree"})
    row = tally_statement("S", {"agree": 3, "disagree": 2}, steps)
    drawn = draw_agreement_chart([row], "a", "c")
    assert f'fill="{PINK}"' in drawn.svg


def test_sheets_follow_the_usual_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(design, "DESIGN", replace(DESIGN, sizes=replace(DESIGN.sizes, lead=30)))
    summary, plan = (design_for(Layout(is_sheet=True, is_landscape=wide)) for wide in (False, True))
    assert (summary.sizes.lead, plan.sizes.lead) == (27, 36)


def lines_of_the_look() -> Iterator[tuple[str, Path, str]]:
    """Yield each line of what makes reports look as they do, without the design itself."""
    paths = [*(ROOT / "carreport" / "report").rglob("*.py"), *(ROOT / "resources" / "pdf").iterdir()]
    paths += [path for path in (ROOT / "templates").rglob("*") if path.suffix in SIZE]
    for path in sorted(paths):
        if path.name != "design.py":
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                yield f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()}", path, line


def test_no_colour_size_or_font_stands_elsewhere() -> None:
    found = [
        (place, line)
        for place, path, line in lines_of_the_look()
        if COLOUR.search(line) or SIZE[path.suffix].search(line) or FONT.search(line)
    ]
    assert [place for place, line in found if not any(each in line for each in ALLOWED)] == []
    assert [each for each in ALLOWED if not any(each in line for _, line in found)] == []


@pytest.mark.parametrize(
    "line",
    [
        "color: #1c2530;",
        "color: #fff;",
        "font-size: 1.3rem; }",
        "font: 12pt/1.4 x;",
        "<p style='x' y=\"Arial\"",
    ],
)
def test_a_value_that_is_written_into_a_web_page_is_noticed(line: str) -> None:
    assert COLOUR.search(line) or SIZE[".css"].search(line) or FONT.search(line)


@pytest.mark.parametrize(
    "line",
    ['#let ink = rgb("#1C2530")', "#set text(10pt, fill: x)", "text(size: 10.5pt)", "stroke: 0.6pt + muted"],
)
def test_a_value_that_is_written_into_the_pdf_template_is_noticed(line: str) -> None:
    assert COLOUR.search(line) or SIZE[".typ"].search(line)


def test_no_type_on_a_sheet_is_too_small_to_read() -> None:
    sizes = DESIGN.for_one_page.sizes
    assert min(getattr(sizes, size.name) for size in fields(sizes)) == 10.5
