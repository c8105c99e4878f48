"""Undo commands for the entries and answers of a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carreport.draft.session import bulk_items
from carreport.draft.session.draft_session import DraftSession
from carreport.form import paths
from carreport.form.schema import Form, Value
from carreport.form.wording import format_count
from carreport.ui.undo_stack import UndoCommand


class AddItems(UndoCommand):
    """Add entries to a group, after the entry `after` or at the end; redo restores the same entries.

    Typing in the new entry is merged into this command until the focus leaves the entry.
    """

    def __init__(
        self, session: DraftSession, group: str, after: str | None, entries: Sequence[Mapping[str, Value]]
    ) -> None:
        super().__init__(command_text("Add", session.form, group, len(entries)), group)
        self._session, self.group, self._after, self._entries = session, group, after, entries
        self.item_ids: tuple[str, ...] = ()

    def apply(self) -> None:
        """Add the entries, all or none."""
        if self.item_ids:
            bulk_items.restore_items(self._session, self.group, self.item_ids)
        elif len(self._entries) == 1:
            self.item_ids = (self._session.add_item(self.group, self._after, self._entries[0]),)
        else:
            self.item_ids = bulk_items.add_items(self._session, self.group, self._entries)
        self.path = paths.item_path(self.group, self.item_ids[0])

    def revert(self) -> None:
        """Remove them."""
        bulk_items.remove_items(self._session, self.group, self.item_ids)

    def absorb(self, other: UndoCommand) -> bool:
        """Merge typing in the new entry."""
        return isinstance(other, WriteAnswers) and other.is_typed and other.path.startswith(f"{self.path}/")


class RemoveItems(UndoCommand):
    """Remove entries from a group."""

    def __init__(self, session: DraftSession, group: str, items: Sequence[str]) -> None:
        path = paths.item_path(group, items[0])
        super().__init__(command_text("Remove", session.form, group, len(items)), path)
        self._session, self._group, self.items = session, group, tuple(items)

    def apply(self) -> None:
        """Remove them."""
        bulk_items.remove_items(self._session, self._group, self.items)

    def revert(self) -> None:
        """Restore the entries where they were."""
        bulk_items.restore_items(self._session, self._group, self.items)


class WriteAnswers(UndoCommand):
    """Write the answer at `path`, or several answers of the entry at `path`, adding it if it is missing.

    Typed changes (`is_typed`) are merged until the focus leaves the answer. `source` is the path of the
    editor that already shows the new answer.
    """

    def __init__(
        self,
        session: DraftSession,
        path: str,
        values: Mapping[str, Value],
        *,
        is_typed: bool = False,
        source: str = "",
        text: str = "",
    ) -> None:
        item_path = path if paths.is_item_path(path) else paths.parent_item_path(path)
        super().__init__(text or command_text("Change", session.form, paths.group_path(item_path)), path)
        answers = session.answers()
        self._session, self.is_typed, self._source = session, is_typed, source
        self._is_sealed = paths.is_item_path(path) and not is_typed  # no editor seals it on losing the focus
        self._adds_item = paths.is_item_path(path) and answers.get(path) is None
        self._before = {answer_path: answers.get(answer_path) for answer_path in values}
        self.after = dict(values)

    def apply(self) -> None:
        """Write the new answers."""
        if self._adds_item:
            values = {path.rpartition("/")[2]: value for path, value in self.after.items()}
            bulk_items.add_item_with_id(self._session, self.path, values)
        else:
            self._write(self.after, self._source)
            self._source = ""

    def revert(self) -> None:
        """Write the previous answers."""
        if self._adds_item:
            self._session.remove_item(self.path)
        else:
            self._write(self._before)

    def absorb(self, other: UndoCommand) -> bool:
        """Merge further typing in the same answers."""
        if not isinstance(other, WriteAnswers) or not (self.is_typed and other.is_typed):
            return False
        if other.path != self.path or other.after.keys() != self.after.keys():
            return False
        self.after = other.after
        self.setObsolete(not self._adds_item and self.after == self._before)
        return True

    def _write(self, values: Mapping[str, Value], source: str = "") -> None:
        for path, value in values.items():
            self._session.write(path, value, source)
            if self._is_sealed:
                self._session.seal(path)


def command_text(verb: str, form: Form, group: str, count: int = 1) -> str:
    """Return the menu text for a change: “Remove note” or “Add 12 notes”."""
    field = form.field(group) if group else None
    noun = field.item_noun if field is not None else "answer"
    return f"{verb} {noun if count == 1 else format_count(count, noun)}"
