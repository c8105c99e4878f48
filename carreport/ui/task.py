"""Say what a piece of work on the open inquiry is, and what it may use of the window around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from carreport.draft.session.draft_session import DraftSession
from carreport.ui.background.jobs import Tasks
from carreport.ui.prompts import Prompts

if TYPE_CHECKING:
    from carreport.ui.inquiry.wizard import Wizard

Look = Callable[[Path, str], None]
"""Say what a file would bring; the words are what it is called."""


class Work(Protocol):
    """A piece of work on the open inquiry that has a page of its own."""

    @property
    def page(self) -> QWidget | None:
        """Its page, once it is made."""

    def begin(self, at: str = "") -> None:
        """Make the page ready and show it; `at` says where to begin, as an answer's path."""

    def let_go(self) -> None:
        """Stop what is under way: the inquiry is closed."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a piece of work may use: the inquiry in its window, the thread for slow work, the ways on.

    Show a page by `wizard.show_other(page)`, go to a question by `wizard.go_to(path)`, lead to
    another piece of work by `begin(id, at)`.
    """

    wizard: Wizard
    tasks: Tasks
    prompts: Prompts
    look: Look
    begin: Callable[[str, str], None]

    @property
    def session(self) -> DraftSession:
        """The open inquiry."""
        return self.wizard.session
