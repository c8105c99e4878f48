"""Show, once an inquiry is open, that a synchronising program has left another copy in its folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from carreport.draft.copies.conflict_copies import ConflictCopy, conflict_copies_of
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.file_header import shown_name
from carreport.form.wording import format_count
from carreport.ui.background.job_controller import JobController
from carreport.ui.background.jobs import Job
from carreport.ui.copies.import_page import join_names
from carreport.ui.relative_time import relative_time
from carreport.ui.widgets.notice_bar import Notice


class ConflictCopySearch(JobController):
    """Looks for other copies of an inquiry once it is open; never imports anything on its own."""

    def begin(self, session: DraftSession) -> None:
        """Look for other copies of this inquiry, unless it is read-only."""
        if session.read_only:
            self.abandon()
        else:
            work = partial(_find_conflict_copies, path=session.path)
            self.run(work, partial(self._show_notice, session.author))

    def _show_notice(self, me: str, found: Sequence[ConflictCopy]) -> None:
        fresh = [copy for copy in found if copy.new_versions]
        if fresh:
            look = partial(self._window.inspect_copy, fresh[0].path, "")
            words = conflict_copies_text(fresh, me, datetime.now(UTC))
            self._prompts.show_notice(Notice(words, is_problem=False, action_text="Look at it", action=look))
        elif unread := [copy for copy in found if copy.error]:
            self._prompts.show_notice(Notice(unreadable_copy_text(unread[0]), is_problem=False))


def conflict_copies_text(found: Sequence[ConflictCopy], me: str, now: datetime) -> str:
    """Return the text about other copies of the inquiry; `found` has the newest first."""
    newest = found[0]
    by = f" by {join_names(newest.authors, me)}" if newest.authors else ""
    if len(found) == 1:
        text = f"Another copy of this inquiry is in the same folder: {newest.path.name}"
    else:
        text = (
            f"There are {len(found)} other copies of this inquiry in the same folder. "
            f"The newest is {newest.path.name}"
        )
    holds = format_count(newest.new_versions, "change")
    return f"{text}, changed {relative_time(newest.changed_at, now)}{by}. It has {holds} not in this one."


def unreadable_copy_text(copy: ConflictCopy) -> str:
    """Return the text about a file that looks like another copy of the inquiry and cannot be read."""
    name = shown_name(copy.path)
    where = f"{name}, in the same folder, looks like another copy of this inquiry"
    return f"{where}, but it cannot be read. {copy.error}"


def _find_conflict_copies(_job: Job, path: Path) -> tuple[ConflictCopy, ...]:
    return conflict_copies_of(path)
