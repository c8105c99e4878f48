"""The controller for the page that makes a copy to send."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from carreport.atomic_write import delete_files
from carreport.draft.copies.export_copy import CopyPlan, plan_copy, write_copy
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import Receipt, add_receipt
from carreport.errors import CarreportError
from carreport.file_names import DRAFT_SUFFIX, draft_name_beside, make_file_name
from carreport.form.richtext import clean_line
from carreport.ui.background.jobs import Job, JobCancelledError
from carreport.ui.copies.export_page import CopyOutcome, ExportCopyPage
from carreport.ui.export_folder import export_folder, remember_export_folder
from carreport.ui.task import TaskContext, TaskController

MOST_AUTHOR_BYTES = 60
"""The most bytes of the author's name in a suggested file name."""
ATTACHED = (
    "A copy of the inquiry is attached. Open it with carreport, and send it back when you have finished."
)


class ExportCopyController(TaskController[ExportCopyPage]):
    """Connects the page to the draft: makes the copy, and records it and the recipient."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._chosen_path: Path | None = None

    def make_page(self) -> ExportCopyPage:
        """Return a new page, connected to this controller."""
        page = ExportCopyPage()
        page.place_requested.connect(self._ask_place)
        page.copy_requested.connect(self._make)
        page.progress.cancel_button.clicked.connect(self.cancel)
        page.folder_requested.connect(self._prompts.show_folder)
        page.email_requested.connect(self._email)
        return page

    def _email(self, path: Path) -> None:
        has_opened = self._prompts.email_file(path, self._context.inquiry_title(), ATTACHED)
        self.page.file_actions.show_email_begun(has_opened=has_opened)

    def start(self, at: str) -> None:  # noqa: ARG002 - a copy contains the whole inquiry
        """Show the page, with an unused file name and no earlier result unless a copy is being made."""
        self._pages.show(self.page)
        if self.is_busy:
            return
        self.page.show_cancelled()
        self._chosen_path = None
        self.page.set_target(_free_path(export_folder() / self._propose_name()))
        self.page.focus_start()

    def _propose_name(self) -> str:
        form = self._session.form
        title = str(self._session.answers().get(form.title_path) or "") if form.title_path else ""
        today = date.today()  # noqa: DTZ011 - the local date
        inquiry = make_file_name(title or form.title)
        author = make_file_name(self._session.author, MOST_AUTHOR_BYTES)
        return f"{inquiry}, {author}, {today:%Y-%m-%d}{DRAFT_SUFFIX}"

    def _ask_place(self, target: Path) -> None:
        path = self._prompts.save_draft(target)
        if path is not None:
            self._chosen_path = path
            self.page.set_target(path)

    def _make(self, target: Path, recipient: str) -> None:
        may_replace = target == self._chosen_path  # the system's file dialog has already asked
        if not may_replace:
            target = _free_path(target)
            self.page.set_target(target)
        self.page.show_progress(0, "")
        try:
            plan = plan_copy(self._session, target, replace=may_replace)
        except CarreportError as problem:
            self.show_failure(problem)
            return
        work = partial(_make_copy, session=self._session, plan=plan)
        done = partial(self._show_copy, target, clean_line(recipient))
        self.run(work, done, progress=self.page.show_progress)

    def _show_copy(self, target: Path, recipient: str, receipt: Receipt) -> None:
        add_receipt(self._session, replace(receipt, to=recipient))
        remember_export_folder(target.parent)
        self.page.show_outcome(CopyOutcome(target, receipt.totals_text))


def _make_copy(job: Job, session: DraftSession, plan: CopyPlan) -> Receipt:
    job.report_progress(0.1, "Saving your changes…")
    session.flush()
    job.report_progress(0.3, "Writing the copy…")
    receipt = write_copy(plan)
    if job.is_cancelled and not plan.replace:
        delete_files((plan.target,))  # it did not exist before
        raise JobCancelledError
    return receipt


def _free_path(target: Path) -> Path:
    """Return this path, with a number added if the file exists."""
    number, free = 2, target
    while free.exists():
        free = draft_name_beside(target, f" ({number})")
        number += 1
    return free
