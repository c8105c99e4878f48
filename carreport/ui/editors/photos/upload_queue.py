"""Bring several pictures in, one after the other, beside the window: how far it is, and what was refused."""

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
from carreport.ui.editors.base import Desk, part_name
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters
from carreport.ui.theme.proxy_style import rounded
from carreport.ui.widgets.buttons import Link
from carreport.ui.widgets.labels import Note, Words

PASTED = "the picture that you pasted"


class _Thread(QWidget):
    """A thin bar that fills as pictures come in."""

    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self.setFixedHeight(6)

    @guarded(default=QSize(100, 6))
    def sizeHint(self) -> QSize:
        """Return a thin line."""
        return QSize(100, 6)

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what is done over the whole."""
        painter, roles = QPainter(self), QPalette.ColorRole
        rounded(painter, self.rect(), self.palette().color(roles.Midlight), None, 0)
        done = QRect(0, 0, max(6, round(self.width() * self.share)), self.height())
        rounded(painter, done, self.palette().color(roles.Highlight), None, 0)
        painter.end()


class PictureQueue(QWidget):
    """Pictures that wait to come in; it is to be seen only while there is something to say."""

    took = Signal(object)
    """A picture came in: the value of an answer."""
    done = Signal()

    def __init__(self, path: str, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._waiting: deque[Path | bytes] = deque()
        self._all = self._came = 0
        self._refused: list[str] = []
        self._under_way = ""
        self.words = Words("", Letters.SMALL, "muted")
        self.bar = _Thread()
        self.stop = Link("Stop", Letters.SMALL)
        self.stop.setObjectName(part_name(path, "stop"))
        self.stop.setAccessibleName("Stop bringing in pictures")
        self.stop.clicked.connect(self._stop)
        self.refused = Note("attention")
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.words, 1)
        line.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        for part in (self._line, self.bar, self.refused):
            column.addWidget(part)
        self._show()

    @property
    def is_busy(self) -> bool:
        """Say whether pictures are still coming in."""
        return bool(self._under_way)

    def take(self, sources: Sequence[Path | bytes]) -> None:
        """Bring these pictures in, behind those that wait already."""
        if not self.is_busy:
            self._all = self._came = 0
            self._refused = []
        self._all += len(sources)
        self._waiting.extend(sources)
        if not self.is_busy:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._under_way = ""
            self._show()
            self.done.emit()
            return
        source = self._waiting.popleft()
        self._under_way = source.name if isinstance(source, Path) else PASTED
        self._show()
        self._desk.take_picture(source, partial(self._took, self._under_way))

    def _took(self, name: str, value: Value) -> None:
        if not isValid(self):
            return  # the page was closed meanwhile
        self._came += 1
        if isinstance(value, str):
            self._refused.append(value if name in value else f"{name}: {value}")
        else:
            self.took.emit(value)
        self._next()

    def _stop(self) -> None:
        """Let the picture that is under way come in, and none behind it."""
        self._all -= len(self._waiting)
        self._waiting.clear()

    def _show(self) -> None:
        busy = self.is_busy
        self._line.setVisible(busy)
        self.bar.setVisible(busy)
        place = f"{self._came + 1} of {self._all}: " if self._all > 1 else ""
        self.words.setText(f"Bringing in {place}{self._under_way}")
        self.bar.share = (self._came + 0.5) / max(self._all, 1)
        self.bar.update()
        if not busy:
            self.refused.say(self._refused_words())
        self.setVisible(busy or bool(self._refused))

    def _refused_words(self) -> str:
        if not self._refused:
            return ""
        kept = self._all - len(self._refused)
        told = f"{format_count(kept, 'picture')} came in. " if kept else ""
        return "\n".join(
            [f"{told}{format_count(len(self._refused), 'file')} could not be used:", *self._refused]
        )
