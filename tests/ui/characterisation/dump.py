"""Write down what a list or a table does, as text that a person can read and a test can compare.

A dump has one line for each key that is pressed: what has the keyboard after it, as a screen reader is
told, then (indented) what was announced and what became of the answers. A tree is what a screen reader
finds: role, name, description, states, [object name]. After a deed stand the answer and what can be
taken back. Ids made by chance are #1, #2 … in the order in which they appear.

UPDATE_DUMPS=1 writes the files in `dumps/` anew; read the difference before it is committed.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from carreport.form.answers import Item
from tests.ui.driver import keyboard
from tests.ui.driver.accessibility import Announcements
from tests.ui.driver.window import WindowDriver

DUMPS = Path(__file__).parent / "dumps"
UPDATE = "UPDATE_DUMPS"
SOON = 500
"""What waits for at most so many milliseconds has come before the next line is written."""
STATES = {
    "focused": "focus",
    "selected": "selected",
    "checked": "checked",
    "pressed": "pressed",
    "expanded": "expanded",
    "collapsed": "collapsed",
    "expandable": "expandable",
    "disabled": "disabled",
    "readOnly": "read only",
    "editable": "editable",
    "multiLine": "several lines",
    "hasPopup": "pop-up",
    "focusable": "focusable",
}
ROLES = {"EditableText": "text", "ListItem": "item", "StaticText": "words", "Client": "group"}
RANDOM = re.compile(r"(?<![0-9a-z])r?[0-9a-f]{12}(n[0-9]+)?(?![0-9a-z])")
"""An id that was made while the test ran: of an entry, or of what is parts about one reply of a file."""
TIME = re.compile(r"\b[0-2]?[0-9]:[0-5][0-9]\b")
SCROLLING = ("qt_scrollarea_vcontainer", "qt_scrollarea_hcontainer")
"""Whether there are scroll bars, and where words are folded, depends on the fonts of a computer."""
Text = QAccessible.Text
Values = Mapping[str, Any]
Draft = Callable[..., Path]
"""Makes a draft of some questions: the fixture `draft`."""


class Dump:
    """What happens in a window while keys are pressed, line by line."""

    def __init__(self, driver: WindowDriver, patch: pytest.MonkeyPatch) -> None:
        self._driver, self._announcements = driver, Announcements(patch)
        self._names: dict[str, str] = {}
        self._before: dict[str, str] = {}
        self._notice_count = 0
        self._answer_before: list[str] = []
        self.lines: list[str] = []

    # What a test does.

    def open(self, path: Path, *, at: str = "", task: str = "") -> None:
        """Open the draft at `path` and go to an answer, or begin a task."""
        self._driver.open(path)
        self.settle()
        if task:
            self._driver.window.begin_task(task, at)
        elif at:
            self._driver.wizard.go_to(at)
        self.save()
        self._before = self._flat()
        self._announcements.take()

    def list_drafts(self) -> None:
        """Show the inquiries on this computer."""
        self._driver.window.list_drafts()
        self.settle()

    def begin(self, title: str) -> None:
        """Begin a part of the dump."""
        self.lines += ["", f"# {title}"] if self.lines else [f"# {title}"]
        self.lines.append(f"{self.focus()}")

    def press(self, *keys: str) -> None:
        """Press these keys one after the other, such as `Tab` or `Alt+Up`."""
        for key in keys:
            self._key(key)
            self._note(key)

    def type(self, words: str) -> None:
        """Type these words where the keyboard is."""
        keyboard.type_text(words)
        self._note(f"“{words}”")

    def paste(self, words: str) -> None:
        """Paste these words, or this block of a spreadsheet, by key."""
        keyboard.copy_text(words)
        self._key("Ctrl+V")
        self._note(f"Ctrl+V {json.dumps(words, ensure_ascii=False)}")

    def click(self, name: str) -> None:
        """Press the button with this name."""
        self._driver.control_named(name).click()
        self._note(f"(click {name})")

    def go_to(self, path: str) -> None:
        """Go into the answer at `path`."""
        self._driver.wizard.go_to(path)
        self._note(f"(go to {path})")

    def focus_on(self, name: str) -> None:
        """Put the keyboard on the control with this name, or on the row of a list that is called so."""
        self._driver.focus(name)
        self._note(f"(keyboard to {name})")

    def lock(self) -> None:
        """Let the inquiry be read only from now on."""
        self.save()
        self._driver.wizard.session.shared_file.read_only = True
        self._driver.wizard.refresh_read_only()
        self.settle()

    def tree(self, title: str, root: str = "") -> None:
        """Write down what a screen reader finds in the widget with this name, else on the whole page."""
        self.save()
        top = self._driver.control_named(root) if root else self.page
        self.lines += ["", f"# {title}"] if self.lines else [f"# {title}"]
        self.lines += self._branch(QAccessible.queryAccessibleInterface(top), 0)

    def deed(self, words: str, path: str, *keys: str, on: str = "", copied: str = "") -> None:
        """Do one deed by these keys, “words” are typed; write down the answer at `path` after it."""
        if copied:
            keyboard.copy_text(copied)
        if on:
            self._driver.focus(on)
        for key in keys:
            self._key(key)
            self.settle()
        where = f" on {on}" if on else ""
        block = f", copied: {_json(copied)}" if copied else ""
        self.lines.append(f"{words} ({', '.join(keys)}{where}{block})" if keys else words)
        answer = [f"    {self.named(line)}" for line in self._answer(path)]
        self.lines += answer if answer != self._answer_before else ["    as before"]
        self._answer_before = answer
        self.lines.append(f"    keyboard on {self.focus()}")
        self.lines.append(f"    {self.offers()}")

    def take_all_back(self, path: str, *, on: str) -> None:
        """Press Ctrl+Z until it changes nothing twice, then Ctrl+Shift+Z, away from what one writes in."""
        for words, key in (("Take back", "Ctrl+Z"), ("Do again", "Ctrl+Shift+Z")):
            idle = 0
            while idle < 2:
                before = self._answer(path)
                self.deed(words, path, key, on=on)
                idle = idle + 1 if self._answer(path) == before else 0

    def compare(self, name: str) -> None:
        """Compare with what was written down before, or write it down."""
        file, written = DUMPS / f"{name}.txt", "\n".join(self.lines) + "\n"
        if os.environ.get(UPDATE):
            file.write_text(written, encoding="utf-8", newline="\n")
        assert written == file.read_text(encoding="utf-8"), (
            f"what {file.name} says is different; see {__file__}"
        )

    # What a dump is made of.

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self._driver.page if self._driver.is_open else self._driver.window.start_page

    def save(self) -> None:
        """Have everything on the disk: then the page says who wrote last, and offers what was removed."""
        if self._driver.is_open and not self._driver.session.is_saved:
            self._driver.session.seal()
            self._driver.qtbot.waitUntil(lambda: self._driver.session.is_saved)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way in the window any more."""
        if not any(self._is_quiet() for _ in range(20)):
            self._driver.qtbot.waitUntil(self._is_quiet, timeout=15_000)

    def focus(self) -> str:
        """Say what has the keyboard."""
        widget = QApplication.focusWidget()
        return self.described(widget) if widget is not None else "nothing"

    def described(self, widget: QWidget) -> str:
        """Say what a control is and says, and the item in it that has the keyboard."""
        face = QAccessible.queryAccessibleInterface(widget)
        parts = [_role(face), self._quoted(face.text(Text.Name))]
        parts += [f"= {_json(_written(widget))}"] if _written(widget) is not None else []
        parts += [word for word in ("checked", "expanded", "disabled", "read only") if word in _states(face)]
        parts += [f"[{self.named(widget.objectName())}]"] if widget.objectName() else []
        if isinstance(widget, QAbstractItemView):
            parts.append(self._item_of(widget))
        return " ".join(filter(None, parts))

    def offers(self) -> str:
        """Say what the menu and the page offer to take back."""
        text, is_enabled = self._driver.undo_texts()[0]
        offers = [text + ("" if is_enabled else " (disabled)")]
        buttons = [button for button in self._buttons() if button.text() == "Undo"]
        offers += [button.accessibleName() or button.text() for button in buttons]
        return f"to take back: {', '.join(offers)}"

    def named(self, words: str) -> str:
        """Put numbers in the place of random ids, in the order in which they appeared; leave times out."""
        words = RANDOM.sub(lambda found: self._names.setdefault(found[0], f"#{len(self._names) + 1}"), words)
        return TIME.sub("hh:mm", words)

    # Inside.

    def _key(self, key: str) -> None:
        if "Tab" in key:
            self.save()
        keyboard.press(key)

    def _note(self, what: str) -> None:
        self.settle()
        self.lines.append(f"{what} → {self.focus()}")
        self.lines += [f"    announces {self._quoted(message)}" for message in self._announcements.take()]
        notices = self._driver.prompts.notices
        self.lines += [f"    tells {self._quoted(notice.text)}" for notice in notices[self._notice_count :]]
        self._notice_count = len(notices)
        before, self._before = self._before, self._flat()
        self.lines += [f"    {self.named(line)}" for line in _differences(before, self._before)]

    def _is_quiet(self) -> bool:
        """Let time pass for whatever waits for a moment, in its order; say whether nothing does."""
        owners = (QCoreApplication.instance(), self._driver.window)
        timers = [
            timer for owner in owners if owner for timer in owner.findChildren(QTimer) if timer.isActive()
        ]
        waiting = [timer for timer in timers if timer.isSingleShot() and timer.interval() <= SOON]
        for timer in sorted(waiting, key=QTimer.remainingTime)[:1]:
            timer.stop()
            timer.timeout.emit()
        QApplication.processEvents()
        return (
            not waiting and not self._driver.window.background.is_busy and not any(map(_is_at_work, timers))
        )

    def _answers(self) -> Mapping[str, Any]:
        return self._driver.session.answers().values if self._driver.is_open else {}

    def _answer(self, path: str) -> list[str]:
        """Return an answer as JSON, one entry a line; entries inside an entry stand below it."""
        value = self._driver.answer(path)
        return [line for item in value or () for line in _entry(item)] or ["no entries"]

    def _flat(self) -> dict[str, str]:
        return {
            path: value
            for path, value in _flattened("", self._answers())
            if "$" not in path.partition("/")[0]
        }

    def _quoted(self, words: str) -> str:
        return _json(self.named(words)) if words else ""

    def _buttons(self) -> Iterator[QAbstractButton]:
        return (button for button in self.page.findChildren(QAbstractButton) if button.isVisible())

    def _item_of(self, view: QAbstractItemView) -> str:
        index = view.currentIndex()
        if not index.isValid():
            return "› no item"
        words = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or ""
        place = f"{index.row() + 1} of {index.model().rowCount(QModelIndex())}"
        if not isinstance(index.model(), QAbstractListModel):
            place = f"row {place}, column {index.column() + 1}"
        chosen = "" if view.selectionModel().isSelected(index) else ", not selected"
        return f"› {self._quoted(str(words))} ({place}{chosen})"

    def _branch(self, face: QAccessibleInterface, depth: int) -> list[str]:
        widget = face.object()
        if isinstance(widget, QWidget) and (not widget.isVisible() or widget.objectName() in SCROLLING):
            return []
        texts = (face.text(kind) for kind in (Text.Name, Text.Description, Text.Value))
        name, description, value = (" ".join(text.split()) for text in texts)
        parts = [_role(face), self._quoted(name)]
        parts += [f"description {self._quoted(description)}"] if description and description != name else []
        parts += [f"value {self._quoted(value)}"] if value and value != name else []
        parts += [f"({', '.join(_states(face))})"] if _states(face) else []
        path = self.named(widget.objectName()) if isinstance(widget, QWidget) else ""
        parts += [f"[{path}]"] if path and not path.startswith("qt_") else []
        line = f"{'  ' * depth}{' '.join(filter(None, parts))}"
        children: list[QAccessibleInterface | None] = [face.child(row) for row in range(face.childCount())]
        below = [
            self._branch(child, depth + 1) for child in children if child is not None and child.isValid()
        ]
        return [line, *(inner for branch in below for inner in branch)]


def _is_at_work(timer: QTimer) -> bool:
    return not timer.isSingleShot() and timer.interval() <= SOON


def _role(face: QAccessibleInterface) -> str:
    name = face.role().name
    return ROLES.get(name, re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower())


def _states(face: QAccessibleInterface) -> list[str]:
    state = face.state()
    return [words for name, words in STATES.items() if getattr(state, name)]


def _written(widget: QWidget) -> str | None:
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        return widget.toPlainText()
    return widget.currentText() if isinstance(widget, QComboBox) else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _entry(item: Item, before: str = "") -> Iterator[str]:
    own = {name: _plain(value) for name, value in item.values.items() if not isinstance(value, tuple)}
    yield f"{before}{item.id}: {_json(own)}"
    for name, inner in item.values.items():
        for entry in inner if isinstance(inner, tuple) else ():
            yield from _entry(entry, f"{before}    {name}/")


def _plain(value: Any) -> Any:
    """Return an answer as JSON has it: of a picture whether there is one, of replies what was parts."""
    if isinstance(value, Mapping) and "columns" in value:
        columns = {column.get("to") or column["as"]: _replies_in(column) for column in value["columns"]}
        return {"file": value["file"], "replies": len(value["marks"]) // 12, **columns}
    return "a picture" if isinstance(value, Mapping) and "sha256" in value else value


def _replies_in(column: Mapping[str, Any]) -> Any:
    return next((column[key] for key in ("given", "counts", "texts", "words") if key in column), None)


def _flattened(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, tuple):
        yield path, ", ".join(item.id for item in value) or "(no entries)"
        for item in value:
            yield from _flattened(f"{path}/{item.id}", item.values)
    elif isinstance(value, Mapping) and not {"columns", "sha256"} & value.keys():
        for name, inner in value.items():
            yield from _flattened(f"{path}/{name}" if path else name, inner)
    else:
        yield path, _json(_plain(value))


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> Sequence[str]:
    gone = [path for path in before if path not in after]
    now = [path for path in after if after[path] != before.get(path)]
    return [*(f"{path}: gone" for path in gone), *(f"{path}: {after[path]}" for path in now)]
