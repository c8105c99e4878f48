"""Say why an inquiry opens for reading only, or not at all, and offer the ways on."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError
from carreport.ui.background.jobs import Tasks
from carreport.ui.prompts import Prompts
from carreport.ui.recovery.ways_on import Exits
from carreport.ui.widgets.notice_bar import Notice, notice_of

if TYPE_CHECKING:
    from carreport.ui.recovery.damage_controller import DamageWork
    from carreport.ui.recovery.lost_controller import LostWork

MAY_BE_RESCUED = frozenset(
    {"draft-damaged", "draft-truncated", "not-a-draft", "draft-unreadable", "draft-form"}
)
"""What opening a file says when it may be worth looking for what is sound in it."""


class Troubled(QObject):
    """Tells what is the matter with a draft that was opened, or that was not."""

    def __init__(self, tasks: Tasks, prompts: Prompts, exits: Exits, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._prompts = prompts
        self._exits = exits
        self._looking: DamageWork | LostWork | None = None

    def say_what_is_wrong(self, session: DraftSession, me: str) -> None:
        """Say why nothing can be written in a draft, or nothing private; say nothing if all is well."""
        self._stop_looking()
        if session.read_only:
            self._say_read_only(session, me)
        elif session.private_file_error or session.damaged_notes_message:
            self._prompts.explain(Notice(session.private_file_error or session.damaged_notes_message))

    def say_not_opened(self, path: Path, problem: CarreportError, me: str) -> None:
        """Say why a file did not open; where something can be rescued from it, show the way."""
        self._stop_looking()
        self._prompts.explain(notice_of(problem))
        if problem.code in MAY_BE_RESCUED:
            self._look_into(path, me, None, problem)
        else:
            self._look_for_backups(path, problem)

    def _say_read_only(self, session: DraftSession, me: str) -> None:
        writer = session.lock_owner
        if writer is not None and writer.may_be_stale:
            act = partial(self._exits.take_over, session.path)
            self._prompts.explain(Notice(session.read_only_reason, offer="Take it over", act=act))
            return
        self._prompts.explain(Notice(session.read_only_reason))
        if writer is None:
            self._look_into(session.path, me, session)

    def _look_into(
        self, path: Path, me: str, session: DraftSession | None, problem: CarreportError | None = None
    ) -> None:
        from carreport.ui.recovery.damage_controller import DamageWork  # noqa: PLC0415 - nearly never wanted

        self._looking = looking = DamageWork(path, self._tasks, self._prompts, self._exits, self)
        if problem is not None:
            looking.nothing_left.connect(partial(self._look_for_backups, path, problem))
        looking.begin(me, session)

    def _look_for_backups(self, path: Path, problem: CarreportError) -> None:
        """Look for backups of a file of which nothing can be read."""
        from carreport.ui.recovery.lost_controller import LostWork  # noqa: PLC0415 - nearly never wanted

        self._stop_looking()
        self._looking = LostWork(path, problem, self._tasks, self._exits, self)
        self._looking.begin()

    def _stop_looking(self) -> None:
        """Hear no more of a file that was looked into before."""
        if self._looking is not None:
            self._looking.let_go()
            self._looking = None
