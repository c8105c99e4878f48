"""Say what a picture shows, for those who cannot see it, with a hint and words made from the notes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QTextEdit

from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Desk, Editor, part_name
from carreport.ui.editors.table.cells import GrowingCell
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters
from carreport.ui.theme.proxy_style import rounded
from carreport.ui.widgets.buttons import Link
from carreport.ui.widgets.labels import Words

HINT = (
    "Good words say in a sentence or two who or what is to be seen, what is being done, and any words in "
    "the picture that matter. They leave out “picture of”, and do not repeat the caption."
)
DECORATION = "Marked as decoration: whoever cannot see it is told nothing, and misses nothing."
TAKE = "Use these words"


class GrowingLine(GrowingCell):
    """One line of words in a frame, which grows so that all of them are to be seen."""

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, thicker where the keyboard is, and the words on it."""
        roles, palette = QPalette.ColorRole, self.palette()
        here = self.hasFocus()
        fill = palette.color(roles.Window if self.isReadOnly() else roles.Base)
        painter = QPainter(self.viewport())
        rounded(
            painter,
            self.viewport().rect(),
            fill,
            palette.color(roles.Highlight if here else roles.Mid),
            1 + here,
        )
        painter.end()
        QTextEdit.paintEvent(self, event)


class AltEditor(Editor):
    """Write what a picture shows; a board beside it offers words that are made from its notes."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__(field, path, desk)
        self._is_decoration = False
        self.box = GrowingLine(field.id)
        self.box.setObjectName(path)
        self.box.setAccessibleName(field.label)
        self.box.edited.connect(self.edited_soon)
        self.hint = Words(HINT, Letters.SMALL, "muted")
        self.offer = Words("", Letters.SMALL, "muted")
        self.take = Link(TAKE, Letters.SMALL)
        self.take.setObjectName(part_name(path, "take"))
        self.take.clicked.connect(self.take_offer)
        for widget in (self.box, self.hint, self.offer, self.take, self.note):
            self.column.addWidget(widget, 0, *([Qt.AlignmentFlag.AlignLeft] if widget is self.take else []))
        self.watch(self.box, self.take)
        self.offer_words()

    def given(self) -> object:
        """Return the words in the box."""
        return self.box.words()

    def show_given(self, value: Value) -> None:
        """Show the stored words."""
        self.box.show_words("" if value is None else str(value))

    def lock(self, *, read_only: bool) -> None:
        """Let the words be read but not changed."""
        self.box.setReadOnly(read_only)
        self.offer_words()

    def look_again(self) -> None:
        """Hint at good words only while there are none."""
        super().look_again()
        self.hint.setText(DECORATION if self._is_decoration else HINT)
        self.hint.setVisible(not self.box.words().strip() and not self.read_only)
        self.offer_words()

    def show_beside(self, group: Field, values: Mapping[str, Value]) -> None:  # noqa: ARG002 - all groups give it
        """Ask for no words where the picture is only decoration."""
        self._is_decoration = values.get("decorative") is True
        self.look_again()

    def offer_words(self) -> None:
        """Offer the words that the notes of a board beside the picture make, where they are others."""
        made = self.desk.words_for_picture(self.path)
        idle = self.read_only or self._is_decoration
        wanted = bool(made) and not idle and made != self.box.words().strip()
        self.offer.setText(f"Made from the notes: “{made}”")
        self.take.setAccessibleName(f"{TAKE}: {made}")
        self.offer.setVisible(wanted)
        self.take.setVisible(wanted)

    def take_offer(self) -> None:
        """Take over the words that the notes make; they can be changed like any others."""
        self.box.show_words(self.desk.words_for_picture(self.path))
        self.edited_now()
        self.box.setFocus()

    @guarded(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the words on one line: Enter hands them on."""
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and watched is self.box and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]  # it is a key
            self.flush()
            return True
        return super().eventFilter(watched, event)
