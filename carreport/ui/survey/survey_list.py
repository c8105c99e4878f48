"""The lists of surveys and of files of replies, with buttons to import or type in replies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.kinds.replies import FINGERPRINT_LENGTH
from carreport.form.schema import Field
from carreport.form.wording import format_count
from carreport.survey.results.counts import counts_entry_id
from carreport.survey.themes import ReplyFieldIds
from carreport.ui.editors.base import Editor, EditorServices, control_name
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.qt.drag_and_drop import replies_in_drop
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import TextLabel

IMPORT_REPLIES = "Import replies…"
ENTER_REPLIES = "Type in replies…"
DROP_HINT = "Or drop a file here: an export from Microsoft Forms or Google Forms, or any .xlsx or .csv file."
SORT_REPLIES = "Sort into themes…"
FROM_FILE = "Imported replies are not listed here. To see them, choose “Sort into themes…”."
NAMES = ReplyFieldIds()
_IMPORTED_ID = re.compile(rf"r[0-9a-f]{{{FINGERPRINT_LENGTH}}}(n\d+)?\Z")
"""The id of an entry about an imported reply (see `survey.themes.reply_id`)."""
IMPORT_TASK, ENTER_REPLIES_TASK = "replies", "typing"
"""The ids of the tasks for importing replies and for typing them in (see
`ui.inquiry.task_registry`)."""


def make_list_editor(field: Field, path: str, services: EditorServices, make: MakeEditor) -> Editor:
    """Return the editor for a list: surveys, files of replies, or any other entries."""
    if is_reply_files(field):
        return ReplyFilesEditor(field, path, services, make)
    if any(is_reply_files(inner) for inner in field.fields):
        return SurveysEditor(field, path, services, make)
    if field.inner_field(NAMES.words) is not None and field.inner_field(NAMES.theme) is not None:
        return OpenRepliesEditor(field, path, services, make)
    return ListEditor(field, path, services, make)


def is_reply_files(field: Field) -> bool:
    """Return whether the entries of a list are batches of replies."""
    return kind_of(field).takes_fields and any(kind_of(inner).holds_replies for inner in field.fields)


class SurveysEditor(ListEditor):
    """Edits the list of surveys; importing a file of replies can add one."""

    def __init__(self, field: Field, path: str, services: EditorServices, make: MakeEditor) -> None:
        super().__init__(field, path, services, make)
        self.setAcceptDrops(True)
        self.import_button = Button(IMPORT_REPLIES)
        self.import_button.setObjectName(control_name(path, "bring"))
        self.import_button.setAccessibleName(f"{IMPORT_REPLIES} {field.label}")
        self.import_button.clicked.connect(self._begin_import)
        self.drop_hint = TextLabel(DROP_HINT, FontRole.SMALL, "muted")
        self.footer.setSpacing(10)
        self.footer.insertWidget(1, self.import_button)
        self.content_layout.addWidget(self.drop_hint)
        self.watch_focus(self.import_button)

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the list read-only, or editable again."""
        super().apply_read_only(read_only=read_only)
        self.import_button.setVisible(not read_only)
        self.drop_hint.setVisible(not read_only)
        self.setAcceptDrops(not read_only)

    @qt_override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a dragged file of replies."""
        if replies_in_drop(event) is not None:
            event.acceptProposedAction()

    @qt_override
    def dropEvent(self, event: QDropEvent) -> None:
        """Start to import a dropped file."""
        path = replies_in_drop(event)
        if path is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._import_file(path)

    def _begin_import(self) -> None:
        self.flush()
        self.services.begin_task(IMPORT_TASK, self.path)

    def _import_file(self, path: Path) -> None:
        self.flush()
        self.services.begin_task(IMPORT_TASK, control_name(self.path, str(path)))


class ReplyFilesEditor(SurveysEditor):
    """The replies to one survey, imported or typed in; each entry can be removed."""

    def __init__(self, field: Field, path: str, services: EditorServices, make: MakeEditor) -> None:
        super().__init__(field, path, services, make)
        self.add_button.hide()
        self.enter_replies_button = Button(ENTER_REPLIES)
        self.enter_replies_button.setObjectName(control_name(path, "type"))
        self.enter_replies_button.setAccessibleName(f"{ENTER_REPLIES} {field.label}")
        self.enter_replies_button.clicked.connect(self._begin_entering)
        self.footer.insertWidget(2, self.enter_replies_button)
        self.watch_focus(self.enter_replies_button)
        self.empty.setText("No replies yet. Import a file of replies, or type them in from paper.")

    def visible_items(self) -> Sequence[Item]:
        """Return the batches of replies; typed counts are shown beside the statements."""
        return tuple(item for item in self.items if item.id != counts_entry_id(self.path))

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the list read-only, or editable again."""
        super().apply_read_only(read_only=read_only)
        self.add_button.hide()
        self.enter_replies_button.setVisible(not read_only)

    def _begin_entering(self) -> None:
        self.flush()
        self.services.begin_task(ENTER_REPLIES_TASK, self.path)


class OpenRepliesEditor(ListEditor):
    """The typed replies to an open question; imported ones are shown only when sorting into themes."""

    def __init__(self, field: Field, path: str, services: EditorServices, make: MakeEditor) -> None:
        super().__init__(field, path, services, make)
        self.sort_button = Button(SORT_REPLIES)
        self.sort_button.setObjectName(control_name(path, "sort"))
        self.sort_button.setAccessibleName(f"{SORT_REPLIES} {field.label}")
        self.sort_button.clicked.connect(self._begin_sorting)
        self._items_with_text: tuple[tuple[Item, ...], tuple[Item, ...]] = ((), ())
        """The entries filtered last, and those of them with text of their own."""
        self.footer.setSpacing(10)
        self.footer.insertWidget(1, self.sort_button)
        self.from_file_label = TextLabel("", FontRole.SMALL, "muted")
        self.content_layout.addWidget(self.from_file_label)
        self.watch_focus(self.sort_button)

    def show_items(self) -> None:
        """Show the typed replies, and say how many imported ones are sorted."""
        super().show_items()
        hidden = len(self.items) - len(self.visible_items())
        have = "has" if hidden == 1 else "have"
        text = f"{format_count(hidden, 'imported reply')} {have} already been sorted."
        self.from_file_label.setText(text if hidden else FROM_FILE)

    def visible_items(self) -> Sequence[Item]:
        """Return the entries with text of their own; the result is cached."""
        if self._items_with_text[0] is not self.items:
            shown = (item for item in self.items if item.get(NAMES.words) or not _IMPORTED_ID.match(item.id))
            self._items_with_text = (self.items, tuple(shown))
        return self._items_with_text[1]

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the list read-only, or editable again."""
        super().apply_read_only(read_only=read_only)
        self.sort_button.setVisible(not read_only)

    def _begin_sorting(self) -> None:
        self.flush()
        self.services.begin_task("themes", self.path)
