"""Pages for working with others: conflicts, changes by others, giving an entry to the group, the timeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property, partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from carreport.draft.copies.conflicts import (
    conflict_at,
    find_conflicts,
    keep_both,
    keep_version,
    resolve_with,
)
from carreport.draft.history.changes_by_others import EditByOther, edits_by_others
from carreport.draft.history.checkpoints import checkpoints_of
from carreport.draft.history.timeline import AnswerDiff, TimelineEntry, build_timeline, diff_trees, tree_as_of
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.last_seen import is_unnamed_here
from carreport.draft.session.release import (
    note_waiting,
    number_to_sign,
    release_entry,
    waiting_releases,
)
from carreport.draft.session.snapshot import Snapshot, take_snapshot
from carreport.errors import CarreportError
from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.release_choice import (
    ReleaseOption,
    chosen_option,
    number_question,
    release_options,
    value_to_store,
)
from carreport.form.schema import Value
from carreport.form.wording import format_count
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

    release_started = Signal()
    """The author is about to give an entry to the group."""

    def __init__(
        self,
        session: DraftSession,
        services: EditorServices,
        say: ShowNotice,
        *,
        show: ShowPage,
        go_to: Callable[[str], None],
        forget: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._show_notice = say
        self._show = show
        self._go_to = go_to
        self._services = services
        self._run_in_background = services.run_in_background
        self._forget = forget
        self._path = ""
        self._option: ReleaseOption | None = None
        self._moments: tuple[TimelineEntry, ...] = ()
        self.unread_places: frozenset[str] = frozenset()
        """The answers, entries and comments that others changed since the last visit."""
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
        """The page on which a private entry is given to the group."""
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

    def show_release(self, item_path: str, key: str = "") -> None:
        """Show who will see the entry at `item_path` once it is given, with the option that has this key.

        Without a key, it is the option that the author chose in an earlier version, or the first.
        """
        session, group = self._session, paths.group_path(item_path)
        field, item = session.form.field(item_path), session.answers().get(item_path)
        giving = [option for option in release_options(field) if option.gives] if field is not None else []
        if field is None or field.private_until is None or not isinstance(item, Item) or not giving:
            return
        self.release_started.emit()
        chosen = chosen_option(field, item.get(field.private_until.field))
        usual = chosen if chosen in giving else giving[0]
        self._path = item_path
        option = self._option = next((option for option in giving if option.key == key), usual)
        asked = number_question(field)
        is_numbered = asked is not None and option.key == asked.id
        me, device = session.author_and_device
        others = (revision for revision in session.tree if not is_unnamed_here(revision, device))
        authors = {revision.author for revision in others if revision.author} - {me}
        number = number_to_sign(session, item_path) if is_numbered else None
        self.release_page.show_entry(field, item, sorted(authors), option, number)
        self._show(self.release_page, group)
        self.release_page.focus_start()

    def ask_about_waiting(self) -> None:
        """Say once which entries are private although their author chose to give them."""
        session = self._session
        waiting = waiting_releases(session)
        if not waiting or session.read_only:
            return
        note_waiting(session, waiting)
        field = session.form.field(waiting[0])
        entries = format_count(len(waiting), field.item_noun if field is not None else "entry")
        them = "it" if len(waiting) == 1 else "them"
        text = (
            f"{entries} can be read only by you, although you chose to give {them} to the group. "
            "Nothing has been shared. Open the entry to choose again."
        )
        self._show_notice(
            Notice(text, is_problem=False, action_text="Look at it", action=partial(self._go_to, waiting[0]))
        )

    def show_changes(self, *, only_news: bool = False) -> bool:
        """List conflicts and changes by others since the last visit; return whether the list is shown.

        With `only_news`, an empty list is not shown.
        """
        session, changes = self._session, edits_by_others(self._session)
        self._note_unread(changes)
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
        claims, me = self._session.shared_file.claims, self._session.author_and_device
        self._run_in_background(
            lambda: build_timeline(before.new_tree(), checkpoints, claims, me), self._show_moments
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
        self._note_unread(edits_by_others(self._session))

    def _note_unread(self, changes: Sequence[EditByOther]) -> None:
        self.unread_count = len(changes)
        self.unread_places = frozenset(change.path for change in changes)

    def _release(self) -> None:
        page, field = self.release_page, self._session.form.field(self._path)
        if page.asks_number and page.number is None:
            page.show_problem("Enter a whole number, such as 7.")
            return
        current = self._session.answers().get(self._path)
        asked = field.private_until.field if field is not None and field.private_until is not None else ""
        if field is None or self._option is None or not isinstance(current, Item):
            return
        choice = value_to_store(field, self._option, current.get(asked))
        try:
            release_entry(self._session, self._path, choice, page.number if page.asks_number else None)
        except CarreportError as problem:
            page.show_problem(str(problem))
            return
        self._forget()  # undo must not put private text into the draft
        self._go_to(self._path)
        text = "The group can now read it. It is part of the inquiry and is included in copies."
        self._show_notice(Notice(text, is_problem=False))

    def _leave_release(self) -> None:
        self._go_to(self._path)

    def _keep_version(self, revision: str) -> None:
        self._resolve(lambda path: keep_version(self._session, path, revision))

    def _keep_both(self) -> None:
        self._resolve(lambda path: keep_both(self._session, path))

    def _write_combined(self, value: Value) -> None:
        self._resolve(lambda path: resolve_with(self._session, path, value))

    def _resolve(self, work: Callable[[str], object]) -> None:
        try:
            work(self._path)
        except CarreportError as problem:
            self._show_notice(notice_of(problem))
            return
        self._go_to(self._path)


def _changes_since(
    before: Snapshot, entries: tuple[TimelineEntry, ...], moment: TimelineEntry
) -> tuple[AnswerDiff, ...]:
    tree = before.new_tree()
    return diff_trees(before.form, tree_as_of(tree, entries, moment), tree)
