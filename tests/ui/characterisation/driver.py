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
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QKeySequence,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.ui.editors.table.table_view import EntryTableView
from carreport.ui.main_window import MainWindow

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
"""An id that was made while the test ran: of an entry, or of what is said about one reply of a file."""
TIME = re.compile(r"\b[0-2]?[0-9]:[0-5][0-9]\b")
SCROLLING = ("qt_scrollarea_vcontainer", "qt_scrollarea_hcontainer")
"""Whether there are scroll bars, and where words are folded, depends on the fonts of a computer."""
Text = QAccessible.Text


class Dump:
    """What happens in a window while keys are pressed, line by line."""

    def __init__(self, window: MainWindow, prompts: Any, patch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
        self._window, self._prompts, self._qtbot = window, prompts, qtbot
        self._names: dict[str, str] = {}
        self._announced: list[str] = []
        patch.setattr(QAccessible, "updateAccessibility", staticmethod(self._hear))
        self._before: dict[str, str] = {}
        self._told = 0
        self._said: list[str] = []
        self.lines: list[str] = []

    # What a test does.

    def open(self, path: Path, *, at: str = "", work: str = "") -> None:
        """Open the draft at `path` and go to an answer, or to a page of work on it."""
        self._window.open_draft(path)
        self.settle()
        if work:
            self._window.begin_task(work, at)
        elif at:
            self._wizard.go_to(at)
        self.save()
        self._before = self._flat()
        self._heard()

    def list_drafts(self) -> None:
        """Show the inquiries on this computer."""
        self._window.list_drafts()
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
        QTest.keyClicks(self._here(), words)
        self._note(f"“{words}”")

    def paste(self, words: str) -> None:
        """Paste these words, or this block of a spreadsheet, by key."""
        QApplication.clipboard().setText(words)
        self._key("Ctrl+V")
        self._note(f"Ctrl+V {json.dumps(words, ensure_ascii=False)}")

    def click(self, name: str) -> None:
        """Press the button with this name."""
        self.control(name).click()
        self._note(f"(click {name})")

    def go_to(self, path: str) -> None:
        """Go into the answer at `path`."""
        self._wizard.go_to(path)
        self._note(f"(go to {path})")

    def focus_on(self, name: str) -> None:
        """Put the keyboard on the control with this name, or on the row of a list that is called so."""
        self._focus(name)
        self._note(f"(keyboard to {name})")

    def lock(self) -> None:
        """Let the inquiry be read only from now on."""
        self.save()
        self._wizard.session.shared_file.read_only = True
        self._wizard.refresh_read_only()
        self.settle()

    def tree(self, title: str, root: str = "") -> None:
        """Write down what a screen reader finds in the widget with this name, else on the whole page."""
        self.save()
        top = self.control(root) if root else self.page
        self.lines += ["", f"# {title}"] if self.lines else [f"# {title}"]
        self.lines += self._branch(QAccessible.queryAccessibleInterface(top), 0)

    def deed(self, words: str, path: str, *keys: str, on: str = "", copied: str = "") -> None:
        """Do one deed by these keys, “words” are typed; write down the answer at `path` after it."""
        if copied:
            QApplication.clipboard().setText(copied)
        if on:
            self._focus(on)
        for key in keys:
            if key.startswith("“"):
                QTest.keyClicks(self._here(), key.strip("“”"))
            else:
                self._key(key)
            self.settle()
        where = f" on {on}" if on else ""
        block = f", copied: {_json(copied)}" if copied else ""
        self.lines.append(f"{words} ({', '.join(keys)}{where}{block})" if keys else words)
        answer = [f"    {self.named(each)}" for each in self._answer(path)]
        self.lines += answer if answer != self._said else ["    as before"]
        self._said = answer
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
        if self._window.inquiry.wizard is None:
            return self._window.start_page
        page: QWidget = self._wizard.pages.currentWidget()
        return page

    def control(self, name: str) -> Any:
        """Return the control in the window with this object name, accessible name or text."""
        found = {
            each: self._names_of(each) for each in self._window.findChildren(QWidget) if each.isVisible()
        }
        assert any(name in names for names in found.values()), f"“{name}” is none of {list(found.values())}"
        return next(each for each, names in found.items() if name in names)

    def save(self) -> None:
        """Have everything on the disk: then the page says who wrote last, and offers what was removed."""
        if self._window.inquiry.wizard is not None and not self._wizard.session.is_saved:
            self._wizard.session.seal()
            self._qtbot.waitUntil(lambda: self._wizard.session.is_saved)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way in the window any more."""
        if not any(self._is_quiet() for _ in range(20)):
            self._qtbot.waitUntil(self._is_quiet, timeout=15_000)

    def focus(self) -> str:
        """Say what has the keyboard."""
        here = QApplication.focusWidget()
        return self.described(here) if here is not None else "nothing"

    def described(self, widget: QWidget) -> str:
        """Say what a control is and says, and the item in it that has the keyboard."""
        face = QAccessible.queryAccessibleInterface(widget)
        said = [_role(face), self._quoted(face.text(Text.Name))]
        said += [f"= {_json(_written(widget))}"] if _written(widget) is not None else []
        said += [word for word in ("checked", "expanded", "disabled", "read only") if word in _states(face)]
        said += [f"[{self.named(widget.objectName())}]"] if widget.objectName() else []
        if isinstance(widget, QAbstractItemView):
            said.append(self._item_of(widget))
        return " ".join(filter(None, said))

    def offers(self) -> str:
        """Say what the menu and the page offer to take back."""
        undo = self._window.menus.actions["undo"]
        menu = next(menu for menu in self._window.findChildren(QMenu) if undo in menu.actions())
        menu.aboutToShow.emit()
        words = [undo.text().replace("&", "") + ("" if undo.isEnabled() else " (disabled)")]
        menu.aboutToHide.emit()
        words += [each.accessibleName() or each.text() for each in self._buttons() if each.text() == "Undo"]
        return f"to take back: {', '.join(words)}"

    def named(self, words: str) -> str:
        """Put numbers in the place of random ids, in the order in which they appeared; leave times out."""
        words = RANDOM.sub(lambda each: self._names.setdefault(each[0], f"#{len(self._names) + 1}"), words)
        return TIME.sub("hh:mm", words)

    # Inside.

    @property
    def _wizard(self) -> Any:
        return self._window.inquiry.wizard

    def _focus(self, name: str) -> None:
        """Put the keyboard on a control, on the row of a list, or into the cell of a table at this path."""
        tables = self._window.findChildren(EntryTableView)
        cells = [(table, table.entries.find_cell(name)) for table in tables if table.isVisible()]
        for table, cell in cells:
            if cell.isValid():
                table.open_cell(cell)
                return
        for view in self._window.findChildren(QListView):
            model: Any = view.model()
            rows = range(model.rowCount() if view.isVisible() else 0)
            found = [model.index(number, 0) for number in rows]
            found = [index for index in found if index.data(Qt.ItemDataRole.AccessibleTextRole) == name]
            if found:
                view.setCurrentIndex(found[0])
                view.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.control(name).setFocus(Qt.FocusReason.OtherFocusReason)

    def _here(self) -> QWidget:
        return QApplication.focusWidget() or self._window

    def _key(self, key: str) -> None:
        if "Tab" in key:
            self.save()
        pressed = QKeySequence(key)[0]  # type: ignore[index]  # Qt’s types do not know it
        QTest.keyClick(self._here(), pressed.key(), pressed.keyboardModifiers())

    def _note(self, what: str) -> None:
        self.settle()
        self.lines.append(f"{what} → {self.focus()}")
        self.lines += [f"    announces {self._quoted(each)}" for each in self._heard()]
        told = [each.text for each in self._prompts.told[self._told :]]
        self._told = len(self._prompts.told)
        self.lines += [f"    tells {self._quoted(each)}" for each in told]
        before, self._before = self._before, self._flat()
        self.lines += [f"    {self.named(each)}" for each in _differences(before, self._before)]

    def _hear(self, event: Any) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            self._announced.append(event.message())

    def _heard(self) -> list[str]:
        heard, self._announced = self._announced, []
        return heard

    def _is_quiet(self) -> bool:
        """Let time pass for whatever waits for a moment, in its order; say whether nothing does."""
        owners = (QCoreApplication.instance(), self._window)
        timers = [each for owner in owners if owner for each in owner.findChildren(QTimer) if each.isActive()]
        waiting = [each for each in timers if each.isSingleShot() and each.interval() <= SOON]
        for timer in sorted(waiting, key=lambda each: each.remainingTime())[:1]:
            timer.stop()
            timer.timeout.emit()
        QApplication.processEvents()
        return not waiting and not self._window.background.is_busy and not any(map(_is_at_work, timers))

    def _answers(self) -> Mapping[str, Any]:
        return self._wizard.session.answers().values if self._window.inquiry.wizard is not None else {}

    def _answer(self, path: str) -> list[str]:
        """Return an answer as JSON, one entry a line; entries inside an entry stand below it."""
        value = self._wizard.session.answers().get(path)
        return [line for item in value or () for line in _entry(item)] or ["no entries"]

    def _flat(self) -> dict[str, str]:
        return {
            path: said for path, said in _flattened("", self._answers()) if "$" not in path.partition("/")[0]
        }

    def _names_of(self, widget: QWidget) -> tuple[str, ...]:
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        return self.named(widget.objectName()), widget.accessibleName(), text

    def _quoted(self, words: str) -> str:
        return _json(self.named(words)) if words else ""

    def _buttons(self) -> Iterator[QAbstractButton]:
        return (each for each in self.page.findChildren(QAbstractButton) if each.isVisible())

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
        texts = (face.text(each) for each in (Text.Name, Text.Description, Text.Value))
        name, description, value = (" ".join(text.split()) for text in texts)
        said = [_role(face), self._quoted(name)]
        said += [f"description {self._quoted(description)}"] if description and description != name else []
        said += [f"value {self._quoted(value)}"] if value and value != name else []
        said += [f"({', '.join(_states(face))})"] if _states(face) else []
        path = self.named(widget.objectName()) if isinstance(widget, QWidget) else ""
        said += [f"[{path}]"] if path and not path.startswith("qt_") else []
        line = f"{'  ' * depth}{' '.join(filter(None, said))}"
        children: list[QAccessibleInterface | None] = [face.child(each) for each in range(face.childCount())]
        below = [self._branch(each, depth + 1) for each in children if each is not None and each.isValid()]
        return [line, *(each for branch in below for each in branch)]


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
    own = {name: _plain(each) for name, each in item.values.items() if not isinstance(each, tuple)}
    yield f"{before}{item.id}: {_json(own)}"
    for name, inner in item.values.items():
        for each in inner if isinstance(inner, tuple) else ():
            yield from _entry(each, f"{before}    {name}/")


def _plain(value: Any) -> Any:
    """Return an answer as JSON has it: of a picture whether there is one, of replies what was said."""
    if isinstance(value, Mapping) and "columns" in value:
        said = {each.get("to") or each["as"]: _said(each) for each in value["columns"]}
        return {"file": value["file"], "replies": len(value["marks"]) // 12, **said}
    return "a picture" if isinstance(value, Mapping) and "sha256" in value else value


def _said(column: Mapping[str, Any]) -> Any:
    return next((column[each] for each in ("given", "counts", "texts", "words") if each in column), None)


def _flattened(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, tuple):
        yield path, ", ".join(each.id for each in value) or "(no entries)"
        for item in value:
            yield from _flattened(f"{path}/{item.id}", item.values)
    elif isinstance(value, Mapping) and not {"columns", "sha256"} & value.keys():
        for name, each in value.items():
            yield from _flattened(f"{path}/{name}" if path else name, each)
    else:
        yield path, _json(_plain(value))


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> Sequence[str]:
    gone = [path for path in before if path not in after]
    now = [path for path in after if after[path] != before.get(path)]
    return [*(f"{path}: gone" for path in gone), *(f"{path}: {after[path]}" for path in now)]
