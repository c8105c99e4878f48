"""List the backups of the open inquiry, and restore one of them or the moment of opening."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

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
from carreport.form.wording import format_count_or_no
from carreport.ui.background.jobs import Job
from carreport.ui.history.restore_page import OPENING_KEY, RestorePage, RestorePoint
from carreport.ui.library.draft_card import last_change_text, progress_text
from carreport.ui.relative_time import relative_time
from carreport.ui.task import TaskContext, TaskController
from carreport.ui.widgets.notice_bar import Notice, notice_of

RESTORE_VERBS = {"added": "comes back", "removed": "goes", "changed": "changes back"}


@dataclass(frozen=True, slots=True)
class PreparedRestore:
    """What restoring writes, and the state before it, for undoing."""

    plan: HeadRestorePlan
    state_before: InquiryState
    job: Job
    """It may have been cancelled after its last step."""


def describe_restore(_job: Job, before: Snapshot, held: Callable[[], InquiryState]) -> list[str]:
    """Return in words what would change if the inquiry were restored to what it `held`."""
    found = preview_restore(before.form, before.new_tree(), held())
    return [f"{change.label} · {RESTORE_VERBS[change.change_type]}" for change in found]


def prepare_restore(
    job: Job, session: DraftSession, before: Snapshot, held: Callable[[], InquiryState]
) -> PreparedRestore:
    """Plan the restore, and make a backup; nothing changes yet."""
    job.report_progress(0.1, "Comparing…")
    planned = plan_restore(before, held())
    job.report_progress(0.5, "Making a backup first…")
    save_and_back_up(session)
    job.report_progress(0.9, "Going back…")
    return PreparedRestore(planned, state_of(before.new_tree()), job)


@dataclass(frozen=True, slots=True)
class BackupSummary:
    """A backup, what it holds, and whether it can be opened."""

    backup: Backup
    contents: str
    can_open: bool


class RestoreController(TaskController[RestorePage]):
    """Connects the page of backups to the backups and the draft."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._backups: dict[str, BackupSummary] = {}
        self._chosen = ""

    def make_page(self) -> RestorePage:
        """Return the page, connected."""
        page = RestorePage()
        page.moment_chosen.connect(self._show_changes)
        page.restore_requested.connect(self._restore)
        page.import_missing_requested.connect(self._import_missing)
        page.save_separately_requested.connect(self._save_separately)
        page.progress.cancel_button.clicked.connect(self.cancel)
        return page

    def start(self, at: str) -> None:
        """Look up the backups; the page is shown when they are known."""
        self._chosen = at
        self._session.seal()
        work = partial(list_backups, draft_id=self._session.draft_id, me=self._session.author)
        self.run(work, self._show, notice="Looking for backups…")

    def _show(self, kept: list[BackupSummary]) -> None:
        now = datetime.now(UTC)
        self._backups = {str(found.backup.path): found for found in kept}
        opened = RestorePoint(
            OPENING_KEY, f"When you opened it, {relative_time(self._context.opened_at, now)}", "This session."
        )
        moments = [
            RestorePoint(key, f"Backup of {relative_time(found.backup.made_at, now)}", found.contents)
            for key, found in self._backups.items()
        ]
        first = OPENING_KEY if self._chosen == OPENING_KEY or not moments else moments[0].key
        self.page.show_moments([opened, *moments], first)
        self.page.show_comparing()
        self._pages.show(self.page)
        self.page.focus_start()
        self._show_changes(self.page.moment_choices.key or first)

    def _show_changes(self, key: str) -> None:
        kept = self._backups.get(key)
        if kept is not None and not kept.can_open:
            self.page.show_unreadable(kept.contents)
            return
        self.page.show_comparing()
        work = partial(describe_restore, before=take_snapshot(self._session), held=self._held(key))
        show = partial(self.page.show_changes, is_backup=kept is not None)
        self.run(work, show, failed=self._show_unreadable)

    def _show_unreadable(self, problem: Exception) -> None:
        self.page.show_unreadable(notice_of(problem).text)

    def _restore(self, key: str) -> None:
        self._begin_restore(self._held(key), f"Gone back to {self._moment_text(key)}.", offer="Undo")

    def _begin_restore(self, held: Callable[[], InquiryState], said: str, offer: str = "") -> None:
        """Plan the restore in the worker thread, then apply it."""
        self._context.flush()
        self.page.show_progress(0, "")
        work = partial(prepare_restore, session=self._session, before=take_snapshot(self._session), held=held)
        self.run(
            work,
            partial(self._apply_plan, said, offer),
            ended=self.page.show_ready,
            progress=self.page.show_progress,
        )

    def _apply_plan(self, said: str, offer: str, way: PreparedRestore) -> None:
        if way.job.is_cancelled:
            return
        self._context.flush()
        try:
            undone = apply_restore(self._session, way.plan)
        except CarreportError as problem:
            self.show_failure(problem)
            return
        if self._pages.is_shown(self.page):
            self._pages.close()
        count = format_count_or_no(len(undone.restored), "place")
        undo = partial(self._begin_restore, lambda: way.state_before, "What was there before is back.")
        act = undo if offer else None
        self._prompts.show_notice(
            Notice(f"{said} {count} changed.", is_problem=False, action_text=offer, action=act)
        )

    def _import_missing(self, key: str) -> None:
        self._window.inspect_copy(self._backups[key].backup.path, f"The {self._moment_text(key)}")

    def _save_separately(self, key: str) -> None:
        self.page.show_progress(0.3, "Putting it beside the inquiry…")
        work = partial(_save_separately, backup=self._backups[key].backup, beside=self._session.path)
        self.run(work, self._show_saved_separately, ended=self.page.show_ready)

    def _show_saved_separately(self, path: Path) -> None:
        self._prompts.show_notice(
            Notice(
                f"It lies beside the inquiry as {path.name}.",
                is_problem=False,
                action_text="Show in folder",
                action=partial(self._prompts.show_folder, path),
            )
        )

    def _held(self, key: str) -> Callable[[], InquiryState]:
        """Return a function for the worker thread that returns what the inquiry held at that moment."""
        kept = self._backups.get(key)
        if kept is None:
            return lambda: self._context.held_at_first
        return partial(state_in_backup, kept.backup)

    def _moment_text(self, key: str) -> str:
        if key == OPENING_KEY:
            return "when you opened it"
        return f"backup of {relative_time(self._backups[key].backup.made_at, datetime.now(UTC))}"


def list_backups(_job: Job, draft_id: str, me: str) -> list[BackupSummary]:
    """Return the backups of an inquiry, newest first, with what they hold."""
    now = datetime.now(UTC)
    return [_summarise_backup(backup, me, now) for backup in backups_of(draft_id)]


def _save_separately(_job: Job, backup: Backup, beside: Path) -> Path:
    return restore_beside(backup, beside)


def _summarise_backup(backup: Backup, me: str, now: datetime) -> BackupSummary:
    try:
        card = read_summary(backup.path)
    except DraftFileError as problem:
        return BackupSummary(backup, problem.what, can_open=False)
    shares = [share for _, share, _ in card.sections]
    last = last_change_text(card.changed_by, card.changed_at, me, now)
    return BackupSummary(backup, f"{progress_text(shares)} · last changed: {last}", can_open=True)
