"""A bar chart of counts, with a text alternative for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, font_for

_BAR, _GAP = 10, 8
_Role = QPalette.ColorRole


@dataclass(frozen=True, slots=True)
class BarValue:
    """One bar: its name, its count, and extra text such as “7 votes”."""

    name: str
    count: int
    extra_text: str = ""
    is_rest: bool = False
    """Whether it counts the items that belong to none of the other bars."""

    @property
    def value_text(self) -> str:
        """The count, with its extra text."""
        return f"{self.count:,} · {self.extra_text}" if self.extra_text else f"{self.count:,}"


def describe_bars(what: str, bars: Sequence[BarValue]) -> str:
    """Describe the bars in one sentence: “Notes by theme: Time 12 (7 votes), People 8”."""
    parts = (f"{bar.name} {bar.count:,}{f' ({bar.extra_text})' if bar.extra_text else ''}" for bar in bars)
    return f"{what}: {', '.join(parts)}." if bars else ""


class BarChart(QWidget):
    """Horizontal bars, one under the other, each with its name and count above it."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: tuple[BarValue, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_bars(self, what: str, bars: Sequence[BarValue]) -> None:
        """Show these counts; a screen reader reads them as one sentence."""
        self._bars = tuple(bars)
        text = describe_bars(what, bars)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    @qt_override(default=QSize(120, 20))
    def sizeHint(self) -> QSize:
        """Return the height of all bars."""
        return QSize(120, len(self._bars) * self._bar_height() - (_GAP if self._bars else 0))

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names, counts and bars."""
        painter, palette, width = QPainter(self), self.palette(), self.width()
        metrics = QFontMetrics(font_for(FontRole.SMALL))
        painter.setFont(font_for(FontRole.SMALL))
        most = max((bar.count for bar in self._bars), default=1) or 1
        for number, bar in enumerate(self._bars):
            top = number * self._bar_height()
            numbers = metrics.horizontalAdvance(bar.value_text)
            line = QRect(0, top, width, metrics.height())
            room = max(width - numbers - 16, 20)
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, room)
            painter.setPen(palette.color(_Role.WindowText))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, name)
            painter.setPen(palette.color(_Role.PlaceholderText))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, bar.value_text)
            below = QRect(0, top + metrics.height() + 2, width, _BAR)
            self._paint_bar(painter, below, bar.count / most, _Role.Mid if bar.is_rest else _Role.Highlight)
        painter.end()

    def _paint_bar(self, painter: QPainter, place: QRect, share: float, role: QPalette.ColorRole) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(_Role.Midlight))
        painter.drawRoundedRect(place, 3, 3)
        if share > 0:
            place.setWidth(max(round(place.width() * share), 6))
            painter.setBrush(self.palette().color(role))
            painter.drawRoundedRect(place, 3, 3)
        painter.restore()

    def _bar_height(self) -> int:
        return QFontMetrics(font_for(FontRole.SMALL)).height() + 2 + _BAR + _GAP
