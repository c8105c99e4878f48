"""The controller of the page for choosing a quotation for the research fellow's text."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.draft.session.private_file import may_be_private
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.richtext import Block
from carreport.form.wording import format_count
from carreport.ui.background.jobs import Job
from carreport.ui.editors.text import TextEditor
from carreport.ui.quotations.quotable_answers import QuotableAnswer, find_quotable_answers
from carreport.ui.quotations.quotation_page import QuotePage
from carreport.ui.task import TaskContext, TaskController


class QuoteController(TaskController[QuotePage]):
    """Connects the page to the answers that can be quoted, and to the text that the quotation goes into."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._answers: Answers | None = None
        self._path = ""

    def make_page(self) -> QuotePage:
        """Return the page, connected."""
        page = QuotePage()
        page.quotation_chosen.connect(self._insert_quotation)
        page.cancel_requested.connect(self.cancel)
        return page

    def start(self, at: str) -> None:
        """List the answers that can be quoted in the text at `at`."""
        self._path = at
        self._pages.show(self.page)
        if self._answers is not self._session.answers():
            self._find_answers()
        self.page.focus_start()

    def show_failure(self, problem: Exception) -> None:
        """Show why the answers could not be collected."""
        self.page.show_cancelled()
        super().show_failure(problem)

    def _find_answers(self) -> None:
        form, answers = self._session.form, self._session.answers()
        asked = {path for path, question in form.questions() if may_be_private(question)}
        private = frozenset(
            answer.path
            for answer in answers.answered_fields(form)
            if answer.path.partition("/")[0] in asked and self._session.is_private(answer.path)
        )

        def work(job: Job) -> tuple[Answers, Sequence[QuotableAnswer]]:
            quotable_answers = []
            for answer in find_quotable_answers(form, answers, private.__contains__):
                quotable_answers.append(answer)
                if len(quotable_answers) % 50 == 0:
                    job.report_progress(0.5, f"{format_count(len(quotable_answers), 'answer')} so far…")
            return answers, quotable_answers

        self.page.show_progress(0.1, "Collecting the answers…")
        self.run(work, self._show_answers, progress=self.page.show_progress)

    def _show_answers(self, result: tuple[Answers, Sequence[QuotableAnswer]]) -> None:
        self._answers, quotable_answers = result
        self.page.show_answers(quotable_answers, f"{paths.split_path(self._path).section}.")

    def _insert_quotation(self, blocks: Sequence[Block]) -> None:
        self._pages.go_to(self._path)
        for editor in self._pages.step_page(self._path).findChildren(TextEditor):
            if editor.path == self._path and not editor.read_only:
                editor.insert_quotation(blocks)
