"""A button that opens and closes what is below it; screen readers are told which it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.ui.qt.accessible_roles import announce_expanded
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import TextLabel


class DisclosureButton(LinkButton):
    """A link with a chevron, which points down while nothing is open."""

    accessible_role = QAccessible.Role.Button
    disclosure_edited = Signal(bool)
    """The user opened or closed it."""

    def __init__(
        self, text: str, name: str, parent: QWidget | None = None, *, letters: FontRole = FontRole.SMALL
    ) -> None:
        super().__init__(text, letters, parent=parent)
        self.is_expanded = False
        """Whether what the button opens is shown; screen readers are told."""
        self._icon_name = "down"
        self._update_icon()
        self.setAccessibleName(name)
        self.clicked.connect(self._toggle)

    def set_open(self, *, is_open: bool) -> None:
        """Show whether it is open."""
        if is_open is self.is_expanded:
            return
        self.is_expanded = is_open
        self._icon_name = "up" if is_open else "down"
        self._update_icon()
        announce_expanded(self)

    def refresh_theme(self) -> None:
        """Apply the chosen text size and colour scheme."""
        super().refresh_theme()
        self._update_icon()

    def _toggle(self) -> None:
        self.set_open(is_open=not self.is_expanded)
        self.disclosure_edited.emit(self.is_expanded)


class KeyHints(QWidget):
    """The keys of a page, shown on request; a screen reader can read them in either case."""

    def __init__(self, keys: str = "") -> None:
        super().__init__()
        self.button = DisclosureButton("Keyboard shortcuts", "Keyboard shortcuts")
        self.label = TextLabel("", FontRole.SMALL, "muted")
        self.label.hide()
        self.button.disclosure_edited.connect(self.label.setVisible)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.label)
        self.show_keys(keys)

    def show_keys(self, keys: str) -> None:
        """Set the keys and what they do."""
        self.label.setText(keys)
        self.button.setAccessibleDescription(keys)
