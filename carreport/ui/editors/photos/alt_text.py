"""Say what a picture shows, for those who cannot see it, with a hint and words made from the notes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QTextEdit

from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Editor, EditorServices, control_name
from carreport.ui.editors.table.cells import GrowingCell
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import TextLabel

HINT = (
    "Good words say in a sentence or two who or what is to be seen, what is being done, and any words in "
    "the picture that matter. They leave out “picture of”, and do not repeat the caption."
)
DECORATIVE_TEXT = "Marked as decoration: whoever cannot see it is told nothing, and misses nothing."
USE_SUGGESTION = "Use these words"


class GrowingLineInput(GrowingCell):
    """One line of words in a frame, which grows so that all of them are to be seen."""

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, thicker where the keyboard is, and the words on it."""
        roles, palette = QPalette.ColorRole, self.palette()
        here = self.hasFocus()
        fill = palette.color(roles.Window if self.isReadOnly() else roles.Base)
        painter = QPainter(self.viewport())
        draw_rounded_rect(
            painter,
            self.viewport().rect(),
            fill,
            palette.color(roles.Highlight if here else roles.Mid),
            1 + here,
        )
        painter.end()
        QTextEdit.paintEvent(self, event)


class AltTextEditor(Editor):
    """Write what a picture shows; a board beside it offers words that are made from its notes."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self._is_decoration = False
        self.box = GrowingLineInput()
        self.box.setObjectName(path)
        self.box.setAccessibleName(field.label)
        self.box.edited.connect(self.schedule_commit)
        self.hint = TextLabel(HINT, FontRole.SMALL, "muted")
        self.suggestion = TextLabel("", FontRole.SMALL, "muted")
        self.accept_button = LinkButton(USE_SUGGESTION, FontRole.SMALL)
        self.accept_button.setObjectName(control_name(path, "take"))
        self.accept_button.clicked.connect(self.accept_suggestion)
        for widget in (self.box, self.hint, self.suggestion, self.accept_button, self.hint_label):
            self.content_layout.addWidget(
                widget, 0, *([Qt.AlignmentFlag.AlignLeft] if widget is self.accept_button else [])
            )
        self.watch_focus(self.box, self.accept_button)
        self.offer_suggestion()

    def read_controls(self) -> object:
        """Return the words in the box."""
        return self.box.cell_text()

    def fill_controls(self, value: Value) -> None:
        """Show the stored words."""
        self.box.set_cell_text("" if value is None else str(value))

    def apply_read_only(self, *, read_only: bool) -> None:
        """Let the words be read but not changed."""
        self.box.setReadOnly(read_only)
        self.offer_suggestion()

    def refresh(self) -> None:
        """Hint at good words only while there are none."""
        super().refresh()
        self.hint.setText(DECORATIVE_TEXT if self._is_decoration else HINT)
        self.hint.setVisible(not self.box.cell_text().strip() and not self.read_only)
        self.offer_suggestion()

    def set_sibling_values(self, group: Field, values: Mapping[str, Value]) -> None:  # noqa: ARG002 - all groups give it
        """Ask for no words where the picture is only decoration."""
        self._is_decoration = values.get("decorative") is True
        self.refresh()

    def offer_suggestion(self) -> None:
        """Offer the words that the notes of a board beside the picture make, where they are others."""
        made = self.services.suggest_alt_text(self.path)
        idle = self.read_only or self._is_decoration
        wanted = bool(made) and not idle and made != self.box.cell_text().strip()
        self.suggestion.setText(f"Made from the notes: “{made}”")
        self.accept_button.setAccessibleName(f"{USE_SUGGESTION}: {made}")
        self.suggestion.setVisible(wanted)
        self.accept_button.setVisible(wanted)

    def accept_suggestion(self) -> None:
        """Take over the words that the notes make; they can be changed like any others."""
        self.box.set_cell_text(self.services.suggest_alt_text(self.path))
        self.commit()
        self.box.setFocus()

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the words on one line: Enter hands them on."""
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and watched is self.box and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]  # it is a key
            self.flush()
            return True
        return super().eventFilter(watched, event)
