"""The controller of the page “Review”."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from carreport.errors import CarreportError
from carreport.form import paths
from carreport.review.states import ReviewStage, is_told, states_now, tell_state
from carreport.review.threads import place_thread
from carreport.ui.review.review_page import ReviewPage
from carreport.ui.review.review_rows import CommentFilter, review_rows
from carreport.ui.review.thread_actions import ThreadActions
from carreport.ui.task import TaskContext, TaskController
from carreport.ui.undo_stack import FunctionCommand
from carreport.ui.widgets.notice_bar import notice_of


class ReviewController(TaskController[ReviewPage]):
    """Connects the page to the comments on the open inquiry, and follows what changes in them."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._actions = ThreadActions(context.session, context.undo_stack, context.window.prompts.show_notice)
        context.signals.answers_changed.connect(self._follow)

    def make_page(self) -> ReviewPage:
        """Return the page, connected."""
        page = ReviewPage(self._actions)
        page.place_requested.connect(self._pages.go_to)
        page.state_told.connect(self._tell)
        page.place_box.place_chosen.connect(self._place)
        page.set_questions(
            [
                (f"{section.id}.{question.id}", f"{section.title}: {question.label}")
                for section in self._session.form.sections
                for question in section.fields
            ]
        )
        page.send_requested.connect(lambda: self._context.begin_task("review_send", ""))
        page.import_requested.connect(lambda: self._context.begin_task("review_read", ""))
        return page

    def start(self, at: str) -> None:
        """Show all comments; `at` is a list (“must”) or the path of a thread to open."""
        self._refresh()
        if at in [*CommentFilter]:
            self.page.show_list(CommentFilter(at))
        elif at:
            self.page.select(at)
        self._pages.show(self.page)
        self.page.focus_start()

    def _follow(self, changed: Iterable[str], _source: str) -> None:
        """Show what has changed, if the page is shown and shows it."""
        if "page" not in self.__dict__ or not self._pages.is_shown(self.page):
            return
        thread = self.page.open_thread
        place = thread.place.partition("/")[0] if thread is not None else ""
        if any(path.startswith(f"{paths.REVIEW}.") or (place and path.startswith(place)) for path in changed):
            self._refresh()

    def _refresh(self) -> None:
        now, session = datetime.now().astimezone(), self._session
        steps = [(section.id, section.title) for section in session.form.sections]
        self.page.show_rows(review_rows(session, self._actions.threads(), now), steps)
        states = states_now(session)
        self.page.state_box.show_states(states, session.author, now, can_write=not session.read_only)
        self.page.send_button.setEnabled(not session.read_only)
        self.page.import_button.setEnabled(not session.read_only)

    def _place(self, place: str) -> None:
        thread, session = self.page.open_thread, self._session
        if thread is None:
            return
        try:
            self._context.undo_stack.do(
                FunctionCommand(
                    "place of the comment",
                    place,
                    lambda: place_thread(session, thread, place),
                    lambda: place_thread(session, thread, thread.place, thread.placing),
                )
            )
        except CarreportError as problem:
            self._prompts.show_notice(notice_of(problem))

    def _tell(self, stage: str, holder: str) -> None:
        session, told = self._session, list[str]()
        if is_told(session, ReviewStage(stage), holder):
            return  # undo would remove what was told before

        def tell() -> None:
            if told:
                session.restore_item(told[0])
            else:
                told.append(tell_state(session, ReviewStage(stage), holder))

        self._context.undo_stack.do(
            FunctionCommand("state of the inquiry", "", tell, lambda: session.remove_item(told[0]))
        )
        self._refresh()
