"""Make the copy that the page asks for, and tell the page what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from carreport.draft.copies.export_copy import CopyPlan, plan_copy_in_steps, write_copy
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import Receipt, add_receipt
from carreport.errors import CarreportError
from carreport.form.richtext import clean_line
from carreport.ui.background.jobs import Job, JobCancelledError
from carreport.ui.copies.export_page import CopyOutcome, ExportCopyPage
from carreport.ui.export_folder import export_folder, make_file_name, remember_export_folder
from carreport.ui.qt.turns import Turns
from carreport.ui.task import TaskContext
from carreport.ui.widgets.notice_bar import notice_of

SUFFIX = ".carreport"


class ExportCopyController(QObject):
    """Stands between the page on which a copy is made and the draft."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context.parent)
        self._pages = context.pages
        self._session = context.session
        self._background = context.background
        self._prompts = context.prompts
        self._job: Job | None = None
        self._turns = Turns(self)
        self._chosen_path: Path | None = None
        self.page = ExportCopyPage()
        self.page.place_requested.connect(self._ask_place)
        self.page.copy_requested.connect(self._make)
        self.page.progress.cancel_button.clicked.connect(self._cancel)
        self.page.folder_requested.connect(context.prompts.show_folder)

    def begin(self, _at: str = "") -> None:
        """Make the page ready: propose a name that no file has, and show no earlier result."""
        self._pages.show(self.page)
        if self._job is not None or self._turns.is_busy:
            return
        self.page.clear_outcome()
        self._chosen_path = None
        self.page.set_target(_free_path(export_folder() / self._propose_name()))
        self.page.focus_start()

    def close(self) -> None:
        """Stop a copy that is being made: its inquiry is closed."""
        self._turns.let_go()
        if self._job is not None:
            self._job.abandon()

    def _propose_name(self) -> str:
        form = self._session.form
        title = str(self._session.answers().get(form.title_path) or "") if form.title_path else ""
        today = date.today()  # noqa: DTZ011 - the person's own day
        inquiry, author = make_file_name(title or form.title), make_file_name(self._session.author)
        return f"{inquiry}, {author}, {today:%Y-%m-%d}{SUFFIX}"

    def _ask_place(self, target: Path) -> None:
        chosen = self._prompts.save_draft(target)
        if chosen is not None:
            self._chosen_path = chosen
            self.page.set_target(chosen)

    def _make(self, target: Path, for_whom: str) -> None:
        may_replace = target == self._chosen_path  # the system asked before it let that name be chosen
        if not may_replace:
            target = _free_path(target)
            self.page.set_target(target)
        self.page.show_progress(0, "")
        self._turns.begin(self._order(target, for_whom, may_replace=may_replace))

    def _order(self, target: Path, for_whom: str, *, may_replace: bool) -> Iterator[None]:
        yield
        try:
            for order in plan_copy_in_steps(self._session, target, replace=may_replace):
                if order is None:
                    yield
        except CarreportError as problem:
            self._job = None
            self.page.show_failed(str(problem))
            return
        assert order is not None  # noqa: S101 - the last of them
        work = partial(_make_copy, session=self._session, order=order)
        done = partial(self._done, target, clean_line(for_whom))
        self._job = self._background.run(work, done, self._failed, on_progress=self.page.show_progress)

    def _cancel(self) -> None:
        if self._turns.is_busy:
            self._turns.let_go()
            self._failed(JobCancelledError())
        elif self._job is not None:
            self._job.cancel()

    def _done(self, target: Path, for_whom: str, receipt: Receipt) -> None:
        self._job = None
        add_receipt(self._session, replace(receipt, to=for_whom))
        remember_export_folder(target.parent)
        self.page.show_outcome(CopyOutcome(target, receipt.totals_text))

    def _failed(self, problem: Exception) -> None:
        self._job = None
        if isinstance(problem, JobCancelledError):
            self.page.clear_outcome()
            return
        self.page.show_failed(notice_of(problem).text)
        if not isinstance(problem, CarreportError):
            raise problem


def _make_copy(job: Job, session: DraftSession, order: CopyPlan) -> Receipt:
    job.report_progress(0.1, "Saving what you wrote…")
    session.flush()
    job.report_progress(0.3, "Writing the copy…")
    receipt = write_copy(order)
    if job.is_cancelled and not order.replace:
        order.target.unlink(missing_ok=True)  # it was not there before
        raise JobCancelledError
    return receipt


def _free_path(target: Path) -> Path:
    """Return this path, or one like it that no file has."""
    number, free = 2, target
    while free.exists():
        free = target.with_name(f"{target.name.removesuffix(SUFFIX)} ({number}){SUFFIX}")
        number += 1
    return free
