"""Offer a way in running text: words underlined, flush with the words above and below."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from carreport.ui.buttons import Button
from carreport.ui.guarded import guarded
from carreport.ui.style import Letters, font_for

_ROOM = 4
"""How much wider than its words a link is drawn elsewhere."""


class Link(Button):
    """A link whose words begin where the column begins."""

    def __init__(self, text: str, letters: Letters = Letters.TEXT, parent: QWidget | None = None) -> None:
        self._letters = letters
        super().__init__(text, "link", parent=parent)

    @guarded(default=QSize(80, 24))
    def sizeHint(self) -> QSize:
        """Return the size of the words, with a little room above and below."""
        return super().sizeHint() - QSize(_ROOM, 0)

    def follow_letters(self) -> None:
        """Take the chosen text size."""
        self.setFont(font_for(self._letters))
