"""Give editors what they may ask for, on top of the open draft and the window's prompts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from shiboken6 import isValid

from carreport.draft.pictures.prepare import PreparedPicture
from carreport.draft.session import bulk_items
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError, PictureError
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Form, Value
from carreport.survey.board_notes import wall_alt_text
from carreport.survey.checks import unused_evidence
from carreport.survey.evidence import EvidenceChoice, EvidenceText, evidence_choices, resolve_evidence
from carreport.ui.background.jobs import BackgroundJobs, JobCancelledError
from carreport.ui.editors.base import AnswersListener
from carreport.ui.prompts import Prompts
from carreport.ui.quotations.quotable_answers import QuotationSources
from carreport.ui.richtext.quote_source import QuotationSource
from carreport.ui.undo_stack import UndoCommand, UndoStack
from carreport.ui.widgets.attention import RESOLVE_CONFLICT_FIRST
from carreport.ui.widgets.notice_bar import Notice, notice_of

T = TypeVar("T")


class DraftEditorServices:
    """What editors may ask for: entries, pictures and links of one draft."""

    def __init__(
        self,
        session: DraftSession,
        prompts: Prompts,
        changes: UndoStack,
        begin_work: Callable[[str, str], None],
        *,
        tasks: BackgroundJobs | None = None,
        go_to: Callable[[str], None] | None = None,
    ) -> None:
        self._session = session
        self._sources = QuotationSources(session)
        self._go_to = go_to
        self._prompts = prompts
        self._changes = changes
        self._begin_task = begin_work
        self._background = tasks
        self._is_open = True
        self._listeners: set[AnswersListener] = set()

    def add_item(self, group: str, after: str | None, values: Mapping[str, Value]) -> str:
        """Put a new entry into a group; return its id."""
        return self._session.add_item(group, after, values)

    def add_items(self, group: str, entries: Sequence[Mapping[str, Value]]) -> tuple[str, ...]:
        """Put several entries at the end of a group in one go; Ctrl+Z takes all of them out again."""
        single = len(entries) == 1
        made = (
            (self._session.add_item(group, None, entries[0]),)
            if single
            else bulk_items.add_items(self._session, group, entries)
        )
        if made:
            self._changes.push(self._make_addition(group, made))
        return made

    def _make_addition(self, group: str, made: tuple[str, ...]) -> UndoCommand:
        """Return the change by which entries came in."""
        undo = partial(bulk_items.remove_items, self._session, group, made)
        redo = partial(bulk_items.restore_items, self._session, group, made)
        return UndoCommand(paths.item_path(group, made[0]), is_removal=False, undo=undo, redo=redo)

    def put_item(self, item_path: str, values: Mapping[str, Value]) -> None:
        """Answer inside an entry whose id is known beforehand; it is made if it is not there."""
        answers = self._session.answers()
        if any(f"{item_path}/{name}" in answers.versions for name in values):
            self._prompts.show_notice(Notice(RESOLVE_CONFLICT_FIRST))
        elif answers.get(item_path) is not None:
            for name, value in values.items():
                self._session.write(f"{item_path}/{name}", value)
        else:
            bulk_items.add_item_with_id(self._session, item_path, values)

    def change_item(self, item_path: str, values: Mapping[str, Value]) -> bool:
        """Answer inside an entry in one go; Ctrl+Z takes it back. Say whether that could be done."""
        answers = self._session.answers()
        if any(f"{item_path}/{name}" in answers.versions for name in values):
            self._prompts.show_notice(Notice(RESOLVE_CONFLICT_FIRST))
            return False
        item = answers.get(item_path)
        before = {name: item.get(name) if isinstance(item, Item) else None for name in values}
        self._write_item(item_path, values)
        undo = partial(self._write_item, item_path, before)
        redo = partial(self._write_item, item_path, values)
        self._changes.push(UndoCommand(item_path, is_removal=False, undo=undo, redo=redo))
        return True

    def undo(self) -> None:
        """Take back what was done to entries last."""
        self._changes.undo()

    def remove_item(self, item_path: str) -> None:
        """Take an entry out of its group; Ctrl+Z brings it back."""
        self._session.remove_item(item_path)
        undo = partial(self._session.restore_item, item_path)
        redo = partial(self._session.remove_item, item_path)
        self._changes.push(UndoCommand(item_path, is_removal=True, undo=undo, redo=redo))

    def restore_item(self, item_path: str) -> None:
        """Bring a removed entry back."""
        if self._changes.last_removed_path == item_path:
            self._changes.undo()
            return
        self._session.restore_item(item_path)
        undo = partial(self._session.remove_item, item_path)
        redo = partial(self._session.restore_item, item_path)
        self._changes.push(UndoCommand(item_path, is_removal=False, undo=undo, redo=redo))

    def move_item(self, item_path: str, after: str | None) -> None:
        """Put an entry behind another, or first; Ctrl+Z puts it back."""
        before = self._predecessor(item_path)
        if before == after:
            return
        self._session.move_item(item_path, after)
        undo = partial(self._session.move_item, item_path, before)
        redo = partial(self._session.move_item, item_path, after)
        self._changes.push(UndoCommand(item_path, is_removal=False, undo=undo, redo=redo))

    def import_picture(self, source: Path | bytes, took: Callable[[Value], None]) -> None:
        """Take a picture into the draft; what turns and shrinks it works beside the window."""
        self.run_in_background(partial(_prepare_picture, source), partial(self._attach, took))

    def close(self) -> None:
        """Take nothing in any more: the draft is closed."""
        self._is_open = False

    def _attach(self, took: Callable[[Value], None], found: PreparedPicture | str) -> None:
        if self._is_open:
            took(found if isinstance(found, str) else self._session.attach(found))

    def picture_bytes(self, sha256: str) -> bytes | None:
        """Return the bytes of a picture that the draft keeps."""
        found = self._session.picture(sha256)
        return found.data if found is not None else None

    def pick_picture(self) -> Path | None:
        """Let the person choose a picture file."""
        return self._prompts.pick_picture()

    def pick_pictures(self) -> list[Path]:
        """Let the person choose picture files."""
        return self._prompts.pick_pictures()

    def suggest_alt_text(self, path: str) -> str:
        """Return words for the picture at `path`, made from the board beside it; nothing without one."""
        around = paths.parent_item_path(paths.parent_item_path(path).rpartition("/")[0])
        group = self._session.form.field(paths.group_path(around)) if around else None
        board = next((each for each in group.fields if kind_of(each).holds_notes), None) if group else None
        if board is None:
            return ""
        return wall_alt_text(board, self._session.answers().items(f"{around}/{board.id}"))

    def open_link(self, target: str) -> None:
        """Show a web page, or begin a mail."""
        self._prompts.show_link(target)

    def ask_link(self, current: str) -> str | None:
        """Let the person type an address."""
        return self._prompts.ask_link(current)

    def begin_task(self, work: str, path: str) -> None:
        """Begin a piece of work on the answer at `path`, on a page of its own."""
        self._begin_task(work, path)

    def quotation_source(self, path: str) -> QuotationSource:
        """Return what is known about the answer at `path`, which a quotation is from."""
        return self._sources.source_at(path)

    def show_answer(self, path: str) -> None:
        """Show the answer at `path`, wherever it is asked."""
        if self._go_to is not None:
            self._go_to(path)

    def find_evidence(self, took: Callable[[Sequence[EvidenceChoice]], None]) -> None:
        """Look for everything that can be picked as evidence."""
        self.run_in_background(partial(_list_evidence, self._session.form, self._session.answers()), took)

    def find_unused_evidence(self, took: Callable[[Sequence[EvidenceChoice]], None]) -> None:
        """Look for the evidence that no learning point uses."""
        self.run_in_background(partial(unused_evidence, self._session.form, self._session.answers()), took)

    def look_up_evidence(
        self, places: Sequence[str], took: Callable[[Mapping[str, EvidenceText]], None]
    ) -> None:
        """Look up what picked evidence says now."""
        self.run_in_background(
            partial(_look_up_evidence, self._session.form, self._session.answers(), tuple(places)), took
        )

    def add_listener(self, editor: AnswersListener) -> None:
        """Tell this editor from now on when anything in the inquiry is different."""
        self._listeners.add(editor)

    def notify_listeners(self) -> None:
        """Tell the editors that follow that something is different; those that have gone are forgotten."""
        for each in list(self._listeners):
            if isValid(each):
                each.refresh_soon()
            else:
                self._listeners.discard(each)

    def run_in_background(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Work something out beside the window; at once where there is no thread for that."""
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

    def _write_item(self, item_path: str, values: Mapping[str, Value]) -> None:
        for name, value in values.items():
            self._session.write(f"{item_path}/{name}", value)
            self._session.seal(f"{item_path}/{name}")

    def _predecessor(self, item_path: str) -> str | None:
        group, item = paths.group_path(item_path), paths.item_id(item_path)
        order = [each.id for each in self._session.answers().items(group)]
        place = order.index(item)
        return order[place - 1] if place else None


def _prepare_picture(source: Path | bytes) -> PreparedPicture | str:
    """Return a picture as a draft keeps it, or in words why it cannot be used."""
    from carreport.draft.pictures.prepare import prepare_picture  # noqa: PLC0415 - 45 ms for Pillow

    try:
        return prepare_picture(source)
    except PictureError as problem:
        return str(problem)


def _list_evidence(form: Form, answers: Answers) -> tuple[EvidenceChoice, ...]:
    return tuple(evidence_choices(form, answers))


def _look_up_evidence(form: Form, answers: Answers, places: Sequence[str]) -> dict[str, EvidenceText]:
    return {place: resolve_evidence(form, answers, place) for place in places}
