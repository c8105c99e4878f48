"""The list of notes on a board, each with its stage, theme, table and votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.form.wording import format_count, format_count_or_no
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.labels import announce
from carreport.ui.widgets.row_list import ENTER_KEYS, ROW_ROLE, Row, RowDelegate, RowListView

STAGE_KEYS = {getattr(Qt.Key, f"Key_{digit}"): digit for digit in range(10)}
VOTE_KEYS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}
_MOVE_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def votes_text(item: Item) -> str:
    """Return “3 votes”, or the text that was typed instead of a number."""
    votes = item.get("votes")
    return format_count(votes, "vote") if votes and isinstance(votes, int) else str(votes or "")


def note_place_text(field: Field, item: Item, *, without: str = "") -> str:
    """Return the stage, theme, table and votes of a note: “Working well · Time · Table 2 · 3 votes”."""
    stage, table = field.inner_field("stage"), str(item.get("table") or "")
    parts = {
        "stage": stage.label_of(str(item.get("stage"))) if stage and item.get("stage") else "",
        "theme": str(item.get("theme") or ""),
        "table": f"Table {table}" if table[:1].isdigit() else table,
        "votes": votes_text(item),
    }
    return " · ".join(text for name, text in parts.items() if text and name != without)


def stage_key(field: Field, number: int) -> str | None:
    """Return the key of the stage with this number: empty for 0, `None` if there is no such stage."""
    stage = field.inner_field("stage")
    keys = ["", *(choice.key for choice in stage.choices)] if stage else []
    return keys[number] if number < len(keys) else None


def change_votes(item: Item, by: int) -> Mapping[str, int | None]:
    """Return the change that adds `by` to the votes for a note; nothing if they are text."""
    votes = item.get("votes")
    if votes is not None and not isinstance(votes, int):
        return {}
    return {"votes": max((votes or 0) + by, 0) or None}


def announce_votes(board: QWidget, change: Mapping[str, int | None]) -> None:
    """Tell screen readers how many votes a note has after this change."""
    if "votes" in change:
        announce(board, format_count_or_no(change["votes"] or 0, "vote").capitalize())


class NoteList(RowListView):
    """The notes on cards; Enter edits a note, Delete removes it, and a digit sets its stage."""

    note_chosen = Signal(str)
    remove_requested = Signal(str)
    note_edited = Signal(str, object)
    """The note with this id gets these values."""
    move_requested = Signal(str, int)
    enter_keys = ENTER_KEYS
    max_visible_rows = 7

    def __init__(self, field: Field) -> None:
        super().__init__(RowDelegate(is_card=True))
        self.field = field
        self.read_only = False
        self.row_entered.connect(self._choose)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these notes; scroll to a new one at the end."""
        grew = len(items) > self.row_model.rowCount()
        self.set_rows([self._make_row(item) for item in items])
        if grew and not self.hasFocus() and self.isVisible():
            self.scrollToBottom()

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Apply the key to the current note."""
        row = self.currentIndex().data(ROW_ROLE)
        item = row.value if isinstance(row, Row) else None
        if self.read_only or not isinstance(item, Item) or not self._handle_key(item, event):
            super().keyPressEvent(event)

    def _handle_key(self, item: Item, event: QKeyEvent) -> bool:
        key, alt = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        stage = stage_key(self.field, STAGE_KEYS[key]) if key in STAGE_KEYS else None
        if key == Qt.Key.Key_Delete:
            self.remove_requested.emit(item.id)
        elif alt and key in _MOVE_KEYS:
            self.move_requested.emit(item.id, _MOVE_KEYS[key])
        elif stage is not None:
            self.note_edited.emit(item.id, {"stage": stage})
        elif key in VOTE_KEYS:
            change = change_votes(item, VOTE_KEYS[key])
            self.note_edited.emit(item.id, change)
            announce_votes(self, change)
        else:
            return False
        return True

    def _choose(self, item_id: str) -> None:
        if not self.read_only:
            self.note_chosen.emit(item_id)

    def _make_row(self, item: Item) -> Row:
        note = str(item.get("note") or "No text yet")
        return Row(item.id, note, note_place_text(self.field, item), item, tool_tip=note)
