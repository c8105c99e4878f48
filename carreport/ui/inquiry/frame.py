"""The layout of the wizard: the sidebar, one page with its comments, and the status bar.

If there is no room for the sidebar beside the page, it is hidden behind “All steps”.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from carreport.ui.inquiry.sidebar import Sidebar
from carreport.ui.inquiry.status_bar import StatusBar
from carreport.ui.qt.guard import qt_override
from carreport.ui.qt.tab_order import focus_next, tab_stops_in
from carreport.ui.review.panel.comment_dock import CommentDock
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.scroll_column import ScrollColumn, primary_action_of, text_scale

MIN_PAGE_WIDTH = 600
"""The minimum width of a page beside the sidebar, at the normal text size."""


class InquiryFrame(QWidget):
    """The sidebar, the pages and the status bar, and how the focus moves between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sidebar, self.status_bar, self.pages = Sidebar(), StatusBar(), QStackedWidget()
        self.next_action = QAction(self)
        self.blank = QWidget()
        self.pages.addWidget(self.blank)  # otherwise the first page that is added would be shown at once
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
        self.comment_dock = CommentDock()
        row.addWidget(self.comment_dock)

    def show_steps(self) -> None:
        """In a narrow window, show the sidebar in place of the page."""
        if self._is_folded:
            self._page_pane.hide()
            self.sidebar.show()

    def show_page_pane(self) -> None:
        """In a narrow window, show the page in place of the sidebar."""
        if self._is_folded:
            self.sidebar.hide()
            self._page_pane.show()

    def set_current_page(self, page: QWidget) -> None:
        """Show this page, without moving the keyboard focus to it."""
        focus = QApplication.focusWidget()
        if focus is not None and self.pages.currentWidget() is not page and self.pages.isAncestorOf(focus):
            focus.clearFocus()  # otherwise Qt searches the whole window for another control
        self.pages.setCurrentWidget(page)
        self.status_bar.show_action(primary_action_of(page))

    def focus_page(self) -> None:
        """Move the focus into the current page."""
        self.show_page_pane()
        page = self.pages.currentWidget()
        if isinstance(page, ScrollColumn):
            page.focus_start()

    def focus_next_pane(self) -> None:
        """Move the focus from the steps to the page, its comments, the status bar, and back to the steps."""
        focus = QApplication.focusWidget()
        if focus is not None and self.sidebar.isAncestorOf(focus):
            self.focus_page()
        elif focus is not None and self.pages.isAncestorOf(focus) and self.comment_dock.isVisible():
            tab_stops_in(self.comment_dock)[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif focus is not None and (self.pages.isAncestorOf(focus) or self.comment_dock.isAncestorOf(focus)):
            (
                self.status_bar.primary_button
                if self.status_bar.primary_button.isVisible()
                else self.status_bar.back_button
            ).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._focus_steps()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide the sidebar if there is no room for it beside the page."""
        super().resizeEvent(event)
        self._fold()
        self.comment_dock.room_changed.emit()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Hide or show the sidebar when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fold)

    @qt_override(default=False)
    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Move the focus through the page in layout order on Tab and Shift+Tab."""
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
