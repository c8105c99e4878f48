"""The controller for the page that checks a Word template and adds it to the user's templates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from carreport.errors import Mistake, TemplateError
from carreport.report.install_template import TemplateCheck, TemplateNotAdded, add_template, check_template
from carreport.report.templates.template import ReportTemplate
from carreport.ui.background.jobs import Job
from carreport.ui.export_folder import export_folder
from carreport.ui.report.template_page import TemplatePage
from carreport.ui.task import TaskContext, TaskController
from carreport.ui.widgets.notice_bar import Notice, notice_of

MOST_WARNINGS = 6
_NAME_PROBLEM_CODES = ("template-name", "template-there")
"""Codes of problems that a different name would solve."""


def warning_note(warnings: Sequence[Mistake]) -> str:
    """Return the warnings about a new template in one paragraph, those about hidden text first."""
    if not warnings:
        return ""
    hidden_first = sorted(warnings, key=lambda warning: not warning.code.startswith("hidden"))
    shown = [str(warning) for warning in hidden_first[:MOST_WARNINGS]]
    if len(warnings) > MOST_WARNINGS:
        shown.append(f"There are {len(warnings) - MOST_WARNINGS} more, which are not shown here.")
    return " ".join(("", "Good to know:", *shown))


class TemplateController(TaskController[TemplatePage]):
    """Connects the page to the check of a template, and adds the template if it is valid."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._path = Path()
        self._check_result: TemplateCheck | None = None

    def make_page(self) -> TemplatePage:
        """Return a new page, connected to this controller."""
        page = TemplatePage()
        page.check_again_requested.connect(self._check)
        page.other_file_requested.connect(self._choose)
        page.name_entered.connect(self._add)
        page.cancel_requested.connect(self._stop)
        return page

    def start(self, at: str) -> None:
        """Check the Word document at the path `at`, or ask for one."""
        if at:
            self._set_file(Path(at))
        else:
            self._choose()

    def _choose(self) -> None:
        path = self._prompts.open_template(export_folder())
        if path is not None:
            self._set_file(path)

    def _set_file(self, path: Path) -> None:
        self._path = path
        self.page.show_file(path.name)
        self._check()
        self._pages.show(self.page)
        self.page.focus_start()

    def _check(self) -> None:
        path, self._check_result = self._path, None

        def work(job: Job) -> TemplateCheck:
            job.report_progress(0.2, "Checking the document and making test reports with it…")
            result = check_template(path)
            job.report_progress(0.9, "Adding the template…")
            return result

        self.page.show_progress(0, "")
        self.run(work, self._show_result, progress=self.page.show_progress)

    def _stop(self) -> None:
        self.abandon()
        self._context.begin_task("report", "")

    def _show_result(self, result: TemplateCheck) -> None:
        self._check_result = result
        if result.is_valid:
            self._add(self._path.stem, replace=False)
        else:
            self.page.show_mistakes(result.mistakes)

    def _add(self, name: str, replace: bool) -> None:  # noqa: FBT001 - Qt's signal
        path, result = self._path, self._check_result

        def work(_job: Job) -> ReportTemplate:
            return add_template(path, name, replace=replace, checked=result)

        self.run(work, self._finish_adding, failed=partial(self._show_not_added, name))

    def _finish_adding(self, template: ReportTemplate) -> None:
        warnings = self._check_result.warnings if self._check_result is not None else ()
        note = warning_note(warnings)
        self._context.begin_task("report", template.name)
        self._prompts.show_notice(Notice(f"Added: {template.title}.{note}", is_problem=False))

    def _show_not_added(self, name: str, problem: Exception) -> None:
        if isinstance(problem, TemplateError) and problem.code in _NAME_PROBLEM_CODES:
            self.page.ask_name(
                name, f"The template is valid. {problem}", is_taken=problem.code == "template-there"
            )
        else:
            self.show_failure(problem)

    def show_failure(self, problem: Exception) -> None:
        """Show the mistakes in the template, or why it could not be checked."""
        if isinstance(problem, TemplateNotAdded):
            self.page.show_mistakes(problem.mistakes)
        else:
            self.page.show_failed(notice_of(problem).text)
