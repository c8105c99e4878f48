"""Look an inquiry through before its report goes out, beside the window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from PySide6.QtCore import QObject

from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError
from carreport.form import paths
from carreport.form.schema import Form
from carreport.report.proof.finding import ReportFinding
from carreport.report.templates.find_templates import available_templates, find_template
from carreport.ui.background.jobs import Job, JobCancelledError
from carreport.ui.qt.turns import Turns
from carreport.ui.report.check_page import CheckPage, CheckRow
from carreport.ui.task import TaskContext
from carreport.ui.widgets.notice_bar import notice_of

IN_TEMPLATE = "In the template of the report"


class CheckController(QObject):
    """Stands between the page with the list and the work of finding what belongs on it."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context.parent)
        self._pages = context.pages
        self._session: DraftSession = context.session
        self._background = context.background
        self._job: Job | None = None
        self.page = CheckPage(self._templates())
        self._turns = Turns(self)
        self.page.check_requested.connect(self._check)
        self.page.cancel_requested.connect(self._cancel)
        self.page.answer_requested.connect(context.pages.go_to)

    def begin(self, at: str = "") -> None:
        """Look through the inquiry for the template `at`, or for the one of last time."""
        self._turns.let_go()
        self._turns.begin(self._beginning(at))

    def _beginning(self, at: str) -> Iterator[None]:
        self._pages.show(self.page)
        self.page.focus_start()
        yield
        self.page.templates.show_choices(self._templates())
        place = self.page.templates.findData(at) if at else -1
        if place >= 0 and place != self.page.templates.currentIndex():
            self.page.templates.setCurrentIndex(place)  # this begins the check
        elif self._job is None:
            self._check(self.page.template)

    def close(self) -> None:
        """Stop looking: the inquiry is closed."""
        self._turns.let_go()
        if self._job is not None:
            self._job.abandon()

    def _templates(self) -> list[tuple[str, str]]:
        found = available_templates(self._session.form)
        return [(each.name, each.title) for each in found if not each.is_blank]

    def _check(self, name: str) -> None:
        if self._job is not None:
            self._job.abandon()
        session = self._session
        form, answers = session.form, session.answers()
        aside = tuple((each.revision.path, each.revision.author) for each in session.unseen_edits())
        today = date.today()  # noqa: DTZ011 - the day on the title page is the person's own

        def work(job: Job) -> tuple[ReportFinding, ...]:
            from carreport.report.proof.readiness import readiness  # noqa: PLC0415 - only this page needs it

            job.report_progress(0.1, "Looking through the inquiry…")
            pictures = session.pictures_of(answers)
            return readiness(form, answers, pictures, find_template(name), today, set_aside=aside)

        self.page.show_progress(0, "")
        self._job = self._background.run(work, self._done, self._failed, self.page.show_progress)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.abandon()
            self._job = None
        self.page.show_cancelled()

    def _done(self, found: tuple[ReportFinding, ...]) -> None:
        self._job = None
        self.page.show_rows(make_check_rows(self._session.form, found))

    def _failed(self, problem: Exception) -> None:
        self._job = None
        if isinstance(problem, JobCancelledError):
            self.page.show_cancelled()
            return
        self.page.show_failed(notice_of(problem).text)
        if not isinstance(problem, CarreportError):
            raise problem


def make_check_rows(form: Form, found: Iterable[ReportFinding]) -> list[CheckRow]:
    """Return what was found as rows, what must be mended before what is only good to know."""
    rows = []
    for each in sorted(found, key=lambda found: not found.is_required):
        place = "" if each.place.startswith("template/") else each.place
        where = answer_place_text(form, place) if place else IN_TEMPLATE
        group = each.group.value if each.is_required else f"{each.group.value} (good to know)"
        rows.append(CheckRow(group, where, each.sentence, place, each.is_required))
    return rows


def answer_place_text(form: Form, path: str) -> str:
    """Return where an answer stands: its step and its question."""
    split = paths.split_path(path)
    section = form.section(split.section)
    if section is None:
        return f"“{path}”"
    question = form.field(f"{split.section}.{split.field}")
    return f"{section.title}: {question.label}" if question else section.title
