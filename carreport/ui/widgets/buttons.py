"""Buttons: one filled button per page, the others outlined, quiet or links."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QToolButton, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, current_colour_scheme, font_for, icon
from carreport.ui.theme.proxy_style import ROLE_PROPERTY


class Button(QPushButton):
    """A button with text and perhaps an icon, in one of the roles `filled`, `outlined`, `link` or `quiet`."""

    def __init__(
        self, text: str, role: str = "outlined", *, icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setProperty(ROLE_PROPERTY, role)
        self._icon_name = icon_name
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if role in ("link", "quiet"):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.refresh_theme()

    @property
    def style_role(self) -> str:
        """The role in which the button is drawn."""
        return str(self.property(ROLE_PROPERTY))

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Click on Enter as well as Space; Qt does so only for buttons in a dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def refresh_theme(self) -> None:
        """Apply the chosen text size and colour scheme."""
        self.setFont(font_for(FontRole.STRONG if self.style_role == "filled" else FontRole.TEXT))
        self._update_icon()

    def _update_icon(self) -> None:
        if not self._icon_name:
            return
        colour = {"filled": "on_accent", "link": "accent"}.get(self.style_role, "ink")
        self.setIcon(icon(self._icon_name, current_colour_scheme(), colour))
        side = max(16, round(self.fontMetrics().height() * 0.9))
        self.setIconSize(QSize(side, side))


class IconButton(Button):
    """A small button with an icon only; its name is its tool tip and accessible name."""

    def __init__(self, icon_name: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", "quiet", icon_name=icon_name, parent=parent)
        self.setAccessibleName(name)
        self.setToolTip(name)


_ROOM = 4
"""The horizontal padding that `FusionProxyStyle` adds to a link, in pixels."""


class LinkButton(Button):
    """A link whose text is aligned with the left edge of the column."""

    def __init__(self, text: str, letters: FontRole = FontRole.TEXT, parent: QWidget | None = None) -> None:
        self._font_role = letters
        super().__init__(text, "link", parent=parent)

    @qt_override(default=QSize(80, 24))
    def sizeHint(self) -> QSize:
        """Return the size without the horizontal padding, so that the text lines up with the column."""
        return super().sizeHint() - QSize(_ROOM, 0)

    def refresh_theme(self) -> None:
        """Apply the chosen text size."""
        self.setFont(font_for(self._font_role))


def add_clear_button(line: QLineEdit) -> None:
    """Add a button that empties a line that has its name; Qt gives the button none."""
    name = line.accessibleName()
    line.setClearButtonEnabled(True)
    for button in line.findChildren(QToolButton):
        button.setAccessibleName(f"Clear: {name[:1].lower()}{name[1:]}")
