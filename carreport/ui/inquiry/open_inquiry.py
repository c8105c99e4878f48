"""Open one inquiry in the window, and close it once everything is on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from carreport.errors import CarreportError, DraftSaveError
from carreport.ui.background.delayed_notice import Patience
from carreport.ui.background.jobs import Tasks, Ticket
from carreport.ui.library import local_drafts
from carreport.ui.prompts import Prompts, Unsaved
from carreport.ui.qt.turns import Turns
from carreport.ui.widgets.notice_bar import Notice

if TYPE_CHECKING:
    from carreport.draft.session.draft_session import DraftSession
    from carreport.form.schema import Form
    from carreport.ui.copies.conflict_copies import SiblingWork
    from carreport.ui.copies.import_controller import BringWork
    from carreport.ui.inquiry.open_in_background import Opening
    from carreport.ui.inquiry.task_registry import Works
    from carreport.ui.inquiry.wizard import Wizard
    from carreport.ui.recovery.read_only_notice import Troubled
    from carreport.ui.task import Room


Then = Callable[[], None]
"""What is to be done once an inquiry is open."""


@dataclass(frozen=True, slots=True)
class Hall:
    """What the window gives: the thread for slow work, prompts, who is writing, the ways through it."""

    tasks: Tasks
    prompts: Prompts
    author: Callable[[], str]
    explain: Callable[[Exception], None]
    hush: Callable[[], None]
    """Put away what was said last."""
    show_page: Callable[[QWidget], None]
    """Show a page in the whole window."""
    drop_page: Callable[[QWidget], None]
    leave_page: Callable[[], None]
    """Show the inquiry again, or the start page where none is open."""


class Inquiry(QObject):
    """The inquiry that is open in the window, if one is."""

    changed = Signal()
    """Another inquiry is open now, or none; or other copies can be taken out of it."""
    opening_begun = Signal()
    """One is being opened beside the window: nothing else there is to be waited for."""
    opening_given_up = Signal()
    """It was stopped, or cannot be opened: the start page stays."""
    title_changed = Signal(str)
    home_wanted = Signal()

    def __init__(self, hall: Hall, parent: QObject) -> None:
        super().__init__(parent)
        self._hall = hall
        self.wizard: Wizard | None = None
        self.works: Works | None = None
        self._turns, self._clearing = Turns(self), Turns(self)
        self._opening: Opening | None = None
        self._patience: Patience | None = None

    # Opening.

    def begin(self, form: Form) -> None:
        """Begin a new inquiry with this form and go to its first question."""
        self._open(lambda: local_drafts.new_draft(form, self._hall.author()))

    def try_example(self) -> None:
        """Open the example inquiry."""
        self._open(lambda: local_drafts.example_draft(self._hall.author()))

    def open(self, path: Path, *, take_over: bool = False, then: Then | None = None) -> None:
        """Open the inquiry at `path` where it lies, a big one beside the window; `then` go on with it."""
        from carreport.ui.inquiry.open_in_background import is_big  # noqa: PLC0415 - not before an inquiry is opened

        opening = partial(local_drafts.open_draft, path, self._hall.author(), take_over=take_over)
        if is_big(path):
            self._open_beside(opening, path, then or _nothing_more)
        else:
            self._open(opening, path, then or _nothing_more)

    def take_file(self, path: Path) -> None:
        """Open the file at `path`; a copy of an inquiry that is here is looked at first."""
        self.bring.open_or_look_at(path)

    # Closing, and going on elsewhere.

    def close(self) -> bool:
        """Close the open inquiry; say whether none is open now. One that is being opened is not wanted."""
        self._stop_opening()
        if self.wizard is None:
            return True
        if self.wizard.is_held:
            self._hall.prompts.explain(
                Notice("Wait a moment: the inquiry is being changed.", is_trouble=False)
            )
            return False
        self.wizard.flush()
        try:
            self.wizard.session.close()
        except DraftSaveError as problem:
            way = self._hall.prompts.unsaved(str(problem))
            if way is Unsaved.STAY or (way is Unsaved.ELSEWHERE and not self.save_elsewhere()):
                return False
            if way is Unsaved.ELSEWHERE:
                return self.close()
            self.wizard.session.close_without_saving()
        self._drop_wizard()
        return True

    def leave(self, then: Then) -> None:
        """Close the open inquiry, a big one beside the window, and `then` go on."""
        from carreport.ui.inquiry.open_in_background import is_big  # noqa: PLC0415 - not before an inquiry is open

        wizard = self.wizard
        can_write = wizard is not None and self.is_ready and not wizard.session.read_only
        if wizard is not None and can_write and is_big(wizard.session.path):
            self._close_beside(wizard, then)
        elif self.close():
            then()

    def _close_beside(self, wizard: Wizard, then: Then) -> None:
        def go_on(_: object) -> None:
            try:
                wizard.session.close()
            except DraftSaveError:
                wizard.release()
                if not self.close():  # which asks what is to be done
                    return
            else:
                self._drop_wizard()
            then()

        wizard.hold()
        self._hall.tasks.run(partial(_closed, session=wizard.session), go_on, go_on)

    def go_on_elsewhere(self) -> None:
        """Ask for a place, put the whole inquiry there beside the window and go on there."""
        wizard, path = self.wizard, self._ask_place()
        if wizard is None or path is None:
            return
        patience = Patience(self._hall.prompts, f"Saving in {path}…", self._hall.hush, self)

        def saved(_: None) -> None:
            wizard.release()
            self._show_elsewhere(wizard, path)

        def failed(problem: Exception) -> None:
            wizard.release()
            self._hall.explain(problem)

        wizard.hold()
        work = partial(_saved_elsewhere, session=wizard.session, path=path)
        patience.begin()
        self._hall.tasks.run(work, patience.then(saved), patience.then(failed))

    def save_elsewhere(self) -> bool:
        """Do the same while somebody waits for it, to close it then; say whether it is there."""
        wizard, path = self.wizard, self._ask_place()
        if wizard is None or path is None:
            return False
        try:
            local_drafts.save_elsewhere(wizard.session, path)
        except CarreportError as problem:
            self._hall.explain(problem)
            return False
        self._show_elsewhere(wizard, path)
        return True

    # Work on it.

    def begin_work(self, work: str, at: str = "") -> None:
        """Begin a piece of work on the open inquiry, by its id in `works.WORKS`."""
        if self.works is not None:
            self.works.begin(work, at)

    @property
    def is_open(self) -> bool:
        """Say whether an inquiry is open."""
        return self.wizard is not None

    @property
    def page(self) -> QWidget | None:
        """What shows the open inquiry, in the whole window."""
        return self.wizard

    def undo(self) -> None:
        """Take back the last change to entries."""
        if self.wizard is not None:
            self.wizard.undo()

    def redo(self) -> None:
        """Do again what was last taken back."""
        if self.wizard is not None:
            self.wizard.redo()

    def bring_in_copy(self) -> None:
        """Ask for a file, and say what it would bring."""
        self.bring.ask()

    def take_copy_out(self) -> None:
        """Take out again what the last copy brought into the open inquiry."""
        self.bring.undo()

    def go(self, by: int) -> None:
        """Go so many steps on, or back."""
        if self.wizard is not None:
            self.wizard.go(by)

    def go_to_next_pane(self) -> None:
        """Take the keyboard to the next part of the window."""
        if self.wizard is not None:
            self.wizard.go_to_next_pane()

    def show_since(self) -> None:
        """List what others changed since one was last here."""
        if self.wizard is not None:
            self.wizard.shared.show_since()

    def show_timeline(self) -> None:
        """List who worked when."""
        if self.wizard is not None:
            self.wizard.shared.show_timeline()

    @property
    def is_opening(self) -> bool:
        """Say whether an inquiry is being opened, or not shown as a whole yet."""
        return self._opening is not None or self._turns.is_busy

    @property
    def is_on_the_way(self) -> bool:
        """Say whether one is being opened, or what was closed is not tidied away yet."""
        return self.is_opening or self._clearing.is_busy

    @property
    def is_ready(self) -> bool:
        """Say whether an inquiry is open that can be worked on at this moment."""
        return self.wizard is not None and not self.wizard.is_held

    def can_unbring(self) -> bool:
        """Say whether the last copy that was brought in can be taken out again."""
        from carreport.draft.copies.merge_copy import undoable_merge_name  # noqa: PLC0415 - not before an inquiry is opened

        return self.wizard is not None and bool(undoable_merge_name(self.wizard.session))

    @cached_property
    def bring(self) -> BringWork:
        """What leads files from outside into inquiries."""
        from carreport.ui.copies.import_controller import BringWork, Doors  # noqa: PLC0415 - not before it is wanted

        hall = self._hall
        doors = Doors(self._opened, self.open, hall.show_page, hall.leave_page, hall.hush)
        made = BringWork(hall.tasks, hall.prompts, doors, self)
        made.undo_changed.connect(self.changed)
        return made

    @cached_property
    def troubled(self) -> Troubled:
        """What says why an inquiry opens for reading only, or not at all."""
        from carreport.ui.recovery.read_only_notice import Troubled  # noqa: PLC0415 - likewise
        from carreport.ui.recovery.ways_on import Exits  # noqa: PLC0415 - not before an inquiry is opened

        take_over = partial(self.open, take_over=True)
        hall = self._hall
        exits = Exits(self.open, take_over, hall.show_page, hall.leave_page, hall.hush)
        return Troubled(hall.tasks, hall.prompts, exits, self)

    # Inside.

    @cached_property
    def _siblings(self) -> SiblingWork:
        from carreport.ui.copies.conflict_copies import SiblingWork  # noqa: PLC0415 - not before an inquiry is opened

        return SiblingWork(self._hall.tasks, self._hall.prompts, self._look_at, self)

    def _ask_place(self) -> Path | None:
        if self.wizard is None or self.wizard.is_held:
            return None
        self.wizard.flush()
        here = self.wizard.session.path
        return self._hall.prompts.save_draft(here.with_name(f"Copy of {here.name}"))

    def _show_elsewhere(self, wizard: Wizard, path: Path) -> None:
        wizard.follow_session()
        self._hall.prompts.explain(Notice(f"You are now writing in {path}.", is_trouble=False))

    def _open_beside(self, work: Callable[[], DraftSession], path: Path, then: Then) -> None:
        from carreport.ui.inquiry.open_in_background import Opening  # noqa: PLC0415 - not before an inquiry is opened

        if not self.close():
            return
        opening = self._opening = Opening(work)
        patience = self._patience = Patience(
            self._hall.prompts, f"Opening {path.name}…", self._hall.hush, self, self._give_up_opening
        )

        def opened(_: None) -> None:
            session = opening.take()
            if session is not None:
                self._forget_opening()
                self._turns.begin(self._showing(session, then))

        def failed(problem: Exception) -> None:
            self._give_up_opening()
            self._say_not_opened(path, problem)

        self._hall.leave_page()
        self.opening_begun.emit()
        patience.begin(opening)
        opening.begin(self._hall.tasks, patience.then(opened), patience.then(failed))

    def _stop_opening(self) -> None:
        if self._opening is not None and self._patience is not None:
            self._opening.drop_contents()
            self._patience.let_go()
        self._forget_opening()

    def _give_up_opening(self) -> None:
        self._forget_opening()
        self.opening_given_up.emit()

    def _forget_opening(self) -> None:
        self._opening = self._patience = None

    def _say_not_opened(self, path: Path | None, problem: Exception) -> None:
        self._hall.leave_page()
        if path is None or not isinstance(problem, CarreportError):
            self._hall.explain(problem)
        else:
            self.troubled.say_not_opened(path, problem, self._hall.author())

    def _open(
        self, opening: Callable[[], DraftSession], path: Path | None = None, then: Then | None = None
    ) -> None:
        if not self.close():
            return
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            for _ in self._showing(opening(), then or _nothing_more):
                pass
        except CarreportError as problem:
            self._say_not_opened(path, problem)
        finally:
            QGuiApplication.restoreOverrideCursor()

    def _showing(self, session: DraftSession, then: Then) -> Iterator[None]:
        """Show the inquiry that is open now, a little at a time, and go on with it."""
        from carreport.ui.inquiry.task_registry import Works  # noqa: PLC0415 - likewise
        from carreport.ui.inquiry.wizard import Wizard  # noqa: PLC0415 - not before an inquiry is opened

        hall = self._hall
        hall.hush()
        wizard = self.wizard = Wizard(session, hall.prompts, hall.tasks)
        self.works = Works(wizard, hall.tasks, hall.prompts, self._look_at)
        wizard.home_wanted.connect(self.home_wanted)
        wizard.work_wanted.connect(self.works.begin)
        wizard.elsewhere_wanted.connect(self.go_on_elsewhere)
        wizard.title_changed.connect(self.title_changed)
        wizard.held_changed.connect(self.changed)
        wizard.bridge.draft_damaged.connect(self._say_damaged)
        yield
        hall.show_page(wizard)
        self.changed.emit()
        wizard.resume()
        yield
        self.troubled.say_what_is_wrong(session, hall.author())
        yield
        self._siblings.begin(session)
        then()

    def _say_damaged(self, _words: str) -> None:
        if self.wizard is not None:
            self.troubled.say_what_is_wrong(self.wizard.session, self._hall.author())

    def _opened(self) -> Room | None:
        return self.works.room if self.works is not None else None

    def _look_at(self, path: Path, called: str) -> None:
        self.bring.look_at(path, called)

    def _drop_wizard(self) -> None:
        self._turns.let_go()
        if self.wizard is not None:
            if self.works is not None:
                self.works.let_go()
            self._siblings.let_go()
            self.wizard.let_go()
            self._hall.drop_page(self.wizard)
            self._clearing.begin(_taking_apart(self.wizard))
        self.wizard = self.works = None
        self._hall.hush()
        self.changed.emit()
        self.title_changed.emit("")


def _taking_apart(wizard: Wizard) -> Iterator[None]:
    """Let go of what was closed a little at a time: it is much to tidy away."""
    yield from wizard.taking_apart()
    yield
    wizard.session.drop_contents()


def _saved_elsewhere(_ticket: Ticket | None, session: DraftSession, path: Path) -> None:
    local_drafts.save_elsewhere(session, path)


def _closed(_ticket: Ticket | None, session: DraftSession) -> None:
    session.close()


def _nothing_more() -> None:
    """Go on with nothing once an inquiry is open."""
