"""Editor for a board, whose notes are typed one after another or pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.form.answers import Item
from carreport.form.schema import Field, Value
from carreport.form.wording import format_count
from carreport.ui.board.note_input import NoteInput
from carreport.ui.board.note_list import NoteList
from carreport.ui.board.paste_preview import PastePreview
from carreport.ui.editors.base import EditorServices, control_name
from carreport.ui.editors.list.group_editor import GroupEditor, MakeEditor
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import TextLabel, announce

BOARD_TASK = "board"
"""The id of the task that shows the whole board (in `ui.inquiry.task_registry`)."""
SHOW_BOARD = "View the whole board"
PASTE = "Paste from a spreadsheet"


class NotesView(Protocol):
    """A view of the notes: a list, or the whole board."""

    note_chosen: SignalInstance
    remove_requested: SignalInstance
    note_edited: SignalInstance
    move_requested: SignalInstance
    read_only: bool

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these notes."""

    def select(self, item_id: str) -> None:
        """Make this note the current one."""


class UndoLine(QWidget):
    """A line that says what has just been done to the notes, with an Undo link."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.label = TextLabel("", ink="muted")
        self.undo = LinkButton("Undo")
        self.undo.setObjectName(control_name(path, "undo"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self.label)
        row.addWidget(self.undo)
        row.addStretch(1)
        self.hide()

    def show_message(self, text: str) -> None:
        """Show what was done; an empty text hides the line."""
        self.label.setText(text)
        self.undo.setAccessibleName(f"Undo: {text}")
        self.setVisible(bool(text))
        if text:
            announce(self, text)


class NotesEditor(GroupEditor):
    """Edits the notes on a board, in any `NotesView`."""

    def __init__(
        self, field: Field, path: str, services: EditorServices, view: QWidget, *, is_narrow: bool = False
    ) -> None:
        super().__init__(field, path, services)
        self.note_input = NoteInput(field, path, is_narrow=is_narrow)
        self.preview = PastePreview(field, path)
        self.undo_line = UndoLine(path)
        self._undoable_ids: Sequence[str] = ()
        self._is_removal = False
        """Whether `undo_line` offers to restore those notes, rather than to remove them."""
        self.view = view
        self.note_list_view: NotesView = view  # type: ignore[assignment]  # it is also a NotesView
        view.setObjectName(path)
        view.setAccessibleName(field.label)
        self.count = TextLabel("", FontRole.SMALL, "muted")
        self.paste = LinkButton(PASTE)
        self.paste.setObjectName(control_name(path, "paste"))
        self.paste.clicked.connect(self.preview_paste)
        self._connect()
        self.watch_focus(self.note_input.text_cell, *self.note_input.inputs.values())

    def described_controls(self) -> Sequence[QWidget]:
        """Return the list of notes; the fields of a note have their own descriptions."""
        return [self.view]

    # Showing.

    def show_items(self) -> None:
        """Show the notes, and suggest their themes and tables for new ones."""
        self.note_list_view.show_items(self.items)
        self.note_input.set_suggestions(self.items)
        self.count.setText(
            format_count(len(self.items), self.field.item_noun) if self.items else self.empty_text
        )
        ids = {item.id for item in self.items}
        if any((item_id in ids) is self._is_removal for item_id in self._undoable_ids):
            self._offer_undo("", [])  # it has been undone elsewhere
        self.refresh()

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the notes read-only, or editable again."""
        self.note_input.set_read_only(read_only=read_only)
        self.paste.setVisible(not read_only)
        self.note_list_view.read_only = read_only

    def refresh(self) -> None:
        """Do nothing: problems are shown where notes are typed."""

    def focus_path(self, path: str) -> QWidget | None:
        """Move the focus to the note at `path`."""
        item = self.item(self.item_id_in(path))
        if item is None:
            return super().focus_path(path)
        self.note_list_view.select(item.id)
        self.view.setFocus()
        return self.view

    # User actions.

    def preview_paste(self) -> None:
        """Show a preview of the copied cells as notes."""
        self.preview.show_pasted(QGuiApplication.clipboard().text())

    def _add_note(self, values: Mapping[str, Value]) -> None:
        self._offer_undo("", [])
        (item_id,) = self.services.add_items(self.path, [values])
        if self.item(item_id) is None:
            self.items = (*self.items, Item(item_id, dict(values)))
            self.show_items()
        self.editing_finished.emit(self.path)

    def _add_pasted(self, notes: Sequence[Mapping[str, Value]]) -> None:
        ids = self.services.add_items(self.path, notes)
        if self.item(ids[0]) is None:
            added = (Item(item_id, dict(values)) for item_id, values in zip(ids, notes, strict=True))
            self.items = (*self.items, *added)
            self.show_items()
        self._offer_undo(f"{format_count(len(ids), self.field.item_noun)} added.", ids)
        if (
            self.isVisible() and not self.note_input.text_cell.cell_text()
        ):  # otherwise the next note is already being typed
            self.undo_line.undo.setFocus()

    def _edit_note(self, item_id: str, values: Mapping[str, Value]) -> None:
        item = self.item(item_id)
        changed = {name: value for name, value in values.items() if item and value != item.get(name)}
        if changed and not self.read_only and self.services.change_item(self.item_path(item_id), changed):
            item = self.item(item_id)
            if item and any(item.get(name) != value for name, value in changed.items()):
                for name, value in changed.items():
                    self.record_answer(item_id, name, value)
                self.show_items()

    def _save_change(self, item_id: str, values: Mapping[str, Value]) -> None:
        self._edit_note(item_id, values)
        self._select_note(item_id)

    def _begin_change(self, item_id: str) -> None:
        item = self.item(item_id)
        if item is not None and not self.read_only:
            self.note_input.begin_change(item)

    def _remove(self, item_id: str) -> None:
        item = self.item(item_id)
        if item is None or self.read_only:
            return
        index = self.index_of(item_id)
        self.remove_entry(item_id)
        self.show_items()
        if self.items:
            self.note_list_view.select(self.items[min(index, len(self.items) - 1)].id)
        text = str(item.get("note") or "")
        title = text if len(text) < 60 else f"{text[:58].rstrip()}…"
        self._offer_undo(f"Removed: {title}", [item_id], is_removal=True)
        if not self.items:
            self.undo_line.undo.setFocus()

    def _move(self, item_id: str, by: int) -> None:
        if self.move_entry(item_id, self.index_of(item_id) + by):
            self.show_items()
            self.note_list_view.select(item_id)
            announce(self, f"Now {self.index_of(item_id) + 1} of {len(self.items)}")

    def _offer_undo(self, text: str, ids: Sequence[str], *, is_removal: bool = False) -> None:
        self._undoable_ids, self._is_removal = ids, is_removal
        self.undo_line.show_message(text)

    def _undo(self) -> None:
        ids = self._undoable_ids
        if self._is_removal:
            self.services.restore_item(self.item_path(ids[0]))
        else:
            self.services.remove_items(self.path, ids)
        self._offer_undo("", [])
        (self.view if self.items else self.note_input.text_cell).setFocus()

    def forget_removed(self) -> None:
        """Offer no removed note any more: its text may have been erased."""
        self._offer_undo("", [])

    def _select_note(self, item_id: str) -> None:
        self.note_list_view.select(item_id)
        self.view.setFocus()

    def _focus_input(self) -> None:
        self.note_input.text_cell.setFocus()

    def _connect(self) -> None:
        self.note_input.note_written.connect(self._add_note)
        self.note_input.note_changed.connect(self._save_change)
        self.note_input.change_cancelled.connect(self._select_note)
        self.note_input.block_pasted.connect(self.preview.show_pasted)
        self.preview.accepted.connect(self._add_pasted)
        self.preview.cancelled.connect(self._focus_input)
        self.undo_line.undo.clicked.connect(self._undo)
        self.note_list_view.note_chosen.connect(self._begin_change)
        self.note_list_view.remove_requested.connect(self._remove)
        self.note_list_view.note_edited.connect(self._edit_note)
        self.note_list_view.move_requested.connect(self._move)


class BoardEditor(NotesEditor):
    """Editor for a board on a step: a list of notes, with a button that shows the whole board."""

    def __init__(self, field: Field, path: str, services: EditorServices, make: MakeEditor) -> None:  # noqa: ARG002 - no editors inside
        super().__init__(field, path, services, NoteList(field))
        self.board_button = Button(SHOW_BOARD)
        self.board_button.setObjectName(control_name(path, "look"))
        self.board_button.setAccessibleName(f"{SHOW_BOARD}: {field.label}")
        self.board_button.clicked.connect(self._show_board)
        footer = FlowRow(14)
        for part in (self.board_button, self.paste, self.count):
            footer.add(part)
        for widget in (self.note_input, self.preview, self.view, self.undo_line):
            self.content_layout.addWidget(widget)
        self.content_layout.addWidget(footer)
        self.show_items()
        self.watch_focus(self.view, self.board_button, self.paste)

    def show_items(self) -> None:
        """Show the notes, and enable the button if there are any."""
        super().show_items()
        self.board_button.setEnabled(bool(self.items))

    def tab_stops(self) -> list[QWidget]:
        """Return the controls in tab order: the new note, the list of notes, then the buttons."""
        entry = [] if self.read_only else self.note_input.tab_stops()
        preview = [] if self.preview.isHidden() else [self.preview.accept_button, self.preview.cancel_button]
        undo = [] if self.undo_line.isHidden() else [self.undo_line.undo]
        paste = [] if self.read_only else [self.paste]
        return [*entry, *preview, self.view, *undo, self.board_button, *paste]

    def _show_board(self) -> None:
        self.flush()
        self.services.begin_task(BOARD_TASK, self.path)
