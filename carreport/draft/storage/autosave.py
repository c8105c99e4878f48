"""Save changes in the background, and report when they are on the disk.

One thread owns the file. What it could not save stays in memory, and is tried again at the next
change and every few seconds. The thread makes no reference cycles, because Python's garbage
collector may run only on the window's thread.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Collection
from datetime import datetime
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TypeVar

from carreport.draft.revisions.change import SUMMARY, ChangeSet
from carreport.draft.revisions.revision import Revision
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.lock import HEARTBEAT_INTERVAL, DraftLock
from carreport.errors import DraftSaveError

TYPING_DELAY = 0.15
"""Seconds to wait for more typing; together with an editor's 0.1 and the commit it stays below 0.3."""
RETRY_DELAY = 3.0
SUMMARY_DELAY = 2.0
"""Seconds without a change before the summary for the list of drafts is made."""

T = TypeVar("T")


class Autosave:
    """The thread that saves one draft file.

    `card` returns the summary for the list of drafts. It is made when nobody has typed for a while
    and on closing; until then a save removes it from the file, so that a list makes it from the
    answers. `rows` returns all revisions in memory; `on_saved` and `on_failed` are called on this
    thread.
    """

    def __init__(
        self,
        file: DraftDatabase,
        lock: DraftLock,
        *,
        rows: Callable[[], Collection[Revision]],
        card: Callable[[], dict[str, str]],
        on_saved: Callable[[datetime], None],
        on_failed: Callable[[DraftSaveError], None],
    ) -> None:
        self._file = file
        self._lock = lock
        self._rows = rows
        self._make_summary_meta = card
        self._on_saved = on_saved
        self._on_failed = on_failed
        self._wake = threading.Condition()
        self._pending = ChangeSet()
        self._due: float | None = None
        self._saving = False
        self._summary_due: float | None = None
        self._stopping = False
        self._attempts = 0
        self._failure: DraftSaveError | None = None
        self._reads: list[Callable[[DraftDatabase], None]] = []
        self.has_changes = False
        """Whether anything was ever to be saved."""
        self._thread = threading.Thread(target=self._run, name="carreport-saver", daemon=True)
        self._thread.start()

    def queue(self, change: ChangeSet, *, typing: bool = False) -> None:
        """Save `change` at once, or within 300 ms while somebody is typing."""
        with self._wake:
            self.has_changes = True
            self._pending.add(change)
            wanted = monotonic() + (TYPING_DELAY if typing else 0)
            self._due = wanted if self._due is None else min(self._due, wanted)
            self._wake.notify_all()

    def save_now(self) -> None:
        """Save what is waiting now: the author has left the answer."""
        with self._wake:
            if self._pending:
                self._due = monotonic()
                self._wake.notify_all()

    @property
    def is_idle(self) -> bool:
        """Say whether nothing is waiting to be saved."""
        with self._wake:
            return not (self._pending or self._saving)

    def flush(self, *, summary: bool = False) -> None:
        """Wait until everything is on the disk, with the `summary` if the draft is about to be closed.

        Raise `DraftSaveError` if saving fails.
        """
        with self._wake:
            if self._pending:
                self._due = monotonic()
            if summary and (self._pending or self._saving or self._summary_due is not None):
                self._summary_due = monotonic()
            self._wake.notify_all()
            before = self._attempts
            while self._pending or self._saving or (summary and self._summary_due is not None):
                if self._failure is not None and self._attempts > before:
                    raise _copy_without_traceback(self._failure)
                if not self._thread.is_alive():
                    raise _stopped_error(self._file)
                self._wake.wait(1)

    def read(self, work: Callable[[DraftDatabase], T]) -> T:
        """Return what `work` reads from the file, between two saves."""
        answer: SimpleQueue[T] = SimpleQueue()
        with self._wake:
            self._reads.append(lambda file: answer.put(work(file)))
            self._wake.notify_all()
        while True:
            try:
                return answer.get(timeout=1)
            except Empty:
                if not self._thread.is_alive():
                    raise _stopped_error(self._file) from None

    def stop(self) -> None:
        """End the thread and close the file; unsaved changes are dropped, so call `flush` first."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        self._thread.join()
        self._file.close()

    def _run(self) -> None:
        while True:
            with self._wake:
                while not (self._stopping or self._reads or self._is_due() or self._is_summary_due()):
                    self._wake.wait(self._seconds_left())
                    self._lock.send_heartbeat()
                if self._stopping:
                    return
                questions, self._reads = self._reads, []
                change = self._take_pending() if self._is_due() else None
                makes_summary = change is None and self._is_summary_due()
            for question in questions:
                question(self._file)
            if change is not None:
                change.meta.setdefault(SUMMARY, "")
                self._save(change)
            elif makes_summary:
                self._save_summary()

    def _is_due(self) -> bool:
        return self._due is not None and monotonic() >= self._due

    def _is_summary_due(self) -> bool:
        return self._summary_due is not None and monotonic() >= self._summary_due

    def _seconds_left(self) -> float:
        due = [moment for moment in (self._due, self._summary_due) if moment is not None]
        return max(0.0, min(due) - monotonic()) if due else HEARTBEAT_INTERVAL

    def _take_pending(self) -> ChangeSet:
        change, self._pending = self._pending, ChangeSet()
        self._due = None
        self._saving = True
        return change

    def _save(self, change: ChangeSet) -> None:
        failure: DraftSaveError | None = None
        was_doubtful = self._file.must_rewrite
        try:
            self._lock.verify()
            if self._file.must_rewrite:
                self._file.rewrite(change, self._rows())
            else:
                self._file.save(change)
        except DraftSaveError as problem:
            failure = _copy_without_traceback(problem)
        saved_at = datetime.now().astimezone()
        with self._wake:
            is_news = failure is not None and (self._failure is None or self._failure.code != failure.code)
            if failure is not None:
                change.add(self._pending)
                self._pending = change
                is_first = self._file.must_rewrite and not was_doubtful  # a new file may succeed at once
                retry = monotonic() + (0 if is_first else RETRY_DELAY)
                self._due = retry if self._due is None else min(self._due, retry)
            elif self._summary_due is None or not self._is_summary_due():
                self._summary_due = monotonic() + SUMMARY_DELAY
            self._failure = failure
            self._saving = False
            self._attempts += 1
            is_quiet = not self._pending
            self._wake.notify_all()
        if failure is None and is_quiet:
            _notify(self._on_saved, saved_at)
        elif failure is not None and is_news:
            _notify(self._on_failed, failure)

    def _save_summary(self) -> None:
        """Save the summary; a failure is harmless, because the list can make the summary itself."""
        try:
            self._lock.verify()
            if not self._file.must_rewrite:
                self._file.save(ChangeSet(meta=self._summary_meta()))
        except DraftSaveError:
            return  # the next save reports it, if there is anything to lose
        finally:
            with self._wake:
                self._summary_due = None
                self._wake.notify_all()

    def _summary_meta(self) -> dict[str, str]:
        try:
            return self._make_summary_meta()
        except Exception:  # noqa: BLE001 - answers are saved even if no summary can be made of them
            sys.excepthook(*sys.exc_info())
            return {}


def _notify(listener: Callable[[T], None], news: T) -> None:
    """Call a listener; saving continues even if the listener raises."""
    try:
        listener(news)
    except Exception:  # noqa: BLE001 - an error in a listener must not stop saving
        sys.excepthook(*sys.exc_info())


def _copy_without_traceback(problem: DraftSaveError) -> DraftSaveError:
    """Return the same error without its traceback."""
    return DraftSaveError(problem.code, problem.what, why=problem.why, remedy=problem.remedy)


def _stopped_error(file: DraftDatabase) -> DraftSaveError:
    return DraftSaveError(
        "saver-stopped",
        f"{file.path.name} can no longer be saved.",
        why="Your text is still in memory.",
        remedy="Save it somewhere else.",
    )
