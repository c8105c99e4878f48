from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtWidgets import QWidget

from carreport.draft.session.draft_session import DraftSession
from carreport.survey.importing.importer import run_import
from carreport.survey.importing.plan import plan_import
from carreport.survey.target import find_target
from carreport.survey.themes import Consent, OpenReply, open_questions
from carreport.ui.main_window import MainWindow
from carreport.ui.survey.themes.reply_list import EXCERPTS_MIME
from carreport.ui.survey.themes.themes_page import LOADING, ThemesPage
from tests.survey.files import FORM, csv_bytes, table
from tests.ui.driver.drafts import ME, make_draft
from tests.ui.driver.keyboard import click, drop, press
from tests.ui.driver.tasks import EraseDriver, ThemesDriver
from tests.ui.driver.window import WindowDriver

WORDS = ["No time at all", "No room to meet", "Nobody to ask", "Time and people", "All fine here"]


@pytest.fixture
def themes(driver: WindowDriver, tmp_path: Path) -> ThemesDriver:
    """The page with five replies that came with a file, and none sorted."""
    path = make_draft(FORM, name="study")
    file = tmp_path / "replies.csv"
    file.write_bytes(csv_bytes([["What is hard?"], *([words] for words in WORDS)]))
    with DraftSession.open(path, ME) as session:
        target = find_target(FORM, session.answers(), "s.surveys", "Poll")
        run_import(session, plan_import(table(file), target))
        session.add_item("s.notes", values={"note": "A room", "theme": "Rooms"})
        session.add_item("s.notes", values={"note": "A name to ask for"})
    driver.open(path)
    return ThemesDriver(driver)


@pytest.fixture
def page(themes: ThemesDriver) -> ThemesPage:
    return themes.page


def sorted_replies(driver: WindowDriver) -> tuple[OpenReply, ...]:
    """Return the replies to the only open question, as the inquiry has them."""
    (question,) = open_questions(driver.session.form, driver.session.answers())
    return question.replies


def themes_of_replies(driver: WindowDriver) -> list[tuple[str, ...]]:
    return [reply.themes for reply in sorted_replies(driver)]


def test_an_undo_is_seen_on_the_page_that_was_opened_again(
    driver: WindowDriver, themes: ThemesDriver, page: ThemesPage
) -> None:
    themes.make_theme("Time")
    before = page.coding_set
    driver.begin("themes", ThemesPage)
    driver.wait_until(lambda: page.coding_set is not before)
    while driver.wizard.undo_stack.canUndo():
        driver.wizard.undo()
    driver.wait_until(
        lambda: page.coding_set is not None and not any(x.themes for x in page.coding_set.excerpts)
    )
    assert set(themes_of_replies(driver)) == {()}


def test_five_replies_are_sorted_by_keyboard_alone(
    driver: WindowDriver, themes: ThemesDriver, page: ThemesPage
) -> None:
    themes.make_theme("Time")
    press("Return")
    themes.make_theme("Rooms")
    press("Return")
    themes.make_theme("People")
    press("Return")
    press("1", "3", "Return")
    assert themes_of_replies(driver) == [("Time",), ("Rooms",), ("People",), ("Time", "People"), ()]
    assert themes.counts() == {"Time": 2, "Rooms": 1, "People": 2}
    assert page.summary.text().startswith("4 of 5 replies sorted into 3 themes, by Ailsa Kerr.")


def test_the_same_key_takes_a_reply_out_again(driver: WindowDriver, themes: ThemesDriver) -> None:
    themes.make_theme("Time")
    press("1")
    assert themes_of_replies(driver)[0] == ()
    assert themes.counts() == {"Time": 0}


def test_undo_takes_back_one_step_after_the_other_and_stays_here(
    driver: WindowDriver, themes: ThemesDriver, page: ThemesPage
) -> None:
    themes.make_theme("Time")
    press("Return", "1")
    driver.trigger("undo")
    assert themes.counts() == {"Time": 1}
    driver.trigger("undo")
    assert themes_of_replies(driver) == [()] * 5
    assert page.isVisible()
    driver.trigger("redo")
    assert themes_of_replies(driver)[0] == ("Time",)


def test_with_the_filter_what_is_sorted_goes_when_one_goes_on(themes: ThemesDriver, page: ThemesPage) -> None:
    themes.make_theme("Time")
    press("Home", "f")
    assert themes.texts_at(page.excerpt_list.excerpt_model.places) == WORDS[1:]
    press("1")
    assert len(page.excerpt_list.excerpt_model.places) == 4
    press("Return")
    assert themes.texts_at(page.excerpt_list.selected_places()) == [WORDS[2]]
    assert len(page.excerpt_list.excerpt_model.places) == 3


def test_whether_a_reply_may_be_quoted_is_said_by_key(driver: WindowDriver, page: ThemesPage) -> None:
    press("q", "q")
    assert [reply.consent for reply in sorted_replies(driver)][:2] == [Consent.UNNAMED, Consent.NOT_ASKED]
    assert page.consent.currentText() == "May be quoted without a name"


def test_a_reply_dropped_on_a_theme_is_in_it(
    driver: WindowDriver, themes: ThemesDriver, page: ThemesPage
) -> None:
    themes.make_theme("Time")
    held = QMimeData()
    held.setData(EXCERPTS_MIME, QByteArray(b"3,4"))
    drop(page.rows[0], held)
    assert themes_of_replies(driver) == [("Time",), (), (), ("Time",), ("Time",)]


def test_what_is_dragged_are_the_chosen_replies(page: ThemesPage) -> None:
    page.excerpt_list.selectAll()
    held = page.excerpt_list.excerpt_model.mimeData(page.excerpt_list.selectionModel().selectedIndexes())
    assert sorted(bytes(held.data(EXCERPTS_MIME).data()).split(b",")) == [b"0", b"1", b"2", b"3", b"4"]


def test_a_theme_is_taken_away_by_delete_and_comes_back_by_undo(
    driver: WindowDriver, themes: ThemesDriver, page: ThemesPage
) -> None:
    themes.make_theme("Time")
    page.rows[0].setFocus()
    press("Delete")
    assert themes.counts() == {}
    driver.trigger("undo")
    assert themes.counts() == {"Time": 1}
    assert themes_of_replies(driver)[0] == ("Time",)


def test_a_theme_gets_another_name(driver: WindowDriver, themes: ThemesDriver, page: ThemesPage) -> None:
    themes.make_theme("Time")
    driver.prompts.name = "Hours"
    page.rows[0].setFocus()
    press("F2")
    assert themes.counts() == {"Hours": 1}
    assert themes_of_replies(driver)[0] == ("Hours",)


def test_notes_of_a_board_are_sorted_under_one_theme_each(
    driver: WindowDriver, themes: ThemesDriver, page: ThemesPage
) -> None:
    themes.choose_coding_set(1)
    page.excerpt_list.setFocus()
    themes.make_theme("People")
    press("Down", "2")
    assert driver.item_values("s.notes", "theme") == ["People", "People"]


def test_every_control_has_a_name(themes: ThemesDriver, page: ThemesPage) -> None:
    themes.make_theme("Time")
    assert page.rows[0].accessibleName() == "1: Time, 1 reply, contains the selected item"
    named: list[QWidget] = [page.excerpt_list, page.new_theme, page.coding_set_choice, page.consent]
    assert all(control.accessibleName() for control in named)


def test_replies_of_a_file_are_no_entries_to_write_in(
    driver: WindowDriver, themes: ThemesDriver, page: ThemesPage
) -> None:
    themes.make_theme("Time")
    wizard = driver.wizard
    (question,) = wizard.session.answers().items("s.opens")
    wizard.go_to(f"s.opens/{question.id}/replies")
    name = f"s.opens/{question.id}/replies#sort"
    driver.wait_until(lambda: wizard.findChild(QWidget, name) is not None)
    assert not wizard.findChildren(QWidget, f"s.opens/{question.id}/replies/r0")
    click(driver.control_named(name))
    driver.wait_until(page.isVisible)
    assert themes.counts() == {"Time": 1}


def test_what_is_typed_while_replies_are_gathered_is_among_them(
    driver: WindowDriver, window: MainWindow, themes: ThemesDriver
) -> None:
    window.begin_task("themes")
    driver.session.add_item("s.notes", values={"note": "A list of names"})
    driver.wait_until_idle()
    themes.choose_coding_set(1)
    assert themes.texts()[-1] == "A list of names"


def test_replies_are_said_to_be_gathered_where_something_else_takes_long(
    driver: WindowDriver, window: MainWindow, page: ThemesPage
) -> None:
    driver.wizard.enter_step("s")
    going_on = Event()
    window.background.run(lambda _: going_on.wait(20), lambda _: None, lambda _: None)
    window.begin_task("themes")
    assert page.isVisible()
    assert page.empty.text() == LOADING
    going_on.set()
    driver.wait_until(lambda: page.coding_set is not None and page.excerpt_list.hasFocus())


def test_a_reply_is_withdrawn_from_here_and_nothing_brings_it_back(
    driver: WindowDriver, themes: ThemesDriver, page: ThemesPage, window: MainWindow
) -> None:
    themes.make_theme("Time")
    page.excerpt_list.select_row(2)
    page.erase_link.click()
    erasing = EraseDriver(driver, at=None)
    driver.wait_until(lambda: "Nobody to ask" in erasing.page.replies.currentText())
    driver.wait_until(lambda: bool(erasing.page.places.lines))
    assert erasing.page.places.lines == ("What is hard? Nobody to ask",)
    assert erasing.page.not_reached_label.lines[0] == "the file replies.csv that the replies came from"
    erasing.erase()
    session = driver.session
    assert b"Nobody to ask" not in session.path.read_bytes()
    driver.wizard.undo()
    replies = sorted_replies(driver)
    assert [reply.text.plain_text for reply in replies] == [words for words in WORDS if words != WORDS[2]]
    assert replies[0].themes == ("Time",)
    window.begin_task("themes")
    driver.wait_until(lambda: len(themes.texts()) == 4)
