"""Show an entry of a group in one row that reads like a sentence."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from carreport.form.answers import Item, is_asked, is_empty
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.form.wording import sentence_case
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, current_colour_scheme, font_for, icon
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.flow_row import wrap_text

HANDLE_WIDTH = 30
"""How wide the part of a row is by which it can be dragged."""
MOVE_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def entry_summary(field: Field, item: Item) -> tuple[str, str]:
    """Return the title and the rest of what stands in the row of an entry."""
    ids = field.summary or tuple(inner.id for inner in field.fields[:3])
    asked = [inner for inner in map(field.inner_field, ids) if inner and is_asked(inner, item.values)]
    answered = [inner for inner in asked if not is_empty(inner, item.get(inner.id))]
    shown = [_field_text(inner, item) for inner in answered]
    if not shown:
        filled = any(not is_empty(inner, item.get(inner.id)) for inner in field.fields)
        return (
            f"{field.item_noun[:1].upper()}{field.item_noun[1:]} without a title"
            if filled
            else _new_entry_title(field),
            "",
        )
    return _title(field, answered[0], shown[0]), " · ".join(shown[1:])


def _new_entry_title(field: Field) -> str:
    return f"New {field.item_noun}"


def _title(field: Field, first: Field, shown: str) -> str:
    """Return the title of a row; a number alone is told with what it numbers: “Cycle 2”."""
    return f"{sentence_case(field.item_noun)} {shown}" if kind_of(first).is_number else shown


def _field_text(inner: Field, item: Item) -> str:
    return " ".join(kind_of(inner).format_value(inner, item.get(inner.id)).split())


def _wrap_title(title: str, width: int) -> list[str]:
    """Return a title on one line of this width, or two, the second with dots where it is too long."""
    metrics = QFontMetrics(font_for(FontRole.STRONG))
    words = " ".join(title.split())
    if metrics.horizontalAdvance(words) <= width:
        return [words]
    first, *more = wrap_text(words, metrics, width).split("\n")
    second = metrics.elidedText(" ".join(more), Qt.TextElideMode.ElideRight, width)
    return [metrics.elidedText(first, Qt.TextElideMode.ElideRight, width), *([second] if more else ())]


class EntryHeader(QAbstractButton):
    """The row itself: press it to open or close, drag it by its grip, move it with Alt and arrows."""

    move_requested = Signal(int)
    remove_requested = Signal()
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMouseTracking(True)
        self.setAccessibleDescription("Alt+Up and Alt+Down move it, Delete removes it.")
        self.is_expanded = False
        self.read_only = False
        self.has_picture = False
        self._title, self._rest = "", ""
        self._attention = False
        self._picture, self._context = QPixmap(), QSize(0, 0)
        self._dragging = False
        self._wrapped_title: tuple[int, list[str]] = (-1, [])
        """The lines of the title, and the width that they were made for."""
        self._last_line_count = 0
        """For how many lines of the title room was last asked."""

    def show_summary(self, title: str, rest: str, *, attention: bool = False) -> None:
        """Say what is in the entry; `attention` if the rest is something to mend."""
        if (title, rest, attention) == (self._title, self._rest, self._attention):
            return
        self._title, self._rest, self._attention = title, rest, attention
        self.setAccessibleName(f"{title}, {rest}" if rest else title)
        self._measure_again()

    @property
    def picture(self) -> QPixmap:
        """The small picture, or an empty one."""
        return self._picture

    def show_picture(self, picture: QPixmap, room: QSize) -> None:
        """Show a small picture before the words, in a place of this size."""
        self._picture, self._context = picture, room
        self.has_picture = not picture.isNull()
        self._measure_again()

    @qt_override(default=QSize(200, 44))
    def sizeHint(self) -> QSize:
        """Return the height for the title, which may take two lines, and the rest."""
        line = self.fontMetrics().height()
        self._last_line_count = len(self._title_lines())
        words = line * self._last_line_count
        if self._rest:
            words += round(line * 0.9)
        return QSize(200, max(words, self._context.height()) + 24)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height where the title takes more or fewer lines at this width."""
        super().resizeEvent(event)
        if len(self._title_lines()) != self._last_line_count:
            self.updateGeometry()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the letters change their size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure_again()

    def _measure_again(self) -> None:
        self._wrapped_title = (-1, [])
        self.updateGeometry()
        self.update()

    def _title_lines(self) -> list[str]:
        """Return the one or two lines of the title; measured once for a width."""
        width = self._text_rect().width()
        if width != self._wrapped_title[0]:
            self._wrapped_title = (width, _wrap_title(self._title, width))
        return self._wrapped_title[1]

    def _text_rect(self) -> QRect:
        left = HANDLE_WIDTH + 4 + (0 if self._context.isEmpty() else self._context.width() + 14)
        return self.rect().adjusted(left, 10, -38, -10)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Paint grip, words and the mark that says open or closed."""
        painter = QPainter(self)
        palette, look = self.palette(), current_colour_scheme()
        over = self.underMouse() and not self.is_expanded
        if over:
            draw_rounded_rect(painter, self.rect(), palette.color(QPalette.ColorRole.AlternateBase), None, 0)
        middle = self.height() // 2
        if not self.read_only:
            icon("grip", look, "muted").paint(painter, QRect(7, middle - 9, 18, 18))
        mark = "up" if self.is_expanded else "down"
        icon(mark, look, "muted").paint(painter, QRect(self.width() - 28, middle - 9, 18, 18))
        self._paint_text(painter)
        if self.hasFocus():
            draw_rounded_rect(painter, self.rect(), None, palette.color(QPalette.ColorRole.Highlight), 2)

    def _paint_text(self, painter: QPainter) -> None:
        if not self._context.isEmpty():
            top = (self.height() - self._context.height()) // 2
            self._paint_picture(painter, QRect(QPoint(HANDLE_WIDTH + 4, top), self._context))
        place, ink = self._text_rect(), QPalette.ColorRole.WindowText
        lines = [(words, FontRole.STRONG, ink) for words in self._title_lines()]
        if self._rest:
            ink = QPalette.ColorRole.BrightText if self._attention else QPalette.ColorRole.PlaceholderText
            lines.append((self._rest, FontRole.SMALL, ink))
        heights = [QFontMetrics(font_for(letters)).height() + 1 for _, letters, _ in lines]
        top = place.y() + (place.height() - sum(heights)) // 2
        for (words, letters, colour), height in zip(lines, heights, strict=True):
            painter.setFont(font_for(letters))
            painter.setPen(self.palette().color(colour))
            line = QRect(place.x(), top, place.width(), height)
            short = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)
            top += height

    def _paint_picture(self, painter: QPainter, place: QRect) -> None:
        draw_rounded_rect(painter, place, self.palette().color(QPalette.ColorRole.Window), None, 0)
        size = self._picture.deviceIndependentSize()
        left = place.x() + round((place.width() - size.width()) / 2)
        painter.drawPixmap(left, place.y() + round((place.height() - size.height()) / 2), self._picture)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter or Space, move with Alt and the arrows, remove with Delete."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() in MOVE_KEYS:
            self.move_requested.emit(MOVE_KEYS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Delete and not self.read_only:
            self.remove_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @qt_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the grip, or press the row."""
        on_grip = event.position().x() < HANDLE_WIDTH and not self.read_only
        if on_grip and event.button() == Qt.MouseButton.LeftButton:
            self._dragging = True
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        else:
            super().mousePressEvent(event)

    @qt_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the row would go."""
        on_grip = event.position().x() < HANDLE_WIDTH and not self.read_only
        self.setCursor(Qt.CursorShape.OpenHandCursor if on_grip else Qt.CursorShape.PointingHandCursor)
        if self._dragging:
            self.dragged.emit(event.globalPosition().toPoint())
        else:
            super().mouseMoveEvent(event)

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the row where it was dragged to."""
        if self._dragging:
            self._dragging = False
            self.dropped.emit(event.globalPosition().toPoint())
        else:
            super().mouseReleaseEvent(event)
