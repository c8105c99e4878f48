"""Say why an inquiry opens for reading only, or not at all, and offer the ways on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from carreport.draft.session import DraftSession
from carreport.errors import CarreportError
from carreport.ui.notice import Notice, notice_of
from carreport.ui.prompts import Prompts
from carreport.ui.tasks import Tasks

MAY_BE_RESCUED = frozenset(
    {"draft-damaged", "draft-truncated", "not-a-draft", "draft-unreadable", "draft-form"}
)
"""What opening a file says when it may be worth looking for what is sound in it."""


@dataclass(frozen=True, slots=True)
class Exits:
    """The ways on: opening a file, taking one over, showing a page of its own, going back from it."""

    open_draft: Callable[[Path], None]
    take_over: Callable[[Path], None]
    show_page: Callable[[QWidget], None]
    go_back: Callable[[], None]


class Troubled(QObject):
    """Tells what is the matter with a draft that was opened, or that was not."""

    def __init__(self, tasks: Tasks, prompts: Prompts, exits: Exits, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._prompts = prompts
        self._exits = exits

    def say_what_is_wrong(self, session: DraftSession, me: str) -> None:
        """Say why nothing can be written in a draft, or nothing private; say nothing if all is well."""
        if session.read_only:
            self._say_read_only(session, me)
        elif session.private_trouble:
            self._prompts.explain(Notice(session.private_trouble))

    def say_not_opened(self, path: Path, problem: CarreportError, me: str) -> None:
        """Say why a file did not open; where something can be rescued from it, show the way."""
        self._prompts.explain(notice_of(problem))
        if problem.code in MAY_BE_RESCUED:
            self._look_into(path, me, None)

    def _say_read_only(self, session: DraftSession, me: str) -> None:
        writer = session.other_writer
        if writer is not None and writer.may_be_gone:
            act = partial(self._exits.take_over, session.path)
            self._prompts.explain(Notice(session.read_only_reason, offer="Take it over", act=act))
            return
        self._prompts.explain(Notice(session.read_only_reason))
        if writer is None:
            self._look_into(session.path, me, session)

    def _look_into(self, path: Path, me: str, session: DraftSession | None) -> None:
        from carreport.ui.damage_work import DamageWork  # noqa: PLC0415 - nearly never wanted

        DamageWork(path, self._tasks, self._prompts, self._exits, self).begin(me, session)
