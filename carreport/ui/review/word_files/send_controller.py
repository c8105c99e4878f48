"""The controller for the page that makes a Word file for a reviewer."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from carreport.atomic_write import delete_files, free_path
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError
from carreport.file_names import make_file_name
from carreport.form.wording import format_count
from carreport.review.states import ReviewStage, tell_state
from carreport.review.word_out_send import ReviewFile, ReviewPlan, plan_review, record_review, write_review
from carreport.ui.background.jobs import Job, JobCancelledError
from carreport.ui.copies.export_page import CopyOutcome
from carreport.ui.export_folder import export_folder, remember_export_folder
from carreport.ui.review.word_files.send_page import SendReviewPage
from carreport.ui.task import TaskContext, TaskController

WORD_FILES = "Word document (*.docx)"
ATTACHED = "The report is attached for review. Write your comments in Word, and send the file back."


class SendReviewController(TaskController[SendReviewPage]):
    """Connects the page to the draft: makes the file, and records what was sent to whom."""

    needs_writing = True

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._chosen_path: Path | None = None

    def make_page(self) -> SendReviewPage:
        """Return a new page, connected to this controller."""
        page = SendReviewPage()
        page.place_requested.connect(self._ask_place)
        page.report_requested.connect(self._ask_report)
        page.copy_requested.connect(self._make)
        page.progress.cancel_button.clicked.connect(self.cancel)
        page.folder_requested.connect(self._prompts.show_folder)
        page.email_requested.connect(self._email)
        return page

    def _email(self, path: Path) -> None:
        has_opened = self._prompts.email_file(path, self._context.inquiry_title(), ATTACHED)
        self.page.file_actions.show_email_begun(has_opened=has_opened)

    def start(self, at: str) -> None:  # noqa: ARG002 - a review copy contains the whole inquiry
        """Show the page, with an unused file name and no earlier result unless a file is being made."""
        self._pages.show(self.page)
        if self.is_busy:
            return
        self.page.show_cancelled()
        self._chosen_path = None
        form = self._session.form
        title = str(self._session.shared_answers().get(form.title_path) or "") if form.title_path else ""
        today = date.today()  # noqa: DTZ011 - the local date
        name = f"{make_file_name(title or form.title)}, for review, {today:%Y-%m-%d}.docx"
        self.page.set_target(_unused(export_folder() / name))
        self.page.focus_start()

    def _ask_place(self, target: Path) -> None:
        path = self._prompts.save_report(target, WORD_FILES)
        if path is not None:
            self._chosen_path = path
            self.page.set_target(path)

    def _ask_report(self) -> None:
        path = self._prompts.open_word_document(export_folder())
        if path is not None:
            self.page.set_report(path)

    def _make(self, target: Path, recipient: str) -> None:
        may_replace = target == self._chosen_path  # the system's file dialog has already asked
        if not may_replace:
            target = _unused(target)
            self.page.set_target(target)
        report = self.page.report if self.page.report_radio.isChecked() else None
        self.page.show_progress(0, "")
        self._context.flush()
        try:
            plan = plan_review(self._session, target, to=recipient, report=report, replace=may_replace)
        except CarreportError as problem:
            self.show_failure(problem)
            return
        work = partial(_write, session=self._session, plan=plan, may_delete=not may_replace)
        self.run(work, self._show_file, progress=self.page.show_progress)

    def _show_file(self, written: ReviewFile) -> None:
        record_review(self._session, written)
        if self.page.tell_box.isChecked():
            tell_state(self._session, ReviewStage.SENT_FOR_REVIEW, written.receipt.to)
        remember_export_folder(self.page.target.parent)
        self.page.show_outcome(CopyOutcome(self.page.target, contents_text(written), "Word file"))


def contents_text(written: ReviewFile) -> str:
    """Return what is in a file for a reviewer, and which comments are not: their answers are not printed."""
    totals = written.receipt.totals_text
    parts = [totals if written.sent is not None else "", format_count(written.comments, "comment")]
    if written.unsent:
        parts.append(f"{format_count(written.unsent, 'comment thread')} left out")
    return ", ".join(filter(None, parts))


def _write(job: Job, session: DraftSession, plan: ReviewPlan, *, may_delete: bool) -> ReviewFile:
    job.report_progress(0.1, "Saving your changes…")
    session.flush()
    job.report_progress(0.3, "Writing the Word file…")
    written = write_review(plan)
    if job.is_cancelled and may_delete:
        delete_files((plan.target,))  # it did not exist before
        raise JobCancelledError
    return written


def _unused(target: Path) -> Path:
    return free_path(target) if target.exists() else target
