"""HTML templates that were made to do harm are refused, or stopped in the limited process."""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import jinja2
import pytest

from carreport.errors import TemplateError
from carreport.report.html.html_proof import html_faults
from carreport.report.html.render import HtmlTemplateError, render_html, render_pages
from carreport.report.model import Report
from carreport.report.templates.template import ReportTemplate
from carreport.report.templates.trial_reports import full_report, trial_reports
from tests.irregular_files import make_sparse_file
from tests.report.html.strangers import FIRST_LINE, looked_through, shell, sound, vast_png

OUTSIDE = "the words of another file"
REPORT = full_report()
Given = str | bytes | tuple[str, Mapping[str, str]] | Callable[[Path], str]


def around(name: str, depth: int) -> str:
    return (
        "".join(f"{{% for {name}{at} in contents %}}" for at in range(depth)) + "x" + "{% endfor %}" * depth
    )


def linked(folder: Path) -> str:
    (folder / "a.html").symlink_to(folder.parent / "secret")
    return '{% include "a.html" %}'


def folder_linked(folder: Path) -> str:
    (folder / "parts").symlink_to(folder.parent)
    return '{% include "parts/secret" %}'


def hard_device(folder: Path) -> str:
    (folder / "a.html").symlink_to("/dev/zero")
    return '{% include "a.html" %}'


def pipe(folder: Path) -> str:
    os.mkfifo(folder / "a.html")
    return '{% include "a.html" %}'


def pipe_as_shell(folder: Path) -> str:
    os.mkfifo(folder / "report.html.j2")
    return ""


def link_as_shell(folder: Path) -> str:
    (folder / "report.html.j2").symlink_to(folder.parent / "secret")
    return ""


def a_folder(folder: Path) -> str:
    (folder / "a.html").mkdir()
    return '{% include "a.html" %}'


def sparse(folder: Path) -> str:
    make_sparse_file(folder / "a.css", 2 << 30)
    return '<style>{% include "a.css" %}</style>'


def picture(data: bytes, kind: str = "png") -> str:
    return sound(f'<img alt="" src="data:image/{kind};base64,{base64.b64encode(data).decode()}">')


RING = {
    "a.html": '{% include "b.html" %}',
    "b.html": '{% include "c.html" %}',
    "c.html": '{% include "a.html" %}',
}
DOUBLING = {f"{at}.html": f'{{% include "{at + 1}.html" %}}' * 2 for at in range(30)} | {"30.html": "x"}
MANY = {f"{at}.html": "x" for at in range(60)}
CHAIN = {f"{at}.html": f'{{% include "{at + 1}.html" %}}' for at in range(38)} | {"38.html": "x"}

HOSTILE: dict[str, tuple[Given, str]] = {
    # Files that include one another, and files that are elsewhere.
    "a ring of three": (('{% include "a.html" %}', RING), "include-ring"),
    "itself": ('{% include "report.html.j2" %}', "include-ring"),
    "a page that extends itself": ('{% extends "report.html.j2" %}', "include-ring"),
    "two that extend one another": (
        ('{% extends "a.html" %}', {"a.html": '{% extends "report.html.j2" %}'}), "include-ring",
    ),
    "a ring over a block": (
        ('{% extends "a.html" %}{% block b %}{% include "a.html" %}{% endblock %}',
         {"a.html": '{% block b %}{% include "report.html.j2" %}{% endblock %}'}), "include-ring",
    ),
    "a ring in a branch that is never taken": (
        ("{% if not title %}{% include 'a.html' %}{% endif %}", RING), "include-ring",
    ),
    "includes that double": (('{% include "0.html" %}', DOUBLING), "include-many"),
    "sixty files": (("".join(f'{{% include "{name}" %}}' for name in MANY), MANY), "parts-many"),
    "a long chain": (('{% include "0.html" %}', CHAIN), "include-deep"),
    "a file above": ('{% include "../secret" %}', "part-name"),
    "a file from the root": ('{% include "/etc/passwd" %}', "part-name"),
    "a drive": (r'{% include "C:\\secret" %}', "include-missing"),
    "a share": ('{% include "//host/share/secret" %}', "part-name"),
    "a name with a NUL": ('{% include "a\\0b" %}', "include-missing"),
    "a page above to extend": ('{% extends "../secret" %}', "part-name"),
    "a name in escapes": (r'{% include "\x2e\x2e/secret" %}', "include-missing"),
    "a name in another case": (('{% include "A.HTML" %}', {"a.html": "x"}), "include-missing"),
    "a name by a variable": ("{% include title.title %}", "include-name"),
    "a name by a condition": ('{% include "a" if title else "../secret" %}', "include-name"),
    "a list of names": ('{% include ["a", "../secret"] %}', "include-name"),
    "a name that may be missing": ('{% include "../secret" ignore missing %}', "part-name"),
    "a link": (linked, "part-kind"),
    "a link to a folder": (folder_linked, "part-outside"),
    "a device": (hard_device, "part-kind"),
    "a pipe": (pipe, "part-kind"),
    "a folder in place of a file": (a_folder, "part-kind"),
    "a pipe in place of the page": (pipe_as_shell, "part-kind"),
    "a link in place of the page": (link_as_shell, "part-kind"),
    "a sparse file of 2 GB": (sparse, "part-large"),
    # Code by way of attributes, functions and definitions.
    "the class of a text": ("{{ ''.__class__.__mro__ }}", "tag-private"),
    "globals": ("{{ title.title.__init__.__globals__ }}", "tag-private"),
    "attributes by a filter": ("{{ title|attr('__class__') }}", "unknown-filter"),
    "cycler": ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "tag-call"),
    "itself as a value": ("{{ self._TemplateReference__context }}", "unknown-field"),
    "an import": ('{% import "report.html.j2" as page %}', "tag-import"),
    "a from": ('{% from "a.html" import m %}', "tag-import"),
    "a macro that calls itself": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "tag-macro"),
    "a call block": ("{% call title() %}x{% endcall %}", "tag-macro"),
    "a set": ("{% set x = title %}", "tag-set"),
    "a block set": ("{% set x %}y{% endset %}", "tag-set"),
    "a namespace": ("{% set ns = namespace() %}", "tag-set"),
    "a with": ("{% with x = title %}{% endwith %}", "tag-set"),
    "a filter block": ("{% filter upper %}x{% endfilter %}", "tag-unknown"),
    "autoescape off": ("{% autoescape false %}{{ title.title }}{% endautoescape %}", "tag-unknown"),
    "the block above": (
        '{% extends "page.html.j2" %}{% block head %}{{ super() }}{% endblock %}',
        "tag-call",
    ),
    # Bombs.
    "a range": ("{% for n in range(10**9) %}x{% endfor %}", "tag-call"),
    "a text times a number": ('{{ "a" * 10**9 }}', "tag-reckons"),
    "five loops in one another": (around("a", 5), "loops-deep"),
    "four loops over two files": (("{% for a in contents %}{% include 'a.html' %}{% endfor %}",
                                   {"a.html": around("b", 3)}), "loops-deep"),
    "a loop that calls itself": (
        "{% for s in sections recursive %}{{ loop(sections) }}{% endfor %}",
        "tag-recursive",
    ),
    "a replacement that grows": ("{{ 'aaaa'|replace('a', 'aaaaaaaa') }}", "unknown-filter"),
    "a wide column": ("{{ title.title|center(10**9) }}", "unknown-filter"),
    "an indent": ("{{ title.title|indent(10**9) }}", "unknown-filter"),
    "a format": ("{{ '%999999999s'|format(title.title) }}", "unknown-filter"),
    "a join": ("{{ title.title|join(title.title) }}", "unknown-filter"),
    "a body in capitals": ("{% for s in sections %}{{ s.body|upper }}{% endfor %}", "wrong-filter"),
    "ten thousand brackets": ("{{ " + "(" * 10_000 + "1" + ")" * 10_000 + " }}", "tag-deep"),
    "ten thousand conditions": ("{% if title %}" * 10_000 + "{% endif %}" * 10_000, "tag-deep"),
    "fifty conditions": ("{% if title %}" * 50 + "{% endif %}" * 50, "tag-deep"),
    "a text of a megabyte in a tag": ("{{ '" + "x" * 900_000 + "' }}", "tag-long"),
    "a page of two megabytes": ("x" * (2 << 20), "part-large"),
    "ten thousand elements in one another": ("<div>" * 10_000, "page-deep"),
    "a loop whose page is too large": (around("a", 3).replace("x", "x" * 5000), "page-large"),
    "thousands of mistakes": ("{{ x }}" * 3000, "unknown-field"),
    # Bytes.
    "no UTF-8": (b"<h1>\xff\xfe</h1>", "part-encoding"),
    "another alphabet": ("<h1>é</h1>".encode("utf-16"), "part-encoding"),
    "a NUL": (b"<h1>\0</h1>", "part-control"),
}  # fmt: skip
ACTIVE: dict[str, tuple[Given, str]] = {
    # What a browser would run or load.
    "a script": (sound("<script>alert(1)</script>"), "page-active"),
    "a script in capitals": (sound("<ScRiPt src=//h/x></sCrIpT>"), "page-active"),
    "a script behind a comment": (sound("<!--><script>alert(1)</script>-->"), "page-active"),
    "a script in raw": (sound("{% raw %}<script>{{ x }}</script>{% endraw %}"), "page-active"),
    "a script in two files": (
        (sound("<scr{% include 'a.html' %}"), {"a.html": "ipt>x()</script>"}),
        "page-active",
    ),
    "a script in a block": (
        '{% extends "page.html.j2" %}{% block styles %}</style><script>x()</script>{% endblock %}',
        "page-active",
    ),
    "an event": (sound('<p onmouseover="x()">x</p>'), "page-active"),
    "an event between slashes": (sound("<svg/onload=x()>"), "page-active"),
    "an event by a value": (sound("<p class={{ title.kind }}>x</p>"), "page-active"),
    "a frame": (sound('<iframe srcdoc="x"></iframe>'), "page-active"),
    "a form": (sound('<form action="//h"><input></form>'), "page-active"),
    "a base": (sound('<base href="//h/">'), "page-active"),
    "a page that goes elsewhere": (sound('<meta http-equiv="refresh" content="0;url=//h">'), "page-active"),
    "another policy": (
        sound('<meta http-equiv="Content-Security-Policy" content="default-src *">'),
        "page-policy",
    ),
    "a style from elsewhere": (sound('<link rel="stylesheet" href="//h/x.css">'), "page-active"),
    "an import of a style": (sound("<style>@import '//h/x.css';</style>"), "page-fetches"),
    "an import in escapes": (sound(r"<style>@\69mport '//h/x.css';</style>"), "page-fetches"),
    "an address in a style": (sound("<style>p { background: url(//h/x.png) }</style>"), "page-fetches"),
    "an address with a comment": (sound("<style>p { background: u/**/rl(//h) }</style>"), "page-fetches"),
    "an address in an attribute": (sound('<p style="background: URL(//h)">x</p>'), "page-fetches"),
    "an address in a style of its own": ((sound("<style>{% include 'a.css' %}</style>"),
                                          {"a.css": "p { cursor: url(//h) }"}), "page-fetches"),
    "a picture from elsewhere": (sound('<img alt="" src="https://h/x.png">'), "page-fetches"),
    "a picture of the computer": (sound('<img alt="" src="file:///etc/passwd">'), "page-fetches"),
    "pictures by a set": (sound('<img alt="" src="data:," srcset="//h/x.png 2x">'), "page-active"),
    "a page as a picture": (sound('<img alt="" src="data:text/html;base64,PHA+">'), "page-fetches"),
    "a drawing that loads": (sound('<svg><image href="//h/x"/></svg>'), "page-active"),
    "a drawing that uses another": (sound('<svg><use xlink:href="//h/x#a"/></svg>'), "page-fetches"),
    "a style in a drawing": (sound("<svg><style><img src=x onerror=y></style></svg>"), "page-active"),
    "a link that runs": (sound('<a href="javascript:x()">Here we are</a>'), "page-link"),
    "a link that runs, hidden": (sound('<a href=" java&#10;script:x()">Here we are</a>'), "page-link"),
    "a link to the computer": (sound('<a href="file:///etc/passwd">Here we are</a>'), "page-link"),
    "a link by a value": (sound('<a href="{{ title.kind }}">Here we are</a>'), "page-link"),
    "a second body": (sound("<body onload=x()>"), "page-markup"),
    "an instruction": (sound("<?php x() ?>"), "page-markup"),
    "CDATA": (sound("<![CDATA[<img src=x>]]>"), "page-markup"),
    # Pictures that are none, and bodies where nobody reads them.
    "a picture in bad letters": (sound('<img alt="" src="data:image/png;base64,A">'), "page-picture"),
    "a picture that is none": (picture(b"<script>"), "page-picture"),
    "a picture of another kind": (picture(b"GIF89a...", "jpeg"), "page-picture"),
    "a picture of a billion dots": (picture(vast_png()), "page-picture"),
    "a picture cut off": (picture(vast_png(40)[:60]), "page-picture"),
    "another alphabet of the page": (sound('<meta charset="iso-2022-jp">'), "page-active"),
    "bodies in a comment": (
        sound("<!-- {% for s in sections %}{{ s.body }}{% endfor %} -->"),
        "body-misplaced",
    ),
    "bodies in a style": (
        sound("<style>{% for s in sections %}{{ s.body }}{% endfor %}</style>"),
        "body-misplaced",
    ),
    "bodies in an attribute": (
        sound("{% for s in sections %}<p title='{{ s.body }}'>x</p>{% endfor %}"),
        "body-misplaced",
    ),
    "bodies that are hidden": (
        sound("<div hidden>{% for s in sections %}{{ s.body }}{% endfor %}</div>"),
        "body-misplaced",
    ),
}  # fmt: skip
BY_LINKS = {"a link", "a link to a folder", "a device", "a pipe", "a pipe in place of the page",
            "a link in place of the page"}  # fmt: skip


def made(tmp_path: Path, given: Given) -> ReportTemplate:
    (tmp_path / "secret").write_text(OUTSIDE, encoding="utf-8")
    folder = tmp_path / "mine"
    folder.mkdir()
    if callable(given):
        given = given(folder)
        if not given:
            return ReportTemplate("mine", folder, "Mine")
    source, others = given if isinstance(given, tuple) else (given, {})
    return shell(folder, source, others)


def long_report(times: int = 1) -> Report:
    """Return a report with a hundred lines of contents, or several hundred."""
    sections = tuple(
        section.__class__(f"s{at}", str(at), f"Section {at}", section.body)
        for at, section in enumerate(REPORT.sections[:1] * 100)
    )
    return replace(REPORT, sections=sections * times)


def _never(*_: object, **__: object) -> None:
    pytest.fail("the template was read as a template in the main process")


def test_there_are_at_least_a_hundred_of_them() -> None:
    assert len(HOSTILE) + len(ACTIVE) >= 100


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_shell_is_refused_and_never_read_in_our_own_process(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name in BY_LINKS and sys.platform == "win32":
        pytest.skip("Windows has no such files")
    given, code = HOSTILE[name]
    monkeypatch.setattr(jinja2.Environment, "_parse", _never)
    reports = {"long": long_report()} if "loop" in name else {"full": REPORT}
    with pytest.raises(HtmlTemplateError) as caught:
        render_pages(reports, made(tmp_path, given))
    mistakes = caught.value.mistakes
    assert code in [mistake.code for mistake in mistakes], list(map(str, mistakes))
    assert all(mistake.place and mistake.message.endswith(".") for mistake in mistakes)
    assert len(mistakes) <= 100
    assert OUTSIDE not in str(caught.value)


@pytest.mark.parametrize("name", ACTIVE)
def test_what_a_browser_would_run_or_load_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    given, code = ACTIVE[name]
    reply = looked_through(made(tmp_path, given), trial_reports())
    places = {place for place, found, *_ in reply["mistakes"] if found == code}
    assert places & {f"report.html.j2, line {FIRST_LINE}", "report.html.j2, line 1", "a.css, line 1"}, reply


@pytest.mark.parametrize("target", ["https://example.org", "mailto:a@example.org", "tel:+44123", "#top"])
def test_links_that_load_nothing_are_allowed(target: str, tmp_path: Path) -> None:
    template = shell(tmp_path, sound(f'<p id="top"><a href="{target}">Here we are</a></p>'))
    assert f'href="{target}"' in render_html(REPORT, template)


def test_a_loop_of_millions_is_stopped_in_the_limited_process(tmp_path: Path) -> None:
    template = shell(tmp_path, around("a", 3).replace("x{%", "{% if a0.text == a1.text %}{% endif %}{%"))
    with pytest.raises(TemplateError) as caught:
        render_pages({"long": long_report(5)}, template, longest_wait=1.5)
    assert caught.value.code == "template-stopped"
    assert caught.value.remedy


def test_files_that_nobody_includes_are_never_looked_at(tmp_path: Path) -> None:
    template = shell(tmp_path, sound())
    for number in range(3000):
        (tmp_path / f"{number}.html").touch()
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
    assert "Opening words of Section 0" in render_html(REPORT, template)


PIECES = (
    "{% include 'a.html' %}", "{% include '../secret' %}", "{% extends 'a.html' %}",
    "{{ title.title }}", "{{ title",
    "}}", "{%", "%}", "{% for s in sections %}", "{% endfor %}", "{% if title %}", "{% else %}",
    "{% endif %}",
    "{% block b %}", "{% endblock %}", "{{ section.body }}", "{{ s.body }}", "<script>",
    "</style>", "<style>",
    "<!--", "-->", "<p onclick=x>", "url(//h)", "<img src='", "'>", "\u202e", "{#", "#}",
    "{% raw %}", "{% endraw %}",
    "{{ s.__class__ }}", "{% set a = 1 %}", "{{ loop.index }}", "<a href='javascript:x'>",
    "{{ [1] * 9 }}", "\n", "&#x3c;",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(100))
def test_a_shell_of_random_pieces_is_printed_plainly_or_refused(seed: int, tmp_path: Path) -> None:
    drawn = Random(seed)  # noqa: S311 - no secret
    source, other = ("".join(drawn.choices(PIECES, k=drawn.randint(1, 12))) for _ in range(2))
    template = made(tmp_path, (source, {"a.html": other}))
    reply = looked_through(template, {"full": REPORT})
    assert OUTSIDE not in str(reply)
    for page in reply.get("pages", {}).values():
        assert not {"page-active", "page-fetches"} & {fault.code for fault in html_faults(page.encode())}
