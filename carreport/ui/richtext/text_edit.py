"""The rich text editor: it grows with its text and leaves Tab to the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip

from carreport.form.richtext import RichText
from carreport.ui.qt.guard import qt_override
from carreport.ui.richtext import formatting, note_marks, quote_captions
from carreport.ui.richtext.clipboard_text import (
    LONGEST_TEXT,
    RICH_TEXT_MIME,
    copied_data,
    read_clipboard_text,
    tables_as_lines,
)
from carreport.ui.richtext.document import (
    caption_height,
    is_strong,
    missing_caption_space,
    read_document,
    reserve_caption_space,
    source_of,
    type_of,
    write_document,
)
from carreport.ui.richtext.note_marks import NoteMarks
from carreport.ui.richtext.quote_links import LinkedQuotation, find_quotations
from carreport.ui.richtext.table_marks import TableMarks, table_beside, table_under
from carreport.ui.widgets.labels import announce
from carreport.ui.widgets.scroll_column import column_around

TOOL_NAMES = {
    "strong": "Bold",
    "emphasis": "Italic",
    "bullet": "Bulleted list",
    "number": "Numbered list",
    "quote": "Quotation",
    "subheading": "Subheading",
    "link": "Link",
    "note": "Note",
    "table": "Table",
}
"""What the tools are called on the toolbar and by screen readers."""
_READING_ACTIONS = ("toolbar", "source", "note", "table")
"""The actions that change nothing."""
_SHARE_OF_WINDOW = 0.6
_PADDING = 10
_Key = Qt.Key
_KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("strong", ("Ctrl+B",)),
    ("emphasis", ("Ctrl+I",)),
    ("bullet", ("Ctrl+Shift+8", "Ctrl+*", "Ctrl+Shift+*")),
    ("number", ("Ctrl+Shift+7", "Ctrl+&", "Ctrl+Shift+&")),
    ("quote", ("Ctrl+Shift+9", "Ctrl+(", "Ctrl+Shift+(")),
    ("subheading", ("Ctrl+Shift+H",)),
    ("link", ("Ctrl+K",)),
    ("note", ("Ctrl+Alt+F",)),
    ("table", ("Ctrl+Shift+B",)),
    ("deeper", ("Ctrl+]",)),
    ("less_deep", ("Ctrl+[",)),
    ("toolbar", ("Alt+F10",)),
    ("source", ("Ctrl+Return", "Ctrl+Enter")),
    ("lift", ("Ctrl+Shift+L",)),
)
SHORTCUTS = {action: QKeySequence(keys[0]) for action, keys in _KEYS}
"""The shortcut shown for each action."""
_ACTION_OF = {QKeySequence(key): action for action, keys in _KEYS for key in keys}


class RichTextEdit(QTextEdit):
    """A text edit that accepts only the kinds of blocks that a report can print."""

    content_changed = Signal()
    """The text or its formatting has changed."""
    pasted = Signal(object)
    """This `PastedText` was pasted or dropped; its remarks say what was left out of it."""
    toolbar_requested = Signal()
    cursor_moved = Signal()
    """The cursor moved, or the format for what is typed next changed."""
    source_requested = Signal(str)
    """Show the answer at this path, from which a quotation was taken."""
    quote_requested = Signal()
    """Insert a quotation from an answer at the cursor."""
    note_requested = Signal(int)
    """Show the note whose mark is at this position; -1 if there is no word for a note to follow."""
    table_requested = Signal(int)
    """Edit the table at this position."""

    def __init__(self, least_lines: int = 3) -> None:
        super().__init__()
        self._least_lines = least_lines
        self.barred_actions: frozenset[str] = frozenset(("note", "table"))
        """The actions that this text does not take, such as notes and tables where nothing shows them."""
        self.ask_link: Callable[[str], str | None] = lambda current: current
        self.caption_of: quote_captions.CaptionOf | None = None
        """Returns the source line for a quotation; while it is None, no source lines are shown."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(True)
        self.setAutoFormatting(QTextEdit.AutoFormattingFlag.AutoNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(_PADDING)
        self.document().setIndentWidth(26)
        write_document(self.document(), RichText())
        self.note_marks = NoteMarks(self.document())
        self.table_marks = TableMarks(self.document())
        self._last_height = 0
        self._quotations: list[LinkedQuotation] | None = None
        self.document().contentsChanged.connect(self._forget_quotations)
        self._grown = QTimer(self, singleShot=True, interval=0)
        self._grown.timeout.connect(self._reveal_caret)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.document().contentsChanged.connect(self._reserve_caption_space)
        self.document().contentsChanged.connect(self.content_changed)
        self._revision = self.document().revision()
        self.cursorPositionChanged.connect(self.cursor_moved)
        self.cursorPositionChanged.connect(self._say_note)
        self.currentCharFormatChanged.connect(self.cursor_moved)
        self._fit()

    def rich_text(self) -> RichText:
        """Return the text."""
        return read_document(self.document())

    @property
    def quotations(self) -> Sequence[LinkedQuotation]:
        """The sourced quotations, found once per change."""
        if self._quotations is None:
            self._quotations = find_quotations(self.document())
        return self._quotations

    def set_rich_text(self, text: RichText) -> None:
        """Show `text`; the cursor stays near its position."""
        place = self.textCursor().position()
        write_document(self.document(), text)
        cursor = self.textCursor()
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def run_action(self, action: str) -> None:
        """Carry out an action of the toolbar or a shortcut, and say what is on now."""
        if action in self.barred_actions or (self.isReadOnly() and action not in _READING_ACTIONS):
            return
        self._carry_out(action)
        self.cursor_moved.emit()
        if action in TOOL_NAMES and action not in ("link", "note", "table"):
            announce(self, f"{TOOL_NAMES[action]} {'on' if self.is_action_on(action) else 'off'}")

    def _carry_out(self, action: str) -> None:
        cursor = self.textCursor()
        if action == "strong":
            self.setCurrentCharFormat(formatting.toggle_strong(cursor))
        elif action == "emphasis":
            self.setCurrentCharFormat(formatting.toggle_emphasis(cursor))
        elif action == "link":
            self._change_link()
        elif action in ("deeper", "less_deep"):
            formatting.shift_level(cursor, 1 if action == "deeper" else -1)
        elif action == "toolbar":
            self.toolbar_requested.emit()
        elif action == "lift":
            self.quote_requested.emit()
        elif action == "table":
            self._edit_table(cursor)
        elif action in ("note", "source"):
            self._follow_or_note(cursor, is_new=action == "note")
        elif action in ("bullet", "number", "quote", "subheading"):
            formatting.toggle_type(cursor, action)  # type: ignore[arg-type]  # these are kinds of blocks
            self.setCurrentCharFormat(cursor.charFormat())

    def is_action_on(self, action: str) -> bool:
        """Return whether an action is active at the cursor."""
        letters = self.currentCharFormat()
        if action == "strong":
            return is_strong(letters)
        if action == "emphasis":
            return letters.fontItalic()
        if action == "link":
            return letters.isAnchor()
        if action == "note":
            return note_marks.mark_beside(self.textCursor()) is not None
        if action == "table":
            return table_beside(self.textCursor()) is not None
        return type_of(self.textCursor().block()) == action

    @qt_override(default=False)
    def event(self, event: QEvent) -> bool:
        """Claim our shortcuts for the text, even if the window uses them; show the note under the pointer."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and _action_of_key(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = note_marks.mark_under(self, self.viewport().mapFromGlobal(event.globalPos()))
            QToolTip.showText(event.globalPos(), note_marks.spoken_note(self.document(), place), self)
            return True
        return super().event(event)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle our shortcuts; leave other keys to Qt."""
        action = _action_of_key(event)
        if action:
            self.run_action(action)
        elif self.isReadOnly() or not self._handle_key(event):
            typed_after = self.textCursor()
            is_after = formatting.is_after_link(typed_after) or formatting.is_after_mark(typed_after)
            if event.text() and is_after:
                self.setCurrentCharFormat(formatting.format_without_link(self.textCursor()))
            is_typing = bool(event.text()) and event.text().isprintable() and not self.isReadOnly()
            if is_typing and table_beside(typed_after) is not None:
                formatting.leave_table(typed_after)
                self.setTextCursor(typed_after)
            blocks = self.document().blockCount()
            super().keyPressEvent(event)
            formatting.part_tables(self.textCursor())
            if self.document().blockCount() < blocks:
                formatting.restyle_joined_block(self.textCursor())
            takes_lists = not self.isReadOnly() and "bullet" not in self.barred_actions
            if event.key() == _Key.Key_Space and takes_lists:
                formatting.begin_list(self.textCursor())

    def _handle_key(self, event: QKeyEvent) -> bool:
        cursor = self.textCursor()
        bare = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        is_enter = bare and event.key() in (_Key.Key_Return, _Key.Key_Enter)
        if is_enter and table_beside(cursor) is not None:
            self._edit_table(cursor)
            return True
        if is_enter:
            done = formatting.end_block(cursor) or formatting.end_subheading(cursor)
        else:
            forwards = event.key() == _Key.Key_Delete
            is_deletion = bare and (forwards or event.key() == _Key.Key_Backspace)
            done = is_deletion and formatting.delete_beside_table(cursor, forwards=forwards)
            done = done or (is_deletion and not forwards and formatting.make_paragraph(cursor))
        if done:
            self.setTextCursor(cursor)
        return done

    def _follow_or_note(self, cursor: QTextCursor, *, is_new: bool) -> None:
        """Show the note at the cursor, or a new one; else go to the source of a quotation."""
        place = note_marks.mark_beside(cursor)
        if place is None and is_new and not self.isReadOnly():
            place = note_marks.insert_mark(cursor)
            place = -1 if place is None else place
        if place is not None and "note" not in self.barred_actions:
            self.note_requested.emit(place)
        elif not is_new and source_of(cursor.block()):
            self.source_requested.emit(source_of(cursor.block()))

    def _say_note(self) -> None:
        """Say the note whose mark the cursor has come to, unless it came there by typing."""
        place, revision = self.textCursor().position(), self.document().revision()
        if self.hasFocus() and revision == self._revision:
            spoken = note_marks.spoken_note(self.document(), place)
            if spoken:
                announce(self, spoken)
        self._revision = revision

    def _edit_table(self, cursor: QTextCursor) -> None:
        """Edit the table at the cursor, or a new one."""
        place = table_beside(cursor)
        if place is None and not self.isReadOnly():
            place = formatting.insert_table(cursor)
        if place is not None and "table" not in self.barred_actions:
            self.table_requested.emit(place)

    def _change_link(self) -> None:
        cursor = self.textCursor()
        target = self.ask_link(formatting.link_at(cursor))
        if target is not None:
            formatting.set_link(cursor, target)
        self.setFocus()

    @qt_override(default=None)
    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: ARG002 - Qt gives both
        """Return nothing: a text never reads a file or uses the network."""
        return None

    @qt_override(default=False)
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Return whether the data contains text that can be pasted or dropped."""
        return source.hasFormat(RICH_TEXT_MIME) or source.hasHtml() or source.hasText() or source.hasImage()

    @qt_override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert what a text can hold, in one undo step."""
        cursor = self.textCursor()
        formatting.leave_table(cursor)
        replaced = cursor.selectionEnd() - cursor.selectionStart()
        pasted = read_clipboard_text(source, LONGEST_TEXT - self.document().characterCount() + replaced)
        if "table" in self.barred_actions:
            lines, count = tables_as_lines(pasted.text)
            if count:
                pasted = replace(pasted, text=lines, remarks={**pasted.remarks, "tables": count})
        takes_notes = "note" not in self.barred_actions
        formatting.insert_rich_text(
            cursor, pasted.text if takes_notes else note_marks.notes_in_brackets(pasted.text)
        )
        formatting.part_tables(cursor)
        self.ensureCursorVisible()
        self.pasted.emit(pasted)

    @qt_override(default=QMimeData())
    def createMimeDataFromSelection(self) -> QMimeData:
        """Return the selection as plain text, as HTML and in our own format."""
        return copied_data(self.textCursor())

    @qt_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless this text scrolls."""
        if self.hasFocus() and self.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAsNeeded:
            super().wheelEvent(event)
        else:
            event.ignore()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Update the height when the width changes."""
        super().resizeEvent(event)
        self.table_marks.fit(self.document())
        self._fit()

    @qt_override(default=QSize(320, 90))
    def sizeHint(self) -> QSize:
        """Return a size with the height that the text needs."""
        return QSize(320, self._height())

    @qt_override(default=QSize(120, 60))
    def minimumSizeHint(self) -> QSize:
        """Return the same height, so that a text is never squeezed."""
        return QSize(120, self._height())

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size and colour scheme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._reserve_caption_space()
            self._fit()
        elif event.type() == QEvent.Type.PaletteChange:
            formatting.update_link_colour(self.document())

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, the bars beside quotations and their source lines."""
        painter = QPainter(self.viewport())
        for bar in quote_captions.quotation_bars(self, event.rect(), _PADDING + 2):
            painter.fillRect(bar, self.palette().color(QPalette.ColorRole.Mid))
        quote_captions.draw_captions(painter, self.palette(), self._captions())
        painter.end()
        super().paintEvent(event)

    @qt_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the link cursor over a source line or the mark of a note."""
        super().mouseMoveEvent(event)
        at = event.position().toPoint()
        leads = quote_captions.source_at(self._captions(), at) or note_marks.mark_under(self, at) is not None
        shape = Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the answer whose source line was clicked, or show the note whose mark was clicked."""
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or self.textCursor().hasSelection():
            return
        leads = quote_captions.source_at(self._captions(), event.position().toPoint())
        place = note_marks.mark_under(self, event.position().toPoint())
        if leads:
            self.source_requested.emit(leads)
        elif place is not None and "note" not in self.barred_actions:
            self.note_requested.emit(place)

    @qt_override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the table that was double-clicked; select a word elsewhere."""
        place = table_under(self, event.position().toPoint())
        if place is None or "table" in self.barred_actions:
            super().mouseDoubleClickEvent(event)
        else:
            self.table_requested.emit(place)

    def _captions(self) -> Sequence[quote_captions.QuotationCaption]:
        return quote_captions.caption_lines(self, self.quotations, self.caption_of) if self.caption_of else ()

    def _forget_quotations(self) -> None:
        self._quotations = None

    def _reserve_caption_space(self) -> None:
        """Update the margins below quotations, as part of the undo step that made this necessary."""
        if not self.document().isRedoAvailable() and missing_caption_space(self.document()):
            cursor = QTextCursor(self.document())
            cursor.joinPreviousEditBlock()
            reserve_caption_space(self.document())
            cursor.endEditBlock()

    def _height(self) -> int:
        line = self.fontMetrics().height() * 1.25
        least = round(line * self._least_lines) + 2 * _PADDING
        needed = round(self.document().size().height())
        if source_of(self.document().lastBlock()):
            needed += caption_height()  # a document's height leaves out the margin below its last block
        return min(max(least, needed), self._max_height())

    def _max_height(self) -> int:
        return max(round(self.window().height() * _SHARE_OF_WINDOW), 240)

    def _fit(self) -> None:
        height = self._height()
        scrolls = self.document().size().height() > height + 1
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if policy != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(policy)
        if height != self._last_height:
            self._last_height = height
            self.setFixedHeight(height)
            self._grown.start()

    def _reveal_caret(self) -> None:
        """Reveal the caret once the page has laid out the new height."""
        page = column_around(self) if self.hasFocus() else None
        if page is not None:
            page.reveal_caret()


def _action_of_key(event: QKeyEvent) -> str:
    return _ACTION_OF.get(QKeySequence(event.keyCombination()), "")
