"""The check of a web page finds what keeps somebody from reading it, and what it would fetch."""

from __future__ import annotations

from datetime import date

import pytest

from carreport.report.build import build
from carreport.report.html.html_proof import html_faults
from carreport.report.html.render import render_html
from carreport.report.templates.find_templates import find_template
from tests.report.fixtures import example


@pytest.fixture(scope="module")
def page() -> str:
    template = find_template("inquiry-report")
    return render_html(build(*example(), template, date(2026, 11, 21)), template)


def test_a_sound_page_has_no_faults(page: str) -> None:
    assert html_faults(page.encode()) == []


FAULTS = [
    ('<html lang="en-GB">', "<html>", "page-language"),
    ("default-src 'none'", "default-src *", "page-policy"),
    ("<main ", "<div ", "page-main"),
    ("</h1>", "</h1><h1>Another</h1>", "headings"),
    ("</h1>", "</h1><h4>Too deep</h4>", "headings"),
    ("</h1>", "</h1><h2></h2>", "headings"),
    ("</h1>", "</h1><script>1</script>", "page-active"),
    ("</h1>", '</h1><b onclick="1">a</b>', "page-active"),
    ("</h1>", '</h1><img src="https://example.org/a.png" alt="a">', "page-fetches"),
    ("</h1>", '</h1><img src="data:,">', "alt-missing"),
    ("</style>", "b { background: url(a.png) }</style>", "page-fetches"),
    ('<th scope="col"', "<th", "table-header"),
    ('id="section-1"', 'id="section-2"', "ids"),
    ('href="#section-1"', 'href="#nowhere"', "link-nowhere"),
    ("</h1>", '</h1><a href="https://example.org/">here</a>', "link-vague"),
    ("</h1>", '</h1><a href="https://example.org/"></a>', "link-empty"),
]


@pytest.mark.parametrize(("before", "after", "code"), FAULTS)
def test_each_fault_is_found(page: str, before: str, after: str, code: str) -> None:
    assert before in page
    broken = page.replace(before, after, 1)
    assert code in [fault.code for fault in html_faults(broken.encode())]


def test_a_page_without_a_title_is_told() -> None:
    assert "page-title" in [fault.code for fault in html_faults(b"<html><body><p>Words</p></body></html>")]
