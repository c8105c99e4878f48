"""A web page stands alone, can be used by everybody, and keeps every word as it was typed."""

from __future__ import annotations

import re
import sys
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
from carreport.report.html import render
from carreport.report.html.design_css import design_css
from carreport.report.html.html_blocks import list_element
from carreport.report.html.render import HtmlTemplateError, render_html
from carreport.report.model import ListItem, Report, ReportSection, TitleBlock, inline_text
from carreport.report.proof.read_back import read_back_html
from carreport.report.templates.find_templates import find_template
from carreport.report.templates.template import ReportTemplate
from carreport.report.templates.trial_reports import full_report
from tests.report.html.strangers import looked_through, shell

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


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    scrolled = root.xpath("//*[contains(@class, 'scroll')]")
    assert all(part.get("tabindex") == "0" and part.get("role") == "group" for part in scrolled)
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


REPORT = Report(TitleBlock(title="A & B"), ())


def test_a_shell_of_ones_own_is_printed_with_every_word_escaped(tmp_path: Path) -> None:
    assert render_html(REPORT, shell(tmp_path, "<h1>{{ title.title }}</h1>")) == "<h1>A &amp; B</h1>"


BROKEN = [
    ("{{ titel }}", "unknown-field", "report.html.j2, line 1"),
    ("{{ title.titel }}", "unknown-field", "report.html.j2, line 1"),
    ("line\n{% if %}", "tag-syntax", "report.html.j2, line 2"),
    ("a\n{% for s in sections %}\n{{ s.bodi }}{% endfor %}", "unknown-field", "report.html.j2, line 3"),
    ("{% include 'other' %}", "include-missing", "report.html.j2, line 1"),
    ("fine\n\n{{ 1 + 'a' }}", "tag-reckons", "report.html.j2, line 3"),
    ("{{ title }}", "print-fields", "report.html.j2, line 1"),
    ("{{ sections }}", "print-list", "report.html.j2, line 1"),
    ("{% for c in title.title %}{{ c }}{% endfor %}", "loop-no-list", "report.html.j2, line 1"),
    ("{{ section.heading }}", "unknown-field", "report.html.j2, line 1"),
    ("{% for line in contents %}{% include 'title-page.html.j2' %}{{ loop.indx }}{% endfor %}",
     "unknown-field", "report.html.j2, line 1"),
    ("{{ title.title|uper }}", "unknown-filter", "report.html.j2, line 1"),
    ("{% block a %}{% for line in contents %}\n{{ line.name }}{% endfor %}{% endblock %}", "unknown-field",
     "report.html.j2, line 2"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "code", "place"), BROKEN)
def test_a_shell_that_cannot_be_printed_says_why_and_where(
    tmp_path: Path, source: str, code: str, place: str
) -> None:
    (mistake,) = looked_through(shell(tmp_path, source), {"": REPORT})["mistakes"]
    assert (mistake[1], mistake[0]) == (code, place)


def test_a_mistake_in_an_included_file_is_found_in_that_file(tmp_path: Path) -> None:
    template = shell(tmp_path, "x\n{% include 'parts/a.html' %}", {"parts/a.html": "y\n\n{{ title.titel }}"})
    with pytest.raises(HtmlTemplateError) as caught:
        render_html(REPORT, template)
    (mistake,) = caught.value.mistakes
    assert str(mistake) == ("parts/a.html, line 3: “titel” is not a field of title. Did you mean “title”?")


def test_the_names_of_a_loop_hold_inside_an_included_file(tmp_path: Path) -> None:
    template = shell(
        tmp_path,
        "{% for line in contents %}{% include 'a.html' %}{% endfor %}",
        {"a.html": "<p>{{ line.text }}</p>"},
    )
    report = Report(TitleBlock(), (ReportSection("s", "1", "Why", ()),))
    assert render_html(report, template) == "<p>Why</p>"


def test_a_body_that_is_empty_counts_as_nothing(tmp_path: Path) -> None:
    source = "{% for s in sections %}{% if s.body %}<p>some</p>{% else %}<p>none</p>{% endif %}{% endfor %}"
    report = Report(TitleBlock(), (ReportSection("s", "1", "Why", ()),))
    assert render_html(report, shell(tmp_path, source)) == "<p>none</p>"


def test_sections_printed_so_often_that_the_page_would_burst_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "LARGEST_PAGE", 100)
    template = shell(tmp_path, "{% for s in sections %}" + "<div>{{ s.body }}</div>" * 9 + "{% endfor %}")
    with pytest.raises(HtmlTemplateError) as caught:
        render_html(full_report(), template)
    assert [mistake.code for mistake in caught.value.mistakes] == ["page-large"]


def test_a_frozen_program_starts_itself_as_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert render.worker_command() == [sys.executable, render.WORKER_FLAG]


def test_a_shell_takes_over_the_shared_page_and_changes_one_block(tmp_path: Path) -> None:
    source = '{% extends "page.html.j2" %}\n{% block contents %}<p>None here.</p>{% endblock %}'
    made = render_html(REPORT, shell(tmp_path, source))
    assert "<p>None here.</p>" in made
    assert '<h1 dir="auto">A &amp; B</h1>' in made


def test_a_template_without_a_page_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        render_html(REPORT, ReportTemplate("mine", tmp_path, "Mine"))
    assert "report.html.j2" in str(caught.value)
