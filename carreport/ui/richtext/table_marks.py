"""The tables in a text: each is one object in a line of its own, which holds the whole table.

So a table is one step for the cursor and for undo, and no key can tear it apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSizeF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPalette,
    QPyTextObject,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextEdit

from carreport.form.richtext import Block, Row, Span, table_from_json
from carreport.form.wording import format_count
from carreport.ui.qt.guard import qt_override
from carreport.ui.richtext.note_marks import MARK, TABLE_OBJECT, holds_table, is_table

_TABLE = QTextFormat.Property.UserProperty.value + 3
_ROWS_SHOWN = 24
"""How many rows of a long table a text shows; all are in the panel that edits it."""
_PAGES_KEPT = 40
_PADDING = 6
_WIDE_ENOUGH = 40
"""The most letters in a line for which a column gets a larger share."""
_APART = 4
_Role = QPalette.ColorRole


def table_format(block: Block) -> QTextCharFormat:
    """Return the character format of the letter that holds a table."""
    made = QTextCharFormat()
    made.setObjectType(TABLE_OBJECT)
    made.setProperty(_TABLE, json.dumps(block.to_json(), ensure_ascii=False))
    return made


def table_of(letters: QTextFormat) -> Block:
    """Return the table that a letter with this character format holds."""
    return table_from_json(json.loads(letters.stringProperty(_TABLE) or '{"rows": []}'))


def table_places(document: QTextDocument) -> list[int]:
    """Return the position of each table, in reading order."""
    places = []
    block = document.begin()
    while block.isValid():
        if holds_table(block):
            places.append(block.position())
        block = block.next()
    return places


def table_at(document: QTextDocument, position: int) -> QTextCursor | None:
    """Return a cursor that selects the table at a position, or nothing."""
    if position < 0 or document.characterAt(position) != MARK:
        return None
    found = QTextCursor(document)
    found.setPosition(position)
    found.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
    return found if is_table(found.charFormat()) else None


def table_beside(cursor: QTextCursor) -> int | None:
    """Return the position of the table that is selected, or in whose line the cursor is, or nothing."""
    block = cursor.document().findBlock(cursor.selectionStart())
    is_here = holds_table(block) and cursor.selectionEnd() <= block.position() + 1
    return block.position() if is_here else None


def table_under(box: QTextEdit, point: QPoint) -> int | None:
    """Return the position of the table under the pointer, or nothing."""
    cursor = box.cursorForPosition(point)
    drawn = box.document().documentLayout().blockBoundingRect(cursor.block()).toRect()
    drawn.translate(-box.horizontalScrollBar().value(), -box.verticalScrollBar().value())
    return table_beside(cursor) if drawn.contains(point) else None


def mixed_places(cursor: QTextCursor) -> list[int]:
    """Return where the block at the cursor must be parted, so that each table has a line of its own."""
    block, document = cursor.block(), cursor.document()
    if block.length() <= 2 or MARK not in block.text():
        return []
    start, end = block.position(), block.position() + block.length() - 1
    tables = [place for place in range(start, end) if table_at(document, place)]
    return sorted({at for place in tables for at in (place, place + 1) if start < at < end})


def table_html(block: Block) -> str:
    """Return a table as HTML for the clipboard."""
    rows = "".join(
        f"<tr>{''.join(_cell_html('td' if number else 'th', cell) for cell in row)}</tr>"
        for number, row in enumerate(block.rows)
    )
    return f'<table border="1" cellspacing="0" cellpadding="4">{rows}</table>'


def _cell_html(tag: str, cell: Iterable[Span]) -> str:
    inside = "".join(_span_html(span) for span in cell)
    return f"<{tag}>{inside}</{tag}>"


def _span_html(span: Span) -> str:
    words = escape(span.text).replace("\n", "<br />")
    for tag, is_on in (("b", span.strong), ("i", span.emphasis)):
        words = f"<{tag}>{words}</{tag}>" if is_on else words
    return f'<a href="{escape(span.link)}">{words}</a>' if span.link else words


class TableMarks(QPyTextObject):
    """Draws the tables of one document."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._key: tuple[Any, ...] = ()
        self._pages: dict[str, QTextDocument] = {}
        self._width = 0.0
        document.documentLayout().registerHandler(TABLE_OBJECT, self)

    def fit(self, document: QTextDocument) -> None:
        """Lay out the tables again if the width has changed."""
        if document.textWidth() != self._width:
            self._width = document.textWidth()
            for place in table_places(document):
                document.markContentsDirty(place, 1)

    @qt_override(default=QSizeF(80, 30))
    def intrinsicSize(self, document: QTextDocument, position: int, letters: QTextFormat) -> QSizeF:  # noqa: ARG002 - Qt gives it
        """Return the width of the text, and the height that the table needs in it."""
        page = self._page(document, letters)
        return QSizeF(page.textWidth(), page.size().height() + _APART)

    @qt_override
    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        position: int,  # noqa: ARG002 - Qt gives it
        letters: QTextFormat,
    ) -> None:
        """Draw the table with a line below each row."""
        page = self._page(document, letters)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = QGuiApplication.palette()
        painter.save()
        painter.translate(rect.left(), rect.top())
        if painter.hasClipping():  # a letter typed beside a long table draws no cell of it
            context.clip = painter.clipBoundingRect()
        page.documentLayout().draw(painter, context)
        painter.restore()

    def _page(self, document: QTextDocument, letters: QTextFormat) -> QTextDocument:
        """Return the table as a document of its own, which is kept until width, font or colours change."""
        width = max(document.textWidth() - 2 * document.documentMargin() - 2, 120)
        font, palette = document.defaultFont(), QGuiApplication.palette()
        key = (width, font.key(), palette.cacheKey())
        if key != self._key:
            self._key = key
            self._pages.clear()
        stored = letters.stringProperty(_TABLE)
        if stored not in self._pages:
            if len(self._pages) >= _PAGES_KEPT:
                self._pages.clear()
            rows = json.loads(stored)["rows"]
            shown = table_from_json({"rows": rows[:_ROWS_SHOWN]}).rows
            self._pages[stored] = _laid_out(shown, len(rows) - len(shown), width, font)
        return self._pages[stored]


def _laid_out(shown: Sequence[Row], beyond: int, width: float, font: QFont) -> QTextDocument:
    """Return a table as a document, which says how many rows are beyond those shown."""
    page = QTextDocument()
    page.setDefaultFont(font)
    page.setDocumentMargin(0)
    page.setTextWidth(width)
    columns = max(len(shown[0]) if shown else 0, 1)
    cursor = QTextCursor(page)
    grid = cursor.insertTable(max(len(shown), 1), columns, _frame(columns, shown, font, width))
    for number, row in enumerate(shown):
        for column, cell in enumerate(row):
            _write_cell(grid.cellAt(number, column).firstCursorPosition(), cell, is_header=number == 0)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    if beyond:
        muted = QTextCharFormat()
        muted.setForeground(QGuiApplication.palette().brush(_Role.PlaceholderText))
        cursor.insertText(f"… and {format_count(beyond, 'more row')}", muted)
    else:
        slim = QTextBlockFormat()
        slim.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.setBlockFormat(slim)
    return page


def _frame(columns: int, rows: Sequence[Row], font: QFont, width: float) -> QTextTableFormat:
    made = QTextTableFormat()
    made.setBorder(1)
    made.setBorderCollapse(True)
    made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    made.setBorderBrush(QGuiApplication.palette().brush(_Role.Mid))
    made.setCellPadding(_PADDING)
    made.setCellSpacing(0)
    made.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    made.setColumnWidthConstraints(
        [
            QTextLength(QTextLength.Type.PercentageLength, share)
            for share in _shares(columns, rows, font, width)
        ]
    )
    return made


def _shares(columns: int, rows: Sequence[Row], font: QFont, width: float) -> list[float]:
    """Return the share of the width, in per cent, that suits the words of each column.

    No column is too narrow for its longest word if that can be helped.
    """
    bold = QFont(font)
    bold.setBold(True)
    metrics, letter = QFontMetricsF(bold), QFontMetricsF(font).averageCharWidth()
    least, wanted = [], []
    for column in range(columns):
        texts = ["".join(span.text for span in row[column]) for row in rows]
        longest = max((word for text in texts for word in text.split()), key=len, default="")
        least.append(metrics.horizontalAdvance(longest) + 2 * _PADDING + 4)
        wanted.append(max(min(max(map(len, texts), default=0), _WIDE_ENOUGH) * letter - least[-1], letter))
    spare = max(width - sum(least), 0) / (sum(wanted) or 1)
    wide = [word + spare * more for word, more in zip(least, wanted, strict=True)]
    return [100 * share / sum(wide) for share in wide]


def _write_cell(cursor: QTextCursor, cell: Iterable[Span], *, is_header: bool) -> None:
    for span in cell:
        letters = QTextCharFormat()
        letters.setFontWeight(QFont.Weight.Bold if span.strong or is_header else QFont.Weight.Normal)
        letters.setFontItalic(span.emphasis)
        letters.setFontUnderline(bool(span.link))
        cursor.insertText(span.text.replace("\n", "\u2028"), letters)
        if span.note:
            letters.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
            cursor.insertText("note", letters)
