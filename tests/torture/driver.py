"""Be the window: the real program, with a hand inside it that types by key events until it is killed.

`python -m tests.torture.driver DRAFT TASK` starts carreport as `python -m carreport DRAFT` does. What
the hand typed, and when the status line said Saved, goes line by line to standard output.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from carreport.__main__ import main as start_carreport
from carreport.draft.storage.backups import back_up
from carreport.errors import CarreportError
from carreport.ui.copies.export_page import ExportCopyPage
from carreport.ui.copies.import_page import ImportCopyPage
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from carreport.ui.report.report_page import ReportPage
from tests.torture.kill import AGREED
from tests.torture.scene import chance_of

PLACES = {
    "about": ("about.title", "about.place"),
    "context": ("context.issue", "context.affected", "context.evidence"),
    "question": ("question.main", "question.shared"),
}
SAVED = "✓  Saved"
_LONGEST = 25
"""After so many words the hand marks all and begins the answer anew."""
_Key, _Held = Qt.Key, Qt.KeyboardModifier
_None, _Ctrl, _Shift = _Held.NoModifier, _Held.ControlModifier, _Held.ShiftModifier
Steps = Iterator[None]
P = TypeVar("P", bound=QWidget)


def say(*told: object) -> None:
    """Tell whoever will kill us, in one call that is whole or not at all."""
    os.write(1, (json.dumps([*told, monotonic()]) + "\n").encode())


class Hand:
    """A person at the window: types, and does one other thing besides."""

    def __init__(self, task: dict[str, Any]) -> None:
        self._task = task
        self._chance: random.Random = chance_of(int(task["seed"]))
        self._number = int(task["number"])
        self._lengths: dict[str, int] = dict(task["lengths"])
        self._entry = ""
        self._steps = self._live()
        self._timer = QTimer(singleShot=True)
        self._timer.timeout.connect(self._go_on)
        self._timer.start(0)

    def _go_on(self) -> None:
        try:
            next(self._steps)
        except Exception as problem:
            say("stumbled", repr(problem))
            raise
        self._timer.start(self._chance.choice((1, 10, 40, 160)))

    @property
    def _window(self) -> MainWindow:
        return next(
            toplevelwidget
            for toplevelwidget in QApplication.topLevelWidgets()
            if isinstance(toplevelwidget, MainWindow)
        )

    @property
    def _wizard(self) -> Wizard:
        return self._window.findChildren(Wizard)[0]

    def _live(self) -> Steps:
        while not self._window.findChildren(Wizard):
            yield
        self._listen(self._wizard)
        say("began")
        besides: dict[str, Callable[[], Steps]] = {
            "stepping": self._step, "entries": self._add_entry, "exporting": self._export,
            "sending": self._send, "bringing in": self._bring,
        }  # fmt: skip
        if self._task["doing"] == "backing up":
            threading.Thread(target=_back_up, args=[self._wizard.session.path], daemon=True).start()
        while True:
            yield from self._type()
            if self._chance.random() < 0.25:
                yield from besides.get(self._task["doing"], self._type)()

    def _listen(self, wizard: Wizard) -> None:
        """Hear what the window hears, after it has shown that."""
        self._watch_saved(wizard)
        wizard.session_signals.draft_saved.connect(self._hear_saved)
        wizard.session_signals.save_failed.connect(lambda problem: say("stumbled", str(problem)))
        wizard.session_signals.backup_failed.connect(lambda problem: say("stumbled", str(problem)))

    def _hear_saved(self, _moment: object) -> None:
        is_shown = self._wizard.status_bar.saved_label.text().startswith(SAVED)
        if is_shown and self._wizard.session.is_saved:  # else the step last visited waits to be saved
            say("saved")

    def _watch_saved(self, wizard: Wizard) -> None:
        """Report a window that says “Saved” while something waits to be saved."""
        show_saved = wizard.status_bar.show_saved

        def watched(moment: datetime) -> None:
            if not wizard.session.is_saved:
                say("early")
            show_saved(moment)

        wizard.status_bar.show_saved = watched  # type: ignore[method-assign]  # as a spy would

    # What the hand does.

    def _type(self) -> Steps:
        """Type a word into a question of the step that is shown; now and then with a rest in the middle."""
        section = self._wizard.current_section
        if section not in PLACES:
            yield from self._press(self._focus(), _Key.Key_PageUp)
            return
        path = self._chance.choice(PLACES[section])
        if path.endswith("evidence"):
            path = self._entry
        control = self._control(path) if path else None
        if control is None:
            return
        control.setFocus(Qt.FocusReason.TabFocusReason)
        self._number += 1
        length = self._lengths.get(path, 0)
        is_fresh = length >= _LONGEST
        word = f"w{self._number}."
        say("typing", path, self._number, is_fresh)
        if is_fresh:
            QTest.keyClick(control, _Key.Key_A, _Ctrl)
        else:
            QTest.keyClick(control, _Key.Key_End, _Ctrl if isinstance(control, QTextEdit) else _None)
            word = f" {word}" if length else word
        half = len(word) // 2 if self._chance.random() < 0.3 else len(word)
        QTest.keyClicks(control, word[:half])
        if half < len(word):
            yield
            QTest.keyClicks(control, word[half:])
        say("typed", path, self._number, is_fresh)
        self._lengths[path] = 1 if is_fresh else length + 1

    def _step(self) -> Steps:
        """Go to another step, as Ctrl+PageDown and Ctrl+PageUp do."""
        here = (
            list(PLACES).index(self._wizard.current_section)
            if self._wizard.current_section in PLACES
            else len(PLACES)
        )
        on = here == 0 or (here < len(PLACES) - 1 and self._chance.random() < 0.5)
        yield from self._press(self._focus(), _Key.Key_PageDown if on else _Key.Key_PageUp)

    def _add_entry(self) -> Steps:
        """Go to the list, put an entry in, type its name and more."""
        while self._wizard.current_section != "context":
            key = _Key.Key_PageDown if self._wizard.current_section == "about" else _Key.Key_PageUp
            yield from self._press(self._focus(), key)
        add = self._control("context.evidence#add")
        if add is None:
            return
        add.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(add, _Key.Key_Space)
        yield
        items = self._wizard.session.answers().items("context.evidence")
        self._entry = f"context.evidence/{items[-1].id}/name" if items else ""

    def _export(self) -> Steps:
        """Make a report as a person does, and go back to writing while it is made."""
        yield from self._press(self._focus(), _Key.Key_E)
        page = self._page(ReportPage)
        if page is not None and page.make_button.isEnabled():
            page.formats.choose(self._chance.choice((".html", ".html", ".docx")))
            QTest.keyClick(page.make_button, _Key.Key_Space)
        yield from self._back()

    def _send(self) -> Steps:
        """Make a copy for somebody else."""
        yield from self._press(self._focus(), _Key.Key_E, _Ctrl | _Shift)
        page = self._page(ExportCopyPage)
        if page is not None:
            QTest.keyClick(self._wizard.status_bar.primary_button, _Key.Key_Space)
        yield from self._back()

    def _bring(self) -> Steps:
        """Let the window take the next copy, look at what it would bring, and accept it."""
        copies = self._task["copies"]
        if not copies:
            return
        number, path = copies.pop(0)
        self._window.open_or_inspect(Path(path))
        while self._page(ImportCopyPage) is None:
            yield from self._type()
            yield
        QTest.keyClick(self._wizard.status_bar.primary_button, _Key.Key_Space)
        yield
        while self._wizard.is_locked:
            yield
        if f"b{number}." in self._wizard.session.answers().rich_text(AGREED).plain_text:
            say("brought", number)
        yield from self._back()

    def _back(self) -> Steps:
        yield
        QTest.keyClick(self._focus(), _Key.Key_Escape)
        yield

    # How it is done.

    def _press(self, control: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = _Ctrl) -> Steps:
        QTest.keyClick(control, key, held)
        yield

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self._window

    def _page(self, kind: type[P]) -> P | None:
        """Return the page of this kind, if it is the one that is shown."""
        return next((widget for widget in self._window.findChildren(kind) if widget.isVisible()), None)

    def _control(self, name: str) -> QWidget | None:
        """Return the control that carries a name, if it is on the page that is shown."""
        found = (widget for widget in self._window.findChildren(QWidget, name) if not widget.focusProxy())
        stops = (each for each in found if each.focusPolicy() != Qt.FocusPolicy.NoFocus)
        return next((stop for stop in stops if stop.isVisible()), None)


def _back_up(draft: Path) -> None:
    while True:
        try:
            back_up(draft)
        except CarreportError as problem:
            say("stumbled", str(problem))


def main() -> int:
    """Start carreport, with a hand inside."""
    draft, task = sys.argv[1:]
    app = QApplication(["carreport"])
    app.setProperty("hand", Hand(json.loads(task)))
    sys.argv = ["carreport", draft]
    return start_carreport()


if __name__ == "__main__":
    sys.exit(main())
