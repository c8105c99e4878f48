"""The caches of a tree stay correct, whatever is written, merged or removed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.tree import RevisionTree

OUTER, INNER = "data.workshops", "notes"
PLACES = (OUTER, "about.title", "data.surprised")
DOINGS = st.tuples(
    st.sampled_from(
        ("add", "add inside", "say", "say", "type", "move", "remove", "restore", "bring", "erase")
    ),
    st.integers(0, 5),
    st.integers(0, 5),
)


@given(st.lists(DOINGS, max_size=25))
def test_a_tree_that_was_looked_at_says_the_same_as_one_made_anew(doings: list[tuple[str, int, int]]) -> None:
    books = [RevisionWriter(RevisionTree(), name, device=name) for name in ("Ailsa", "Morag")]
    for what, which, other in doings:
        do(books, what, which, other)
        for book in books:
            told(book.tree)
    for book in books:
        assert told(book.tree) == told(RevisionTree(book.tree))


def do(books: list[RevisionWriter], what: str, which: int, other: int) -> None:
    """Make a change in one of two trees that are merged now and then."""
    book, tree = books[which % 2], books[which % 2].tree
    lists = [OUTER, *(f"{OUTER}/{entry}/{INNER}" for entry in tree.order_keys(OUTER))]
    group = lists[other % len(lists)] if what != "add" else OUTER
    ids = list(tree.order_keys(group))
    entry = f"{group}/{ids[which % len(ids)]}" if ids else ""
    if what in ("add", "add inside"):
        book.add_item(
            group, ids[other % len(ids)] if ids and other % 2 else None, {"name": f"{which}{other}"}
        )
    elif what in ("say", "type"):
        path = f"{entry}/name" if entry and which % 2 else PLACES[1 + other % 2]
        book.write(path, f"{what} {which}")
        book.seal() if what == "say" else None
    elif what == "move" and entry:
        book.move_item(entry, ids[other % len(ids)] if ids[other % len(ids)] not in entry else None)
    elif what == "remove" and entry:
        book.remove_item(entry)
    elif what == "restore":
        for gone in tree.removed_items(group):
            book.restore_item(f"{group}/{gone.id}")
    elif what == "bring":
        for revision in list(books[1 - which % 2].tree):
            tree.add(revision)
    elif what == "erase" and len(tree):
        book.seal()
        tree.erase(sorted(revision.id for revision in tree)[which * other % len(tree)])


def told(tree: RevisionTree) -> tuple[object, ...]:
    """Return everything that a tree derives."""
    groups = {path.rpartition("/")[0] for path in tree.paths() if path.count("/") % 2}
    entries = [path for path in tree.paths() if path.count("/") % 2]
    answers = tree.answers()
    return (
        answers.values,
        answers.versions,
        {group: list(tree.order_keys(group).items()) for group in groups},
        {group: tree.removed_items(group) for group in groups},
        {entry: tree.entry_state(entry) for entry in entries},
        {path: tree.last_change(path) for path in (*PLACES, *groups, *tree.paths())},
        tree.unseen_edits(),
        sorted(revision.id for revision in tree.heads_of_others("Ailsa")),
    )
