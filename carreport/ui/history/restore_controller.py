"""Find the backups of the open inquiry, and go back to one of them, or to the moment of opening."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from carreport.draft.history.restore import (
    HeadRestorePlan,
    InquiryState,
    RestoreResult,
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
from carreport.ui.background.jobs import Cancelled, Ticket
from carreport.ui.background.read_first import when_read
from carreport.ui.history.restore_page import OPENED, Earlier, GoBackPage
from carreport.ui.library.draft_card import card_words, changed_words
from carreport.ui.qt.turns import Turns
from carreport.ui.relative_time import when
from carreport.ui.task import Room
from carreport.ui.widgets.notice_bar import Notice, notice_of

# All of it runs beside the window, on a snapshot of the inquiry.


BECOMES = {"added": "comes back", "removed": "goes", "changed": "changes back"}


@dataclass(frozen=True, slots=True)
class Way:
    """What is to be written to go back, and what is held before that, for the way back from there."""

    planned: HeadRestorePlan
    before: InquiryState


def differences(_ticket: Ticket | None, before: Snapshot, held: Callable[[], InquiryState]) -> list[str]:
    """Return in words what would be different if the inquiry said again what it `held`."""
    found = preview_restore(before.form, before.tree(), held())
    return [f"{each.label} · {BECOMES[each.change_type]}" for each in found]


def plan(ticket: Ticket, session: DraftSession, before: Snapshot, held: Callable[[], InquiryState]) -> Way:
    """Plan how to go back, and make a backup; nothing is different yet."""
    ticket.report(0.1, "Comparing…")
    planned = plan_restore(before, held())
    ticket.report(0.5, "Making a backup first…")
    save_and_back_up(session)
    ticket.report(0.9, "Going back…")
    return Way(planned, state_of(before.tree()))


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup, what it says of itself, and whether it opens."""

    backup: Backup
    holds: str
    is_sound: bool


class GoBackWork(QObject):
    """Stands between the page on which one goes back, the backups and the draft."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.parent)
        self._room, self._pages = room, room.pages
        self._session = room.session
        self._tasks = room.tasks
        self._prompts = room.prompts
        self._look = room.look
        self._kept: dict[str, Kept] = {}
        self._chosen = ""
        self._ticket: Ticket | None = None
        self._turns = Turns(self)
        self.page = GoBackPage()
        self.page.moment_chosen.connect(self._show_changes)
        self.page.again_wanted.connect(self._say_again)
        self.page.missing_wanted.connect(self._bring_missing)
        self.page.beside_wanted.connect(self._put_beside)
        self.page.progress.cancel.clicked.connect(self._cancel)

    def begin(self, at: str = "") -> None:
        """Look up the backups beside the window; the page is shown when they are known."""
        self._chosen = at
        self._session.seal()
        self._forget()
        work = partial(kept_backups, draft_id=self._session.draft_id, me=self._session.author)
        self._ticket = self._tasks.run(work, self._show, self._explain)

    def let_go(self) -> None:
        """Hear no more: the inquiry is closed."""
        self._turns.let_go()
        self._forget()

    def _show(self, kept: list[Kept]) -> None:
        self._turns.begin(self._showing(kept))

    def _showing(self, kept: list[Kept]) -> Iterator[None]:
        """Show to which moments one can go back; what one would find there is looked up behind that."""
        now = datetime.now(UTC)
        self._kept = {str(each.backup.path): each for each in kept}
        opened = Earlier(OPENED, f"When you opened it, {when(self._room.opened_at, now)}", "This session.")
        moments = [
            Earlier(str(each.backup.path), f"Backup of {when(each.backup.made_at, now)}", each.holds)
            for each in kept
        ]
        first = OPENED if self._chosen == OPENED or not moments else moments[0].key
        self.page.show_moments([opened, *moments], first)
        yield
        self.page.show_looking()
        self._pages.show(self.page)
        self.page.focus_here()
        yield
        self._show_changes(self.page.moments.key or first)

    def _show_changes(self, key: str) -> None:
        kept = self._kept.get(key)
        if kept is not None and not kept.is_sound:
            self.page.show_unsound(kept.holds)
            return
        self.page.show_looking()
        self._forget()
        compare = partial(self._compare, key, is_backup=kept is not None)
        self._ticket = (
            when_read(self._session, self._room.exclusive.is_active, self._tasks, compare, self._failed)
            or self._ticket
        )

    def _compare(self, key: str, *, is_backup: bool) -> None:
        work = partial(differences, before=take_snapshot(self._session), held=self._held(key))
        show = partial(self.page.show_changes, is_backup=is_backup)
        self._ticket = self._tasks.run(work, show, self._unsound)

    def _unsound(self, problem: Exception) -> None:
        self.page.show_unsound(notice_of(problem).text)
        if not isinstance(problem, CarreportError):
            raise problem

    def _say_again(self, key: str) -> None:
        self._go_back(self._held(key), f"Gone back to {self._words(key)}.", offer="Undo")

    def _go_back(self, held: Callable[[], InquiryState], said: str, offer: str = "") -> None:
        """Plan it beside the window; what is written down in the end takes a moment."""
        self._room.flush()
        self._forget()
        self.page.show_working(0, "")
        go = partial(self._plan, held, said, offer)
        waiting = when_read(
            self._session,
            self._room.exclusive.is_active,
            self._tasks,
            go,
            self._failed,
            on_progress=self.page.show_working,
        )
        self._ticket = waiting or self._ticket

    def _plan(self, held: Callable[[], InquiryState], said: str, offer: str) -> None:
        work = partial(plan, session=self._session, before=take_snapshot(self._session), held=held)
        gone = partial(self._gone, said, offer)
        self._ticket = self._tasks.run(work, gone, self._failed, on_progress=self.page.show_working)

    def _gone(self, said: str, offer: str, way: Way) -> None:
        self._ticket = None
        self.page.show_ready()
        try:
            undone = apply_restore(self._session, way.planned)
        except CarreportError as problem:
            self._failed(problem)
            return
        self._turns.begin(self._telling(said, offer, way, undone))

    def _telling(self, said: str, offer: str, way: Way, undone: RestoreResult) -> Iterator[None]:
        yield
        if self._pages.is_shown(self.page):
            self._pages.close()
        count = format_count_or_no(len(undone.restored), "place")
        undo = partial(self._go_back, lambda: way.before, "What was there before is back.")
        act = undo if offer else None
        self._prompts.explain(Notice(f"{said} {count} changed.", is_trouble=False, offer=offer, act=act))

    def _cancel(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()

    def _forget(self) -> None:
        if self._ticket is not None:
            self._ticket.drop_contents()
            self._ticket = None

    def _failed(self, problem: Exception) -> None:
        self._ticket = None
        self.page.show_ready()
        if not isinstance(problem, Cancelled):
            self._explain(problem)

    def _bring_missing(self, key: str) -> None:
        self._look(self._kept[key].backup.path, f"The {self._words(key)}")

    def _put_beside(self, key: str) -> None:
        self._forget()
        self.page.show_working(0.3, "Putting it beside the inquiry…")
        work = partial(_restored, backup=self._kept[key].backup, beside=self._session.path)
        self._ticket = self._tasks.run(work, self._say_beside, self._failed)

    def _say_beside(self, path: Path) -> None:
        self._ticket = None
        self.page.show_ready()
        self._prompts.explain(
            Notice(
                f"It lies beside the inquiry as {path.name}.",
                is_trouble=False,
                offer="Show in folder",
                act=partial(self._prompts.show_folder, path),
            )
        )

    def _held(self, key: str) -> Callable[[], InquiryState]:
        """Return what says what the inquiry held at that moment; it is to be called beside the window."""
        kept = self._kept.get(key)
        if kept is None:
            return lambda: self._room.held_at_first
        return partial(state_in_backup, kept.backup)

    def _words(self, key: str) -> str:
        if key == OPENED:
            return "when you opened it"
        return f"backup of {when(self._kept[key].backup.made_at, datetime.now(UTC))}"

    def _explain(self, problem: Exception) -> None:
        self._prompts.explain(notice_of(problem))
        if not isinstance(problem, CarreportError):
            raise problem


def kept_backups(_ticket: Ticket | None, draft_id: str, me: str) -> list[Kept]:
    """Return the backups of an inquiry, newest first, with what each holds; runs beside the window."""
    now = datetime.now(UTC)
    return [_kept(each, me, now) for each in backups_of(draft_id)]


def _restored(_ticket: Ticket | None, backup: Backup, beside: Path) -> Path:
    return restore_beside(backup, beside)


def _kept(backup: Backup, me: str, now: datetime) -> Kept:
    try:
        card = read_summary(backup.path)
    except DraftFileError as problem:
        return Kept(backup, problem.what, is_sound=False)
    shares = [share for _, share, _ in card.sections]
    last = changed_words(card.changed_by, card.changed_at, me, now)
    return Kept(backup, f"{card_words(shares)} · last changed: {last}", is_sound=True)
