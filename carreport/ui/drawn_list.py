"""Keep a list whose rows are drawn here: quiet, scrolled smoothly, measured anew when the letters change."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from carreport.ui.guarded import guarded
from carreport.ui.style import Letters, font_for

BETWEEN = 2
"""The room between two lines of one row, in pixels."""
_STEP = 24


class DrawnList(QListView):
    """A list without a frame, on whatever it stands on; Tab leaves it, and nothing is edited in place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(_STEP)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)

    @guarded
    def changeEvent(self, event: QEvent) -> None:
        """Measure the rows anew when the letters change their size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
            self.fit()

    def fit(self) -> None:
        """Take the height that the rows need, where the list is as tall as they are."""


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """Words in their letters and their ink, and where they are cut if there is no room for all."""

    words: str
    letters: Letters
    ink: QPalette.ColorRole
    end: Qt.TextElideMode = Qt.TextElideMode.ElideRight


def height_of(*letters: Letters) -> int:
    """Return how tall lines in these letters are together, without room between."""
    return sum(QFontMetrics(font_for(each)).height() for each in letters)


def draw_lines(painter: QPainter, room: QRect, palette: QPalette, *lines: DrawnLine) -> None:
    """Draw lines one under the other, cut short where they do not fit; one without words takes no room."""
    top = room.top()
    for line in lines:
        if not line.words:
            continue
        font = font_for(line.letters)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(palette.color(line.ink))
        box = QRect(room.left(), top, room.width(), metrics.height())
        shown = metrics.elidedText(line.words, line.end, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        top += metrics.height() + BETWEEN
