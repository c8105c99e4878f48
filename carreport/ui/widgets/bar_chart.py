"""Draw counts as bars with their numbers, and say the same in a sentence for those who cannot see them."""

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
    """One count: what is counted, how many, and what else belongs to it, such as “7 votes”."""

    name: str
    count: int
    extra_text: str = ""
    is_rest: bool = False
    """Whether it counts what belongs to none of the others."""

    @property
    def value_text(self) -> str:
        """The count, with what belongs to it."""
        return f"{self.count:,} · {self.extra_text}" if self.extra_text else f"{self.count:,}"


def describe_bars(what: str, bars: Sequence[BarValue]) -> str:
    """Return the bars in one sentence, such as “Notes by theme: Time 12 (7 votes), People 8”."""
    said = (
        f"{each.name} {each.count:,}{f' ({each.extra_text})' if each.extra_text else ''}" for each in bars
    )
    return f"{what}: {', '.join(said)}." if bars else ""


class BarChart(QWidget):
    """Counts as bars, one under the other: its name and its numbers above each."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: tuple[BarValue, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_bars(self, what: str, bars: Sequence[BarValue]) -> None:
        """Show these counts; a screen reader hears them as one sentence."""
        self._bars = tuple(bars)
        words = describe_bars(what, bars)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    @qt_override(default=QSize(120, 20))
    def sizeHint(self) -> QSize:
        """Return the height of all bars."""
        return QSize(120, len(self._bars) * self._bar_height() - (_GAP if self._bars else 0))

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names, the numbers and the bars."""
        painter, palette, width = QPainter(self), self.palette(), self.width()
        metrics = QFontMetrics(font_for(FontRole.SMALL))
        painter.setFont(font_for(FontRole.SMALL))
        most = max((each.count for each in self._bars), default=1) or 1
        for number, each in enumerate(self._bars):
            top = number * self._bar_height()
            numbers = metrics.horizontalAdvance(each.value_text)
            line = QRect(0, top, width, metrics.height())
            room = max(width - numbers - 16, 20)
            name = metrics.elidedText(each.name, Qt.TextElideMode.ElideRight, room)
            painter.setPen(palette.color(_Role.WindowText))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, name)
            painter.setPen(palette.color(_Role.PlaceholderText))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, each.value_text)
            below = QRect(0, top + metrics.height() + 2, width, _BAR)
            self._paint_bar(painter, below, each.count / most, _Role.Mid if each.is_rest else _Role.Highlight)
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
