"""The controller for the page that brings in a reviewed Word file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError
from carreport.form import paths
from carreport.form.wording import format_count
from carreport.review.states import ReviewStage, tell_state
from carreport.review.threads import threads_of
from carreport.review.word_back.incoming import BroughtComments, IncomingReview, bring_in_review
from carreport.review.word_back.returned_copy import compare_with_sent, find_sent
from carreport.review.word_walk.document import WordDocument
from carreport.review.word_walk.reviewed_copy import read_reviewed_copy
from carreport.ui.background.jobs import Job
from carreport.ui.export_folder import export_folder
from carreport.ui.review.thread_actions import messages_by_thread, require_unanswered
from carreport.ui.review.word_files.finding_rows import finding_rows
from carreport.ui.review.word_files.read_page import ReadReviewPage
from carreport.ui.task import TaskContext, TaskController
from carreport.ui.undo_stack import UndoCommand
from carreport.ui.widgets.notice_bar import Notice, notice_of


class BringInReview(UndoCommand):
    """Add what a Word file says; undo removes all of it again."""

    def __init__(
        self, session: DraftSession, review: IncomingReview, chosen: Collection[str], *, is_told: bool
    ) -> None:
        super().__init__("bringing in a reviewed file", "")
        self._session, self._review, self._chosen = session, review, chosen
        self._is_told = is_told
        self._added: tuple[str, ...] = ()
        self._known: Mapping[str, frozenset[str]] = {}
        self.brought = BroughtComments()

    def apply(self) -> None:
        """Add it, or restore it."""
        if self._added:
            for entry in self._added:
                self._session.restore_item(entry)
            return
        before = _review_entries(self._session)
        self.brought = bring_in_review(self._session, self._review, self._chosen)
        if self._is_told:
            tell_state(self._session, ReviewStage.BACK_FROM_REVIEW)
        added = _review_entries(self._session) - before
        outermost = {entry for entry in added if paths.outermost_entry(entry) == entry}
        inner = {entry for entry in added if paths.outermost_entry(entry) not in outermost}
        self._added = tuple(sorted(outermost | inner))
        self._known = messages_by_thread(self._session, self._added)

    def revert(self) -> None:
        """Remove it; raise `UsageError` if somebody has answered one of the comments since."""
        require_unanswered(self._session, self._known)
        for entry in self._added:
            self._session.remove_item(entry)


class ReadReviewController(TaskController[ReadReviewPage]):
    """Connects the page to the file, which is read in the worker thread, and to the draft."""

    needs_writing = True

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._review: IncomingReview | None = None

    def make_page(self) -> ReadReviewPage:
        """Return a new page, connected to this controller."""
        page = ReadReviewPage()
        page.file_requested.connect(self._ask_file)
        page.bring_in_requested.connect(self._bring_in)
        page.progress.cancel_button.clicked.connect(self.cancel)
        return page

    def start(self, at: str) -> None:
        """Read the file at the path `at`, or ask for one."""
        path = Path(at) if at else self._prompts.open_word_document(export_folder())
        if path is not None:
            self._pages.show(self.page)
            self._read(path)

    def _ask_file(self) -> None:
        path = self._prompts.open_word_document(export_folder())
        if path is not None:
            self._read(path)

    def _read(self, path: Path) -> None:
        self._context.flush()
        self.page.show_file(path.name)
        self.page.show_progress(0, "")
        self.run(
            partial(_read, path=path), partial(self._compare, path.name), progress=self.page.show_progress
        )

    def _compare(self, name: str, document: WordDocument) -> None:
        try:
            sent = find_sent(self._session, document)
        except CarreportError as problem:
            self.show_failure(problem)
            return

        def work(job: Job) -> IncomingReview:
            job.report_progress(0.7, "Comparing the file with what was sent…")
            return compare_with_sent(name, document, sent)

        self.page.show_progress(0.7, "")
        self.run(work, self._show_review, progress=self.page.show_progress)

    def _show_review(self, review: IncomingReview) -> None:
        self._review = review
        now = datetime.now().astimezone()
        rows = finding_rows(self._session, review.reviewed.findings, now)
        known = {paths.item_id(comment.thread) for comment in review.reviewed.known if comment.is_settled}
        settled = sum(thread.id in known and not thread.is_settled for thread in threads_of(self._session))
        self.page.show_findings(review.reviewed.sentences, rows, settled)
        self.page.focus_start()

    def _bring_in(self, chosen: frozenset[str]) -> None:
        if self._review is None:
            return
        is_told = self.page.tell_box.isChecked()
        command = BringInReview(self._session, self._review, chosen, is_told=is_told)
        try:
            self._context.undo_stack.do(command)
        except CarreportError as problem:
            self._prompts.show_notice(notice_of(problem))
            return
        text = added_text(command.brought)
        self._prompts.show_notice(
            Notice(text, is_problem=False, action_text="Undo", action=self._context.undo)
        )
        self._context.begin_task("review", "open")


def added_text(brought: BroughtComments) -> str:
    """Return what was added, in a sentence."""
    if brought.is_nothing:
        return "The inquiry has all of this already. Nothing was added."
    parts = [format_count(len(brought.threads), "comment")] if brought.threads else []
    parts += [format_count(brought.replies, "reply")] if brought.replies else []
    parts += [f"{brought.settled} settled"] if brought.settled else []
    return f"Brought in: {', '.join(parts)}."


def _review_entries(session: DraftSession) -> set[str]:
    """Return the paths of all comments, messages and states that are there."""
    return {
        path
        for path in session.tree.paths()
        if paths.is_review(path)
        and paths.is_item_path(path)
        and not session.tree.enclosing_removed_entry(path)
    }


def _read(job: Job, path: Path) -> WordDocument:
    job.report_progress(0.2, "Reading the file…")
    return read_reviewed_copy(path)
