"""Answer with a text: paragraphs, emphasis, lists, quotations and links."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from carreport.form import paths
from carreport.form.richtext import Block, RichText
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Desk, Editor
from carreport.ui.editors.quote_drift_panel import Quotations
from carreport.ui.qt.guard import guarded
from carreport.ui.richtext.quote_links import insert_quotation
from carreport.ui.richtext.text_edit import WritingBox
from carreport.ui.richtext.toolbar import Toolbar
from carreport.ui.theme.proxy_style import rounded
from carreport.ui.widgets.labels import Note

LINES = {"short": 2, "medium": 3, "long": 6}
"""How many lines a box starts with, for each size that a form may name."""


class Paper(QWidget):
    """The frame around box and tools; a click anywhere in it is a click into the text."""

    def __init__(self, box: WritingBox, toolbar: Toolbar) -> None:
        super().__init__()
        self._box = box
        self.lit = False
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(0)
        column.addWidget(box)
        column.addWidget(toolbar)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        toolbar.setCursor(Qt.CursorShape.ArrowCursor)

    def light(self, *, lit: bool) -> None:
        """Show that the keyboard is here, or no longer."""
        self.lit = lit
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Paint the box like every other box in which one writes."""
        palette = self.palette()
        locked = self._box.isReadOnly()
        fill = palette.color(QPalette.ColorRole.Window if locked else QPalette.ColorRole.Base)
        role = QPalette.ColorRole.Midlight if locked else QPalette.ColorRole.Mid
        line = palette.color(QPalette.ColorRole.Highlight if self.lit else role)
        rounded(QPainter(self), self.rect(), fill, line, 2 if self.lit else 1)

    @guarded
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor at the end of the line that was meant."""
        if event.button() == Qt.MouseButton.LeftButton:
            at = self._box.viewport().mapFrom(self, event.position().toPoint())
            self._box.setTextCursor(self._box.cursorForPosition(QPoint(at.x(), at.y())))
            self._box.setFocus(Qt.FocusReason.MouseFocusReason)


class TextEditor(Editor):
    """Write a text."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__(field, path, desk)
        self.box = WritingBox(LINES[field.settings.get("size", "medium")])
        self.box.setObjectName(path)
        self.box.setAccessibleName(field.label)
        self.box.setAccessibleDescription("Text. Alt+F10 goes to the tools.")
        self.box.ask_link = desk.ask_link if desk else self.box.ask_link
        self.toolbar = Toolbar(self.box, field.label)
        self.paper = Paper(self.box, self.toolbar)
        self.pictures_note = Note("muted")
        self.column.addWidget(self.paper)
        self.column.addWidget(self.pictures_note)
        self.column.addWidget(self.note)
        self.quotations = Quotations(self.box, desk)
        self.column.addWidget(self.quotations)
        if field.id == paths.FELLOW:
            self.toolbar.offer_lifting()
            self.box.lift_wanted.connect(self._lift)
        self.box.written.connect(self.edited_soon)
        self.box.left_out.connect(self._say_left_out)
        self.watch(self.box, *self.toolbar.tools)

    def given(self) -> object:
        """Return the blocks that are written."""
        return self.box.text().to_json()

    def read(self) -> Value:
        """Return the blocks as a draft keeps them; what the box holds is clean already."""
        return self.box.text().to_json()

    def show_given(self, value: Value) -> None:
        """Show the stored text."""
        with QSignalBlocker(self.box):
            self.box.show_text(RichText.from_json(value))
        self.quotations.look()

    def quote(self, blocks: Sequence[Block]) -> None:
        """Put a quotation behind the paragraph at the cursor, and go on writing below it."""
        cursor = self.box.textCursor()
        insert_quotation(cursor, blocks)
        self.box.setTextCursor(cursor)

    def lock(self, *, read_only: bool) -> None:
        """Let the text be read and copied but not changed."""
        self.box.setReadOnly(read_only)
        self.toolbar.setVisible(False)
        self.quotations.lock()
        self.paper.update()

    def trouble(self) -> str:
        """Return nothing: any text is an answer."""
        return ""

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        """Compare the quotations with their answers when one comes back to them."""
        super().showEvent(event)
        self.quotations.look_afresh()

    @guarded(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the tools while the keyboard is here."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            now = QApplication.focusWidget()
            here = now is not None and self.isAncestorOf(now)
            self.paper.light(lit=here)
            self.toolbar.setVisible(here and not self.read_only)
            self.toolbar.look_again()
            if not here:
                self.pictures_note.say("")
        return super().eventFilter(watched, event)

    def _lift(self) -> None:
        self.flush()
        self.desk.begin_work("quote", self.path)

    def _say_left_out(self, pictures: int) -> None:
        what = "A picture was" if pictures == 1 else f"{pictures} pictures were"
        self.pictures_note.say(f"{what} left out. Pictures have a place of their own, among the photos.")
