"""The controller for the page that checks an inquiry before its report is sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from carreport.form import paths
from carreport.form.schema import Form
from carreport.report.proof.finding import FindingGroup, ReportFinding, in_reading_order
from carreport.report.templates.find_templates import available_templates
from carreport.review.inquiry_check import prepare_check
from carreport.ui.background.jobs import Job
from carreport.ui.report.check_page import NOT_ANSWERED, CheckPage, CheckRow, FindingsPage
from carreport.ui.report.select_words import select_words
from carreport.ui.task import TaskController

P = TypeVar("P", bound=FindingsPage)
IN_TEMPLATE = "In the report template"
IN_FILE = "In the file of this inquiry"


class FindingsController(TaskController[P]):
    """Base class for a page of findings in one report, which a job in the worker thread finds."""

    other_task = ""
    """The task that the button beside the report begins, with the same report."""

    def make_page(self) -> P:
        """Return a new page, connected to this controller."""
        page = self.make_findings_page(self._templates())
        page.check_requested.connect(self.look)
        page.cancel_requested.connect(self._stop)
        page.other_page_button.clicked.connect(
            lambda: self._context.begin_task(self.other_task, page.template)
        )
        return page

    def make_findings_page(self, templates: list[tuple[str, str]]) -> P:
        """Return a new page that offers these templates (name and title)."""
        raise NotImplementedError

    def look(self, name: str) -> None:
        """Look through the report that the template `name` makes."""
        raise NotImplementedError

    def start(self, at: str) -> None:
        """Look through the report that the template `at` makes, or the one used last."""
        self._pages.show(self.page)
        self.page.focus_start()
        self.page.templates.show_choices(self._templates())
        index = self.page.templates.findData(at) if at else -1
        if index >= 0 and index != self.page.templates.currentIndex():
            self.page.templates.setCurrentIndex(index)  # this begins to look
        elif not self.is_busy:
            self.look(self.page.template)

    def show_answer(self, path: str, words: str, passage: str) -> None:
        """Show the answer at `path`, and select the words that a finding is about."""
        self._pages.go_to(path)
        if words:
            select_words(words, passage)

    def _templates(self) -> list[tuple[str, str]]:
        templates = available_templates(self._session.form)
        return [(template.name, template.title) for template in templates if not template.is_blank]

    def _stop(self) -> None:
        self.abandon()
        self.page.show_cancelled()


class CheckController(FindingsController[CheckPage]):
    """Connects the page to the check."""

    other_task = "identify"

    def make_findings_page(self, templates: list[tuple[str, str]]) -> CheckPage:
        """Return a new page, with marks for names that mean somebody else."""
        page = CheckPage(templates)
        page.answer_requested.connect(self._show_row)
        page.mark_requested.connect(self._mark)
        return page

    def look(self, name: str) -> None:
        """Check the inquiry for the template with this name."""
        check = prepare_check(self._session)

        def work(job: Job) -> tuple[ReportFinding, ...]:
            job.report_progress(0.1, "Checking the inquiry…")
            return check(name)

        self.page.show_progress(0, "")
        self.run(work, self._show_findings, progress=self.page.show_progress)

    def _show_row(self, row: CheckRow) -> None:
        self.show_answer(row.path, row.words, row.passage)

    def _mark(self, mark: str, means_other: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._session.record({mark: means_other})
        self.look(self.page.template)

    def _show_findings(self, findings: tuple[ReportFinding, ...]) -> None:
        self.page.show_rows(make_check_rows(self._session.form, findings, may_mark=not self.is_read_only))


def make_check_rows(
    form: Form, findings: Iterable[ReportFinding], *, may_mark: bool = False
) -> list[CheckRow]:
    """Return a row for each finding; those that must be fixed come first."""
    rows = []
    for finding in in_reading_order(findings):
        path = "" if finding.place.startswith("template/") else finding.place
        where = answer_place_text(form, path) if path else IN_TEMPLATE if finding.place else IN_FILE
        mark = finding.mark if may_mark else ""
        about = finding.words, finding.passage, mark, finding.is_marked
        text = NOT_ANSWERED if finding.group is FindingGroup.UNANSWERED else finding.sentence
        rows.append(CheckRow(finding.code, where, text, path, finding.is_required, *about))
    return rows


def answer_place_text(form: Form, path: str) -> str:
    """Return in words where an answer is: its step and its question."""
    split = paths.split_path(path)
    section = form.section(split.section)
    if section is None:
        return f"“{path}”"
    question = form.field(f"{split.section}.{split.field}")
    return f"{section.title}: {question.label}" if question else section.title
