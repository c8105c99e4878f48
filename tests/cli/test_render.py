from __future__ import annotations

import json
from pathlib import Path

import pytest

from carreport.assets import resource_path
from tests.cli.conftest import Command, Refusal


@pytest.fixture
def example(tmp_path: Path, carreport: Command) -> Path:
    path = tmp_path / "example.carreport"
    answers = resource_path("examples", "schools-partnership.json")
    assert carreport("new", "car-inquiry", "-o", path, "--answers", answers).code == 0
    return path


@pytest.mark.parametrize("name", ["report.docx", "report.pdf", "report.html"])
@pytest.mark.parametrize("template", ["inquiry-report", "populated-template"])
def test_a_report_says_where_it_is_and_that_every_answer_is_in_it(
    example: Path, carreport: Command, name: str, template: str
) -> None:
    target = example.with_name(name)
    done = carreport("render", example, "-o", target, "--template", template)
    found, of, expected, *_ = done.out.removeprefix(f"{target}: ").split()
    assert (done.code, of) == (0, "of")
    assert found == expected
    assert target.stat().st_size > 20_000


def test_what_was_kept_back_is_told_when_asked_for(example: Path, carreport: Command) -> None:
    command = ("render", example, "-o", example.with_name("report.html"))
    assert "-v" in carreport(*command).err
    assert "\n  reflections.individual/" in carreport(*command, "-v").out


def test_a_form_of_ones_own_has_a_template_too(draft: Path, carreport: Command) -> None:
    carreport("fill", draft, "-", standard_input='{"walk": {"name": "Up the hill"}}')
    done = carreport("render", draft, "-o", draft.with_name("walk.html"))
    assert "1 of 1 answer," in done.out
    assert "Up the hill" in draft.with_name("walk.html").read_text(encoding="utf-8")


def test_the_templates_are_listed(carreport: Command) -> None:
    names = [line.split()[0] for line in carreport("templates").out.splitlines()]
    assert names == ["action-plan", "blank", "inquiry-report", "populated-template", "summary"]


def test_a_report_of_an_unknown_kind_is_not_begun(draft: Path, refusal: Refusal) -> None:
    assert refusal("render", draft, "-o", draft.with_name("walk.odt")) == "unknown-format"


@pytest.mark.parametrize(
    ("where", "template", "said"),
    [("nowhere/a.html", "inquiry-report", "does not exist"), ("a.html", "nope", "no report template “nope”")],
)
def test_a_report_that_cannot_be_made_leaves_the_old_one(
    draft: Path, carreport: Command, where: str, template: str, said: str
) -> None:
    old = draft.with_name("a.html")
    old.write_text("last month's", encoding="utf-8")
    done = carreport("render", draft, "-o", draft.parent / where, "--template", template)
    assert done.code == 1
    assert said in done.err
    assert old.read_text(encoding="utf-8") == "last month's"


def test_the_example_goes_out_and_in_again_with_its_pictures(example: Path, carreport: Command) -> None:
    told = carreport("show", example, "--json").out
    copy = example.with_name("copy.carreport")
    given = ("new", "-o", copy, "--answers", "-", "--pictures-from", example)
    assert carreport(*given, standard_input=told).code == 0
    assert json.loads(carreport("show", copy, "--json").out) == json.loads(told)
