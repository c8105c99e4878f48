"""A read-only table without a grid, with plain headings and thin lines."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget

from carreport.ui.qt.guard import qt_override

MARGIN = 4
HEADING_WIDTH = 9
"""How many letters of a heading fit on a line."""


class PlainHeader(QHeaderView):
    """Headings in a muted colour above a thin line; the first one may be indented."""

    def __init__(self, margin: int = MARGIN, indent: int = 0) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._margin, self._indent = margin, indent
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)

    @qt_override(default=QSize(80, 30))
    def sizeHint(self) -> QSize:
        """Add padding above and below the text."""
        return super().sizeHint() + QSize(0, 6)

    @qt_override
    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one heading."""
        palette, orientation = self.palette(), Qt.Orientation.Horizontal
        painter.fillRect(rect, palette.color(QPalette.ColorRole.Base))
        painter.setPen(palette.color(QPalette.ColorRole.Midlight))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        words = str(self.model().headerData(section, orientation) or "")
        side = self.model().headerData(section, orientation, Qt.ItemDataRole.TextAlignmentRole)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        indent = 0 if section else self._indent
        place = rect.adjusted(self._margin + indent, 2, -self._margin, -5)
        if "\n" not in words:
            words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        horizontal = Qt.AlignmentFlag(side or 0) & Qt.AlignmentFlag.AlignHorizontal_Mask
        painter.drawText(place, int(horizontal | Qt.AlignmentFlag.AlignBottom), words)


class PlainTable(QTableWidget):
    """A read-only table, as tall as its rows, so that it never scrolls vertically."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalHeader(PlainHeader())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()

    def fit_height(self, more: int = 0) -> None:
        """Set the height to that of the headings and all rows, plus `more` pixels."""
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + 2 + more)


def wrap_heading(heading: str, narrow: int = HEADING_WIDTH) -> str:
    """Return a heading broken into lines of about `narrow` letters; “(n = 19)” is not split."""
    lines = [""]
    for word in heading.replace("n = ", "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}").split(" "):
        if lines[-1] and len(lines[-1]) + len(word) > narrow:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
