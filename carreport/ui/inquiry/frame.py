"""Hold the steps at the left, one page in the middle and the foot below it.

Where there is no room for the steps beside the page, they fold away behind “All steps”.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from carreport.ui.inquiry.sidebar import Sidebar
from carreport.ui.inquiry.status_bar import StatusBar
from carreport.ui.qt.guard import qt_override
from carreport.ui.qt.tab_order import focus_next
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.scroll_column import ScrollColumn, text_scale

MIN_PAGE_WIDTH = 600
"""How wide a page must be, with letters of the usual size, for the steps to stand beside it."""


class InquiryFrame(QWidget):
    """The parts of the window in which an inquiry is written, and the ways between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sidebar, self.status_bar, self.pages = Sidebar(), StatusBar(), QStackedWidget()
        self.blank = QWidget()
        self.pages.addWidget(self.blank)  # else the first page that is built ahead would be shown at once
        self.all_steps_link = LinkButton("‹  All steps")
        self.all_steps_link.setAccessibleName("All steps")
        self.all_steps_link.clicked.connect(self._focus_steps)
        self._is_folded = False
        self._all_steps_bar = QWidget()
        self._page_pane = QWidget()
        strip = QHBoxLayout(self._all_steps_bar)
        strip.setContentsMargins(20, 8, 20, 0)
        strip.addWidget(self.all_steps_link)
        strip.addStretch(1)
        self._all_steps_bar.hide()
        middle = QVBoxLayout(self._page_pane)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._all_steps_bar)
        middle.addWidget(self.pages, 1)
        middle.addWidget(self.status_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(self._page_pane, 1)

    def show_steps(self) -> None:
        """Let the steps be seen; where they are folded, in place of the page."""
        if self._is_folded:
            self._page_pane.hide()
            self.sidebar.show()

    def show_page_pane(self) -> None:
        """Let the page be seen; where the steps are folded, in place of them."""
        if self._is_folded:
            self.sidebar.hide()
            self._page_pane.show()

    def set_current_page(self, page: QWidget) -> None:
        """Show this page; the caller says where the keyboard focus goes."""
        now = QApplication.focusWidget()
        if now is not None and self.pages.currentWidget() is not page and self.pages.isAncestorOf(now):
            now.clearFocus()  # else Qt looks for another control through the whole window
        self.pages.setCurrentWidget(page)

    def focus_page(self) -> None:
        """Take the keyboard into the page that is shown."""
        self.show_page_pane()
        page = self.pages.currentWidget()
        if isinstance(page, ScrollColumn):
            page.focus_start()

    def focus_next_pane(self) -> None:
        """Take the keyboard from the steps to the page, to the foot, and round again."""
        now = QApplication.focusWidget()
        if now is not None and self.sidebar.isAncestorOf(now):
            self.focus_page()
        elif now is not None and self.pages.isAncestorOf(now):
            (
                self.status_bar.next_button
                if self.status_bar.next_button.isVisible()
                else self.status_bar.back_button
            ).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._focus_steps()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the steps away where there is no room for them beside the page."""
        super().resizeEvent(event)
        self._fold()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Fold or unfold when the letters change their size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fold)

    @qt_override(default=False)
    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go through the page by Tab as the eye does."""
        return focus_next(self, forward=forward) or super().focusNextPrevChild(forward)

    def _fold(self) -> None:
        folded = self.width() < self.sidebar.preferred_width() + MIN_PAGE_WIDTH * (0.5 + 0.5 * text_scale())
        if folded == self._is_folded:
            return
        self._is_folded = folded
        self.sidebar.set_folded(folded)
        self.sidebar.setVisible(not folded)
        self._page_pane.setVisible(True)
        self._all_steps_bar.setVisible(folded)

    def _focus_steps(self) -> None:
        self.show_steps()
        self.sidebar.step_list.setFocus(Qt.FocusReason.TabFocusReason)
