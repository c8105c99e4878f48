"""Decide which answers may be copied, and which are private."""

from __future__ import annotations

from collections.abc import Callable

from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.revisions.tree_index import enclosing_entry
from carreport.draft.session.release_decision import was_released
from carreport.form import paths
from carreport.form.schema import Form, Share


def share_filter(
    form: Form, tree: RevisionTree, private_entries: frozenset[str] = frozenset()
) -> Callable[[str], bool]:
    """Return the function that says whether the answer at a path may be copied.

    This is an allow-list: a path that is not in the form, or is inside a removed entry, may not.
    Nor may `private_entries`, even if the draft has entries with their ids.
    """
    released: dict[str, bool] = {}

    def may_share(path: str) -> bool:
        if not is_public_path(form, path) or _is_in_removed_entry(tree, path):
            return False
        entry = releasable_entry(form, path)
        if not entry:
            return True
        if entry not in released:
            released[entry] = entry not in private_entries and is_released(form, tree, entry)
        return released[entry]

    return may_share


def is_public_path(form: Form, path: str) -> bool:
    """Say whether the form asks a question at `path` that is not private."""
    where = paths.split_path(path)
    if paths.is_mark(path):
        return form.section(where.section) is not None and not where.steps
    section = form.section(where.section)
    question = section.field(where.field) if section else None
    asked = [question]
    for _, name in where.steps:
        if name:
            question = question.inner_field(name) if question else None
            asked.append(question)
    if question is None or any(field is None or field.share is Share.PRIVATE for field in asked):
        return False
    return question.is_group is paths.is_item_path(path)


def releasable_entry(form: Form, path: str) -> str:
    """Return the entry that `path` is or is inside, if its list is private until released."""
    where = paths.split_path(path)
    section = form.section(where.section)
    question = section.field(where.field) if section else None
    if question is None or question.private_until is None or not where.steps:
        return ""
    return outermost_entry(path)


def outermost_entry(path: str) -> str:
    """Return the entry of a list in a section that `path` is or is inside, or an empty string."""
    where = paths.split_path(path)
    return paths.item_path(f"{where.section}.{where.field}", where.steps[0][0]) if where.steps else ""


def is_released(form: Form, tree: RevisionTree, entry: str) -> bool:
    """Say whether the writer of an entry ever released it; changing the answer later does not undo that."""
    question = form.field(entry)
    return question is None or was_released(tree, question, entry)


def _is_in_removed_entry(tree: RevisionTree, path: str) -> bool:
    """Say whether `path` is inside a removed entry; the path of the entry itself is not."""
    around = enclosing_entry(path)
    return bool(around) and bool(tree.enclosing_removed_entry(around))


def is_private_path(form: Form, path: str) -> bool:
    """Say whether the question at `path` is private."""
    around = path
    while around:
        question = form.field(around)
        if question is not None and question.share is Share.PRIVATE:
            return True
        around = paths.parent_item_path(around)
    return False
