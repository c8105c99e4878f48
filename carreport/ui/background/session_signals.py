"""Signals for an open draft: answers changed, draft saved, save failed, backup failed.

A draft saves in its own thread and calls back there. These signals arrive on the window's thread, and
none arrives once the draft is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.open_file import ignore, ignore_change
from carreport.errors import DraftSaveError


class SessionSignals(QObject):
    """Turns the callbacks of one open draft into signals."""

    answers_changed = Signal(object, str)
    """The paths (a frozenset) whose answers changed, and the `source` passed to `write`."""
    draft_saved = Signal(object)
    """The time (a datetime) by which everything written so far was on disk."""
    save_failed = Signal(object)
    """The `DraftSaveError` with the reason; the answers are still in memory."""

    backup_failed = Signal(object)
    """The `DraftSaveError` with the reason why there is no new backup; the draft itself is unchanged."""

    _posted = Signal(object)

    def __init__(self, session: DraftSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_connected = True
        self._posted.connect(self._deliver)
        session.on_changed = self._changed
        session.on_saved = self._saved
        session.on_failed = self._save_failed
        session.on_backup_failed = self._backup_failed

    def disconnect_session(self) -> None:
        """Ignore the draft from now on; it may still be saving in its own thread."""
        self._is_connected = False
        session = self._session
        session.on_changed = ignore_change
        session.on_saved = session.on_failed = ignore
        session.on_backup_failed = ignore

    def _changed(self, paths: frozenset[str], source: str) -> None:
        self.answers_changed.emit(paths, source)

    def _saved(self, moment: datetime) -> None:
        self._posted.emit(partial(self.draft_saved.emit, moment))

    def _save_failed(self, problem: DraftSaveError) -> None:
        self._posted.emit(partial(self.save_failed.emit, problem))

    def _backup_failed(self, problem: DraftSaveError) -> None:
        self._posted.emit(partial(self.backup_failed.emit, problem))

    def _deliver(self, signal: Callable[[], object]) -> None:
        if self._is_connected:
            signal()
