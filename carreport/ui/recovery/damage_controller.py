"""Look into a damaged inquiry beside the window, and rescue what is sound in it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import Backup, restore_beside
from carreport.draft.storage.salvage import DamageReport, SalvageResult, inspect_damage, salvage
from carreport.errors import CarreportError
from carreport.form.wording import format_count_or_no
from carreport.ui.background.delayed_notice import Patience
from carreport.ui.background.jobs import Tasks, Ticket
from carreport.ui.prompts import Prompts
from carreport.ui.recovery.damage_page import DamagePage
from carreport.ui.recovery.ways_on import Exits
from carreport.ui.widgets.notice_bar import Notice, notice_of


class DamageWork(QObject):
    """Stands between the page of one damaged file and the engine that rescues it."""

    nothing_left = Signal()
    """Nothing that somebody wrote can be read in the file."""

    def __init__(self, path: Path, tasks: Tasks, prompts: Prompts, exits: Exits, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._tasks = tasks
        self._prompts = prompts
        self._exits = exits
        self._newest: Backup | None = None
        self._ticket: Ticket | None = None
        self.page = DamagePage()
        self.page.back_wanted.connect(self._leave)
        self.page.rescue_wanted.connect(self._rescue)
        self.page.backup_wanted.connect(self._open_backup)

    def begin(self, me: str, session: DraftSession | None) -> None:
        """Find out what is damaged: in the draft that is open for reading, or in a file that did not open.

        Why it did not has been said already; this says more only where something can be rescued.
        """
        show = partial(self._show, me, session)
        self._ticket = self._tasks.run(partial(look_into, path=self._path), show, self._give_up)

    def let_go(self) -> None:
        """Hear no more of the file: another is open now."""
        if self._ticket is not None:
            self._ticket.drop_contents()
        self.page.setParent(None)
        self.page.deleteLater()

    def _show(self, me: str, session: DraftSession | None, found: tuple[DamageReport, Backup | None]) -> None:
        damage, self._newest = found
        if session is None and not damage.revisions:
            self.nothing_left.emit()
            return
        if damage.is_sound:
            return
        made_at = self._newest.made_at if self._newest is not None else None
        form = session.form if session is not None else None
        self.page.show_damage(damage, form, made_at, me, datetime.now(UTC))
        if session is None:
            self._show_page()
        else:  # what is sound of it is on the screen already
            offer = "See what is damaged"
            self._prompts.explain(Notice(session.read_only_reason, offer=offer, act=self._show_page))

    def _show_page(self) -> None:
        self._exits.show_page(self.page)
        self.page.focus_here()

    def _rescue(self) -> None:
        suggested = self._path.with_name(f"{self._path.stem} (rescued).carreport")
        target = self._prompts.save_draft(suggested)
        if target is not None:
            work = partial(_rescued, bad=self._path, good=target)
            said = f"Rescuing what is sound in {self._path.name}…"
            patience = Patience(self._prompts, said, self._exits.hush, self)
            patience.begin()
            self._tasks.run(work, patience.then(self._open_rescued), patience.then(self._explain))

    def _open_rescued(self, done: SalvageResult) -> None:
        self._leave()
        self._exits.open_draft(done.path, then=partial(self._say_rescued, done))

    def _say_rescued(self, done: SalvageResult) -> None:
        pictures = format_count_or_no(done.pictures, "picture")
        said = f"{format_count_or_no(done.revisions, 'version')} of answers and {pictures}"
        self._prompts.explain(Notice(f"Rescued {said} into {done.path.name}.", is_trouble=False))

    def _open_backup(self) -> None:
        if self._newest is None:
            return
        try:
            path = restore_beside(self._newest, self._path)
        except CarreportError as problem:
            self._explain(problem)
            return
        self._leave()
        self._exits.open_draft(path)

    def _leave(self) -> None:
        self._exits.go_back()

    def _explain(self, problem: Exception) -> None:
        self._prompts.explain(notice_of(problem))
        if not isinstance(problem, CarreportError):
            raise problem

    def _give_up(self, problem: Exception) -> None:
        """Nothing can be rescued from the file; why it does not open has been said."""
        self.nothing_left.emit()
        if not isinstance(problem, CarreportError):
            raise problem


def look_into(_ticket: Ticket | None, path: Path) -> tuple[DamageReport, Backup | None]:
    """Return what is damaged in a file, and the newest backup that has something of it."""
    damage = inspect_damage(path)
    found = [each.backup for each in damage.answers if each.backup is not None]
    return damage, max(found, key=lambda each: (each.made_at, each.number), default=None)


def _rescued(_ticket: Ticket | None, bad: Path, good: Path) -> SalvageResult:
    return salvage(bad, good)
