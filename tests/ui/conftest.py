"""A window that wears our look, and a desk that keeps what the editors ask of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.form.schema import Field, Value
from carreport.survey.evidence import EvidenceChoice
from carreport.ui.editor_registry import Editor, editor_for
from carreport.ui.richtext.quote_source import Origin
from carreport.ui.theme.palette import LIGHT, apply_look


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    apply_look(qapp, LIGHT, 100)
    return qapp


@dataclass
class FakeDesk:
    """Keeps what was asked for, in order; pictures are kept by their number."""

    asked: list[tuple[Any, ...]] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    picked: Path | None = None
    link: str | None = None
    wall: str = ""
    evidence: tuple[EvidenceChoice, ...] = ()
    followers: list[Any] = field(default_factory=list)
    edits: list[tuple[str, Any]] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def note_edit(self, path: str, value: Value) -> None:
        self.edits.append((path, value))

    def add_item(self, group: str, after: str | None, values: Mapping[str, Value]) -> str:
        made = f"new{sum(ask[0] == 'add' for ask in self.asked) + 1}"
        self.asked.append(("add", group, after, dict(values)))
        return made

    def add_many(
        self,
        group: str,
        entries: Sequence[Mapping[str, Value]],
        took: Callable[[tuple[str, ...]], None],
    ) -> None:
        took(self.add_items(group, entries))

    def add_items(self, group: str, entries: Sequence[Mapping[str, Value]]) -> tuple[str, ...]:
        return tuple(self.add_item(group, None, values) for values in entries)

    def put_item(self, item_path: str, values: Mapping[str, Value]) -> None:
        self.asked.append(("put", item_path, dict(values)))

    def change_item(self, item_path: str, values: Mapping[str, Value]) -> bool:
        self.asked.append(("change", item_path, dict(values)))
        return True

    def take_back(self) -> None:
        self.asked.append(("take back",))

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

    def take_picture(self, source: Path | bytes, took: Callable[[Any], None]) -> None:
        if isinstance(source, Path) and source.suffix == ".txt":
            took(f"{source.name} is not a picture that can be read.")
        else:
            took(self.bring_picture(source))

    def picture(self, sha256: str) -> bytes | None:
        return self.pictures.get(sha256)

    def pick_pictures(self) -> list[Path]:
        return [self.picked] if self.picked else []

    def pick_picture(self) -> Path | None:
        return self.picked

    def words_for_picture(self, path: str) -> str:  # noqa: ARG002 - the same for all
        return self.wall

    def open_link(self, target: str) -> None:
        self.asked.append(("open", target))

    def ask_link(self, current: str) -> str | None:
        self.asked.append(("ask", current))
        return self.link

    def begin_work(self, work: str, path: str) -> None:
        self.asked.append(("work", work, path))

    def origin(self, path: str) -> Origin:
        return self.origins.get(path, Origin(path))

    def show_answer(self, path: str) -> None:
        self.asked.append(("show", path))

    def find_evidence(self, took: Callable[[Any], None]) -> None:
        took(self.evidence)

    def find_unused(self, took: Callable[[Any], None]) -> None:
        took(self.evidence)

    def look_up(self, places: Sequence[str], took: Callable[[Any], None]) -> None:
        known = {each.place: each.text for each in self.evidence}
        took({place: known[place] for place in places if place in known})

    def follow(self, editor: Any) -> None:
        self.followers.append(editor)

    def work_out(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        done(work())


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


ShowEditor = Callable[..., Any]
"""Show the editor of a question in a window of its own; the desk notes what it hands on."""


@pytest.fixture
def show(qtbot: QtBot, desk: FakeDesk) -> ShowEditor:
    shown: list[Editor] = []

    def show_editor(question: Field, value: Value = None) -> Editor:
        editor = editor_for(question, f"part.{question.id}", desk)
        editor.answer_edited.connect(desk.note_edit)
        editor.left.connect(desk.left.append)
        qtbot.addWidget(editor)
        shown.append(editor)
        editor.show_value(value)
        editor.resize(720, 400)
        editor.show()
        editor.activateWindow()
        qtbot.waitUntil(editor.isActiveWindow)
        return editor

    return show_editor
