"""List lines, each with what is said of it and perhaps a way on, so that no list holds the window.

The first screenful is there at once, the rest follows a few lines a turn. Of many lines of one kind
some are shown, the others where one asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QGridLayout, QListView, QVBoxLayout, QWidget

from carreport.draft.history.diff import DiffSpan
from carreport.ui.qt.guard import guarded
from carreport.ui.qt.turns import Turns
from carreport.ui.theme.palette import Letters, font_for
from carreport.ui.widgets.buttons import Link
from carreport.ui.widgets.diff_label import MarkedWords
from carreport.ui.widgets.labels import Heading, Words

FIRST = 10
"""So many lines are there at once: more than a window of the usual size shows."""
A_TURN = 4
MARKED = 8
"""A line with marked words takes as long as so many others."""
MOST = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is about, what is said of it, where it leads, and words with what changed marked."""

    title: str
    says: str
    go: Callable[[], object] | None = None
    changed: Sequence[DiffSpan] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, what is to be known, and the lines below, of which `most` are shown until one asks."""

    title: str = ""
    note: str = ""
    lines: Sequence[Line] = ()
    most: int = MOST


class Listing(QWidget):
    """Parts one under the other; `links` are the lines that lead on, from top to bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.links: list[Link] = []
        self._turns = Turns(self)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._body = QWidget()
        self._outer.addWidget(self._body)

    @property
    def is_whole(self) -> bool:
        """Say whether all that is to be shown is there."""
        return not self._turns.is_busy

    def show_parts(self, *parts: Part) -> None:
        """Show these parts in place of what was shown before."""
        self._turns.let_go()
        self.links = []
        fresh = QWidget()
        column = _column(fresh)
        steps = self._adding(column, parts)
        for _ in range(FIRST):
            next(steps, None)
        self._outer.replaceWidget(self._body, fresh)
        self._body.hide()
        self._body.deleteLater()
        self._body = fresh
        self._turns.begin(_several(steps))

    def _adding(self, column: QVBoxLayout, parts: Sequence[Part]) -> Iterator[None]:
        for part in parts:
            if part.title:
                column.addSpacing(20)
                column.addWidget(Heading(part.title, Letters.QUESTION))
            if part.note:
                column.addSpacing(4)
                column.addWidget(Words(part.note, ink="muted"))
            for line in part.lines[: part.most]:
                self._add(column, line)
                yield from _weight(line)
            if len(part.lines) > part.most:
                self._offer_rest(column, part)

    def _add(self, column: QVBoxLayout, line: Line, at: int | None = None) -> None:
        column.addSpacing(12)
        if line.go is None:
            column.addWidget(Words(line.title))
        else:
            link = Link(line.title.replace("&", "&&"))
            link.setAccessibleName(f"{line.title}. {line.says}")
            link.clicked.connect(partial(line.go))
            self.links.insert(len(self.links) if at is None else at, link)
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Words(line.says, Letters.SMALL, "muted"))
        if line.changed:
            words = MarkedWords()
            words.show_way(line.changed)
            column.addWidget(words)

    def _offer_rest(self, column: QVBoxLayout, part: Part) -> None:
        more, below = Link(f"Show the other {len(part.lines) - part.most}"), QVBoxLayout()
        more.setAccessibleName(f"{more.text()}: {part.title}" if part.title else more.text())
        below.setSpacing(0)
        column.addSpacing(12)
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(below)
        self.links.append(more)
        more.clicked.connect(lambda: self._show_rest(more, below, part.lines[part.most :]))

    def _show_rest(self, more: Link, below: QVBoxLayout, rest: Sequence[Line]) -> None:
        """Show the others; the keyboard goes on at the first of them."""
        self._turns.finish()
        self._turns.begin(_several(self._adding_rest(more, below, rest)))

    def _adding_rest(self, more: Link, below: QVBoxLayout, rest: Sequence[Line]) -> Iterator[None]:
        behind, before = self.links.index(more) + 1, len(self.links)
        for line in rest:
            self._add(below, line, behind + len(self.links) - before)
            if not more.isHidden() and len(self.links) > before:
                first = self.links[behind]
                first.show()  # what is not shown yet cannot take the keyboard
                first.setFocus(Qt.FocusReason.OtherFocusReason)
            more.hide()
            yield from _weight(line)


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 6, 0, 0)
    column.setSpacing(0)
    return column


def _weight(line: Line) -> Iterator[None]:
    """Say how much of a turn a line takes: marked words are laid out as rich text."""
    yield
    if line.changed:
        yield from repeat(None, MARKED - 1)


def _several(steps: Iterator[None]) -> Iterator[None]:
    """Do several of these steps a turn."""
    for number, _ in enumerate(steps):
        if number % A_TURN == A_TURN - 1:
            yield


LINES_A_TURN = 6


class Bullets(QWidget):
    """A list of lines that can be shown anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[str, ...] = ()
        self._turns = Turns(self)
        self.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these lines in place of those before; without any, nothing is there."""
        if self.lines == tuple(lines):
            return
        self.lines = tuple(lines)
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._turns.let_go()
        self._turns.begin(self._adding())
        self.setVisible(bool(lines))

    def _adding(self) -> Iterator[None]:
        for number, line in enumerate(self.lines, 1):
            dot = Words("•", ink="muted", wrap=False)
            self._grid.addWidget(dot, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(Words(line), number, 1)
            if number % LINES_A_TURN == 0:
                yield


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
