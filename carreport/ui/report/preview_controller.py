"""Make and draw the pages of the preview, print them, or show them as a web page."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from threading import Thread

from PySide6.QtGui import QImage

from carreport.form.answers import Answers
from carreport.report.pdf.rasterise import PageImage
from carreport.report.preview import ReportPreview, TypstPool, render_preview
from carreport.report.templates.find_templates import available_templates
from carreport.ui.background.jobs import Job
from carreport.ui.export_folder import make_file_name
from carreport.ui.report.preview_page import PreviewPage
from carreport.ui.report.printing import PrintJob
from carreport.ui.task import TaskContext, TaskController


class PreviewController(TaskController[PreviewPage]):
    """Connects the page of the preview to Typst, which makes its pages."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._typst_pool = TypstPool()
        self._shown: tuple[ReportPreview, Answers, str] | None = None
        self._print_job: PrintJob | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def make_page(self) -> PreviewPage:
        """Return the page, connected."""
        page = PreviewPage(self._templates())
        page.pages_requested.connect(self._make)
        page.page_requested.connect(self._draw)
        page.web_page_requested.connect(self._show_web_page)
        page.print_requested.connect(self._print)
        page.report_requested.connect(lambda name: self._context.begin_task("report", name))
        page.cancel_requested.connect(self._stop)
        return page

    def start(self, at: str) -> None:
        """Show the pages for the template `at`, or for the one of last time; make them if they are old."""
        self._pages.show(self.page)
        self.page.focus_start()
        self.page.templates.show_choices(self._templates())
        place = self.page.templates.findData(at) if at else -1
        if place >= 0 and place != self.page.templates.currentIndex():
            self.page.templates.setCurrentIndex(place)  # this asks for the pages
        elif not self.is_busy and not self._is_current():
            self._make(self.page.template)

    @property
    def shown_preview(self) -> ReportPreview | None:
        """The report whose pages are shown."""
        return self._shown[0] if self._shown is not None else None

    @property
    def is_printing(self) -> bool:
        """Say whether pages are still being sent to the printer."""
        return self._print_job is not None

    def close(self) -> None:
        """Stop what is running and delete temporary files: the inquiry is closed."""
        super().close()
        if self._print_job is not None:
            self._print_job.stop()
        Thread(
            target=self._typst_pool.close, name="carreport-press"
        ).start()  # ending a process takes a while
        if self._folder is not None:
            self._folder.cleanup()

    def _is_current(self) -> bool:
        if self._shown is None:
            return False
        _, answers, name = self._shown
        return answers is self._session.answers() and name == self.page.template

    def _templates(self) -> list[tuple[str, str]]:
        return [(template.name, template.title) for template in available_templates(self._session.form)]

    def _make(self, name: str) -> None:
        session, press = self._session, self._typst_pool
        form, answers = session.form, session.answers()
        today = date.today()  # noqa: DTZ011 - the date on the report is the person's own day

        def work(job: Job) -> tuple[ReportPreview, Answers, str]:
            waiting = partial(job.report_progress, 0.3, "Setting the pages…")
            pictures = session.pictures_of(answers)
            return render_preview(press, form, answers, pictures, name, today, waiting), answers, name

        self.page.show_progress(0.1, "Gathering the answers…")
        self.run(work, self._show, progress=self.page.show_progress)

    def _show(self, made: tuple[ReportPreview, Answers, str]) -> None:
        self._shown = made
        shown = made[0]
        parts = [(mark.text, mark.page) for mark in shown.bookmarks if mark.level == 1]
        self.page.show_pages(shown.sizes, parts, shown.missing_characters)

    def _draw(self, page: int, dots: float) -> None:
        if self._shown is None:
            return
        shown = self._shown[0]
        self.run_beside(lambda _job: shown.render_page(page, dots), partial(self._show_drawn, shown, page))

    def _show_drawn(self, shown: ReportPreview, page: int, picture: PageImage) -> None:
        if self._shown is not None and self._shown[0] is shown:
            self.page.show_page(page, make_image(picture))

    def _show_web_page(self, name: str) -> None:
        session = self._session
        form, answers = session.form, session.answers()
        today = date.today()  # noqa: DTZ011 - the date on the report is the person's own day
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="carreport-")
        title = str(answers.get(form.title_path) or "") if form.title_path else ""
        target = Path(self._folder.name) / f"{make_file_name(title)}.html"

        def work(job: Job) -> Path:
            from carreport.report.build import build  # noqa: PLC0415 - not before it is wanted
            from carreport.report.html.render import render_html  # noqa: PLC0415 - likewise
            from carreport.report.templates.find_templates import find_template  # noqa: PLC0415 - likewise

            job.report_progress(0.2, "Making the web page…")
            template, pictures = find_template(name), session.pictures_of(answers)
            target.write_text(
                render_html(build(form, answers, pictures, template, today), template), encoding="utf-8"
            )
            return target

        self.page.show_progress(0.1, "Gathering the answers…")
        self.run(work, self._show_file, progress=self.page.show_progress)

    def _show_file(self, target: Path) -> None:
        self.page.show_cancelled()
        self._prompts.show_file(target)

    def _print(self) -> None:
        if self._shown is None or self._print_job is not None:
            return
        shown = self._shown[0]
        printer = self._prompts.choose_printer(len(shown.sizes))
        if printer is None:
            return
        self._print_job = PrintJob(shown, printer, self._window.background, self.page.show_progress)
        self._print_job.finished.connect(self._printed)
        self._print_job.start()

    def _printed(self, trouble: str) -> None:
        self._print_job = None
        self.page.show_cancelled()
        if trouble:
            self.page.note.show_message(trouble)

    def _stop(self) -> None:
        if self._print_job is not None:
            self._print_job.stop()
        self.cancel()


def make_image(picture: PageImage) -> QImage:
    """Return a drawn page as a `QImage`."""
    image = QImage(picture.pixels, picture.width, picture.height, QImage.Format.Format_RGB32)
    return image.copy()  # it shares no pixels with `picture`
