"""Make the copy that the page asks for, and tell the page what came of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject

from carreport.draft.copies import build_copy
from carreport.draft.receipts import keep_receiver
from carreport.errors import CarreportError
from carreport.form.richtext import clean_line
from carreport.ui.make_report import file_name
from carreport.ui.outgoing import outgoing_folder, remember_outgoing
from carreport.ui.room import Room
from carreport.ui.send_copy import SendCopyPage, Sent

SUFFIX = ".carreport"


class SendWork(QObject):
    """Stands between the page on which a copy is made and the draft."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.wizard)
        self._wizard = room.wizard
        self._session = room.session
        self._prompts = room.prompts
        self._chosen: Path | None = None
        self.page = SendCopyPage()
        self.page.place_wanted.connect(self._ask_place)
        self.page.copy_ordered.connect(self._make)
        self.page.folder_wanted.connect(room.prompts.show_folder)

    def begin(self, _at: str = "") -> None:
        """Make the page ready: propose a name that no file has, and show no earlier result."""
        self._wizard.show_other(self.page)
        self.page.forget_outcome()
        self._chosen = None
        self.page.set_target(_free(outgoing_folder() / self._proposed()))
        self.page.focus_here()

    def let_go(self) -> None:
        """Nothing is under way: the inquiry is closed."""

    def _proposed(self) -> str:
        form = self._session.form
        title = str(self._session.answers().get(form.title_path) or "") if form.title_path else ""
        today = date.today()  # noqa: DTZ011 - the person's own day
        return (
            f"{file_name(title or form.title)}, {file_name(self._session.author)}, {today:%Y-%m-%d}{SUFFIX}"
        )

    def _ask_place(self, target: Path) -> None:
        chosen = self._prompts.save_draft(target)
        if chosen is not None:
            self._chosen = chosen
            self.page.set_target(chosen)

    def _make(self, target: Path, for_whom: str) -> None:
        may_replace = target == self._chosen  # the system asked before it let that name be chosen
        if not may_replace:
            target = _free(target)
            self.page.set_target(target)
        try:
            receipt = build_copy(self._session, target, replace=may_replace)
        except CarreportError as problem:
            self.page.show_failed(str(problem))
            return
        if clean_line(for_whom):
            keep_receiver(self._session, receipt, clean_line(for_whom))
        remember_outgoing(target.parent)
        self.page.show_sent(Sent(target, receipt.answers, receipt.pictures))


def _free(target: Path) -> Path:
    """Return this path, or one like it that no file has."""
    number, free = 2, target
    while free.exists():
        free = target.with_name(f"{target.name.removesuffix(SUFFIX)} ({number}){SUFFIX}")
        number += 1
    return free
