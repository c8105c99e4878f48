"""Layout for narrow pages: rows become columns, and long labels wrap."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from carreport.ui.qt.guard import qt_override


class FlowRow(QWidget):
    """Widgets side by side, or one under the other if they do not fit."""

    def __init__(self, spacing: int, folded_spacing: int = 6) -> None:
        super().__init__()
        self._spacings = (spacing, folded_spacing)
        self._widgets: list[QWidget] = []
        self.grid = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(spacing)
        self.grid.addStretch()

    def add(self, widget: QWidget) -> None:
        """Append a widget to the row."""
        self._widgets.append(widget)
        self.grid.insertWidget(len(self._widgets) - 1, widget)

    @property
    def is_folded(self) -> bool:
        """Whether the widgets are one under the other."""
        return self.grid.direction() == QBoxLayout.Direction.TopToBottom

    @qt_override(default=QSize(60, 30))
    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest widget as the minimum."""
        widths = [widget.minimumSizeHint().width() for widget in self._widgets]
        return QSize(max(widths, default=0), super().minimumSizeHint().height())

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Switch between row and column when the width changes."""
        super().resizeEvent(event)
        apart = self._spacings[0] * (len(self._widgets) - 1)
        needed = sum(widget.sizeHint().width() for widget in self._widgets) + apart
        folded = needed > event.size().width()
        if folded != self.is_folded:
            ways = QBoxLayout.Direction
            self.grid.setDirection(ways.TopToBottom if folded else ways.LeftToRight)
            self.grid.setSpacing(self._spacings[folded])


def wrap_text(words: str, metrics: QFontMetrics, width: int) -> str:
    """Return `words` with line breaks, so that no line is wider than `width`, unless a single word is."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)
