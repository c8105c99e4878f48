"""Offer something to press: one filled button a screen, the others outlined, quiet or links."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters, current_look, font_for, icon
from carreport.ui.theme.proxy_style import ROLE


class Button(QPushButton):
    """A button with words: `filled`, `outlined`, `link` or `quiet`, perhaps with a picture."""

    def __init__(
        self, text: str, role: str = "outlined", *, picture: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setProperty(ROLE, role)
        self._picture = picture
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if role in ("link", "quiet"):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.follow_letters()

    @property
    def role(self) -> str:
        """How it looks."""
        return str(self.property(ROLE))

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press by Enter as by Space; Qt leaves Enter to buttons that may become the default of a dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def follow_letters(self) -> None:
        """Take the chosen text size, and the colours of the look."""
        self.setFont(font_for(Letters.STRONG if self.role == "filled" else Letters.TEXT))
        self._paint_picture()

    def _paint_picture(self) -> None:
        if not self._picture:
            return
        colour = {"filled": "on_accent", "link": "accent"}.get(self.role, "ink")
        self.setIcon(icon(self._picture, current_look(), colour))
        side = max(16, round(self.fontMetrics().height() * 0.9))
        self.setIconSize(QSize(side, side))


class PictureButton(Button):
    """A small button with a picture alone; its name is spoken and shown as a tool tip."""

    def __init__(self, picture: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", "quiet", picture=picture, parent=parent)
        self.setAccessibleName(name)
        self.setToolTip(name)


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
