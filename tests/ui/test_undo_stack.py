from __future__ import annotations

import gc
import weakref
from contextlib import suppress
from functools import partial

import pytest

from carreport.errors import DraftSaveError
from carreport.ui.undo_stack import FunctionCommand, UndoCommand, UndoStack


def command(done: list[str], path: str) -> FunctionCommand:
    apply, revert = partial(done.append, f"do {path}"), partial(done.append, f"undo {path}")
    return FunctionCommand(f"Change {path}", path, apply, revert)


def refuse(*_: object) -> None:
    raise DraftSaveError("read-only", "It can only be read.", why="It is locked.", remedy="Save elsewhere.")


def test_a_change_is_done_once_and_the_last_one_is_undone_first() -> None:
    done: list[str] = []
    stack = UndoStack()
    stack.do(command(done, "a"))
    stack.do(command(done, "b"))
    assert [stack.undo_last(), stack.undo_last(), stack.undo_last()] == ["b", "a", ""]
    assert done == ["do a", "do b", "undo b", "undo a"]


def test_what_was_undone_can_be_redone_until_something_else_is_done() -> None:
    done: list[str] = []
    stack = UndoStack()
    stack.do(command(done, "a"))
    stack.undo_last()
    assert (stack.redo_next(), stack.undoText()) == ("a", "Change a")
    stack.undo_last()
    stack.do(command(done, "b"))
    assert stack.redo_next() == ""


def test_a_change_that_is_refused_is_not_on_the_stack() -> None:
    stack = UndoStack()
    with pytest.raises(DraftSaveError):
        stack.do(FunctionCommand("Change", "a", refuse, print))
    assert not stack.canUndo()


def test_an_undo_that_is_refused_leaves_the_stack_and_says_why() -> None:
    done: list[str] = []
    stack = UndoStack()
    stack.do(command(done, "a"))
    stack.do(FunctionCommand("Change b", "b", partial(done.append, "do b"), refuse))
    with pytest.raises(DraftSaveError):
        stack.undo_last()
    assert (stack.undoText(), stack.canRedo()) == ("Change a", False)


def test_a_macro_is_one_change_and_one_that_did_nothing_is_none() -> None:
    done: list[str] = []
    stack = UndoStack()
    with stack.macro("Paste"):
        stack.do(command(done, "a"))
        stack.seal()
        stack.do(command(done, "b"))
    with stack.macro("Paste nothing"):
        pass
    assert (stack.undoText(), stack.undo_last(), stack.canUndo()) == ("Paste", "a", False)
    assert done == ["do a", "do b", "undo b", "undo a"]


def test_a_change_that_was_made_already_is_not_made_again_by_putting_it_on_the_stack() -> None:
    done: list[str] = []
    stack = UndoStack()
    stack.do(
        FunctionCommand("Change", "a", partial(done.append, "do"), partial(done.append, "undo"), is_done=True)
    )
    stack.undo_last()
    stack.redo_next()
    assert done == ["undo", "do"]


class Words:
    """What somebody wrote."""


class Typed(FunctionCommand):
    """A change that belongs to the one before."""

    def absorb(self, other: UndoCommand) -> bool:
        return isinstance(other, Typed)


def test_a_cleared_stack_keeps_nothing_of_what_was_written_merged_or_refused() -> None:
    stack, left = UndoStack(), []
    for make, apply in ((FunctionCommand, str), (Typed, str), (Typed, str), (Typed, refuse)):
        words = Words()
        left.append(weakref.ref(words))
        with suppress(DraftSaveError):
            stack.do(make("Change", "a", partial(apply, words), partial(str, words)))
        del words
    assert stack.count() == 2
    stack.clear()
    gc.collect()
    assert [words() for words in left] == [None] * 4
