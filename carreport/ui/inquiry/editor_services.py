"""The services that editors use, built on the open draft and the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QTextEdit
from shiboken6 import isValid

from carreport.draft.pictures.prepare import PreparedPicture
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError, PictureError
from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.kinds import kind_of
from carreport.form.schema import Form, Value
from carreport.survey.board_notes import wall_alt_text
from carreport.survey.checks import unused_evidence
from carreport.survey.evidence import EvidenceChoice, EvidenceText, evidence_choices, resolve_evidence
from carreport.ui.background.jobs import BackgroundJobs, JobCancelledError
from carreport.ui.editors.base import AnswersListener
from carreport.ui.editors.conflict_text import RESOLVE_CONFLICT_FIRST
from carreport.ui.inquiry.item_commands import AddItems, RemoveItems, WriteAnswers, command_text
from carreport.ui.prompts import Prompts
from carreport.ui.quotations.quotable_answers import QuotationSources
from carreport.ui.richtext.quote_links import QuotationSource
from carreport.ui.spelling.inquiry_spelling import FillMenu, InquirySpelling
from carreport.ui.undo_stack import FunctionCommand, UndoStack
from carreport.ui.widgets.notice_bar import Notice, notice_of

T = TypeVar("T")


class DraftEditorServices:
    """Gives editors access to the entries, pictures, links and evidence of one draft."""

    def __init__(
        self,
        session: DraftSession,
        prompts: Prompts,
        undo_stack: UndoStack,
        begin_task: Callable[[str, str], None],
        *,
        background: BackgroundJobs | None = None,
        go_to: Callable[[str], None] | None = None,
    ) -> None:
        self._session = session
        self.spelling: InquirySpelling | None = None
        self._sources = QuotationSources(session)
        self._go_to = go_to
        self._prompts = prompts
        self._undo_stack = undo_stack
        self._begin_task = begin_task
        self._background = background
        self._is_open = True
        self._listeners: set[AnswersListener] = set()

    def watch_spelling(self, control: QTextEdit) -> None:
        """Mark the misspelt words of a text whose object name is the path of its answer."""
        if self.spelling is not None:
            self.spelling.watch(control)

    def offer_spelling(self, control: QTextEdit, at: QPoint, done: Callable[[FillMenu], None]) -> None:
        """Call `done` with a function that adds what can be done about the word at a point to a menu."""
        if self.spelling is None:
            done(lambda _: None)
        else:
            self.spelling.offer_at(control, at, done)

    def add_item(self, group: str, after: str | None, values: Mapping[str, Value]) -> str:
        """Add an entry to a group; return its id."""
        (item_id,) = self._add(AddItems(self._session, group, after, [values]))
        return item_id

    def add_items(self, group: str, entries: Sequence[Mapping[str, Value]]) -> tuple[str, ...]:
        """Add several entries at the end of a group; one undo removes them all."""
        return self._add(AddItems(self._session, group, None, entries)) if entries else ()

    def _add(self, command: AddItems) -> tuple[str, ...]:
        self._undo_stack.do(command)
        return command.item_ids

    def change_answer(self, path: str, value: Value, *, is_typed: bool = False) -> None:
        """Write an answer that its editor, which has no undo stack of its own, already shows."""
        self._undo_stack.do(WriteAnswers(self._session, path, {path: value}, is_typed=is_typed, source=path))

    def put_item(self, item_path: str, values: Mapping[str, Value]) -> None:
        """Write counts to the entry at this path, adding the entry if it is missing."""
        self._write(item_path, values, is_typed=True, text="Change counts")

    def change_item(self, item_path: str, values: Mapping[str, Value]) -> bool:
        """Write several answers of an entry as one change; return False if any of them is in conflict."""
        return self._write(item_path, values)

    def _write(
        self, item_path: str, values: Mapping[str, Value], *, is_typed: bool = False, text: str = ""
    ) -> bool:
        written = {f"{item_path}/{name}": value for name, value in values.items()}
        if not written.keys().isdisjoint(self._session.answers().versions):
            self._prompts.show_notice(Notice(RESOLVE_CONFLICT_FIRST))
            return False
        self._undo_stack.do(WriteAnswers(self._session, item_path, written, is_typed=is_typed, text=text))
        return True

    def remove_items(self, group: str, items: Sequence[str]) -> None:
        """Remove entries from a group, or undo adding them if that was the last change."""
        last = self._undo_stack.last
        if isinstance(last, AddItems) and last.group == group and last.item_ids == tuple(items):
            self._undo_stack.undo_last()
        else:
            self._undo_stack.do(RemoveItems(self._session, group, items))

    def remove_item(self, item_path: str) -> None:
        """Remove an entry from its group."""
        group, item = paths.group_path(item_path), paths.item_id(item_path)
        self._undo_stack.do(RemoveItems(self._session, group, [item]))

    def restore_item(self, item_path: str) -> None:
        """Restore a removed entry, or undo its removal if that was the last change."""
        last = self._undo_stack.last
        if isinstance(last, RemoveItems) and last.path == item_path and len(last.items) == 1:
            self._undo_stack.undo_last()
        else:
            self._do("Restore", item_path, self._session.restore_item, self._session.remove_item)

    def move_item(self, item_path: str, after: str | None) -> None:
        """Move an entry after another, or to the front."""
        order = [item.id for item in self._session.answers().items(paths.group_path(item_path))]
        position = order.index(paths.item_id(item_path))
        before = order[position - 1] if position else None
        if before != after:
            move = self._session.move_item
            self._do("Move", item_path, partial(move, after=after), partial(move, after=before))

    def _do(
        self, verb: str, item_path: str, apply: Callable[[str], None], revert: Callable[[str], None]
    ) -> None:
        text = command_text(verb, self._session.form, paths.group_path(item_path))
        self._undo_stack.do(
            FunctionCommand(text, item_path, partial(apply, item_path), partial(revert, item_path))
        )

    def as_one_change(self, text: str) -> AbstractContextManager[None]:
        """Combine all changes in the block into one, which a single undo reverses."""
        return self._undo_stack.macro(text)

    def import_picture(self, source: Path | bytes, done: Callable[[Value], None]) -> None:
        """Prepare a picture in the background and add it; `done` gets its value, or an error text."""
        self.run_in_background(partial(_prepare_picture, source), partial(self._attach, done))

    def close(self) -> None:
        """Add no more pictures, because the draft is closed."""
        self._is_open = False
        if self.spelling is not None:
            self.spelling.close()

    def _attach(self, done: Callable[[Value], None], picture: PreparedPicture | str) -> None:
        if self._is_open:
            done(picture if isinstance(picture, str) else self._session.attach(picture))

    def picture_bytes(self, sha256: str) -> bytes | None:
        """Return the bytes of a picture in the draft."""
        picture = self._session.picture(sha256)
        return picture.data if picture is not None else None

    def pick_picture(self) -> Path | None:
        """Ask for a picture file."""
        return self._prompts.pick_picture()

    def pick_pictures(self) -> list[Path]:
        """Ask for picture files."""
        return self._prompts.pick_pictures()

    def suggest_alt_text(self, path: str) -> str:
        """Return alt text for the picture at `path`, from the board in the same entry; "" without a board."""
        around = paths.parent_item_path(paths.parent_item_path(path).rpartition("/")[0])
        group = self._session.form.field(paths.group_path(around)) if around else None
        board = next((field for field in group.fields if kind_of(field).holds_notes), None) if group else None
        if board is None:
            return ""
        return wall_alt_text(board, self._session.answers().items(f"{around}/{board.id}"))

    def open_link(self, target: str) -> None:
        """Open a web page, or start an email."""
        self._prompts.show_link(target)

    def ask_link(self, current: str) -> str | None:
        """Ask for the address of a link."""
        return self._prompts.ask_link(current)

    def begin_task(self, task_id: str, path: str) -> None:
        """Begin a task on the answer at `path`."""
        self._begin_task(task_id, path)

    def quotation_source(self, path: str) -> QuotationSource:
        """Return the answer at `path` as the source of a quotation."""
        return self._sources.source_at(path)

    def show_answer(self, path: str) -> None:
        """Show the answer at `path`, whichever step it is on."""
        if self._go_to is not None:
            self._go_to(path)

    def find_evidence(self, done: Callable[[Sequence[EvidenceChoice]], None]) -> None:
        """Pass everything that can be used as evidence to `done`."""
        self.run_in_background(
            partial(_list_evidence, self._session.form, self._session.shared_answers()), done
        )

    def find_unused_evidence(self, done: Callable[[Sequence[EvidenceChoice]], None]) -> None:
        """Pass the evidence that no learning point uses to `done`."""
        self.run_in_background(
            partial(unused_evidence, self._session.form, self._session.shared_answers()), done
        )

    def look_up_evidence(
        self, places: Sequence[str], done: Callable[[Mapping[str, EvidenceText]], None]
    ) -> None:
        """Look up the current text of the evidence at these places, and pass it to `done`."""
        self.run_in_background(
            partial(_look_up_evidence, self._session.form, self._session.shared_answers(), tuple(places)),
            done,
        )

    def add_listener(self, editor: AnswersListener) -> None:
        """Call `refresh_soon` of this editor whenever the inquiry changes."""
        self._listeners.add(editor)

    def notify_listeners(self) -> None:
        """Tell the listeners that the inquiry has changed; drop those that were deleted."""
        for editor in list(self._listeners):
            if isValid(editor):
                editor.refresh_soon()
            else:
                self._listeners.discard(editor)

    def run_in_background(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Run `work` in the worker thread, or at once if there is none."""
        if self._background is None:
            done(work())
            return
        self._background.run(lambda _job: work(), done, self._show_problem)

    def _show_problem(self, problem: Exception) -> None:
        if isinstance(problem, JobCancelledError):
            return
        self._prompts.show_notice(notice_of(problem))
        if not isinstance(problem, CarreportError):
            raise problem


def _prepare_picture(source: Path | bytes) -> PreparedPicture | str:
    """Return the picture prepared for a draft, or the reason why it cannot be used."""
    from carreport.draft.pictures.prepare import prepare_picture  # noqa: PLC0415 - 45 ms for Pillow

    try:
        return prepare_picture(source)
    except PictureError as problem:
        return str(problem)


def _list_evidence(form: Form, answers: Answers) -> tuple[EvidenceChoice, ...]:
    return tuple(evidence_choices(form, answers))


def _look_up_evidence(form: Form, answers: Answers, places: Sequence[str]) -> dict[str, EvidenceText]:
    return {place: resolve_evidence(form, answers, place) for place in places}
