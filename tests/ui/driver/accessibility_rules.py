"""The rules that every page keeps for screen readers, keyboards and unsteady hands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from PySide6.QtCore import QLineF, QPointF, QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QPushButton

from carreport.ui.widgets.scroll_column import ScrollColumn
from tests.ui.driver.accessibility import Node

Role = QAccessible.Role
NO_ROLES = (Role.NoRole, Role.Client, Role.Pane, Role.LayeredPane, Role.Whitespace)
"""A screen reader says nothing of these, or “filler”."""
FIELDS = (Role.EditableText, Role.ComboBox, Role.SpinBox)
VIEWS = (Role.List, Role.Table, Role.Tree)
PARTS = (Role.ListItem, Role.Cell, Role.TreeItem, Role.ColumnHeader, Role.RowHeader, Role.MenuItem)
"""Rows and cells: their list or table takes the focus for them."""
LEAST_TARGET = 24
"""The side of the smallest target, in pixels (WCAG 2.2, 2.5.8)."""


def nameless(page: Node) -> Iterator[str]:
    """Find what takes the focus, is pressed or is a list or table, and has no name."""
    for node in page.walk():
        if (node.is_focusable or node.is_pressable or node.role in VIEWS) and not node.name.strip():
            yield str(node)


def roleless(page: Node) -> Iterator[str]:
    """Find what takes the focus or is pressed, and is nothing in particular to a screen reader."""
    for node in page.walk():
        if (node.is_focusable or node.is_pressable) and node.role in NO_ROLES:
            yield str(node)


def named_by_value(page: Node) -> Iterator[str]:
    """Find drop-down lists that are only called what is chosen in them: their name on Unix is their value."""
    for node in page.walk():
        if node.role is Role.ComboBox and not node.label and node.name in ("", node.value):
            yield str(node)


def doubly_focused(page: Node) -> Iterator[str]:
    """Find the second and any further object that claims to have the focus; a list and its row are one."""
    focused = [node for node in page.walk() if "focused" in node.states]
    rows = [node for node in focused if node.role in PARTS and node.parent in focused]
    yield from (str(node) for node in focused[1:] if node not in rows)


def ambiguous(page: Node) -> Iterator[str]:
    """Find controls that cannot be told apart from another one by what is said of them."""
    controls = [
        node for node in page.walk() if (node.is_focusable or node.is_pressable) and node.role not in PARTS
    ]
    said = Counter(node.said for node in controls)
    yield from (str(node) for node in controls if said[node.said] > 1)


def undescribed(page: Node) -> Iterator[str]:
    """Find fields whose description says nothing that helps."""
    for node in page.walk():
        if node.role in FIELDS and node.is_focusable and not node.description.strip():
            yield str(node)


def mispositioned(page: Node) -> Iterator[str]:
    """Find radio buttons that are counted wrongly: their group has no name, or holds other controls too."""
    for group in page.walk():
        radios = [child for child in group.children if child.role is Role.RadioButton]
        if radios and not (group.name and group.role is Role.Grouping and radios == group.children):
            yield f"{radios[0]} in {group}"


def without_state(page: Node) -> Iterator[str]:
    """Find buttons that open something and do not say whether it is open, or that are said to be boxes."""
    for node in page.walk():
        is_disclosure = "expandable" in node.states and node.role is not Role.ComboBox
        is_silent = is_disclosure and len(node.states & {"expanded", "collapsed"}) != 1
        if is_silent or (node.role is Role.CheckBox and isinstance(node.widget, QPushButton)):
            yield str(node)


def without_level(page: Node) -> Iterator[str]:
    """Find headings without a level."""
    yield from (str(node) for node in page.walk() if node.role is Role.Heading and not node.level)


def too_small(page: Node) -> Iterator[str]:
    """Find targets of less than 24 pixels with another target near (the spacing exception of WCAG)."""
    targets = [
        node
        for node in page.walk()
        if (node.is_focusable or node.is_pressable) and node.role not in (*PARTS, *VIEWS, Role.Heading)
        if not isinstance(node.widget, QAbstractItemView | ScrollColumn)
    ]
    for node in targets:
        if min(node.rect.width(), node.rect.height()) < LEAST_TARGET:
            others = (other for other in targets if other is not node and not _contains(other, node))
            if any(_distance(node.rect, other.rect) < LEAST_TARGET / 2 for other in others):
                yield f"{node} {node.rect.width()} × {node.rect.height()}"


def _contains(outer: Node, inner: Node) -> bool:
    return inner.parent is not None and (inner.parent is outer or _contains(outer, inner.parent))


def _distance(target: QRect, other: QRect) -> float:
    """Return how far the middle of a target is from another one."""
    middle = QPointF(target.center())
    nearest = QPointF(
        min(max(middle.x(), other.left()), other.right()), min(max(middle.y(), other.top()), other.bottom())
    )
    return QLineF(middle, nearest).length()


RULES: tuple[Callable[[Node], Iterator[str]], ...] = (
    nameless,
    roleless,
    named_by_value,
    doubly_focused,
    ambiguous,
    undescribed,
    mispositioned,
    without_state,
    without_level,
    too_small,
)


def faults_of(page: Node) -> list[str]:
    """Return everything on a page that breaks a rule, each once: the rule, and what breaks it."""
    return list(dict.fromkeys(f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(page)))
