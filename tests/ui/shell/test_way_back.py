"""Back leads to where a page was opened, at the same place, and the window says which page it shows."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from carreport.ui.report.check_page import CheckPage
from carreport.ui.report.report_page import ReportPage
from tests.ui.driver.accessibility import Announcements
from tests.ui.driver.drafts import make_inquiry
from tests.ui.driver.keyboard import focus_name, focus_widget, press
from tests.ui.driver.window import WindowDriver


@pytest.fixture
def opened(driver: WindowDriver) -> WindowDriver:
    driver.open(make_inquiry())
    return driver


def back_text(driver: WindowDriver) -> str:
    return driver.wizard.status_bar.back_button.text()


def test_each_page_leads_back_to_the_one_from_which_it_was_opened_first(opened: WindowDriver) -> None:
    opened.wizard.enter_step("data")
    report, check = opened.begin("report", ReportPage), opened.begin("check", CheckPage)
    assert back_text(opened) == "Back to Report"
    opened.wizard.status_bar.back_button.click()
    assert (opened.page, back_text(opened)) == (report, "Back to Data")
    assert opened.begin("check", CheckPage) is check
    assert opened.begin("report", ReportPage) is report
    assert back_text(opened) == "Back to Data"
    opened.wait_until_idle()
    opened.wizard.status_bar.back_button.click()
    assert opened.shows_step("data")


def test_the_way_back_leads_to_the_same_line_with_the_focus_where_it_was(opened: WindowDriver) -> None:
    opened.wizard.go_to("context.if_nothing")
    page = opened.wizard.step_page("context")
    focus, position = focus_widget(), page.verticalScrollBar().value()
    assert position > 0
    opened.begin("check", CheckPage)
    opened.wait_until_idle()
    focus_widget()
    press("Escape")
    assert opened.page is page
    assert QApplication.focusWidget() is focus
    assert page.verticalScrollBar().value() == position


def test_the_first_question_without_an_answer_has_the_focus_after_next(opened: WindowDriver) -> None:
    opened.wizard.enter_step("context")
    opened.primary_button.click()
    assert focus_name() == "question.main"
    assert opened.wizard.step_page("question").verticalScrollBar().value() == 0


def test_the_title_of_the_window_names_the_page_and_the_inquiry(opened: WindowDriver) -> None:
    opened.wizard.enter_step("data")
    assert opened.window.windowTitle() == "Data – Working together – carreport"
    opened.begin("report", ReportPage)
    assert opened.window.windowTitle().endswith("eport – Working together – carreport")


def test_a_key_says_whether_everything_is_saved(
    opened: WindowDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    announcements = Announcements(monkeypatch)
    opened.trigger("saved")
    assert announcements.take() == ["Your work is saved as you type"]
    opened.type_answer("about.title", " again")
    opened.wait_until_saved()
    announcements.take()
    opened.trigger("saved")
    (state,) = announcements.take()
    assert state == opened.saved_text.removeprefix("✓").strip()


def test_an_inquiry_that_was_only_opened_is_not_said_to_be_saved_just_now(opened: WindowDriver) -> None:
    opened.wizard.enter_step("context")
    opened.wizard.session.flush()
    QApplication.processEvents()
    assert opened.saved_text == "Your work is saved as you type"
