"""The help beside the page that one is on, which stays in use; in a narrow window it takes its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget
from shiboken6 import isValid

from carreport.ui.preferences import Preferences
from carreport.ui.prompts import Prompts
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.scroll_column import column_scale

if TYPE_CHECKING:
    from carreport.ui.help.help_page import HelpPage
    from carreport.ui.help.help_topics import HelpTopic

GUIDE = "guide"
USUAL_WIDTH = 400
LEAST_WIDTH = 300
MIN_PAGE_WIDTH = 620
"""The minimum width of a page beside the help, at the usual text size."""


class HelpDock(QSplitter):
    """The pages of the window, and the help at their right once somebody has asked for it."""

    def __init__(
        self,
        pages: QWidget,
        current_page: Callable[[], QWidget],
        focus_page: Callable[[], None],
        preferences: Preferences,
        prompts: Prompts,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._pages, self._current_page, self._focus_page = pages, current_page, focus_page
        self._preferences, self._prompts = preferences, prompts
        self._page: HelpPage | None = None
        self._topic = self._folder_page = ""
        self._came_from: QWidget | None = None
        self._opened_on: QWidget | None = None
        self.setChildrenCollapsible(False)
        self.setHandleWidth(7)
        self.addWidget(pages)
        self.splitterMoved.connect(self._keep_width)
        self._width_timer = QTimer(self, singleShot=True, interval=500)
        self._width_timer.timeout.connect(self._save_width)

    @property
    def page(self) -> HelpPage | None:
        """The help, if it is open."""
        return self._page if self._page is not None and not self._page.isHidden() else None

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard is in the help."""
        focus = QApplication.focusWidget()
        return self.page is not None and focus is not None and self.page.isAncestorOf(focus)

    def show_help(self, topic_id: str) -> None:
        """Show a page of the help; the user guide at the section about the page that is shown."""
        from carreport.ui.help.help_sections import section_about  # noqa: PLC0415 - only when needed
        from carreport.ui.help.help_topics import help_topic  # noqa: PLC0415 - likewise

        page = self._page or self._make_page()
        focus = QApplication.focusWidget()
        if not self.has_focus:
            self._came_from = focus
        here = self._opened_on = self._current_page()
        section = section_about(here, self._came_from) if topic_id == GUIDE else ""
        is_closed = page.isHidden()
        page.show()
        if is_closed:
            self._place()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # so that it has its width
        if topic_id != self._topic or self._folder_page:
            self._topic, self._folder_page = topic_id, ""
            page.show_topic(help_topic(topic_id), section)
        elif section:
            page.browser.go_to_section(section)
        page.focus_text()

    def close_help(self) -> None:
        """Close the help, and return to where the focus was."""
        if self._page is None:
            return
        had_focus = self.has_focus
        self._page.hide()
        self._pages.show()
        before = self._came_from
        if had_focus and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        elif had_focus:
            self._focus_page()

    def show_page_again(self) -> None:
        """Close the help if it is in the place of a page, and another one is shown now."""
        if self.page is None or not self._pages.isHidden():
            return
        if self._current_page() is not self._opened_on:
            self.close_help()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the help take the place of the page, or be beside it, as there is room."""
        super().resizeEvent(event)
        if self.page is not None:
            self._place()

    # Private.

    def _make_page(self) -> HelpPage:
        from carreport.ui.help.help_page import HelpPage  # noqa: PLC0415 - only when needed

        page = self._page = HelpPage()
        page.hide()
        page.closed.connect(self.close_help)
        page.guide_requested.connect(self._show_guide)
        page.print_requested.connect(self._print)
        page.browser.page_requested.connect(self._show_linked)
        page.browser.address_requested.connect(self._prompts.show_link)
        self.addWidget(page)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        return page

    def _place(self) -> None:
        page = self._page
        if page is None:
            return
        least = round(LEAST_WIDTH * column_scale())
        is_beside = self.width() >= least + round(MIN_PAGE_WIDTH * column_scale())
        page.setMinimumWidth(least if is_beside else 0)
        page.show_as(is_beside=is_beside)
        self._pages.setVisible(is_beside)
        if is_beside:
            wanted = self._preferences.state.help_width or round(USUAL_WIDTH * column_scale())
            widest = self.width() - round(MIN_PAGE_WIDTH * column_scale())
            width = max(least, min(wanted, widest))
            self.setSizes([self.width() - width, width])

    def _keep_width(self) -> None:
        self._width_timer.start()

    def _save_width(self) -> None:
        if self.page is not None and self._pages.isVisible():
            self._preferences.set_help_width(self.page.width())

    def _show_guide(self) -> None:
        self._topic = ""
        self.show_help(GUIDE)

    def _show_linked(self, name: str, section: str) -> None:
        """Show another page of the documents, to which the guide links."""
        from carreport.ui.help.help_topics import help_topic  # noqa: PLC0415 - only when needed

        folder = help_topic(GUIDE).folder
        if folder is None or self._page is None:
            return
        path = (folder / name).resolve()
        if path.suffix == ".md" and folder.resolve() in path.parents and path.is_file():
            self._folder_page = name
            self._page.show_topic(_read_page(path), section, is_linked=True)
            self._page.focus_text()

    def _print(self) -> None:
        if self._page is not None:
            document = self._page.browser.document()
            printer = self._prompts.choose_printer(document.pageCount())
            if printer is not None:
                printable = document.clone()
                printable.setTextWidth(-1)
                printable.print_(printer)


def _read_page(path: Path) -> HelpTopic:
    from carreport.ui.help.help_topics import HelpTopic  # noqa: PLC0415 - only when needed

    text = path.read_text(encoding="utf-8")
    title = text.partition("\n")[0].lstrip("# ")
    return HelpTopic(title, text, path.parent)
