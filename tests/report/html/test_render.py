"""A web page stands alone, can be used by everybody, and keeps every word as it was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from carreport.assets import template_folders
from carreport.errors import TemplateError
from carreport.report.build import build
from carreport.report.design import DESIGN
from carreport.report.html.html_blocks import list_element
from carreport.report.html.html_sandbox import design_css
from carreport.report.html.render import render_html
from carreport.report.model import ListItem, Report, TitleBlock, inline_text
from carreport.report.proof.read_back import read_back_html
from carreport.report.templates.find_templates import find_template
from carreport.report.templates.template import ReportTemplate

Make = Callable[..., Any]
FIELDS = "".join(
    f'[[section.field]]\nid = "{kind}"\nkind = "{kind}"\nlabel = "The {kind}?"\n'
    for kind in ("line", "text", "person", "link")
) + (
    '[[section.field]]\nid = "rows"\nkind = "list"\nlabel = "Rows"\n'
    '[[section.field.field]]\nid = "one"\nkind = "line"\nlabel = "One"\n'
    '[[section.field.field]]\nid = "two"\nkind = "line"\nlabel = "Two"\n'
    '[[section.field]]\nid = "s"\nkind = "survey"\nlabel = "Survey"\n'
)
NASTY = (
    "& < > \" ' {{ title }} {% raw %} {# gone #} </script> &amp; &#0; ]]>",
    "bell\x07 nul\x00 soft\x0bbreak half\ud83d nonchar\ufffe end",
    "👩🏽‍🏫 שלום مرحبا 日本語 e\u0301 \u202eabc\u202c",
    "x" * 10_000,
)


def filled(words_: str) -> dict[str, Any]:
    return {
        "line": words_,
        "text": f"{words_}\n\n- {words_}",
        "person": {"name": words_, "role": words_},
        "rows": [{"one": words_, "two": words_}],
        "s": [{"statement": words_, "agree": 3}],
    }


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_hostile_words_come_back_whole(make: Make, nasty: str) -> None:
    made = make(FIELDS, filled(nasty))
    assert made.proof.missing == ()
    assert "<script" not in made.html


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), min_size=1, max_size=60))
def test_any_words_come_back_whole(make: Make, typed: str) -> None:
    assert make(FIELDS, filled(typed)).proof.missing == ()


def test_blanks_are_kept_as_they_were_typed(make: Make) -> None:
    made = make(FIELDS, {"text": "two  blanks\nand a new line"})
    assert "two  blanks\nand a new line" in read_back_html(made.html.encode()).paragraphs


def page(example: Any, name: str) -> html.HtmlElement:
    template = find_template(name)
    report = build(example.form, example.answers, example.pictures, template, date(2026, 11, 21))
    return html.document_fromstring(render_html(report, template))


NAMES = [folder.name for folder in template_folders()]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fetches_nothing_and_runs_nothing(example: Any, name: str) -> None:
    root = page(example, name)
    assert not root.xpath("//script | //link | //iframe | //object | //base | //@onclick | //@onload")
    policy = root.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert all(source.startswith("data:") for source in root.xpath("//@src"))
    assert "url(" not in root.xpath("string(//style)")
    assert "@import" not in root.xpath("string(//style)")


@pytest.mark.parametrize("name", NAMES)
def test_headings_never_skip_a_level_and_there_is_one_title(example: Any, name: str) -> None:
    levels = [
        int(str(element.tag)[1]) for element in page(example, name).iter("h1", "h2", "h3", "h4", "h5", "h6")
    ]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_every_link_inside_leads_somewhere_and_no_id_stands_twice(example: Any, name: str) -> None:
    root = page(example, name)
    ids = root.xpath("//@id")
    assert len(set(ids)) == len(ids)
    named = [element[1:] for element in root.xpath("//a/@href") if element.startswith("#")]
    named += " ".join(root.xpath("//@aria-labelledby")).split()
    assert set(named) <= set(ids)


@pytest.mark.parametrize("name", NAMES)
def test_tables_and_pictures_can_be_followed_without_seeing_them(example: Any, name: str) -> None:
    root = page(example, name)
    assert root.get("lang") == "en-GB"
    assert root.xpath("//table")
    to_fill = {cell for table in root.xpath("//*[contains(@class, 'to-fill')]") for cell in table.iter("td")}
    for table in root.iter("table"):
        assert table.find("caption") is not None
        assert set(table.xpath(".//th/@scope")) <= {"col", "row"}
        assert all(cell.text_content().strip() for cell in table.iter("th", "td") if cell not in to_fill)
    assert all(image.get("alt") for image in root.iter("img"))
    assert all(region.get("tabindex") == "0" for region in root.xpath("//*[@role='region']"))
    assert root.xpath("//a[@class='skip' and @href='#main']")


def colours(style: str, after: str) -> dict[str, str]:
    block = style[style.index(after) :].partition("}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", block))


def ratio(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("after", [":root", "prefers-color-scheme: dark", "@media print"])
def test_words_stand_out_in_light_in_dark_and_on_paper(after: str) -> None:
    found = colours(design_css(DESIGN), after)
    for text in ("ink", "muted", "accent"):
        assert all(ratio(found[text], found[ground]) >= 4.5 for ground in ("sheet", "paper"))
    assert ratio(found["ink"], found["callout"]) >= 4.5
    assert ratio(found["accent"], found["callout"]) >= 4.5


def test_lists_nest_as_deep_as_they_were_written() -> None:
    made = list_element(
        (
            ListItem(inline_text("a")),
            ListItem(inline_text("b"), 2),
            ListItem(inline_text("c"), 1, is_ordered=True),
            ListItem(inline_text("d")),
        )
    )
    root = html.fragment_fromstring(str(made), create_parent="div")
    assert [element.text_content() for element in root.findall("ul/li")] == ["abc", "d"]
    assert [element.text_content() for element in root.findall("ul/li/ul/li")] == ["b"]
    assert [element.text_content() for element in root.findall("ul/li/ol/li")] == ["c"]


def shell(folder: Path, source: str) -> ReportTemplate:
    (folder / "report.html.j2").write_text(source, encoding="utf-8")
    return ReportTemplate(folder.name, folder, "Mine")


REPORT = Report(TitleBlock(title="A & B"), ())


def test_a_shell_of_ones_own_is_printed_with_every_word_escaped(tmp_path: Path) -> None:
    assert render_html(REPORT, shell(tmp_path, "<h1>{{ title.title }}</h1>")) == "<h1>A &amp; B</h1>"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{{ titel }}", "'titel' is undefined"),
        ("line\n{% if %}", "line 2"),
        ("{% include 'other' %}", "“other”"),
        ("{% include '../conftest.py' %}", "“../conftest.py”"),
        ("fine\n\n{{ 1 + 'a' }}", "(line 3)"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ title.title.__init__.__globals__ }}", "unsafe"),
        ("{% for i in range(9) %}{% endfor %}", "“call”"),
        ("{% set all = title %}", "“assign”"),
        ("{{ 'a' * 1000000000 }}", "“mul”"),
        ("{% include 'report.html.j2' %}", "It includes itself"),
        ("{% extends 'report.html.j2' %}", "It includes itself"),
    ],
)
def test_a_shell_that_cannot_be_printed_says_why(tmp_path: Path, source: str, reason: str) -> None:
    with pytest.raises(TemplateError) as caught:
        render_html(REPORT, shell(tmp_path, source))
    assert caught.value.code == "template-shell"
    assert reason in str(caught.value)


def test_a_shell_takes_over_the_shared_page_and_changes_one_block(tmp_path: Path) -> None:
    source = '{% extends "page.html.j2" %}\n{% block contents %}<p>None here.</p>{% endblock %}'
    made = render_html(REPORT, shell(tmp_path, source))
    assert "<p>None here.</p>" in made
    assert '<h1 dir="auto">A &amp; B</h1>' in made


def test_a_template_without_a_page_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        render_html(REPORT, ReportTemplate("mine", tmp_path, "Mine"))
    assert "report.html.j2" in str(caught.value)
