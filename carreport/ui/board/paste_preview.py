"""A preview of the notes in pasted cells, before any is added to the board."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.form.wording import format_count, format_list, plural
from carreport.survey.board_notes import PastedNotes, parse_pasted_notes
from carreport.ui.board.note_list import note_place_text
from carreport.ui.editors.base import control_name
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import TextLabel, announce
from carreport.ui.widgets.panel import Panel

FIRST_SHOWN = 8
MAX_REMARKS = 4
NOTHING_COPIED = "There is no text on the clipboard. Copy the cells in the spreadsheet first."
NOT_ADDED_YET = "Nothing has been added yet. After you add them, one Undo removes them all."


class PastePreview(Panel):
    """The notes that would be added, and buttons to add them or cancel."""

    accepted = Signal(object)
    """Add these notes, each as the values of a new item."""
    cancelled = Signal()

    def __init__(self, field: Field, path: str) -> None:
        super().__init__()
        self.field = field
        self.parsed_notes = PastedNotes((), ())
        self.title = TextLabel("", FontRole.STRONG)
        self.summary_label = TextLabel("", FontRole.SMALL, "muted")
        self.sample = TextLabel("")
        self.remarks = TextLabel("", FontRole.SMALL, "attention")
        self.accept_button = Button("Add them")
        self.accept_button.setObjectName(control_name(path, "accept"))
        self.accept_button.clicked.connect(self._accept)
        self.cancel_button = Button("Cancel", "link")
        self.cancel_button.setObjectName(control_name(path, "leave-pasted"))
        self.cancel_button.clicked.connect(self._cancel)
        for part in (self.title, self.summary_label, self.sample, self.remarks):
            self.content_layout.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.accept_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        self.content_layout.addLayout(row)

    def show_pasted(self, text: str) -> None:
        """Show which notes these cells or lines would add."""
        pasted = self.parsed_notes = parse_pasted_notes(text, self.field)
        count = format_count(len(pasted.notes), self.field.item_noun)
        self.title.setText(f"{count} to add" if pasted.notes else NOTHING_COPIED)
        self.summary_label.setText(self._summary_text(pasted))
        shown = [
            f"•  {_note_text(self.field, Item('', dict(values)))}" for values in pasted.notes[:FIRST_SHOWN]
        ]
        more = len(pasted.notes) - len(shown)
        self.sample.setText("\n".join([*shown, *([f"and {more:,} more"] if more else [])]))
        remarks = list(pasted.warnings[:MAX_REMARKS])
        if more := len(pasted.warnings) - len(remarks):
            remarks.append(f"And {more:,} more rows like these.")
        self.remarks.setText("\n".join(remarks))
        self.remarks.setVisible(bool(remarks))
        for part in (self.summary_label, self.sample, self.accept_button):
            part.setVisible(bool(pasted.notes))
        nouns = self.field.item_noun if len(pasted.notes) == 1 else plural(self.field.item_noun)
        self.accept_button.setText(f"Add {len(pasted.notes):,} {nouns}")
        self.cancel_button.setText("Cancel" if pasted.notes else "Close")
        self.show()
        announce(self, self.title.text())
        (self.accept_button if pasted.notes else self.cancel_button).setFocus(Qt.FocusReason.OtherFocusReason)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add the notes on Enter, cancel on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self._cancel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self._cancel if self.cancel_button.hasFocus() else self._accept)()
        else:
            super().keyPressEvent(event)

    def _summary_text(self, pasted: PastedNotes) -> str:
        labels = [inner.label.lower() for key in pasted.columns if (inner := self.field.inner_field(key))]
        columns = (
            f"The columns are imported as {format_list(labels)}."
            if pasted.columns[1:]
            else "Each line is one note."
        )
        return f"{columns} {NOT_ADDED_YET}"

    def _accept(self) -> None:
        self.hide()
        self.accepted.emit(self.parsed_notes.notes)

    def _cancel(self) -> None:
        self.hide()
        self.cancelled.emit()


def _note_text(field: Field, item: Item) -> str:
    place = note_place_text(field, item)
    text = str(item.get("note") or "No text")
    return f"{text}  –  {place}" if place else text
