"""The controller for the page about a file that cannot be read; it restores one of the file's backups."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from carreport.draft.history.newest_backups import BackupDetails, RestorableBackups, find_restorable_backups
from carreport.draft.storage.backups import Backup, restore_as, restore_beside
from carreport.errors import CarreportError
from carreport.ui.background.job_controller import JobController, WindowServices
from carreport.ui.background.jobs import Job
from carreport.ui.library.local_drafts import UNTITLED_NAME
from carreport.ui.recovery.lost_page import BackupOffer, LostFilePage
from carreport.ui.relative_time import relative_time
from carreport.ui.widgets.notice_bar import notice_of


class LostFileController(JobController):
    """Connects the page to the backups of the file."""

    def __init__(self, path: Path, problem: CarreportError, window: WindowServices, parent: QObject) -> None:
        super().__init__(window, parent)
        self._path = path
        self._problem = problem
        self._backups: dict[str, BackupDetails] = {}
        self.page = LostFilePage()
        self.page.back_requested.connect(window.show_previous_page)
        self.page.backup_requested.connect(self._restore)

    def begin(self) -> None:
        """Find backups; show the page if there are any, or if it is known which inquiry the file was."""
        work = partial(_find_backups, path=self._path, code=self._problem.code)
        self.run(work, self._show)

    def close(self) -> None:
        """Stop, and delete the page: another file is open now."""
        super().close()
        self.page.setParent(None)
        self.page.deleteLater()

    def _show(self, restorable: RestorableBackups) -> None:
        if not (restorable.backups or restorable.is_same_inquiry):
            return
        self._backups = {str(details.backup.path): details for details in restorable.backups}
        now = datetime.now(UTC)
        offers = [make_offer(key, details, now) for key, details in self._backups.items()]
        self.page.show_offers(
            self._path.name, str(self._problem), offers, is_known=restorable.is_same_inquiry
        )
        self._window.clear_notice()
        self._window.show_page(self.page)
        self.page.focus_start()

    def _restore(self, key: str) -> None:
        work = partial(_restore_backup, backup=self._backups[key].backup, path=self._path)
        self.page.restore_button.setEnabled(False)
        enable = partial(self.page.restore_button.setEnabled, True)  # noqa: FBT003 - Qt's own setter
        self.run(work, self._open, ended=enable)

    def _open(self, path: Path) -> None:
        self._window.show_previous_page()
        self._window.open_draft(path)

    def show_failure(self, problem: Exception) -> None:
        """Show on the page why no backup could be found, or restored."""
        self.page.show_failed(notice_of(problem).text)


def make_offer(key: str, details: BackupDetails, now: datetime) -> BackupOffer:
    """Return the offer to restore a backup: “Warm handover · yesterday 14:02”, its contents and its size."""
    title = f"{details.title or UNTITLED_NAME} · {relative_time(details.backup.made_at, now)}"
    return BackupOffer(key, title, f"{details.totals.text} · {size_text(details.size)}")


def size_text(size: int) -> str:
    """Return a file size as text: “340 kB”, “1.2 MB”."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


def _find_backups(_job: Job, path: Path, code: str) -> RestorableBackups:
    return find_restorable_backups(path, code)


def _restore_backup(_job: Job, backup: Backup, path: Path) -> Path:
    """Restore a backup under the inquiry's own name, or next to that file if it exists."""
    return restore_beside(backup, path) if path.exists() else restore_as(backup, path)
