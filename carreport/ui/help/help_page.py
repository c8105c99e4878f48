"""A help page with its title, a search, and a way to print and to close it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from carreport.ui.help.help_browser import LEAST_LETTERS, HelpBrowser
from carreport.ui.help.help_topics import HelpTopic
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton, add_clear_button
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce

_Key, _Shift = Qt.Key, Qt.KeyboardModifier.ShiftModifier
_SIDE = 16


class HelpPage(QWidget):
    """A help page: beside the page that one is on, or in its place if the window is narrow."""

    closed = Signal()
    guide_requested = Signal()
    """Show the user guide again, after a page that it links to."""
    print_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = HeadingLabel("Help", FontRole.STRONG)
        self.guide_link = LinkButton("‹  User guide")
        self.guide_link.setAccessibleName("Back to the user guide")
        self.guide_link.clicked.connect(self.guide_requested)
        self.print_button = Button("Print…", "quiet")
        self.print_button.setAccessibleName("Print this help page")
        self.print_button.clicked.connect(self.print_requested)
        self.close_button = Button("Close", "quiet")
        self.close_button.setToolTip("Close the help (Esc)")
        self.close_button.clicked.connect(self.closed)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find in this help (Ctrl+F)")
        self.search.setAccessibleName("Find in this help")
        self.search.setAccessibleDescription("Enter goes to the next place, Shift+Enter to the one before.")
        add_clear_button(self.search)
        self.search.textChanged.connect(self._mark)
        self.count_label = TextLabel("", FontRole.SMALL, "muted", wrap=False)
        self.previous_button = Button("‹", "quiet")
        self.next_button = Button("›", "quiet")
        for button, name, by in (
            (self.previous_button, "Previous place", -1),
            (self.next_button, "Next place", 1),
        ):
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.clicked.connect(lambda _checked=False, by=by: self._step(by))
            button.setEnabled(False)
        self.browser = HelpBrowser()
        self._lay_out()

    def show_topic(self, topic: HelpTopic, section: str = "", *, is_linked: bool = False) -> None:
        """Show a page of the help at a section; a linked page has a link back to the guide."""
        self.heading.setVisible(not is_linked)
        self.guide_link.setVisible(is_linked)
        self.browser.show_markdown(topic.title, topic.markdown, topic.folder)
        self.search.clear()
        self.browser.go_to_section(section)

    def show_as(self, *, is_beside: bool) -> None:
        """Name the button that closes the help after where it leads."""
        self.close_button.setText("Close" if is_beside else "Back")
        self.close_button.setAccessibleName("Close the help" if is_beside else "Back to the page")

    def focus_text(self) -> None:
        """Move the focus to the text."""
        self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    @qt_override(default=False)
    def event(self, event: QEvent) -> bool:
        """Claim the keys of the search, even if the window uses them, too."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _is_search_key(event)
        ):
            event.accept()
            return True
        return super().event(event)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Search, go from place to place, and close on Esc, or first end the search."""
        step = -1 if event.modifiers() & _Shift else 1
        if event.key() == _Key.Key_Escape:
            self._leave()
        elif _is_search_key(event) and event.key() == _Key.Key_F:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()
        elif event.key() == _Key.Key_F3 or (
            event.key() in (_Key.Key_Return, _Key.Key_Enter) and self.search.hasFocus()
        ):
            self._step(step)
        else:
            super().keyPressEvent(event)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the background, and a thin line at the left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.fillRect(0, 0, 1, self.height(), self.palette().color(QPalette.ColorRole.Midlight))
        painter.end()

    def _leave(self) -> None:
        if self.search.hasFocus() and self.search.text():
            self.search.clear()
            self.focus_text()
        else:
            self.closed.emit()

    def _mark(self, text: str) -> None:
        self.browser.mark(text)
        for button in (self.previous_button, self.next_button):
            button.setEnabled(self.browser.hit_count > 1)
        self._show_count()

    def _step(self, by: int) -> None:
        self.browser.step_hit(by)
        self._show_count()
        announce(self.count_label, self.count_label.text())

    def _show_count(self) -> None:
        hits = self.browser.hit_count
        is_searching = len(self.search.text()) >= LEAST_LETTERS
        counted = f"{self.browser.hit_number} of {hits}" if hits else "Not found"
        self.count_label.setText(counted if is_searching else "")

    def _lay_out(self) -> None:
        head, find = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.heading, 1)
        head.addWidget(self.guide_link)
        head.addStretch(0)
        head.addWidget(self.print_button)
        head.addWidget(self.close_button)
        find.setSpacing(4)
        find.addWidget(self.search, 1)
        find.addWidget(self.count_label)
        find.addWidget(self.previous_button)
        find.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 10, 0, 0)
        column.setSpacing(6)
        for row in (head, find):
            row.setContentsMargins(_SIDE, 0, _SIDE, 0)
            column.addLayout(row)
        column.addWidget(self.browser, 1)


def _is_search_key(event: QKeyEvent) -> bool:
    is_find = event.key() == _Key.Key_F and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return is_find or (event.key() == _Key.Key_F3 and not event.modifiers() & ~_Shift)
