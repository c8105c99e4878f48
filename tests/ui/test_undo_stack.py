from __future__ import annotations

from functools import partial

from carreport.ui.undo_stack import UndoCommand, UndoStack


def change(done: list[str], path: str) -> UndoCommand:
    undo, redo = partial(done.append, f"undo {path}"), partial(done.append, f"redo {path}")
    return UndoCommand(path, is_removal=True, undo=undo, redo=redo)


def test_the_last_change_is_taken_back_first() -> None:
    done: list[str] = []
    changes = UndoStack()
    changes.push(change(done, "a"))
    changes.push(change(done, "b"))
    assert [changes.undo(), changes.undo(), changes.undo()] == ["b", "a", ""]
    assert done == ["undo b", "undo a"]


def test_what_was_taken_back_can_be_done_again_until_something_else_is_done() -> None:
    done: list[str] = []
    changes = UndoStack()
    changes.push(change(done, "a"))
    changes.undo()
    assert changes.redo() == "a"
    changes.undo()
    changes.push(change(done, "b"))
    assert changes.redo() == ""
