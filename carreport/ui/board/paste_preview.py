"""Show what pasted cells would become on a board before a single note of them is up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.form.wording import format_count, format_list, plural
from carreport.survey.board_notes import PastedNotes, parse_pasted_notes
from carreport.ui.board.note_list import place_words
from carreport.ui.editors.base import part_name
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import Words, announce
from carreport.ui.widgets.panel import Panel

FIRST = 8
MOST_REMARKS = 4
NOTHING = "There are no words among what you copied. Copy the cells in the spreadsheet first."
SAFE = "Nothing is up yet. One Undo takes all of them down again."


class PastePreview(Panel):
    """The notes that would go up, and the way to say yes."""

    accepted = Signal(object)
    """These notes are to go up, each as the values of a new entry."""
    left = Signal()

    def __init__(self, field: Field, path: str) -> None:
        super().__init__()
        self.field = field
        self.pasted = PastedNotes((), ())
        self.title = Words("", Letters.STRONG)
        self.told = Words("", Letters.SMALL, "muted")
        self.sample = Words("")
        self.remarks = Words("", Letters.SMALL, "attention")
        self.accept = Button("Put them up")
        self.accept.setObjectName(part_name(path, "accept"))
        self.accept.clicked.connect(self._accept)
        self.leave = Button("Leave them", "link")
        self.leave.setObjectName(part_name(path, "leave-pasted"))
        self.leave.clicked.connect(self._leave)
        for part in (self.title, self.told, self.sample, self.remarks):
            self.stack.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.accept)
        row.addWidget(self.leave)
        row.addStretch(1)
        self.stack.addLayout(row)

    def show_pasted(self, text: str) -> None:
        """Say what these cells or lines would become."""
        pasted = self.pasted = parse_pasted_notes(text, self.field)
        count = format_count(len(pasted.notes), self.field.item_noun)
        self.title.setText(f"{count} would go up" if pasted.notes else NOTHING)
        self.told.setText(self._told(pasted))
        shown = [f"•  {_line(self.field, Item('', dict(each)))}" for each in pasted.notes[:FIRST]]
        more = len(pasted.notes) - len(shown)
        self.sample.setText("\n".join([*shown, *([f"and {more:,} more"] if more else [])]))
        remarks = list(pasted.warnings[:MOST_REMARKS])
        if more := len(pasted.warnings) - len(remarks):
            remarks.append(f"And {more:,} more such rows.")
        self.remarks.setText("\n".join(remarks))
        self.remarks.setVisible(bool(remarks))
        for part in (self.told, self.sample, self.accept):
            part.setVisible(bool(pasted.notes))
        nouns = self.field.item_noun if len(pasted.notes) == 1 else plural(self.field.item_noun)
        self.accept.setText(f"Put up {len(pasted.notes):,} {nouns}")
        self.leave.setText("Leave them" if pasted.notes else "Close")
        self.show()
        announce(self, self.title.text())
        (self.accept if pasted.notes else self.leave).setFocus(Qt.FocusReason.OtherFocusReason)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave what was pasted with Esc; say yes with Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self._leave if self.leave.hasFocus() else self._accept)()
        else:
            super().keyPressEvent(event)

    def _told(self, pasted: PastedNotes) -> str:
        labels = [inner.label.lower() for key in pasted.columns if (inner := self.field.inner_field(key))]
        taken = f"Taken as {format_list(labels)}. " if len(pasted.columns) > 1 else "One a line. "
        return f"{taken}{SAFE}"

    def _accept(self) -> None:
        self.hide()
        self.accepted.emit(self.pasted.notes)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()


def _line(field: Field, item: Item) -> str:
    place = place_words(field, item)
    words = str(item.get("note") or "No words")
    return f"{words}  –  {place}" if place else words
