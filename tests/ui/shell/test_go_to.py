"""Each place that is named leads there: to the very question, also inside an entry or a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.ui.board.note_list import NoteList
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from carreport.ui.prompts import Prompts
from carreport.ui.report.check_controller import CheckController
from carreport.ui.report.check_page import CheckRow
from tests.ui.shell.conftest import resume

Show = Callable[[QWidget], None]
FORM = """
[form]
id = "deep"
title = "Lists in lists"
version = 1

[[section]]
id = "data"
title = "Data"

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
def deep(tmp_path: Path, prompts: Prompts, on_screen: Show) -> Iterator[Wizard]:
    session = DraftSession.create(tmp_path / "deep.carreport", parse_form(FORM), "Ailsa Kerr")
    for number in range(12):
        session.add_item(POINTS, values={"label": f"point {number}"})
    made = Wizard(session, prompts)
    on_screen(made)
    resume(made)
    yield made
    made.disconnect_session()
    session.close()


def here() -> str:
    now = QApplication.focusWidget()
    return now.objectName() if now is not None else ""


def in_sight(wizard: Wizard) -> bool:
    now = QApplication.focusWidget()
    view = wizard.step_page("data").viewport()
    return now is not None and view.rect().contains(now.mapTo(view, now.rect().topLeft()))


def test_a_path_leads_to_the_question_inside_an_entry(deep: Wizard, qtbot: QtBot) -> None:
    last = deep.session.answers().items(POINTS)[-1].id
    deep.go_to(f"{POINTS}/{last}/label")
    qtbot.waitUntil(lambda: here() == f"{POINTS}/{last}/label")
    assert in_sight(deep)


def test_a_path_leads_into_an_entry_of_an_entry(deep: Wizard, qtbot: QtBot) -> None:
    point = deep.session.answers().items(POINTS)[-1].id
    shown = deep.session.add_item(f"{POINTS}/{point}/shown", values={"source": "Table 1"})
    deep.go_to(f"{POINTS}/{point}/shown/{shown}/source")
    qtbot.waitUntil(lambda: here() == f"{POINTS}/{point}/shown/{shown}/source")
    assert in_sight(deep)


def test_the_path_of_an_entry_opens_it(deep: Wizard, qtbot: QtBot) -> None:
    point = deep.session.answers().items(POINTS)[3].id
    deep.go_to(f"{POINTS}/{point}")
    qtbot.waitUntil(lambda: here() == f"{POINTS}/{point}/label")


def test_the_path_of_a_list_without_entries_leads_to_where_one_adds(deep: Wizard, qtbot: QtBot) -> None:
    point = deep.session.answers().items(POINTS)[0].id
    deep.go_to(f"{POINTS}/{point}/shown")
    qtbot.waitUntil(lambda: here() == f"{POINTS}/{point}/shown#add")


def test_a_path_leads_to_the_cell_of_a_table(deep: Wizard) -> None:
    said = deep.session.add_item("data.survey", values={"statement": "We know whom to ring", "agree": 3})
    deep.go_to(f"data.survey/{said}/agree")
    assert here() == f"data.survey/{said}/agree"


def test_a_path_leads_to_a_note_of_a_board(deep: Wizard) -> None:
    deep.session.add_item("data.notes", values={"note": "First"})
    note = deep.session.add_item("data.notes", values={"note": "Leaf", "theme": "Time"})
    deep.go_to(f"data.notes/{note}/theme")
    view = QApplication.focusWidget()
    assert isinstance(view, NoteList)
    assert view.current_key == note


def test_a_question_that_is_not_asked_leads_to_its_entry(deep: Wizard, qtbot: QtBot) -> None:
    point = deep.session.answers().items(POINTS)[2].id
    deep.go_to(f"{POINTS}/{point}/doubt")
    qtbot.waitUntil(lambda: here() == f"{POINTS}/{point}/label")


def test_an_inquiry_that_is_closed_on_the_way_somewhere_is_asked_for_nothing_more(
    tmp_path: Path, window: MainWindow, qtbot: QtBot
) -> None:
    path = tmp_path / "deep.carreport"
    with DraftSession.create(path, parse_form(FORM), "Ailsa Kerr") as session:
        points = [session.add_item(POINTS, values={"label": f"point {number}"}) for number in range(40)]
    window.open_draft(path)
    assert window.inquiry.wizard is not None
    page = window.inquiry.wizard.step_page("data")
    window.inquiry.wizard.go_to(f"{POINTS}/{points[-1]}/shown")
    window.close_draft()
    assert window.inquiry.wizard is None
    qtbot.waitUntil(lambda: not isValid(page))


@pytest.mark.parametrize("gone", [f"{POINTS}/nobody/label", "data.nothing", "data.notes/x/theme"])
def test_a_place_that_is_gone_leads_as_near_as_it_can(deep: Wizard, gone: str) -> None:
    deep.go_to(gone)
    assert deep.current_section == "data"
    assert QApplication.focusWidget() is not None


def test_a_row_of_the_check_leads_into_the_entry(window: MainWindow, qtbot: QtBot) -> None:
    window.open_example()
    assert window.inquiry.wizard is not None
    point = window.inquiry.wizard.session.answers().items("data.learning_points")[0].id
    place = f"data.learning_points/{point}/statement"
    window.begin_task("check")
    work = window.find_task(CheckController)
    assert work is not None
    work.page.cancel_requested.emit()
    work.page.show_rows([CheckRow("Evidence", "Data: Learning points", "Say it.", place, is_required=True)])
    work.page.links[0].click()
    qtbot.waitUntil(lambda: here() == place)
