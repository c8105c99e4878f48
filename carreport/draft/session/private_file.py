"""Keep the private answers of one author, and show them together with the draft.

They are in a private file beside the draft, whose name is a hash that identifies nobody.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from carreport.draft.revisions.recorder import RevisionWriter, device_id
from carreport.draft.revisions.tree import ORDER_KEY, RevisionTree
from carreport.draft.session.file_session import DraftFile
from carreport.draft.session.sharing import is_private_path, releasable_entry
from carreport.draft.storage.database import PRIVATE_SUFFIX, DraftDatabase
from carreport.draft.storage.error_messages import open_error
from carreport.errors import DraftFileError
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.schema import Field, Form, Share, Value
from carreport.regular_files import check_own_file, is_own_file
from carreport.settings import UNNAMED_AUTHOR


class PrivateFile(DraftFile):
    """The open private file of one author."""

    def _make_writer(self, tree: RevisionTree) -> RevisionWriter:
        writer = super()._make_writer(tree)
        writer.needs_entries = False  # a private question may be inside an entry of the draft
        return writer

    def remove_given(self, entry: str) -> None:
        """Remove what the draft now has of an entry; answers to private questions in it stay."""
        given = released_values(self.form, self.tree, entry)
        has_private = any(
            is_private_path(self.form, path) and self.tree.versions(path)
            for path in self.tree.paths_within(entry)
        )
        if has_private:
            self.record({path: {ORDER_KEY: ""} if paths.is_item_path(path) else None for path in given})
        else:
            self.remove_item(entry)


def private_path(draft: Path, draft_id: str, author: str) -> Path:
    """Return the path of this author's private file beside `draft`.

    If the draft was renamed, the private file is found under its old name. Raise `DraftFileError` if
    the folder cannot be read, or if a link or a folder has this name.
    """
    wanted = draft.with_name(private_file_name(draft, draft_id, author))
    if os.path.lexists(wanted):  # nothing exists if its name is too long
        _check_is_file(wanted)
        return wanted
    ending = wanted.name.removeprefix(draft.name)
    try:
        return next((file for file in sorted(draft.parent.glob(f"*{ending}")) if is_own_file(file)), wanted)
    except OSError as problem:
        raise open_error(draft, problem) from None


def own_private_path(draft: Path, draft_id: str, author: str) -> Path:
    """Return the path of the private file of the person at the keyboard.

    If they began it on this computer before they gave their name, it has its first name. Raise as
    `private_path` does.
    """
    path = private_path(draft, draft_id, author)
    if author == UNNAMED_AUTHOR or os.path.lexists(path):
        return path
    unnamed = private_path(draft, draft_id, UNNAMED_AUTHOR)
    return unnamed if os.path.lexists(unnamed) and _was_begun_here(unnamed) else path


def _was_begun_here(path: Path) -> bool:
    """Say whether everything in a private file was written on this computer, by this account."""
    try:
        file = DraftDatabase.open(path)
        try:
            file.set_read_only()
            return {row.device for row in file.read().revisions if not row.is_bare} <= {device_id()}
        finally:
            file.close()
    except DraftFileError:
        return False


def _check_is_file(path: Path) -> None:
    try:
        check_own_file(path)
    except OSError as problem:
        raise open_error(path, problem) from None


def private_file_name(draft: Path, draft_id: str, author: str) -> str:
    """Return the name of this author's private file beside `draft`."""
    name = blake2b(f"{draft_id}\n{author}".encode(), digest_size=8).hexdigest()
    return f"{draft.name}.{name}{PRIVATE_SUFFIX}"


def may_be_private(question: Field | None) -> bool:
    """Say whether a question, or one inside it, may have private answers."""
    if question is None:
        return True
    is_kept = question.share is Share.PRIVATE or question.private_until is not None
    return is_kept or any(map(may_be_private, question.fields))


def combine_answers(shared: Answers, own: Answers, own_tree: RevisionTree) -> Answers:
    """Return what the author sees: the draft and their private answers."""
    values = dict(shared.values)
    for path, value in own.values.items():
        values[path] = _overlay(path, values.get(path), value, own_tree)
    return replace(
        shared,
        values=values,
        versions={**shared.versions, **own.versions},
        unreadable={**shared.unreadable, **own.unreadable},
    )


def split_answers(
    form: Form,
    answers: Answers,
    shared: RevisionTree,
    is_private: Callable[[str], bool],
    *,
    keeps_new: bool,
) -> tuple[Answers, Answers]:
    """Split answers into those for the draft and those for the private file.

    With `keeps_new`, new entries of a list that is private until released are private, whatever they say.
    """
    deal = _AnswerSplit(form, shared, is_private, keeps_new)
    parts = {
        path: deal.split(path, value) if may_be_private(form.field(path)) else (value, None)
        for path, value in answers.values.items()
    }
    return (
        Answers({path: ours for path, (ours, _) in parts.items() if ours is not None}),
        Answers({path: mine for path, (_, mine) in parts.items() if mine is not None}),
    )


def released_values(form: Form, own: RevisionTree, entry: str) -> dict[str, Value]:
    """Return the values of a private entry, by path, as they are released into the draft."""
    released: dict[str, Value] = {}
    for path in own.paths_within(entry):
        if is_private_path(form, path) or (path != entry and own.enclosing_removed_entry(path)):
            continue
        if paths.is_item_path(path):
            state = own.entry_state(path)
            released[path] = {ORDER_KEY: state.order_key if state else ""}
        elif versions := own.versions(path):
            released[path] = versions[0].value
    return released


def _overlay(path: str, shared: Any, own: Any, own_tree: RevisionTree) -> Any:  # noqa: ANN401 - any JSON, or items
    if not isinstance(own, tuple) or (shared is not None and not isinstance(shared, tuple)):
        return own
    mine = {item.id: item for item in own}
    items = [_overlay_entry(path, item, mine.pop(item.id, None), own_tree) for item in shared or ()]
    return (*items, *(item for item in mine.values() if _has_position(own_tree, path, item)))


def _overlay_entry(group: str, item: Item, own: Item | None, own_tree: RevisionTree) -> Item:
    if own is None:
        return item
    values = dict(item.values)
    for name, value in own.values.items():
        values[name] = _overlay(paths.field_path(group, item.id, name), values.get(name), value, own_tree)
    return Item(item.id, values)


def _has_position(own_tree: RevisionTree, group: str, item: Item) -> bool:
    state = own_tree.entry_state(paths.item_path(group, item.id))
    return state is not None and bool(state.order_key)


@dataclass(frozen=True, slots=True)
class _AnswerSplit:
    """Splits answers between the draft and the private file."""

    form: Form
    shared_tree: RevisionTree
    is_private: Callable[[str], bool]
    keeps_new: bool

    def split(self, path: str, value: Any) -> tuple[Any, Any]:  # noqa: ANN401 - any JSON, or items
        if not isinstance(value, tuple):
            return (None, value) if is_private_path(self.form, path) else (value, None)
        ours: list[Item] = []
        mine: list[Item] = []
        for item in value:
            where = paths.item_path(path, item.id)
            is_kept = self.keeps_new and self.shared_tree.entry_state(where) is None
            if self.is_private(where) or (is_kept and releasable_entry(self.form, where) == where):
                mine.append(item)
                continue
            parts = {name: self.split(f"{where}/{name}", part) for name, part in item.values.items()}
            ours.append(Item(item.id, {name: part for name, (part, _) in parts.items() if part is not None}))
            private = {name: part for name, (_, part) in parts.items() if part is not None}
            mine += [Item(item.id, private)] if private else []
        return tuple(ours), tuple(mine) or None
