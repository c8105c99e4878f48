"""What an editor asks of the inquiry, kept for the test."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QTextEdit

from carreport.form.schema import Value
from carreport.survey.evidence import EvidenceChoice
from carreport.ui.richtext.quote_links import QuotationSource

ShowEditor = Callable[..., Any]
"""Shows the editor of a question in a window of its own: the fixture `show`."""


@dataclass
class FakeEditorServices:
    """Keeps the requests in order; pictures are kept by their number."""

    requests: list[tuple[Any, ...]] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    picked: Path | None = None
    link: str | None = None
    wall: str = ""
    evidence: tuple[EvidenceChoice, ...] = ()
    listeners: list[Any] = field(default_factory=list)
    edits: list[tuple[str, Any]] = field(default_factory=list)
    sources: dict[str, QuotationSource] = field(default_factory=dict)
    finished: list[str] = field(default_factory=list)

    def watch_spelling(self, control: QTextEdit) -> None:
        """Mark nothing."""

    def offer_spelling(self, _control: QTextEdit, _at: QPoint, done: Callable[..., None]) -> None:
        done(lambda _: None)

    def note_edit(self, path: str, value: Value) -> None:
        self.edits.append((path, value))

    def add_item(self, group: str, after: str | None, values: Mapping[str, Value]) -> str:
        item = f"new{sum(request[0] == 'add' for request in self.requests) + 1}"
        self.requests.append(("add", group, after, dict(values)))
        return item

    def add_items(self, group: str, entries: Sequence[Mapping[str, Value]]) -> tuple[str, ...]:
        return tuple(self.add_item(group, None, values) for values in entries)

    def put_item(self, item_path: str, values: Mapping[str, Value]) -> None:
        self.requests.append(("put", item_path, dict(values)))

    def change_item(self, item_path: str, values: Mapping[str, Value]) -> bool:
        self.requests.append(("change", item_path, dict(values)))
        return True

    def remove_items(self, group: str, items: Sequence[str]) -> None:
        self.requests.append(("remove", group, *items))

    def as_one_change(self, text: str) -> AbstractContextManager[None]:  # noqa: ARG002 - the name does not matter
        return nullcontext()

    def remove_item(self, item_path: str) -> None:
        self.requests.append(("remove", item_path))

    def restore_item(self, item_path: str) -> None:
        self.requests.append(("restore", item_path))

    def move_item(self, item_path: str, after: str | None) -> None:
        self.requests.append(("move", item_path, after))

    def bring_picture(self, source: Path | bytes) -> Value | None:
        self.requests.append(("bring", source))
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

    def suggest_alt_text(self, path: str) -> str:  # noqa: ARG002 - it is the same for all paths
        return self.wall

    def open_link(self, target: str) -> None:
        self.requests.append(("open", target))

    def ask_link(self, current: str) -> str | None:
        self.requests.append(("ask", current))
        return self.link

    def begin_task(self, task: str, path: str) -> None:
        self.requests.append(("task", task, path))

    def quotation_source(self, path: str) -> QuotationSource:
        return self.sources.get(path, QuotationSource(path))

    def show_answer(self, path: str) -> None:
        self.requests.append(("show", path))

    def find_evidence(self, done: Callable[[Any], None]) -> None:
        done(self.evidence)

    def find_unused_evidence(self, done: Callable[[Any], None]) -> None:
        done(self.evidence)

    def look_up_evidence(self, places: Sequence[str], done: Callable[[Any], None]) -> None:
        known = {choice.place: choice.text for choice in self.evidence}
        done({place: known[place] for place in places if place in known})

    def add_listener(self, editor: Any) -> None:
        self.listeners.append(editor)

    def run_in_background(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        done(work())
