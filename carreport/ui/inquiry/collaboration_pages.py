"""Pages for working with others: conflicts, changes by others, releasing an entry, the timeline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property, partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from carreport.draft.copies.conflicts import (
    conflict_at,
    find_conflicts,
    keep_both,
    keep_version,
    resolve_with,
)
from carreport.draft.history.changes_by_others import edits_by_others
from carreport.draft.history.checkpoints import checkpoints_of
from carreport.draft.history.timeline import AnswerDiff, TimelineEntry, build_timeline, diff_trees, tree_as_of
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.release import release_entry
from carreport.draft.session.snapshot import Snapshot, take_snapshot
from carreport.errors import CarreportError
from carreport.form import paths
from carreport.form.schema import Value
from carreport.ui.editor_registry import EditorServices
from carreport.ui.history.changes_page import ChangesPage
from carreport.ui.history.conflict_page import ConflictPage
from carreport.ui.history.release_page import ReleasePage
from carreport.ui.history.timeline_page import TimelinePage
from carreport.ui.widgets.notice_bar import Notice, ShowNotice, notice_of

ShowPage = Callable[[QWidget, str], None]
"""Show a page in place of the step; the path is the answer to return to."""
READING_TIMELINE = "Reading the history…"
COMPARING_MOMENT = "Comparing the answers…"


class CollaborationPages(QObject):
    """Creates and shows the pages for working with others."""

    def __init__(
        self,
        session: DraftSession,
        services: EditorServices,
        say: ShowNotice,
        *,
        show: ShowPage,
        go_to: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._show_notice = say
        self._show = show
        self._go_to = go_to
        self._services = services
        self._run_in_background = services.run_in_background
        self._path = ""
        self._moments: tuple[TimelineEntry, ...] = ()
        self.unread_count = 0

    @cached_property
    def conflict_page(self) -> ConflictPage:
        """The page that resolves conflicts."""
        page = ConflictPage(self._services)
        page.version_chosen.connect(self._keep_version)
        page.both_chosen.connect(self._keep_both)
        page.combined_written.connect(self._write_combined)
        return page

    @cached_property
    def release_page(self) -> ReleasePage:
        """The page that releases a private entry."""
        page = ReleasePage()
        page.release_requested.connect(self._release)
        page.cancelled.connect(self._leave_release)
        return page

    @cached_property
    def changes_page(self) -> ChangesPage:
        """The page that lists changes by others since the last visit."""
        page = ChangesPage()
        page.answer_requested.connect(self._go_to)
        page.conflict_requested.connect(self.show_conflict)
        return page

    @cached_property
    def timeline_page(self) -> TimelinePage:
        """The page with the timeline."""
        page = TimelinePage()
        page.changes_since_requested.connect(self._show_since_moment)
        page.answer_requested.connect(self._go_to)
        return page

    def show_conflict(self, path: str) -> None:
        """Show all versions of the answer at `path`, or the answer itself if there is no conflict."""
        dispute = conflict_at(self._session, path)
        if dispute is None:
            self._go_to(path)
            return
        self._path = path
        self.conflict_page.show_conflict(dispute, self._session.author, datetime.now(UTC))
        self._show(self.conflict_page, path.partition("/")[0])
        self.conflict_page.focus_start()

    def show_conflict_with(self, path: str, value: Value) -> None:
        """Show all versions of the answer at `path`, with `value` in an editor for a third version."""
        self.show_conflict(path)
        self.conflict_page.begin_combined(value)

    def show_release(self, item_path: str) -> None:
        """Show who will see the entry at `item_path` once it is released."""
        field, group = self._session.form.field(item_path), paths.group_path(item_path)
        items = {item.id: item for item in self._session.answers().items(group)}
        item = items.get(paths.item_id(item_path))
        if field is None or item is None:
            return
        self._path = item_path
        authors = {revision.author for revision in self._session.tree if revision.author}
        self.release_page.show_entry(field, item, sorted(authors - {self._session.author}))
        self._show(self.release_page, group)
        self.release_page.focus_start()

    def show_changes(self, *, only_news: bool = False) -> bool:
        """List conflicts and changes by others since the last visit; return whether the list is shown.

        With `only_news`, an empty list is not shown.
        """
        session, changes = self._session, edits_by_others(self._session)
        self.unread_count = len(changes)
        if only_news and not (changes or session.answers().versions):
            return False
        self.changes_page.show_changes(changes, find_conflicts(session), session.author, datetime.now(UTC))
        self._show(self.changes_page, "")
        self.changes_page.focus_start()
        return True

    def show_timeline(self) -> None:
        """Show the timeline of the inquiry."""
        self.timeline_page.show_waiting("Timeline", READING_TIMELINE)
        self._show(self.timeline_page, "")
        self.timeline_page.focus_start()
        before, checkpoints = take_snapshot(self._session), checkpoints_of(self._session)
        claims = self._session.shared_file.claims
        self._run_in_background(
            lambda: build_timeline(before.new_tree(), checkpoints, claims), self._show_moments
        )

    def _show_moments(self, entries: tuple[TimelineEntry, ...]) -> None:
        if isValid(self.timeline_page):
            self._moments = entries
            self.timeline_page.show_moments(entries, self._session.author, datetime.now(UTC))

    def _show_since_moment(self, moment: TimelineEntry) -> None:
        before, entries = take_snapshot(self._session), self._moments
        self.timeline_page.show_waiting("What has changed since", COMPARING_MOMENT)
        self._run_in_background(
            partial(_changes_since, before, entries, moment), partial(self._show_changes_since, moment)
        )

    def _show_changes_since(self, moment: TimelineEntry, changes: tuple[AnswerDiff, ...]) -> None:
        if isValid(self.timeline_page):
            self.timeline_page.show_changes(moment, changes, self._session.author, datetime.now(UTC))

    def count_unread(self) -> None:
        """Count the answers that others changed since the last visit."""
        self.unread_count = len(edits_by_others(self._session))

    def _release(self) -> None:
        if self._resolve(partial(release_entry, self._session)):
            self._show_notice(
                Notice("Released. It is now part of the inquiry and is included in copies.", is_problem=False)
            )

    def _leave_release(self) -> None:
        self._go_to(self._path)

    def _keep_version(self, revision: str) -> None:
        self._resolve(lambda path: keep_version(self._session, path, revision))

    def _keep_both(self) -> None:
        self._resolve(lambda path: keep_both(self._session, path))

    def _write_combined(self, value: Value) -> None:
        self._resolve(lambda path: resolve_with(self._session, path, value))

    def _resolve(self, work: Callable[[str], object]) -> bool:
        try:
            work(self._path)
        except CarreportError as problem:
            self._show_notice(notice_of(problem))
            return False
        self._go_to(self._path)
        return True


def _changes_since(
    before: Snapshot, entries: tuple[TimelineEntry, ...], moment: TimelineEntry
) -> tuple[AnswerDiff, ...]:
    tree = before.new_tree()
    return diff_trees(before.form, tree_as_of(tree, entries, moment), tree)
