"""A draft of a small form, and windows to try."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form
from carreport.settings import Settings
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from tests.ui.driver.drafts import ME, small_form
from tests.ui.driver.inquiry import InquiryDriver
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.window import ShowWidget, ShowWizard, WindowDriver


@pytest.fixture
def form() -> Form:
    return small_form()


@pytest.fixture
def session(tmp_path: Path, form: Form) -> Iterator[DraftSession]:
    session = DraftSession.create(tmp_path / "a.carreport", form, ME)
    yield session
    session.close()


class _WindowEvents(QObject):
    """Keeps every window that appears, however briefly."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt’s own name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


@pytest.fixture
def on_screen(qtbot: QtBot, qapp: QApplication) -> Iterator[ShowWidget]:
    """Show a widget as the active window; no other may appear during the test."""
    shown: list[QWidget] = []
    events = _WindowEvents()
    qapp.installEventFilter(events)

    def show(widget: QWidget) -> None:
        shown.append(widget)
        qtbot.addWidget(widget)
        widget.resize(1100, 760)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)

    yield show
    qapp.removeEventFilter(events)
    assert [window for window in events.windows if window not in shown] == []


@pytest.fixture
def show_wizard(prompts: FakePrompts, on_screen: ShowWidget) -> ShowWizard:
    """Show an inquiry without a main window, where it was left."""

    def show(session: DraftSession) -> Wizard:
        wizard = Wizard(session, prompts)
        on_screen(wizard)
        wizard.resume()
        return wizard

    return show


@pytest.fixture
def wizard(session: DraftSession, show_wizard: ShowWizard) -> Wizard:
    return show_wizard(session)


@pytest.fixture
def inquiry(wizard: Wizard, qtbot: QtBot) -> InquiryDriver:
    """The inquiry of `wizard`, without a main window."""
    return InquiryDriver(wizard, qtbot)


@pytest.fixture
def window(prompts: FakePrompts, on_screen: ShowWidget) -> Iterator[MainWindow]:
    window = MainWindow(Settings(name=ME), prompts)
    on_screen(window)
    yield window
    window.close()


@pytest.fixture
def driver(window: MainWindow, prompts: FakePrompts, qtbot: QtBot) -> WindowDriver:
    return WindowDriver(window, prompts, qtbot)
