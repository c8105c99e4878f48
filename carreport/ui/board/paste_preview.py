"""Show what pasted cells would become on a board before a single note of them is up."""

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
NOTHING_COPIED = "There are no words among what you copied. Copy the cells in the spreadsheet first."
NOT_ADDED_YET = "Nothing is up yet. One Undo takes all of them down again."


class PastePreview(Panel):
    """The notes that would go up, and the way to say yes."""

    accepted = Signal(object)
    """These notes are to go up, each as the values of a new entry."""
    cancelled = Signal()

    def __init__(self, field: Field, path: str) -> None:
        super().__init__()
        self.field = field
        self.parsed_notes = PastedNotes((), ())
        self.title = TextLabel("", FontRole.STRONG)
        self.summary_label = TextLabel("", FontRole.SMALL, "muted")
        self.sample = TextLabel("")
        self.remarks = TextLabel("", FontRole.SMALL, "attention")
        self.accept_button = Button("Put them up")
        self.accept_button.setObjectName(control_name(path, "accept"))
        self.accept_button.clicked.connect(self._accept)
        self.cancel_button = Button("Leave them", "link")
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
        """Say what these cells or lines would become."""
        pasted = self.parsed_notes = parse_pasted_notes(text, self.field)
        count = format_count(len(pasted.notes), self.field.item_noun)
        self.title.setText(f"{count} would go up" if pasted.notes else NOTHING_COPIED)
        self.summary_label.setText(self._summary_text(pasted))
        shown = [f"•  {_note_text(self.field, Item('', dict(each)))}" for each in pasted.notes[:FIRST_SHOWN]]
        more = len(pasted.notes) - len(shown)
        self.sample.setText("\n".join([*shown, *([f"and {more:,} more"] if more else [])]))
        remarks = list(pasted.warnings[:MAX_REMARKS])
        if more := len(pasted.warnings) - len(remarks):
            remarks.append(f"And {more:,} more such rows.")
        self.remarks.setText("\n".join(remarks))
        self.remarks.setVisible(bool(remarks))
        for part in (self.summary_label, self.sample, self.accept_button):
            part.setVisible(bool(pasted.notes))
        nouns = self.field.item_noun if len(pasted.notes) == 1 else plural(self.field.item_noun)
        self.accept_button.setText(f"Put up {len(pasted.notes):,} {nouns}")
        self.cancel_button.setText("Leave them" if pasted.notes else "Close")
        self.show()
        announce(self, self.title.text())
        (self.accept_button if pasted.notes else self.cancel_button).setFocus(Qt.FocusReason.OtherFocusReason)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave what was pasted with Esc; say yes with Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self._cancel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self._cancel if self.cancel_button.hasFocus() else self._accept)()
        else:
            super().keyPressEvent(event)

    def _summary_text(self, pasted: PastedNotes) -> str:
        labels = [inner.label.lower() for key in pasted.columns if (inner := self.field.inner_field(key))]
        taken = f"Taken as {format_list(labels)}. " if len(pasted.columns) > 1 else "One a line. "
        return f"{taken}{NOT_ADDED_YET}"

    def _accept(self) -> None:
        self.hide()
        self.accepted.emit(self.parsed_notes.notes)

    def _cancel(self) -> None:
        self.hide()
        self.cancelled.emit()


def _note_text(field: Field, item: Item) -> str:
    place = note_place_text(field, item)
    words = str(item.get("note") or "No words")
    return f"{words}  –  {place}" if place else words
