"""Learning points pick their evidence in the window, and what was picked says what stands there now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.settings import Settings
from carreport.survey.evidence import GONE
from carreport.ui.evidence.evidence_picker import NO_MATCHES
from carreport.ui.evidence.learning_points import (
    EvidenceEditor,
    LearningPointsEditor,
    PickedEvidenceEditor,
)
from carreport.ui.main_window import MainWindow
from tests.ui.driver.lists import focus_row, row_names
from tests.ui.shell.conftest import FakePrompts, Show

FORM = """
[form]
id = "small"
title = "A small form"
version = 1

[[section]]
id = "data"
title = "Data"

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
Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


class Points:
    """An inquiry with a statement, two notes and a point, open at the point."""

    def __init__(self, folder: Path, prompts: FakePrompts, on_screen: Show) -> None:
        path = folder / "a.carreport"
        with DraftSession.create(path, parse_form(FORM), "Ailsa Kerr") as made:
            counts = {"statement": "We share a vision", "agree": 15, "disagree": 4}
            self.statement = made.add_item("data.statements", None, counts)
            self.note = made.add_item("data.notes", None, {"note": "One card that goes along"})
            made.add_item("data.notes", None, {"note": "Open days"})
            self.point = made.add_item("data.points", None, {"label": "A shared aim"})
        self.window = MainWindow(Settings(name="Ailsa Kerr"), prompts)
        on_screen(self.window)
        self.window.open_draft(path)
        wizard = self.window.inquiry.wizard
        assert wizard is not None
        self.wizard, self.session = wizard, wizard.session
        points = wizard.step_page("data").questions["data.points"].editor
        assert isinstance(points, LearningPointsEditor)
        self.points = points
        points.expand_row(self.point)
        body = points.form
        assert body is not None
        shown = body.editors["shown"]
        assert isinstance(shown, EvidenceEditor)
        self.shown = shown

    def picked(self) -> list[str]:
        path = f"data.points/{self.point}/shown"
        return [str(each.get("evidence")) for each in self.session.answers().items(path)]

    def said(self) -> list[str]:
        return row_names(self.shown)

    def pick(self, qtbot: QtBot, words: str) -> None:
        self.shown.pick_button.setFocus()
        qtbot.keyClick(self.shown.pick_button, Key.Key_Space)
        qtbot.waitUntil(lambda: self.shown.picker.evidence_list.row_model.rowCount() > 0)
        qtbot.keyClicks(QApplication.focusWidget(), words)
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)


@pytest.fixture
def points(tmp_path: Path, prompts: FakePrompts, on_screen: Show) -> Iterator[Points]:
    made = Points(tmp_path, prompts, on_screen)
    yield made
    made.window.close()


def test_evidence_is_found_and_picked_by_keyboard(points: Points, qtbot: QtBot) -> None:
    points.pick(qtbot, "vision agreed")
    assert points.picked() == [f"data.statements/{points.statement}#agree"]
    figure = "15 of 19 agreed with “We share a vision” (79%)"
    qtbot.waitUntil(lambda: points.said() == [f"{figure}, Figure, Survey"])
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(QApplication.focusWidget(), "card")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert points.picked()[1] == f"data.notes/{points.note}"
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert points.shown.picker.isHidden()
    assert points.shown.pick_button.hasFocus()


def test_what_is_picked_is_offered_no_more(points: Points, qtbot: QtBot) -> None:
    points.pick(qtbot, "card")
    points.shown.picker.search.clear()
    places = [row.key for row in points.shown.picker.evidence_list.row_model.rows]
    assert f"data.notes/{points.note}" not in places
    assert len(places) == 3


def test_a_figure_follows_its_table(points: Points, qtbot: QtBot) -> None:
    points.pick(qtbot, "vision agreed")
    points.session.write(f"data.statements/{points.statement}/agree", 16)
    figure = "16 of 20 agreed with “We share a vision” (80%)"
    qtbot.waitUntil(lambda: points.said() == [f"{figure}, Figure, Survey"])


def test_evidence_whose_source_went_says_so(points: Points, qtbot: QtBot) -> None:
    points.pick(qtbot, "card")
    points.session.remove_item(f"data.notes/{points.note}")
    gone = f"What was picked has gone, Note, {GONE}"
    qtbot.waitUntil(lambda: points.said() == [gone])


def test_the_way_leads_to_where_the_evidence_stands(points: Points, qtbot: QtBot) -> None:
    points.pick(qtbot, "vision agreed")
    points.shown.expand_row(points.shown.items[0].id)
    assert points.shown.form is not None
    picked = points.shown.form.editors["evidence"]
    assert isinstance(picked, PickedEvidenceEditor)
    qtbot.waitUntil(lambda: picked.text_label.text().startswith("15 of 19 agreed"))
    picked.source_button.setFocus()
    qtbot.keyClick(picked.source_button, Key.Key_Space)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName().startswith(f"data.statements/{points.statement}/")


def test_evidence_is_moved_removed_and_brought_back(points: Points, qtbot: QtBot) -> None:
    points.pick(qtbot, "vision agreed")
    points.pick(qtbot, "card")
    first, second = points.picked()
    view = focus_row(points.shown, 1)
    qtbot.keyClick(view, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert points.picked() == [second, first]
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Delete)
    assert points.picked() == [first]
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Space)
    assert points.picked() == [second, first]


def test_what_no_point_uses_is_listed_and_goes_into_the_open_point(points: Points, qtbot: QtBot) -> None:
    qtbot.mouseClick(points.points.unused_button, LEFT)
    unused: Any = points.points.unused_list
    qtbot.waitUntil(lambda: points.points.unused_button.text() == "What is not used yet (3)")
    unused.setFocus()
    unused.select_row(1)
    qtbot.keyClick(unused, Key.Key_Return)
    assert points.picked() == [f"data.notes/{points.note}"]
    qtbot.waitUntil(lambda: points.points.unused_button.text() == "What is not used yet (2)")


def test_unused_evidence_begins_a_point_where_none_is_open(points: Points, qtbot: QtBot) -> None:
    points.points.collapse()
    qtbot.mouseClick(points.points.unused_button, LEFT)
    qtbot.waitUntil(lambda: points.points.unused_list.row_model.rowCount() == 3)
    points.points.unused_list.setFocus()
    points.points.unused_list.select_row(0)
    qtbot.keyClick(points.points.unused_list, Key.Key_Return)
    new = points.session.answers().items("data.points")[1]
    (entry,) = new.items("shown")
    assert entry.get("evidence") == f"data.statements/{points.statement}#agree"
    points.window.inquiry.wizard.undo()  # type: ignore[union-attr]  # one is open
    assert len(points.session.answers().items("data.points")) == 1


def test_the_search_says_when_nothing_has_the_words(points: Points, qtbot: QtBot) -> None:
    points.pick(qtbot, "nowhere to be found")
    assert points.shown.picker.status_label.text() == NO_MATCHES
    assert points.picked() == []
