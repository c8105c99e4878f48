"""What Tab reaches on a page, what a screen reader calls it, and what it announces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleAttributesInterface,
    QAccessibleInterface,
)
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


@dataclass(eq=False)
class Node:
    """What a screen reader is told of one object of a page; `widget` is None for the rows of a list."""

    role: QAccessible.Role
    name: str
    label: str
    description: str
    value: str
    level: object
    rect: QRect
    states: frozenset[str]
    widget: QWidget | None
    parent: Node | None
    is_pressable: bool
    children: list[Node] = field(default_factory=list)

    def __str__(self) -> str:
        owner = self if self.widget or self.parent is None else self.parent
        label = f"{type(owner.widget).__name__} {owner.widget.objectName() if owner.widget else ''}".strip()
        return f"{self.role.name} “{self.name}” ({label})"

    @property
    def said(self) -> tuple[object, ...]:
        """Everything by which it can be told apart from other controls, with the group that it is in."""
        around, groups = self.parent, []
        while around is not None:
            groups += [around.name] if around.name and around.role is QAccessible.Role.Grouping else []
            around = around.parent
        return self.role, self.label, self.name, self.description, *groups

    @property
    def is_focusable(self) -> bool:
        """Whether it takes the keyboard focus."""
        return "focusable" in self.states and "disabled" not in self.states

    def walk(self) -> Iterator[Node]:
        """Yield this object and everything in it, in the order in which it is read."""
        yield self
        for child in self.children:
            yield from child.walk()


_LABEL = QAccessible.RelationFlag.Label
_STATES = ("focusable", "focused", "disabled", "expandable", "expanded", "collapsed", "checked")


def accessible_tree(widget: QWidget) -> Node:
    """Return everything that can be seen in a widget, as a screen reader is told of it.

    All of it is plain values: an interface must not be kept once its object may be gone.
    """
    return _read(QAccessible.queryAccessibleInterface(widget), None)


def _read(interface: QAccessibleInterface, parent: Node | None) -> Node:
    state, thing = interface.state(), interface.object()
    levels: QAccessibleAttributesInterface | None = interface.attributesInterface()
    actions: QAccessibleActionInterface | None = interface.actionInterface()
    node = Node(
        role=interface.role(),
        name=interface.text(QAccessible.Text.Name),
        label=" ".join(other.text(QAccessible.Text.Name) for other, _ in interface.relations(_LABEL)),
        description=interface.text(QAccessible.Text.Description),
        value=interface.text(QAccessible.Text.Value),
        level=levels.attributeValue(QAccessible.Attribute.Level) if levels is not None else None,
        rect=interface.rect(),
        states=frozenset(name for name in _STATES if getattr(state, name)),
        widget=thing if isinstance(thing, QWidget) else None,
        parent=parent,
        is_pressable=actions is not None and "Press" in actions.actionNames(),
    )
    for number in range(interface.childCount()):
        child: QAccessibleInterface | None = interface.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            node.children.append(_read(child, node))
    return node
