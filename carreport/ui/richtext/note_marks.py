"""The marks of notes in a text: each is one raised number, which holds the note.

A mark is an object in the document, so it is copied, deleted and undone like a letter. Its number is not
stored: it is the place of the mark among all marks of the text.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from itertools import count

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, QTimer
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPalette,
    QPyTextObject,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit

from carreport.form.richtext import Block, RichText, Span, with_runs
from carreport.ui.qt.guard import qt_override

MARK = "\ufffc"
"""The character that stands for a mark in a document; answers never contain it."""
_OBJECT = QTextFormat.ObjectTypes.UserObject.value + 1
TABLE_OBJECT = _OBJECT + 1
_NOTE = QTextFormat.Property.UserProperty.value + 2
_MARK_HTML = (
    '<a style="mso-footnote-id:ftn{0}" href="#_ftn{0}" name="_ftnref{0}">'
    '<span class="MsoFootnoteReference"><sup>[{0}]</sup></span></a>'
)
_NOTE_HTML = (
    '<div style="mso-element:footnote" id="ftn{0}"><p class="MsoFootnoteText">'
    '<a style="mso-footnote-id:ftn{0}" href="#_ftnref{0}" name="_ftn{0}">[{0}]</a> {1}</p></div>'
)
_STAND_IN = "\U000ffffd"
"""A character for private use, in place of a mark."""
_ENDS = ("<!--EndFragment-->", "</body>")
_REACH = 4
"""How far from a mark a click may be, in pixels."""
_BESIDE = 1.5
"""The space on each side of a number, in pixels."""
_SIZE = 0.75
"""The height of a number, as a share of the height of the text."""


def keep_note(letters: QTextCharFormat, note: Iterable[Span]) -> QTextCharFormat:
    """Make a character format that of the mark of this note."""
    letters.setObjectType(_OBJECT)
    letters.setProperty(_NOTE, json.dumps([span.to_json() for span in note], ensure_ascii=False))
    return letters


def note_of(letters: QTextCharFormat) -> tuple[Span, ...]:
    """Return the note that a mark with this character format holds."""
    stored = letters.stringProperty(_NOTE)
    return _spans(json.loads(stored)) if stored else ()


def is_mark(letters: QTextCharFormat) -> bool:
    """Say whether a character format is that of a mark."""
    return letters.objectType() == _OBJECT


def is_table(letters: QTextFormat) -> bool:
    """Say whether a character format is that of a table, which is one letter in a line of its own."""
    return letters.objectType() == TABLE_OBJECT


def holds_table(block: QTextBlock) -> bool:
    """Say whether a block of a document is a table."""
    return block.length() == 2 and is_table(block.begin().fragment().charFormat())


def after_marks(text: str, letters: int) -> int:
    """Return the place in the text of a document after so many letters, not counting marks."""
    place = 0
    while letters > 0 or (letters == 0 and text[place : place + 1] == MARK):
        if place >= len(text):
            break
        letters -= text[place] != MARK
        place += 1
    return place


def mark_places(document: QTextDocument) -> list[int]:
    """Return the position of each mark, in reading order."""
    places = []
    block = document.begin()
    while block.isValid():
        if MARK in block.text() and not holds_table(block):
            units = block.text().encode("utf-16-le", "surrogatepass")
            letters = memoryview(units).cast("H")
            places += [block.position() + at for at, unit in enumerate(letters) if unit == ord(MARK)]
        block = block.next()
    return places


def mark_at(document: QTextDocument, position: int) -> QTextCursor | None:
    """Return a cursor that selects the mark that begins at a position, or nothing."""
    if document.characterAt(position) != MARK:
        return None
    found = QTextCursor(document)
    found.setPosition(position)
    found.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
    return found if is_mark(found.charFormat()) else None


def mark_number(document: QTextDocument, position: int) -> int:
    """Return the number of the mark at a position."""
    return 1 + bisect_left(mark_places(document), position)


def spoken_note(document: QTextDocument, position: int | None) -> str:
    """Return the number and the words of the note whose mark is at a position, or ""."""
    if position is None or mark_at(document, position) is None:
        return ""
    words = noted_words(document, position)
    return f"Note {mark_number(document, position)}: {words or 'empty'}"


def noted_words(document: QTextDocument, position: int) -> str:
    """Return the words of the note whose mark is at a position, or ""."""
    mark = mark_at(document, position)
    return note_text(note_of(mark.charFormat())).plain_text if mark is not None else ""


def mark_beside(cursor: QTextCursor) -> int | None:
    """Return the position of the mark before or after the cursor, or nothing."""
    document, place = cursor.document(), cursor.selectionEnd()
    return next((at for at in (place - 1, place) if at >= 0 and mark_at(document, at)), None)


def mark_under(box: QTextEdit, point: QPoint) -> int | None:
    """Return the position of the mark under the pointer, or nothing."""
    cursor = box.cursorForPosition(point)
    place = mark_beside(cursor)
    if place is None:
        return None
    cursor.setPosition(place)
    before = box.cursorRect(cursor)
    cursor.setPosition(place + 1)
    area = before.united(box.cursorRect(cursor)).adjusted(-_REACH, 0, _REACH, 0)
    return place if area.contains(point) else None


def insert_mark(cursor: QTextCursor) -> int | None:
    """Insert the mark of an empty note after the selection; return its position.

    Return nothing where no word comes before, because a note follows a word.
    """
    place = cursor.selectionEnd()
    block = cursor.document().findBlock(place)
    before = block.text().encode("utf-16-le", "surrogatepass")[: 2 * (place - block.position())]
    if not before.decode("utf-16-le", "ignore").replace(MARK, "").strip():
        return None
    cursor.setPosition(place)
    letters = cursor.charFormat()
    letters.clearProperty(QTextFormat.Property.IsAnchor)
    letters.clearProperty(QTextFormat.Property.AnchorHref)
    letters.clearProperty(QTextFormat.Property.FontUnderline)
    letters.clearProperty(QTextFormat.Property.TextUnderlineStyle)
    cursor.insertText(MARK, keep_note(letters, ()))
    return place


def note_text(note: Iterable[Span]) -> RichText:
    """Return a note as a text of its own: one paragraph, in which a new line is a line break."""
    return RichText((Block("paragraph", tuple(note)),)) if note else RichText()


def notes_in_brackets(text: RichText) -> RichText:
    """Return a text with each note in brackets after its word, for where notes cannot be edited."""
    return RichText(
        tuple(
            with_runs(block, lambda spans: [part for span in spans for part in _in_brackets(span)])
            for block in text.blocks
        )
    )


def _in_brackets(span: Span) -> Iterator[Span]:
    yield replace(span, note=())
    if span.note:
        yield from (Span(" ("), *span.note, Span(")"))


def with_notes(plain: str, text: RichText) -> str:
    """Return the plain text of a selection with a number for each mark, and the notes at its end."""
    numbers = count(1)
    lines = re.sub(MARK, lambda _: f"[{next(numbers)}]", plain)
    notes = (f"[{number}] {note.plain_text}" for number, note in enumerate(text.notes, 1))
    return "\n".join((lines, *notes))


def with_stand_ins(text: RichText) -> RichText:
    """Return a text with a letter in place of each note, for `html_with_notes`."""
    return RichText(
        tuple(
            with_runs(block, lambda spans: [part for span in spans for part in _stand_in(span)])
            for block in text.blocks
        )
    )


def _stand_in(span: Span) -> Iterator[Span]:
    yield replace(span, note=())
    if span.note:
        yield Span(_STAND_IN)


def html_with_notes(html: str, text: RichText) -> str:
    """Return HTML with stand-ins with its notes as footnotes, as Word puts them on the clipboard."""
    notes = text.notes
    numbers = count(1)
    marked = re.sub(_STAND_IN, lambda _: _MARK_HTML.format(next(numbers)), html)
    listed = "".join(
        _NOTE_HTML.format(number, "<br />".join(map(escape, note.plain_text.split("\n"))))
        for number, note in enumerate(notes, 1)
    )
    listed = f'<div style="mso-element:footnote-list">{listed}</div>'
    end = next((place for tag in _ENDS if (place := marked.rfind(tag)) >= 0), len(marked))
    return marked[:end] + listed + marked[end:]


def _spans(stored: list[dict[str, object]]) -> tuple[Span, ...]:
    blocks = RichText.from_json([{"type": "paragraph", "spans": stored}]).blocks
    return blocks[0].spans if blocks else ()


class NoteMarks(QPyTextObject):
    """Draws the marks of one document."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._places: list[int] = []
        self._revision = -1
        document.documentLayout().registerHandler(_OBJECT, self)
        self._grown: set[int] = set()
        self._growth = QTimer(self, singleShot=True, interval=0)
        self._growth.timeout.connect(self._lay_out_grown)

    def number(self, document: QTextDocument, position: int) -> int:
        """Return the number of the mark at a position."""
        if document.revision() != self._revision:
            self._places, self._revision = mark_places(document), document.revision()
        return 1 + bisect_left(self._places, position)

    @qt_override(default=QSizeF(8, 8))
    def intrinsicSize(self, document: QTextDocument, position: int, letters: QTextFormat) -> QSizeF:
        """Return the size of the number."""
        return QSizeF(
            self._width(document, position, letters), QFontMetricsF(document.defaultFont()).ascent()
        )

    def _width(self, document: QTextDocument, position: int, letters: QTextFormat) -> float:
        metrics = QFontMetricsF(_raised_font(document, letters))
        return metrics.horizontalAdvance(str(self.number(document, position))) + 2 * _BESIDE

    @qt_override
    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        position: int,
        letters: QTextFormat,
    ) -> None:
        """Draw the number above the line, in the colour of links.

        Qt does not lay a mark out again when another before it makes 10 of its 9, so this is done then.
        """
        if abs(self._width(document, position, letters) - rect.width()) > 1:
            self._grown.add(position)
            self._growth.start()
        font = _raised_font(document, letters)
        painter.save()
        painter.setFont(font)
        painter.setPen(QGuiApplication.palette().color(QPalette.ColorRole.Link))
        start = QPointF(rect.left() + _BESIDE, rect.top() + QFontMetricsF(font).ascent() - 1)
        painter.drawText(start, str(self.number(document, position)))
        painter.restore()

    def _lay_out_grown(self) -> None:
        """Lay out the marks whose numbers have become wider or narrower."""
        document = self.parent()
        if isinstance(document, QTextDocument):
            for position in self._grown:
                document.markContentsDirty(position, 1)
        self._grown.clear()


def _raised_font(document: QTextDocument, letters: QTextFormat) -> QFont:
    font = QFont(document.defaultFont())
    font.setPointSizeF(font.pointSizeF() * _SIZE) if font.pixelSize() < 0 else font.setPixelSize(
        round(font.pixelSize() * _SIZE)
    )
    font.setBold(letters.toCharFormat().fontWeight() >= QFont.Weight.Bold)
    return font
