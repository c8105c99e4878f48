"""One question: its label, why we ask it, guidance, and the editor for its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from carreport.draft.revisions.revision import Revision
from carreport.form import paths
from carreport.form.answers import Version, is_empty
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.schema import Field, Value
from carreport.form.wording import plural
from carreport.ui.editor_registry import Editor, EditorServices, make_editor_for
from carreport.ui.editors.conflict_text import conflict_text, spell_number
from carreport.ui.editors.description import audience_marks
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.inquiry.question_head import QuestionHead
from carreport.ui.qt.guard import qt_override
from carreport.ui.relative_time import author_and_time, parse_time
from carreport.ui.review.panel.question_comments import QuestionComments
from carreport.ui.theme.palette import BETWEEN_QUESTIONS, WITHIN_QUESTION
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.panel import HelpPanel


class QuestionView(QWidget):
    """One question with its guidance, its editor, and who answered last."""

    answer_edited = Signal(str, object)
    editing_finished = Signal(str)
    question_entered = Signal(str)
    """The answer at this path received the focus."""
    history_requested = Signal(str)
    release_requested = Signal(str, str)
    """Give the entry at this path to the group, with the option that has this key."""
    conflict_requested = Signal(str)
    """Show all versions of the answer at this path."""
    removed_requested = Signal(str)
    """Show the removed entries of the group at this path."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__()
        self.field = field
        self.path = path
        self._value: Value = None
        self._last_inner_path = ""
        self._read_only = False
        self._has_conflict = ""
        parts = (("Example answer", field.example), ("Pitfalls", field.pitfalls))
        self._help = HelpPanel([part for part in parts if part[1]], self)
        self._start = LinkButton("Start from this example", parent=self._help)
        self._start.clicked.connect(self._start_from_example)
        self.editor: Editor = make_editor_for(field, path, services)
        self.editor.answer_edited.connect(self._answer_edited)
        self.editor.editing_finished.connect(self.editing_finished)
        if isinstance(self.editor, ListEditor):
            self.editor.release_requested.connect(self.release_requested)
        self.comments = QuestionComments(path, field.label, self.editor, self)
        self.head = QuestionHead(field.label, field.why, self._marks(), self.comments.button)
        self.head.conflict_link.clicked.connect(self._request_conflict)
        self.head.history_link.clicked.connect(self._request_history)
        self.head.removed_link.clicked.connect(self._request_removed)
        self.question_layout = QVBoxLayout(self)
        self.question_layout.setContentsMargins(0, BETWEEN_QUESTIONS, 0, 0)
        self.setObjectName(f"question:{path}")
        self._lay_out()
        QApplication.instance().focusChanged.connect(self._watch_keyboard)  # type: ignore[union-attr]  # there is one

    def show_value(self, value: Value) -> None:
        """Show this answer from the draft."""
        self._value = value
        self.editor.show_value(value)
        self._offer_start()

    def set_known_value(self, value: Value) -> None:
        """Store the answer from the draft, which the editor already shows."""
        self._value = value
        self._offer_start()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - reads like Qt's own setters
        """Make the answer read-only, or editable again."""
        self._read_only = read_only
        self.comments.button.set_read_only(read_only=read_only)
        self._update_read_only()

    def show_conflicts(self, versions: Mapping[str, Sequence[Version]], me: str, now: datetime) -> None:
        """Show which versions are in conflict, by path: those of this answer or of answers inside it.

        An answer in conflict is read-only here; the conflict is resolved on a page of its own.
        """
        was, self._has_conflict = self._has_conflict, next(iter(versions), "")
        text = self._conflict_text(versions, me, now) if versions else ""
        self.head.show_conflict(_conflict_link_text(versions), text)
        if bool(was) is not bool(versions):
            self._update_read_only()

    def show_last_change(self, revision: Revision | None, me: str, now: datetime) -> None:
        """Show who changed this answer last, with a link to earlier versions."""
        if revision is None:
            self.head.show_stamp("", "")
            return
        is_answer = bool(self._last_inner_path) or not self.field.is_group
        has_history = is_answer and bool(revision.parents)
        self.head.show_stamp(
            author_and_time(revision.author, parse_time(revision.written_at), me, now),
            (self._inner_label() or self.field.label) if has_history else "",
        )

    def show_removed(self, count: int) -> None:
        """Show how many entries were removed from this group, if any."""
        noun = self.field.item_noun if count == 1 else plural(self.field.item_noun)
        self.head.show_removed(f"{count} removed" if count else "", f"{count} removed {noun}")

    def mark_private(self, is_private: Callable[[str], bool], decided_by: Callable[[str], str]) -> None:
        """Mark the entries that only their writer can see; `decided_by` says who decides about the others."""
        if self.field.private_until is not None and isinstance(self.editor, ListEditor):
            entries = (self.editor.item_path(item.id) for item in self.editor.items)
            self.editor.mark_private({path for path in entries if is_private(path)}, decided_by)

    @qt_override
    def enterEvent(self, event: QEnterEvent) -> None:
        """Offer a comment while the mouse is over the question."""
        super().enterEvent(event)
        self.comments.note_mouse(is_over=True)

    @qt_override
    def leaveEvent(self, event: QEvent) -> None:
        """Offer no comment any more."""
        super().leaveEvent(event)
        self.comments.note_mouse(is_over=False)

    def _update_read_only(self) -> None:
        settled = self.field.is_group or not self._has_conflict
        self.editor.set_read_only(self._read_only or not settled)
        self._offer_start()

    def _conflict_text(self, versions: Mapping[str, Sequence[Version]], me: str, now: datetime) -> str:
        path, first = next(iter(versions.items()))
        if len(versions) > 1:
            return f"{spell_number(len(versions))} answers here have more than one version."
        text = conflict_text(first, me, now)
        label = self._label_in(path)
        return f"{label}: {text[0].lower()}{text[1:]}" if label else text

    @property
    def is_answered(self) -> bool:
        """Whether the question has an answer or is in conflict."""
        return bool(self._has_conflict) or not is_empty(self.field, self._value)

    @property
    def history_path(self) -> str:
        """The path of the answer whose history is shown: this one, or the last one used inside it."""
        return self._last_inner_path or self.path

    def focus_editor(self) -> None:
        """Move the focus to the answer."""
        self.editor.focus_target().setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_path(self, path: str) -> QWidget:
        """Move the focus to the answer or entry at `path`; return the widget to scroll to."""
        found = self.editor.focus_path(path) if path != self.path else None
        if found is None:
            self.focus_editor()
        return found or self

    def flush(self) -> None:
        """Commit pending typing now."""
        for editor in (self.editor, *self.editor.findChildren(Editor)):
            editor.flush()

    def _lay_out(self) -> None:
        column = self.question_layout
        column.setSpacing(WITHIN_QUESTION)
        column.addWidget(self.head)
        if self.field.example:
            self._help.add_after_first(self._start)
        self._help.closed.connect(self._close_help)
        self.head.help_button.disclosure_edited.connect(self._show_help)
        self.head.help_button.setVisible(bool(self.field.example or self.field.pitfalls))
        column.addWidget(self._help)
        column.addWidget(self.editor)

    def _marks(self) -> str:
        return " · ".join(audience_marks(self.field))

    def _show_help(self, is_open: bool) -> None:  # noqa: FBT001 - a slot
        self._help.setVisible(is_open)
        if is_open:
            self._help.focus_first()

    def _close_help(self) -> None:
        self.head.help_button.set_open(is_open=False)
        self._help.hide()
        self.head.help_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer_edited(self, path: str, value: Value) -> None:
        if path == self.path:
            self.set_known_value(value)
        self.answer_edited.emit(path, value)

    def _offer_start(self) -> None:
        usable = not self.field.is_group and not self.editor.read_only and is_empty(self.field, self._value)
        self._start.setVisible(usable and not isinstance(self._read_example(), InvalidValue))

    def _read_example(self) -> Value | InvalidValue:
        return kind_of(self.field).parse(self.field, self.field.example)

    def _start_from_example(self) -> None:
        value = self._read_example()
        self.answer_edited.emit(self.path, value)
        self.show_value(value)
        self.focus_editor()

    def _watch_keyboard(self, _old: QObject | None, new: QWidget | None) -> None:
        self.comments.note_focus(new)
        if new is None or not self.editor.isAncestorOf(new):
            return
        name = new.objectName().partition("#")[0]
        inner = name if name.startswith(f"{self.path}/") and not paths.is_item_path(name) else ""
        if self.field.is_group:
            self._last_inner_path = inner
        self.question_entered.emit(self.path)

    def _inner_label(self) -> str:
        """Return the label of the answer inside this one that last had the focus, or ""."""
        return self._label_in(self._last_inner_path)

    def _label_in(self, path: str) -> str:
        """Return the label of an answer inside this group, or ""."""
        field: Field | None = self.field
        for _, name in paths.split_path(path).steps:
            field = field.inner_field(name) if field is not None else None
        return field.label if path not in ("", self.path) and field is not None else ""

    def _request_conflict(self) -> None:
        self.conflict_requested.emit(self._has_conflict)

    def _request_removed(self) -> None:
        self.removed_requested.emit(self.path)

    def _request_history(self) -> None:
        self.history_requested.emit(self.history_path)


def _conflict_link_text(versions: Mapping[str, Sequence[Version]]) -> str:
    """Return the words of the link that leads to the answers in conflict, or "" if there are none."""
    if len(versions) > 1:
        return f"{spell_number(len(versions))} answers: look at them"
    count = len(next(iter(versions.values()), ()))
    both = "both" if count == 2 else "them"
    return f"{spell_number(count)} versions: look at {both}" if count else ""
