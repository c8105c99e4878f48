"""The controller that shows what importing a copy would change, and imports it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from shiboken6 import isValid

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
from carreport.file_names import is_draft_name
from carreport.form.wording import format_count, format_count_or_no
from carreport.regular_files import follow_links
from carreport.settings import drafts_folder
from carreport.ui.background.job_controller import JobController, WindowServices
from carreport.ui.background.jobs import Job
from carreport.ui.copies.identify import (
    IncomingFile,
    IncomingFiles,
    LocalInquiry,
    combine_copies,
    create_inquiry,
    identify_file,
    identify_files,
    name_together,
)
from carreport.ui.copies.import_page import ImportCopyPage, join_names, merge_plan_text
from carreport.ui.copies.unknown_inquiry_page import UnknownInquiryPage
from carreport.ui.task import TaskContext
from carreport.ui.widgets.notice_bar import Notice

Unread = Sequence[tuple[str, str]]
"""The names of files that could not be read, each with the reason."""


@dataclass(frozen=True, slots=True)
class JointMergePlan:
    """What importing one or several copies would change, together and (`parts`) each by itself.

    `place_of` returns the label for a path.
    """

    plan: MergePlan
    parts: tuple[MergePlan, ...]
    place_of: Callable[[str], str]


class ImportCopyController(JobController):
    """Finds out what a file is, shows what importing it would change, and imports it or undoes that."""

    undo_changed = Signal()
    """A different import can be undone, or none."""

    def __init__(
        self, window: WindowServices, current_inquiry: Callable[[], TaskContext | None], parent: QObject
    ) -> None:
        super().__init__(window, parent)
        self._current_inquiry = current_inquiry
        self._unknown_page: UnknownInquiryPage | None = None
        self._waiting: list[list[IncomingFile]] = []
        self._unread: Unread = ()

    def choose_file(self) -> None:
        """Ask for one or more files, and show what importing them would change."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        files = self._prompts.open_copies(Path(folder) if folder else Path.home())
        if len(files) == 1:
            self.inspect_copy(files[0])
        elif files:
            self.inspect_copies(files)

    def inspect_copy(self, path: Path, name: str = "") -> None:
        """Show what importing the file at `path` would change; `name` replaces a backup's file name."""
        self._read(path, partial(self._show_arrival, name=name), self.show_failure)

    def inspect_copies(self, files: Sequence[Path]) -> None:
        """Show what importing these files would change: all copies of an inquiry on one page.

        Those of other inquiries come after them, one inquiry after the other.
        """
        work = partial(identify_files, files=files, folder=drafts_folder(), opened=self._opened_inquiry())
        self.run(work, self._show_arrivals, notice=f"Reading {format_count(len(files), 'file')}…")

    def open_or_inspect(self, path: Path) -> None:
        """Open the file at `path`, or show what importing it would change if its inquiry is already here."""
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
        self.run(work, partial(self._finish_undo, context, name), notice=f"Undoing the import of {name}…")

    # Private.

    def _finish_undo(self, context: TaskContext, name: str, plan: HeadRestorePlan) -> None:
        if self._current_inquiry() is not context:
            return
        context.flush()
        try:
            result = apply_merge_undo(context.session, plan)
        except CarreportError as problem:
            self.show_failure(problem)
            return
        text = f"The import of {name} has been undone."
        if result.skipped:
            count = format_count(len(result.skipped), "answer")
            text += f" Later edits were kept ({count})."
        self.undo_changed.emit()
        self._prompts.show_notice(Notice(text, is_problem=False))

    def _is_own(self, path: Path) -> bool:
        folder, context = drafts_folder(), self._current_inquiry()
        if follow_links(path).parent == follow_links(folder) or not path.exists():
            return True
        if context is not None:
            return follow_links(context.session.path) == follow_links(path)
        return not any(is_draft_name(draft.name) for draft in folder.glob("*"))

    def _read(
        self, path: Path, on_done: Callable[[IncomingFile], None], on_failed: Callable[[Exception], None]
    ) -> None:
        work = partial(identify_file, path=path, folder=drafts_folder(), opened=self._opened_inquiry())
        self.run(work, on_done, failed=on_failed, notice=f"Reading {path.name}…")

    def _opened_inquiry(self) -> LocalInquiry | None:
        context = self._current_inquiry()
        if context is None:
            return None
        context.flush()
        session = context.session
        return LocalInquiry(session.path, session.draft_id, session.form, context.inquiry_title())

    def _show_arrivals(self, arrivals: IncomingFiles) -> None:
        """Show the copies of the open inquiry first; the others wait."""
        context = self._current_inquiry()
        opened = context.session.path if context is not None else None
        groups = group_by_inquiry(arrivals.files)
        groups.sort(key=lambda files: files[0].local is None or files[0].local.path != opened)
        self._waiting, self._unread = groups, arrivals.unread
        if groups:
            self._show_next()
        else:
            self._prompts.show_notice(Notice(_unread_text(arrivals.unread)))

    def _show_next(self) -> None:
        files, *self._waiting = self._waiting
        unread, self._unread = self._unread, ()
        if files[0].local is not None:
            self._compare_with_local(files[0].local, files, unread=unread)
        else:
            self.inspect_copy(files[0].path)  # it may be here by now, from the file before
            if unread:
                self._prompts.show_notice(Notice(_unread_text(unread)))

    def _offer_next(self, text: str = "") -> bool:
        """Offer to go on with the files that wait, after this text; return whether there are any."""
        if self._waiting:
            left = [file.name for files in self._waiting for file in files]
            say = f"{text} Still to import: {'; '.join(left)}.".strip()
            offer = Notice(say, is_problem=False, action_text="Go on", action=self._show_next)
            self._prompts.show_notice(offer)
        return bool(self._waiting)

    def _show_arrival(self, arrival: IncomingFile, name: str = "") -> None:
        if arrival.local is not None:
            self._compare_with_local(arrival.local, (arrival,), name)
            return
        page = self._unknown_page = UnknownInquiryPage()
        page.back_requested.connect(self._drop_unknown_page)
        page.back_requested.connect(self._offer_next)
        page.own_requested.connect(partial(self._create_inquiry, arrival))
        page.import_into_requested.connect(lambda local: self._compare_with_local(local, (arrival,)))
        page.show_file(arrival)
        self._window.show_page(page)
        page.focus_start()

    def _compare_with_local(
        self, local: LocalInquiry, files: Sequence[IncomingFile], name: str = "", unread: Unread = ()
    ) -> None:
        """Open the local inquiry if necessary, and show what importing the files would change in it."""
        self._drop_unknown_page()
        context = self._current_inquiry()
        if context is None or follow_links(context.session.path) != follow_links(local.path):
            self._window.open_draft(local.path, then=partial(self._compare, local, files, name, unread))
        else:
            self._compare(local, files, name, unread)

    def _compare(self, local: LocalInquiry, files: Sequence[IncomingFile], name: str, unread: Unread) -> None:
        context = self._current_inquiry()
        if context is None or context.session.draft_id != local.draft_id:
            return  # it could not be opened; a notice has said why
        before = take_snapshot(context.session)
        work = partial(plan_import, session=context.session, before=before, files=files, name=name)
        show = partial(self._show_plan, context, files, unread, is_file=not name)
        called = name or name_together(files)
        self.run(work, show, notice=f"Comparing {called} with the inquiry…")

    def _show_plan(
        self,
        context: TaskContext,
        files: Sequence[IncomingFile],
        unread: Unread,
        result: JointMergePlan,
        *,
        is_file: bool,
    ) -> None:
        if self._current_inquiry() is not context:
            return
        plan, me = result.plan, context.session.author
        page = ImportCopyPage()
        page.cancelled.connect(self.abandon)
        page.cancelled.connect(partial(context.pages.remove, page))
        page.cancelled.connect(self._offer_next)
        page.accepted.connect(partial(self._accept, context, page, plan))
        page.own_file_requested.connect(partial(self._open_as_own_file, context, page, files[0].path))
        several = files if len(files) > 1 else ()
        copies = [
            (file.name, merge_plan_text(part, me))
            for file, part in zip(several, result.parts, strict=bool(several))
        ]
        page.show_plan(plan, me, datetime.now(UTC), result.place_of, copies, unread)
        page.own_file_link.setVisible(is_file and not several)
        context.pages.show(page)
        page.focus_start()

    def _accept(self, context: TaskContext, page: ImportCopyPage, plan: MergePlan) -> None:
        """Make a backup, then apply the plan."""
        self._window.name_author()
        context.flush()
        page.primary_action.setEnabled(False)
        work = partial(_back_up, session=context.session)
        done = partial(self._import, context, page, plan)
        self.run(work, done, ended=partial(_enable_import, page), notice="Making a backup first…")

    def _import(self, context: TaskContext, page: ImportCopyPage, plan: MergePlan, _backed_up: None) -> None:
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
        text = imported_text(plan, session.author)
        if self._offer_next(text):
            return
        self._prompts.show_notice(Notice(text, is_problem=False, action_text=offer, action=self.undo))

    def _open_as_own_file(self, context: TaskContext, page: ImportCopyPage, path: Path) -> None:
        context.pages.remove(page)
        self._window.open_draft(path)

    def _create_inquiry(self, arrival: IncomingFile) -> None:
        from carreport.ui.library.local_drafts import ensure_drafts_folder  # noqa: PLC0415 - on first use

        try:
            path = create_inquiry(arrival, ensure_drafts_folder())
        except CarreportError as problem:
            self.show_failure(problem)
            return
        self._drop_unknown_page()
        self._window.open_draft(path)
        self._offer_next()

    def _drop_unknown_page(self) -> None:
        if self._unknown_page is not None:
            self._window.show_previous_page()
            self._unknown_page.setParent(None)
            self._unknown_page.deleteLater()
            self._unknown_page = None


def plan_import(
    _job: Job, session: DraftSession, before: Snapshot, files: Sequence[IncomingFile], name: str
) -> JointMergePlan:
    """Plan the import of these files together, without changing anything; `name` replaces their names."""
    session.flush()
    incoming = combine_copies(files)
    plan = plan_merge_into_snapshot(before, replace(incoming, name=name or incoming.name))
    several = files if len(files) > 1 else ()
    parts = tuple(plan_merge_into_snapshot(before, file.incoming) for file in several)
    tree = RevisionTree((*before.revisions, *plan.revisions.values()))
    return JointMergePlan(plan, parts, partial(path_label, before.form, tree))


def group_by_inquiry(files: Sequence[IncomingFile]) -> list[list[IncomingFile]]:
    """Return the copies of each inquiry on this computer together, and each new inquiry by itself."""
    groups: dict[Path, list[IncomingFile]] = {}
    for file in files:
        groups.setdefault(file.local.path if file.local is not None else file.path, []).append(file)
    return [*groups.values()]


def _unread_text(unread: Unread) -> str:
    return " ".join(f"{name} was not imported: {why}" for name, why in unread)


def _enable_import(page: ImportCopyPage) -> None:
    if isValid(page):  # the inquiry may have been closed meanwhile
        page.primary_action.setEnabled(True)


def _back_up(_job: Job, session: DraftSession) -> None:
    save_and_back_up(session)


def _plan_undo(_job: Job, session: DraftSession, before: Snapshot, heads: HeadChanges) -> HeadRestorePlan:
    plan = plan_head_restore(before, heads)
    save_and_back_up(session)
    return plan


def imported_text(plan: MergePlan, me: str) -> str:
    """Return what was imported: “Imported 4 changes from Morag. 1 answer now has two versions.”."""
    conflicts = sum(effect.effect_type is MergeEffectKind.TWO_VERSIONS for effect in plan.effects)
    changes = format_count_or_no(len(plan.effects), "change")
    text = f"Imported {changes} from {join_names(plan.authors, me)}."
    if conflicts:
        text += (
            f" {format_count(conflicts, 'answer')} now {'has' if conflicts == 1 else 'have'} two versions."
        )
    return text
