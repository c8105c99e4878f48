"""Lead a file from outside into the inquiry that it is a copy of; it is looked at before anything changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QWidget

from carreport.draft.bringing import bring_in, can_undo, undo_bringing_in
from carreport.draft.brought import Brought
from carreport.draft.joining import Joining, What, plan_joining
from carreport.draft.labels import place_words
from carreport.draft.session import DraftSession
from carreport.draft.tree import Tree
from carreport.errors import CarreportError
from carreport.settings import drafts_folder
from carreport.ui.arrivals import Arrival, Known, look_at_file, new_inquiry
from carreport.ui.arrived_page import ArrivedPage
from carreport.ui.bring_in import BringInPage, people
from carreport.ui.notice import Notice, notice_of
from carreport.ui.prompts import Prompts
from carreport.ui.send_copy import counted
from carreport.ui.tasks import Tasks, Ticket
from carreport.ui.wizard import Wizard

PATIENCE = 500
"""After how many milliseconds of reading a file the window says that it is doing so."""


@dataclass(frozen=True, slots=True)
class Doors:
    """The ways through the window: the inquiry that is open, opening one, showing a page of its own."""

    opened: Callable[[], Wizard | None]
    open_draft: Callable[[Path], None]
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
        wizard = self._doors.opened()
        name = can_undo(wizard.session) if wizard is not None else ""
        if wizard is None or not name:
            return
        wizard.flush()
        try:
            undone = undo_bringing_in(wizard.session)
        except CarreportError as problem:
            self._explain(problem)
            return
        said = f"What {name} brought is out again."
        if undone.left:
            count = counted(len(undone.left), "place")
            said += f" What was edited since stays as it is ({count})."
        self.undo_changed.emit()
        self._prompts.explain(Notice(said, is_trouble=False))

    # Inside.

    def _is_own(self, path: Path) -> bool:
        folder, wizard = drafts_folder(), self._doors.opened()
        if path.resolve().parent == folder.resolve() or not path.exists():
            return True
        if wizard is not None:
            return wizard.session.path.resolve() == path.resolve()
        return next(folder.glob("*.carreport"), None) is None

    def _read(
        self, path: Path, on_done: Callable[[Arrival], None], on_failed: Callable[[Exception], None]
    ) -> None:
        wizard = self._doors.opened()
        opened = None
        if wizard is not None:
            wizard.flush()
            session = wizard.session
            opened = Known(session.path, session.draft_id, session.form, wizard.sidebar.title.text())
        reading = _Reading(self._prompts, path, self._doors.hush, self)
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
        wizard = self._doors.opened()
        if wizard is None or wizard.session.path.resolve() != home.path.resolve():
            self._doors.open_draft(home.path)
            wizard = self._doors.opened()
        if wizard is None or wizard.session.draft_id != home.draft_id:
            return  # it could not be opened, or the one that is open stays; either has been said
        session = wizard.session
        session.seal()
        joining = plan(session, replace(arrival.brought, name=called or arrival.brought.name))
        page = BringInPage()
        page.left.connect(partial(wizard.drop_other, page))
        page.accepted.connect(partial(self._accept, wizard, page, joining))
        page.own_file_wanted.connect(partial(self._open_itself, wizard, page, arrival.path))
        places = partial(place_words, session.form, Tree((*session.tree, *joining.rows.values())))
        page.show_joining(joining, session.author, datetime.now(UTC), places)
        page.own_file.setVisible(not called)
        wizard.show_other(page)
        page.focus_here()

    def _accept(self, wizard: Wizard, page: BringInPage, joining: Joining) -> None:
        session = wizard.session
        wizard.flush()
        try:
            done = bring_in(session, joining, separate=joining.is_separate)
        except CarreportError as problem:
            self._explain(problem)
            return
        wizard.drop_other(page)
        if wizard.shared.changes or session.answers().versions:
            wizard.show_since()
        self.undo_changed.emit()
        offer = "Undo" if can_undo(session) else ""
        self._prompts.explain(
            Notice(brought_words(done, session.author), is_trouble=False, offer=offer, act=self.undo)
        )

    def _open_itself(self, wizard: Wizard, page: BringInPage, path: Path) -> None:
        wizard.drop_other(page)
        self._doors.open_draft(path)

    def _keep_as_own(self, arrival: Arrival) -> None:
        from carreport.ui.library import made_folder  # noqa: PLC0415 - not before it is wanted

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


class _Reading(QObject):
    """One file that is being read: says so if it takes long, and can be stopped."""

    def __init__(self, prompts: Prompts, path: Path, hush: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._prompts = prompts
        self._path = path
        self._hush = hush
        self._ticket: Ticket | None = None
        self._has_said = False
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE)
        self._timer.timeout.connect(self._say)

    def begin(self, ticket: Ticket) -> None:
        """Wait for this piece of work."""
        self._ticket = ticket
        self._timer.start()

    def then(self, call: Callable[..., None]) -> Callable[..., None]:
        """Return `call`, to be made once the reading has ended."""

        def end(result: object) -> None:
            self._timer.stop()
            if self._has_said:
                self._hush()
            self.deleteLater()
            call(result)

        return end

    def _say(self) -> None:
        self._has_said = True
        said = f"Looking at {self._path.name}…"
        self._prompts.explain(Notice(said, is_trouble=False, offer="Stop", act=self._stop))

    def _stop(self) -> None:
        if self._ticket is not None:
            self._ticket.forget()
        self.deleteLater()


def plan(session: DraftSession, brought: Brought) -> Joining:
    """Return what bringing a file in would do to the open draft; nothing is changed."""
    kept = {key: each for key in brought.pictures if (each := session.picture(key)) is not None}
    return plan_joining(session.form, session.tree, session.draft_id, brought, kept)


def brought_words(joining: Joining, me: str) -> str:
    """Return what came in, as “Brought in 4 changes from Morag. 1 answer has two versions now”."""
    two = sum(each.what is What.TWO_VERSIONS for each in joining.news)
    said = f"Brought in {counted(len(joining.news), 'change')} from {people(joining.authors, me)}."
    if two:
        said += f" {counted(two, 'answer')} {'has' if two == 1 else 'have'} two versions now."
    return said
