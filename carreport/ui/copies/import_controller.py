"""Lead a file from outside into the inquiry that it is a copy of; it is looked at before anything changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

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
from carreport.ui.background.delayed_notice import Patience
from carreport.ui.background.jobs import Tasks, Ticket
from carreport.ui.background.read_first import READING, read
from carreport.ui.copies.identify import Arrival, Known, look_at_file, new_inquiry
from carreport.ui.copies.import_page import BringInPage, people
from carreport.ui.copies.unknown_inquiry_page import ArrivedPage
from carreport.ui.prompts import Prompts
from carreport.ui.qt.turns import Turns
from carreport.ui.recovery.ways_on import Opens
from carreport.ui.task import Room
from carreport.ui.widgets.notice_bar import Notice, notice_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Doors:
    """The ways through the window: the inquiry that is open, opening one, showing a page of its own."""

    opened: Callable[[], Room | None]
    open_draft: Opens
    show_page: Callable[[QWidget], None]
    go_back: Callable[[], None]
    hush: Callable[[], None]


class BringWork(QObject):
    """Stands between the pages on which copies come in, the drafts and the window."""

    undo_changed = Signal()
    """Another copy, or none, can be taken out again."""

    def __init__(self, tasks: Tasks, prompts: Prompts, doors: Doors, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._prompts = prompts
        self._doors = doors
        self._turns = Turns(self)
        self._arrived: ArrivedPage | None = None

    def ask(self) -> None:
        """Ask for a file and look at it."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        path = self._prompts.open_draft(Path(folder) if folder else Path.home())
        if path is not None:
            self.look_at(path)

    def look_at(self, path: Path, called: str = "") -> None:
        """Look at the file at `path`, and say what it would bring; a backup is `called` so."""
        self._read(path, partial(self._show_arrival, called=called), self._explain)

    def open_or_look_at(self, path: Path) -> None:
        """Open the file at `path`; if its inquiry is here already, say first what it would bring."""
        if self._is_own(path):
            self._doors.open_draft(path)
            return
        opening = partial(self._doors.open_draft, path)
        self._read(
            path,
            lambda arrival: self._show_arrival(arrival) if arrival.home else opening(),
            lambda _problem: opening(),
        )

    def undo(self) -> None:
        """Take out again what the last copy brought into the open inquiry."""
        room = self._doors.opened()
        name = undoable_merge_name(room.session) if room is not None else ""
        if room is None or not name:
            return
        room.flush()
        self._when_read(room, partial(self._take_out, room, name))

    # Inside.

    def _when_read(self, room: Room, then: Callable[[], None]) -> None:
        """Go on once all that was written in the inquiry is read, if it is still open then."""
        if room.session.is_all_read:
            then()
            return

        def go_on(_: None) -> None:
            if self._doors.opened() is room and not room.exclusive.is_active():
                then()

        self._wait(READING, partial(read, session=room.session), go_on)

    def _take_out(self, room: Room, name: str) -> None:
        session = room.session
        heads = heads_of_last_merge(session)
        work = partial(_undoing, session=session, before=take_snapshot(session), heads=heads)
        self._wait(f"Taking out what {name} brought…", work, partial(self._taken_out, room, name))

    def _wait(
        self,
        words: str,
        work: Callable[[Ticket], T],
        on_done: Callable[[T], None],
        on_stopped: Callable[[], None] | None = None,
    ) -> None:
        """Do something beside the window; it can be stopped as long as nothing is different by it."""
        patience = Patience(self._prompts, words, self._doors.hush, self, on_stopped)

        def failed(problem: Exception) -> None:
            if on_stopped is not None:
                on_stopped()
            self._explain(problem)

        patience.begin(self._tasks.run(work, patience.then(on_done), patience.then(failed)))

    def _taken_out(self, room: Room, name: str, planned: HeadRestorePlan) -> None:
        if self._doors.opened() is not room:
            return
        try:
            undone = apply_merge_undo(room.session, planned)
        except CarreportError as problem:
            self._explain(problem)
            return
        said = f"What {name} brought is out again."
        if undone.skipped:
            count = format_count_or_no(len(undone.skipped), "place")
            said += f" What was edited since stays as it is ({count})."
        self.undo_changed.emit()
        self._prompts.explain(Notice(said, is_trouble=False))

    def _is_own(self, path: Path) -> bool:
        folder, room = drafts_folder(), self._doors.opened()
        if path.resolve().parent == folder.resolve() or not path.exists():
            return True
        if room is not None:
            return room.session.path.resolve() == path.resolve()
        return next(folder.glob("*.carreport"), None) is None

    def _read(
        self, path: Path, on_done: Callable[[Arrival], None], on_failed: Callable[[Exception], None]
    ) -> None:
        room = self._doors.opened()
        opened = None
        if room is not None:
            room.flush()
            session = room.session
            opened = Known(session.path, session.draft_id, session.form, room.title())
        reading = Patience(self._prompts, f"Looking at {path.name}…", self._doors.hush, self)
        work = partial(look_at_file, path=path, folder=drafts_folder(), opened=opened)
        reading.begin(self._tasks.run(work, reading.then(on_done), reading.then(on_failed)))

    def _show_arrival(self, arrival: Arrival, called: str = "") -> None:
        if arrival.home is not None:
            self._look_in(arrival.home, arrival, called)
            return
        page = self._arrived = ArrivedPage()
        page.back_wanted.connect(self._drop_arrived)
        page.own_wanted.connect(partial(self._keep_as_own, arrival))
        page.into_wanted.connect(lambda known: self._look_in(known, arrival))
        page.show_arrival(arrival)
        self._doors.show_page(page)
        page.focus_here()

    def _look_in(self, home: Known, arrival: Arrival, called: str = "") -> None:
        """Show what the file would bring into the inquiry at home, which is opened if it is not."""
        self._drop_arrived()
        room = self._doors.opened()
        if room is None or room.session.path.resolve() != home.path.resolve():
            self._doors.open_draft(home.path, then=partial(self._compare, home, arrival, called))
        else:
            self._compare(home, arrival, called)

    def _compare(self, home: Known, arrival: Arrival, called: str) -> None:
        room = self._doors.opened()
        if room is None or room.session.draft_id != home.draft_id:
            return  # it could not be opened, or the one that is open stays; either has been said
        self._when_read(room, partial(self._plan, room, arrival, called))

    def _plan(self, room: Room, arrival: Arrival, called: str) -> None:
        brought = replace(arrival.brought, name=called or arrival.brought.name)
        work = partial(planned, session=room.session, before=take_snapshot(room.session), brought=brought)
        show = partial(self._show_joining, room, arrival.path, is_file=not called)
        self._wait(f"Comparing {brought.name} with the inquiry…", work, show)

    def _show_joining(
        self, room: Room, path: Path, found: tuple[MergePlan, Callable[[str], str]], *, is_file: bool
    ) -> None:
        if self._doors.opened() is not room:
            return
        joining, places = found
        page = BringInPage()
        page.left.connect(partial(room.pages.remove, page))
        page.accepted.connect(partial(self._accept, room, page, joining))
        page.own_file_wanted.connect(partial(self._open_itself, room, page, path))
        page.show_joining(joining, room.session.author, datetime.now(UTC), places)
        page.own_file.setVisible(is_file)
        room.pages.show(page)
        page.focus_here()

    def _accept(self, room: Room, page: BringInPage, joining: MergePlan) -> None:
        """Make a backup beside the window, then take in what was planned, in a moment."""
        room.flush()
        page.accept.setEnabled(False)
        work = partial(_made_safe, session=room.session)
        done = partial(self._take_in, room, page, joining)
        self._wait("Making a backup first…", work, done, partial(page.accept.setEnabled, True))  # noqa: FBT003 - Qt's own setter

    def _take_in(self, room: Room, page: BringInPage, joining: MergePlan, _safe: None) -> None:
        session = room.session
        if self._doors.opened() is not room:
            return
        try:
            apply_merge(session, joining, separate=joining.is_separate_start)
        except CarreportError as problem:
            self._explain(problem)
            return
        self._turns.begin(self._showing_taken(room, page, joining))

    def _showing_taken(self, room: Room, page: BringInPage, joining: MergePlan) -> Iterator[None]:
        """Say what came in, a little at a time, unless the inquiry is closed meanwhile."""
        session = room.session
        yield
        if self._doors.opened() is not room:
            return
        if not room.pages.show_changes():
            room.pages.close()
        room.pages.remove(page)
        yield
        if self._doors.opened() is not room:
            return
        self.undo_changed.emit()
        offer = "Undo" if undoable_merge_name(session) else ""
        self._prompts.explain(
            Notice(brought_words(joining, session.author), is_trouble=False, offer=offer, act=self.undo)
        )

    def _open_itself(self, room: Room, page: BringInPage, path: Path) -> None:
        room.pages.remove(page)
        self._doors.open_draft(path)

    def _keep_as_own(self, arrival: Arrival) -> None:
        from carreport.ui.library.local_drafts import made_folder  # noqa: PLC0415 - not before it is wanted

        try:
            path = new_inquiry(arrival, made_folder())
        except CarreportError as problem:
            self._explain(problem)
            return
        self._drop_arrived()
        self._doors.open_draft(path)

    def _drop_arrived(self) -> None:
        if self._arrived is not None:
            self._doors.go_back()
            self._arrived.setParent(None)
            self._arrived.deleteLater()
            self._arrived = None

    def _explain(self, problem: Exception) -> None:
        self._prompts.explain(notice_of(problem))
        if not isinstance(problem, CarreportError):
            raise problem


def planned(
    _ticket: Ticket | None, session: DraftSession, before: Snapshot, brought: IncomingCopy
) -> tuple[MergePlan, Callable[[str], str]]:
    """Return what bringing a file in would do, and what names its places; nothing is changed."""
    session.flush()
    joining = plan_merge_into_snapshot(before, brought)
    return joining, partial(
        path_label, before.form, RevisionTree((*before.revisions, *joining.revisions.values()))
    )


def _made_safe(_ticket: Ticket | None, session: DraftSession) -> None:
    save_and_back_up(session)


def _undoing(
    _ticket: Ticket | None, session: DraftSession, before: Snapshot, heads: HeadChanges
) -> HeadRestorePlan:
    found = plan_head_restore(before, heads)
    save_and_back_up(session)
    return found


def brought_words(joining: MergePlan, me: str) -> str:
    """Return what came in, as “Brought in 4 changes from Morag. 1 answer has two versions now”."""
    two = sum(each.effect_type is MergeEffectKind.TWO_VERSIONS for each in joining.effects)
    said = (
        f"Brought in {format_count_or_no(len(joining.effects), 'change')} from {people(joining.authors, me)}."
    )
    if two:
        said += f" {format_count_or_no(two, 'answer')} {'has' if two == 1 else 'have'} two versions now."
    return said
