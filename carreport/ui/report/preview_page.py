"""The page that previews the report as it will be printed, with buttons to print or make it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from carreport.ui.editors.choice import Dropdown
from carreport.ui.report.page_view import PageView
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import HeadingLabel, HintLabel, TextLabel, announce
from carreport.ui.widgets.progress import FailurePanel, ProgressPanel
from carreport.ui.widgets.scroll_column import PrimaryAction

CONTENTS = "Go to…"
LEAST_LIST = 150
"""The least width of a list in the row of tools, in pixels."""
READ_ALOUD = "To have the report read aloud, open it as a web page: More, Open as a web page."


class PreviewPage(QWidget):
    """The pages of the report, for one template at a time."""

    listed_task = "report"

    pages_requested = Signal(str)
    """Make the pages again, for the template with this name."""
    page_requested = Signal(int, float)
    web_page_requested = Signal(str)
    print_requested = Signal()
    report_requested = Signal(str)
    cancel_requested = Signal()

    def __init__(self, templates: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = HeadingLabel("Preview")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.templates = Dropdown("preview.template", "Report to preview")
        self.templates.setAccessibleDescription("Choose another to see its pages.")
        for name, title in templates:
            self.templates.addItem(title, name)
        self.contents = Dropdown("preview.contents", "Go to a section of the report")
        self.contents.setAccessibleDescription("The pages scroll to the section that you choose.")
        self.contents.addItem(CONTENTS, -1)
        self.zoom_out_button = Button("Smaller")
        self.zoom_in_button = Button("Larger")
        self.more_button = Button("…")
        self.more_button.setAccessibleName("More: open as a web page, refresh, print")
        self.more_button.setToolTip("Open as a web page, refresh, print")
        self.refresh_action = QAction("Refresh", self)
        self.web_page_action = QAction("Open as a web page", self)
        self.print_action = QAction("Print…", self)
        self.primary_action = PrimaryAction("Make the report", self)
        self.progress = ProgressPanel("Preview progress")
        self.failure_panel = FailurePanel()
        self.failure_panel.other_name_button.hide()
        self.note = HintLabel("attention")
        self.page_label = TextLabel("", FontRole.SMALL, "muted", wrap=False)
        self.page_view = PageView()
        self._page_count = 0
        self._lay_out()
        self._connect()

    @property
    def template(self) -> str:
        """The name of the selected template."""
        return str(self.templates.currentData() or "")

    def focus_start(self) -> None:
        """Move the focus to the pages, or to the list of reports if there are none."""
        first: QWidget = self.page_view if self._page_count else self.templates
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, share: float, text: str) -> None:
        """Show the progress; earlier pages stay visible."""
        self.progress.show()
        self.failure_panel.hide()
        self.progress.show_progress(share, text)
        self._enable_actions(has_pages=False)

    def show_failed(self, why: str) -> None:
        """Show why there are no pages."""
        self.progress.hide()
        self.failure_panel.label.setText(why)
        self.failure_panel.show()
        self._page_count = 0
        self.page_view.show_pages(())
        self._show_page_number()
        self._enable_actions(has_pages=False)
        announce(self, why)

    def show_cancelled(self) -> None:
        """Hide the progress and show the earlier pages."""
        self.progress.hide()
        self._enable_actions(has_pages=self._page_count > 0)

    def show_pages(
        self, sizes: Sequence[tuple[float, float]], parts: Sequence[tuple[str, int]], unshown: str
    ) -> None:
        """Show pages of these sizes in points; `parts` are headings and their page numbers."""
        was_waiting = (
            self.progress.cancel_button.hasFocus() or self.more_button.hasFocus() or not self._page_count
        )
        self._page_count = len(sizes)
        self.progress.hide()
        self.failure_panel.hide()
        self.page_view.show_pages(sizes)
        self.contents.blockSignals(True)  # noqa: FBT003 - Qt's way
        self.contents.clear()
        self.contents.addItem(CONTENTS, -1)
        for title, page in parts:
            self.contents.addItem(title, page)
        self.contents.blockSignals(False)  # noqa: FBT003 - Qt's way
        self.note.show_message(
            f"These characters are missing from the available fonts and appear as boxes: {unshown}"
            if unshown
            else ""
        )
        self._show_page_number()
        self._enable_actions(has_pages=True)
        if was_waiting:
            self.focus_start()

    def show_page(self, page: int, picture: QImage) -> None:
        """Show one rendered page."""
        self.page_view.set_page_image(page, picture)

    def _lay_out(self) -> None:
        menu = QMenu(self.more_button)
        menu.addActions([self.web_page_action, self.refresh_action, self.print_action])
        self.more_button.setMenu(menu)
        lists = QHBoxLayout()
        lists.setSpacing(10)
        for part in (self.templates, self.contents):
            part.setMinimumWidth(LEAST_LIST)
            lists.addWidget(part)
        lists.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.heading)
        line.addStretch(1)
        line.addWidget(self.page_label)
        for button in (self.zoom_out_button, self.zoom_in_button, self.more_button):
            line.addWidget(button)
        head = QVBoxLayout()
        head.setContentsMargins(24, 20, 24, 12)
        head.setSpacing(12)
        head.addLayout(line)
        head.addLayout(lists)
        for below in (self.note, self.progress, self.failure_panel):
            head.addWidget(below)
        self.progress.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.page_view, 1)

    def _connect(self) -> None:
        self.templates.currentIndexChanged.connect(self._request_pages)
        self.contents.activated.connect(self._go_to_part)
        self.refresh_action.triggered.connect(self._request_pages)
        self.zoom_out_button.clicked.connect(lambda: self.page_view.step_zoom(-1))
        self.zoom_in_button.clicked.connect(lambda: self.page_view.step_zoom(1))
        self.web_page_action.triggered.connect(lambda: self.web_page_requested.emit(self.template))
        self.print_action.triggered.connect(self.print_requested)
        self.primary_action.triggered.connect(lambda: self.report_requested.emit(self.template))
        self.progress.cancel_button.clicked.connect(self.cancel_requested)
        self.page_view.page_requested.connect(self.page_requested)
        self.page_view.current_page_changed.connect(self._show_page_number)

    def _request_pages(self) -> None:
        self.pages_requested.emit(self.template)

    def _go_to_part(self, index: int) -> None:
        page = self.contents.itemData(index)
        self.contents.setCurrentIndex(0)
        if page is not None and page >= 0:
            self.page_view.go_to_page(page)
            self.page_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_page_number(self) -> None:
        self.page_label.setText(
            f"Page {self.page_view.current_page + 1} of {self._page_count}" if self._page_count else ""
        )
        self.page_view.setAccessibleDescription(f"{self.page_label.text()}. {READ_ALOUD}")

    def _enable_actions(self, *, has_pages: bool) -> None:
        for part in (self.contents, self.zoom_out_button, self.zoom_in_button):
            part.setEnabled(has_pages)
        for action in (self.web_page_action, self.print_action):
            action.setEnabled(has_pages)
        is_free = not self.progress.isVisibleTo(self)
        self.templates.setEnabled(is_free)
        self.refresh_action.setEnabled(is_free)
