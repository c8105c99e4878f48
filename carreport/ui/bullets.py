"""Show lines as a list: a dot before each, and what wraps stands under its own words; many a few a turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from carreport.ui.labels import Words
from carreport.ui.turns import Turns

A_TURN = 6


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
            if number % A_TURN == 0:
                yield
