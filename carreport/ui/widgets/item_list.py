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
from carreport.ui.qt.guard import qt_override
from carreport.ui.qt.turns import Turns
from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.diff_label import DiffLabel
from carreport.ui.widgets.labels import HeadingLabel, TextLabel

FIRST_SHOWN = 10
"""So many lines are there at once: more than a window of the usual size shows."""
A_TURN = 4
MARKED = 8
"""A line with marked words takes as long as so many others."""
MAX_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One line: what it is about, what is said of it, where it leads, and words with what changed marked."""

    title: str
    detail: str
    on_activated: Callable[[], object] | None = None
    diff: Sequence[DiffSpan] = ()


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """A heading, what is to be known, and the lines below, of which `most` are shown until one asks."""

    title: str = ""
    note: str = ""
    lines: Sequence[ItemLine] = ()
    max_shown: int = MAX_SHOWN


class ItemList(QWidget):
    """Parts one under the other; `links` are the lines that lead on, from top to bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.links: list[LinkButton] = []
        self._turns = Turns(self)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._body = QWidget()
        self._outer.addWidget(self._body)

    @property
    def is_built(self) -> bool:
        """Say whether all that is to be shown is there."""
        return not self._turns.is_busy

    def set_groups(self, *parts: ItemGroup) -> None:
        """Show these parts in place of what was shown before."""
        self._turns.let_go()
        self.links = []
        fresh = QWidget()
        column = _column(fresh)
        steps = self._adding(column, parts)
        for _ in range(FIRST_SHOWN):
            next(steps, None)
        self._outer.replaceWidget(self._body, fresh)
        self._body.hide()
        self._body.deleteLater()
        self._body = fresh
        self._turns.begin(_several(steps))

    def _adding(self, column: QVBoxLayout, parts: Sequence[ItemGroup]) -> Iterator[None]:
        for part in parts:
            if part.title:
                column.addSpacing(20)
                column.addWidget(HeadingLabel(part.title, FontRole.QUESTION))
            if part.note:
                column.addSpacing(4)
                column.addWidget(TextLabel(part.note, ink="muted"))
            for line in part.lines[: part.max_shown]:
                self._add(column, line)
                yield from _weight(line)
            if len(part.lines) > part.max_shown:
                self._offer_rest(column, part)

    def _add(self, column: QVBoxLayout, line: ItemLine, at: int | None = None) -> None:
        column.addSpacing(12)
        if line.on_activated is None:
            column.addWidget(TextLabel(line.title))
        else:
            link = LinkButton(line.title.replace("&", "&&"))
            link.setAccessibleName(f"{line.title}. {line.detail}")
            link.clicked.connect(partial(line.on_activated))
            self.links.insert(len(self.links) if at is None else at, link)
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(TextLabel(line.detail, FontRole.SMALL, "muted"))
        if line.diff:
            words = DiffLabel()
            words.show_diff(line.diff)
            column.addWidget(words)

    def _offer_rest(self, column: QVBoxLayout, part: ItemGroup) -> None:
        more, below = LinkButton(f"Show the other {len(part.lines) - part.max_shown}"), QVBoxLayout()
        more.setAccessibleName(f"{more.text()}: {part.title}" if part.title else more.text())
        below.setSpacing(0)
        column.addSpacing(12)
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(below)
        self.links.append(more)
        more.clicked.connect(lambda: self._show_rest(more, below, part.lines[part.max_shown :]))

    def _show_rest(self, more: LinkButton, below: QVBoxLayout, rest: Sequence[ItemLine]) -> None:
        """Show the others; the keyboard goes on at the first of them."""
        self._turns.finish()
        self._turns.begin(_several(self._adding_rest(more, below, rest)))

    def _adding_rest(self, more: LinkButton, below: QVBoxLayout, rest: Sequence[ItemLine]) -> Iterator[None]:
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


def _weight(line: ItemLine) -> Iterator[None]:
    """Say how much of a turn a line takes: marked words are laid out as rich text."""
    yield
    if line.diff:
        yield from repeat(None, MARKED - 1)


def _several(steps: Iterator[None]) -> Iterator[None]:
    """Do several of these steps a turn."""
    for number, _ in enumerate(steps):
        if number % A_TURN == A_TURN - 1:
            yield


LINES_A_TURN = 6


class BulletList(QWidget):
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
            dot = TextLabel("•", ink="muted", wrap=False)
            self._grid.addWidget(dot, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(TextLabel(line), number, 1)
            if number % LINES_A_TURN == 0:
                yield


BETWEEN = 2
"""The room between two lines of one row, in pixels."""
_STEP = 24


class PlainListView(QListView):
    """A list without a frame, on whatever it stands on; Tab leaves it, and nothing is edited in place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(_STEP)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Measure the rows anew when the letters change their size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
            self.fit_height()

    def fit_height(self) -> None:
        """Take the height that the rows need, where the list is as tall as they are."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words in their letters and their ink, and where they are cut if there is no room for all."""

    text: str
    font_role: FontRole
    colour_role: QPalette.ColorRole
    elide_mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight


def lines_height(*letters: FontRole) -> int:
    """Return how tall lines in these letters are together, without room between."""
    return sum(QFontMetrics(font_for(each)).height() for each in letters)


def paint_lines(painter: QPainter, room: QRect, palette: QPalette, *lines: TextLine) -> None:
    """Draw lines one under the other, cut short where they do not fit; one without words takes no room."""
    top = room.top()
    for line in lines:
        if not line.text:
            continue
        font = font_for(line.font_role)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(palette.color(line.colour_role))
        box = QRect(room.left(), top, room.width(), metrics.height())
        shown = metrics.elidedText(line.text, line.elide_mode, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        top += metrics.height() + BETWEEN
