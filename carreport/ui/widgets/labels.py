"""Plain-text labels, headings and announcements to screen readers.

`TextLabel` is used for all text that cannot be edited: typed text is never interpreted as mark-up,
and its font and colour follow the chosen text size and theme.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, font_for

_COLOUR_ROLES = {
    "ink": QPalette.ColorRole.WindowText,
    "muted": QPalette.ColorRole.PlaceholderText,
    "accent": QPalette.ColorRole.Link,
    "attention": QPalette.ColorRole.BrightText,
}


class TextLabel(QLabel):
    """Plain text in one of our fonts and colours, wrapped as needed."""

    def __init__(
        self,
        text: str = "",
        letters: FontRole = FontRole.TEXT,
        ink: str = "ink",
        *,
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._font_role = letters
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setForegroundRole(_COLOUR_ROLES[ink])
        self.setFont(font_for(letters))
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setText(text)

    def set_colour(self, ink: str) -> None:
        """Change the colour."""
        self.setForegroundRole(_COLOUR_ROLES[ink])

    def refresh_theme(self) -> None:
        """Apply the chosen text size."""
        self.setFont(font_for(self._font_role))


class HintLabel(TextLabel):
    """A line under a control, hidden while it has no text."""

    def __init__(self, ink: str = "muted", parent: QWidget | None = None) -> None:
        super().__init__("", FontRole.SMALL, ink, parent=parent)
        self._longest = ""
        self.hide()

    def keep_room(self, longest: str = "One line") -> None:
        """Take up the room of the longest text even without one, so that nothing moves when one is shown."""
        self._longest = longest
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.refresh_theme()

    @qt_override(default=-1)
    def heightForWidth(self, width: int) -> int:
        """Return the height of the text, and no less than that of the longest if its room is kept."""
        height = super().heightForWidth(width)
        if not self._longest:
            return height
        box = QRect(0, 0, width, 10_000)
        longest = self.fontMetrics().boundingRect(box, Qt.TextFlag.TextWordWrap, self._longest)
        return max(height, longest.height())

    def refresh_theme(self) -> None:
        """Apply the chosen text size, also to the room that is kept."""
        super().refresh_theme()
        if self._longest:
            self.setMinimumHeight(self.fontMetrics().height())

    def show_message(self, text: str) -> None:
        """Show `text` and announce it to screen readers; an empty text hides the line."""
        if text == self.text():
            return
        self.setText(text)
        self.setVisible(bool(text))
        if text:
            announce(self, text)


def announce(widget: QWidget, text: str) -> None:
    """Announce `text` to screen readers, after the current speech."""
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
    QAccessible.updateAccessibility(event)


class HeadingLabel(TextLabel):
    """A heading for a page or a question; its level for screen readers follows from its size."""

    accessible_role = QAccessible.Role.Heading

    def __init__(self, text: str, letters: FontRole = FontRole.TITLE, parent: QWidget | None = None) -> None:
        super().__init__(text, letters, parent=parent)
        self.heading_level = 1 if letters is FontRole.TITLE else 2
