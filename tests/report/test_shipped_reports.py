"""The example inquiry becomes the report that the programme publishes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from carreport.assets import form_files, template_folders
from carreport.form.answers import Answers, answers_from_json
from carreport.form.loader import load_form
from carreport.form.schema import Field
from carreport.report.build import build
from carreport.report.export import export_report
from carreport.report.html.render import render_html
from carreport.report.model import BlockQuote, Heading, ListBlock, Report, Table, plain_text
from carreport.report.templates.find_templates import find_template

TODAY = date(2026, 11, 21)
NAMES = [folder.name for folder in template_folders()]


@pytest.fixture(scope="session")
def report(example: Any) -> Report:
    return build(example.form, example.answers, example.pictures, find_template("inquiry-report"), TODAY)


def test_the_survey_prints_the_published_percentages(report: Report) -> None:
    table = next(block for block in report.blocks() if isinstance(block, Table) and "n" in block.header)
    assert ["/".join(map(plain_text, row[5:])) for row in table.rows] == [
        "79/21/0", "84/16/0", "74/26/0", "89/11/0", "68/21/11", "47/42/11", "79/21/0", "89/11/0",
    ]  # fmt: skip
    assert {plain_text(row[1]) for row in table.rows} == {"19"}
    assert "n = 19" in table.caption


def test_no_number_and_no_caption_stands_twice(report: Report) -> None:
    numbers = [section.number for section in report.sections if section.number]
    numbers += [block.number for block in report.blocks() if isinstance(block, Heading) and block.number]
    assert len(set(numbers)) == len(numbers)
    captions = [block.caption for block in report.blocks() if hasattr(block, "caption")]
    assert len(set(captions)) == len(captions)


def test_no_heading_stands_over_nothing(report: Report) -> None:
    for section in report.sections:
        assert section.body
        for block, following in zip(section.body, [*section.body[1:], None], strict=True):
            if isinstance(block, Heading):
                assert following is not None
                assert not isinstance(following, Heading) or following.level > block.level


def test_respondents_keep_their_numbers_and_the_gap_stays(report: Report) -> None:
    told = next(section for section in report.sections if section.heading == "Reflections")
    signed = [block.speaker for block in told.body if isinstance(block, BlockQuote)]
    assert [each for each in signed if each.startswith("Respondent")] == [
        "Respondent 1", "Respondent 2", "Respondent 3", "Respondent 5",
    ]  # fmt: skip


def test_members_are_sorted_by_surname(report: Report) -> None:
    people = next(
        block for section in report.sections if section.heading == "Introduction"
        for block in section.body
        if isinstance(block, ListBlock) and "Baillie" in plain_text(block.items[0].text)
    )  # fmt: skip
    names = [plain_text(entry.text).split(",")[0].split()[-1] for entry in people.items]
    assert names == sorted(names)


def test_what_is_for_the_team_is_not_in_the_public_report(example: Any, report: Report) -> None:
    page = render_html(report, find_template("inquiry-report"))
    stays = example.answers.rich_text("finish.stay_out").plain_text
    assert stays
    assert stays.split(".")[0] not in page
    for item in example.answers.items("reflections.individual"):
        if item.get("release") != "named":
            where = f"reflections.individual/{item.id}/member"
            assert not item.get("member") or where in report.withheld


def test_every_reason_for_keeping_something_back_is_a_sentence(report: Report) -> None:
    assert all(why.endswith(".") and why[0].isupper() for why in report.withheld.values())


@pytest.mark.parametrize("name", ["inquiry-report", "populated-template"])
def test_an_empty_inquiry_makes_an_empty_report(example: Any, name: str) -> None:
    template = find_template(name)
    report = build(example.form, Answers(), {}, template, TODAY)
    assert not any(isinstance(block, (Table, BlockQuote, Heading)) for block in report.blocks())
    assert "<h1" in render_html(report, template)


def answer_to(question: Field) -> Any:
    """Return an answer of the kind that a question takes, for an answers file."""
    if question.is_group:
        return [{inner.id: answer_to(inner) for inner in question.fields} for _ in range(2)]
    first = question.choices[0].key if question.choices else ""
    return {
        "choice": first,
        "choices": [first],
        "number": 7,
        "date": "2016-05-23",
        "period": {"start": "2015-03", "end": "2016-12"},
        "yes_no": True,
        "link": "https://example.org/plan",
        "person": {"name": f"Name of {question.id}", "role": "Nurse", "organisation": "A board"},
        "line": f"{question.id} & <more>",
        "text": f"{question.id} & <more>",
    }.get(question.kind)


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_every_form_filled_in_everywhere_comes_out_whole(
    path: Path, name: str, suffix: str, tmp_path: Path
) -> None:
    form = load_form(path)
    given = {
        section.id: {question.id: answer_to(question) for question in section.fields}
        for section in form.sections
    }
    answers, problems = answers_from_json(form, given)
    assert problems == []
    done = export_report(form, answers, {}, name, tmp_path / f"report{suffix}", TODAY)
    assert done.proof.answers_found == done.proof.answers_expected
    assert done.proof.answers_found or name == "blank"


def test_no_caption_of_the_populated_template_stands_twice(example: Any) -> None:
    template = find_template("populated-template")
    made = build(example.form, example.answers, example.pictures, template, TODAY)
    captions = [block.caption for block in made.blocks() if hasattr(block, "caption")]
    assert len(set(captions)) == len(captions)
