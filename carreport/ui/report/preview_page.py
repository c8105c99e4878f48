"""Look at the report before it goes out: its real pages, with the ways on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.ui.editors.choice import Dropdown
from carreport.ui.report.page_view import Sheets
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import Heading, Note, Words, announce
from carreport.ui.widgets.progress import Progress, Trouble

CONTENTS = "Go to…"


class PreviewPage(QWidget):
    """The pages of the report, for one template at a time."""

    pages_wanted = Signal(str)
    """The pages are to be made anew, for the template of this name."""
    page_wanted = Signal(int, float)
    web_page_wanted = Signal(str)
    print_wanted = Signal()
    report_wanted = Signal(str)
    cancel_wanted = Signal()

    def __init__(self, templates: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Heading("Preview")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.templates = Dropdown("preview.template", "Which report to look at")
        for name, title in templates:
            self.templates.addItem(title, name)
        self.contents = Dropdown("preview.contents", "Go to a part of the report")
        self.contents.addItem(CONTENTS, -1)
        self.again = Button("Refresh")
        self.smaller = Button("Smaller")
        self.larger = Button("Larger")
        self.web_page = Button("Open as a web page")
        self.print = Button("Print…")
        self.make = Button("Make the report", "filled")
        self.progress = Progress("How far the pages are")
        self.trouble = Trouble()
        self.trouble.other_name.hide()
        self.note = Note("attention")
        self.where = Words("", Letters.SMALL, "muted", wrap=False)
        self.sheets = Sheets()
        self._count = 0
        self._lay_out()
        self._connect()

    @property
    def template(self) -> str:
        """The name of the template whose pages are shown."""
        return str(self.templates.currentData() or "")

    def focus_here(self) -> None:
        """Put the keyboard on the pages, or where one chooses the report while there are none."""
        first: QWidget = self.sheets if self._count else self.templates
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_working(self, share: float, words: str) -> None:
        """Say that the pages are being made; those of before stay in sight."""
        self.progress.show()
        self.trouble.hide()
        self.progress.show_share(share, words)
        self._allow(ways=False)

    def show_failed(self, why: str) -> None:
        """Say why there are no pages."""
        self.progress.hide()
        self.trouble.words.setText(why)
        self.trouble.show()
        self._count = 0
        self.sheets.show_pages(())
        self._say_where()
        self._allow(ways=False)
        announce(self, why)

    def show_stopped(self) -> None:
        """Show what there was before."""
        self.progress.hide()
        self._allow(ways=self._count > 0)

    def show_pages(
        self, sizes: Sequence[tuple[float, float]], parts: Sequence[tuple[str, int]], unshown: str
    ) -> None:
        """Show pages of these sizes in points; `parts` are headings and the pages they stand on."""
        was_waiting = self.progress.cancel.hasFocus() or self.again.hasFocus() or not self._count
        self._count = len(sizes)
        self.progress.hide()
        self.trouble.hide()
        self.sheets.show_pages(sizes)
        self.contents.blockSignals(True)  # noqa: FBT003 - Qt's way
        self.contents.clear()
        self.contents.addItem(CONTENTS, -1)
        for title, page in parts:
            self.contents.addItem(title, page)
        self.contents.blockSignals(False)  # noqa: FBT003 - Qt's way
        self.note.say(
            f"No font on this computer has these letters; a box stands for each: {unshown}" if unshown else ""
        )
        self._say_where()
        self._allow(ways=True)
        if was_waiting:
            self.focus_here()

    def show_page(self, page: int, picture: QImage) -> None:
        """Show one page that was drawn."""
        self.sheets.take(page, picture)

    def _lay_out(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(10)
        for part in (self.templates, self.contents, self.again):
            ways.addWidget(part)
        ways.addStretch(1)
        for button in (self.web_page, self.print, self.make):
            ways.addWidget(button)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.heading)
        line.addStretch(1)
        line.addWidget(self.where)
        line.addWidget(self.smaller)
        line.addWidget(self.larger)
        head = QVBoxLayout()
        head.setContentsMargins(24, 20, 24, 12)
        head.setSpacing(12)
        head.addLayout(line)
        head.addLayout(ways)
        for below in (self.note, self.progress, self.trouble):
            head.addWidget(below)
        self.progress.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.sheets, 1)

    def _connect(self) -> None:
        self.templates.currentIndexChanged.connect(self._want_pages)
        self.contents.activated.connect(self._go_to_part)
        self.again.clicked.connect(self._want_pages)
        self.smaller.clicked.connect(lambda: self.sheets.step_zoom(-1))
        self.larger.clicked.connect(lambda: self.sheets.step_zoom(1))
        self.web_page.clicked.connect(lambda: self.web_page_wanted.emit(self.template))
        self.print.clicked.connect(self.print_wanted)
        self.make.clicked.connect(lambda: self.report_wanted.emit(self.template))
        self.progress.cancel.clicked.connect(self.cancel_wanted)
        self.sheets.page_wanted.connect(self.page_wanted)
        self.sheets.page_reached.connect(self._say_where)

    def _want_pages(self) -> None:
        self.pages_wanted.emit(self.template)

    def _go_to_part(self, index: int) -> None:
        page = self.contents.itemData(index)
        self.contents.setCurrentIndex(0)
        if page is not None and page >= 0:
            self.sheets.go_to(page)
            self.sheets.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_where(self) -> None:
        self.where.setText(f"Page {self.sheets.at + 1} of {self._count}" if self._count else "")
        self.sheets.setAccessibleDescription(self.where.text())

    def _allow(self, *, ways: bool) -> None:
        for part in (self.contents, self.web_page, self.print, self.smaller, self.larger):
            part.setEnabled(ways)
        is_free = not self.progress.isVisibleTo(self)
        self.templates.setEnabled(is_free)
        self.again.setEnabled(is_free)
