"""Walk through every editor as a screen reader and as a keyboard would."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QRadioButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.kinds import KINDS
from carreport.form.schema import Choice, Field
from carreport.ui.editor_registry import ANSWER_EDITORS, GROUP_EDITORS, WITH_OWN_UNDO
from carreport.ui.editors.list.entry_view import EntryListView
from carreport.ui.editors.table.table_view import EntryTableView
from carreport.ui.qt.guard import qt_override
from carreport.ui.qt.tab_order import focus_next
from tests.ui.driver.accessibility import focusable_controls
from tests.ui.driver.editor_services import ShowEditor
from tests.ui.driver.keyboard import focus_name, focus_widget, press

CHOICES = tuple(Choice(f"c{number}", f"Choice {number}") for number in range(4))
PICTURE = {"sha256": "0" * 64, "type": "image/png", "width": 4, "height": 3}


def question(kind: str) -> Field:
    if kind == "many":
        return Field("many", "choice", "Question many", choices=CHOICES * 3)
    bare = Field(kind, kind, f"Question {kind}", choices=CHOICES)
    if kind == "list":
        return replace(bare, fields=tuple(question(kind) for kind in ANSWER_EDITORS if kind != "picture"))
    return replace(bare, fields=KINDS[kind].built_in_fields(bare))


VALUES: dict[str, Any] = {
    "choice": "c1",
    "yes_no": True,
    "picture": PICTURE,
    "list": (Item("a", {"line": "One", "choice": "c1"}), Item("b", {"line": "Two"})),
    "survey": (Item("a", {"statement": "Clear", "agree": 3}),),
    "board": (Item("a", {"note": "Open days"}),),
    "photos": (Item("a", {"picture": PICTURE, "consent": "yes"}),),
}
EVERY_KIND = [*ANSWER_EDITORS, *GROUP_EDITORS, "many"]


def _open_editor(show: ShowEditor, kind: str) -> Any:
    editor = show(question(kind), VALUES.get(kind))
    if kind in ("list", "photos"):
        editor.expand_row("a")
    return editor


def _name(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.accessibleName()  # to a screen reader its name is what is chosen
    if isinstance(widget, QRadioButton | QCheckBox):
        group = widget.parentWidget()
        assert group is not None
        return f"{group.accessibleName()}: {widget.accessibleName()}"
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))


def test_there_is_an_editor_for_every_kind() -> None:
    assert set(ANSWER_EDITORS) | set(GROUP_EDITORS) == set(KINDS)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_control_has_a_name_of_its_own(show: ShowEditor, kind: str) -> None:
    names = [_name(widget) for widget in focusable_controls(_open_editor(show, kind))]
    assert names
    assert "" not in names
    assert len(set(names)) == len(names)


SAME_ROW = 20
"""How far apart the tops of two controls in one row may be, in pixels."""


class Page(QWidget):
    """An editor between two others, as on a page of the form."""

    def __init__(self, editor: QWidget) -> None:
        super().__init__()
        QApplication.processEvents()  # what the editor has put off is done where it stands now
        self.before, self.after = QLineEdit(), QLineEdit()
        column = QVBoxLayout(self)
        for widget in (self.before, editor, self.after):
            column.addWidget(widget)
        self.resize(720, 1200)
        self.show()
        self.activateWindow()

    @qt_override(default=False)
    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001, N802 - Qt's own
        """Go through the controls as the window of an inquiry does."""
        return focus_next(self, forward=forward)

    def tabbed(self, qtbot: QtBot) -> list[tuple[QWidget, int]]:
        """Return what Tab reaches from the first line to the last, and how far down the page it is."""
        qtbot.waitUntil(self.isActiveWindow)
        self.before.setFocus()
        seen: list[tuple[QWidget, int]] = []
        while not self.after.hasFocus():
            here = focus_widget()
            stop = (here, here.mapTo(self, _current_place(here)).y())
            assert stop not in seen
            seen.append(stop)
            press("Tab")
        return seen[1:]


def _current_place(widget: QWidget) -> QPoint:
    if isinstance(widget, EntryListView):
        return widget.visualRect(widget.currentIndex()).topLeft()
    return QPoint(0, 0)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_tab_goes_through_every_control_and_leaves(show: ShowEditor, qtbot: QtBot, kind: str) -> None:
    editor = _open_editor(show, kind)
    page = Page(editor)
    wanted = {
        child for child in focusable_controls(editor) if not isinstance(child, QRadioButton | EntryTableView)
    }
    assert wanted <= {widget for widget, _ in page.tabbed(qtbot)}
    editor.setParent(None)


@pytest.mark.parametrize("kind", list(GROUP_EDITORS))
def test_tab_goes_from_top_to_bottom_also_through_what_came_later(
    show: ShowEditor, qtbot: QtBot, kind: str
) -> None:
    editor = show(question(kind))
    page = Page(editor)
    editor.show_value(VALUES[kind])
    if kind in ("list", "photos"):
        editor.expand_row("a")
    QApplication.processEvents()
    tops = [top for _, top in page.tabbed(qtbot)]
    assert all(below > top - SAME_ROW for top, below in pairwise(tops))
    editor.setParent(None)


@pytest.mark.parametrize("kind", ["line", "text", "number", "date", "link", "person", "many", "picture"])
def test_the_control_that_takes_the_keyboard_is_called_by_its_path(show: ShowEditor, kind: str) -> None:
    editor = show(question(kind), VALUES.get(kind))
    editor.setFocus()
    assert focus_name() == editor.path


def test_a_placeholder_is_never_the_only_name(show: ShowEditor) -> None:
    editor = show(question("period"))
    for box in editor.findChildren(QLineEdit):
        assert box.accessibleName()
        assert box.accessibleName() != box.placeholderText()


@pytest.mark.parametrize("kind", ANSWER_EDITORS)
def test_an_answer_that_is_written_in_a_text_box_is_left_to_its_undo(show: ShowEditor, kind: str) -> None:
    boxes = [
        box for box in show(question(kind)).findChildren(QWidget) if isinstance(box, QLineEdit | QTextEdit)
    ]
    can_write = any(box.isVisible() and not box.isReadOnly() for box in boxes)
    assert can_write == (kind in WITH_OWN_UNDO)
