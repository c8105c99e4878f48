"""Find the backups of an inquiry that does not open, beside the window, and bring one of them back."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from carreport.draft.history.newest_backups import BackupDetails, RestorableBackups, find_restorable_backups
from carreport.draft.storage.backups import Backup, restore_as, restore_beside
from carreport.errors import CarreportError
from carreport.ui.background.jobs import BackgroundJobs, Job, JobCancelledError
from carreport.ui.library.local_drafts import UNTITLED_NAME
from carreport.ui.recovery.lost_page import BackupOffer, LostFilePage
from carreport.ui.recovery.ways_on import RecoveryActions
from carreport.ui.relative_time import relative_time
from carreport.ui.widgets.notice_bar import notice_of


class LostFileController(QObject):
    """Stands between the page of a file of which nothing can be read and the backups."""

    def __init__(
        self,
        path: Path,
        problem: CarreportError,
        tasks: BackgroundJobs,
        actions: RecoveryActions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._problem = problem
        self._background = tasks
        self._actions = actions
        self._backups: dict[str, BackupDetails] = {}
        self._job: Job | None = None
        self.page = LostFilePage()
        self.page.back_requested.connect(actions.go_back)
        self.page.backup_requested.connect(self._restore)

    def begin(self) -> None:
        """Look for backups; without one that could be meant, nothing more is said."""
        work = partial(_find_backups, path=self._path, code=self._problem.code)
        self._job = self._background.run(work, self._show, self._failed)

    def close(self) -> None:
        """Hear no more of the file: another is open now."""
        if self._job is not None:
            self._job.abandon()
        self.page.setParent(None)
        self.page.deleteLater()

    def _show(self, last: RestorableBackups) -> None:
        self._job = None
        if not (last.backups or last.is_same_inquiry):
            return
        self._backups = {str(each.backup.path): each for each in last.backups}
        now = datetime.now(UTC)
        offers = [make_offer(key, each, now) for key, each in self._backups.items()]
        self.page.show_offers(self._path.name, str(self._problem), offers, is_known=last.is_same_inquiry)
        self._actions.clear_notice()
        self._actions.show_page(self.page)
        self.page.focus_start()

    def _restore(self, key: str) -> None:
        work = partial(_restore_backup, backup=self._backups[key].backup, path=self._path)
        self.page.restore_button.setEnabled(False)
        self._job = self._background.run(work, self._open, self._failed)

    def _open(self, path: Path) -> None:
        self._job = None
        self._actions.go_back()
        self._actions.open_draft(path)

    def _failed(self, problem: Exception) -> None:
        self._job = None
        self.page.restore_button.setEnabled(True)
        if isinstance(problem, JobCancelledError):
            return
        self.page.show_failed(notice_of(problem).text)
        if not isinstance(problem, CarreportError):
            raise problem


def make_offer(key: str, kept: BackupDetails, now: datetime) -> BackupOffer:
    """Return what one backup says: “Warm handover · yesterday 14:02”, and how much it holds."""
    title = f"{kept.title or UNTITLED_NAME} · {relative_time(kept.backup.made_at, now)}"
    return BackupOffer(key, title, f"{kept.totals.text} · {size_text(kept.size)}")


def size_text(size: int) -> str:
    """Return the size of a file as a person reads it: “340 kB”, “1.2 MB”."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


def _find_backups(_job: Job | None, path: Path, code: str) -> RestorableBackups:
    return find_restorable_backups(path, code)


def _restore_backup(_job: Job | None, backup: Backup, path: Path) -> Path:
    """Bring a backup back: under the inquiry's own name where no file has it, else beside that file."""
    return restore_beside(backup, path) if path.exists() else restore_as(backup, path)
