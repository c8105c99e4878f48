"""Say quietly on opening that another file of the inquiry lies beside it, left by a synchronising program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from carreport.draft.copies.conflict_copies import ConflictCopy, conflict_copies_of
from carreport.draft.session.draft_session import DraftSession
from carreport.form.wording import format_count
from carreport.ui.background.jobs import Cancelled, Tasks, Ticket
from carreport.ui.copies.import_page import people
from carreport.ui.prompts import Prompts
from carreport.ui.relative_time import when
from carreport.ui.task import Look
from carreport.ui.widgets.notice_bar import Notice


class SiblingWork(QObject):
    """Looks beside one inquiry after it was opened; nothing is brought in by itself."""

    def __init__(self, tasks: Tasks, prompts: Prompts, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._prompts = prompts
        self._look = look
        self._ticket: Ticket | None = None

    def begin(self, session: DraftSession) -> None:
        """Look for other files of this inquiry, beside the window."""
        self.let_go()
        if session.read_only:
            return  # why it is has been said, and nothing could come in
        work = partial(_siblings, path=session.path)
        self._ticket = self._tasks.run(work, partial(self._say, session.author), _raise)

    def let_go(self) -> None:
        """Hear no more: the inquiry is closed."""
        if self._ticket is not None:
            self._ticket.drop_contents()
            self._ticket = None

    def _say(self, me: str, found: Sequence[ConflictCopy]) -> None:
        fresh = [each for each in found if each.new_versions]
        if fresh:
            look = partial(self._look, fresh[0].path, "")
            words = sibling_words(fresh, me, datetime.now(UTC))
            self._prompts.explain(Notice(words, is_trouble=False, offer="Look at it", act=look))


def sibling_words(found: Sequence[ConflictCopy], me: str, now: datetime) -> str:
    """Return what lies beside the inquiry, the newest first."""
    newest = found[0]
    by = f" by {people(newest.authors, me)}" if newest.authors else ""
    if len(found) == 1:
        lies = f"There is another file of this inquiry beside it, {newest.path.name}"
    else:
        lies = (
            f"There are {len(found)} other files of this inquiry beside it, the newest is {newest.path.name}"
        )
    holds = format_count(newest.new_versions, "change")
    return f"{lies}, changed {when(newest.changed_at, now)}{by}. It holds {holds} not known here."


def _siblings(_ticket: Ticket | None, path: Path) -> tuple[ConflictCopy, ...]:
    return conflict_copies_of(path)


def _raise(problem: Exception) -> None:
    if not isinstance(problem, Cancelled):
        raise problem
