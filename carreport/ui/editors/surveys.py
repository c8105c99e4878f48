"""Answer with surveys, and with the files of replies in one of them: bring files in, or type."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from carreport.form.schema import Field
from carreport.ui.buttons import Button
from carreport.ui.drops import dropped_replies
from carreport.ui.editors.base import Desk, Editor, part_name
from carreport.ui.editors.entries import EntriesEditor
from carreport.ui.editors.groups import MakeEditor
from carreport.ui.guarded import guarded
from carreport.ui.labels import Words
from carreport.ui.style import Letters

BRING = "Bring in replies…"
DROP = "Or drop the file here: Microsoft Forms, Google Forms, any .xlsx or .csv."
WORK = "replies"
"""The id of the work that reads files of replies, see `ui.works`."""


def list_editor(field: Field, path: str, desk: Desk, make: MakeEditor) -> Editor:
    """Return the editor of a list: that of surveys, of files of replies, or of any entries."""
    if holds_files(field):
        return FilesEditor(field, path, desk, make)
    if any(holds_files(inner) for inner in field.fields):
        return SurveysEditor(field, path, desk, make)
    return EntriesEditor(field, path, desk, make)


def holds_files(field: Field) -> bool:
    """Say whether each entry of a list is what was replied at one time."""
    return field.kind == "list" and any(inner.kind == "replies" for inner in field.fields)


class SurveysEditor(EntriesEditor):
    """Write the surveys; a file of replies makes one."""

    def __init__(self, field: Field, path: str, desk: Desk, make: MakeEditor) -> None:
        super().__init__(field, path, desk, make)
        self.setAcceptDrops(True)
        self.bring = Button(BRING)
        self.bring.setObjectName(part_name(path, "bring"))
        self.bring.setAccessibleName(f"{BRING} {field.label}")
        self.bring.clicked.connect(self._bring)
        self.drop = Words(DROP, Letters.SMALL, "muted")
        self.foot.setSpacing(10)
        self.foot.insertWidget(1, self.bring)
        self.column.addWidget(self.drop)
        self.watch(self.bring)

    def lock(self, *, read_only: bool) -> None:
        """Let the entries be read but not changed."""
        super().lock(read_only=read_only)
        self.bring.setVisible(not read_only)
        self.drop.setVisible(not read_only)
        self.setAcceptDrops(not read_only)

    @guarded
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file of replies that is dragged here."""
        if dropped_replies(event) is not None:
            event.acceptProposedAction()

    @guarded
    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the file that is dropped here."""
        path = dropped_replies(event)
        if path is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._look_at(path)

    def _bring(self) -> None:
        self.flush()
        self.desk.begin_work(WORK, self.path)

    def _look_at(self, path: Path) -> None:
        self.flush()
        self.desk.begin_work(WORK, part_name(self.path, str(path)))


class FilesEditor(SurveysEditor):
    """The files of replies that came into one survey; each can be taken out again."""

    def __init__(self, field: Field, path: str, desk: Desk, make: MakeEditor) -> None:
        super().__init__(field, path, desk, make)
        self.adder.hide()
        self.empty.setText("No replies have come in yet. A file of them is counted for you.")

    def lock(self, *, read_only: bool) -> None:
        """Let the entries be read but not changed."""
        super().lock(read_only=read_only)
        self.adder.hide()
