"""The controller for the page that makes a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt

from carreport.atomic_write import free_path
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError, ReportWriteError, system_reason
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.schema import Form, Share
from carreport.report.export import ExportResult, export_report, names_printed
from carreport.report.install_template import remove_template, write_starter_document
from carreport.report.pdf.rasterise import PageImage
from carreport.report.preview import TypstPool
from carreport.report.proof.consent import private_count_text
from carreport.report.templates.find_templates import available_templates, own_template_folders
from carreport.settings import templates_folder
from carreport.ui.background.job_controller import JobController
from carreport.ui.background.jobs import Job
from carreport.ui.export_folder import export_folder, remember_export_folder
from carreport.ui.report.preview_controller import (
    AS_PDF,
    THEN_MAKE,
    close_in_background,
    make_image,
    prepare_preview,
)
from carreport.ui.report.report_page import WIDEST_SHEET, ReportPage, ReportRequest, TemplateChoice
from carreport.ui.task import TaskContext, TaskController
from carreport.ui.widgets.notice_bar import Notice, notice_of
from carreport.ui.widgets.progress import ReportOutcome

READERS_TEXT = {Share.PUBLIC: "For everybody", Share.TEAM: "For your group", Share.PRIVATE: "For you only"}
STARTER_NAME = "Report to restyle.docx"
ATTACHED = "The report is attached."
NO_PICTURE = "The first page cannot be shown here. You can still make the report."


class FirstPageJob(JobController):
    """Draws the first page of the report in the background, for one template at a time."""

    def __init__(self, context: TaskContext, page: ReportPage) -> None:
        super().__init__(context.window, context.parent)
        self._session, self._page = context.session, page
        self._typst_pool = TypstPool()
        self._shown: tuple[Answers, str] | None = None

    def draw(self, template: str) -> None:
        """Draw the page again, unless it is up to date."""
        shown = self._session.shared_answers(), template
        if self._shown is not None and self._shown[0] is shown[0] and self._shown[1] == template:
            return
        self._shown = None
        page, lay_out = self._page.first_page, prepare_preview(self._session, self._typst_pool, template)
        dots = WIDEST_SHEET * page.devicePixelRatioF()

        def work(job: Job) -> tuple[PageImage, int]:
            preview = lay_out(job)
            return preview.render_page(0, dots / preview.sizes[0][0]), len(preview.sizes)

        page.show_waiting()
        self._page.show_page_count(0)
        self.run(work, partial(self._show, shown), failed=self._show_failure)

    def close(self) -> None:
        """Stop the job, and the process that lays out the report."""
        super().close()
        close_in_background(self._typst_pool)

    def _show(self, shown: tuple[Answers, str], drawn: tuple[PageImage, int]) -> None:
        self._shown = shown
        picture, count = drawn
        self._page.first_page.show_image(make_image(picture))
        self._page.show_page_count(count)

    def _show_failure(self, _problem: Exception) -> None:
        self._page.first_page.show_reason(NO_PICTURE)


class ReportController(TaskController[ReportPage]):
    """Connects the page to the report export and the user's templates."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._is_path_chosen = False
        self._first_page: FirstPageJob | None = None

    def make_page(self) -> ReportPage:
        """Return a new page, connected to this controller."""
        begin_task, prompts = self._context.begin_task, self._prompts
        page = ReportPage(list_templates(self._session.form), export_folder())
        self._first_page = FirstPageJob(self._context, page)
        page.first_page_requested.connect(self._first_page.draw)
        self._context.signals.answers_changed.connect(self._follow_answers)
        page.report_requested.connect(self._make)
        page.cancel_requested.connect(self.cancel)
        page.check_requested.connect(lambda name: begin_task("check", name))
        page.preview_requested.connect(lambda name: begin_task("preview", name))
        page.place_requested.connect(self._ask_place)
        page.free_name_requested.connect(self._use_free_name)
        page.file_requested.connect(prompts.show_file)
        page.folder_requested.connect(prompts.show_folder)
        page.email_requested.connect(self._email)
        own = page.own_templates
        own.add_requested.connect(lambda: begin_task("template", ""))
        own.starter_requested.connect(self._make_starter)
        own.remove_requested.connect(self._move_to_bin)
        own.delete_requested.connect(self._delete)
        return page

    def start(self, at: str) -> None:
        """Show the page with the template `at` selected, if there is one, and no earlier result."""
        name, marker, _ = at.removeprefix(AS_PDF).partition(THEN_MAKE)
        self._pages.show(self.page)
        before = self.page.template
        self.page.show_templates(list_templates(self._session.form))
        self.page.choose_template(name)
        if not self.is_busy:
            self.page.clear_outcome()
            if at.startswith(AS_PDF):
                self.page.set_target(self.page.target.with_suffix(".pdf"))
            if not self._is_path_chosen:
                form = self._session.form
                self.page.set_target(export_folder() / self.page.target.name)
                self.page.suggest_name(str(self._session.shared_answers().get(form.title_path) or ""))
                self._use_free_name(self.page.target)
        self.page.focus_start()
        if name and self.page.template != before:
            self.page.templates.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._first_page is not None:
            self._first_page.draw(self.page.template)
        if marker and not self.is_busy and not self.page.target.exists():
            self.page.primary_action.trigger()

    def close(self) -> None:
        """Stop everything: the inquiry is closed."""
        if self._first_page is not None:
            self._first_page.close()
        super().close()

    def _follow_answers(self) -> None:
        """Draw the first page again, and hide a report that no longer has the latest answers."""
        if self._first_page is None or not self._pages.is_shown(self.page):
            return
        self._first_page.draw(self.page.template)
        if not self.is_busy:
            self.page.clear_outcome()

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
            try:
                write_starter_document(target, replace=True)
            except OSError as problem:
                raise _explain(problem) from None
            return target

        self.run_beside(work, self._show_starter)

    def _show_starter(self, target: Path) -> None:
        text = f"Saved {target.name}. Its comments explain the tags. Restyle it in Word, then add it here."
        show = partial(self._prompts.show_file, target)
        self._prompts.show_notice(Notice(text, is_problem=False, action_text="Open", action=show))

    def _move_to_bin(self, name: str) -> None:
        titles = {choice.name: choice.title for choice in list_templates(self._session.form) if choice.is_own}
        if name not in titles:
            self.page.show_templates(list_templates(self._session.form))
        elif self._prompts.move_to_bin(templates_folder() / name):
            self._show_removed(f"“{titles[name]}” has been moved to the recycle bin.")
        else:
            self.page.confirm_delete(name)

    def _delete(self, name: str) -> None:
        try:
            remove_template(name)
        except (CarreportError, OSError) as problem:
            self._prompts.show_notice(
                notice_of(problem if isinstance(problem, CarreportError) else _explain(problem))
            )
        else:
            self._show_removed("The template has been deleted.")

    def _show_removed(self, text: str) -> None:
        self.page.show_templates(list_templates(self._session.form))
        self.page.own_templates.add_link.setFocus(Qt.FocusReason.OtherFocusReason)
        reassurance = "Reports made with it are not affected."
        self._prompts.show_notice(Notice(f"{text} {reassurance}", is_problem=False))

    def _email(self, path: Path) -> None:
        has_opened = self._prompts.email_file(path, self._context.inquiry_title(), ATTACHED)
        self.page.result_panel.file_actions.show_email_begun(has_opened=has_opened)

    def _make(self, request: ReportRequest) -> None:
        session = self._session
        form, answers = session.form, session.shared_answers()
        today = date.today()  # noqa: DTZ011 - reports have the local date

        def work(job: Job) -> ExportResult | int:
            pictures = session.shared_pictures(answers)
            if not request.may_name:
                count = names_printed(form, answers, pictures, request.template, today)
                if count:
                    return count
            return export_report(
                form, answers, pictures, request.template, request.target, today, progress=job.report_progress
            )

        first_page = self._first_page
        if first_page is not None:
            first_page.abandon()  # there is one worker thread
        self.page.show_progress(0, "")
        self.run(
            work,
            self._show_report,
            ended=partial(first_page.draw, request.template) if first_page is not None else None,
            progress=self.page.show_progress,
        )

    def _show_report(self, exported: ExportResult | int) -> None:
        if isinstance(exported, int):
            self.page.show_names(exported)
            return
        remember_export_folder(exported.path.parent)
        form, proof = self._session.form, exported.proof
        withheld = tuple((_field_label(form.field(path), path), why) for path, why in proof.withheld.items())
        missing = (
            *(answer.label for answer in proof.missing),
            *(f"{answer.label} ({answer.text})" for answer in proof.unreadable),
        )
        private = tuple(private_entry_lines(self._session))
        summary = f"Report made. {proof.in_words}"
        self.page.show_outcome(ReportOutcome(exported.path, summary, withheld, missing, private))


def list_templates(form: Form) -> list[TemplateChoice]:
    """Return the templates available for this form, each with who may read its reports."""
    own = {folder.name for folder in own_template_folders()}
    return [
        TemplateChoice(
            template.name,
            template.title,
            template.purpose,
            READERS_TEXT[template.audience],
            template.name in own,
        )
        for template in available_templates(form)
    ]


def private_entry_lines(session: DraftSession) -> Iterator[str]:
    """Yield how many entries of each list are not in a report, because only the author can see them."""
    groups = Counter(paths.group_path(entry) for entry in session.views.private_entries())
    for path, count in sorted(groups.items()):
        yield private_count_text(session.form.field(path), count)


def _field_label(field: object, path: str) -> str:
    return getattr(field, "label", path)


def _explain(problem: OSError) -> ReportWriteError:
    return ReportWriteError(
        "template-not-changed",
        "The template could not be saved or deleted.",
        why=f"The system reports: {system_reason(problem)}.",
    )
