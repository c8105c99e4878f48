"""Undo and redo changes of the open draft, on Qt's own undo stack.

Text boxes have an undo stack of their own, which comes first while the keyboard is in one.
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
    """A change of the draft at `path`, done when it is put on the stack.

    A change that the draft refuses leaves the stack; `problem` says why. Commands hold no widgets.
    """

    def __init__(self, text: str, path: str) -> None:
        super().__init__(text)
        self.path = path
        self.problem: CarreportError | None = None

    def apply(self) -> None:
        """Do it, or do it again."""
        raise NotImplementedError

    def revert(self) -> None:
        """Take it back."""
        raise NotImplementedError

    def absorb(self, other: UndoCommand) -> bool:  # noqa: ARG002 - for those that do
        """Take in the change that follows, if it belongs to this one; say whether it does."""
        return False

    @qt_override
    def redo(self) -> None:
        """Do it; Qt calls this from `push` as well."""
        self._run(self.apply)

    @qt_override
    def undo(self) -> None:
        """Take it back."""
        self._run(self.revert)

    @qt_override(default=-1)
    def id(self) -> int:
        """Let Qt ask each command whether it absorbs the next one."""
        return 1

    @qt_override(default=False)
    def mergeWith(self, other: QUndoCommand) -> bool:
        """Absorb the command that is put on the stack, unless it was refused."""
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
    """A change that one function makes and another takes back; it may have been made already (`is_done`)."""

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
        """Call the first function, unless its work is done."""
        if not self._is_done:
            self._apply()
        self._is_done = False

    def revert(self) -> None:
        """Call the second function."""
        self._revert()


class UndoStack(QUndoStack):
    """What was done since the draft was opened, in order.

    Call `seal` when the keyboard leaves an answer: what is typed later is a change of its own.
    """

    macro_running = Signal(bool)
    """The changes of a macro are being undone or redone (true), or all of them have been (false)."""
    forgotten = Signal()
    """Text was erased: whatever else could bring it back must forget it as well."""

    def do(self, command: UndoCommand) -> None:
        """Do a change and put it on the stack; raise the problem, and keep nothing, if it is refused."""
        self.push(command)
        problem = command.problem
        if not isValid(command):
            vars(command).clear()  # Qt has merged or refused it, and PySide never frees its Python half
        if problem is not None:
            raise problem

    def undo_last(self) -> str:
        """Undo the last change; return its path, or nothing if there is none."""
        return self._step(self.index() - 1, self.undo)

    def redo_next(self) -> str:
        """Redo what was undone last; return its path, or nothing if there is none."""
        return self._step(self.index(), self.redo)

    @property
    def last(self) -> UndoCommand | None:
        """The change that `undo_last` would undo; nothing if that is a macro."""
        command = self.command(self.index() - 1) if self.index() else None
        return command if isinstance(command, UndoCommand) else None

    def forget(self) -> None:
        """Forget everything, because text was erased."""
        self.clear()
        self.forgotten.emit()

    def seal(self) -> None:
        """End the last change: Qt merges nothing into the command at the clean state."""
        if self.canUndo():  # which is not so inside a macro
            self.setClean()

    @contextmanager
    def macro(self, text: str) -> Iterator[None]:
        """Make one change of all that is done inside."""
        self.beginMacro(text)
        try:
            yield
        finally:
            self.endMacro()
            made = self.command(self.index() - 1)
            if not made.childCount():
                made.setObsolete(True)
                self.undo()

    def _step(self, place: int, go: Callable[[], None]) -> str:
        commands = self._commands(place)
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

    def _commands(self, place: int) -> list[UndoCommand]:
        """Return the command at this place, or those that its macro holds."""
        if not 0 <= place < self.count():
            return []
        command = self.command(place)
        inner = [command.child(number) for number in range(command.childCount())] or [command]
        return [one for one in inner if isinstance(one, UndoCommand)]


def _raise_problem(commands: list[UndoCommand]) -> None:
    problem = next((command.problem for command in commands if command.problem is not None), None)
    if problem is not None:
        raise problem


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
