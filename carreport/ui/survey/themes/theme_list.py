"""Show the themes at the right: the key of each, how many it has as a bar, and a place to drop replies on."""

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
from carreport.ui.qt.guard import guarded
from carreport.ui.survey.themes.reply_list import LEAVES
from carreport.ui.theme.palette import Letters, font_for
from carreport.ui.theme.proxy_style import rounded

CAP = 26
PAD = 10


class ThemeRow(QAbstractButton):
    """One theme; press it, or its key, to put what is chosen into it or take it out."""

    chosen = Signal(str)
    dropped = Signal(str, object)
    """The leaves at these places were dropped on this theme."""
    rename_wanted = Signal(str)
    away_wanted = Signal(str)

    def __init__(self, theme: str, key: str) -> None:
        super().__init__()
        self.theme, self.key = theme, key
        self.count = 0
        self._most, self._noun = 1, "reply"
        self._has_chosen = self._is_over = False
        self.clicked.connect(self._choose)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleDescription("F2 gives it another name, Delete takes it away.")
        self.setToolTip(f"{theme}\nF2 gives it another name, Delete takes it away.")

    def show_count(self, count: int, most: int, noun: str, *, has_chosen: bool) -> None:
        """Show how many it has, the most being `most`, and whether what is chosen is in it."""
        self.count, self._most, self._noun, self._has_chosen = count, max(most, 1), noun, has_chosen
        mark = ", the chosen one is in it" if has_chosen else ""
        self.setAccessibleName(f"{self.key.upper()}: {self.theme}, {format_count_or_no(count, noun)}{mark}")
        self.update()

    @guarded(default=QSize(200, 52))
    def sizeHint(self) -> QSize:
        """Return the height of the name and the bar."""
        return QSize(200, QFontMetrics(font_for(Letters.TEXT)).height() + 8 + 3 * PAD)

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the key, the name, the count and the bar."""
        painter, palette, roles = QPainter(self), self.palette(), QPalette.ColorRole
        box = self.rect().adjusted(0, 2, 0, -2)
        ground = palette.color(roles.AlternateBase if self._has_chosen or self._is_over else roles.Base)
        edge = palette.color(roles.Highlight if self._is_over or self.hasFocus() else roles.Midlight)
        rounded(painter, box, ground, edge, 2 if self._is_over or self.hasFocus() else 1)
        cap = QRect(box.left() + PAD, box.top() + PAD - 2, CAP, CAP)
        rounded(painter, cap, palette.color(roles.Window), palette.color(roles.Mid), 1)
        painter.setPen(palette.color(roles.WindowText))
        painter.setFont(font_for(Letters.STRONG))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.key.upper())
        count = f"{self.count:,}"
        words = QRect(cap.right() + PAD, cap.top(), box.right() - cap.right() - 2 * PAD, CAP)
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        room = words.width() - painter.fontMetrics().horizontalAdvance(count) - PAD
        painter.setFont(font_for(Letters.STRONG if self._has_chosen else Letters.TEXT))
        said = f"✓ {self.theme}" if self._has_chosen else self.theme
        name = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, room)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        bar = QRect(QPoint(words.left(), box.bottom() - PAD - 3), QSize(words.width(), 6))
        rounded(painter, bar, palette.color(roles.Midlight), None, 0)
        if self.count:
            bar.setWidth(max(6, round(bar.width() * self.count / self._most)))
            rounded(painter, bar, palette.color(roles.Highlight), None, 0)
        painter.end()

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give it another name, or take it away."""
        if event.key() == Qt.Key.Key_F2:
            self.rename_wanted.emit(self.theme)
        elif event.key() == Qt.Key.Key_Delete:
            self.away_wanted.emit(self.theme)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @guarded
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say that replies can be dropped here."""
        if event.mimeData().hasFormat(LEAVES):
            self._is_over = True
            self.update()
            event.acceptProposedAction()

    @guarded
    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Say nothing any more."""
        self._is_over = False
        self.update()

    @guarded
    def dropEvent(self, event: QDropEvent) -> None:
        """Take what is dropped here."""
        self._is_over = False
        self.update()
        places = bytes(event.mimeData().data(LEAVES).data()).decode().split(",")
        event.acceptProposedAction()
        self.dropped.emit(self.theme, [int(each) for each in places if each.isdigit()])

    def _choose(self) -> None:
        self.chosen.emit(self.theme)
