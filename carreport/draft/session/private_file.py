"""Say what of a draft its writer keeps to themselves, and show it to them among the rest.

It lives in a file of their own beside the draft, named by a hash that gives nobody away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from carreport.draft.revisions.tree import ORDER, Tree
from carreport.draft.session.file_session import FileSession
from carreport.draft.session.open_draft import Opened
from carreport.draft.session.sharing import guarded_entry, is_private_place
from carreport.draft.storage.error_messages import not_opened
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.schema import Field, Form, Share, Value

SUFFIX = ".private"


class PrivateSession(FileSession):
    """One writer’s own file beside a draft, open."""

    def _begin(self, opened: Opened) -> None:
        super()._begin(opened)
        self._book.needs_entries = False  # a private question may stand in an entry of the draft


def private_path(draft: Path, draft_id: str, author: str) -> Path:
    """Return the file beside `draft` for what this author keeps to themselves.

    If the draft was given another name, the file still has the old one, and is found. Raise
    `DraftFileError` if nobody can look what is beside it.
    """
    wanted = draft.with_name(private_name(draft, draft_id, author))
    if wanted.exists():
        return wanted
    ending = wanted.name.removeprefix(draft.name)
    try:
        return next(iter(sorted(draft.parent.glob(f"*{ending}"))), wanted)
    except OSError as problem:
        raise not_opened(draft, problem) from None


def private_name(draft: Path, draft_id: str, author: str) -> str:
    """Return what this author's own file beside `draft` is called."""
    name = blake2b(f"{draft_id}\n{author}".encode(), digest_size=8).hexdigest()
    return f"{draft.name}.{name}{SUFFIX}"


def is_kept_back(form: Form, path: str, shared: Tree, own: Tree) -> bool:
    """Say whether `path` belongs in the writer's own file: private, or in an entry not released."""
    if is_private_place(form, path):
        return True
    entry = guarded_entry(form, path)
    return bool(entry) and shared.standing(entry) is None and own.standing(entry) is not None


def may_be_private(question: Field | None) -> bool:
    """Say whether a question, or one in it, may be answered for its writer alone."""
    if question is None:
        return True
    is_kept = question.share is Share.PRIVATE or question.private_until is not None
    return is_kept or any(map(may_be_private, question.fields))


def joined(shared: Answers, own: Answers, own_tree: Tree) -> Answers:
    """Return what the writer sees: the draft, and what they keep to themselves."""
    values = dict(shared.values)
    for path, value in own.values.items():
        values[path] = _laid_over(path, values.get(path), value, own_tree)
    return replace(shared, values=values, versions={**shared.versions, **own.versions})


def split(form: Form, given: Answers, shared: Tree, own: Tree) -> tuple[Answers, Answers]:
    """Return what of `given` goes into the draft, and what into the writer’s own file."""
    deal = _Deal(form, shared, own)
    parts = {
        path: deal.parts(path, value) if may_be_private(form.field(path)) else (value, None)
        for path, value in given.values.items()
    }
    return (
        Answers({path: ours for path, (ours, _) in parts.items() if ours is not None}),
        Answers({path: mine for path, (_, mine) in parts.items() if mine is not None}),
    )


def released_values(form: Form, own: Tree, entry: str) -> dict[str, Value]:
    """Return what an entry says, by path, as it goes from its writer’s own file into the draft."""
    told: dict[str, Value] = {}
    for path in own.within(entry):
        if is_private_place(form, path) or (path != entry and own.removed_around(path)):
            continue
        if paths.is_item_path(path):
            standing = own.standing(path)
            told[path] = {ORDER: standing.order if standing else ""}
        elif found := own.versions(path):
            told[path] = found[0].value
    return told


def _laid_over(path: str, shared: Any, own: Any, own_tree: Tree) -> Any:  # noqa: ANN401 - any JSON, or items
    if not isinstance(own, tuple) or (shared is not None and not isinstance(shared, tuple)):
        return own
    mine = {item.id: item for item in own}
    items = [_item_over(path, item, mine.pop(item.id, None), own_tree) for item in shared or ()]
    return (*items, *(item for item in mine.values() if _has_place(own_tree, path, item)))


def _item_over(group: str, item: Item, own: Item | None, own_tree: Tree) -> Item:
    if own is None:
        return item
    values = dict(item.values)
    for name, value in own.values.items():
        values[name] = _laid_over(paths.field_path(group, item.id, name), values.get(name), value, own_tree)
    return Item(item.id, values)


def _has_place(own_tree: Tree, group: str, item: Item) -> bool:
    standing = own_tree.standing(paths.item_path(group, item.id))
    return standing is not None and bool(standing.order)


@dataclass(frozen=True, slots=True)
class _Deal:
    """Deals answers out between the draft and its writer’s own file."""

    form: Form
    shared: Tree
    own: Tree

    def parts(self, path: str, value: Any) -> tuple[Any, Any]:  # noqa: ANN401 - any JSON, or items
        if not isinstance(value, tuple):
            return (None, value) if is_private_place(self.form, path) else (value, None)
        ours: list[Item] = []
        mine: list[Item] = []
        for item in value:
            where = paths.item_path(path, item.id)
            if is_kept_back(self.form, where, self.shared, self.own):
                mine.append(item)
                continue
            parts = {name: self.parts(f"{where}/{name}", each) for name, each in item.values.items()}
            ours.append(Item(item.id, {name: part for name, (part, _) in parts.items() if part is not None}))
            kept = {name: part for name, (_, part) in parts.items() if part is not None}
            mine += [Item(item.id, kept)] if kept else []
        return tuple(ours), tuple(mine) or None
