"""Take back what was done to entries (added, removed, moved), and do it again.

Writing is taken back by the editors themselves; this is for Ctrl+Z everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QApplication, QWidget


@dataclass(frozen=True, slots=True)
class UndoCommand:
    """One thing that was done to the entry at `path`, and how to take it back and do it again."""

    path: str
    is_removal: bool
    undo: Callable[[], None]
    redo: Callable[[], None]


@runtime_checkable
class ShowsPath(Protocol):
    """A page that shows by itself what is taken back at some places, so that nobody is led away from it."""

    def shows_path(self, path: str) -> bool:
        """Say whether a change at this path is to be seen here."""


@runtime_checkable
class SupportsFlush(Protocol):
    """A page on which something may be typed that is not handed on yet."""

    def flush(self) -> None:
        """Hand on what was typed and is still waiting."""


@runtime_checkable
class HasUnsavedTyping(Protocol):
    """A control whose text is handed on a moment after a key press, or when the keyboard leaves it."""

    @property
    def has_unsaved_typing(self) -> bool:
        """Whether something was typed that has not been handed on yet."""


def is_typing(window: QWidget) -> bool:
    """Say whether something was typed inside `window` that has not been handed on yet.

    Only the control with the keyboard can hold such words: whatever the keyboard leaves is handed on.
    """
    widget = QApplication.focusWidget()
    while widget is not None and widget is not window:
        if isinstance(widget, HasUnsavedTyping) and widget.has_unsaved_typing:
            return True
        widget = widget.parentWidget()
    return False


class UndoStack:
    """What was done since the draft was opened, in order."""

    def __init__(self) -> None:
        self._done: list[UndoCommand] = []
        self._undone: list[UndoCommand] = []

    def push(self, change: UndoCommand) -> None:
        """Remember what was just done; what had been taken back before is forgotten."""
        self._done.append(change)
        self._undone.clear()

    def replace_last(self, known: UndoCommand | None, change: UndoCommand) -> None:
        """Let a longer change stand for one that was remembered, if nothing else was done since."""
        if known is not None and self._done[-1:] == [known]:
            self._done.pop()
        self.push(change)

    def clear(self) -> None:
        """Forget everything: what was erased is not to come back by Ctrl+Z."""
        self._done.clear()
        self._undone.clear()

    @property
    def last_removed_path(self) -> str:
        """The path of the entry whose removal was the very last change, or nothing."""
        last = self._done[-1] if self._done else None
        return last.path if last is not None and last.is_removal else ""

    def undo(self) -> str:
        """Take back the last change; return the path of the entry, or nothing if there is none."""
        if not self._done:
            return ""
        change = self._done.pop()
        change.undo()
        self._undone.append(change)
        return change.path

    def redo(self) -> str:
        """Do again what was last taken back; return the path of the entry, or nothing."""
        if not self._undone:
            return ""
        change = self._undone.pop()
        change.redo()
        self._done.append(change)
        return change.path
