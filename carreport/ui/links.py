"""Offer a way in running text: words underlined, flush with the words above and below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
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
        self.setFont(font_for(letters))

    @guarded(default=QSize(80, 24))
    def sizeHint(self) -> QSize:
        """Return the size of the words, with a little room above and below."""
        return super().sizeHint() - QSize(_ROOM, 0)

    @guarded
    def changeEvent(self, event: QEvent) -> None:
        """Keep its letters when their size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            own = font_for(self._letters)
            if self.font() != own:
                self.setFont(own)
