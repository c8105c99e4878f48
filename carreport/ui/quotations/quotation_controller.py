"""Gather the answers that can be quoted beside the window, and put what was chosen into the fellow's text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from carreport.errors import CarreportError
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.richtext import Block
from carreport.ui.background.jobs import Job, JobCancelledError
from carreport.ui.editors.text import TextEditor
from carreport.ui.quotations.quotable_answers import QuotableAnswer, find_quotable_answers
from carreport.ui.quotations.quotation_page import QuotePage
from carreport.ui.task import TaskContext
from carreport.ui.widgets.notice_bar import notice_of


class QuoteController(QObject):
    """Stands between the page on which one chooses words and the text that they go into."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context.parent)
        self._pages = context.pages
        self._session = context.session
        self._background = context.background
        self._show_notice = context.prompts.show_notice
        self._job: Job | None = None
        self._answers: Answers | None = None
        self._path = ""
        self.page = QuotePage()
        self.page.quotation_chosen.connect(self._insert_quotation)
        self.page.cancel_requested.connect(self._cancel)

    def begin(self, at: str = "") -> None:
        """List the answers for the text at `at`, which was left a moment ago."""
        self._path = at
        self._pages.show(self.page)
        if self._answers is not self._session.answers():
            self._find_answers()
        self.page.focus_start()

    def close(self) -> None:
        """Stop gathering: the inquiry is closed."""
        if self._job is not None:
            self._job.abandon()

    def _find_answers(self) -> None:
        if self._job is not None:
            self._job.abandon()
        form, answers = self._session.form, self._session.answers()
        entries = (
            paths.item_path(path, item.id)
            for path, question in form.questions()
            if question.private_until is not None
            for item in answers.items(path)
        )
        private = frozenset(filter(self._session.is_private, entries))

        def work(job: Job) -> tuple[Answers, Sequence[QuotableAnswer]]:
            found = []
            for each in find_quotable_answers(form, answers, private.__contains__):
                found.append(each)
                if len(found) % 50 == 0:
                    job.report_progress(0.5, f"{len(found)} answers so far…")
            return answers, found

        self.page.show_progress(0.1, "Gathering the answers…")
        self._job = self._background.run(work, self._show_answers, self._failed, self.page.show_progress)

    def _show_answers(self, gathered: tuple[Answers, Sequence[QuotableAnswer]]) -> None:
        self._job = None
        self._answers, found = gathered
        self.page.show_answers(found, f"{paths.split_path(self._path).section}.")

    def _failed(self, problem: Exception) -> None:
        self._job = None
        self.page.show_cancelled()
        if isinstance(problem, JobCancelledError):
            return
        self._show_notice(notice_of(problem))
        if not isinstance(problem, CarreportError):
            raise problem

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _insert_quotation(self, blocks: Sequence[Block]) -> None:
        self._pages.go_to(self._path)
        for editor in self._pages.step_page(self._path).findChildren(TextEditor):
            if editor.path == self._path and not editor.read_only:
                editor.insert_quotation(blocks)
