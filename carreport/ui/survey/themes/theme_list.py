"""The list of themes: each shows its key, name, count and bar, and is a drop target."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from carreport.form.wording import format_count_or_no
from carreport.ui.qt.guard import qt_override
from carreport.ui.survey.themes.reply_list import EXCERPTS_MIME
from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.theme.proxy_style import draw_rounded_rect

KEY_SIZE = 26
PAD = 10


class ThemeRow(QAbstractButton):
    """A theme; press it to add the selected excerpts to it or remove them."""

    theme_chosen = Signal(str)
    excerpts_dropped = Signal(str, object)
    """The excerpts at these places were dropped on this theme."""
    rename_requested = Signal(str)
    remove_requested = Signal(str)

    def __init__(self, theme: str, key: str) -> None:
        super().__init__()
        self.theme, self.key = theme, key
        self.count = 0
        self._most, self._noun = 1, "reply"
        self._has_chosen = self._is_drop_target = False
        self.clicked.connect(self._choose)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleDescription("Press F2 to rename it or Delete to remove it.")
        self.setToolTip(f"{theme}\nPress F2 to rename it or Delete to remove it.")

    def show_count(self, count: int, most: int, noun: str, *, has_chosen: bool) -> None:
        """Show its count (the largest is `most`) and whether the selected excerpts are in it."""
        self.count, self._most, self._noun, self._has_chosen = count, max(most, 1), noun, has_chosen
        mark = ", contains the selected item" if has_chosen else ""
        self.setAccessibleName(f"{self.key.upper()}: {self.theme}, {format_count_or_no(count, noun)}{mark}")
        self.update()

    @qt_override(default=QSize(200, 52))
    def sizeHint(self) -> QSize:
        """Return the height of the name and the bar."""
        return QSize(200, QFontMetrics(font_for(FontRole.TEXT)).height() + 8 + 3 * PAD)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the key, the name, the count and the bar."""
        painter, palette, roles = QPainter(self), self.palette(), QPalette.ColorRole
        box = self.rect().adjusted(0, 2, 0, -2)
        ground = palette.color(
            roles.AlternateBase if self._has_chosen or self._is_drop_target else roles.Base
        )
        edge = palette.color(roles.Highlight if self._is_drop_target or self.hasFocus() else roles.Midlight)
        draw_rounded_rect(painter, box, ground, edge, 2 if self._is_drop_target or self.hasFocus() else 1)
        cap = QRect(box.left() + PAD, box.top() + PAD - 2, KEY_SIZE, KEY_SIZE)
        draw_rounded_rect(painter, cap, palette.color(roles.Window), palette.color(roles.Mid), 1)
        painter.setPen(palette.color(roles.WindowText))
        painter.setFont(font_for(FontRole.STRONG))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.key.upper())
        count = f"{self.count:,}"
        text_area = QRect(cap.right() + PAD, cap.top(), box.right() - cap.right() - 2 * PAD, KEY_SIZE)
        painter.drawText(text_area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        room = text_area.width() - painter.fontMetrics().horizontalAdvance(count) - PAD
        painter.setFont(font_for(FontRole.STRONG if self._has_chosen else FontRole.TEXT))
        label = f"✓ {self.theme}" if self._has_chosen else self.theme
        name = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(text_area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        bar = QRect(QPoint(text_area.left(), box.bottom() - PAD - 3), QSize(text_area.width(), 6))
        draw_rounded_rect(painter, bar, palette.color(roles.Midlight), None, 0)
        if self.count:
            bar.setWidth(max(6, round(bar.width() * self.count / self._most)))
            draw_rounded_rect(painter, bar, palette.color(roles.Highlight), None, 0)
        painter.end()

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rename on F2, remove on Delete."""
        if event.key() == Qt.Key.Key_F2:
            self.rename_requested.emit(self.theme)
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_requested.emit(self.theme)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @qt_override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept dragged excerpts and highlight the theme."""
        if event.mimeData().hasFormat(EXCERPTS_MIME):
            self._is_drop_target = True
            self.update()
            event.acceptProposedAction()

    @qt_override
    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Remove the highlight."""
        self._is_drop_target = False
        self.update()

    @qt_override
    def dropEvent(self, event: QDropEvent) -> None:
        """Emit the excerpts that were dropped."""
        self._is_drop_target = False
        self.update()
        places = bytes(event.mimeData().data(EXCERPTS_MIME).data()).decode().split(",")
        event.acceptProposedAction()
        self.excerpts_dropped.emit(self.theme, [int(place) for place in places if place.isdigit()])

    def _choose(self) -> None:
        self.theme_chosen.emit(self.theme)
