"""Find and replace in the window: by keys, in place of the steps, with one undo."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QTextEdit

from carreport.form.richtext import RichText
from carreport.review.threads import NewThread, begin_thread
from carreport.ui.find.find_controller import FindController
from carreport.ui.find.find_panel import FindPanel
from carreport.ui.review.review_page import ReviewPage
from tests.rich_text import text
from tests.ui.driver.drafts import make_inquiry
from tests.ui.driver.keyboard import focus_widget, has_focus, press, type_text
from tests.ui.driver.lists import row_titles
from tests.ui.driver.window import WindowDriver

ISSUE = "context.issue"


@pytest.fixture(autouse=True)
def _inquiry(driver: WindowDriver) -> None:
    session = driver.open(make_inquiry()).session
    session.write("about.title", "Quillan’s day")
    session.add_item("about.members", None, {"person": {"name": "Ann Quillan", "role": "Lead"}})
    session.write(ISSUE, text("First.", "Then Quillan came, and Quillan left."))
    session.write("question.main", text("Quillan?"))
    session.seal()
    driver.wizard.enter_step("about")


def open_panel(driver: WindowDriver, words: str = "quillan", at: str = "") -> FindPanel:
    driver.window.begin_task("find", at)
    task = driver.window.find_task(FindController)
    assert task is not None
    assert has_focus(task.page.find_box)
    type_text(words)
    driver.wait_until_idle()
    return task.page


def selected() -> str:
    control = focus_widget()
    if isinstance(control, QLineEdit):
        return control.selectedText()
    return control.textCursor().selectedText() if isinstance(control, QTextEdit) else ""


def test_places_are_listed_in_place_of_the_steps_and_nothing_on_the_page_moves(driver: WindowDriver) -> None:
    page = driver.page
    before = (page.geometry(), page.mapToGlobal(page.rect().topLeft()))
    panel = open_panel(driver)
    assert row_titles(panel.hits) == [
        "Quillan’s day",
        "Ann Quillan",
        "Then Quillan came, and Quillan left.",
        "Then Quillan came, and Quillan left.",
        "Quillan?",
    ]
    assert panel.count_label.text() == "5 places in 4 answers"
    assert (page.geometry(), page.mapToGlobal(page.rect().topLeft())) == before
    assert not driver.wizard.sidebar.isVisible()
    press("Escape")
    assert driver.wizard.sidebar.isVisible()


def test_enter_and_f3_go_from_place_to_place_and_escape_goes_into_it(driver: WindowDriver) -> None:
    panel = open_panel(driver)
    press("Return", "Return")
    assert has_focus(panel.find_box)
    assert panel.hits.currentIndex().row() == 1
    driver.trigger("find_next")
    driver.trigger("find_next")
    assert driver.shows_step("context")
    driver.trigger("find_previous")
    assert panel.hits.currentIndex().row() == 2
    press("Escape")
    assert selected() == "Quillan"
    assert isinstance(focus_widget(), QTextEdit)
    driver.trigger("find_previous")
    assert (selected(), driver.shows_step("about")) == ("Quillan", True)
    driver.trigger("find_previous")
    driver.trigger("find_previous")
    assert (selected(), driver.shows_step("question")) == ("Quillan", True)


def test_a_comment_is_found_and_opened(driver: WindowDriver) -> None:
    begin_thread(driver.session, NewThread(ISSUE, RichText.from_plain("Who is Tavish?")))
    panel = open_panel(driver, "tavish")
    assert row_titles(panel.hits) == ["Who is Tavish?"]
    press("Down", "Return")
    driver.wait_for_page(ReviewPage)


def test_everything_is_replaced_and_one_undo_takes_it_back(driver: WindowDriver) -> None:
    before = driver.session.answers().values
    panel = open_panel(driver, at="replace")
    panel.replace_box.setFocus()
    type_text("Quinlan")
    assert panel.plan_label.text() == "5 will be replaced."
    panel.replace_all_button.setFocus()
    press("Space")
    assert panel.plan_label.text() == "Replaced in 5 places."
    assert has_focus(panel.undo_link)
    assert driver.answer("about.title") == "Quinlan’s day"
    driver.wait_until(lambda: panel.count_label.text() == "No matches")
    driver.trigger("undo")
    assert driver.session.answers().values == before
    driver.wait_until(lambda: panel.count_label.text() == "5 places in 4 answers")
    assert panel.plan_label.text() == "5 will be replaced."
    driver.trigger("redo")
    assert driver.answer("question.main") == text("Quinlan?")
    driver.trigger("undo")
    panel.replace_all_button.click()
    panel.undo_link.click()
    assert driver.session.answers().values == before


def test_one_is_replaced_and_the_next_is_shown(driver: WindowDriver) -> None:
    panel = open_panel(driver, at="replace")
    panel.replace_box.setFocus()
    type_text("Quinlan")
    press("Return")
    assert (driver.answer("about.title"), panel.hits.currentIndex().row()) == ("Quinlan’s day", 0)
    press("Return")
    assert driver.answer("about.title") == "Quinlan’s day"
    assert row_titles(panel.hits)[0] == "Then Quillan came, and Quillan left."
    driver.trigger("undo")
    assert driver.items("about.members")[-1].get("person")["name"] == "Ann Quillan"


def test_three_hundred_places_are_one_undo(driver: WindowDriver) -> None:
    driver.session.write(ISSUE, text(*(f"Tavish said {number}." for number in range(300))))
    driver.session.seal()
    panel = open_panel(driver, "Tavish", at="replace")
    changes = driver.wizard.undo_stack.count()
    panel.replace_all_button.click()
    assert panel.plan_label.text() == "Replaced in 300 places."
    assert driver.wizard.undo_stack.count() == changes + 1
    driver.trigger("undo")
    assert driver.session.answers().rich_text(ISSUE).plain_text.count("Tavish") == 300


def test_words_in_a_text_are_found_on_the_start_page_and_opened_there(driver: WindowDriver) -> None:
    driver.window.go_home()
    driver.wait_until(lambda: not driver.is_open and bool(driver.card_titles()))
    driver.wait_until_idle()
    page = driver.window.start_page
    page.search.setFocus()
    type_text("quillan left")
    cards = page.card_list
    driver.wait_until(lambda: any(card.found for card in cards.cards))
    assert [card.found for card in cards.cards if card.found] == [
        "“Then Quillan came, and Quillan left.” · What is the issue?"
    ]
    press("Return")
    driver.wait_until(lambda: driver.is_open and driver.shows_step("context"))
    press("Escape")
    assert selected() == "Quillan left"
