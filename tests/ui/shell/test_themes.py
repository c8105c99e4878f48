from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.settings import drafts_folder
from carreport.survey.importing.importer import run_import
from carreport.survey.importing.plan import plan_import
from carreport.survey.target import find_target
from carreport.survey.themes import Consent, open_questions
from carreport.ui.erase.erase_controller import EraseController
from carreport.ui.main_window import MainWindow
from carreport.ui.survey.themes.reply_list import EXCERPTS_MIME
from carreport.ui.survey.themes.themes_controller import ThemesController
from carreport.ui.survey.themes.themes_page import LOADING, ThemesPage
from tests.survey.files import FORM, csv_bytes, table

Key = Qt.Key
WORDS = ["No time at all", "No room to meet", "Nobody to ask", "Time and people", "All fine here"]


@pytest.fixture
def page(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> ThemesPage:
    """The page with five replies that came with a file, and none sorted."""
    path = drafts_folder() / "study.carreport"
    path.parent.mkdir(parents=True)
    file = tmp_path / "replies.csv"
    file.write_bytes(csv_bytes([["What is hard?"], *([each] for each in WORDS)]))
    with DraftSession.create(path, FORM, "Ailsa Kerr") as session:
        target = find_target(FORM, session.answers(), "s.surveys", "Poll")
        run_import(session, plan_import(table(file), target))
        session.add_item("s.notes", values={"note": "A room", "theme": "Rooms"})
        session.add_item("s.notes", values={"note": "A name to ask for"})
    window.open_draft(path)
    window.begin_task("themes")
    work = window.find_task(ThemesController)
    assert work is not None
    qtbot.waitUntil(lambda: work.page.coding_set is not None)
    return work.page


def session_of(window: MainWindow) -> DraftSession:
    assert window.inquiry.wizard is not None
    return window.inquiry.wizard.session


def sorted_now(window: MainWindow) -> list[tuple[str, ...]]:
    """Return the themes of the replies as the inquiry has them."""
    session = session_of(window)
    (question,) = open_questions(session.form, session.answers())
    return [each.themes for each in question.replies]


def press(qtbot: QtBot, *keys: str | Qt.Key) -> None:
    for key in keys:
        here = QApplication.focusWidget()
        assert here is not None
        if isinstance(key, str):
            qtbot.keyClicks(here, key)
        else:
            qtbot.keyClick(here, key)


def counts(page: ThemesPage) -> dict[str, int]:
    return {row.theme: row.count for row in page.rows}


def test_five_replies_are_sorted_by_keyboard_alone(
    window: MainWindow, page: ThemesPage, qtbot: QtBot
) -> None:
    press(qtbot, "n", "Time", Key.Key_Return, Key.Key_Return)
    press(qtbot, "n", "Rooms", Key.Key_Return, Key.Key_Return)
    press(qtbot, "n", "People", Key.Key_Return, Key.Key_Return)
    press(qtbot, "1", "3", Key.Key_Return)
    assert sorted_now(window) == [("Time",), ("Rooms",), ("People",), ("Time", "People"), ()]
    assert counts(page) == {"Time": 2, "Rooms": 1, "People": 2}
    assert page.summary.text().startswith("4 of 5 replies sorted into 3 themes, by Ailsa Kerr.")


def test_the_same_key_takes_a_reply_out_again(window: MainWindow, page: ThemesPage, qtbot: QtBot) -> None:
    press(qtbot, "n", "Time", Key.Key_Return, "1")
    assert sorted_now(window)[0] == ()
    assert counts(page) == {"Time": 0}


def test_undo_takes_back_one_step_after_the_other_and_stays_here(
    window: MainWindow, page: ThemesPage, qtbot: QtBot
) -> None:
    press(qtbot, "n", "Time", Key.Key_Return, Key.Key_Return, "1")
    window.menus.actions["undo"].trigger()
    assert counts(page) == {"Time": 1}
    window.menus.actions["undo"].trigger()
    assert sorted_now(window) == [()] * 5
    assert page.isVisible()
    window.menus.actions["redo"].trigger()
    assert sorted_now(window)[0] == ("Time",)


def texts_of(page: ThemesPage, places: Iterable[int]) -> list[str]:
    assert page.coding_set is not None
    return [page.coding_set.excerpts[place].text for place in places]


def test_with_the_filter_what_is_sorted_goes_when_one_goes_on(page: ThemesPage, qtbot: QtBot) -> None:
    press(qtbot, "n", "Time", Key.Key_Return, Key.Key_Home, "f")
    assert texts_of(page, page.excerpt_list.excerpt_model.places) == WORDS[1:]
    press(qtbot, "1")
    assert len(page.excerpt_list.excerpt_model.places) == 4
    press(qtbot, Key.Key_Return)
    assert texts_of(page, page.excerpt_list.selected_places()) == [WORDS[2]]
    assert len(page.excerpt_list.excerpt_model.places) == 3


def test_whether_a_reply_may_be_quoted_is_said_by_key(
    window: MainWindow, page: ThemesPage, qtbot: QtBot
) -> None:
    press(qtbot, "q", "q")
    session = session_of(window)
    (question,) = open_questions(session.form, session.answers())
    assert [each.consent for each in question.replies][:2] == [Consent.UNNAMED, Consent.NOT_ASKED]
    assert page.consent.currentText() == "May be quoted without a name"


def test_a_reply_dropped_on_a_theme_is_in_it(window: MainWindow, page: ThemesPage, qtbot: QtBot) -> None:
    press(qtbot, "n", "Time", Key.Key_Return)
    held = QMimeData()
    held.setData(EXCERPTS_MIME, QByteArray(b"3,4"))
    copy, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page.rows[0], QDragEnterEvent(QPoint(9, 9), copy, held, button, none))
    QApplication.sendEvent(page.rows[0], QDropEvent(QPointF(9, 9), copy, held, button, none))
    assert sorted_now(window) == [("Time",), (), (), ("Time",), ("Time",)]


def test_what_is_dragged_are_the_chosen_replies(page: ThemesPage) -> None:
    page.excerpt_list.selectAll()
    held = page.excerpt_list.excerpt_model.mimeData(page.excerpt_list.selectionModel().selectedIndexes())
    assert sorted(bytes(held.data(EXCERPTS_MIME).data()).split(b",")) == [b"0", b"1", b"2", b"3", b"4"]


def test_a_theme_is_taken_away_by_delete_and_comes_back_by_undo(
    window: MainWindow, page: ThemesPage, qtbot: QtBot
) -> None:
    press(qtbot, "n", "Time", Key.Key_Return)
    page.rows[0].setFocus()
    press(qtbot, Key.Key_Delete)
    assert counts(page) == {}
    window.menus.actions["undo"].trigger()
    assert counts(page) == {"Time": 1}
    assert sorted_now(window)[0] == ("Time",)


def test_a_theme_gets_another_name(window: MainWindow, page: ThemesPage, qtbot: QtBot) -> None:
    press(qtbot, "n", "Time", Key.Key_Return)
    window.prompts.name = "Hours"  # type: ignore[attr-defined]  # the prompts of the test
    page.rows[0].setFocus()
    press(qtbot, Key.Key_F2)
    assert counts(page) == {"Hours": 1}
    assert sorted_now(window)[0] == ("Hours",)


def test_notes_of_a_board_are_sorted_under_one_theme_each(
    window: MainWindow, page: ThemesPage, qtbot: QtBot
) -> None:
    page.coding_set_choice.setCurrentIndex(1)
    page.coding_set_choice.activated.emit(1)
    page.excerpt_list.setFocus()
    press(qtbot, "n", "People", Key.Key_Return, Key.Key_Down, "2")
    notes = session_of(window).answers().items("s.notes")
    assert [each.get("theme") for each in notes] == ["People", "People"]


def test_every_control_has_a_name(page: ThemesPage, qtbot: QtBot) -> None:
    press(qtbot, "n", "Time", Key.Key_Return)
    assert page.rows[0].accessibleName() == "1: Time, 1 reply, contains the selected item"
    named: list[QWidget] = [page.excerpt_list, page.new_theme, page.coding_set_choice, page.consent]
    assert all(each.accessibleName() for each in named)


def test_replies_of_a_file_are_no_entries_to_write_in(
    window: MainWindow, page: ThemesPage, qtbot: QtBot
) -> None:
    press(qtbot, "n", "Time", Key.Key_Return)
    wizard = window.inquiry.wizard
    assert wizard is not None
    (question,) = wizard.session.answers().items("s.opens")
    wizard.go_to(f"s.opens/{question.id}/replies")
    name = f"s.opens/{question.id}/replies#sort"
    qtbot.waitUntil(lambda: wizard.findChild(QWidget, name) is not None)
    sort = wizard.findChild(QWidget, name)
    assert not wizard.findChildren(QWidget, f"s.opens/{question.id}/replies/r0")
    qtbot.mouseClick(sort, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.isVisible)
    assert counts(page) == {"Time": 1}


def test_what_is_typed_while_replies_are_gathered_is_among_them(
    window: MainWindow, page: ThemesPage, qtbot: QtBot
) -> None:
    window.begin_task("themes")
    session_of(window).add_item("s.notes", values={"note": "A list of names"})
    qtbot.waitUntil(lambda: not window.background.is_busy)
    page.coding_set_choice.setCurrentIndex(1)
    page.coding_set_choice.activated.emit(1)
    assert page.coding_set is not None
    assert [leaf.text for leaf in page.coding_set.excerpts][-1] == "A list of names"


def test_replies_are_said_to_be_gathered_where_something_else_takes_long(
    window: MainWindow, page: ThemesPage, qtbot: QtBot
) -> None:
    assert window.inquiry.wizard is not None
    window.inquiry.wizard.enter_step("s")
    going_on = Event()
    window.background.run(lambda _: going_on.wait(20), lambda _: None, lambda _: None)
    window.begin_task("themes")
    assert page.isVisible()
    assert page.empty.text() == LOADING
    going_on.set()
    qtbot.waitUntil(lambda: page.coding_set is not None and page.excerpt_list.hasFocus())


def test_a_reply_is_withdrawn_from_here_and_nothing_brings_it_back(
    page: ThemesPage, window: MainWindow, qtbot: QtBot
) -> None:
    press(qtbot, "n", *"Time", Key.Key_Return)
    page.excerpt_list.select_row(2)
    page.erase_link.click()
    assert window.inquiry.wizard is not None
    erasing = window.find_task(EraseController)
    assert erasing is not None
    qtbot.waitUntil(lambda: "Nobody to ask" in erasing.page.replies.currentText())
    qtbot.waitUntil(lambda: bool(erasing.page.places.lines), timeout=10_000)
    assert erasing.page.places.lines == ("What is hard? Nobody to ask",)
    assert erasing.page.not_reached_label.lines[0] == "the file replies.csv that the replies came from"
    erasing.page.confirmation.setText("erase")
    erasing.page.erase_button.click()
    qtbot.waitUntil(window.inquiry.wizard.isEnabled, timeout=10_000)
    session = session_of(window)
    assert b"Nobody to ask" not in session.path.read_bytes()
    window.inquiry.wizard.undo()
    (question,) = open_questions(session.form, session.answers())
    assert [each.text.plain_text for each in question.replies] == [each for each in WORDS if each != WORDS[2]]
    assert question.replies[0].themes == ("Time",)
    window.begin_task("themes")
    qtbot.waitUntil(lambda: len(page.coding_set.excerpts if page.coding_set else ()) == 4)
