"""The base class for answer editors, and the services that the window offers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QTextEdit, QVBoxLayout, QWidget

from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.schema import Field, Value
from carreport.survey.evidence import EvidenceChoice, EvidenceText
from carreport.ui.editors.description import describe_field
from carreport.ui.qt.guard import qt_override
from carreport.ui.qt.undo_keys import leave_undo_to_menu
from carreport.ui.richtext.quote_links import QuotationSource
from carreport.ui.spelling.inquiry_spelling import FillMenu
from carreport.ui.theme.palette import WITHIN_QUESTION
from carreport.ui.widgets.labels import HintLabel

COMMIT_DELAY_MS = 100
"""The delay between a key press and the commit of what was typed, in milliseconds."""


T = TypeVar("T")


class AnswersListener(Protocol):
    """An editor that depends on answers elsewhere."""

    def refresh_soon(self) -> None:
        """Refresh soon: the inquiry has changed."""


class EditorServices(Protocol):
    """What editors may use of the draft and the window."""

    def watch_spelling(self, control: QTextEdit) -> None:
        """Mark the misspelt words of a text whose object name is the path of its answer."""

    def offer_spelling(self, control: QTextEdit, at: QPoint, done: Callable[[FillMenu], None]) -> None:
        """Call `done` with a function that adds what can be done about the word at a point to a menu."""

    def add_item(self, group: str, after: str | None, values: Mapping[str, Value]) -> str:
        """Add an entry to a group, at the end if `after` is None; return its id."""

    def add_items(self, group: str, entries: Sequence[Mapping[str, Value]]) -> tuple[str, ...]:
        """Add several entries at the end of a group together; return their ids."""

    def put_item(self, item_path: str, values: Mapping[str, Value]) -> None:
        """Write counts to the entry with this path, which is added if it is missing."""

    def change_item(self, item_path: str, values: Mapping[str, Value]) -> bool:
        """Write some answers of an entry together; return whether this was possible."""

    def remove_item(self, item_path: str) -> None:
        """Remove an entry from its group; it can be restored."""

    def remove_items(self, group: str, items: Sequence[str]) -> None:
        """Remove several entries from a group together."""

    def restore_item(self, item_path: str) -> None:
        """Restore a removed entry."""

    def move_item(self, item_path: str, after: str | None) -> None:
        """Move an entry after another, or to the front if `after` is None."""

    def as_one_change(self, text: str) -> AbstractContextManager[None]:
        """Combine everything written in the block into one change with one undo; the menu shows `text`."""

    def import_picture(self, source: Path | bytes, done: Callable[[Value], None]) -> None:
        """Add a picture to the draft, after preparing it in the background.

        `done` gets the value for the answer, or the reason why the picture cannot be used.
        """

    def picture_bytes(self, sha256: str) -> bytes | None:
        """Return the bytes of a picture in the draft."""

    def pick_picture(self) -> Path | None:
        """Ask for a picture file."""

    def pick_pictures(self) -> list[Path]:
        """Ask for any number of picture files."""

    def suggest_alt_text(self, path: str) -> str:
        """Return alt text for the picture at `path`, from the board in the same entry; "" without a board."""

    def open_link(self, target: str) -> None:
        """Open a web page, or start an email."""

    def ask_link(self, current: str) -> str | None:
        """Ask for the address of a link; return None if cancelled, "" to remove the link."""

    def begin_task(self, task_id: str, path: str) -> None:
        """Begin a task (an id in `task_registry.TASKS`) on the answer at `path`."""

    def quotation_source(self, path: str) -> QuotationSource:
        """Return the details of the answer at `path`, from which a quotation is taken."""

    def show_answer(self, path: str) -> None:
        """Show the answer at `path`, on whichever step it is."""

    def find_evidence(self, done: Callable[[Sequence[EvidenceChoice]], None]) -> None:
        """Find everything that can be used as evidence, in the background."""

    def find_unused_evidence(self, done: Callable[[Sequence[EvidenceChoice]], None]) -> None:
        """Find the evidence that no learning point uses, in the background."""

    def look_up_evidence(
        self, places: Sequence[str], done: Callable[[Mapping[str, EvidenceText]], None]
    ) -> None:
        """Look up the current text of the evidence at these places, in the background."""

    def add_listener(self, editor: AnswersListener) -> None:
        """Call `refresh_soon` of this editor whenever the inquiry changes."""

    def run_in_background(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Run `work` in the worker thread, and call `done` with its result."""


class FocusContainer(QWidget):
    """Holds the controls of one answer, and passes the focus to one of them.

    It has no focus proxy, because Qt would then include it in the tab order.
    """

    def focus_target(self) -> QWidget:
        """Return the control that gets the focus."""
        stops = self.tab_stops()
        return next((stop for stop in stops if stop.isEnabled() and stop.isVisibleTo(self)), self)

    def tab_stops(self) -> list[QWidget]:
        """Return the controls in tab order."""
        return [
            child for child in self.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]

    @qt_override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the focus on."""
        target = self.focus_target()
        if target is not self:
            target.setFocus(event.reason())


class Editor(FocusContainer):
    """The base class for editors, each of which edits one answer.

    A subclass calls `schedule_commit` on each key press, and `commit` when something is chosen. A
    screen reader gets the description of the field with each control that `watch_focus` names.
    """

    answer_edited = Signal(str, object)
    """The user changed this answer; the arguments are its path and its new value."""
    editing_finished = Signal(str)
    """The answer at this path lost the focus."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__()
        self.field = field
        self.path = path
        self.services = services
        self.read_only = False
        self._value: Value = None
        self._deferred_value: tuple[Value, ...] = ()
        """The value of a change elsewhere that came while the user was typing."""
        self._is_half_typed = False
        """Whether something was typed since the focus came here."""
        self._shown_problem = ""
        self._key_hints: dict[QWidget, str] = {}
        """The watched controls, each with what it says itself about its keys."""
        self.is_too_long = False
        """Whether the contents of the controls were too long to be saved when they were last parsed."""
        self._timer = QTimer(self, singleShot=True, interval=COMMIT_DELAY_MS)
        self._timer.timeout.connect(self.commit)
        self.content_layout = QVBoxLayout(self)
        self.content_layout.setContentsMargins(0, 0, 0, 0)
        self.content_layout.setSpacing(WITHIN_QUESTION)
        self.hint_label = HintLabel("attention")

    def read_controls(self) -> object:
        """Return the contents of the controls."""
        raise NotImplementedError

    def fill_controls(self, value: Value) -> None:
        """Show a stored value in the controls, or clear them."""
        raise NotImplementedError

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the controls read-only, or editable again."""
        raise NotImplementedError

    @property
    def value(self) -> Value:
        """The value of this answer, as last shown or committed."""
        return self._value

    def show_value(self, value: Value) -> None:
        """Show the value in the draft, unless the user is typing."""
        if self._timer.isActive():
            self._deferred_value = (value,)
            return
        if self._is_same_value(value, self._value):
            return
        self._value = value
        self._is_half_typed = False
        self.fill_controls(value)
        self.refresh()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - reads like Qt's own setters
        """Make the answer read-only, or editable again."""
        self.read_only = read_only
        self.apply_read_only(read_only=read_only)

    def set_sibling_values(self, group: Field, values: Mapping[str, Value]) -> None:
        """Receive the other answers in the same entry of `group`; most editors ignore them."""

    def focus_path(self, path: str) -> QWidget | None:
        """Move the focus to the answer at `path`; return the widget to scroll to, or None."""
        if path != self.path:
            return None
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return self

    @property
    def has_unsaved_typing(self) -> bool:
        """Whether something was typed that is not committed yet."""
        return self._timer.isActive()

    def schedule_commit(self) -> None:
        """Start the commit timer unless it is running, so that continued typing cannot delay the commit."""
        self._is_half_typed = True
        if not self._timer.isActive():
            self._timer.start()

    def commit_choice(self) -> None:
        """Commit what was chosen as a whole instead of typed, such as a day in a calendar."""
        self._is_half_typed = False
        self.commit()

    def commit(self) -> None:
        """Emit the value in the controls, if it is valid and has changed."""
        self._timer.stop()
        deferred, self._deferred_value = self._deferred_value, ()
        read = self._parse_within_limit()
        if deferred and not isinstance(read, InvalidValue) and self._is_same_value(read, self._value):
            self.show_value(deferred[0])  # what was typed has been taken out again
        elif not isinstance(read, InvalidValue):
            self._emit_edited(read)
        self.refresh()

    def flush(self) -> None:
        """Commit what was typed without waiting for the timer."""
        if self._timer.isActive():
            self.commit()

    def finish_editing(self) -> None:
        """Commit what was typed, show what may be wrong with it, and signal that the focus has left."""
        self._finish_typing()
        self.editing_finished.emit(self.path)

    def _finish_typing(self) -> None:
        self.flush()
        if self._is_half_typed:
            self._is_half_typed = False
            self.refresh()

    def parse_value(self) -> Value | InvalidValue:
        """Parse the contents of the controls."""
        return kind_of(self.field).parse(self.field, self.read_controls())

    def _parse_within_limit(self) -> Value | InvalidValue:
        read = self.parse_value()
        self.is_too_long = not isinstance(read, InvalidValue) and kind_of(self.field).is_too_long(read)
        return InvalidValue(TOO_LONG) if self.is_too_long else read

    def refresh(self) -> None:
        """Show under the controls what the user may want to fix, and say it with the field."""
        problem = self.describe_problem()
        self.hint_label.show_message(problem)
        self.describe_controls(problem)

    def keep_hint_room(self, faulty_value: Value) -> None:
        """Keep the room of the message about such a value, so that nothing below the answer moves."""
        self.hint_label.keep_room(describe_problem(self.field, faulty_value, self.path))

    def describe_problem(self) -> str:
        """Return what the user may want to fix, or "".

        While the user is typing, nothing new is said: a half-typed date is not a mistake.
        """
        problem = describe_problem(self.field, self._parse_within_limit(), self.path)
        if problem and self._is_half_typed and not self.is_too_long:
            return self._shown_problem
        self._shown_problem = problem
        return problem

    def describe_controls(self, problem: str) -> None:
        """Give the controls of this answer their accessible description."""
        for control in self.described_controls():
            keys = self._key_hints.get(control, "")
            text = describe_field(self.field, self.path, problem=problem, keys=keys)
            if text != control.accessibleDescription():
                control.setAccessibleDescription(text)

    def described_controls(self) -> Sequence[QWidget]:
        """Return the controls that hold the answer; buttons beside them are not described."""
        return [control for control in self._key_hints if not isinstance(control, QAbstractButton)]

    def watch_focus(self, *controls: QWidget) -> None:
        """Watch for the focus leaving these controls, and describe them to screen readers."""
        for control in controls:
            control.installEventFilter(self)
            self._key_hints.setdefault(control, control.accessibleDescription())

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        """Describe the controls to screen readers, in case nothing has been shown or typed yet."""
        super().showEvent(event)
        self.describe_controls(self.hint_label.text())

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Commit when a control loses the focus; end editing when the focus leaves this answer."""
        if event.type() == QEvent.Type.FocusOut:
            self.flush()
            now = QApplication.focusWidget()
            is_temporary = event.reason() in TEMPORARY_FOCUS_REASONS  # type: ignore[attr-defined]  # it is a focus event
            if now is not None and not is_temporary:
                is_inside = now is self or self.isAncestorOf(now)
                (self._finish_typing if is_inside else self.finish_editing)()
        return leave_undo_to_menu(watched, event)

    def _emit_edited(self, value: Value) -> None:
        if not self._is_same_value(value, self._value):
            self._value = value
            self.answer_edited.emit(self.path, value)

    def _is_same_value(self, one: Value, other: Value) -> bool:
        kind = kind_of(self.field)
        return bool(one == other) or (kind.is_empty(one) and kind.is_empty(other))


UNREADABLE = "n" * 99
"""A long answer that is neither a date nor a number nor an address, for the room that messages need."""
TOO_LONG = "This is too long to be saved; shorten it, or move part of it elsewhere"
TEMPORARY_FOCUS_REASONS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


def control_name(path: str, part: str) -> str:
    """Return the object name for one of the controls of an answer that has several."""
    return f"{path}#{part}"


def describe_problem(field: Field, read: Value | InvalidValue, path: str) -> str:
    """Return what the user may want to fix first in the parsed answer at `path`, or ""."""
    if isinstance(read, InvalidValue):
        return f"{read.message[:1].upper()}{read.message[1:]}."
    if kind_of(field).is_empty(read):
        return ""
    return next((problem.message for problem in kind_of(field).problems(field, read, path)), "")
