"""The controller for the page about a damaged file; it recovers the undamaged answers."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from carreport.atomic_write import delete_files
from carreport.draft.revisions.flaws import describe_set_aside, find_all_set_aside
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import Backup, restore_beside
from carreport.draft.storage.salvage import DamageReport, SalvageResult, inspect_damage, salvage
from carreport.errors import CarreportError
from carreport.file_names import draft_name_beside
from carreport.form.wording import format_count_or_no
from carreport.ui.background.job_controller import JobController, WindowServices
from carreport.ui.background.jobs import Job, JobCancelledError
from carreport.ui.recovery.damage_page import DamagePage
from carreport.ui.widgets.notice_bar import Notice


class DamageController(JobController):
    """Connects the page to the code that inspects and recovers a damaged file."""

    nothing_rescuable = Signal()
    """No answers in the file can be read."""

    def __init__(self, path: Path, window: WindowServices, parent: QObject) -> None:
        super().__init__(window, parent)
        self._path = path
        self._newest: Backup | None = None
        self.page = DamagePage()
        self.page.back_requested.connect(window.show_previous_page)
        self.page.rescue_requested.connect(self._rescue)
        self.page.backup_requested.connect(self._open_backup)
        self.page.version_requested.connect(self._restore_version)
        self._session: DraftSession | None = None

    def begin(self, me: str, session: DraftSession | None) -> None:
        """Inspect the file: an inquiry that is open read-only, or a file that could not be opened.

        A notice has already given the reason. More is shown only if something is damaged and something
        else can be recovered.
        """
        show = partial(self._show, me, session)
        self.run(partial(inspect_file, path=self._path), show, failed=self._give_up)

    def begin_set_aside(self, session: DraftSession) -> None:
        """Say which answers of an undamaged inquiry are set aside, and offer to show them."""
        self._session = session
        text = describe_set_aside(find_all_set_aside(session))
        self._prompts.show_notice(Notice(text, action_text="See which", action=self._show_set_aside))

    def close(self) -> None:
        """Stop, and delete the page: another file is open now."""
        super().close()
        self.page.setParent(None)
        self.page.deleteLater()

    def _show(
        self, me: str, session: DraftSession | None, result: tuple[DamageReport, Backup | None]
    ) -> None:
        damage, self._newest = result
        if session is None and not damage.revisions:
            self.nothing_rescuable.emit()
            return
        form, now = session.form if session is not None else None, datetime.now(UTC)
        if damage.is_sound and form is not None and damage.set_aside:
            self.page.show_set_aside(damage.set_aside, form, me, now, may_restore=False)
        elif damage.is_sound:
            return
        else:
            made_at = self._newest.made_at if self._newest is not None else None
            self.page.show_damage(damage, form, made_at, me, now)
        if session is None:
            self._show_page()
        else:  # the undamaged answers are shown already
            offer = "See which" if damage.is_sound else "See what is damaged"
            text = f"{session.read_only_reason} {describe_set_aside(damage.set_aside)}".strip()
            self._prompts.show_notice(Notice(text, action_text=offer, action=self._show_page))

    def _show_set_aside(self) -> None:
        session = self._session
        if session is None or not session.is_open:
            return
        flaws, now = find_all_set_aside(session), datetime.now(UTC)
        self.page.show_set_aside(flaws, session.form, session.author, now, may_restore=True)
        self._show_page()

    def _restore_version(self, path: str, revision_id: str) -> None:
        if self._session is None or not self._session.is_open:
            return
        try:
            self._session.restore_revision(path, revision_id)
        except CarreportError as problem:
            self.show_failure(problem)
            return
        self._show_set_aside()

    def _show_page(self) -> None:
        self._window.show_page(self.page)
        self.page.focus_start()

    def _rescue(self) -> None:
        suggested = draft_name_beside(self._path, " (recovered)")
        target = self._prompts.save_draft(suggested)
        if target is not None:
            work = partial(_recover, source=self._path, target=target)
            self.run(work, self._open_rescued, notice=f"Recovering {self._path.name}…")

    def _open_rescued(self, result: SalvageResult) -> None:
        self._window.show_previous_page()
        self._window.open_draft(result.path, then=partial(self._show_rescued, result))

    def _show_rescued(self, result: SalvageResult) -> None:
        pictures = format_count_or_no(result.pictures, "picture")
        answers = format_count_or_no(result.revisions, "saved answer")
        amount = f"{answers} (including earlier versions) and {pictures}"
        self._prompts.show_notice(Notice(f"Recovered {amount} into {result.path.name}.", is_problem=False))

    def _open_backup(self) -> None:
        if self._newest is None:
            return
        try:
            path = restore_beside(self._newest, self._path)
        except CarreportError as problem:
            self.show_failure(problem)
            return
        self._window.show_previous_page()
        self._window.open_draft(path)

    def _give_up(self, _problem: Exception) -> None:
        """Emit that nothing can be recovered; a notice has already said why the file does not open."""
        self.nothing_rescuable.emit()


def inspect_file(_job: Job, path: Path) -> tuple[DamageReport, Backup | None]:
    """Return the damage in a file, and the newest backup that contains something the file has lost."""
    damage = inspect_damage(path)
    backups = [answer.backup for answer in damage.answers if answer.backup is not None]
    return damage, max(backups, key=lambda backup: (backup.made_at, backup.number), default=None)


def _recover(job: Job, source: Path, target: Path) -> SalvageResult:
    existed = target.exists()
    result = salvage(source, target)
    if job.is_cancelled and not existed:
        delete_files((result.path,))
        raise JobCancelledError
    return result
