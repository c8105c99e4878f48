"""Decide which answers may be copied, and which are private."""

from __future__ import annotations

from collections.abc import Callable

from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.revisions.tree_index import enclosing_entry
from carreport.draft.session.release_decision import was_released
from carreport.form import paths
from carreport.form.schema import Form, Share

COMMENTS = f"{paths.REVIEW}.threads"
"""The list of comments for everyone in the group."""
QUOTING_FIELDS = frozenset(("quote", "before", "after", "becomes"))
"""The fields of a comment with words of the answer that it is about."""
_COMMENTS = f"{COMMENTS}/"


def share_filter(
    form: Form, tree: RevisionTree, private_entries: frozenset[str] = frozenset()
) -> Callable[[str], bool]:
    """Return the function that says whether the answer at a path may be copied.

    This is an allow-list: a path that is not in the form, or is inside a removed entry, may not.
    Nor may `private_entries`, even if the draft has entries with their ids.
    """
    public: dict[tuple[object, ...], bool] = {}
    released: dict[str, bool] = {}
    may_share_comment = _comment_filter(form, tree, private_entries)

    def may_share(path: str) -> bool:
        steps = path.split("/")
        asked = (*steps[::2], len(steps) % 2)  # the same for all entries of a list
        if asked not in public:
            public[asked] = is_public_path(form, path)
        if not public[asked]:
            return False
        if path.startswith(_COMMENTS):
            return may_share_comment(path)
        if _is_in_removed_entry(tree, path):
            return False
        entry = releasable_entry(form, path)
        if not entry:
            return True
        if entry not in released:
            released[entry] = entry not in private_entries and is_released(form, tree, entry)
        return released[entry]

    return may_share


def _comment_filter(form: Form, tree: RevisionTree, private_entries: frozenset[str]) -> Callable[[str], bool]:
    """Return the function that says whether a path in the comments for everyone may be copied.

    A removed comment in which somebody has said more since is shown, so it is copied.
    """
    withheld: dict[str, frozenset[str] | None] = {}
    gone: dict[str, bool] = {}

    def may_share(path: str) -> bool:
        thread, around = paths.outermost_entry(path), enclosing_entry(path)
        if thread not in withheld:
            withheld[thread] = _withheld_fields(form, tree, thread, private_entries)
            gone[thread] = _is_removed(tree, thread) and not tree.has_unseen_edits(thread)
        kept = withheld[thread]
        if kept is None or path.removeprefix(f"{thread}/") in kept:
            return False
        return path == thread or not (gone[thread] or (around != thread and _is_removed(tree, around)))

    return may_share


def is_open_place(
    form: Form, tree: RevisionTree, place: str, private_entries: frozenset[str] = frozenset()
) -> bool:
    """Say whether everyone in the group can read the answer or entry that a comment is about.

    A place that is not in the form might be private in another form, so it is not open.
    """
    if paths.is_review(place) or form.field(place) is None or is_private_path(form, place):
        return False
    entry = releasable_entry(form, place)
    return not entry or (entry not in private_entries and is_released(form, tree, entry))


def comments_on_private_places(
    form: Form, tree: RevisionTree, private_entries: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Return the comments in a draft that stay here, because not everyone can read what they are about."""
    threads = (paths.item_path(COMMENTS, item) for item in tree.order_keys(COMMENTS))
    return tuple(path for path in threads if _withheld_fields(form, tree, path, private_entries) is None)


def _withheld_fields(
    form: Form, tree: RevisionTree, thread: str, private_entries: frozenset[str]
) -> frozenset[str] | None:
    """Return the fields of a comment that stay here; None if the whole comment does.

    While what it is about is removed, the words of that stay here.
    """
    where = f"{thread}/place"
    places = {str(head.value or "") for head in tree.heads(where)} - {""}
    is_open = all(is_open_place(form, tree, place, private_entries) for place in places)
    if not is_open or tree.unfit_heads(where):
        return None
    return QUOTING_FIELDS if any(map(tree.enclosing_removed_entry, places)) else frozenset()


def is_public_path(form: Form, path: str) -> bool:
    """Say whether the form asks a question at `path` that is not private."""
    where = paths.split_path(path)
    if paths.is_mark(path):
        return form.section(where.section) is not None and not where.steps and not paths.is_review(path)
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
    return paths.outermost_entry(path)


def is_released(form: Form, tree: RevisionTree, entry: str) -> bool:
    """Say whether the writer of an entry ever released it; changing the answer later does not undo that."""
    question = form.field(entry)
    return question is None or was_released(tree, question, entry)


def _is_removed(tree: RevisionTree, entry: str) -> bool:
    state = tree.entry_state(entry)
    return state is not None and state.is_removed


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
