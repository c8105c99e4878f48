"""Notices about an inquiry that opens read-only, or not at all, with what to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from carreport.draft.revisions.flaws import find_all_set_aside
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError
from carreport.ui.background.job_controller import WindowServices
from carreport.ui.recovery.lock_watch import LockWatch
from carreport.ui.widgets.notice_bar import Notice, notice_of

if TYPE_CHECKING:
    from carreport.ui.recovery.damage_controller import DamageController
    from carreport.ui.recovery.lost_controller import LostFileController

RESCUABLE_CODES = frozenset(
    {"draft-damaged", "draft-truncated", "not-a-draft", "draft-unreadable", "draft-form"}
)
"""Error codes after which a file is searched for undamaged content."""
_WAIT = "You can edit it here as soon as it is closed there."


class OpenProblemNotices(QObject):
    """Shows notices about a draft that has problems or could not be opened."""

    def __init__(self, window: WindowServices, reopen: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._prompts = window, window.prompts
        self._reopen = reopen
        """Opens the inquiry again at the same place, and shows this sentence."""
        self._lock_watch = LockWatch(window.background, self)
        self._looking: DamageController | LostFileController | None = None

    def show_problems(self, session: DraftSession, me: str) -> None:
        """Show why a draft or its private file is read-only or damaged, if it is."""
        self.close()
        if session.read_only:
            self._show_read_only(session, me)
            return
        problems = (session.journal_notice, session.private_file_error, session.damaged_notes_message)
        if text := " ".join(filter(None, problems)):
            self._prompts.show_notice(Notice(text))
        elif find_all_set_aside(session):
            self._make_damage_controller(session.path).begin_set_aside(session)

    def close(self) -> None:
        """Stop looking for what can be recovered, and stop waiting for the lock."""
        self._lock_watch.stop()
        if self._looking is not None:
            self._looking.close()
            self._looking = None

    def show_not_opened(self, path: Path, problem: CarreportError, me: str) -> None:
        """Show why a file did not open, and look for what can be recovered."""
        self.close()
        self._prompts.show_notice(notice_of(problem))
        if problem.code in RESCUABLE_CODES:
            self._inspect_damage(path, me, None, problem)
        else:
            self._find_backups(path, problem)

    def _show_read_only(self, session: DraftSession, me: str) -> None:
        writer = session.lock_owner
        if writer is not None and writer.may_be_stale:
            act = partial(self._window.open_draft, session.path, take_over=True)
            self._prompts.show_notice(
                Notice(session.read_only_reason, action_text="Take it over", action=act)
            )
            return
        reason = f"{writer.sentence} {_WAIT}" if writer is not None else session.read_only_reason
        self._prompts.show_notice(Notice(" ".join(filter(None, (session.journal_notice, reason)))))
        if writer is None:
            self._inspect_damage(session.path, me, session)
        else:
            self._lock_watch.begin(session.path, partial(self._reopen, _closed_text(writer.author, me)))

    def _inspect_damage(
        self, path: Path, me: str, session: DraftSession | None, problem: CarreportError | None = None
    ) -> None:
        looking = self._make_damage_controller(path)
        if problem is not None:
            looking.nothing_rescuable.connect(partial(self._find_backups, path, problem))
        looking.begin(me, session)

    def _make_damage_controller(self, path: Path) -> DamageController:
        from carreport.ui.recovery.damage_controller import DamageController  # noqa: PLC0415 - rarely needed

        looking = DamageController(path, self._window, self)
        self._looking = looking
        return looking

    def _find_backups(self, path: Path, problem: CarreportError) -> None:
        """Look for backups of a file that cannot be read at all."""
        from carreport.ui.recovery.lost_controller import LostFileController  # noqa: PLC0415 - rarely needed

        self.close()
        self._looking = LostFileController(path, problem, self._window, self)
        self._looking.begin()


def _closed_text(author: str, me: str) -> str:
    """Say that the inquiry, which this author had open elsewhere, can be edited now."""
    who = "The other window" if author == me else author
    return f"{who} has closed this inquiry. You can edit it now."
