"""Make a report beside the window, and tell its page how it goes."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt

from carreport.atomic_write import free_path
from carreport.errors import CarreportError
from carreport.form.schema import Form, Share
from carreport.report.export import ExportResult, export_report
from carreport.report.install_template import remove_template, write_starter_document
from carreport.report.templates.find_templates import available_templates, own_template_folders
from carreport.settings import templates_folder
from carreport.ui.background.jobs import Job, JobCancelledError
from carreport.ui.export_folder import export_folder, remember_export_folder
from carreport.ui.report.report_page import ReportPage, ReportRequest, TemplateChoice
from carreport.ui.task import TaskContext
from carreport.ui.widgets.notice_bar import Notice, notice_of
from carreport.ui.widgets.progress import ReportOutcome

READERS_TEXT = {Share.PUBLIC: "For everybody", Share.TEAM: "For the team", Share.PRIVATE: "For you only"}
STARTER_NAME = "Report to restyle.docx"


class ReportController(QObject):
    """Stands between the page on which a report is made and the work of making it."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context.parent)
        self._pages = context.pages
        self._session = session = context.session
        self._background = context.background
        self._prompts = prompts = context.prompts
        self._job: Job | None = None
        self._is_path_chosen = False
        self.page = ReportPage(list_templates(session.form), export_folder())
        self.page.report_requested.connect(self._make)
        self.page.cancel_requested.connect(self._cancel)
        self.page.check_requested.connect(lambda name: context.begin_task("check", name))
        self.page.preview_requested.connect(lambda name: context.begin_task("preview", name))
        self.page.place_requested.connect(self._ask_place)
        self.page.free_name_requested.connect(self._use_free_name)
        self.page.file_requested.connect(prompts.show_file)
        self.page.folder_requested.connect(prompts.show_folder)
        own = self.page.own_templates
        own.add_requested.connect(lambda: context.begin_task("template", ""))
        own.starter_requested.connect(self._make_starter)
        own.remove_requested.connect(self._move_to_bin)
        own.delete_requested.connect(self._delete)

    def begin(self, at: str = "") -> None:
        """Make the page ready for the template `at`: suggest a name, and show no earlier result."""
        self._pages.show(self.page)
        known = set(self.page.templates.cards)
        self.page.show_templates(list_templates(self._session.form))
        if at in self.page.templates.cards:
            self.page.templates.choose(at)
        if self._job is None:
            self.page.clear_outcome()
            if not self._is_path_chosen:
                form = self._session.form
                self.page.suggest_name(str(self._session.answers().get(form.title_path) or ""))
                self._use_free_name(self.page.target)
        self.page.focus_start()
        if at in self.page.templates.cards.keys() - known:
            self.page.templates.cards[at].radio_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """Stop a report that is being made: its inquiry is closed."""
        if self._job is not None:
            self._job.abandon()

    def _ask_place(self, target: Path, files: str) -> None:
        chosen = self._prompts.save_report(target, files)
        if chosen is not None:
            self._is_path_chosen = True
            self.page.set_target(chosen)

    def _use_free_name(self, target: Path) -> None:
        if target.exists():
            self.page.set_target(free_path(target))

    def _make_starter(self) -> None:
        target = self._prompts.save_template(export_folder() / STARTER_NAME)
        if target is None:
            return
        if not target.suffix:
            target = target.with_name(f"{target.name}.docx")

        def work(_job: Job) -> Path:
            write_starter_document(target, replace=True)
            return target

        self._background.run(work, self._show_starter, self._show_problem)

    def _show_starter(self, target: Path) -> None:
        said = f"{target.name} is there, with notes beside its tags. Restyle it in Word, then add it here."
        show = partial(self._prompts.show_file, target)
        self._prompts.show_notice(Notice(said, is_problem=False, action_text="Open it", action=show))

    def _move_to_bin(self, name: str) -> None:
        titles = {each.name: each.title for each in list_templates(self._session.form) if each.is_own}
        if name not in titles:
            self.page.show_templates(list_templates(self._session.form))
        elif self._prompts.move_to_bin(templates_folder() / name):
            self._show_removed(f"“{titles[name]}” lies in the bin of this computer now.")
        else:
            self.page.confirm_delete(name)

    def _delete(self, name: str) -> None:
        try:
            remove_template(name)
        except (CarreportError, OSError) as problem:
            self._show_problem(problem)
        else:
            self._show_removed("The template is deleted.")

    def _show_removed(self, said: str) -> None:
        self.page.show_templates(list_templates(self._session.form))
        self.page.own_templates.add_link.setFocus(Qt.FocusReason.OtherFocusReason)
        kept = "Reports that were made with it stay as they are."
        self._prompts.show_notice(Notice(f"{said} {kept}", is_problem=False))

    def _show_problem(self, problem: Exception) -> None:
        if isinstance(problem, OSError):
            self._prompts.show_notice(Notice(f"It could not be done. The system says: {problem.strerror}."))
            return
        self._prompts.show_notice(notice_of(problem))
        if not isinstance(problem, CarreportError):
            raise problem

    def _make(self, order: ReportRequest) -> None:
        session = self._session
        form, answers = session.form, session.answers()
        today = date.today()  # noqa: DTZ011 - the date on the report is the person's own day

        def work(job: Job) -> ExportResult:
            pictures = session.pictures_of(answers)
            return export_report(
                form, answers, pictures, order.template, order.target, today, progress=job.report_progress
            )

        self.page.show_progress(0, "")
        self._job = self._background.run(work, self._done, self._failed, self.page.show_progress)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _done(self, exported: ExportResult) -> None:
        self._job = None
        remember_export_folder(exported.path.parent)
        form, proof = self._session.form, exported.proof
        kept_back = tuple((_field_label(form.field(path), path), why) for path, why in proof.withheld.items())
        missing = tuple(each.label for each in proof.missing)
        self.page.show_outcome(ReportOutcome(exported.path, proof.sentence, kept_back, missing))

    def _failed(self, problem: Exception) -> None:
        self._job = None
        if isinstance(problem, JobCancelledError):
            self.page.show_cancelled()
            return
        self.page.show_failed(notice_of(problem).text)
        if not isinstance(problem, CarreportError):
            raise problem


def list_templates(form: Form) -> list[TemplateChoice]:
    """Return the templates that reports of this form can be made with, each with who may read them."""
    own = {folder.name for folder in own_template_folders()}
    return [
        TemplateChoice(each.name, each.title, each.purpose, READERS_TEXT[each.audience], each.name in own)
        for each in available_templates(form)
    ]


def _field_label(field: object, path: str) -> str:
    return getattr(field, "label", path)
