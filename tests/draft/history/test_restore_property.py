"""Whatever was written since, restoring a state gives exactly its answers and loses no text."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from carreport.draft.history.restore import plan_restore, state_of
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.snapshot import Snapshot
from carreport.form.loader import parse_form
from tests.draft.conftest import SMALL

FORM = parse_form(SMALL)
LIST = "data.sources"
DOINGS = st.lists(
    st.tuples(
        st.sampled_from(("write", "add", "remove", "restore", "move", "inner", "year")), st.integers(0, 9)
    ),
    max_size=12,
)


def do(book: RevisionWriter, doing: str, number: int) -> None:
    """Make a change, if there is something to change."""
    known = sorted(path for path in book.tree.paths() if path.startswith(f"{LIST}/") and path.count("/") == 1)
    entry = known[number % len(known)] if known else ""
    book.seal()
    if doing == "write":
        book.write(("about.title", "about.place")[number % 2], f"Words {number}" if number % 3 else "")
    elif doing == "add":
        book.add_item(LIST, None, {"name": f"Source {number}"})
    elif entry and doing == "remove":
        book.remove_item(entry)
    elif entry and doing == "restore":
        book.restore_item(entry)
    elif entry and doing == "move" and not book.tree.enclosing_removed_entry(entry):
        book.move_item(entry, None)
    elif entry and doing == "inner":
        book.write(f"{entry}/name", f"Name {number}")
    elif entry and doing == "year":
        book.add_item(f"{entry}/years", None, {"year": 2000 + number})


@settings(max_examples=80, deadline=None)
@given(DOINGS, DOINGS)
def test_going_back_says_exactly_what_was_said(
    before: list[tuple[str, int]], since: list[tuple[str, int]]
) -> None:
    book = RevisionWriter(RevisionTree(), "Ailsa Kerr", "desk")
    for doing, number in before:
        do(book, doing, number)
    held, was = state_of(book.tree), book.tree.answers()
    for doing, number in since:
        do(book, doing, number)
    rows = tuple(book.tree)
    planned = plan_restore(Snapshot(Path("a"), FORM, "i", "", ("Ailsa Kerr", "desk"), rows), held)
    after = RevisionTree((*rows, *planned.revisions.values()))
    assert after.answers().to_json(FORM) == was.to_json(FORM)
    assert {revision.id for revision in rows} <= {revision.id for revision in after}
    again = plan_restore(
        Snapshot(Path("a"), FORM, "i", "", ("Ailsa Kerr", "desk"), tuple(after)), state_of(after)
    )
    assert again.revisions == {}
