"""Keys, clicks and drops, sent to the window as a person sends them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def focus_widget() -> QWidget:
    """Return the widget that has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def has_focus(widget: QWidget) -> bool:
    """Return whether the focus is in this widget or inside it."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))


def focus_name() -> str:
    """Return the object name of the widget that has the focus: the path of an answer."""
    focus = QApplication.focusWidget()
    return focus.objectName() if focus is not None else ""


def press(*keys: str) -> None:
    """Press keys one after the other where the focus is: `Tab`, `Alt+Up`; “text” is typed."""
    for key in keys:
        if key.startswith("“"):
            type_text(key[1:-1])
        else:
            press_on(focus_widget(), key)


def press_on(widget: QWidget, key: str) -> None:
    """Press a key on a widget, whether or not it has the focus."""
    pressed = QKeySequence(key)[0]  # type: ignore[index]  # missing from the type stubs of Qt
    QTest.keyClick(widget, pressed.key(), pressed.keyboardModifiers())


def type_text(text: str) -> None:
    """Type a text where the focus is."""
    QTest.keyClicks(focus_widget(), text)


def retype(widget: QWidget, text: str) -> None:
    """Type a text over everything in a text box."""
    widget.setFocus()
    widget.selectAll()  # type: ignore[attr-defined]  # every text box has it
    QTest.keyClicks(widget, text)


def copy_text(text: str) -> None:
    """Put a text on the clipboard."""
    QApplication.clipboard().setText(text)


def click(widget: QWidget, position: QPoint | None = None) -> None:
    """Click a widget with the left button, in its middle or at a position."""
    QTest.mouseClick(
        widget,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        widget.rect().center() if position is None else position,
    )


def drop(widget: QWidget, mime: QMimeData, position: QPoint = QPoint(20, 10)) -> None:  # noqa: B008 - never changed
    """Drag something over a widget that takes it, and drop it there."""
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    no_key = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(position, action, mime, button, no_key)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(position), action, mime, button, no_key))


def drop_files(widget: QWidget, *files: Path) -> None:
    """Drop files on a widget."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    drop(widget, mime)
