"""Single pages say the main things, and the empty form asks everything and answers nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from carreport.assets import form_files
from carreport.form.answers import Answers
from carreport.form.kinds import KINDS
from carreport.form.loader import load_form, parse_form
from carreport.report.build import build
from carreport.report.html.render import render_html
from carreport.report.model import Heading, ListBlock, Paragraph, Table, TickBoxes, WritingLines, plain_text
from carreport.report.sections.actions import OTHER_STATE
from carreport.report.templates.find_templates import find_template
from tests.report.fixtures import example

Make = Callable[..., Any]
TODAY = date(2026, 11, 21)
POINTS = """
[[section.field]]
id = "points"
kind = "list"
label = "Points"
""" + "".join(
    f'[[section.field.field]]\nid = "{text}"\nkind = "line"\nlabel = "{text}"\n'
    for text in ("label", "statement", "so")
)
ACTIONS = (
    '[[section.field]]\nid = "actions"\nkind = "list"\nlabel = "Actions"\n'
    + "".join(
        f'[[section.field.field]]\nid = "{text}"\nkind = "line"\nlabel = "{text}"\n'
        for text in ("what", "who", "result")
    )
    + '[[section.field.field]]\nid = "state"\nkind = "choice"\nlabel = "State"\n'
    'choices = { hoped = "Hoped for", agreed = "Agreed", done = "Done", dropped = "Dropped" }\n'
)


def outline(show: str, answer: str, more: str = "") -> str:
    return f'[[section]]\nheading = "Here"\n[[section.part]]\nshow = "{show}"\nanswer = "s.{answer}"\n{more}'


def tables(made: Any) -> list[Table]:
    return [block for block in made.report.blocks() if isinstance(block, Table)]


def test_no_more_points_than_there_is_room_for_and_the_rest_is_counted(make: Make) -> None:
    points = [{"label": f"Label {n}", "statement": f"Sentence {n}.", "so": "More"} for n in range(4)]
    made = make(POINTS, {"points": points}, outline("points", "points", "most = 3"))
    listing, counted = made.report.blocks()
    assert isinstance(listing, ListBlock)
    assert plain_text(listing.items[2].text) == "Label 2: Sentence 2."
    assert plain_text(counted.text) == "3 of 4 learning points. The full report has all of them."
    assert made.proof.missing == ()


def test_the_headline_of_a_survey_has_its_n_and_the_two_ends() -> None:
    report = build(*example(), find_template("summary"), TODAY)
    told = [plain_text(block.text) for block in report.blocks() if isinstance(block, Paragraph)]
    assert "(n = 19): agreement was highest for" in told[0]
    assert "(17 of 19 each, 89%)" in told[0]
    assert told[0].endswith("(9 of 19, 47%).")


def test_actions_stand_together_with_their_state_in_the_order_that_is_asked_for(make: Make) -> None:
    actions = [{"what": text, "state": text, "result": "r"} for text in ("done", "agreed", "dropped")]
    more = 'states = ["agreed", "done"]\ncolumns = ["what", "state"]\ntogether = true'
    made = make(ACTIONS, {"actions": actions}, outline("actions", "actions", more))
    (table,) = tables(made)
    assert table.header == ("What", "Progress")
    assert [plain_text(row[1]) for row in table.rows] == ["Agreed", "Done"]
    assert OTHER_STATE in made.report.withheld.values()
    assert made.proof.missing == ()


def test_an_action_whose_state_is_not_given_is_never_lost(make: Make) -> None:
    made = make(ACTIONS, {"actions": [{"what": "Ring"}]}, outline("actions", "actions", 'states = ["done"]'))
    assert [plain_text(cell) for table in tables(made) for row in table.rows for cell in row] == ["Ring"]


def test_an_action_that_says_only_its_state_keeps_nothing_from_being_printed(make: Make) -> None:
    made = make(ACTIONS, {"actions": [{"state": "done"}]}, outline("actions", "actions"))
    assert tables(made) == []
    assert made.proof.missing == ()


@pytest.mark.parametrize("name", ["summary", "action-plan"])
def test_a_sheet_has_no_contents_and_its_tables_have_no_number(name: str) -> None:
    template = find_template(name)
    report = build(*example(), template, TODAY)
    page = render_html(report, template)
    assert "<nav" not in page
    assert "Table 1" not in page
    assert {block.number for block in report.blocks() if isinstance(block, Table)} == {0}


def test_a_plan_for_the_team_is_not_for_everybody_and_a_summary_is() -> None:
    assert find_template("action-plan").audience.value == "team"
    assert find_template("summary").audience.value == "public"


@pytest.mark.parametrize("path", form_files(), ids=lambda path: path.stem)
def test_the_empty_form_asks_every_question_with_its_guidance(path: Any) -> None:
    form = load_form(path)
    report = build(form, Answers(), {}, find_template("blank"), TODAY)
    headings = [block.text for block in report.blocks() if isinstance(block, Heading)]
    told = " ".join(plain_text(block.text) for block in report.blocks() if isinstance(block, Paragraph))
    assert headings == [question.label for _, question in form.questions()]
    assert all(question.why in told and question.example in told for _, question in form.questions())


def test_the_empty_form_prints_no_answer_and_says_so() -> None:
    form, answers, pictures = example()
    report = build(form, answers, pictures, find_template("blank"), TODAY)
    page = render_html(report, find_template("blank"))
    assert "Braeside" not in page
    assert report.withheld.keys() == {field.path for field in answers.answered_fields(form)}


SETTINGS = {"text": 'size = "long"'}


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.stands_alone])
def test_every_kind_of_question_has_room_for_an_answer(kind: str) -> None:
    more = 'choices = { a = "First", b = "Second" }' if KINDS[kind].takes_choices else SETTINGS.get(kind, "")
    form = parse_form(
        '[form]\nid = "f"\ntitle = "A form"\n[[section]]\nid = "s"\ntitle = "Step"\n'
        f'[[section.field]]\nid = "q"\nkind = "{kind}"\nlabel = "What?"\n{more}\n'
    )
    report = build(form, Answers(), {}, find_template("blank"), TODAY)
    room = [block for block in report.blocks() if isinstance(block, WritingLines)]
    boxes = [block for block in report.blocks() if isinstance(block, TickBoxes)]
    assert len(room) + len(boxes) == 1
    assert kind != "text" or room[0].lines > 5


def test_a_short_list_is_a_table_and_a_long_one_a_page_for_each_entry() -> None:
    form = example().form
    report = build(form, Answers(), {}, find_template("blank"), TODAY)
    to_fill = [block for block in report.blocks() if isinstance(block, Table)]
    assert all(block.is_blank_form for block in to_fill)
    parts = next(block for block in to_fill if block.header == ("What is the smaller question?",))
    assert len(parts.rows) == 6
    source = next(block for block in to_fill if block.caption == "Source 1")
    assert [plain_text(row[0]) for row in source.rows][:2] == ["What is it called?", "Who published it?"]
