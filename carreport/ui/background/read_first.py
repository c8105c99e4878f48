"""Have all that was ever written read before something begins that needs it, without the window waiting.

Soon after an inquiry was opened that is so anyway, and what needs it begins at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from carreport.draft.session.draft_session import DraftSession
from carreport.ui.background.jobs import BackgroundJobs, Job, JobCancelledError, OnProgress

READING = "Reading what was written before…"


def when_read(
    session: DraftSession,
    is_held: Callable[[], bool],
    tasks: BackgroundJobs,
    then: Callable[[], None],
    on_failed: Callable[[Exception], None],
    *,
    on_progress: OnProgress | None = None,
) -> Job | None:
    """Call `then` on the window's thread once all is read; return what can be called off until then.

    If other work has the inquiry to itself by then, nobody waits for this any more.
    """
    if session.is_all_read:
        then()
        return None

    def go_on(_: None) -> None:
        if is_held():
            on_failed(JobCancelledError())
        else:
            then()

    return tasks.run(partial(read, session=session), go_on, on_failed, on_progress)


def read(ticket: Job, session: DraftSession) -> None:
    """Wait beside the window until all is read, if somebody still wants it then."""
    ticket.report_progress(0, READING)
    session.read_all()
    ticket.report_progress(0)
