"""Find the backups of an inquiry that does not open, beside the window, and bring one of them back."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from carreport.draft.history.newest_backups import BackupDetails, RestorableBackups, find_restorable_backups
from carreport.draft.storage.backups import Backup, restore_as, restore_beside
from carreport.errors import CarreportError
from carreport.ui.background.jobs import Cancelled, Tasks, Ticket
from carreport.ui.library.local_drafts import UNTITLED_NAME
from carreport.ui.recovery.lost_page import LostPage, Offer
from carreport.ui.recovery.ways_on import Exits
from carreport.ui.relative_time import when
from carreport.ui.widgets.notice_bar import notice_of


class LostWork(QObject):
    """Stands between the page of a file of which nothing can be read and the backups."""

    def __init__(
        self, path: Path, problem: CarreportError, tasks: Tasks, exits: Exits, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._problem = problem
        self._tasks = tasks
        self._exits = exits
        self._found: dict[str, BackupDetails] = {}
        self._ticket: Ticket | None = None
        self.page = LostPage()
        self.page.back_wanted.connect(exits.go_back)
        self.page.backup_wanted.connect(self._bring_back)

    def begin(self) -> None:
        """Look for backups; without one that could be meant, nothing more is said."""
        work = partial(_backups, path=self._path, code=self._problem.code)
        self._ticket = self._tasks.run(work, self._show, self._failed)

    def let_go(self) -> None:
        """Hear no more of the file: another is open now."""
        if self._ticket is not None:
            self._ticket.drop_contents()
        self.page.setParent(None)
        self.page.deleteLater()

    def _show(self, last: RestorableBackups) -> None:
        self._ticket = None
        if not (last.backups or last.is_same_inquiry):
            return
        self._found = {str(each.backup.path): each for each in last.backups}
        now = datetime.now(UTC)
        offers = [offer_of(key, each, now) for key, each in self._found.items()]
        self.page.show_offers(self._path.name, str(self._problem), offers, is_known=last.is_same_inquiry)
        self._exits.hush()
        self._exits.show_page(self.page)
        self.page.focus_here()

    def _bring_back(self, key: str) -> None:
        work = partial(_brought_back, backup=self._found[key].backup, path=self._path)
        self.page.bring.setEnabled(False)
        self._ticket = self._tasks.run(work, self._open, self._failed)

    def _open(self, path: Path) -> None:
        self._ticket = None
        self._exits.go_back()
        self._exits.open_draft(path)

    def _failed(self, problem: Exception) -> None:
        self._ticket = None
        self.page.bring.setEnabled(True)
        if isinstance(problem, Cancelled):
            return
        self.page.show_failed(notice_of(problem).text)
        if not isinstance(problem, CarreportError):
            raise problem


def offer_of(key: str, kept: BackupDetails, now: datetime) -> Offer:
    """Return what one backup says: “Warm handover · yesterday 14:02”, and how much it holds."""
    title = f"{kept.title or UNTITLED_NAME} · {when(kept.backup.made_at, now)}"
    return Offer(key, title, f"{kept.totals.text} · {size_words(kept.size)}")


def size_words(size: int) -> str:
    """Return the size of a file as a person reads it: “340 kB”, “1.2 MB”."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


def _backups(_ticket: Ticket | None, path: Path, code: str) -> RestorableBackups:
    return find_restorable_backups(path, code)


def _brought_back(_ticket: Ticket | None, backup: Backup, path: Path) -> Path:
    """Bring a backup back: under the inquiry's own name where no file has it, else beside that file."""
    return restore_beside(backup, path) if path.exists() else restore_as(backup, path)
