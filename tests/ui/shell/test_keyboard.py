"""Every page of the real form, by keyboard alone and through the eyes of a screen reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.session.draft_session import DraftSession
from carreport.ui.copies.export_controller import ExportCopyController
from carreport.ui.copies.import_page import ImportCopyPage
from carreport.ui.erase.erase_controller import EraseController
from carreport.ui.history.restore_page import RestorePage
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from carreport.ui.report.report_controller import ReportController
from carreport.ui.widgets.buttons import Button, IconButton, LinkButton
from carreport.ui.widgets.scroll_column import ScrollColumn

SECTIONS = ("about", "context", "question", "data", "actions", "reflections", "finish")
NAMED_ROLES = (
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.EditableText,
    QAccessible.Role.ComboBox,
    QAccessible.Role.SpinBox,
    QAccessible.Role.List,
    QAccessible.Role.Table,
    QAccessible.Role.Link,
)


@pytest.fixture
def example(window: MainWindow) -> Wizard:
    window.open_example()
    assert window.inquiry.wizard is not None
    return window.inquiry.wizard


def reachable(page: QWidget) -> list[QWidget]:
    """Return the controls that Tab must reach: of radio buttons that belong together, one."""
    found: list[QWidget] = []
    groups: set[object] = set()
    for each in page.findChildren(QWidget):
        if not (each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible() and each.isEnabled()):
            continue
        if each.focusProxy() is not None:
            continue
        if isinstance(each, QRadioButton):
            group = each.group() or each.parentWidget()
            if group in groups:
                continue
            groups.add(group)
        found.append(each)
    return found


def key(control: QWidget) -> object:
    return (control.group() or control.parentWidget()) if isinstance(control, QRadioButton) else control


def tabbed_from(first: QWidget) -> Iterator[QWidget]:
    """Yield what Tab leads to, until it comes round."""
    first.setFocus(Qt.FocusReason.TabFocusReason)
    here = QApplication.focusWidget()
    seen: set[object] = set()
    while here is not None and key(here) not in seen:
        seen.add(key(here))
        yield here
        QTest.keyClick(here, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()


def nameless(page: QWidget) -> list[str]:
    """Return the controls inside `page` that a screen reader has no words for."""
    found = []
    for each in page.findChildren(QWidget):
        if not (each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus):
            continue
        interface = QAccessible.queryAccessibleInterface(each)
        assert interface.isValid()
        own = each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "")
        if interface.role() in NAMED_ROLES and not own:
            name = interface.text(QAccessible.Text.Name)
            if not name:
                found.append(f"{type(each).__name__} {each.objectName()}")
    return found


@pytest.mark.parametrize("section", SECTIONS)
def test_tab_reaches_every_control_of_a_step_and_leaves_it_again(example: Wizard, section: str) -> None:
    example.enter_step(section)
    page = example.step_page(section)
    wanted = {key(control) for control in reachable(page)}
    visited = [key(control) for control in tabbed_from(reachable(page)[0])]
    assert wanted - set(visited) == set()
    assert example.status_bar.back_button in visited or example.status_bar.next_button in visited
    assert example.sidebar.step_list in visited


@pytest.mark.parametrize("section", SECTIONS)
def test_every_control_of_a_step_has_a_name(example: Wizard, section: str) -> None:
    example.enter_step(section)
    assert nameless(example.step_page(section)) == []


@pytest.mark.parametrize("section", SECTIONS)
def test_every_step_has_a_heading_and_one_for_each_question(example: Wizard, section: str) -> None:
    example.enter_step(section)
    page = example.step_page(section)
    roles = [QAccessible.queryAccessibleInterface(page.heading).role()]
    for question in page.questions.values():
        if question.isVisible():
            interface = QAccessible.queryAccessibleInterface(question.heading)
            assert interface.text(QAccessible.Text.Name) == question.field.label
            roles.append(interface.role())
    assert set(roles) == {QAccessible.Role.Heading}


def test_what_has_the_keyboard_is_in_sight(example: Wizard) -> None:
    example.enter_step("context")
    page = example.step_page("context")
    here = (control for control in tabbed_from(reachable(page)[0]) if page.isAncestorOf(control))
    assert [c.objectName() for c in here if not c.visibleRegion().boundingRect().height()] == []


def test_the_other_pages_are_named_and_reachable_too(window: MainWindow, example: Wizard) -> None:
    path = "question.main"
    example.session.write(path, "Another question?")
    example.session.seal(path)
    example.history_pages.show_history(path)
    check(example.history_pages.history_page)
    window.begin_task("report")
    report = window.find_task(ReportController)
    assert report is not None
    check(report.page)
    window.go_home()
    window.start_page.ask_author()
    check(window.start_page)
    window.choose_form()
    assert window.new_inquiry_page is not None
    check(window.new_inquiry_page)


@pytest.fixture
def shared(window: MainWindow, example: Wizard, tmp_path: Path, qtbot: QtBot) -> Iterator[ScrollColumn]:
    """The pages on which one meets others, each shown once, in the order in which they are met."""
    path = tmp_path / "back.carreport"
    export_copy(example.session, path)
    with DraftSession.open(path, "Morag Reid") as other:
        other.write("about.title", "Morag’s title for it")
        other.write("about.place", "Linden")
    example.session.write("about.title", "Ailsa’s title for it")
    example.session.seal()
    window.open_or_inspect(path)
    qtbot.waitUntil(lambda: isinstance(example.pages.currentWidget(), ImportCopyPage), timeout=15_000)

    def pages() -> Iterator[ScrollColumn]:
        bring = example.pages.currentWidget()
        assert isinstance(bring, ImportCopyPage)
        yield bring
        bring.import_button.click()
        qtbot.waitUntil(lambda: example.pages.currentWidget() is not bring, timeout=10_000)
        example.collaboration_pages.show_changes()
        yield example.collaboration_pages.changes_page
        example.collaboration_pages.show_timeline()
        qtbot.waitUntil(lambda: bool(example.collaboration_pages.timeline_page.links), timeout=10_000)
        yield example.collaboration_pages.timeline_page
        example.collaboration_pages.show_conflict("about.title")
        example.collaboration_pages.conflict_page.open_combined()
        yield example.collaboration_pages.conflict_page
        made = example.session.add_item("reflections.individual", values={"release": "named"})
        example.collaboration_pages.show_release(f"reflections.individual/{made}")
        yield example.collaboration_pages.release_page
        window.begin_task("send")
        send = window.find_task(ExportCopyController)
        assert send is not None
        yield send.page
        window.begin_task("back")
        qtbot.waitUntil(lambda: isinstance(example.pages.currentWidget(), RestorePage), timeout=10_000)
        back = example.pages.currentWidget()
        assert isinstance(back, RestorePage)
        yield back
        window.begin_task("erase")
        erase = window.find_task(EraseController)
        assert erase is not None
        qtbot.waitUntil(erase.page.isVisible)
        yield erase.page

    return pages()


def test_the_pages_on_which_one_meets_others_are_named_and_reachable(shared: Iterator[ScrollColumn]) -> None:
    for page in shared:
        check(page)


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


def check(page: QWidget) -> None:
    QApplication.processEvents()
    wanted = {key(control) for control in reachable(page)}
    visited = {key(control) for control in tabbed_from(reachable(page)[0])}
    assert wanted - visited == set()
    assert nameless(page) == []


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
