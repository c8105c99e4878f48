"""Open an inquiry in the worker thread, or open one again at the same place, once it can be edited."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from carreport.draft.recent_files import recent_files_of
from carreport.draft.session.draft_session import DraftSession
from carreport.ui.background.job_controller import WindowServices
from carreport.ui.background.jobs import BackgroundJobs, Job, JobCancelledError
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.widgets.notice_bar import Notice

OnFailed = Callable[[Exception], None]

BACKGROUND_OPEN_BYTES = 1_500_000
"""Files of this size or larger, in bytes, are opened in the worker thread."""


def is_big(path: Path) -> bool:
    """Return whether opening the file at `path` may take a long time."""
    try:
        return path.stat().st_size >= BACKGROUND_OPEN_BYTES
    except OSError:
        return False


class OpenDraftJob:
    """An inquiry that is being opened in the worker thread, until it is taken or abandoned."""

    def __init__(self, work: Callable[[], DraftSession]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._is_wanted = True
        self._session: DraftSession | None = None
        self._job: Job | None = None

    def start(self, background: BackgroundJobs, on_open: Callable[[None], None], on_failed: OnFailed) -> None:
        """Start opening the inquiry; after `abandon`, no callback is called."""
        self._job = background.run(self.run, on_open, on_failed)

    def run(self, _job: Job | None = None) -> None:
        """Open the inquiry, in any thread; close it again if it was abandoned meanwhile."""
        if not self._is_wanted:
            raise JobCancelledError
        session = self._work()
        with self._lock:
            if self._is_wanted:
                self._session = session
                return
        session.close_without_saving()
        raise JobCancelledError

    def take_session(self) -> DraftSession | None:
        """Return the open inquiry; None if it was abandoned or has already been taken."""
        with self._lock:
            session, self._session = self._session, None
        return session

    def abandon(self) -> None:
        """Stop opening the inquiry, or close it if it is already open."""
        if self._job is not None:
            self._job.abandon()
        with self._lock:
            self._is_wanted = False
        session = self.take_session()
        if session is not None:
            session.close_without_saving()


@dataclass(frozen=True, slots=True)
class PlaceOnStep:
    """A step, the question on it that has the focus or "", and how far the page is scrolled."""

    section: str
    path: str
    scrolled: int

    @classmethod
    def of(cls, wizard: Wizard) -> PlaceOnStep:
        """Return where the person is now."""
        page, focused = wizard.step_page(wizard.current_section), QApplication.focusWidget()
        questions = page.questions.items()
        holders = (path for path, question in questions if focused and question.isAncestorOf(focused))
        return cls(wizard.current_section, next(holders, ""), page.verticalScrollBar().value())

    def show(self, wizard: Wizard) -> None:
        """Show the step as it was shown, with the focus at the same question."""
        wizard.show_step(self.section)
        page = wizard.step_page(self.section)
        if self.path:
            page.focus_path(self.path)
        page.scroll_back_to(self.scrolled)


def offer_editing(window: WindowServices, current: Callable[[], Wizard | None], sentence: str) -> None:
    """Open a read-only inquiry again, now that it can be edited, and show this sentence.

    On another page than a step the person is doing something, so they decide when.
    """
    wizard = current()
    if wizard is None or wizard.is_locked:
        return
    reopen = partial(_reopen, window, current, sentence)
    shows_step = wizard.pages.currentWidget() is wizard.step_page(wizard.current_section)
    if shows_step and QApplication.activeModalWidget() is None:
        reopen()
    else:
        window.prompts.show_notice(Notice(sentence, is_problem=False, action_text="Edit it", action=reopen))


def _reopen(window: WindowServices, current: Callable[[], Wizard | None], sentence: str) -> None:
    wizard = current()
    if wizard is None:
        return
    place, path, draft_id = PlaceOnStep.of(wizard), wizard.session.path, wizard.session.draft_id
    if not path.exists():  # the other window has named it after its title
        path = next((file for file in recent_files_of(draft_id) if file.exists()), path)

    def opened() -> None:
        fresh = current()
        if fresh is not None:
            place.show(fresh)
            if not fresh.session.read_only:
                window.prompts.show_notice(Notice(sentence, is_problem=False))

    window.open_draft(path, then=opened)
