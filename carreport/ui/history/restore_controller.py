"""The controller for the page that restores a backup, or the inquiry as it was when opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from carreport.draft.history.diff import fold_unchanged
from carreport.draft.history.restore import (
    HeadRestorePlan,
    InquiryState,
    apply_restore,
    plan_restore,
    preview_restore,
    state_in_backup,
    state_of,
)
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.open_draft import read_summary
from carreport.draft.session.snapshot import Snapshot, save_and_back_up, take_snapshot
from carreport.draft.storage.backups import Backup, backups_of, restore_beside
from carreport.errors import CarreportError, DraftFileError
from carreport.form.wording import format_count
from carreport.ui.background.jobs import Job
from carreport.ui.history.restore_page import OPENING_KEY, RestorePage, RestorePoint
from carreport.ui.library.draft_card import last_change_text, progress_text
from carreport.ui.relative_time import relative_time
from carreport.ui.task import TaskContext, TaskController
from carreport.ui.widgets.item_list import ItemLine
from carreport.ui.widgets.notice_bar import Notice, notice_of

RESTORE_VERBS = {"added": "restored", "removed": "removed", "changed": "changed back"}


@dataclass(frozen=True, slots=True)
class PreparedRestore:
    """The plan for a restore, and the state before it, for undo."""

    plan: HeadRestorePlan
    state_before: InquiryState
    job: Job
    """It may have been cancelled after its last step."""


def describe_restore(_job: Job, before: Snapshot, held: Callable[[], InquiryState]) -> list[ItemLine]:
    """Return in words what restoring the state that `held` returns would change."""
    changes = preview_restore(before, held())
    return [
        ItemLine(
            f"{change.label} · {RESTORE_VERBS[change.change_type]}", "", diff=fold_unchanged(change.spans)
        )
        for change in changes
    ]


def prepare_restore(
    job: Job, session: DraftSession, before: Snapshot, held: Callable[[], InquiryState]
) -> PreparedRestore:
    """Plan the restore and make a backup, without changing the inquiry."""
    job.report_progress(0.1, "Comparing…")
    plan = plan_restore(before, held())
    job.report_progress(0.5, "Making a backup first…")
    save_and_back_up(session)
    job.report_progress(0.9, "Restoring…")
    return PreparedRestore(plan, state_of(before.new_tree()), job)


@dataclass(frozen=True, slots=True)
class BackupSummary:
    """A backup, its contents in words, and whether it can be opened."""

    backup: Backup
    contents: str
    can_open: bool


class RestoreController(TaskController[RestorePage]):
    """Connects the page to the backups and the draft."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._backups: dict[str, BackupSummary] = {}
        self._chosen = ""

    def make_page(self) -> RestorePage:
        """Return a new page, connected to this controller."""
        page = RestorePage()
        page.moment_chosen.connect(self._show_changes)
        page.restore_requested.connect(self._restore)
        page.import_missing_requested.connect(self._import_missing)
        page.save_separately_requested.connect(self._save_separately)
        page.progress.cancel_button.clicked.connect(self.cancel)
        return page

    def start(self, at: str) -> None:
        """List the backups, then show the page."""
        self._chosen = at
        self._session.seal()
        work = partial(list_backups, draft_id=self._session.draft_id, me=self._session.author)
        self.run(work, self._show, notice="Looking for backups…")

    def _show(self, backups: list[BackupSummary]) -> None:
        now = datetime.now(UTC)
        self._backups = {str(summary.backup.path): summary for summary in backups}
        opened = RestorePoint(
            OPENING_KEY,
            f"When you opened it, {relative_time(self._context.opened_at, now)}",
            "The start of this session.",
        )
        moments = [
            RestorePoint(key, f"Backup from {relative_time(summary.backup.made_at, now)}", summary.contents)
            for key, summary in self._backups.items()
        ]
        first = OPENING_KEY if self._chosen == OPENING_KEY or not moments else moments[0].key
        self.page.show_moments([opened, *moments], first)
        self.page.show_comparing()
        self._pages.show(self.page)
        self.page.focus_start()
        self._show_changes(self.page.moment_choices.key or first)

    def _show_changes(self, key: str) -> None:
        backup = self._backups.get(key)
        if backup is not None and not backup.can_open:
            self.page.show_unreadable(backup.contents)
            return
        self.page.show_comparing()
        work = partial(describe_restore, before=take_snapshot(self._session), held=self._held(key))
        show = partial(self.page.show_changes, is_backup=backup is not None)
        self.run(work, show, failed=self._show_unreadable)

    def _show_unreadable(self, problem: Exception) -> None:
        self.page.show_unreadable(notice_of(problem).text)

    def _restore(self, key: str) -> None:
        self._begin_restore(
            self._held(key), f"Restored to how it was {self._moment_text(key)}.", offer="Undo"
        )

    def _begin_restore(self, held: Callable[[], InquiryState], message: str, offer: str = "") -> None:
        """Plan the restore in the worker thread, then apply it."""
        self._context.flush()
        self.page.show_progress(0, "")
        work = partial(prepare_restore, session=self._session, before=take_snapshot(self._session), held=held)
        self.run(
            work,
            partial(self._apply_plan, message, offer),
            ended=self.page.show_ready,
            progress=self.page.show_progress,
        )

    def _apply_plan(self, message: str, offer: str, prepared: PreparedRestore) -> None:
        if prepared.job.is_cancelled:
            return
        self._context.flush()
        try:
            result = apply_restore(self._session, prepared.plan)
        except CarreportError as problem:
            self.show_failure(problem)
            return
        if self._pages.is_shown(self.page):
            self._pages.close()
        count = format_count(len(result.restored), "change")
        undo_restore = partial(
            self._begin_restore, lambda: prepared.state_before, "The restore has been undone."
        )
        action = undo_restore if offer else None
        self._prompts.show_notice(
            Notice(f"{message} {count} made.", is_problem=False, action_text=offer, action=action)
        )

    def _import_missing(self, key: str) -> None:
        backup = self._backups[key].backup
        self._window.inspect_copy(
            backup.path, f"Backup from {relative_time(backup.made_at, datetime.now(UTC))}"
        )

    def _save_separately(self, key: str) -> None:
        self.page.show_progress(0.3, "Saving a separate file…")
        work = partial(_save_separately, backup=self._backups[key].backup, next_to=self._session.path)
        self.run(work, self._show_saved_separately, ended=self.page.show_ready)

    def _show_saved_separately(self, path: Path) -> None:
        self._prompts.show_notice(
            Notice(
                f"Saved next to the inquiry as {path.name}.",
                is_problem=False,
                action_text="Show in folder",
                action=partial(self._prompts.show_folder, path),
            )
        )

    def _held(self, key: str) -> Callable[[], InquiryState]:
        """Return a function, for the worker thread, that returns the state at this restore point."""
        summary = self._backups.get(key)
        if summary is None:
            return lambda: self._context.held_at_first
        return partial(state_in_backup, summary.backup)

    def _moment_text(self, key: str) -> str:
        if key == OPENING_KEY:
            return "when you opened it"
        return f"in the backup from {relative_time(self._backups[key].backup.made_at, datetime.now(UTC))}"


def list_backups(_job: Job, draft_id: str, me: str) -> list[BackupSummary]:
    """Return the backups of an inquiry, newest first, with their contents in words."""
    now = datetime.now(UTC)
    return [_summarise_backup(backup, me, now) for backup in backups_of(draft_id)]


def _save_separately(_job: Job, backup: Backup, next_to: Path) -> Path:
    return restore_beside(backup, next_to)


def _summarise_backup(backup: Backup, me: str, now: datetime) -> BackupSummary:
    try:
        card = read_summary(backup.path)
    except DraftFileError as problem:
        return BackupSummary(backup, problem.what, can_open=False)
    shares = [share for _, share, _ in card.sections]
    last = last_change_text(card.changed_by, card.changed_at, me, now)
    return BackupSummary(backup, f"{progress_text(shares)} · last changed: {last}", can_open=True)
