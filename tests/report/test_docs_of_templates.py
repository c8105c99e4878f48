"""docs/templates.md teaches every presentation and every word that it takes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from carreport.report.design import DESIGN
from carreport.report.html.design_css import design_css
from carreport.report.templates.loader import PART_KEYS, SECTION_KEYS, TEMPLATE_KEYS, WITHHOLD_KEYS
from carreport.report.templates.placeholders import PLACEHOLDERS, shell_shape
from carreport.report.templates.presentations import PRESENTATIONS
from carreport.report.templates.shell_context import shell_context
from carreport.report.templates.shell_sandbox import FILTERS
from carreport.report.templates.trial_reports import full_report
from carreport.report.word.styles import styles_of

KINDS = {"": "text", "0": "a number", "False": "yes or no", "body": "a body", "[]": "a list"}
ENTRY_NAMES = {"sections": "section", "contents": "line"}
PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PRESENTATIONS)
def test_every_presentation_and_its_settings_are_taught(name: str) -> None:
    assert f"| `{name}` |" in PAGE
    for setting in PRESENTATIONS[name].settings:
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{setting}` |"))
        assert f"`{name}`" in row


@pytest.mark.parametrize(
    "key", sorted({*TEMPLATE_KEYS, *SECTION_KEYS, *PART_KEYS, *WITHHOLD_KEYS} - {"part"})
)
def test_every_word_of_the_file_is_taught(key: str) -> None:
    assert f"{key} = " in PAGE or f".{key}]" in PAGE


def test_the_table_of_values_is_the_one_that_shells_are_judged_by() -> None:
    rows = ["| value | kind | what it is |", "| --- | --- | --- |"]
    for path, shape, meaning in PLACEHOLDERS:
        first, _, last = path.partition(".")
        name = f"{ENTRY_NAMES[first]}.{last}" if last and first in ENTRY_NAMES else path
        rows.append(f"| `{name}` | {KINDS[str(shape)]} | {meaning} |")
    assert "\n".join(rows) in PAGE


def test_shells_are_given_exactly_what_the_table_says() -> None:
    report = full_report()
    given = shell_context(report, lambda _: Markup("x"))
    shape: Any = shell_shape()
    assert given.keys() == shape.keys()
    assert given["title"].keys() == shape["title"].keys()
    for name in ("sections", "contents"):
        (fields,) = shape[name]
        assert {type(value) for value in fields.values()} <= {str, int, bool}
        assert all(entry.keys() == fields.keys() for entry in given[name])
        for entry in given[name]:
            assert all(isinstance(value, type(fields[key])) for key, value in entry.items())


def test_every_value_of_the_design_that_is_taught_is_there() -> None:
    taught = set(
        re.findall(r"(?<![\w-])(--[a-z][\w-]*\d?)(?=[`:])", PAGE.partition("## Colours and type sizes")[2])
    )
    given = set(re.findall(r"(--[\w-]+):", design_css(DESIGN)))
    assert taught
    assert taught - given == set()


def test_every_filter_and_every_style_of_word_is_taught() -> None:
    assert [name for name in FILTERS if f"`{name}`" not in PAGE and f"|{name}" not in PAGE] == []
    shown = {
        style.name for style in styles_of(DESIGN).values() if style.gallery and style.kind == "paragraph"
    }
    starts = {"Title", "Subtitle", "Title Kind", "Title Author", "Title Details", "TOC Heading"}
    body = {name.title() for name in shown if not name.startswith("heading")} - {n.title() for n in starts}
    assert [name for name in body if name not in PAGE] == []
