"""List lines, each with what is said of it and perhaps a way on, so that no list holds the window.

The first screenful is there at once, the rest follows a few lines a turn. Of many lines of one kind
some are shown, the others where one asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.draft.differences import Stretch
from carreport.ui.heading import Heading
from carreport.ui.labels import Words
from carreport.ui.links import Link
from carreport.ui.marked import MarkedWords
from carreport.ui.style import Letters
from carreport.ui.turns import Turns

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
    changed: Sequence[Stretch] = ()


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
