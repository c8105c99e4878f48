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
from carreport.ui.background.jobs import BackgroundJobs, Job, JobCancelledError
from carreport.ui.copies.import_page import join_names
from carreport.ui.prompts import Prompts
from carreport.ui.relative_time import relative_time
from carreport.ui.task import InspectCopy
from carreport.ui.widgets.notice_bar import Notice


class ConflictCopySearch(QObject):
    """Looks beside one inquiry after it was opened; nothing is brought in by itself."""

    def __init__(self, tasks: BackgroundJobs, prompts: Prompts, look: InspectCopy, parent: QObject) -> None:
        super().__init__(parent)
        self._background = tasks
        self._prompts = prompts
        self._inspect_copy = look
        self._job: Job | None = None

    def begin(self, session: DraftSession) -> None:
        """Look for other files of this inquiry, beside the window."""
        self.close()
        if session.read_only:
            return  # why it is has been said, and nothing could come in
        work = partial(_find_conflict_copies, path=session.path)
        self._job = self._background.run(work, partial(self._show_notice, session.author), _raise)

    def close(self) -> None:
        """Hear no more: the inquiry is closed."""
        if self._job is not None:
            self._job.abandon()
            self._job = None

    def _show_notice(self, me: str, found: Sequence[ConflictCopy]) -> None:
        fresh = [each for each in found if each.new_versions]
        if fresh:
            look = partial(self._inspect_copy, fresh[0].path, "")
            words = conflict_copies_text(fresh, me, datetime.now(UTC))
            self._prompts.show_notice(Notice(words, is_problem=False, action_text="Look at it", action=look))


def conflict_copies_text(found: Sequence[ConflictCopy], me: str, now: datetime) -> str:
    """Return what lies beside the inquiry, the newest first."""
    newest = found[0]
    by = f" by {join_names(newest.authors, me)}" if newest.authors else ""
    if len(found) == 1:
        lies = f"There is another file of this inquiry beside it, {newest.path.name}"
    else:
        lies = (
            f"There are {len(found)} other files of this inquiry beside it, the newest is {newest.path.name}"
        )
    holds = format_count(newest.new_versions, "change")
    return f"{lies}, changed {relative_time(newest.changed_at, now)}{by}. It holds {holds} not known here."


def _find_conflict_copies(_job: Job | None, path: Path) -> tuple[ConflictCopy, ...]:
    return conflict_copies_of(path)


def _raise(problem: Exception) -> None:
    if not isinstance(problem, JobCancelledError):
        raise problem
