"""Editor for rich text: paragraphs, emphasis, lists, quotations and links."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from carreport.form import paths
from carreport.form.richtext import Block, RichText
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import TOO_LONG, Editor, EditorServices
from carreport.ui.editors.note_panel import NO_WORD, NotePanel
from carreport.ui.editors.quote_drift_panel import QuotationDriftPanel
from carreport.ui.editors.table.text_table import TextTablePanel
from carreport.ui.qt.guard import qt_override
from carreport.ui.richtext.clipboard_text import paste_remarks
from carreport.ui.richtext.pasted_html import PastedText
from carreport.ui.richtext.quote_links import insert_quotation
from carreport.ui.richtext.text_edit import RichTextEdit
from carreport.ui.richtext.toolbar import FormatToolbar
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.labels import HintLabel, announce

MIN_LINES = {"short": 2, "medium": 3, "long": 6}
"""The minimum number of lines for each size in a form."""


class TextFrame(QWidget):
    """The frame around a text and its toolbar; a click anywhere in it puts the cursor in the text."""

    def __init__(self, box: RichTextEdit, toolbar: FormatToolbar | None = None) -> None:
        super().__init__()
        self._box = box
        self.is_focused = False
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(0)
        column.addWidget(box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        if toolbar is not None:
            column.addWidget(toolbar)
            toolbar.setCursor(Qt.CursorShape.ArrowCursor)

    def set_focused(self, *, lit: bool) -> None:
        """Draw the frame with or without the focus."""
        self.is_focused = lit
        self.update()

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Paint the frame of a text field."""
        palette = self.palette()
        locked = self._box.isReadOnly()
        fill = palette.color(QPalette.ColorRole.Window if locked else QPalette.ColorRole.Base)
        role = QPalette.ColorRole.Midlight if locked else QPalette.ColorRole.Mid
        line = palette.color(QPalette.ColorRole.Highlight if self.is_focused else role)
        draw_rounded_rect(QPainter(self), self.rect(), fill, line, 2 if self.is_focused else 1)

    @qt_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor into the text, as near to the click as possible."""
        if event.button() == Qt.MouseButton.LeftButton:
            at = self._box.viewport().mapFrom(self, event.position().toPoint())
            self._box.setTextCursor(self._box.cursorForPosition(QPoint(at.x(), at.y())))
            self._box.setFocus(Qt.FocusReason.MouseFocusReason)


class TextEditor(Editor):
    """Editor for rich text, with a toolbar and a panel about its quotations."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.text_edit = RichTextEdit(MIN_LINES[field.settings.get("size", "medium")])
        self.text_edit.setObjectName(path)
        self.text_edit.setAccessibleName(field.label)
        self.text_edit.setAccessibleDescription("Press Alt+F10 for the formatting toolbar.")
        self.text_edit.ask_link = services.ask_link if services else self.text_edit.ask_link
        self.text_edit.barred_actions = frozenset()
        self.note_panel: NotePanel | None = None
        self._note_frame: TextFrame | None = None
        self.table_panel: TextTablePanel | None = None
        self.toolbar = FormatToolbar(self.text_edit, field.label)
        self.frame = TextFrame(self.text_edit, self.toolbar)
        self.paste_note = HintLabel("muted")
        self.content_layout.addWidget(self.frame)
        self.content_layout.addWidget(self.paste_note)
        self.content_layout.addWidget(self.hint_label)
        self.drift_panel = QuotationDriftPanel(self.text_edit, services)
        self.content_layout.addWidget(self.drift_panel)
        if field.id == paths.FELLOW:
            self.toolbar.offer_quoting()
            self.text_edit.quote_requested.connect(self._begin_quoting)
        self.text_edit.content_changed.connect(self.schedule_commit)
        self.text_edit.pasted.connect(self._show_paste_remarks)
        self.text_edit.note_requested.connect(self._open_note)
        self.text_edit.table_requested.connect(self._open_table)
        self.watch_focus(self.text_edit)
        if services:
            services.watch_spelling(self.text_edit)

    def read_controls(self) -> object:
        """Return the blocks of the text."""
        return self.parse_value()

    def parse_value(self) -> Value:
        """Return the blocks to store, which need no further check."""
        if self.table_panel is not None:
            self.table_panel.keep_typed()
        return self.text_edit.rich_text().to_json()

    def fill_controls(self, value: Value) -> None:
        """Show the stored text."""
        with QSignalBlocker(self.text_edit):
            self.text_edit.set_rich_text(RichText.from_json(value))
        self.drift_panel.compare()
        if self.note_panel is not None:
            self.note_panel.follow_text()
        if self.table_panel is not None:
            self.table_panel.follow_text()

    def insert_quotation(self, blocks: Sequence[Block]) -> None:
        """Insert a quotation after the current paragraph, with the cursor below it."""
        cursor = self.text_edit.textCursor()
        insert_quotation(cursor, blocks)
        self.text_edit.setTextCursor(cursor)

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the text read-only, or editable again."""
        self.text_edit.setReadOnly(read_only)
        self.toolbar.setVisible(False)
        self.drift_panel.update_read_only()
        if self.note_panel is not None:
            self.note_panel.update_read_only()
        if self.table_panel is not None:
            self.table_panel.update_read_only()
        self.frame.update()

    def describe_problem(self) -> str:
        """Return "", unless the text is too long: any other is valid."""
        return f"{TOO_LONG}." if self.is_too_long else ""

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        """Compare the quotations with their sources when the page is shown again."""
        super().showEvent(event)
        self.drift_panel.compare_afresh()

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the toolbar while the editor has the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            focus = QApplication.focusWidget()
            here = focus is not None and self.isAncestorOf(focus)
            panel = self.note_panel
            is_in_note = any(
                focus is not None and below is not None and below.isAncestorOf(focus)
                for below in (panel, self.table_panel)
            )
            self.frame.set_focused(lit=here and not is_in_note)
            if panel is not None and self._note_frame is not None:
                self._note_frame.set_focused(lit=focus is panel.note_edit)
            if here and not is_in_note and not self.read_only:
                self._show_toolbar()
            else:
                self.toolbar.hide()
            self.toolbar.refresh()
            if not here:
                self.paste_note.show_message("")
        return super().eventFilter(watched, event)

    def _show_toolbar(self) -> None:
        self.toolbar.add_buttons()
        self.watch_focus(*self.toolbar.format_buttons)  # Qt keeps one filter, however often it is installed
        self.toolbar.show()

    def _open_note(self, position: int) -> None:
        """Show a note below the text; -1 stands for a place where no note can be."""
        if position < 0:
            self.paste_note.show_message(NO_WORD)
            announce(self.text_edit, NO_WORD)
            return
        if self.note_panel is None:
            note_edit = RichTextEdit(1)
            self._note_frame = TextFrame(note_edit)
            self.note_panel = NotePanel(self.text_edit, note_edit, self._note_frame)
            self.content_layout.insertWidget(1 + self.content_layout.indexOf(self.frame), self.note_panel)
            self.watch_focus(self.note_panel.done_button, self.note_panel.remove_button)
            note_edit.installEventFilter(self)
        self.paste_note.show_message("")
        self.note_panel.open_note(position)

    def _open_table(self, position: int) -> None:
        """Show a table below the text, where its cells can be changed."""
        if self.table_panel is None:
            self.table_panel = TextTablePanel(self.text_edit, self.field.label)
            self.content_layout.insertWidget(1 + self.content_layout.indexOf(self.frame), self.table_panel)
            self.table_panel.cell_typed.connect(self.schedule_commit)
            self.watch_focus(
                self.table_panel.grid, self.table_panel.done_button, *self.table_panel.buttons.values()
            )
        self.paste_note.show_message("")
        self.table_panel.open_table(position)

    def _begin_quoting(self) -> None:
        self.flush()
        self.services.begin_task("quote", self.path)

    def _show_paste_remarks(self, pasted: PastedText) -> None:
        self.paste_note.show_message(paste_remarks(pasted.remarks))
