"""Entries of lists: their order, their removal, and edits that the remover had not seen."""

from __future__ import annotations

from typing import Any

from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import Revision, bare_revision, make_revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.form.answers import Item

LIST = "data.sources"


def book(author: str = "Ailsa", *others: RevisionWriter) -> RevisionWriter:
    return RevisionWriter(
        RevisionTree(revision for other in others for revision in other.tree), author, device=author
    )


def bring(book: RevisionWriter, *others: RevisionWriter) -> None:
    for other in others:
        for revision in other.tree:
            book.tree.add(revision)


def names(book: RevisionWriter) -> list[Any]:
    return [item.get("name") for item in book.tree.answers().items(LIST)]


def add(book: RevisionWriter, name: str, after: str | None = None) -> str:
    return book.add_item(LIST, after, {"name": name})[0]


def test_entries_stand_where_they_were_put() -> None:
    ailsa = book()
    first = add(ailsa, "one")
    add(ailsa, "three")
    add(ailsa, "two", after=first)
    assert names(ailsa) == ["one", "two", "three"]


def test_a_moved_entry_stands_behind_another_or_in_front() -> None:
    ailsa = book()
    ids = [add(ailsa, name) for name in ("one", "two", "three")]
    ailsa.move_item(f"{LIST}/{ids[2]}", None)
    ailsa.move_item(f"{LIST}/{ids[0]}", ids[1])
    assert names(ailsa) == ["three", "two", "one"]


def test_a_removed_entry_comes_back_to_its_place_with_its_words() -> None:
    ailsa = book()
    ids = [add(ailsa, name) for name in ("one", "two", "three")]
    ailsa.remove_item(f"{LIST}/{ids[1]}")
    assert names(ailsa) == ["one", "three"]
    assert ailsa.tree.removed_items(LIST) == (Item(ids[1], {"name": "two"}),)
    ailsa.restore_item(f"{LIST}/{ids[1]}")
    assert names(ailsa) == ["one", "two", "three"]


def test_entries_that_two_people_add_are_all_there_in_the_same_order_for_both() -> None:
    ailsa = book()
    add(ailsa, "one")
    morag = book("Morag", ailsa)
    add(ailsa, "from Ailsa")
    add(morag, "from Morag")
    bring(ailsa, morag)
    bring(morag, ailsa)
    assert names(ailsa) == names(morag)
    assert sorted(names(ailsa)) == ["from Ailsa", "from Morag", "one"]


def test_an_edit_that_a_removal_had_not_seen_is_set_aside_and_comes_back_with_the_entry() -> None:
    ailsa = book()
    item = f"{LIST}/{add(ailsa, 'a plan')}"
    morag = book("Morag", ailsa)
    morag.write(f"{item}/name", "a better plan")
    ailsa.remove_item(item)
    bring(ailsa, morag)
    assert names(ailsa) == []
    (aside,) = ailsa.tree.unseen_edits()
    assert (aside.item_path, aside.revision.value, aside.revision.author) == (item, "a better plan", "Morag")
    assert aside.removed_by == "Ailsa"
    ailsa.restore_item(item)
    assert names(ailsa) == ["a better plan"]
    assert ailsa.tree.unseen_edits() == ()


def test_a_removal_sets_nothing_aside_that_it_had_seen() -> None:
    ailsa = book()
    item = f"{LIST}/{add(ailsa, 'a plan')}"
    ailsa.remove_item(item)
    assert ailsa.tree.unseen_edits() == ()


def test_a_removal_wins_over_a_move_that_did_not_know_of_it() -> None:
    ailsa = book()
    item = f"{LIST}/{add(ailsa, 'one')}"
    other = add(ailsa, "two")
    morag = book("Morag", ailsa)
    morag.move_item(item, other)
    ailsa.remove_item(item)
    bring(ailsa, morag)
    assert names(ailsa) == ["two"]


def test_lists_in_lists_are_kept_entry_by_entry() -> None:
    ailsa = book()
    item = add(ailsa, "a plan")
    inner, _ = ailsa.add_item(f"{LIST}/{item}/years", None, {"year": 2014})
    answers = ailsa.tree.answers()
    assert answers.get(f"{LIST}/{item}/years/{inner}/year") == 2014
    ailsa.remove_item(f"{LIST}/{item}/years/{inner}")
    assert ailsa.tree.answers().items(f"{LIST}/{item}/years") == ()


def test_two_versions_inside_an_entry_are_named_by_their_path() -> None:
    ailsa = book()
    item = add(ailsa, "a plan")
    morag = book("Morag", ailsa)
    ailsa.write(f"{LIST}/{item}/name", "Ailsa’s")
    morag.write(f"{LIST}/{item}/name", "Morag’s")
    bring(ailsa, morag)
    versions = ailsa.tree.answers().versions
    assert list(versions) == [f"{LIST}/{item}/name"]
    assert {version.value for version in versions[f"{LIST}/{item}/name"]} == {"Ailsa’s", "Morag’s"}


def test_an_entry_whose_place_is_lost_is_shown_at_the_end() -> None:
    ailsa = book()
    lost = f"{LIST}/{add(ailsa, 'one')}"
    add(ailsa, "two")
    rest = book("Ailsa")
    for revision in ailsa.tree:
        if revision.path != lost:
            rest.tree.add(revision)
    assert names(rest) == ["two", "one"]


def test_a_bare_revision_is_filled_in_when_its_words_arrive_and_never_emptied() -> None:
    ailsa = book()
    ailsa.write("about.title", "words")
    (revision,) = ailsa.tree
    tree = RevisionTree([bare_revision(revision.id, revision.path)])
    assert tree.answers().values == {}
    tree.add(revision)
    tree.add(bare_revision(revision.id, revision.path))
    assert tree.answers().values == {"about.title": "words"}


def test_the_last_change_of_an_entry_is_the_last_inside_it() -> None:
    def row(path: str, value: str, hour: int) -> Revision:
        when = f"2026-03-02T{hour}:00:00.000+00:00"
        return make_revision(path, (), value, author="Ailsa", device="0", written_at=when)

    entry, name = row(f"{LIST}/a", '{"order":"i"}', 10), row(f"{LIST}/a/name", '"A"', 12)
    tree = RevisionTree([entry, name, row(f"{LIST}/a/notes", '"B"', 11), row(f"{LIST}/b", "{}", 13)])
    assert tree.last_change(f"{LIST}/a") == name
    assert tree.last_change(f"{LIST}/a/name") == name
