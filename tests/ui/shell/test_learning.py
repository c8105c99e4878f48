"""Learning points pick their evidence in the window, and what was picked says what stands there now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.survey.evidence import GONE
from carreport.ui.evidence.evidence_picker import NO_MATCHES
from carreport.ui.evidence.learning_points import (
    SHOW_UNUSED,
    EvidenceEditor,
    LearningPointsEditor,
    PickedEvidenceEditor,
)
from tests.ui.driver.drafts import make_draft, one_step_form
from tests.ui.driver.keyboard import click, focus_name, press, type_text
from tests.ui.driver.lists import focus_row, pick_evidence, row_names
from tests.ui.driver.window import WindowDriver

QUESTIONS = """
[[section.field]]
id = "statements"
kind = "survey"
item = "statement"
label = "What did people say?"

[[section.field]]
id = "notes"
kind = "board"
item = "note"
label = "What did people put on the board?"

[[section.field]]
id = "points"
kind = "list"
item = "learning point"
label = "What did you learn?"
summary = ["label"]

[[section.field.field]]
id = "label"
kind = "line"
label = "What is it about?"

[[section.field.field]]
id = "shown"
kind = "list"
item = "quote"
label = "What shows it?"
summary = ["evidence", "words"]

[[section.field.field.field]]
id = "evidence"
kind = "evidence"
label = "Which evidence is it?"

[[section.field.field.field]]
id = "words"
kind = "line"
label = "What was said?"
"""
ANSWERS: Mapping[str, Any] = {
    "data.statements": (Item("vision", {"statement": "We share a vision", "agree": 15, "disagree": 4}),),
    "data.notes": (
        Item("card", {"note": "One card that goes along"}),
        Item("days", {"note": "Open days"}),
    ),
    "data.points": (Item("aim", {"label": "A shared aim"}),),
}


class Points:
    """An inquiry with a statement, two notes and a point, open at the point."""

    def __init__(self, driver: WindowDriver) -> None:
        self.driver, self.session = driver, driver.session
        self.points = driver.editor("data.points", LearningPointsEditor)
        self.points.expand_row("aim")
        assert self.points.form is not None
        shown = self.points.form.editors["shown"]
        assert isinstance(shown, EvidenceEditor)
        self.shown = shown

    def picked(self) -> list[str]:
        return self.driver.item_values("data.points/aim/shown", "evidence")

    def row_names(self) -> list[str]:
        return row_names(self.shown)

    def pick(self, text: str) -> None:
        pick_evidence(self.shown, text, self.driver.qtbot)


@pytest.fixture
def points(driver: WindowDriver) -> Points:
    driver.open(make_draft(one_step_form(QUESTIONS), ANSWERS))
    return Points(driver)


def test_evidence_is_found_and_picked_by_keyboard(points: Points, qtbot: QtBot) -> None:
    points.pick("vision agreed")
    assert points.picked() == ["data.statements/vision#agree"]
    figure = "15 of 19 agreed with “We share a vision” (79%)"
    qtbot.waitUntil(lambda: points.row_names() == [f"{figure}, Figure, Survey"])
    press("Ctrl+A")
    type_text("card")
    press("Down")
    press("Return")
    assert points.picked()[1] == "data.notes/card"
    press("Escape")
    assert points.shown.picker.isHidden()
    assert points.shown.pick_button.hasFocus()


def test_what_is_picked_is_offered_no_more(points: Points) -> None:
    points.pick("card")
    points.shown.picker.search.clear()
    places = [row.key for row in points.shown.picker.evidence_list.row_model.rows]
    assert "data.notes/card" not in places
    assert len(places) == 3


def test_a_figure_follows_its_table(points: Points, qtbot: QtBot) -> None:
    points.pick("vision agreed")
    points.session.write("data.statements/vision/agree", 16)
    figure = "16 of 20 agreed with “We share a vision” (80%)"
    qtbot.waitUntil(lambda: points.row_names() == [f"{figure}, Figure, Survey"])


def test_evidence_whose_source_went_says_so(points: Points, qtbot: QtBot) -> None:
    points.pick("card")
    points.session.remove_item("data.notes/card")
    gone = f"This evidence has been removed, Note, {GONE}"
    qtbot.waitUntil(lambda: points.row_names() == [gone])


def test_the_way_leads_to_where_the_evidence_stands(points: Points, qtbot: QtBot) -> None:
    points.pick("vision agreed")
    points.shown.expand_row(points.shown.items[0].id)
    assert points.shown.form is not None
    picked = points.shown.form.editors["evidence"]
    assert isinstance(picked, PickedEvidenceEditor)
    qtbot.waitUntil(lambda: picked.text_label.text().startswith("15 of 19 agreed"))
    picked.source_button.setFocus()
    press("Space")
    assert focus_name().startswith("data.statements/vision/")


def test_evidence_is_moved_removed_and_brought_back(points: Points) -> None:
    points.pick("vision agreed")
    points.pick("card")
    first, second = points.picked()
    focus_row(points.shown, 1)
    press("Alt+Up")
    assert points.picked() == [second, first]
    press("Delete")
    assert points.picked() == [first]
    press("Space")
    assert points.picked() == [second, first]


def test_what_no_point_uses_is_listed_and_goes_into_the_open_point(points: Points, qtbot: QtBot) -> None:
    click(points.points.unused_button)
    unused = points.points.unused_list
    qtbot.waitUntil(lambda: points.points.unused_button.text() == f"{SHOW_UNUSED} (3)")
    unused.setFocus()
    unused.select_row(1)
    press("Return")
    assert points.picked() == ["data.notes/card"]
    qtbot.waitUntil(lambda: points.points.unused_button.text() == f"{SHOW_UNUSED} (2)")


def test_unused_evidence_begins_a_point_where_none_is_open(driver: WindowDriver, points: Points) -> None:
    points.points.collapse()
    click(points.points.unused_button)
    driver.wait_until(lambda: points.points.unused_list.row_model.rowCount() == 3)
    points.points.unused_list.setFocus()
    points.points.unused_list.select_row(0)
    press("Return")
    new = points.session.answers().items("data.points")[1]
    (entry,) = new.items("shown")
    assert entry.get("evidence") == "data.statements/vision#agree"
    driver.wizard.undo()
    assert len(points.session.answers().items("data.points")) == 1


def test_the_search_says_when_nothing_has_the_words(points: Points) -> None:
    points.pick("nowhere to be found")
    assert points.shown.picker.status_label.text() == NO_MATCHES
    assert points.picked() == []
