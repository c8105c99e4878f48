"""What Tab reaches on a page, what a screen reader calls it, and what it announces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QRadioButton, QWidget

from tests.ui.driver import keyboard

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


class Announcements:
    """Keeps what is announced to a screen reader."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._messages: list[str] = []
        patch.setattr(QAccessible, "updateAccessibility", staticmethod(self._keep))

    def take(self) -> list[str]:
        """Return the announcements since the last call."""
        messages, self._messages = self._messages, []
        return messages

    def _keep(self, event: Any) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            self._messages.append(event.message())


def focusable_controls(page: QWidget) -> list[QWidget]:
    """Return the controls on a page that can be used and take the focus by Tab."""
    return [
        control
        for control in page.findChildren(QWidget)
        if control.isVisible() and control.isEnabled() and control.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def tab_stop(control: QWidget) -> object:
    """Return what Tab stops at once: radio buttons that belong together share one stop."""
    return (control.group() or control.parentWidget()) if isinstance(control, QRadioButton) else control


def expected_tab_stops(page: QWidget) -> dict[object, QWidget]:
    """Return the stops that Tab must reach, each with its first control."""
    stops: dict[object, QWidget] = {}
    for control in focusable_controls(page):
        if control.focusProxy() is None:
            stops.setdefault(tab_stop(control), control)
    return stops


def tab_through(first: QWidget) -> Iterator[QWidget]:
    """Yield what Tab leads to, until it comes round."""
    first.setFocus(Qt.FocusReason.TabFocusReason)
    visited: set[object] = set()
    while tab_stop(keyboard.focus_widget()) not in visited:
        visited.add(tab_stop(keyboard.focus_widget()))
        yield keyboard.focus_widget()
        keyboard.press("Tab")


def unnamed_controls(page: QWidget) -> list[str]:
    """Return the controls on a page that a screen reader has no name for."""
    unnamed = []
    for control in page.findChildren(QWidget):
        if not (control.isVisible() and control.focusPolicy() & Qt.FocusPolicy.TabFocus):
            continue
        interface = QAccessible.queryAccessibleInterface(control)
        assert interface.isValid()
        own = control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
        name = own or interface.text(QAccessible.Text.Name)
        if interface.role() in NAMED_ROLES and not name:
            unnamed.append(f"{type(control).__name__} {control.objectName()}")
    return unnamed


def expect_accessible(page: QWidget) -> None:
    """Expect that Tab reaches every control on a page, and that each has a name."""
    QApplication.processEvents()
    stops = expected_tab_stops(page)
    visited = {tab_stop(control) for control in tab_through(next(iter(stops.values())))}
    assert stops.keys() - visited == set()
    assert unnamed_controls(page) == []
