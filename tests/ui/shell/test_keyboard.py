"""Every page of the real form, by keyboard alone and through the eyes of a screen reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carreport.ui.copies.export_page import ExportCopyPage
from carreport.ui.erase.erase_page import ErasePage
from carreport.ui.history.restore_page import RestorePage
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from carreport.ui.report.report_page import ReportPage
from carreport.ui.widgets.buttons import Button, IconButton, LinkButton
from carreport.ui.widgets.scroll_column import ScrollColumn
from tests.ui.driver.accessibility import (
    expect_accessible,
    expected_tab_stops,
    tab_stop,
    tab_through,
    unnamed_controls,
)
from tests.ui.driver.drafts import edited_copy, write_all
from tests.ui.driver.tasks import ImportCopyDriver
from tests.ui.driver.window import WindowDriver

SECTIONS = ("about", "context", "question", "data", "actions", "reflections", "finish")


@pytest.fixture
def example(driver: WindowDriver) -> Wizard:
    return driver.open_example()


@pytest.mark.parametrize("section", SECTIONS)
def test_tab_reaches_every_control_of_a_step_and_leaves_it_again(example: Wizard, section: str) -> None:
    example.enter_step(section)
    page = example.step_page(section)
    stops = expected_tab_stops(page)
    visited = [tab_stop(control) for control in tab_through(next(iter(stops.values())))]
    skipped = stops.keys() - set(visited)  # a table hands the focus on to its cells
    seen = [stop for stop in visited if isinstance(stop, QWidget)]
    assert [stop for stop in skipped if not any(stops[stop].isAncestorOf(inner) for inner in seen)] == []
    assert example.status_bar.back_button in visited or example.status_bar.primary_button in visited
    assert example.sidebar.step_list in visited


@pytest.mark.parametrize("section", SECTIONS)
def test_every_control_of_a_step_has_a_name(example: Wizard, section: str) -> None:
    example.enter_step(section)
    assert unnamed_controls(example.step_page(section)) == []


@pytest.mark.parametrize("section", SECTIONS)
def test_every_step_has_a_heading_and_one_for_each_question(example: Wizard, section: str) -> None:
    example.enter_step(section)
    page = example.step_page(section)
    roles = [QAccessible.queryAccessibleInterface(page.heading).role()]
    for question in page.questions.values():
        if question.isVisible():
            interface = QAccessible.queryAccessibleInterface(question.head.heading)
            assert interface.text(QAccessible.Text.Name) == question.field.label
            roles.append(interface.role())
    assert set(roles) == {QAccessible.Role.Heading}


def test_what_has_the_keyboard_is_in_sight(example: Wizard) -> None:
    example.enter_step("context")
    page = example.step_page("context")
    first = next(iter(expected_tab_stops(page).values()))
    controls = (control for control in tab_through(first) if page.isAncestorOf(control))
    assert [
        control.objectName() for control in controls if control.visibleRegion().boundingRect().isEmpty()
    ] == []


def test_the_other_pages_are_named_and_reachable_too(driver: WindowDriver, example: Wizard) -> None:
    path = "question.main"
    example.session.write(path, [{"type": "paragraph", "spans": [{"text": "Another question?"}]}])
    example.session.seal(path)
    example.history_pages.show_history(path)
    expect_accessible(example.history_pages.history_page)
    expect_accessible(driver.begin("report", ReportPage))
    driver.window.go_home()
    expect_accessible(driver.window.start_page)
    driver.window.start_page.show_cards([])
    expect_accessible(driver.window.start_page.welcome)


@pytest.fixture
def shared(driver: WindowDriver, example: Wizard, tmp_path: Path) -> Iterator[ScrollColumn]:
    """The pages on which one meets others, each shown once, in the order in which they are met."""
    theirs = {"about.title": "Morag’s title for it", "about.place": "Linden"}
    copy = edited_copy(example.session, tmp_path / "back.carreport", lambda other: write_all(other, theirs))
    example.session.write("about.title", "Ailsa’s title for it")
    example.session.seal()
    import_page = ImportCopyDriver(driver, copy).page

    def pages() -> Iterator[ScrollColumn]:
        yield import_page
        import_page.primary_action.trigger()
        driver.wait_until(lambda: example.pages.currentWidget() is not import_page)
        example.collaboration_pages.show_changes()
        yield example.collaboration_pages.changes_page
        example.collaboration_pages.show_timeline()
        driver.wait_until(lambda: bool(example.collaboration_pages.timeline_page.links))
        yield example.collaboration_pages.timeline_page
        example.collaboration_pages.show_conflict("about.title")
        example.collaboration_pages.conflict_page.open_combined()
        yield example.collaboration_pages.conflict_page
        made = example.session.add_item("reflections.individual", values={"release": "named"})
        example.collaboration_pages.show_release(f"reflections.individual/{made}")
        yield example.collaboration_pages.release_page
        yield driver.begin("send", ExportCopyPage)
        yield driver.begin("back", RestorePage)
        yield driver.begin("erase", ErasePage)

    return pages()


def test_the_pages_on_which_one_meets_others_are_named_and_reachable(shared: Iterator[ScrollColumn]) -> None:
    for page in shared:
        expect_accessible(page)


@pytest.mark.parametrize("size", [100, 200])
def test_no_page_on_which_one_meets_others_is_too_wide(
    window: MainWindow, shared: Iterator[ScrollColumn], size: int
) -> None:
    window.preferences.set_text_size(size)
    window.resize(1024, 600)
    for page in shared:
        QApplication.processEvents()
        inner = page.widget()
        assert inner is not None
        assert inner.width() <= page.viewport().width(), page
    window.preferences.set_text_size(100)


@pytest.mark.parametrize("size", [100, 200])
def test_nothing_is_wider_than_a_small_window(window: MainWindow, example: Wizard, size: int) -> None:
    window.preferences.set_text_size(size)
    window.resize(1024, 600)
    for section in SECTIONS:
        example.enter_step(section)
        QApplication.processEvents()
        page = example.step_page(section)
        assert isinstance(page, ScrollColumn)
        inner = page.widget()
        assert inner is not None
        assert inner.width() <= page.viewport().width(), section
    assert window.width() == 1024
    window.preferences.set_text_size(100)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("make", [Button, LinkButton, partial(IconButton, "add")])
def test_enter_and_space_press_the_button_with_the_keyboard(
    make: Callable[[str], Button], key: Qt.Key, qtbot: QtBot
) -> None:
    button, pressed = make("Bring in"), list[str]()
    qtbot.addWidget(button)
    button.clicked.connect(lambda: pressed.append("yes"))
    button.show()
    qtbot.keyClick(button, key)
    assert pressed == ["yes"]
