"""Say what every editor of an answer can do, and what it may ask of the window around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.schema import Field, Value
from carreport.survey.evidence import EvidenceChoice, EvidenceText
from carreport.ui.qt.guard import qt_override
from carreport.ui.qt.undo_keys import leave_undo_to_menu
from carreport.ui.richtext.quote_source import QuotationSource
from carreport.ui.theme.palette import WITHIN_QUESTION
from carreport.ui.widgets.labels import HintLabel

COMMIT_DELAY_MS = 100
"""How many milliseconds after a key press what was typed is handed on."""


T = TypeVar("T")


class AnswersListener(Protocol):
    """An editor that shows something of answers elsewhere."""

    def refresh_soon(self) -> None:
        """Look again soon: something in the inquiry is different."""


class EditorServices(Protocol):
    """What editors may ask for or trigger; the window puts it on top of the draft."""

    def add_item(self, group: str, after: str | None, values: Mapping[str, Value]) -> str:
        """Add an entry to a group, at its end where `after` is nothing; return its id."""

    def add_items(self, group: str, entries: Sequence[Mapping[str, Value]]) -> tuple[str, ...]:
        """Add several entries at the end of a group in one go; return their ids."""

    def put_item(self, item_path: str, values: Mapping[str, Value]) -> None:
        """Write counts in an entry whose id is known beforehand; it is added if it is missing."""

    def change_item(self, item_path: str, values: Mapping[str, Value]) -> bool:
        """Write some answers of an entry in one go; say whether that could be done."""

    def remove_item(self, item_path: str) -> None:
        """Remove an entry from its group; it can be restored."""

    def remove_items(self, group: str, items: Sequence[str]) -> None:
        """Remove several entries from a group in one go."""

    def restore_item(self, item_path: str) -> None:
        """Restore a removed entry."""

    def move_item(self, item_path: str, after: str | None) -> None:
        """Move an entry behind another, or to the front where `after` is nothing."""

    def as_one_change(self, text: str) -> AbstractContextManager[None]:
        """Make one change, with one undo, of all that is written inside; the menu calls it `text`."""

    def import_picture(self, source: Path | bytes, took: Callable[[Value], None]) -> None:
        """Take a picture into the draft, worked on beside the window.

        `took` is given the value of an answer, or in words why the picture cannot be used.
        """

    def picture_bytes(self, sha256: str) -> bytes | None:
        """Return the bytes of a picture that the draft keeps."""

    def pick_picture(self) -> Path | None:
        """Let the person choose a picture file."""

    def pick_pictures(self) -> list[Path]:
        """Let the person choose picture files, as many as they like."""

    def suggest_alt_text(self, path: str) -> str:
        """Return words for the picture at `path`, made from the notes of a board beside it."""

    def open_link(self, target: str) -> None:
        """Show a web page, or begin a mail."""

    def ask_link(self, current: str) -> str | None:
        """Let the person type an address; nothing if they think better of it, "" to remove it."""

    def begin_task(self, work: str, path: str) -> None:
        """Begin a piece of work (its id in `task_registry.TASKS`) on the answer at `path`."""

    def quotation_source(self, path: str) -> QuotationSource:
        """Return what is known about the answer at `path`, which a quotation is from."""

    def show_answer(self, path: str) -> None:
        """Show the answer at `path`, wherever it is asked."""

    def find_evidence(self, took: Callable[[Sequence[EvidenceChoice]], None]) -> None:
        """Look for everything that can be picked as evidence, beside the window."""

    def find_unused_evidence(self, took: Callable[[Sequence[EvidenceChoice]], None]) -> None:
        """Look for the evidence that no learning point uses, beside the window."""

    def look_up_evidence(
        self, places: Sequence[str], took: Callable[[Mapping[str, EvidenceText]], None]
    ) -> None:
        """Look up what picked evidence says now, by its place, beside the window."""

    def add_listener(self, editor: AnswersListener) -> None:
        """Tell this editor from now on when anything in the inquiry is different."""

    def run_in_background(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Work something out that takes long beside the window, and hand over what comes out."""


class FocusContainer(QWidget):
    """Holds the controls of one answer and hands the keyboard to one of them.

    It has no focus proxy: Qt would stop at it on the way of Tab, wherever its controls stand.
    """

    def focus_target(self) -> QWidget:
        """Return the control that the keyboard goes to."""
        stops = self.tab_stops()
        return next((stop for stop in stops if stop.isEnabled() and stop.isVisibleTo(self)), self)

    def tab_stops(self) -> list[QWidget]:
        """Return the controls that Tab goes to, in order."""
        return [
            child for child in self.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]

    @qt_override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on."""
        home = self.focus_target()
        if home is not self:
            home.setFocus(event.reason())


class Editor(FocusContainer):
    """Where one question is answered.

    A control that writes calls `schedule_commit` at every key press, or `commit` when
    something was chosen. `given` is what its controls say, before the kind has read it.
    """

    answer_edited = Signal(str, object)
    """The person changed this answer: its path and what a draft keeps of it."""
    editing_finished = Signal(str)
    """The keyboard went away from the answer at this path."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__()
        self.field = field
        self.path = path
        self.services = services
        self.read_only = False
        self._value: Value = None
        self._timer = QTimer(self, singleShot=True, interval=COMMIT_DELAY_MS)
        self._timer.timeout.connect(self.commit)
        self.content_layout = QVBoxLayout(self)
        self.content_layout.setContentsMargins(0, 0, 0, 0)
        self.content_layout.setSpacing(WITHIN_QUESTION)
        self.hint_label = HintLabel("attention")

    def read_controls(self) -> object:
        """Return what the controls say now."""
        raise NotImplementedError

    def fill_controls(self, value: Value) -> None:
        """Let the controls show a stored value, or nothing at all."""
        raise NotImplementedError

    def apply_read_only(self, *, read_only: bool) -> None:
        """Let the controls be read but not changed, or changed again."""
        raise NotImplementedError

    @property
    def value(self) -> Value:
        """What a draft keeps of this answer, as last shown or handed on."""
        return self._value

    def show_value(self, value: Value) -> None:
        """Show what the draft holds; words that are still being typed are left alone."""
        if self._timer.isActive():
            return
        if self._is_same_value(value, self._value):
            return
        self._value = value
        self.fill_controls(value)
        self.refresh()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - reads like Qt's own setters
        """Let the answer be read but not changed, or changed again."""
        self.read_only = read_only
        self.apply_read_only(read_only=read_only)

    def set_sibling_values(self, group: Field, values: Mapping[str, Value]) -> None:
        """Know what is answered beside this answer, in the same entry of `group`; most need not."""

    def focus_path(self, path: str) -> QWidget | None:
        """Put the keyboard into what is answered at `path`; return what is to be seen, if it is here."""
        if path != self.path:
            return None
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return self

    @property
    def has_unsaved_typing(self) -> bool:
        """Whether something was typed that has not been handed on yet."""
        return self._timer.isActive()

    def schedule_commit(self) -> None:
        """Note that something was typed: it is handed on soon, also from one who types without a rest."""
        if not self._timer.isActive():
            self._timer.start()

    def commit(self) -> None:
        """Hand on what the controls say, if a draft can keep it and it is different."""
        self._timer.stop()
        read = self.parse_value()
        if not isinstance(read, InvalidValue):
            self._emit_edited(read)
        self.refresh()

    def flush(self) -> None:
        """Hand on at once what was typed and is still waiting."""
        if self._timer.isActive():
            self.commit()

    def finish_editing(self) -> None:
        """Hand on what was typed, and tell that the keyboard has gone elsewhere."""
        self.flush()
        self.editing_finished.emit(self.path)

    def parse_value(self) -> Value | InvalidValue:
        """Return what a draft would keep of what the controls say."""
        return kind_of(self.field).parse(self.field, self.read_controls())

    def refresh(self) -> None:
        """Say under the control what the person may want to mend."""
        self.hint_label.show_message(self.describe_problem())

    def describe_problem(self) -> str:
        """Return what the person may want to mend, or nothing."""
        return describe_problem(self.field, self.parse_value(), self.path)

    def watch_focus(self, *controls: QWidget) -> None:
        """Notice when the keyboard leaves these controls."""
        for control in controls:
            control.installEventFilter(self)

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when the keyboard leaves this answer."""
        if event.type() == QEvent.Type.FocusOut:
            self.flush()
            now = QApplication.focusWidget()
            gone = now is not None and now is not self and not self.isAncestorOf(now)
            if gone and event.reason() not in TEMPORARY_FOCUS_REASONS:  # type: ignore[attr-defined]  # it is a focus event
                self.finish_editing()
        return leave_undo_to_menu(watched, event)

    def _emit_edited(self, value: Value) -> None:
        if not self._is_same_value(value, self._value):
            self._value = value
            self.answer_edited.emit(self.path, value)

    def _is_same_value(self, one: Value, other: Value) -> bool:
        kind = kind_of(self.field)
        return bool(one == other) or (kind.is_empty(one) and kind.is_empty(other))


TEMPORARY_FOCUS_REASONS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


def control_name(path: str, part: str) -> str:
    """Return the object name of one control of several that make an answer."""
    return f"{path}#{part}"


def describe_problem(field: Field, read: Value | InvalidValue, path: str) -> str:
    """Return what a person may want to mend about what was read at `path`, or nothing."""
    if isinstance(read, InvalidValue):
        return f"{read.message[:1].upper()}{read.message[1:]}."
    if kind_of(field).is_empty(read):
        return ""
    return " ".join(problem.message for problem in kind_of(field).problems(field, read, path))
