"""A window that wears our look, and a desk that keeps what the editors ask of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.form.schema import Field, Value
from carreport.survey.evidence import EvidenceChoice
from carreport.ui.editor_registry import Editor, make_editor_for
from carreport.ui.richtext.quote_source import QuotationSource
from carreport.ui.theme.palette import LIGHT, apply_colour_scheme


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    apply_colour_scheme(qapp, LIGHT, 100)
    return qapp


@dataclass
class FakeEditorServices:
    """Keeps what was asked for, in order; pictures are kept by their number."""

    asked: list[tuple[Any, ...]] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    picked: Path | None = None
    link: str | None = None
    wall: str = ""
    evidence: tuple[EvidenceChoice, ...] = ()
    listeners: list[Any] = field(default_factory=list)
    edits: list[tuple[str, Any]] = field(default_factory=list)
    sources: dict[str, QuotationSource] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def note_edit(self, path: str, value: Value) -> None:
        self.edits.append((path, value))

    def add_item(self, group: str, after: str | None, values: Mapping[str, Value]) -> str:
        made = f"new{sum(ask[0] == 'add' for ask in self.asked) + 1}"
        self.asked.append(("add", group, after, dict(values)))
        return made

    def add_items(self, group: str, entries: Sequence[Mapping[str, Value]]) -> tuple[str, ...]:
        return tuple(self.add_item(group, None, values) for values in entries)

    def put_item(self, item_path: str, values: Mapping[str, Value]) -> None:
        self.asked.append(("put", item_path, dict(values)))

    def change_item(self, item_path: str, values: Mapping[str, Value]) -> bool:
        self.asked.append(("change", item_path, dict(values)))
        return True

    def remove_items(self, group: str, items: Sequence[str]) -> None:
        self.asked.append(("remove", group, *items))

    def as_one_change(self, text: str) -> AbstractContextManager[None]:  # noqa: ARG002 - its name is of no matter
        return nullcontext()

    def remove_item(self, item_path: str) -> None:
        self.asked.append(("remove", item_path))

    def restore_item(self, item_path: str) -> None:
        self.asked.append(("restore", item_path))

    def move_item(self, item_path: str, after: str | None) -> None:
        self.asked.append(("move", item_path, after))

    def bring_picture(self, source: Path | bytes) -> Value | None:
        self.asked.append(("bring", source))
        content = source if isinstance(source, bytes) else source.read_bytes()
        sha256 = f"{len(self.pictures) + 1:064x}"
        self.pictures[sha256] = content
        return {"sha256": sha256, "type": "image/png", "width": 4, "height": 3}

    def import_picture(self, source: Path | bytes, done: Callable[[Any], None]) -> None:
        if isinstance(source, Path) and source.suffix == ".txt":
            done(f"{source.name} is not a picture that can be read.")
        else:
            done(self.bring_picture(source))

    def picture_bytes(self, sha256: str) -> bytes | None:
        return self.pictures.get(sha256)

    def pick_pictures(self) -> list[Path]:
        return [self.picked] if self.picked else []

    def pick_picture(self) -> Path | None:
        return self.picked

    def suggest_alt_text(self, path: str) -> str:  # noqa: ARG002 - the same for all
        return self.wall

    def open_link(self, target: str) -> None:
        self.asked.append(("open", target))

    def ask_link(self, current: str) -> str | None:
        self.asked.append(("ask", current))
        return self.link

    def begin_task(self, work: str, path: str) -> None:
        self.asked.append(("work", work, path))

    def quotation_source(self, path: str) -> QuotationSource:
        return self.sources.get(path, QuotationSource(path))

    def show_answer(self, path: str) -> None:
        self.asked.append(("show", path))

    def find_evidence(self, done: Callable[[Any], None]) -> None:
        done(self.evidence)

    def find_unused_evidence(self, done: Callable[[Any], None]) -> None:
        done(self.evidence)

    def look_up_evidence(self, places: Sequence[str], done: Callable[[Any], None]) -> None:
        known = {each.place: each.text for each in self.evidence}
        done({place: known[place] for place in places if place in known})

    def add_listener(self, editor: Any) -> None:
        self.listeners.append(editor)

    def run_in_background(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        done(work())


@pytest.fixture
def desk() -> FakeEditorServices:
    return FakeEditorServices()


ShowEditor = Callable[..., Any]
"""Show the editor of a question in a window of its own; the desk notes what it hands on."""


@pytest.fixture
def show(qtbot: QtBot, desk: FakeEditorServices) -> ShowEditor:
    shown: list[Editor] = []

    def show_editor(question: Field, value: Value = None) -> Editor:
        editor = make_editor_for(question, f"part.{question.id}", desk)
        editor.answer_edited.connect(desk.note_edit)
        editor.editing_finished.connect(desk.left.append)
        qtbot.addWidget(editor)
        shown.append(editor)
        editor.show_value(value)
        editor.resize(720, 400)
        editor.show()
        editor.activateWindow()
        qtbot.waitUntil(editor.isActiveWindow)
        return editor

    return show_editor


def row_names(editor: Any) -> list[str]:
    """Return what a screen reader is told of each row of a list of entries."""
    role, model = Qt.ItemDataRole.AccessibleTextRole, editor.entry_model
    return [str(model.index(number).data(role)) for number in range(model.rowCount())]


def focus_row(editor: Any, number: int) -> Any:
    """Put the keyboard on a row of a list of entries; return the view."""
    editor.entry_list.set_current(editor.entry_model.rows[number].key)
    return editor.entry_view


def click_row(qtbot: QtBot, editor: Any, number: int) -> None:
    """Click the header of a row of a list of entries."""
    view = editor.entry_view
    at = view.header_rect(editor.entry_model.index(number)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
