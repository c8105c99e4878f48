"""The text of a help page: one column, with links to sections, and words that can be found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from carreport.ui.help.help_sections import section_id
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import COLUMN
from carreport.ui.widgets.scroll_column import SIDE, text_scale

MOST_MARKS = 500
"""The most places that are marked in a search."""
LEAST_LETTERS = 2
"""The least number of letters to search for."""
_LINE_HEIGHT = 135.0
_NARROW = 520
"""Below this width, at the usual text size, the space at the sides of the column is small."""


class HelpBrowser(QTextBrowser):
    """Shows Markdown in one column; a link to another page or to the web is left to its owner."""

    page_requested = Signal(str, str)
    """Show another page: its file name, and a section or ""."""
    address_requested = Signal(str)
    """Open an address on the web, or start an email."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._hits: list[QTextCursor] = []
        self._hit = -1
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow_link)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def show_markdown(self, title: str, markdown: str, folder: Path | None) -> None:
        """Show `markdown`; its pictures are in `folder`."""
        self.setAccessibleName(title)
        self._folder, self._hits, self._hit = None, [], -1
        self.setMarkdown(markdown)  # without the folder, no picture is read only to find its size
        self._folder = folder
        self._format_blocks()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def go_to_section(self, section: str) -> bool:
        """Scroll until a section is at the top; return whether there is one of that name."""
        for block in _blocks(self.document()):
            if block.blockFormat().headingLevel() and section_id(block.text()) == section:
                self.setTextCursor(QTextCursor(block))
                self.verticalScrollBar().setValue(self._top_of(block) - 8)
                return True
        return False

    def _top_of(self, block: QTextBlock) -> int:
        return round(self.document().documentLayout().blockBoundingRect(block).top())

    # Finding words.

    @property
    def hit_count(self) -> int:
        """The number of places that are marked."""
        return len(self._hits)

    @property
    def hit_number(self) -> int:
        """The number of the place that is selected, from 1; 0 if there is none."""
        return self._hit + 1

    def mark(self, text: str) -> None:
        """Mark all places with this text, and select the first at or after the cursor."""
        start = self.textCursor().selectionStart()
        self._hits = list(self._find(text)) if len(text) >= LEAST_LETTERS else []
        self.setExtraSelections([self._mark_at(hit) for hit in self._hits])
        after = (number for number, hit in enumerate(self._hits) if hit.selectionStart() >= start)
        self._hit = next(after, 0) if self._hits else -1
        self._show_hit()

    def step_hit(self, by: int) -> None:
        """Select the next marked place, or the one before if `by` is negative; the first follows the last."""
        if self._hits:
            self._hit = (self._hit + by) % len(self._hits)
            self._show_hit()

    def _find(self, text: str) -> Iterator[QTextCursor]:
        found = self.document().find(text)
        for _ in range(MOST_MARKS):
            if found.isNull():
                return
            yield found
            found = self.document().find(text, found)

    def _mark_at(self, hit: QTextCursor) -> QTextEdit.ExtraSelection:
        mark, letters = QTextEdit.ExtraSelection(), QTextCharFormat()
        letters.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        letters.setUnderlineColor(self.palette().color(QPalette.ColorRole.Highlight))
        letters.setBackground(self.palette().color(QPalette.ColorRole.Shadow))
        mark.cursor, mark.format = hit, letters
        return mark

    def _show_hit(self) -> None:
        if self._hit < 0:
            cursor = self.textCursor()
            cursor.setPosition(cursor.selectionStart())
            self.setTextCursor(cursor)
            return
        hit = self._hits[self._hit]
        self._top_of(hit.block())  # the guide is laid out in steps: this does all up to here
        self.setTextCursor(hit)
        caret = self.cursorRect()
        if not self.viewport().rect().adjusted(0, 24, 0, -24).contains(caret):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + caret.top() - self.viewport().height() // 3)

    def _follow_link(self, link: QUrl) -> None:
        if link.scheme():
            self.address_requested.emit(link.toString())
        elif link.path():
            self.page_requested.emit(link.path(), link.fragment())
        else:
            self.go_to_section(link.fragment())

    # Layout.

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column centred, and the paragraph that was at the top."""
        with self._first_kept():
            super().resizeEvent(event)
            self._centre()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Adapt the column width to the text size, and keep the paragraph that was at the top."""
        if event.type() != QEvent.Type.FontChange:
            super().changeEvent(event)
            return
        with self._first_kept():
            super().changeEvent(event)
            self._centre()

    @qt_override(default=None)
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a picture of the guide, at the width at which it is shown, when it comes into sight."""
        file_name = name.toString() if isinstance(name, QUrl) else name
        if self._folder is None or kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        full = QImage(str(self._folder / file_name))
        width = round(self._column * self.devicePixelRatioF())
        return (
            None if full.isNull() else full.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        )

    @contextmanager
    def _first_kept(self) -> Iterator[None]:
        """Keep the paragraph at the top in its place while the layout changes."""
        bar = self.verticalScrollBar()
        first = self.cursorForPosition(QPoint(self.viewport().width() // 2, 12)).block()
        below = bar.value() - self._top_of(first)
        yield
        bar.setValue(self._top_of(first) + below if first.position() else 0)

    @property
    def _side(self) -> int:
        return SIDE if self.viewport().width() >= _NARROW * text_scale() else SIDE * 2 // 3

    @property
    def _column(self) -> int:
        return min(round(COLUMN * text_scale()), self.viewport().width() - 2 * self._side)

    def _format_blocks(self) -> None:
        """Set the spacing of lines, paragraphs, headings and tables."""
        document = self.document()
        one_change = QTextCursor(document)
        one_change.beginEditBlock()  # the long guide is then laid out once, not once a paragraph
        for block in _blocks(document):
            QTextCursor(block).mergeBlockFormat(_format_of(block))
        for frame in document.rootFrame().childFrames():
            _format_table(frame)
        self._centre()
        one_change.endEditBlock()

    def _centre(self) -> None:
        """Set the sides of the column, and the size of the pictures in it, in one change."""
        document = self.document()
        frame = document.rootFrame()
        side = max(self._side, (self.viewport().width() - self._column) // 2)
        shape = frame.frameFormat()
        shape.setLeftMargin(side)
        shape.setRightMargin(side)
        shape.setTopMargin(12)
        shape.setBottomMargin(48)
        one_change = QTextCursor(document)
        one_change.beginEditBlock()
        frame.setFrameFormat(shape)
        for block in _blocks(document):
            if _is_picture(block):
                self._fit_picture(block)
        one_change.endEditBlock()

    def _fit_picture(self, block: QTextBlock) -> None:
        """Set the size of the picture in this paragraph; it is not read for that."""
        picture = block.begin().fragment().charFormat().toImageFormat()
        size = (
            QImageReader(str(self._folder / picture.name())).size() if self._folder is not None else QSize()
        )
        if size.isEmpty() or picture.width() == self._column:
            return
        picture.setWidth(self._column)
        picture.setHeight(round(self._column * size.height() / size.width()))
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(picture)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _format_of(block: QTextBlock) -> QTextBlockFormat:
    level = block.blockFormat().headingLevel()
    in_table = QTextCursor(block).currentTable() is not None
    block_format = QTextBlockFormat()
    if not _is_picture(block):  # the space would be a third of its height
        block_format.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if level:
        block_format.setTopMargin(0 if level == 1 else 26)
        block_format.setBottomMargin(8)
    else:
        block_format.setBottomMargin(0 if in_table else 4 if block.textList() is not None else 12)
    return block_format


def _is_picture(block: QTextBlock) -> bool:
    return block.text() == "\N{OBJECT REPLACEMENT CHARACTER}"


def _format_table(frame: QTextFrame) -> None:
    if isinstance(frame, QTextTable):
        shape = frame.format().toTableFormat()
        shape.setBorder(0)
        shape.setCellPadding(5)
        shape.setCellSpacing(0)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        frame.setFormat(shape)
