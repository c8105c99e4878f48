"""A button that opens and closes what is below it; screen readers are told which it is."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QAccessible, QAccessibleStateChangeEvent
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import LinkButton

LEAST_TARGET = 24
"""The least height of something that can be clicked, in pixels."""


class DisclosureButton(LinkButton):
    """A link with a chevron, which points down while nothing is open."""

    disclosure_edited = Signal(bool)
    """The user opened or closed it."""

    def __init__(self, text: str, name: str, parent: QWidget | None = None) -> None:
        _install_accessibility()
        self._is_open = False
        super().__init__(text, FontRole.SMALL, parent=parent)
        self._icon_name = "down"
        self._update_icon()
        self.setAccessibleName(name)
        self.clicked.connect(self._toggle)

    @property
    def is_open(self) -> bool:
        """Whether what the button opens is shown."""
        return self._is_open

    def set_open(self, *, is_open: bool) -> None:
        """Show whether it is open."""
        if is_open is self._is_open:
            return
        self._is_open = is_open
        self._icon_name = "up" if is_open else "down"
        self._update_icon()
        changed = QAccessible.State()
        changed.expanded = changed.collapsed = True
        QAccessible.updateAccessibility(QAccessibleStateChangeEvent(self, changed))

    @qt_override(default=QSize(80, LEAST_TARGET))
    def sizeHint(self) -> QSize:
        """Return a size that is high enough to be hit."""
        return super().sizeHint().expandedTo(QSize(LEAST_TARGET, LEAST_TARGET))

    def refresh_theme(self) -> None:
        """Apply the chosen text size and colour scheme."""
        super().refresh_theme()
        self._update_icon()

    def _toggle(self) -> None:
        self.set_open(is_open=not self._is_open)
        self.disclosure_edited.emit(self._is_open)


class _DisclosureInterface(QAccessibleWidget):
    """A button that is expanded or collapsed."""

    def __init__(self, button: DisclosureButton) -> None:
        super().__init__(button, QAccessible.Role.Button, button.accessibleName())

    @qt_override(default=QAccessible.State())
    def state(self) -> QAccessible.State:
        """Return the state of the button, and whether it is expanded."""
        state, button = super().state(), self.widget()
        is_open = isinstance(button, DisclosureButton) and button.is_open
        state.expandable = True
        state.expanded, state.collapsed = is_open, not is_open
        return state

    @qt_override(default=[])
    def actionNames(self) -> list[str]:
        """Return what assistive technology can do: press the button, or move the focus to it."""
        return ["Press", *super().actionNames()]

    @qt_override
    def doAction(self, name: str) -> None:
        """Press the button, or move the focus to it."""
        button = self.widget()
        if name == "Press" and isinstance(button, DisclosureButton):
            button.click()
        else:
            super().doAction(name)


@cache
def _install_accessibility() -> None:
    """Give every `DisclosureButton`, from now on, the accessible state of a button that expands."""
    QAccessible.installFactory(_disclosure_interface)


def _disclosure_interface(_key: str, thing: QObject | None) -> QAccessibleWidget | None:
    return _DisclosureInterface(thing) if isinstance(thing, DisclosureButton) else None
