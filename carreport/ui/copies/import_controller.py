"""Import a file into the inquiry that it is a copy of, after showing what would change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from shiboken6 import isValid

from carreport.draft.copies.incoming import IncomingCopy
from carreport.draft.copies.merge_copy import (
    apply_merge,
    apply_merge_undo,
    heads_of_last_merge,
    plan_merge_into_snapshot,
    undoable_merge_name,
)
from carreport.draft.copies.merge_plan import MergeEffectKind, MergePlan
from carreport.draft.history.restore import HeadChanges, HeadRestorePlan, plan_head_restore
from carreport.draft.revisions.labels import path_label
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.snapshot import Snapshot, save_and_back_up, take_snapshot
from carreport.errors import CarreportError
from carreport.form.wording import format_count_or_no
from carreport.settings import drafts_folder
from carreport.ui.background.job_controller import JobController, WindowServices
from carreport.ui.background.jobs import Job
from carreport.ui.copies.identify import IncomingFile, LocalInquiry, create_inquiry, identify_file
from carreport.ui.copies.import_page import ImportCopyPage, join_names
from carreport.ui.copies.unknown_inquiry_page import UnknownInquiryPage
from carreport.ui.task import TaskContext
from carreport.ui.widgets.notice_bar import Notice


class ImportCopyController(JobController):
    """Connects the pages on which copies are imported to the drafts and the window."""

    undo_changed = Signal()
    """The import that can be undone is another one now, or none."""

    def __init__(
        self, window: WindowServices, current_inquiry: Callable[[], TaskContext | None], parent: QObject
    ) -> None:
        super().__init__(window, parent)
        self._current_inquiry = current_inquiry
        self._unknown_page: UnknownInquiryPage | None = None

    def choose_file(self) -> None:
        """Ask for a file, and show what it would import."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        path = self._prompts.open_draft(Path(folder) if folder else Path.home())
        if path is not None:
            self.inspect_copy(path)

    def inspect_copy(self, path: Path, called: str = "") -> None:
        """Show what the file at `path` would import; `called` is a name for a backup."""
        self._read(path, partial(self._show_arrival, called=called), self.show_failure)

    def open_or_inspect(self, path: Path) -> None:
        """Open the file at `path`; if its inquiry is already here, show what it would import instead."""
        if self._is_own(path):
            self._window.open_draft(path)
            return
        opening = partial(self._window.open_draft, path)
        self._read(
            path,
            lambda arrival: self._show_arrival(arrival) if arrival.local else opening(),
            lambda _problem: opening(),
        )

    def undo(self) -> None:
        """Undo the last import into the open inquiry."""
        context = self._current_inquiry()
        name = undoable_merge_name(context.session) if context is not None else ""
        if context is None or not name:
            return
        context.flush()
        session = context.session
        heads = heads_of_last_merge(session)
        work = partial(_plan_undo, session=session, before=take_snapshot(session), heads=heads)
        self.run(work, partial(self._finish_undo, context, name), notice=f"Taking out what {name} brought…")

    # Inside.

    def _finish_undo(self, context: TaskContext, name: str, planned: HeadRestorePlan) -> None:
        if self._current_inquiry() is not context:
            return
        context.flush()
        try:
            undone = apply_merge_undo(context.session, planned)
        except CarreportError as problem:
            self.show_failure(problem)
            return
        said = f"What {name} brought is out again."
        if undone.skipped:
            count = format_count_or_no(len(undone.skipped), "place")
            said += f" What was edited since stays as it is ({count})."
        self.undo_changed.emit()
        self._prompts.show_notice(Notice(said, is_problem=False))

    def _is_own(self, path: Path) -> bool:
        folder, context = drafts_folder(), self._current_inquiry()
        if path.resolve().parent == folder.resolve() or not path.exists():
            return True
        if context is not None:
            return context.session.path.resolve() == path.resolve()
        return next(folder.glob("*.carreport"), None) is None

    def _read(
        self, path: Path, on_done: Callable[[IncomingFile], None], on_failed: Callable[[Exception], None]
    ) -> None:
        context = self._current_inquiry()
        opened = None
        if context is not None:
            context.flush()
            session = context.session
            opened = LocalInquiry(session.path, session.draft_id, session.form, context.inquiry_title())
        work = partial(identify_file, path=path, folder=drafts_folder(), opened=opened)
        self.run(work, on_done, failed=on_failed, notice=f"Looking at {path.name}…")

    def _show_arrival(self, arrival: IncomingFile, called: str = "") -> None:
        if arrival.local is not None:
            self._compare_with_local(arrival.local, arrival, called)
            return
        page = self._unknown_page = UnknownInquiryPage()
        page.back_requested.connect(self._drop_unknown_page)
        page.own_requested.connect(partial(self._create_inquiry, arrival))
        page.import_into_requested.connect(lambda known: self._compare_with_local(known, arrival))
        page.show_file(arrival)
        self._window.show_page(page)
        page.focus_start()

    def _compare_with_local(self, home: LocalInquiry, arrival: IncomingFile, called: str = "") -> None:
        """Show what the file would import into the local inquiry, after opening that."""
        self._drop_unknown_page()
        context = self._current_inquiry()
        if context is None or context.session.path.resolve() != home.path.resolve():
            self._window.open_draft(home.path, then=partial(self._compare, home, arrival, called))
        else:
            self._compare(home, arrival, called)

    def _compare(self, home: LocalInquiry, arrival: IncomingFile, called: str) -> None:
        context = self._current_inquiry()
        if context is None or context.session.draft_id != home.draft_id:
            return  # opening failed or was refused, which has been shown
        brought = replace(arrival.incoming, name=called or arrival.incoming.name)
        work = partial(
            plan_import, session=context.session, before=take_snapshot(context.session), brought=brought
        )
        show = partial(self._show_plan, context, arrival.path, is_file=not called)
        self.run(work, show, notice=f"Comparing {brought.name} with the inquiry…")

    def _show_plan(
        self,
        context: TaskContext,
        path: Path,
        found: tuple[MergePlan, Callable[[str], str]],
        *,
        is_file: bool,
    ) -> None:
        if self._current_inquiry() is not context:
            return
        plan, places = found
        page = ImportCopyPage()
        page.cancelled.connect(self.abandon)
        page.cancelled.connect(partial(context.pages.remove, page))
        page.accepted.connect(partial(self._accept, context, page, plan))
        page.own_file_requested.connect(partial(self._open_as_own_file, context, page, path))
        page.show_plan(plan, context.session.author, datetime.now(UTC), places)
        page.own_file_link.setVisible(is_file)
        context.pages.show(page)
        page.focus_start()

    def _accept(self, context: TaskContext, page: ImportCopyPage, plan: MergePlan) -> None:
        """Make a backup, then import what was planned."""
        context.flush()
        page.import_button.setEnabled(False)
        work = partial(_back_up, session=context.session)
        done = partial(self._import, context, page, plan)
        self.run(work, done, ended=partial(_enable_import, page), notice="Making a backup first…")

    def _import(self, context: TaskContext, page: ImportCopyPage, plan: MergePlan, _safe: None) -> None:
        session = context.session
        if self._current_inquiry() is not context:
            return
        context.flush()  # what was typed meanwhile is compared with what comes in
        try:
            apply_merge(session, plan, separate=plan.is_separate_start)
        except CarreportError as problem:
            self.show_failure(problem)
            return
        if not context.pages.show_changes():
            context.pages.close()
        context.pages.remove(page)
        self.undo_changed.emit()
        offer = "Undo" if undoable_merge_name(session) else ""
        said = imported_text(plan, session.author)
        self._prompts.show_notice(Notice(said, is_problem=False, action_text=offer, action=self.undo))

    def _open_as_own_file(self, context: TaskContext, page: ImportCopyPage, path: Path) -> None:
        context.pages.remove(page)
        self._window.open_draft(path)

    def _create_inquiry(self, arrival: IncomingFile) -> None:
        from carreport.ui.library.local_drafts import ensure_drafts_folder  # noqa: PLC0415 - not before it is wanted

        try:
            path = create_inquiry(arrival, ensure_drafts_folder())
        except CarreportError as problem:
            self.show_failure(problem)
            return
        self._drop_unknown_page()
        self._window.open_draft(path)

    def _drop_unknown_page(self) -> None:
        if self._unknown_page is not None:
            self._window.show_previous_page()
            self._unknown_page.setParent(None)
            self._unknown_page.deleteLater()
            self._unknown_page = None


def plan_import(
    _job: Job, session: DraftSession, before: Snapshot, brought: IncomingCopy
) -> tuple[MergePlan, Callable[[str], str]]:
    """Return what importing would change, and a function that labels paths; nothing is changed yet."""
    session.flush()
    plan = plan_merge_into_snapshot(before, brought)
    return plan, partial(path_label, before.form, RevisionTree((*before.revisions, *plan.revisions.values())))


def _enable_import(page: ImportCopyPage) -> None:
    if isValid(page):  # the inquiry may have been closed meanwhile
        page.import_button.setEnabled(True)


def _back_up(_job: Job, session: DraftSession) -> None:
    save_and_back_up(session)


def _plan_undo(_job: Job, session: DraftSession, before: Snapshot, heads: HeadChanges) -> HeadRestorePlan:
    found = plan_head_restore(before, heads)
    save_and_back_up(session)
    return found


def imported_text(plan: MergePlan, me: str) -> str:
    """Return what was imported, such as “Brought in 4 changes from Morag. 1 answer has two versions now”."""
    two = sum(effect.effect_type is MergeEffectKind.TWO_VERSIONS for effect in plan.effects)
    changes = format_count_or_no(len(plan.effects), "change")
    said = f"Brought in {changes} from {join_names(plan.authors, me)}."
    if two:
        said += f" {format_count_or_no(two, 'answer')} {'has' if two == 1 else 'have'} two versions now."
    return said
