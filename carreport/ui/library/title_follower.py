"""Name the file of an inquiry after its title when it is closed, if the person wants that."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from carreport.errors import DraftSaveError
from carreport.settings import is_in_drafts_folder
from carreport.ui.library import local_drafts
from carreport.ui.preferences import Preferences
from carreport.ui.prompts import Prompts
from carreport.ui.widgets.notice_bar import Notice

if TYPE_CHECKING:
    from carreport.draft.session.draft_session import DraftSession

QUESTION = "The file of this inquiry is {name}. carreport can name files after their inquiries."
_UNTITLED = re.compile(r"untitled-inquiry-\d{4}-\d\d-\d\d(-\d+)?")


@dataclass(frozen=True, slots=True)
class ClosedInquiry:
    """An inquiry that was open: its file, and its title when it was opened and when it was closed."""

    path: Path
    title_before: str
    title: str
    author: str


class TitleFollower(QObject):
    """Renames files in the drafts folder, once the person has agreed to that."""

    renamed = Signal()
    """A file that the start page already lists has another name."""

    def __init__(self, preferences: Preferences, prompts: Prompts, parent: QObject) -> None:
        super().__init__(parent)
        self._preferences, self._prompts = preferences, prompts

    def follow(self, closed: ClosedInquiry | None, *, may_ask: bool) -> None:
        """Rename the file of an inquiry that has just been closed, or ask once whether to do so."""
        if closed is None or not _should_follow(closed):
            return
        if self._preferences.names_files:
            self._rename(closed)
        elif may_ask and not self._preferences.was_asked_about_names:
            self._preferences.set_names_files("no")  # until the answer is yes; it is asked once
            question = QUESTION.format(name=closed.path.name)
            offer = Notice(
                question, is_problem=False, action_text="Name them", action=lambda: self._agree(closed)
            )
            self._prompts.show_notice(offer)

    def _agree(self, closed: ClosedInquiry) -> None:
        self._preferences.set_names_files("yes")
        self._rename(closed)
        self.renamed.emit()

    def _rename(self, closed: ClosedInquiry) -> None:
        from carreport.draft.drafts import rename_draft  # noqa: PLC0415 - not before an inquiry is closed
        from carreport.draft.recent_files import follow_renamed_file  # noqa: PLC0415 - likewise
        from carreport.draft.removal.put_away import follow_renamed  # noqa: PLC0415 - likewise

        with suppress(OSError, DraftSaveError):  # it keeps its name, and the next closing tries again
            fresh = rename_draft(closed.path, closed.title, closed.author)
            if fresh != closed.path:
                follow_renamed_file(closed.path, fresh)
                follow_renamed(closed.path, fresh)


def _should_follow(closed: ClosedInquiry) -> bool:
    """Say whether the file is one of ours that has the name of an earlier title, or of none."""
    from carreport.draft.drafts import is_named_after  # noqa: PLC0415 - not before an inquiry is closed

    if (
        not is_in_drafts_folder(closed.path)
        or local_drafts.is_example(closed.path)
        or not closed.title.strip()
    ):
        return False
    had_title = bool(closed.title_before) and is_named_after(closed.path, closed.title_before)
    is_untitled = bool(_UNTITLED.fullmatch(closed.path.stem))
    return (had_title or is_untitled) and not is_named_after(closed.path, closed.title)


def title_of(session: DraftSession) -> str:
    """Return the title of an inquiry, or "" if it has none."""
    path = session.form.title_path
    return str(session.answers().get(path) or "") if path else ""
