"""Counts what the check says must be fixed, in the background, when nobody has written for a moment."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError
from carreport.report.proof.finding import ReportFinding
from carreport.ui.background.jobs import BackgroundJobs, Job, JobCancelledError

COUNT_DELAY_MS = 2000
"""Delay after the last change before the check begins, in milliseconds."""


class CheckCount(QObject):
    """How many things must be fixed before the report is shared, and where."""

    counted = Signal()

    def __init__(self, session: DraftSession, background: BackgroundJobs | None, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._job: Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=COUNT_DELAY_MS)
        self._timer.timeout.connect(self.count)
        self.text = ""
        """The result in words: “6 to fix” or “Nothing to fix”; empty before the first count."""
        self.places: frozenset[str] = frozenset()
        """The answers and entries with something to fix."""

    def count_soon(self) -> None:
        """Count after a moment without changes."""
        if self._background is not None:
            self._timer.start()

    def stop(self) -> None:
        """Do not count for now, because the inquiry may not be read."""
        self._timer.stop()
        if self._job is not None:
            self._job.abandon()

    def close(self) -> None:
        """Count no more, because the draft is closed."""
        self._background = None
        self.stop()

    def count(self) -> None:
        """Count now, in the background."""
        if self._background is None:
            return
        from carreport.review.inquiry_check import prepare_check  # noqa: PLC0415 - not before the first paint

        self.stop()
        check = prepare_check(self._session, with_files=False)
        self._job = self._background.run(lambda _job: check(""), self._show, self._show_failure)

    def _show(self, findings: tuple[ReportFinding, ...]) -> None:
        required = [finding for finding in findings if finding.is_required]
        self.text = f"{len(required)} to fix" if required else "Nothing to fix"
        self.places = frozenset(finding.place for finding in required)
        self.counted.emit()

    def _show_failure(self, problem: Exception) -> None:
        """Show no number if the check is not possible; the page of the check says why."""
        self.text, self.places = "", frozenset()
        self.counted.emit()
        if not isinstance(problem, (CarreportError, JobCancelledError)):
            raise problem
