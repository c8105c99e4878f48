"""Each place that is named leads there: to the very question, also inside an entry or a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from carreport.draft.session.draft_session import DraftSession
from carreport.ui.board.note_list import NoteList
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from tests.ui.driver.drafts import ME, make_draft, one_step_form
from tests.ui.driver.inquiry import focus_is_on_screen
from tests.ui.driver.keyboard import focus_name, focus_widget
from tests.ui.driver.tasks import CheckDriver
from tests.ui.driver.window import ShowWizard, WindowDriver

QUESTIONS = """
[[section.field]]
id = "points"
kind = "list"
item = "point"
label = "What did you learn?"
[[section.field.field]]
id = "label"
kind = "line"
label = "In a word"
[[section.field.field]]
id = "sure"
kind = "yes_no"
label = "Are you sure?"
[[section.field.field]]
id = "doubt"
kind = "text"
label = "Why not?"
show_if = { sure = false }
[[section.field.field]]
id = "shown"
kind = "list"
item = "quote"
label = "What shows it?"
[[section.field.field.field]]
id = "words"
kind = "text"
label = "The words"
[[section.field.field.field]]
id = "source"
kind = "line"
label = "Where from?"

[[section.field]]
id = "notes"
kind = "board"
label = "Notes"

[[section.field]]
id = "survey"
kind = "survey"
label = "What did they say?"
"""
POINTS = "data.points"


@pytest.fixture
def deep(tmp_path: Path, show_wizard: ShowWizard) -> Iterator[Wizard]:
    """An inquiry with twelve learning points."""
    with DraftSession.create(tmp_path / "deep.carreport", one_step_form(QUESTIONS), ME) as session:
        for number in range(12):
            session.add_item(POINTS, values={"label": f"point {number}"})
        wizard = show_wizard(session)
        yield wizard
        wizard.disconnect_session()


def test_a_path_leads_to_the_question_inside_an_entry(deep: Wizard, qtbot: QtBot) -> None:
    last = deep.session.answers().items(POINTS)[-1].id
    deep.go_to(f"{POINTS}/{last}/label")
    qtbot.waitUntil(lambda: focus_name() == f"{POINTS}/{last}/label")
    assert focus_is_on_screen(deep.step_page("data").viewport())


def test_a_path_leads_into_an_entry_of_an_entry(deep: Wizard, qtbot: QtBot) -> None:
    point = deep.session.answers().items(POINTS)[-1].id
    shown = deep.session.add_item(f"{POINTS}/{point}/shown", values={"source": "Table 1"})
    deep.go_to(f"{POINTS}/{point}/shown/{shown}/source")
    qtbot.waitUntil(lambda: focus_name() == f"{POINTS}/{point}/shown/{shown}/source")
    assert focus_is_on_screen(deep.step_page("data").viewport())


def test_the_path_of_an_entry_opens_it(deep: Wizard, qtbot: QtBot) -> None:
    point = deep.session.answers().items(POINTS)[3].id
    deep.go_to(f"{POINTS}/{point}")
    qtbot.waitUntil(lambda: focus_name() == f"{POINTS}/{point}/label")


def test_the_path_of_a_list_without_entries_leads_to_where_one_adds(deep: Wizard, qtbot: QtBot) -> None:
    point = deep.session.answers().items(POINTS)[0].id
    deep.go_to(f"{POINTS}/{point}/shown")
    qtbot.waitUntil(lambda: focus_name() == f"{POINTS}/{point}/shown#add")


def test_a_path_leads_to_the_cell_of_a_table(deep: Wizard) -> None:
    row = deep.session.add_item("data.survey", values={"statement": "We know whom to ring", "agree": 3})
    deep.go_to(f"data.survey/{row}/agree")
    assert focus_name() == f"data.survey/{row}/agree"


def test_a_path_leads_to_a_note_of_a_board(deep: Wizard) -> None:
    deep.session.add_item("data.notes", values={"note": "First"})
    note = deep.session.add_item("data.notes", values={"note": "Leaf", "theme": "Time"})
    deep.go_to(f"data.notes/{note}/theme")
    view = focus_widget()
    assert isinstance(view, NoteList)
    assert view.current_key == note


def test_a_question_that_is_not_asked_leads_to_its_entry(deep: Wizard, qtbot: QtBot) -> None:
    point = deep.session.answers().items(POINTS)[2].id
    deep.go_to(f"{POINTS}/{point}/doubt")
    qtbot.waitUntil(lambda: focus_name() == f"{POINTS}/{point}/label")


def test_an_inquiry_that_is_closed_on_the_way_somewhere_is_asked_for_nothing_more(
    driver: WindowDriver, window: MainWindow
) -> None:
    path = make_draft(one_step_form(QUESTIONS))
    with DraftSession.open(path, ME) as session:
        points = [session.add_item(POINTS, values={"label": f"point {number}"}) for number in range(40)]
    page = driver.open(path).step_page("data")
    driver.wizard.go_to(f"{POINTS}/{points[-1]}/shown")
    window.close_draft()
    assert not driver.is_open
    driver.wait_until(lambda: not isValid(page))


@pytest.mark.parametrize("gone", [f"{POINTS}/nobody/label", "data.nothing", "data.notes/x/theme"])
def test_a_place_that_is_gone_leads_as_near_as_it_can(deep: Wizard, gone: str) -> None:
    deep.go_to(gone)
    assert deep.current_section == "data"
    assert QApplication.focusWidget() is not None


def test_a_row_of_the_check_leads_into_the_entry(driver: WindowDriver) -> None:
    driver.open_example()
    point = driver.items("data.learning_points")[0].id
    place = f"data.learning_points/{point}/statement"
    check = CheckDriver(driver)
    check.show_row(place)
    check.page.links[0].click()
    driver.wait_until(lambda: focus_name() == place)
