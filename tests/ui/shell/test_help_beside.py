"""The help beside the page: where it opens, what stays in use, and how it is closed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication

from carreport.ui.help.help_page import HelpPage
from carreport.ui.help.help_topics import help_topic, shown_keys
from tests.ui.driver.window import WindowDriver


def test_the_keys_of_every_action_of_the_window_are_on_the_keyboard_page(driver: WindowDriver) -> None:
    actions = [action for action in driver.window.findChildren(QAction) if action.shortcuts()]
    page = HelpPage()
    driver.qtbot.addWidget(page)
    page.show_topic(help_topic("keys"))
    words = page.browser.toPlainText()
    assert actions
    assert [action.text() for action in actions if shown_keys(action.shortcuts()) not in words] == []


def test_f1_opens_the_guide_at_the_page_and_leaves_the_page_usable(driver: WindowDriver) -> None:
    driver.open_example()
    driver.window.resize(1366, 768)
    driver.wizard.enter_step("question")
    before = driver.window.focusWidget()
    driver.trigger("guide")
    page = driver.window.help_dock.page
    assert page is not None
    assert page.browser.textCursor().block().text() == "Write"
    assert driver.wizard.isVisible()
    driver.qtbot.keyClick(page.browser, Qt.Key.Key_Escape)
    assert (driver.window.help_dock.page, driver.window.focusWidget()) == (None, before)


def test_the_guide_follows_to_another_page_when_it_is_asked_for_again(driver: WindowDriver) -> None:
    driver.open_example()
    driver.trigger("guide")
    driver.window.begin_task("report")
    driver.trigger("guide")
    page = driver.window.help_dock.page
    assert page is not None
    assert page.browser.textCursor().block().text() == "Make the report"


def test_in_a_narrow_window_the_help_takes_the_page_and_another_page_takes_it_back(
    driver: WindowDriver,
) -> None:
    driver.open_example()
    driver.window.resize(800, 600)
    driver.trigger("guide")
    assert driver.wizard.isHidden() or not driver.wizard.isVisible()
    driver.window.begin_task("report")
    assert (driver.window.help_dock.page, driver.wizard.isVisible()) == (None, True)


def test_in_a_narrow_window_the_help_stays_when_only_the_title_changes(driver: WindowDriver) -> None:
    driver.open_example()
    driver.window.resize(800, 600)
    driver.trigger("guide")
    driver.window.inquiry.title_changed.emit("Question – Another title")
    assert driver.window.help_dock.page is not None


def test_the_section_stays_at_the_top_when_the_window_becomes_narrow(driver: WindowDriver) -> None:
    driver.open_example()
    driver.window.resize(1366, 768)
    driver.window.begin_task("report")
    driver.trigger("guide")
    driver.window.resize(800, 600)
    QApplication.processEvents()
    page = driver.window.help_dock.page
    assert page is not None
    top = page.browser.cursorForPosition(QPoint(page.browser.viewport().width() // 2, 24)).block()
    assert top.text() == "Make the report"


def test_the_width_of_the_help_is_kept(driver: WindowDriver) -> None:
    dock = driver.window.help_dock
    driver.window.resize(1366, 768)
    driver.trigger("guide")
    dock.setSizes([846, 520])
    dock.splitterMoved.emit(846, 1)
    driver.wait_until(lambda: driver.window.preferences.state.help_width >= 510)
    dock.close_help()
    driver.trigger("guide")
    assert dock.page is not None
    assert abs(dock.page.width() - driver.window.preferences.state.help_width) <= 2


def test_control_f_in_the_help_searches_the_help(driver: WindowDriver) -> None:
    driver.window.resize(1366, 768)
    driver.trigger("keys")
    page = driver.window.help_dock.page
    assert page is not None
    driver.qtbot.keyClick(page.browser, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()
    driver.qtbot.keyClicks(page.search, "paste")
    assert page.browser.textCursor().selectedText().lower() == "paste"
    assert QKeySequence("Ctrl+Shift+V").toString() in page.browser.toPlainText()
