"""Undo and Redo by keyboard in text controls, which take these keys even with nothing to undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QTextEdit

_Key = QKeySequence.StandardKey


def leave_undo_to_menu(control: QObject, event: QEvent) -> bool:
    """Refuse Ctrl+Z and its opposite for a control that has nothing to undo, so that the menu gets them.

    Return whether it was refused; the event filter that calls this should then return true.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if not isinstance(control, QLineEdit | QTextEdit):
        return False
    source = control.document() if isinstance(control, QTextEdit) else control
    is_undo, is_redo = (event.matches(key) for key in (_Key.Undo, _Key.Redo))
    if (is_undo and not source.isUndoAvailable()) or (is_redo and not source.isRedoAvailable()):
        event.ignore()
        return True
    return False
