"""The layout of the wizard: the sidebar, one page with its comments, and the status bar.

If there is no room for the sidebar beside the page, it is hidden behind “All steps”.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from carreport.ui.inquiry.sidebar import Sidebar
from carreport.ui.inquiry.status_bar import StatusBar
from carreport.ui.inquiry.steps.step_list import TASK, ListedPage
from carreport.ui.inquiry.steps.step_page import StepPage
from carreport.ui.qt.guard import qt_override
from carreport.ui.qt.tab_order import focus_next, tab_stops_in
from carreport.ui.review.panel.comment_dock import CommentDock
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import HeadingLabel
from carreport.ui.widgets.scroll_column import PrimaryAction, ScrollColumn, column_scale, primary_action_of

MIN_PAGE_WIDTH = 600
"""The minimum width of a page beside the sidebar, at the normal text size."""
_ANY_WIDTH = 16_777_215


@dataclass(frozen=True, slots=True)
class Place:
    """Where the user was when another page was opened."""

    page: QWidget
    focus: QWidget | None
    scroll: int


class InquiryFrame(QWidget):
    """The sidebar, the pages and the status bar, and how the focus moves between them."""

    title_changed = Signal(str)
    """The name of the current page and of the inquiry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sidebar, self.status_bar, self.pages = Sidebar(), StatusBar(), QStackedWidget()
        self.next_action = PrimaryAction("", self)
        self._places: list[Place] = []
        self._inquiry_title = ""
        self.notice_area = self.pages
        self.blank = QWidget()
        self.pages.addWidget(self.blank)  # otherwise the first page that is added would be shown at once
        self.all_steps_link = LinkButton("‹  All steps")
        self.all_steps_link.setAccessibleName("All steps")
        self.all_steps_link.clicked.connect(self._focus_steps)
        self._is_folded = False
        self._all_steps_bar = QWidget()
        self._page_pane = QWidget()
        strip = QHBoxLayout(self._all_steps_bar)
        strip.setContentsMargins(20, 8, 20, 6)
        strip.addWidget(self.all_steps_link)
        strip.addStretch(1)
        self._all_steps_bar.hide()
        middle = QVBoxLayout(self._page_pane)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._all_steps_bar)
        middle.addWidget(self.pages, 1)
        middle.addWidget(self.status_bar)
        self._panel: QWidget | None = None
        row = self._row = QHBoxLayout(self)
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
            self._left_pane.show()

    def show_panel(self, panel: QWidget) -> None:
        """Show a panel in place of the steps, so that nothing on the page moves."""
        if self._row.indexOf(panel) < 0:
            self._row.insertWidget(0, panel)
        self._panel = panel
        self.sidebar.hide()
        self._page_pane.setVisible(not self._is_folded)
        self._fit_panel()
        panel.show()

    def close_panel(self) -> None:
        """Show the steps again; in a narrow window, the page."""
        if self._panel is not None:
            self._panel.hide()
            self._panel = None
            self.sidebar.setVisible(not self._is_folded)
            self._page_pane.show()

    @property
    def _left_pane(self) -> QWidget:
        return self._panel or self.sidebar

    def _fit_panel(self) -> None:
        if self._panel is not None:
            width = self.sidebar.preferred_width()
            self._panel.setMinimumWidth(0 if self._is_folded else width)
            self._panel.setMaximumWidth(_ANY_WIDTH if self._is_folded else width)

    def show_page_pane(self) -> None:
        """In a narrow window, show the page in place of the sidebar."""
        if self._is_folded:
            self._left_pane.hide()
            self._page_pane.show()

    def set_current_page(self, page: QWidget) -> None:
        """Show this page, without moving the keyboard focus to it."""
        focus = QApplication.focusWidget()
        if focus is not None and self.pages.currentWidget() is not page and self.pages.isAncestorOf(focus):
            focus.clearFocus()  # otherwise Qt searches the whole window for another control
        self.pages.setCurrentWidget(page)
        self.status_bar.show_action(primary_action_of(page))
        self._show_title()

    def set_inquiry_title(self, title: str) -> None:
        """Name the inquiry in the title of the window, after the page."""
        self._inquiry_title = title
        self._show_title()

    def _show_title(self) -> None:
        names = (page_name(self.pages.currentWidget()), self._inquiry_title)
        self.title_changed.emit(" – ".join(name for name in names if name))

    # Where the user came from.

    def keep_place(self, page: QWidget) -> None:
        """Keep the place on the current page, because `page` is about to be opened from it."""
        here = self.pages.currentWidget()
        opened_before = [place.page for place in self._places]
        if page in opened_before:
            del self._places[opened_before.index(page) :]  # Back leads to where it was first opened
        elif here is not None and here is not page and here is not self.blank:
            scroll = here.verticalScrollBar().value() if isinstance(here, ScrollColumn) else 0
            self._places.append(Place(here, here.focusWidget(), scroll))

    def forget_places(self) -> None:
        """Forget where the user came from, because a step is shown."""
        self._places.clear()

    @property
    def last_place(self) -> Place | None:
        """The place from which the current page was opened."""
        here = self.pages.currentWidget()
        while self._places:
            place = self._places[-1]
            if isValid(place.page) and place.page is not here and self.pages.indexOf(place.page) >= 0:
                return place
            self._places.pop()
        return None

    @property
    def last_page_name(self) -> str:
        """The name of the page from which the current one was opened, or ""."""
        place = self.last_place
        return page_name(place.page) if place is not None else ""

    def restore_place(self, place: Place) -> bool:
        """Move the focus and the page back to a place; return whether what had the focus is still there."""
        focus = place.focus
        is_there = focus is not None and isValid(focus) and focus.isVisible() and focus.isEnabled()
        if is_there and focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(place.page, ScrollColumn):
                place.page.scroll_back_to(place.scroll)
        return is_there

    def focus_page(self) -> None:
        """Move the focus into the current page."""
        self.show_page_pane()
        page = self.pages.currentWidget()
        if isinstance(page, ScrollColumn):
            page.focus_start()

    def focus_next_pane(self) -> None:
        """Move the focus from the steps to the page, its comments, the status bar, and back to the steps."""
        focus = QApplication.focusWidget()
        if focus is not None and self._left_pane.isAncestorOf(focus):
            self.focus_page()
        elif focus is not None and self.pages.isAncestorOf(focus) and self.comment_dock.isVisible():
            tab_stops_in(self.comment_dock)[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif focus is not None and (self.pages.isAncestorOf(focus) or self.comment_dock.isAncestorOf(focus)):
            (
                self.status_bar.primary_button
                if self.status_bar.primary_button.isVisible()
                else self.status_bar.back_button
            ).setFocus(Qt.FocusReason.TabFocusReason)
        elif self._panel is not None:
            self.show_steps()
            tab_stops_in(self._panel)[0].setFocus(Qt.FocusReason.TabFocusReason)
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
        self._fit_panel()
        folded = self.width() < self.sidebar.preferred_width() + MIN_PAGE_WIDTH * column_scale()
        if folded == self._is_folded:
            return
        self._is_folded = folded
        self.sidebar.set_folded(folded)
        self._fit_panel()
        self._left_pane.setVisible(not folded)
        self._page_pane.setVisible(True)
        self._all_steps_bar.setVisible(folded)

    def _focus_steps(self) -> None:
        self.close_panel()
        self.show_steps()
        self.sidebar.step_list.setFocus(Qt.FocusReason.TabFocusReason)


def row_of(page: object) -> str:
    """Return the key of the row for this page in the list of steps, or ""."""
    if isinstance(page, StepPage):
        return page.section.id
    return f"{TASK}{page.listed_task}" if isinstance(page, ListedPage) else ""


def page_name(page: QWidget | None) -> str:
    """Return the name of a page: the title it gives itself, or else its first heading."""
    if page is None:
        return ""
    heading = page.findChild(HeadingLabel)
    return page.windowTitle() or (heading.text() if heading is not None else "")
