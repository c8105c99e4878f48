"""Import several pictures, one after the other, in the background, with progress and errors."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from carreport.form.schema import Value
from carreport.form.wording import format_count
from carreport.ui.editors.base import EditorServices, control_name
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import HintLabel, TextLabel

PASTED_NAME = "the pasted picture"


class _ProgressLine(QWidget):
    """A thin progress bar."""

    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self.setFixedHeight(6)

    @qt_override(default=QSize(100, 6))
    def sizeHint(self) -> QSize:
        """Return a thin, narrow size."""
        return QSize(100, 6)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the completed part over the whole."""
        painter, roles = QPainter(self), QPalette.ColorRole
        draw_rounded_rect(painter, self.rect(), self.palette().color(roles.Midlight), None, 0)
        done = QRect(0, 0, max(6, round(self.width() * self.share)), self.height())
        draw_rounded_rect(painter, done, self.palette().color(roles.Highlight), None, 0)
        painter.end()


class PictureImportQueue(QWidget):
    """A queue of pictures to import; hidden while there is nothing to show."""

    picture_imported = Signal(object)
    """A picture was imported; the argument is the value for its answer."""
    queue_finished = Signal()

    def __init__(self, path: str, services: EditorServices) -> None:
        super().__init__()
        self._services = services
        self._waiting: deque[Path | bytes] = deque()
        self._total = self._imported_count = 0
        self._problems: list[str] = []
        self._current_name = ""
        self.label = TextLabel("", FontRole.SMALL, "muted")
        self.progress_line = _ProgressLine()
        self.stop_button = LinkButton("Stop", FontRole.SMALL)
        self.stop_button.setObjectName(control_name(path, "stop"))
        self.stop_button.setAccessibleName("Stop importing pictures")
        self.stop_button.clicked.connect(self._stop)
        self.problem_label = HintLabel("attention")
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.label, 1)
        line.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        for part in (self._line, self.progress_line, self.problem_label):
            column.addWidget(part)
        self._show()

    @property
    def is_busy(self) -> bool:
        """Whether pictures are still being imported."""
        return bool(self._current_name)

    def add_pictures(self, sources: Sequence[Path | bytes]) -> None:
        """Add these pictures to the end of the queue."""
        if not self.is_busy:
            self._total = self._imported_count = 0
            self._problems = []
        self._total += len(sources)
        self._waiting.extend(sources)
        if not self.is_busy:
            self._import_next()

    def _import_next(self) -> None:
        if not self._waiting:
            self._current_name = ""
            self._show()
            self.queue_finished.emit()
            return
        source = self._waiting.popleft()
        self._current_name = source.name if isinstance(source, Path) else PASTED_NAME
        self._show()
        self._services.import_picture(source, partial(self._picture_done, self._current_name))

    def _picture_done(self, name: str, value: Value) -> None:
        if not isValid(self):
            return  # the page was closed meanwhile
        self._imported_count += 1
        if isinstance(value, str):
            self._problems.append(value if name in value else f"{name}: {value}")
        else:
            self.picture_imported.emit(value)
        self._import_next()

    def _stop(self) -> None:
        """Finish the current picture and drop the rest of the queue."""
        self._total -= len(self._waiting)
        self._waiting.clear()

    def _show(self) -> None:
        busy = self.is_busy
        self._line.setVisible(busy)
        self.progress_line.setVisible(busy)
        place = f"{self._imported_count + 1} of {self._total}: " if self._total > 1 else ""
        self.label.setText(f"Importing {place}{self._current_name}")
        self.progress_line.share = (self._imported_count + 0.5) / max(self._total, 1)
        self.progress_line.update()
        if not busy:
            self.problem_label.show_message(self._problems_text())
        self.setVisible(busy or bool(self._problems))

    def _problems_text(self) -> str:
        if not self._problems:
            return ""
        imported_count = self._total - len(self._problems)
        summary = f"{format_count(imported_count, 'picture')} imported. " if imported_count else ""
        return "\n".join(
            [f"{summary}{format_count(len(self._problems), 'file')} could not be used:", *self._problems]
        )
