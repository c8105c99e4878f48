"""Show one question: what is asked, why, how an answer may look, and where to write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from carreport.draft.revisions.revision import Revision
from carreport.form import paths
from carreport.form.answers import Version, is_empty
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.schema import Field, Share, Value, Voice
from carreport.form.wording import plural
from carreport.ui.editor_registry import Desk, Editor, editor_for
from carreport.ui.editors.list.list_editor import EntriesEditor
from carreport.ui.relative_time import read_moment, who_when
from carreport.ui.theme.palette import BETWEEN_QUESTIONS, WITHIN_QUESTION, Letters
from carreport.ui.widgets.attention import Attention, number_word, versions_words
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.labels import Heading, Words
from carreport.ui.widgets.panel import Panel

WHO_WRITES = {
    Voice.GROUP: "",
    Voice.MEMBER: "Each member in their own words",
    Voice.RESPONDENT: "In the words of those who replied",
    Voice.FELLOW: "For the research fellow",
    Voice.PROGRAMME: "For the programme office",
}
WHO_READS = {Share.PUBLIC: "", Share.TEAM: "For your group only", Share.PRIVATE: "For you only"}


class QuestionView(QWidget):
    """One question with its guidance, its editor, and who wrote last."""

    answer_edited = Signal(str, object)
    left = Signal(str)
    entered = Signal(str)
    """The keyboard came into the answer at this path."""
    history_wanted = Signal(str)
    release_wanted = Signal(str)
    """The entry at this path is to be released to the others."""
    versions_wanted = Signal(str)
    """All versions of the answer at this path are to be shown."""
    removed_wanted = Signal(str)
    """The removed entries of the group at this path are to be shown."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__()
        self.field = field
        self.path = path
        self._value: Value = None
        self._inner = ""
        self._read_only = False
        self._disputed = ""
        self.heading = Heading(field.label, Letters.QUESTION)
        self._example, self._start = Panel(), Link("Start from this example")
        self._pitfalls = Panel()
        self._start.setParent(self._example)
        self._start.clicked.connect(self._start_from_example)
        self.editor: Editor = editor_for(field, path, desk)
        self.editor.answer_edited.connect(self._edited)
        self.editor.left.connect(self.left)
        if isinstance(self.editor, EntriesEditor):
            self.editor.release_wanted.connect(self.release_wanted)
        self.attention = Attention()
        self.attention.link.clicked.connect(self._want_versions)
        self.last = Words("", Letters.SMALL, "muted", wrap=False)
        self.earlier = Link("earlier versions", Letters.SMALL)
        self.earlier.clicked.connect(self._want_history)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, BETWEEN_QUESTIONS, 0, 0)
        self.removed = Link("", Letters.SMALL)
        self.removed.clicked.connect(self._want_removed)
        self.setObjectName(f"question:{path}")
        self._lay_out()
        QApplication.instance().focusChanged.connect(self._watch_keyboard)  # type: ignore[union-attr]  # there is one

    def show_value(self, value: Value) -> None:
        """Show what the draft holds."""
        self._value = value
        self.editor.show_value(value)
        self._offer_start()

    def note_value(self, value: Value) -> None:
        """Know what the draft holds now; the editor shows it already."""
        self._value = value
        self._offer_start()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - reads like Qt's own setters
        """Let the answer be read but not changed, or changed again."""
        self._read_only = read_only
        self._lock()

    def show_versions(self, versions: Mapping[str, Sequence[Version]], me: str, now: datetime) -> None:
        """Say whose versions there are, by path, of this answer or of answers in it.

        An answer with several versions can be read here and is settled on a page of its own.
        """
        was, self._disputed = self._disputed, next(iter(versions), "")
        told = self._versions_words(versions, me, now) if versions else ""
        link = "Look at both" if len(next(iter(versions.values()), ())) == 2 else "Look at them"
        self.attention.say(told, link, f"{told} {link}: {self.field.label}")
        if bool(was) is not bool(versions):
            self._lock()

    def show_last_change(self, revision: Revision | None, me: str, now: datetime) -> None:
        """Say who wrote this answer last, and whether there were others before."""
        if revision is None:
            self.last.hide()
            self.earlier.hide()
            return
        said = who_when(revision.author, read_moment(revision.written_at), me, now)
        label = self._inner_label()
        self.last.setText(f"{label}: {said}" if label else said)
        self.last.show()
        is_answer = bool(self._inner) or not self.field.is_group
        self.earlier.setVisible(is_answer and bool(revision.parents))
        self.earlier.setAccessibleName(f"Earlier versions: {label or self.field.label}")

    def show_removed(self, count: int) -> None:
        """Say how many entries were removed from this group, if any."""
        noun = self.field.item_noun if count == 1 else plural(self.field.item_noun)
        self.removed.setText(f"{count} removed {noun}")
        self.removed.setAccessibleName(f"{count} removed {noun}: {self.field.label}")
        self.removed.setVisible(bool(count))

    def show_private(self, is_private: Callable[[str], bool]) -> None:
        """Say at each entry whether only its writer sees it."""
        if self.field.private_until is not None and isinstance(self.editor, EntriesEditor):
            entries = (self.editor.item_path(each.id) for each in self.editor.items)
            self.editor.show_private({path for path in entries if is_private(path)})

    def _lock(self) -> None:
        settled = self.field.is_group or not self._disputed
        self.editor.set_read_only(self._read_only or not settled)
        self._offer_start()

    def _versions_words(self, versions: Mapping[str, Sequence[Version]], me: str, now: datetime) -> str:
        path, first = next(iter(versions.items()))
        if len(versions) > 1:
            return f"{number_word(len(versions))} answers in here have two versions."
        told = versions_words(first, me, now)
        label = self._label_in(path)
        return f"{label}: {told[0].lower()}{told[1:]}" if label else told

    @property
    def history_path(self) -> str:
        """Whose history is meant here: the answer itself, or the inner answer written last."""
        return self._inner or self.path

    def focus_editor(self) -> None:
        """Put the keyboard into the answer."""
        first = self.editor.focusProxy() or _first_control(self.editor)
        (first or self.editor).setFocus(Qt.FocusReason.OtherFocusReason)

    def go_into(self, path: str) -> QWidget:
        """Put the keyboard into the answer or the entry at `path`; return what is to be seen of it."""
        found = self.editor.go_into(path) if path != self.path else None
        if found is None:
            self.focus_editor()
        return found or self

    def flush(self) -> None:
        """Hand on at once what was typed and is still waiting."""
        for editor in (self.editor, *self.editor.findChildren(Editor)):
            editor.flush()

    def _lay_out(self) -> None:
        column = self.column
        column.setSpacing(WITHIN_QUESTION)
        column.addWidget(self.heading)
        if self.field.why:
            column.addWidget(Words(self.field.why, ink="muted"))
        links = self._make_links()
        if links is not None:
            column.addWidget(links)
        self._example.stack.addWidget(self._start, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._example)
        column.addWidget(self._pitfalls)
        column.addWidget(self.editor)
        column.addWidget(self.attention)
        meta = QHBoxLayout()
        meta.setSpacing(8)
        meta.addWidget(self.last)
        meta.addWidget(self.earlier)
        meta.addWidget(self.removed)
        meta.addStretch(1)
        column.addLayout(meta)
        for part in (self.last, self.earlier, self.removed):
            part.hide()

    def _make_links(self) -> QWidget | None:
        writes = WHO_WRITES[self.field.voice] if self.field.id != paths.FELLOW else ""
        marks = [mark for mark in (writes, WHO_READS[self.field.share]) if mark]
        if not (self.field.example or self.field.pitfalls or marks):
            return None
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        if self.field.example:
            row.addWidget(self._opener("Example answer", self._example))
            self._example.stack.addWidget(Words(self.field.example))
        if self.field.pitfalls:
            row.addWidget(self._opener("Pitfalls", self._pitfalls))
            self._pitfalls.stack.addWidget(Words(self.field.pitfalls))
        row.addStretch(1)
        if marks:
            row.addWidget(Words(" · ".join(marks), Letters.SMALL, "muted", wrap=False))
        return line

    def _opener(self, words: str, panel: Panel) -> Button:
        button = Link(words)
        button.setAccessibleName(f"{words}: {self.field.label}")
        button.setCheckable(True)
        button.toggled.connect(panel.setVisible)
        return button

    def _edited(self, path: str, value: Value) -> None:
        if path == self.path:
            self.note_value(value)
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
        if new is None or not self.editor.isAncestorOf(new):
            return
        name = new.objectName().partition("#")[0]
        inner = name if name.startswith(f"{self.path}/") and not paths.is_item_path(name) else ""
        if self.field.is_group:
            self._inner = inner
        self.entered.emit(self.path)

    def _inner_label(self) -> str:
        """Return the question that the inner answer written last answers, or nothing."""
        return self._label_in(self._inner)

    def _label_in(self, path: str) -> str:
        """Return the question of an answer inside this group, or nothing."""
        field: Field | None = self.field
        for _, name in paths.split_path(path).steps:
            field = field.inner_field(name) if field is not None else None
        return field.label if path not in ("", self.path) and field is not None else ""

    def _want_versions(self) -> None:
        self.versions_wanted.emit(self._disputed)

    def _want_removed(self) -> None:
        self.removed_wanted.emit(self.path)

    def _want_history(self) -> None:
        self.history_wanted.emit(self.history_path)


def _first_control(widget: QWidget) -> QWidget | None:
    for child in widget.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(widget) and child.isEnabled():
            return child
    return None
