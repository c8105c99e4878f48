"""Say what a piece of work on the open inquiry is, and what it may use of the window around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from carreport.draft.history.restore import InquiryState
from carreport.draft.session.draft_session import DraftSession
from carreport.ui.background.jobs import BackgroundJobs
from carreport.ui.background.session_signals import SessionSignals
from carreport.ui.editors.base import EditorServices
from carreport.ui.prompts import Prompts
from carreport.ui.undo_stack import UndoStack
from carreport.ui.widgets.scroll_column import ScrollColumn

InspectCopy = Callable[[Path, str], None]
"""Say what a file would bring; the words are what it is called."""


class Task(Protocol):
    """A piece of work on the open inquiry that has a page of its own."""

    @property
    def page(self) -> QWidget | None:
        """Its page, once it is made."""

    def begin(self, at: str = "") -> None:
        """Make the page ready and show it; `at` says where to begin, as an answer's path."""

    def close(self) -> None:
        """Stop what is under way: the inquiry is closed."""


@dataclass(frozen=True, slots=True)
class TaskPages:
    """The ways through the pages of the open inquiry."""

    show: Callable[[QWidget], None]
    """Show a page in place of the step."""
    close: Callable[[], None]
    """Go back from that page to the step, to the question one came from."""
    remove: Callable[[QWidget], None]
    """Go back from a page that is not wanted again, and delete it."""
    is_shown: Callable[[QWidget], bool]
    go_to: Callable[[str], None]
    """Show the answer or the entry at this path, and put the keyboard there."""
    step_page: Callable[[str], ScrollColumn]
    """Return the page of the step that asks for the answer at this path."""
    show_changes: Callable[[], bool]
    """List what others changed; say whether there is anything."""


@dataclass(frozen=True, slots=True)
class ExclusiveAccess:
    """Lets work beside the window have the inquiry to itself: nothing can be written or closed meanwhile."""

    begin: Callable[[], None]
    refresh: Callable[[], None]
    """Show what has become of the inquiry so far."""
    end: Callable[[], None]
    is_active: Callable[[], bool]


@dataclass(frozen=True, slots=True, eq=False)
class TaskContext:
    """What a piece of work may use of the open inquiry and of its window.

    One is made for each inquiry that is opened, so two pieces of work have the same inquiry if they have
    the same context.
    """

    session: DraftSession
    signals: SessionSignals
    services: EditorServices
    undo_stack: UndoStack
    undo: Callable[[], None]
    flush: Callable[[], None]
    """Write what was typed a moment ago."""
    inquiry_title: Callable[[], str]
    pages: TaskPages
    exclusive_access: ExclusiveAccess
    opened_at: datetime
    held_at_first: InquiryState
    """The versions of each answer when the inquiry was opened."""
    background: BackgroundJobs
    prompts: Prompts
    inspect_copy: InspectCopy
    begin_task: Callable[[str, str], None]
    """Begin another piece of work (its id, and where)."""
    parent: QObject
    """What owns the controllers: it lives as long as the inquiry is open."""
