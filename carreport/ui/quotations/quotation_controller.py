"""Gather the answers that can be quoted beside the window, and put what was chosen into the fellow's text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from carreport.errors import CarreportError
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.richtext import Block
from carreport.ui.background.jobs import Cancelled, Ticket
from carreport.ui.editors.text import TextEditor
from carreport.ui.quotations.quotable_answers import Quotable, quotables
from carreport.ui.quotations.quotation_page import QuotePage
from carreport.ui.task import Room
from carreport.ui.widgets.notice_bar import notice_of


class QuoteWork(QObject):
    """Stands between the page on which one chooses words and the text that they go into."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.parent)
        self._pages = room.pages
        self._session = room.session
        self._tasks = room.tasks
        self._say = room.prompts.explain
        self._ticket: Ticket | None = None
        self._listed: Answers | None = None
        self._path = ""
        self.page = QuotePage()
        self.page.quoted.connect(self._put_in)
        self.page.cancel_wanted.connect(self._cancel)

    def begin(self, at: str = "") -> None:
        """List the answers for the text at `at`, which was left a moment ago."""
        self._path = at
        self._pages.show(self.page)
        if self._listed is not self._session.answers():
            self._gather()
        self.page.focus_here()

    def let_go(self) -> None:
        """Stop gathering: the inquiry is closed."""
        if self._ticket is not None:
            self._ticket.drop_contents()

    def _gather(self) -> None:
        if self._ticket is not None:
            self._ticket.drop_contents()
        form, answers = self._session.form, self._session.answers()
        entries = (
            paths.item_path(path, item.id)
            for path, question in form.questions()
            if question.private_until is not None
            for item in answers.items(path)
        )
        private = frozenset(filter(self._session.is_private, entries))

        def work(ticket: Ticket) -> tuple[Answers, Sequence[Quotable]]:
            found = []
            for each in quotables(form, answers, private.__contains__):
                found.append(each)
                if len(found) % 50 == 0:
                    ticket.report(0.5, f"{len(found)} answers so far…")
            return answers, found

        self.page.show_working(0.1, "Gathering the answers…")
        self._ticket = self._tasks.run(work, self._list, self._failed, self.page.show_working)

    def _list(self, gathered: tuple[Answers, Sequence[Quotable]]) -> None:
        self._ticket = None
        self._listed, found = gathered
        self.page.show_answers(found, f"{paths.split_path(self._path).section}.")

    def _failed(self, problem: Exception) -> None:
        self._ticket = None
        self.page.show_stopped()
        if isinstance(problem, Cancelled):
            return
        self._say(notice_of(problem))
        if not isinstance(problem, CarreportError):
            raise problem

    def _cancel(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()

    def _put_in(self, blocks: Sequence[Block]) -> None:
        self._pages.go_to(self._path)
        for editor in self._pages.step_page(self._path).findChildren(TextEditor):
            if editor.path == self._path and not editor.read_only:
                editor.quote(blocks)
