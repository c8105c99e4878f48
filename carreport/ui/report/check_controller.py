"""Check an inquiry before its report is sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from carreport.form import paths
from carreport.form.schema import Form
from carreport.report.proof.finding import ReportFinding
from carreport.report.templates.find_templates import available_templates, find_template
from carreport.ui.background.jobs import Job
from carreport.ui.report.check_page import CheckPage, CheckRow
from carreport.ui.task import TaskController

IN_TEMPLATE = "In the template of the report"


class CheckController(TaskController[CheckPage]):
    """Connects the page with the findings to the search for them."""

    def make_page(self) -> CheckPage:
        """Return the page, connected."""
        page = CheckPage(self._templates())
        page.check_requested.connect(self._check)
        page.cancel_requested.connect(self._stop)
        page.answer_requested.connect(self._pages.go_to)
        return page

    def start(self, at: str) -> None:
        """Check the inquiry for the template `at`, or for the one of last time."""
        self._pages.show(self.page)
        self.page.focus_start()
        self.page.templates.show_choices(self._templates())
        place = self.page.templates.findData(at) if at else -1
        if place >= 0 and place != self.page.templates.currentIndex():
            self.page.templates.setCurrentIndex(place)  # this begins the check
        elif not self.is_busy:
            self._check(self.page.template)

    def _templates(self) -> list[tuple[str, str]]:
        found = available_templates(self._session.form)
        return [(template.name, template.title) for template in found if not template.is_blank]

    def _check(self, name: str) -> None:
        session = self._session
        form, answers = session.form, session.answers()
        aside = tuple((edit.revision.path, edit.revision.author) for edit in session.unseen_edits())
        today = date.today()  # noqa: DTZ011 - the day on the title page is the person's own

        def work(job: Job) -> tuple[ReportFinding, ...]:
            from carreport.report.proof.readiness import readiness  # noqa: PLC0415 - only this page needs it

            job.report_progress(0.1, "Looking through the inquiry…")
            pictures = session.pictures_of(answers)
            return readiness(form, answers, pictures, find_template(name), today, set_aside=aside)

        self.page.show_progress(0, "")
        self.run(work, self._show_findings, progress=self.page.show_progress)

    def _stop(self) -> None:
        self.abandon()
        self.page.show_cancelled()

    def _show_findings(self, found: tuple[ReportFinding, ...]) -> None:
        self.page.show_rows(make_check_rows(self._session.form, found))


def make_check_rows(form: Form, found: Iterable[ReportFinding]) -> list[CheckRow]:
    """Return the findings as rows, those that must be fixed first."""
    rows = []
    for finding in sorted(found, key=lambda finding: not finding.is_required):
        place = "" if finding.place.startswith("template/") else finding.place
        where = answer_place_text(form, place) if place else IN_TEMPLATE
        group = finding.group.value if finding.is_required else f"{finding.group.value} (good to know)"
        rows.append(CheckRow(group, where, finding.sentence, place, finding.is_required))
    return rows


def answer_place_text(form: Form, path: str) -> str:
    """Return the place of an answer: its step and its question."""
    split = paths.split_path(path)
    section = form.section(split.section)
    if section is None:
        return f"“{path}”"
    question = form.field(f"{split.section}.{split.field}")
    return f"{section.title}: {question.label}" if question else section.title
