"""The controller for the preview: lays out, renders and prints the pages, or opens a web page instead."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from threading import Thread

from PySide6.QtGui import QImage

from carreport.draft.session.draft_session import DraftSession
from carreport.file_names import make_file_name
from carreport.form.answers import Answers
from carreport.report.pdf.rasterise import PageImage
from carreport.report.preview import ReportPreview, TypstPool, render_preview
from carreport.report.templates.find_templates import available_templates
from carreport.ui.background.jobs import Job
from carreport.ui.report.preview_page import PreviewPage
from carreport.ui.report.printing import PrintJob
from carreport.ui.task import TaskContext, TaskController
from carreport.ui.widgets.notice_bar import Notice

PRINT = "print"
"""Where to start to print the report."""
AS_PDF = "pdf:"
"""Before the name of a template, for the task “report”: offer a PDF."""
NO_PRINTER = "This computer has no printer. You can make a PDF and print it somewhere else."
THEN_MAKE = "#make"
"""After the name of a template, for the task “report”: make the report at once."""


class PreviewController(TaskController[PreviewPage]):
    """Connects the page to Typst, which lays out the report."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._typst_pool = TypstPool()
        self._shown: tuple[ReportPreview, Answers, str] | None = None
        self._print_job: PrintJob | None = None
        self._prints_next = False
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def make_page(self) -> PreviewPage:
        """Return a new page, connected to this controller."""
        page = PreviewPage(self._templates())
        page.pages_requested.connect(self._make)
        page.page_requested.connect(self._draw)
        page.web_page_requested.connect(self._show_web_page)
        page.print_requested.connect(self._print)
        page.report_requested.connect(lambda name: self._context.begin_task("report", f"{name}{THEN_MAKE}"))
        page.cancel_requested.connect(self._stop)
        return page

    def start(self, at: str) -> None:
        """Show the pages for the template `at`, or for the one used last; make them again if out of date.

        “print” is no template: the pages are printed as soon as they are there.
        """
        if at == PRINT and self._is_without_printer():
            return
        self._prints_next = at == PRINT
        self._pages.show(self.page)
        self.page.focus_start()
        self.page.templates.show_choices(self._templates())
        index = self.page.templates.findData(at) if at else -1
        if index >= 0 and index != self.page.templates.currentIndex():
            self.page.templates.setCurrentIndex(index)  # this requests the pages
        elif not self.is_busy and not self._is_current():
            self._make(self.page.template)
        elif not self.is_busy:
            self._print_if_wanted()

    @property
    def shown_preview(self) -> ReportPreview | None:
        """The report whose pages are shown."""
        return self._shown[0] if self._shown is not None else None

    @property
    def page_count(self) -> int:
        """The number of pages that are shown, or 0 if they are not those of the present answers."""
        preview = self.shown_preview
        return len(preview.sizes) if preview is not None and self._is_current() else 0

    @property
    def is_printing(self) -> bool:
        """Return whether pages are still being sent to the printer."""
        return self._print_job is not None

    def close(self) -> None:
        """Stop everything and delete temporary files: the inquiry is closed."""
        super().close()
        if self._print_job is not None:
            self._print_job.stop()
        close_in_background(self._typst_pool)
        if self._folder is not None:
            self._folder.cleanup()

    def _is_current(self) -> bool:
        if self._shown is None:
            return False
        _, answers, name = self._shown
        return answers is self._session.shared_answers() and name == self.page.template

    def _templates(self) -> list[tuple[str, str]]:
        return [(template.name, template.title) for template in available_templates(self._session.form)]

    def _make(self, name: str) -> None:
        answers = self._session.shared_answers()
        lay_out = prepare_preview(self._session, self._typst_pool, name)

        def work(job: Job) -> tuple[ReportPreview, Answers, str]:
            return lay_out(job), answers, name

        self.page.show_progress(0.1, "Collecting the answers…")
        self.run(work, self._show, progress=self.page.show_progress)

    def _show(self, result: tuple[ReportPreview, Answers, str]) -> None:
        self._shown = result
        preview = result[0]
        sections = [(mark.text, mark.page) for mark in preview.bookmarks if mark.level == 1]
        self.page.show_pages(preview.sizes, sections, preview.missing_characters)
        self._print_if_wanted()

    def _draw(self, page: int, dots: float) -> None:
        if self._shown is None:
            return
        preview = self._shown[0]
        self.run_beside(
            lambda _job: preview.render_page(page, dots), partial(self._show_drawn, preview, page)
        )

    def _show_drawn(self, preview: ReportPreview, page: int, picture: PageImage) -> None:
        if self._shown is not None and self._shown[0] is preview:
            self.page.show_page(page, make_image(picture))

    def _show_web_page(self, name: str) -> None:
        session = self._session
        form, answers = session.form, session.shared_answers()
        today = date.today()  # noqa: DTZ011 - reports have the local date
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="carreport-")
        title = str(answers.get(form.title_path) or "") if form.title_path else ""
        target = Path(self._folder.name) / f"{make_file_name(title)}.html"

        def work(job: Job) -> Path:
            from carreport.report.build import build  # noqa: PLC0415 - on first use
            from carreport.report.html.render import render_html  # noqa: PLC0415 - likewise
            from carreport.report.templates.find_templates import find_template  # noqa: PLC0415 - likewise

            job.report_progress(0.2, "Making the web page…")
            template, pictures = find_template(name), session.shared_pictures(answers)
            target.write_text(
                render_html(build(form, answers, pictures, template, today), template), encoding="utf-8"
            )
            return target

        self.page.show_progress(0.1, "Collecting the answers…")
        self.run(work, self._show_file, progress=self.page.show_progress)

    def _show_file(self, target: Path) -> None:
        self.page.show_cancelled()
        self._prompts.show_file(target)

    def _print_if_wanted(self) -> None:
        if self._prints_next:
            self._prints_next = False
            self._print()

    def _print(self) -> None:
        if self._shown is None or self._print_job is not None or self._is_without_printer():
            return
        preview = self._shown[0]
        printer = self._prompts.choose_printer(len(preview.sizes))
        if printer is None:
            return
        self._print_job = PrintJob(preview, printer, self._window.background, self.page.show_progress)
        self._print_job.finished.connect(self._printed)
        self._print_job.start()

    def _is_without_printer(self) -> bool:
        """Return whether there is no printer; if so, offer to make a PDF instead."""
        if self._prompts.has_printer():
            return False
        makes_pdf = partial(self._context.begin_task, "report", f"{AS_PDF}{self._template_here()}")
        self._prompts.show_notice(
            Notice(NO_PRINTER, is_problem=False, action_text="Make a PDF…", action=makes_pdf)
        )
        return True

    def _template_here(self) -> str:
        """Return the template that is previewed, or "" if no page was made yet."""
        return self.page.template if "page" in self.__dict__ else ""

    def _printed(self, problem: str) -> None:
        self._print_job = None
        self.page.show_cancelled()
        if problem:
            self.page.note.show_message(problem)

    def _stop(self) -> None:
        self._prints_next = False
        if self._print_job is not None:
            self._print_job.stop()
        self.cancel()


def prepare_preview(
    session: DraftSession, typst_pool: TypstPool, template: str
) -> Callable[[Job], ReportPreview]:
    """Return work for a job: it lays out the report on the inquiry as it is now."""
    form, answers = session.form, session.shared_answers()
    today = date.today()  # noqa: DTZ011 - reports have the local date

    def work(job: Job) -> ReportPreview:
        report_layout = partial(job.report_progress, 0.3, "Laying out the pages…")
        pictures = session.shared_pictures(answers)
        return render_preview(typst_pool, form, answers, pictures, template, today, report_layout)

    return work


def close_in_background(typst_pool: TypstPool) -> None:
    """Stop the process that lays out reports; that takes a while."""
    Thread(target=typst_pool.close, name="carreport-typst").start()


def make_image(picture: PageImage) -> QImage:
    """Return a rendered page as a `QImage`."""
    image = QImage(picture.pixels, picture.width, picture.height, QImage.Format.Format_RGB32)
    return image.copy()  # a copy that does not share the pixels of `picture`
