"""Have a Word template checked beside the window, and put it among the person's own."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from carreport.errors import CarreportError, TemplateError
from carreport.report.install_template import TemplateCheck, TemplateNotAdded, add_template, check_template
from carreport.report.templates.template import ReportTemplate
from carreport.ui.background.jobs import Job, JobCancelledError
from carreport.ui.export_folder import export_folder
from carreport.ui.report.template_page import TemplatePage
from carreport.ui.task import TaskContext
from carreport.ui.widgets.notice_bar import Notice, notice_of

_NAME_PROBLEM_CODES = ("template-name", "template-there")
"""The codes of what can be wrong with a name alone."""


class TemplateController(QObject):
    """Stands between the page on which a template is judged and the work of judging and adding it."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context.parent)
        self._pages = context.pages
        self._background = context.background
        self._prompts = context.prompts
        self._begin = context.begin_task
        self._job: Job | None = None
        self._path = Path()
        self._check_result: TemplateCheck | None = None
        self.page = TemplatePage()
        self.page.check_again_requested.connect(self._check)
        self.page.other_file_requested.connect(self._choose)
        self.page.name_entered.connect(self._add)
        self.page.cancel_requested.connect(self._cancel)

    def begin(self, at: str = "") -> None:
        """Let the person choose a Word document, or take the one at `at`, and check it."""
        if at:
            self._set_file(Path(at))
        else:
            self._choose()

    def close(self) -> None:
        """Stop checking: the inquiry is closed."""
        if self._job is not None:
            self._job.abandon()

    def _choose(self) -> None:
        chosen = self._prompts.open_template(export_folder())
        if chosen is not None:
            self._set_file(chosen)

    def _set_file(self, path: Path) -> None:
        self._path = path
        self.page.show_file(path.name)
        self._check()
        self._pages.show(self.page)
        self.page.focus_start()

    def _check(self) -> None:
        self.close()
        path, self._check_result = self._path, None

        def work(job: Job) -> TemplateCheck:
            job.report_progress(0.2, "Looking through the document, and trying it out…")
            checked = check_template(path)
            job.report_progress(0.9, "Adding it…")
            return checked

        self.page.show_progress(0, "")
        self._job = self._background.run(work, self._show_result, self._failed, self.page.show_progress)

    def _cancel(self) -> None:
        self.close()
        self._job = None
        self._begin("report", "")

    def _show_result(self, checked: TemplateCheck) -> None:
        self._job, self._check_result = None, checked
        if checked.is_valid:
            self._add(self._path.stem, replace=False)
        else:
            self.page.show_mistakes(checked.mistakes)

    def _add(self, name: str, replace: bool) -> None:  # noqa: FBT001 - Qt's signal
        path, checked = self._path, self._check_result

        def work(_job: Job) -> ReportTemplate:
            return add_template(path, name, replace=replace, checked=checked)

        self._job = self._background.run(work, self._finish_adding, partial(self._adding_failed, name))

    def _finish_adding(self, template: ReportTemplate) -> None:
        self._job = None
        remarks = self._check_result.warnings if self._check_result is not None else ()
        known = " ".join(("", "Good to know:", *map(str, remarks))) if remarks else ""
        self._begin("report", template.name)
        self._prompts.show_notice(Notice(f"Added: {template.title}.{known}", is_problem=False))

    def _adding_failed(self, name: str, problem: Exception) -> None:
        if isinstance(problem, TemplateError) and problem.code in _NAME_PROBLEM_CODES:
            self._job = None
            self.page.ask_name(
                name, f"The template is sound. {problem}", is_taken=problem.code == "template-there"
            )
        else:
            self._failed(problem)

    def _failed(self, problem: Exception) -> None:
        self._job = None
        if isinstance(problem, JobCancelledError):
            return
        if isinstance(problem, TemplateNotAdded):
            self.page.show_mistakes(problem.mistakes)
            return
        self.page.show_failed(notice_of(problem).text)
        if not isinstance(problem, CarreportError):
            raise problem
