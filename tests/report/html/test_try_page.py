"""A page of one's own is tried with three reports; what is lost, missing or hidden is told with its place."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from carreport.errors import TemplateError
from carreport.report.export import export_report
from carreport.report.html.try_page import try_page
from carreport.report.install_template import TemplateNotAdded, add_template, check_template
from carreport.report.templates.find_templates import find_template
from carreport.report.templates.trial_reports import trial_reports
from tests.report.fixtures import thin
from tests.report.html.strangers import FIRST_LINE, FOOT, HEAD, LOOP, looked_through, shell, sound

OUTLINE = '[template]\ntitle = "Ours"\noutline = "form"\n'
LINE = f"report.html.j2, line {FIRST_LINE}"


def written(folder: Path, source: str, others: dict[str, str] | None = None) -> Path:
    """Return a folder with a whole template, but for Word."""
    shell(folder, source, {"template.toml": OUTLINE, **(others or {})})
    return folder


def test_a_sound_page_has_nothing_to_tell(tmp_path: Path) -> None:
    assert try_page(shell(tmp_path, sound())) == ((), ())


LOST = {
    "no sections": (HEAD + FOOT, "no-sections", "report.html.j2"),
    "sections under a condition": (
        sound().replace("{{ section.body }}", "{% if section.front %}{{ section.body }}{% endif %}"),
        "section-lost", "report.html.j2, full trial report",
    ),
    "notes": (
        HEAD + LOOP.partition("{% for note")[0] + FOOT, "notes-lost", "report.html.j2, full trial report",
    ),
    "a policy": (
        sound().replace("http-equiv", "name").replace("Content-Security-Policy", "description"),
        "page-policy", "report.html.j2, line 3",
    ),
    "a title": (
        sound().replace("<title>{{ title.title }}</title>", ""), "page-title", "report.html.j2, line 3",
    ),
    "a title with nothing in it": (sound().replace("<title>{{ title.title }}", "<title>"), "page-title",
                                   "report.html.j2, line 3"),
    "a comment without end": (sound("<!-- never closed"), "body-misplaced", "report.html.j2, line 18"),
    "sections by a style": (sound("<style>main { display: none }</style>"), "hidden-answer", LINE),
    "sections by an escaped style": (
        sound("<style>body > main { d\\69splay /* x */ : none }</style>"), "hidden-answer", LINE,
    ),
    "tables on paper": (
        sound("<style>@media print { nav { color: red } div.table { visibility: hidden } }</style>"),
        "hidden-answer", LINE,
    ),
    "callouts by a style of two": (
        sound("<style>.mine, .callout { opacity: 0 }</style>"), "hidden-answer", LINE,
    ),
    "a block that is there twice": (
        "{% block a %}{% endblock %}\n{% block a %}{% endblock %}", "tag-failed", "report.html.j2, line 2",
    ),
    "a value in a style": (sound("<style>p { color: {{ title.date }} }</style>"), "value-in-style", LINE),
}  # fmt: skip


@pytest.mark.parametrize("name", LOST)
def test_what_reports_would_lose_or_lack_is_a_mistake(name: str, tmp_path: Path) -> None:
    source, code, place = LOST[name]
    found = looked_through(shell(tmp_path, source), trial_reports())["mistakes"]
    assert (place, code) in [(mistake[0], mistake[1]) for mistake in found], found


REMARKS = {
    "a comment": (sound("<!-- not for everybody -->"), "hidden-comment", LINE),
    "a hidden element": (sound("<p hidden>not for everybody</p>"), "hidden-element", LINE),
    "an element that is not displayed": (
        sound('<p style="color: red; DISPLAY : none">not for everybody</p>'), "hidden-element", LINE,
    ),
    "white letters": (sound('<p style="color:#fff">not for everybody</p>'), "hidden-element", LINE),
    "letters without size": (sound('<p style="font-size: 0">not for everybody</p>'), "hidden-element", LINE),
    "letters beside the page": (
        sound('<p style="position:absolute;left:-9999px">not for everybody</p>'), "hidden-element", LINE,
    ),
    "a style of its own": (
        sound("<style>\n.x { visibility: hidden }</style>"), "hidden-style", "report.html.j2, line 11",
    ),
    "a style of what is not an answer": (
        sound("<style>.mine:before, main .note { display: none }</style>"), "hidden-style", LINE,
    ),
    "white letters in a style": (sound("<style>p { color: white }</style>"), "hidden-style", LINE),
    "a tip": (sound('<p title="not for everybody">x</p>'), "hidden-attribute", LINE),
    "data": (sound('<p data-x="not for everybody">x</p>'), "hidden-attribute", LINE),
    "a label": (sound('<p aria-label="not for everybody">x</p>'), "hidden-attribute", LINE),
    "a description of the page": (
        sound().replace("<title>", '<meta name="author" content="not for everybody">\n<title>'),
        "hidden-attribute", "report.html.j2, line 5",
    ),
    "letters that nobody sees": (sound("<p>not for\u200b everybody</p>"), "hidden-letters", LINE),
    "words beside the blocks": (
        '{% extends "page.html.j2" %}\nnot for everybody\n{% block styles %}{% endblock %}',
        "outside-blocks", "report.html.j2, line 2",
    ),
    "an end tag without start": (sound("<div></span></div>"), "page-tags", LINE),
    "a value that is never printed": (
        sound().replace("{{ title.series }}", ""), "never-printed", "report.html.j2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REMARKS)
def test_what_readers_do_not_see_is_told(name: str, tmp_path: Path) -> None:
    source, code, place = REMARKS[name]
    reply = looked_through(shell(tmp_path, source), trial_reports())
    told = [remark for remark in reply.get("remarks", ()) if (remark[0], remark[1]) == (place, code)]
    assert told, reply
    if "for everybody" in source and code != "hidden-letters":
        assert "not for everybody" in told[0][2]


def test_what_the_supplied_page_hides_is_not_told_of_a_page_that_uses_it(tmp_path: Path) -> None:
    assert try_page(shell(tmp_path, '{% extends "page.html.j2" %}')) == ((), ())


def test_a_folder_with_a_page_alone_is_checked_and_added_with_what_it_includes(tmp_path: Path) -> None:
    parts = {"parts/ours.css": "h2 { color: #14366F }", "notes.txt": "nobody needs this"}
    source = sound("<style>{% include 'parts/ours.css' %}</style>")
    folder = written(tmp_path / "ours", source, parts)
    checked = check_template(folder)
    assert (checked.mistakes, [warning.code for warning in checked.warnings]) == ((), ["no-shell"])
    added = add_template(folder, "Ours", checked=checked)
    names = {path.relative_to(added.folder).as_posix() for path in added.folder.rglob("*") if path.is_file()}
    assert names == {"template.toml", "report.html.j2", "parts/ours.css"}


def test_a_report_is_made_and_proven_with_a_page_of_ones_own(tmp_path: Path) -> None:
    logo = "data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs="
    page = sound(f'<img alt="Logo" src="{logo}">')
    add_template(written(tmp_path / "ours", page), "Ours")
    form, answers, pictures = thin()
    target = tmp_path / "report.html"
    made = export_report(form, answers, pictures, "ours", target, date(2026, 11, 21))
    assert made.proof.missing == ()
    assert b"carreport" not in target.read_bytes().partition(b"<body>")[2].partition(b"<h2")[0]


def test_a_page_with_mistakes_is_not_added(tmp_path: Path) -> None:
    with pytest.raises(TemplateNotAdded) as caught:
        add_template(written(tmp_path / "ours", sound("<script>x()</script>")), "Ours")
    assert [mistake.code for mistake in caught.value.mistakes] == ["page-active"]


def test_a_page_changed_after_it_was_added_is_judged_again(tmp_path: Path) -> None:
    add_template(written(tmp_path / "ours", sound()), "Ours")
    shell(find_template("ours").folder, sound('<img alt="" src="https://example.org/x.png">'))
    form, answers, pictures = thin()
    with pytest.raises(TemplateError) as caught:
        export_report(form, answers, pictures, "ours", tmp_path / "report.html", date(2026, 11, 21))
    assert caught.value.code == "template-shell"
    assert not (tmp_path / "report.html").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("name", ["report.html.j2", "report.docx", "template.toml"])
def test_a_pipe_in_place_of_a_file_of_a_template_is_told_and_not_waited_for(
    tmp_path: Path, name: str
) -> None:
    folder = written(tmp_path / "ours", sound())
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    assert "part-kind" in [mistake.code for mistake in check_template(folder).mistakes]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_pipe_given_as_a_word_template_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ours.docx")
    assert [mistake.code for mistake in check_template(tmp_path / "ours.docx").mistakes] == ["part-kind"]


def test_the_whole_page_in_the_guide_is_sound(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "templates.md").read_text(encoding="utf-8")
    page = "<!DOCTYPE html>" + guide.partition("<!DOCTYPE html>")[2].partition("```")[0]
    mistakes, warnings = try_page(shell(tmp_path, page))
    assert mistakes == ()
    assert {warning.code for warning in warnings} == {"never-printed"}
