"""The main window: opens inquiries, begins tasks, and waits for what they show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QListView, QMenu, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.ui.editors.table.table_view import EntryTableView
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from carreport.ui.widgets.notice_bar import Notice
from tests.ui.driver.inquiry import InquiryDriver, P
from tests.ui.driver.lists import row_titles
from tests.ui.driver.prompts import FakePrompts

ShowWidget = Callable[[QWidget], None]
"""Shows a widget as the active window: the fixture `on_screen`."""
ShowWizard = Callable[[DraftSession], Wizard]
"""Shows an inquiry without a main window: the fixture `show_wizard`."""


class WindowDriver(InquiryDriver):
    """Uses the window as a person does, with prompts that the test answers."""

    def __init__(self, window: MainWindow, prompts: FakePrompts, qtbot: QtBot) -> None:
        self.window, self.prompts, self.qtbot = window, prompts, qtbot

    @property
    def wizard(self) -> Wizard:
        assert self.window.inquiry.wizard is not None
        return self.window.inquiry.wizard

    @property
    def root(self) -> QWidget:
        return self.window

    @property
    def is_open(self) -> bool:
        """Whether an inquiry is open."""
        return self.window.inquiry.wizard is not None

    def open(self, path: Path) -> Wizard:
        self.window.open_draft(path)
        return self.wizard

    def open_example(self) -> Wizard:
        self.window.open_example()
        return self.wizard

    def card_titles(self) -> list[str]:
        """Return the titles of the inquiries on the start page."""
        return row_titles(self.window.start_page.card_list)

    def begin(self, task: str, page: type[P], at: str = "") -> P:
        """Begin a task and wait for its page."""
        self.window.begin_task(task, at)
        return self.wait_for_page(page)

    def trigger(self, command: str) -> None:
        """Choose a command in the menu."""
        self.window.menus.actions[command].trigger()

    @property
    def notice(self) -> Notice:
        """The latest notice."""
        return self.prompts.notice

    def run_action(self) -> None:
        """Press the button of the latest notice."""
        self.prompts.run_action()

    def wait_until_idle(self) -> None:
        """Wait until no job runs in the background."""
        self.wait_until(lambda: not self.window.background.is_busy)

    def wait_until_open(self) -> None:
        self.wait_until(lambda: self.is_open)

    def wait_for_notice(self, text: str = "") -> None:
        """Wait until the latest notice contains this text."""
        self.wait_until(lambda: self.prompts.has_notice(text))

    def wait_for_any_notice(self, text: str) -> None:
        """Wait until one of the notices contains this text."""
        notices = self.prompts.notices
        self.wait_until(lambda: any(text in notice.text for notice in notices))

    def undo_texts(self) -> list[tuple[str, bool]]:
        """Return what the Edit menu says of undo and redo while it is open, and whether they are enabled."""
        undo, redo = (self.window.menus.actions[name] for name in ("undo", "redo"))
        menu = next(menu for menu in self.window.findChildren(QMenu) if undo in menu.actions())
        menu.aboutToShow.emit()
        texts = [(action.text().replace("&", ""), action.isEnabled()) for action in (undo, redo)]
        menu.aboutToHide.emit()
        return texts

    # Controls by their names

    def names_of(self, widget: QWidget) -> tuple[str, ...]:
        """Return what a control is called: its object name, its accessible name and its text."""
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        return widget.objectName(), widget.accessibleName(), text

    def control_named(self, name: str) -> Any:
        """Return the visible control with this object name, accessible name or text."""
        controls = [widget for widget in self.window.findChildren(QWidget) if widget.isVisible()]
        names = [self.names_of(control) for control in controls]
        assert any(name in some for some in names), f"“{name}” is none of {names}"
        return next(control for control, some in zip(controls, names, strict=True) if name in some)

    def focus(self, name: str) -> None:
        """Put the focus on a control, on the row of a list, or in the cell of a table with this name."""
        if not self._focus_cell(name) and not self._focus_row(name):
            self.control_named(name).setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_cell(self, name: str) -> bool:
        tables = [table for table in self.window.findChildren(EntryTableView) if table.isVisible()]
        for table in tables:
            cell = table.entries.find_cell(name)
            if cell.isValid():
                table.open_cell(cell)
                return True
        return False

    def _focus_row(self, name: str) -> bool:
        for view in self.window.findChildren(QListView):
            model: Any = view.model()
            rows = range(model.rowCount() if view.isVisible() else 0)
            for index in (model.index(row, 0) for row in rows):
                if index.data(Qt.ItemDataRole.AccessibleTextRole) == name:
                    view.setCurrentIndex(index)
                    view.setFocus(Qt.FocusReason.OtherFocusReason)
                    return True
        return False
