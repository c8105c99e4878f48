"""Undo and redo for changes to the open draft, on Qt's undo stack.

A text box has an undo stack of its own, which takes precedence while the box has the focus.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from carreport.errors import CarreportError
from carreport.ui.qt.guard import qt_override


class UndoCommand(QUndoCommand):
    """A change to the draft at `path`, made when the command is pushed.

    If the draft refuses the change, the command leaves the stack and `problem` holds the reason.
    Commands hold no widgets.
    """

    def __init__(self, text: str, path: str) -> None:
        super().__init__(text)
        self.path = path
        self.problem: CarreportError | None = None

    def apply(self) -> None:
        """Make the change; also called for redo."""
        raise NotImplementedError

    def revert(self) -> None:
        """Reverse the change."""
        raise NotImplementedError

    def absorb(self, other: UndoCommand) -> bool:  # noqa: ARG002 - subclasses use it
        """Merge the next change into this one if they belong together; return whether they do."""
        return False

    @qt_override
    def redo(self) -> None:
        """Make the change; Qt also calls this from `push`."""
        self._run(self.apply)

    @qt_override
    def undo(self) -> None:
        """Reverse the change."""
        self._run(self.revert)

    @qt_override(default=-1)
    def id(self) -> int:
        """Return the same id for all commands, so that Qt asks each one whether it absorbs the next."""
        return 1

    @qt_override(default=False)
    def mergeWith(self, other: QUndoCommand) -> bool:
        """Merge the command that was pushed, unless the draft refused it."""
        return isinstance(other, UndoCommand) and not other.isObsolete() and self.absorb(other)

    def _run(self, change: Callable[[], None]) -> None:
        self.problem = None
        self.setObsolete(True)  # until the change has succeeded
        try:
            change()
        except CarreportError as problem:
            self.problem = problem
        else:
            self.setObsolete(False)


class FunctionCommand(UndoCommand):
    """A change made by one function and reversed by another; with `is_done`, it has already been made."""

    def __init__(
        self,
        text: str,
        path: str,
        apply: Callable[[], object],
        revert: Callable[[], object],
        *,
        is_done: bool = False,
    ) -> None:
        super().__init__(text, path)
        self._apply, self._revert, self._is_done = apply, revert, is_done

    def apply(self) -> None:
        """Call the first function, unless the change has been made already."""
        if not self._is_done:
            self._apply()
        self._is_done = False

    def revert(self) -> None:
        """Call the second function."""
        self._revert()


class UndoStack(QUndoStack):
    """The changes since the draft was opened.

    Call `seal` when the focus leaves an answer, so that later typing is a separate change.
    """

    macro_running = Signal(bool)
    """The changes of a macro are being undone or redone (true), or all of them have been (false)."""
    forgotten = Signal()
    """Text was erased: whatever else could bring it back must forget it as well."""

    def do(self, command: UndoCommand) -> None:
        """Make a change and push it; if the draft refuses it, raise the problem and push nothing."""
        self.push(command)
        problem = command.problem
        if not isValid(command):
            vars(command).clear()  # Qt has deleted it, but PySide never frees the Python half
        if problem is not None:
            raise problem

    def undo_last(self) -> str:
        """Undo the last change; return its path, or "" if there is none."""
        return self._step(self.index() - 1, self.undo)

    def redo_next(self) -> str:
        """Redo the change that was undone last; return its path, or "" if there is none."""
        return self._step(self.index(), self.redo)

    @property
    def last(self) -> UndoCommand | None:
        """The change that `undo_last` would undo; None if it is a macro or there is none."""
        command = self.command(self.index() - 1) if self.index() else None
        return command if isinstance(command, UndoCommand) else None

    def forget(self) -> None:
        """Forget everything, because text was erased."""
        self.clear()
        self.forgotten.emit()

    def seal(self) -> None:
        """End the last change: Qt merges nothing into the command at the clean state."""
        if self.canUndo():  # false inside a macro
            self.setClean()

    @contextmanager
    def macro(self, text: str) -> Iterator[None]:
        """Combine all changes in the block into one."""
        self.beginMacro(text)
        try:
            yield
        finally:
            self.endMacro()
            command = self.command(self.index() - 1)
            if not command.childCount():
                command.setObsolete(True)
                self.undo()

    def _step(self, index: int, go: Callable[[], None]) -> str:
        commands = self._commands(index)
        if not commands:
            return ""
        if len(commands) > 1:
            self.macro_running.emit(True)  # noqa: FBT003 - a signal
        go()
        if len(commands) > 1:
            self.macro_running.emit(False)  # noqa: FBT003 - a signal
        self.seal()  # what is typed now is a change of its own
        _raise_problem(commands)
        return commands[0].path

    def _commands(self, index: int) -> list[UndoCommand]:
        """Return the command at this index, or the commands in the macro there."""
        if not 0 <= index < self.count():
            return []
        command = self.command(index)
        parts = [command.child(number) for number in range(command.childCount())] or [command]
        return [inner for inner in parts if isinstance(inner, UndoCommand)]


def _raise_problem(commands: list[UndoCommand]) -> None:
    problem = next((command.problem for command in commands if command.problem is not None), None)
    if problem is not None:
        raise problem


@runtime_checkable
class ShowsPath(Protocol):
    """A page that shows changes at some paths itself, so that undo does not leave it."""

    def shows_path(self, path: str) -> bool:
        """Return whether changes at this path are shown here."""


@runtime_checkable
class SupportsFlush(Protocol):
    """A page that may hold typing that is not committed yet."""

    def flush(self) -> None:
        """Commit pending typing now."""


@runtime_checkable
class HasUnsavedTyping(Protocol):
    """A control that commits its text shortly after a key press, or when it loses the focus."""

    @property
    def has_unsaved_typing(self) -> bool:
        """Whether something was typed that is not committed yet."""


def is_typing(window: QWidget) -> bool:
    """Return whether something was typed inside `window` that is not committed yet.

    Only the focused control can hold such text: losing the focus commits it.
    """
    widget = QApplication.focusWidget()
    while widget is not None and widget is not window:
        if isinstance(widget, HasUnsavedTyping) and widget.has_unsaved_typing:
            return True
        widget = widget.parentWidget()
    return False
