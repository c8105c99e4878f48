"""Hold the steps at the left, one page in the middle and the foot below it.

Where there is no room for the steps beside the page, they fold away behind “All steps”.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from carreport.ui.inquiry.sidebar import Sidebar
from carreport.ui.inquiry.status_bar import Foot
from carreport.ui.qt.guard import guarded
from carreport.ui.qt.tab_order import tab_on
from carreport.ui.widgets.buttons import Link
from carreport.ui.widgets.scroll_column import Column, text_scale

NARROW = 600
"""How wide a page must be, with letters of the usual size, for the steps to stand beside it."""


class Frame(QWidget):
    """The parts of the window in which an inquiry is written, and the ways between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sidebar, self.foot, self.pages = Sidebar(), Foot(), QStackedWidget()
        self.blank = QWidget()
        self.pages.addWidget(self.blank)  # else the first page that is built ahead would be shown at once
        self.unfold = Link("‹  All steps")
        self.unfold.setAccessibleName("All steps")
        self.unfold.clicked.connect(self._go_to_steps)
        self._folded = False
        self._strip = QWidget()
        self._middle = QWidget()
        strip = QHBoxLayout(self._strip)
        strip.setContentsMargins(20, 8, 20, 0)
        strip.addWidget(self.unfold)
        strip.addStretch(1)
        self._strip.hide()
        middle = QVBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._strip)
        middle.addWidget(self.pages, 1)
        middle.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(self._middle, 1)

    def show_steps(self) -> None:
        """Let the steps be seen; where they are folded, in place of the page."""
        if self._folded:
            self._middle.hide()
            self.sidebar.show()

    def show_middle(self) -> None:
        """Let the page be seen; where the steps are folded, in place of them."""
        if self._folded:
            self.sidebar.hide()
            self._middle.show()

    def turn_to(self, page: QWidget) -> None:
        """Show this page; the keyboard leaves the one before, and whoever turns says where it goes."""
        now = QApplication.focusWidget()
        if now is not None and self.pages.currentWidget() is not page and self.pages.isAncestorOf(now):
            now.clearFocus()  # else Qt looks for another control through the whole window
        self.pages.setCurrentWidget(page)

    def taking_apart(self) -> Iterator[None]:
        """Delete page by page, and then the rest: nobody sees it any more."""
        self.hide()
        for page in filter(None, map(self.pages.widget, range(self.pages.count())[::-1])):
            page.deleteLater()
            yield
        self.deleteLater()

    def focus_page(self) -> None:
        """Take the keyboard into the page that is shown."""
        self.show_middle()
        page = self.pages.currentWidget()
        if isinstance(page, Column):
            page.focus_here()

    def go_to_next_pane(self) -> None:
        """Take the keyboard from the steps to the page, to the foot, and round again."""
        now = QApplication.focusWidget()
        if now is not None and self.sidebar.isAncestorOf(now):
            self.focus_page()
        elif now is not None and self.pages.isAncestorOf(now):
            (self.foot.next if self.foot.next.isVisible() else self.foot.back).setFocus(
                Qt.FocusReason.TabFocusReason
            )
        else:
            self._go_to_steps()

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the steps away where there is no room for them beside the page."""
        super().resizeEvent(event)
        self._fold()

    @guarded
    def changeEvent(self, event: QEvent) -> None:
        """Fold or unfold when the letters change their size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fold)

    @guarded(default=False)
    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go through the page by Tab as the eye does."""
        return tab_on(self, forward=forward) or super().focusNextPrevChild(forward)

    def _fold(self) -> None:
        folded = self.width() < self.sidebar.own_width() + NARROW * (0.5 + 0.5 * text_scale())
        if folded == self._folded:
            return
        self._folded = folded
        self.sidebar.set_folded(folded)
        self.sidebar.setVisible(not folded)
        self._middle.setVisible(True)
        self._strip.setVisible(folded)

    def _go_to_steps(self) -> None:
        self.show_steps()
        self.sidebar.steps.setFocus(Qt.FocusReason.TabFocusReason)
