"""Print a report page by page, in the background."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPainter

from carreport.report.pdf.rasterise import PageImage
from carreport.report.preview import ReportPreview
from carreport.ui.background.jobs import BackgroundJobs, Job

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DOTS_PER_POINT = 300 / 72
"""Pixels per point: text is sharp at 300 dots per inch."""
OnProgress = Callable[[float, str], None]


class PrintJob(QObject):
    """Prints one report; each page is rendered in the background."""

    finished = Signal(str)
    """Printing has finished or was cancelled; the text says what went wrong, or is ""."""

    def __init__(
        self, shown: ReportPreview, printer: QPrinter, tasks: BackgroundJobs, on_progress: OnProgress
    ) -> None:
        super().__init__()
        self._preview = shown
        self._printer = printer
        self._background = tasks
        self._on_progress = on_progress
        self._painter = QPainter()
        self._job: Job | None = None
        first, last = printer.fromPage() or 1, printer.toPage() or len(shown.sizes)
        self._pages = range(first - 1, min(last, len(shown.sizes)))

    def start(self) -> None:
        """Print the first page."""
        self._draw_page(0)

    def stop(self) -> None:
        """Cancel printing."""
        if self._job is not None:
            self._job.abandon()
            self._finish("")

    def _draw_page(self, nth: int) -> None:
        if nth >= len(self._pages):
            self._finish("")
            return
        page = self._pages[nth]
        self._on_progress(nth / len(self._pages), f"Printing page {page + 1}…")
        draw = partial(self._preview.render_page, page, DOTS_PER_POINT)
        self._job = self._background.run(lambda _job: draw(), partial(self._paint_page, nth), self._failed)

    def _paint_page(self, nth: int, picture: PageImage) -> None:
        is_ready = self._printer.newPage() if nth else self._painter.begin(self._printer)
        if not is_ready:
            self._finish("The printer stopped. Check that it is on and has paper, and try again.")
            return
        image = QImage(picture.pixels, picture.width, picture.height, QImage.Format.Format_RGB32)
        sheet = QRectF(self._painter.viewport())
        shrink = min(sheet.width() / image.width(), sheet.height() / image.height())
        target = QRectF(0, 0, image.width() * shrink, image.height() * shrink)
        target.moveCenter(sheet.center())
        self._painter.drawImage(target, image)
        self._draw_page(nth + 1)

    def _failed(self, problem: Exception) -> None:
        self._finish("The pages could not be printed.")
        raise problem

    def _finish(self, trouble: str) -> None:
        self._job = None
        if self._painter.isActive():
            self._painter.end()
        self.finished.emit(trouble)
