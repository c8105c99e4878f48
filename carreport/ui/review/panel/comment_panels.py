"""Opens the comments on a question: beside the answer where there is room, otherwise under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from carreport.form import paths
from carreport.form.richtext import RichText
from carreport.review.quotes import find_quote
from carreport.review.threads import Thread
from carreport.ui.review.panel.comment_dock import CommentDock, has_room_beside
from carreport.ui.review.panel.comment_form import CommentTarget
from carreport.ui.review.panel.comment_panel import CommentPanel
from carreport.ui.review.panel.marked_words import mark_words
from carreport.ui.review.panel.question_comments import QuestionComments
from carreport.ui.review.thread_actions import ThreadActions, ThreadDetails
from carreport.ui.review.thread_text import count_text
from carreport.ui.widgets.scroll_column import column_around

REFRESH_DELAY_MS = 300
"""Delay after a change of an answer before its quoted words are looked for again, in milliseconds."""


class CommentPanels(QObject):
    """The panels with comments of one open inquiry, of which at most one is open."""

    place_requested = Signal(str)
    """Show the answer or entry at this path."""
    writing_started = Signal()
    """Somebody is about to write a comment."""

    def __init__(self, actions: ThreadActions, dock: CommentDock, window: QWidget) -> None:
        super().__init__(window)
        self.actions = actions
        self._dock, self._window = dock, window
        self._questions: dict[str, QuestionComments] = {}
        self._panels: dict[str, CommentPanel] = {}
        self._threads: dict[str, list[Thread]] | None = None
        self._open: QuestionComments | None = None
        self._page: QWidget | None = None
        self._timer = QTimer(self, singleShot=True, interval=REFRESH_DELAY_MS)
        self._timer.timeout.connect(self._refresh)
        dock.room_changed.connect(self._place)

    @property
    def open_panel(self) -> CommentPanel | None:
        """The panel that is open, on whichever step."""
        return self._panels[self._open.path] if self._open is not None else None

    def attach(self, questions: Iterable[QuestionComments]) -> None:
        """Show how many comments these questions have, and open them when asked."""
        for question in questions:
            self._questions[question.path] = question
            question.opened.connect(partial(self._toggle, question))
            question.comment_requested.connect(partial(self._begin, question))
            self._show_count(question)

    def places(self) -> Iterable[str]:
        """Return the questions that have comments."""
        return self._threads_by_question()

    def show_changes(self, changed: Iterable[str]) -> None:
        """Show what has changed at these paths. A change of an answer alone costs next to nothing."""
        if any(path.startswith(f"{paths.REVIEW}.") for path in changed):
            self._threads = None
            for question in self._questions.values():
                self._show_count(question)
            self._refresh()
        elif self._open is not None and any(path.startswith(self._open.path) for path in changed):
            self._timer.start()

    def show_page(self, page: QWidget | None) -> None:
        """Show the open comments beside this page if they are about a question on it."""
        self._page = page
        self._place()

    def begin_comment(self, path: str) -> None:
        """Begin a comment on the question that has the focus, or else on the one at `path`."""
        focus = QApplication.focusWidget()
        if self._open is not None and self.open_panel in _parents(focus):
            self._begin(self._open)
            return
        around = (question for question in self._questions.values() if question.question in _parents(focus))
        found = next(around, self._questions.get(path))
        if found is not None:
            self._begin(found)

    def close(self) -> None:
        """Close the open comments; what was typed there stays."""
        question, panel = self._open, self.open_panel
        if question is None or panel is None:
            return
        with self._hold(question):
            self._open = None
            if panel in _parents(QApplication.focusWidget()):
                question.focus_answer()
            panel.close_empty_form()
            panel.hide()
            self._dock.hide()
        self._mark(question, {})

    def _toggle(self, question: QuestionComments) -> None:
        if self._open is question:
            self.close()
        elif self._threads_at(question.path):
            self._open_panel(question).focus_start()
        else:
            self._begin(question)

    def _begin(self, question: QuestionComments) -> None:
        if self.actions.can_write:
            self.writing_started.emit()
        panel, words = self._open_panel(question), question.marked_words
        if self.actions.can_write:
            panel.begin(CommentTarget(self._places(question.place), words))
            page = column_around(panel.form)
            if page is not None:
                page.reveal(panel.form)
        else:
            panel.focus_start()

    def _places(self, place: str) -> Sequence[tuple[str, str]]:
        """Return what a comment at `place` can be about: this, the entry around it, the whole question."""
        places, at = [place], place
        while "/" in at:
            at = at.rpartition("/")[0]
            places.append(at)
        known = [path for path in places if self.actions.has_place(path)]
        return [(path, self.actions.short_title(path)) for path in known]

    def _open_panel(self, question: QuestionComments) -> CommentPanel:
        if self._open is not question:
            self.close()
        panel = self._panels.get(question.path) or self._make_panel(question)
        with self._hold(question):
            self._open = question
            self._place()
        self._refresh()
        return panel

    def _make_panel(self, question: QuestionComments) -> CommentPanel:
        panel = self._panels[question.path] = CommentPanel(self.actions, question.title)
        panel.closed.connect(self.close)
        panel.new_requested.connect(partial(self._begin, question))
        panel.place_requested.connect(self.place_requested)
        return panel

    def _place(self) -> None:
        """Put the open panel where it belongs now; the focus stays in it."""
        question, panel = self._open, self.open_panel
        if question is None or panel is None:
            return
        is_beside = has_room_beside(self._window)
        is_here = self._page is not None and self._page.isAncestorOf(question.question)
        focus = QApplication.focusWidget()
        had_focus = focus is not None and panel.isAncestorOf(focus)
        if is_beside and not self._dock.isAncestorOf(panel):
            self._dock.show_panel(panel)
        elif not is_beside and not question.question.isAncestorOf(panel):
            question.show_below(panel)
        panel.show()
        panel.show_as(is_beside=is_beside)
        self._dock.setVisible(is_beside and is_here)
        if had_focus and focus is not None:
            focus.setFocus()

    def _refresh(self) -> None:
        question, panel = self._open, self.open_panel
        if question is None or panel is None:
            return
        quotes = QuoteSearch(self.actions.answer_words)
        panel.show_threads(self._threads_at(question.path), partial(self._details, question.path, quotes))
        self._mark(question, quotes.find_all(panel.shown_threads))

    def _details(self, path: str, quotes: QuoteSearch, thread: Thread) -> ThreadDetails:
        is_found = not thread.anchor.quote or quotes.find(thread) is not None
        return self.actions.details(
            thread, shows_place=thread.place != path, within=path, is_quote_found=is_found
        )

    def _mark(self, question: QuestionComments, quotes: Mapping[str, list[tuple[int, int, int]]]) -> None:
        for text_edit in question.text_edits():
            mark_words(text_edit, quotes.get(text_edit.objectName(), ()))

    def _show_count(self, question: QuestionComments) -> None:
        question.button.show_count(count_text(self._threads_at(question.path)))

    def _threads_at(self, path: str) -> Sequence[Thread]:
        return self._threads_by_question().get(path, ())

    def _threads_by_question(self) -> Mapping[str, list[Thread]]:
        if self._threads is None:
            self._threads = defaultdict(list)
            for thread in self.actions.threads():
                self._threads[thread.place.partition("/")[0]].append(thread)
        return self._threads

    def _hold(self, question: QuestionComments) -> AbstractContextManager[None]:
        page = column_around(question.question)
        return nullcontext() if page is None else page.keep_in_place(question.question)


class QuoteSearch:
    """Finds the words that comments are about, each once, in answers that are read once."""

    def __init__(self, read_answer: Callable[[str], RichText]) -> None:
        self._read_answer = read_answer
        self._answers: dict[str, RichText] = {}
        self._found: dict[str, tuple[int, int, int] | None] = {}

    def find(self, thread: Thread) -> tuple[int, int, int] | None:
        """Return the block with the words of a thread, and their first and last letter."""
        if thread.path not in self._found:
            if thread.place not in self._answers:
                self._answers[thread.place] = self._read_answer(thread.place)
            self._found[thread.path] = find_quote(thread.anchor, self._answers[thread.place])
        return self._found[thread.path]

    def find_all(self, threads: Iterable[Thread]) -> Mapping[str, list[tuple[int, int, int]]]:
        """Return where the words of all these threads are, by answer."""
        found = defaultdict[str, list[tuple[int, int, int]]](list)
        for thread in threads:
            words = self.find(thread) if thread.anchor.quote else None
            if words is not None:
                found[thread.place].append(words)
        return found


def _parents(widget: QWidget | None) -> list[QWidget]:
    """Return the widget and what contains it."""
    found = []
    while widget is not None:
        found.append(widget)
        widget = widget.parentWidget()
    return found
