"""Tell screen readers what a widget of ours is, where Qt would tell them nothing or something else.

A widget says so itself, by attributes (see `HasAccessibleRole`), so that there is one factory for all.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAttributesInterface, QAccessibleStateChangeEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QAccessibleWidget, QLabel, QWidget
from shiboken6 import VoidPtr, isValid

from carreport.ui.qt.guard import qt_override

_State, _Text = QAccessible.State, QAccessible.Text
_NONE = VoidPtr(0)
"""No interface; Qt would take Python's None for an address, and end the program."""


class HasAccessibleRole(Protocol):
    """A widget with a role of its own.

    It may also have a `heading_level` (1 is that of a page), and `is_expanded`, which says whether
    what it opens is shown. If `accessible_value` is there, it is what was chosen or typed.
    """

    accessible_role: QAccessible.Role


def install_accessible_roles() -> None:
    """Give every widget with a role of its own that role; called once, before the first window."""
    QAccessible.installFactory(_interface_of)


def announce_expanded(widget: QWidget) -> None:
    """Tell screen readers that what this widget opens was shown or hidden."""
    changed = _State()
    changed.expanded = changed.collapsed = True
    QAccessible.updateAccessibility(QAccessibleStateChangeEvent(widget, changed))


def _interface_of(_key: str, thing: QObject | None) -> QAccessibleWidget | None:
    if isinstance(thing, QWidget) and _is_viewport(thing):
        return _ViewportInterface(thing)
    role = getattr(thing, "accessible_role", None)
    return RoleInterface(thing, role) if isinstance(thing, QWidget) and role is not None else None


def _is_viewport(widget: QWidget) -> bool:
    """Whether this is the inside of a scroll area; it may be asked for before it has its name."""
    is_plain = widget.metaObject().className() == "QWidget"
    return is_plain and isinstance(widget.parentWidget(), QAbstractScrollArea)


class _Level(QAccessibleAttributesInterface):
    """The level of headings, shared by all headings of one level: Qt keeps a pointer to it."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    @qt_override(default=[])
    def attributeKeys(self) -> list[QAccessible.Attribute]:
        """Return that there is a level."""
        return [QAccessible.Attribute.Level]

    @qt_override(default=None)
    def attributeValue(self, key: QAccessible.Attribute) -> object:
        """Return the level."""
        return self._level if key == QAccessible.Attribute.Level else None


_LEVELS = {level: _Level(level) for level in range(1, 7)}


class _ViewportInterface(QAccessibleWidget):
    """The inside of a scroll area; Qt would say that it has the focus whenever the area has it."""

    @qt_override(default=_State())
    def state(self) -> QAccessible.State:
        """Return the state without the focus."""
        state = super().state()
        state.focused = state.focusable = False
        return state


class RoleInterface(QAccessibleWidget):
    """What a screen reader is told of a widget with a role of its own, read from it when it asks."""

    @qt_override(default="")
    def text(self, kind: QAccessible.Text) -> str:
        """Return the accessible name, or else the text that is shown, and the value."""
        widget = self.widget()
        if kind == _Text.Name and not widget.accessibleName():
            if isinstance(widget, QAbstractButton):
                return widget.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
            if isinstance(widget, QLabel):
                return widget.text()
        if kind == _Text.Value:
            return str(getattr(widget, "accessible_value", ""))
        return super().text(kind)

    @qt_override(default=_State())
    def state(self) -> QAccessible.State:
        """Return the state, with whether it is expanded."""
        state = super().state()
        is_expanded = getattr(self.widget(), "is_expanded", None) if isValid(self.widget()) else None
        if is_expanded is not None:
            state.expandable, state.expanded, state.collapsed = True, is_expanded, not is_expanded
        return state

    @qt_override(default=_NONE)
    def interface_cast(  # type: ignore[override]  # the stubs of Qt call an address a number
        self, kind: QAccessible.InterfaceType
    ) -> VoidPtr | QAccessibleAttributesInterface:
        """Return the interface with the level of a heading."""
        level = _LEVELS.get(getattr(self.widget(), "heading_level", 0))
        if level is not None and kind == QAccessible.InterfaceType.AttributesInterface:
            return level
        found: VoidPtr | None = super().interface_cast(kind)  # type: ignore[assignment]  # as above
        return _NONE if found is None else found

    @qt_override(default=[])
    def actionNames(self) -> list[str]:
        """Return that a button can be pressed."""
        names = super().actionNames()
        return ["Press", *names] if isinstance(self.widget(), QAbstractButton) else names

    @qt_override
    def doAction(self, name: str) -> None:
        """Press the button."""
        widget = self.widget()
        if name == "Press" and isinstance(widget, QAbstractButton):
            widget.click()
        else:
            super().doAction(name)
