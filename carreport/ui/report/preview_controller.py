"""Make and draw the pages of the preview beside the window, print them, or show them as a web page."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from carreport.errors import CarreportError
from carreport.form.answers import Answers
from carreport.report.pdf.rasterise import PageImage
from carreport.report.preview import ReportPreview, TypstPool, render_preview
from carreport.report.templates.find_templates import available_templates
from carreport.ui.background.jobs import Cancelled, Ticket
from carreport.ui.export_folder import file_name
from carreport.ui.qt.turns import Turns
from carreport.ui.report.preview_page import PreviewPage
from carreport.ui.report.printing import Printing
from carreport.ui.task import Room
from carreport.ui.widgets.notice_bar import notice_of


class PreviewWork(QObject):
    """Stands between the page with the pages and the press that makes them."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.parent)
        self._pages = room.pages
        self._session = room.session
        self._tasks = room.tasks
        self._prompts = room.prompts
        self._press = TypstPool()
        self._ticket: Ticket | None = None
        self._shown: tuple[ReportPreview, Answers, str] | None = None
        self._printing: Printing | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._turns = Turns(self)
        self.page = PreviewPage(self._templates())
        self.page.pages_wanted.connect(self._make)
        self.page.page_wanted.connect(self._draw)
        self.page.web_page_wanted.connect(self._show_web_page)
        self.page.print_wanted.connect(self._print)
        self.page.report_wanted.connect(lambda name: room.begin("report", name))
        self.page.cancel_wanted.connect(self._cancel)

    def begin(self, at: str = "") -> None:
        """Show the pages for the template `at`, or for the one of last time; make them if they are old."""
        self._turns.let_go()
        self._turns.begin(self._beginning(at))

    def _beginning(self, at: str) -> Iterator[None]:
        self._pages.show(self.page)
        self.page.focus_here()
        yield
        self.page.templates.show_choices(self._templates())
        place = self.page.templates.findData(at) if at else -1
        if place >= 0 and place != self.page.templates.currentIndex():
            self.page.templates.setCurrentIndex(place)  # this asks for the pages
        elif self._ticket is None and not self._is_current():
            self._make(self.page.template)

    @property
    def shown(self) -> ReportPreview | None:
        """The report whose pages are shown."""
        return self._shown[0] if self._shown is not None else None

    @property
    def is_printing(self) -> bool:
        """Say whether pages are still on their way to the printer."""
        return self._printing is not None

    def let_go(self) -> None:
        """Stop what is under way and clear away: the inquiry is closed."""
        self._turns.let_go()
        self._shown = None  # a page that is being drawn has nowhere to go any more
        if self._ticket is not None:
            self._ticket.drop_contents()
        if self._printing is not None:
            self._printing.stop()
        Thread(target=self._press.close, name="carreport-press").start()  # its process takes a while to end
        if self._folder is not None:
            self._folder.cleanup()

    def _is_current(self) -> bool:
        if self._shown is None:
            return False
        _, answers, name = self._shown
        return answers is self._session.answers() and name == self.page.template

    def _templates(self) -> list[tuple[str, str]]:
        return [(each.name, each.title) for each in available_templates(self._session.form)]

    def _make(self, name: str) -> None:
        session, press = self._session, self._press
        form, answers = session.form, session.answers()
        today = date.today()  # noqa: DTZ011 - the date on the report is the person's own day

        def work(ticket: Ticket) -> tuple[ReportPreview, Answers, str]:
            waiting = partial(ticket.report, 0.3, "Setting the pages…")
            pictures = session.pictures_of(answers)
            return render_preview(press, form, answers, pictures, name, today, waiting), answers, name

        self._forget_work()
        self.page.show_working(0.1, "Gathering the answers…")
        self._ticket = self._tasks.run(work, self._show, self._failed, self.page.show_working)

    def _show(self, made: tuple[ReportPreview, Answers, str]) -> None:
        self._ticket, self._shown = None, made
        shown = made[0]
        parts = [(mark.text, mark.page) for mark in shown.bookmarks if mark.level == 1]
        self.page.show_pages(shown.sizes, parts, shown.missing_characters)

    def _draw(self, page: int, dots: float) -> None:
        if self._shown is None:
            return
        shown = self._shown[0]
        take = partial(self._take, shown, page)
        self._tasks.run(lambda _ticket: shown.render_page(page, dots), take, self._failed)

    def _take(self, shown: ReportPreview, page: int, picture: PageImage) -> None:
        if self._shown is not None and self._shown[0] is shown:
            self.page.show_page(page, image_of(picture))

    def _show_web_page(self, name: str) -> None:
        session = self._session
        form, answers = session.form, session.answers()
        today = date.today()  # noqa: DTZ011 - the date on the report is the person's own day
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="carreport-")
        title = str(answers.get(form.title_path) or "") if form.title_path else ""
        target = Path(self._folder.name) / f"{file_name(title)}.html"

        def work(ticket: Ticket) -> Path:
            from carreport.report.build import build  # noqa: PLC0415 - not before it is wanted
            from carreport.report.html.render import render_html  # noqa: PLC0415 - likewise
            from carreport.report.templates.find_templates import find_template  # noqa: PLC0415 - likewise

            ticket.report(0.2, "Making the web page…")
            template, pictures = find_template(name), session.pictures_of(answers)
            target.write_text(
                render_html(build(form, answers, pictures, template, today), template), encoding="utf-8"
            )
            return target

        self._forget_work()
        self.page.show_working(0.1, "Gathering the answers…")
        self._ticket = self._tasks.run(work, self._show_file, self._failed, self.page.show_working)

    def _show_file(self, target: Path) -> None:
        self._ticket = None
        self.page.show_stopped()
        self._prompts.show_file(target)

    def _print(self) -> None:
        if self._shown is None or self._printing is not None:
            return
        shown = self._shown[0]
        printer = self._prompts.choose_printer(len(shown.sizes))
        if printer is None:
            return
        self._printing = Printing(shown, printer, self._tasks, self.page.show_working)
        self._printing.ended.connect(self._printed)
        self._printing.begin()

    def _printed(self, trouble: str) -> None:
        self._printing = None
        self.page.show_stopped()
        if trouble:
            self.page.note.say(trouble)

    def _cancel(self) -> None:
        if self._printing is not None:
            self._printing.stop()
        if self._ticket is not None:
            self._ticket.cancel()

    def _forget_work(self) -> None:
        if self._ticket is not None:
            self._ticket.drop_contents()
            self._ticket = None

    def _failed(self, problem: Exception) -> None:
        self._ticket = None
        if isinstance(problem, Cancelled):
            self.page.show_stopped()
            return
        self.page.show_failed(notice_of(problem).text)
        if not isinstance(problem, CarreportError):
            raise problem


def image_of(picture: PageImage) -> QImage:
    """Return a drawn page as Qt shows it."""
    image = QImage(picture.pixels, picture.width, picture.height, QImage.Format.Format_RGB32)
    return image.copy()  # the pixels of its own live as long as it does
