"""Answer with surveys, and with the files of replies in one of them: bring files in, or type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from carreport.form.answers import Item
from carreport.form.kinds.replies import FINGERPRINT_LENGTH
from carreport.form.schema import Field
from carreport.form.wording import format_count
from carreport.survey.results.counts import counts_entry_id
from carreport.survey.themes import ReplyFieldIds
from carreport.ui.editors.base import Desk, Editor, part_name
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.editors.list.list_editor import EntriesEditor
from carreport.ui.qt.drag_and_drop import dropped_replies
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import Words

BRING = "Bring in replies…"
TYPE_IN = "Type in replies…"
DROP = "Or drop the file here: Microsoft Forms, Google Forms, any .xlsx or .csv."
SORT = "Sort into themes…"
FROM_FILE = "Replies that came with a file are there as well; sorting shows them."
NAMES = ReplyFieldIds()
_MADE = re.compile(rf"r[0-9a-f]{{{FINGERPRINT_LENGTH}}}(n\d+)?\Z")
"""The id of an entry that says something about a reply of a file, see `survey.themes.reply_id`."""
WORK, TYPING = "replies", "typing"
"""The ids of the works that read files of replies, and on whose page they are typed in, see
`ui.inquiry.task_registry`."""


def list_editor(field: Field, path: str, desk: Desk, make: MakeEditor) -> Editor:
    """Return the editor of a list: that of surveys, of files of replies, or of any entries."""
    if holds_files(field):
        return FilesEditor(field, path, desk, make)
    if any(holds_files(inner) for inner in field.fields):
        return SurveysEditor(field, path, desk, make)
    if field.inner_field(NAMES.words) is not None and field.inner_field(NAMES.theme) is not None:
        return RepliesEditor(field, path, desk, make)
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

    def tab_stops(self) -> list[QWidget]:
        """Return the controls from top to bottom."""
        return [*super().tab_stops(), self.bring]

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
    """The replies that came into one survey, in files or typed in; each entry can be taken out again."""

    def __init__(self, field: Field, path: str, desk: Desk, make: MakeEditor) -> None:
        super().__init__(field, path, desk, make)
        self.adder.hide()
        self.type_in = Button(TYPE_IN)
        self.type_in.setObjectName(part_name(path, "type"))
        self.type_in.setAccessibleName(f"{TYPE_IN} {field.label}")
        self.type_in.clicked.connect(self._type_in)
        self.foot.insertWidget(2, self.type_in)
        self.watch(self.type_in)
        self.empty.setText(
            "No replies have come in yet. Bring in a file of them, or type them in from paper."
        )

    def shown_items(self) -> Sequence[Item]:
        """Return the entries of replies; counts that were typed in stand beside the statements."""
        return tuple(each for each in self.items if each.id != counts_entry_id(self.path))

    def lock(self, *, read_only: bool) -> None:
        """Let the entries be read but not changed."""
        super().lock(read_only=read_only)
        self.adder.hide()
        self.type_in.setVisible(not read_only)

    def tab_stops(self) -> list[QWidget]:
        """Return the controls from top to bottom."""
        return [*super().tab_stops(), self.type_in]

    def _type_in(self) -> None:
        self.flush()
        self.desk.begin_work(TYPING, self.path)


class RepliesEditor(EntriesEditor):
    """The replies to an open question that were typed in; those of a file are sorted elsewhere."""

    def __init__(self, field: Field, path: str, desk: Desk, make: MakeEditor) -> None:
        super().__init__(field, path, desk, make)
        self.sort = Button(SORT)
        self.sort.setObjectName(part_name(path, "sort"))
        self.sort.setAccessibleName(f"{SORT} {field.label}")
        self.sort.clicked.connect(self._begin_sorting)
        self._with_words: tuple[tuple[Item, ...], tuple[Item, ...]] = ((), ())
        """The entries that were sifted last, and those of them that have words of their own."""
        self.foot.setSpacing(10)
        self.foot.insertWidget(1, self.sort)
        self.from_file = Words("", Letters.SMALL, "muted")
        self.column.addWidget(self.from_file)
        self.watch(self.sort)

    def show_items(self) -> None:
        """Show the replies that were typed in, and say how many came with a file and are sorted."""
        super().show_items()
        hidden = len(self.items) - len(self.shown_items())
        said = f"{format_count(hidden, 'reply')} of a file {'is' if hidden == 1 else 'are'} sorted already."
        self.from_file.setText(said if hidden else FROM_FILE)

    def shown_items(self) -> Sequence[Item]:
        """Return the entries that have words of their own; many are sifted once."""
        if self._with_words[0] is not self.items:
            shown = (each for each in self.items if each.get(NAMES.words) or not _MADE.match(each.id))
            self._with_words = (self.items, tuple(shown))
        return self._with_words[1]

    def lock(self, *, read_only: bool) -> None:
        """Let the entries be read but not changed."""
        super().lock(read_only=read_only)
        self.sort.setVisible(not read_only)

    def tab_stops(self) -> list[QWidget]:
        """Return the controls from top to bottom."""
        return [*super().tab_stops(), self.sort]

    def _begin_sorting(self) -> None:
        self.flush()
        self.desk.begin_work("themes", self.path)
