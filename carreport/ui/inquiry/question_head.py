"""The head of a question: its title and why it is asked, with a quiet column at the right.

The column has its room from the start: help and comments in its first line, who wrote last in its second.
Nothing on the page moves when either is filled in.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import GAP, WITHIN_QUESTION, FontRole, font_for
from carreport.ui.theme.proxy_style import LEAST_TARGET, draw_rounded_rect
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.disclosure import DisclosureButton
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.scroll_column import text_scale

QUIET_COLUMN = 248
"""The width of the quiet column at the usual text size: a name of 14 letters and a date fit."""
_NARROW = 560
"""Below this width, at the usual text size, the quiet column is under the title."""

_NO_LIMIT = 16_777_215


class QuietLink(LinkButton):
    """A link in small muted letters."""

    ink = QPalette.ColorRole.PlaceholderText

    def __init__(self) -> None:
        super().__init__("", FontRole.SMALL)
        self.hide()

    def refresh_theme(self) -> None:
        """Apply the chosen text size, and draw the link in its own colour."""
        super().refresh_theme()
        palette = QApplication.palette()
        palette.setColor(QPalette.ColorRole.Link, palette.color(self.ink))
        self.setPalette(palette)


class AttentionLink(QuietLink):
    """A tinted link for something that somebody has to decide."""

    ink = QPalette.ColorRole.BrightText

    @qt_override(default=QSize(80, LEAST_TARGET))
    def sizeHint(self) -> QSize:
        """Return the size with room for the tint."""
        return super().sizeHint() + QSize(16, 0)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tint and the link."""
        painter = QPainter(self)
        draw_rounded_rect(painter, self.rect(), self.palette().color(QPalette.ColorRole.Shadow), None, 0)
        painter.end()
        super().paintEvent(event)


class QuestionHead(QWidget):
    """The title of a question, why it is asked and whom it is for, and the quiet column."""

    def __init__(self, title: str, why: str, marks: str, comment_button: QWidget) -> None:
        super().__init__()
        self._title, self._stamp, self._has_history = title, "", False
        self.heading = HeadingLabel(title, FontRole.QUESTION)
        self.help_button = DisclosureButton("Help", f"Help: {title}")
        self.stamp_label = TextLabel("", FontRole.SMALL, "muted", wrap=False)
        self.stamp_label.hide()
        self.history_link, self.removed_link = QuietLink(), QuietLink()
        self.conflict_link = AttentionLink()
        self._tools, _ = _make_row(comment_button, self.help_button)
        self._line, self._line_layout = _make_row(
            self.removed_link, self.stamp_label, self.history_link, self.conflict_link
        )
        self._line.setMinimumWidth(1)  # what is in it is cut to the room there is
        self._column = QWidget()
        self._column_layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._column)
        self._column_layout.setContentsMargins(0, 0, 0, 0)
        self._column_layout.setSpacing(0)
        self._column_layout.addWidget(self._tools)
        self._column_layout.addWidget(self._line, 1)
        words = QVBoxLayout()
        words.setSpacing(WITHIN_QUESTION)
        words.addWidget(self.heading)
        for text, letters in ((why, FontRole.TEXT), (marks, FontRole.SMALL)):
            if text:
                words.addWidget(TextLabel(text, letters, "muted"))
        words.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._row.addLayout(words, 1)
        self._row.addWidget(self._column, 0, Qt.AlignmentFlag.AlignTop)
        self._fit()

    def show_stamp(self, stamp: str, history_of: str) -> None:
        """Show who wrote last and when; with `history_of`, as a link to earlier versions of what it names."""
        self._stamp, self._has_history = stamp, bool(history_of)
        self.history_link.setAccessibleName(f"{stamp}. Earlier versions: {history_of}")
        self.history_link.setToolTip(f"{stamp}: earlier versions")
        self.stamp_label.setToolTip(stamp)
        self._show_line()

    def show_removed(self, text: str, whole_text: str) -> None:
        """Show a link to entries that were removed, if `text` is not empty."""
        self.removed_link.setText(text)
        self.removed_link.setToolTip(whole_text)
        self.removed_link.setAccessibleName(f"{whole_text}: {self._title}")
        self._show_line()

    def show_conflict(self, text: str, whole_text: str) -> None:
        """Show in place of the stamp that somebody has to decide, if `text` is not empty."""
        self.conflict_link.setText(text)
        self.conflict_link.setToolTip(whole_text)
        self.conflict_link.setAccessibleName(f"{whole_text} {text}: {self._title}")
        self._show_line()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the quiet column under the title if there is no room beside it."""
        super().resizeEvent(event)
        self._fit()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Give the quiet column the room that the text size needs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _show_line(self) -> None:
        """Show the conflict, or else what was removed and who wrote last."""
        is_disputed = bool(self.conflict_link.text())
        self.conflict_link.setVisible(is_disputed)
        self.removed_link.setVisible(bool(self.removed_link.text()) and not is_disputed)
        self.history_link.setVisible(bool(self._stamp) and self._has_history and not is_disputed)
        self.stamp_label.setVisible(bool(self._stamp) and not self._has_history and not is_disputed)
        self._fit()

    def _fit(self) -> None:
        ways, scale = QBoxLayout.Direction, text_scale()
        is_narrow = self.width() < _NARROW * scale
        column = round(QUIET_COLUMN * scale)
        self._row.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)
        self._row.setSpacing(WITHIN_QUESTION if is_narrow else GAP)
        self._column_layout.setDirection(ways.RightToLeft if is_narrow else ways.TopToBottom)
        self._column_layout.setSpacing(GAP if is_narrow else 0)
        self._line_layout.setDirection(ways.RightToLeft if is_narrow else ways.LeftToRight)
        self._column.setMinimumWidth(0 if is_narrow else column)
        self._column.setMaximumWidth(_NO_LIMIT if is_narrow else column)
        metrics = QFontMetrics(font_for(FontRole.SMALL))
        self._line.setFixedHeight(max(LEAST_TARGET, metrics.height() + WITHIN_QUESTION))
        taken = self._tools.sizeHint().width() + GAP if is_narrow else 0
        if not self.removed_link.isHidden():
            taken += self.removed_link.sizeHint().width() + GAP
        room = (self.width() if is_narrow else column) - taken - GAP // 2
        text = metrics.elidedText(self._stamp, Qt.TextElideMode.ElideRight, max(room, 40))
        self.stamp_label.setText(text)
        self.history_link.setText(text)


def _make_row(*parts: QWidget) -> tuple[QWidget, QHBoxLayout]:
    """Return a row of widgets at the right, and its layout."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(GAP)
    layout.addStretch(1)
    for part in parts:
        layout.addWidget(part)
    return row, layout
