"""Writing in memory: one typing is one revision, and copies can always be merged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from carreport.draft.revisions.head_merge import versions
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import heads
from carreport.draft.revisions.tree import RevisionTree
from carreport.form.answers import Answers, Item, canonical_json
from tests.rich_text import text

LIST = "data.sources"


def test_one_typing_is_one_revision_however_many_keys_it_took() -> None:
    book = RevisionWriter(RevisionTree(), "Ailsa")
    for length in range(1, 9):
        book.write("about.title", "Together"[:length])
    assert [revision.value for revision in book.tree] == ["Together"]


def test_after_leaving_an_answer_the_next_edit_is_a_new_revision() -> None:
    book = RevisionWriter(RevisionTree(), "Ailsa")
    book.write("about.title", "first")
    book.seal("about.title")
    book.write("about.title", "second")
    assert {revision.value for revision in book.tree} == {"first", "second"}
    assert book.tree.answers().get("about.title") == "second"


def test_typing_that_takes_much_away_at_once_leaves_it_in_the_history() -> None:
    book = RevisionWriter(RevisionTree(), "Ailsa")
    book.write("about.story", text("long " * 100))
    book.write("about.story", text("short"))
    assert {canonical_json(revision.value) for revision in book.tree} == {
        canonical_json(text("long " * 100)),
        canonical_json(text("short")),
    }


def test_typing_that_is_taken_back_leaves_no_trace() -> None:
    book = RevisionWriter(RevisionTree(), "Ailsa")
    book.write("about.title", "first")
    book.seal()
    book.write("about.title", "firsts")
    change = book.write("about.title", "first")
    assert len(change.dropped) == 1
    assert [revision.value for revision in book.tree] == ["first"]


def test_writing_what_stands_there_changes_nothing() -> None:
    book = RevisionWriter(RevisionTree(), "Ailsa")
    assert not book.write("about.title", "")
    book.record({"about.title": "words"})
    assert not book.write("about.title", "words")


def test_choosing_one_of_two_versions_settles_them() -> None:
    ailsa, morag = RevisionWriter(RevisionTree(), "Ailsa"), RevisionWriter(RevisionTree(), "Morag")
    ailsa.write("about.title", "one")
    morag.write("about.title", "two")
    for revision in morag.tree:
        ailsa.tree.add(revision)
    ailsa.seal()
    assert len(ailsa.tree.versions("about.title")) == 2
    ailsa.write("about.title", ailsa.tree.answers().get("about.title"))
    assert len(ailsa.tree.versions("about.title")) == 1


def test_filling_in_matches_entries_by_id_and_takes_the_order_of_the_file() -> None:
    book = RevisionWriter(RevisionTree(), "Ailsa")
    first, second, third = (book.add_item(LIST, None, {"name": name})[0] for name in ("one", "two", "three"))
    given = (Item(third, {"name": "three"}), Item("new", {"name": "new"}), Item(first, {"name": "ONE"}))
    count, _ = book.fill(Answers({LIST: given, "about.title": "title"}))
    items = book.tree.answers().items(LIST)
    assert [item.get("name") for item in items] == ["three", "new", "ONE", "two"]
    assert [item.id for item in items] == [third, "new", first, second]
    assert count == 4  # the title, one name, the new entry, and the order


def test_filling_in_twice_changes_nothing_the_second_time() -> None:
    book = RevisionWriter(RevisionTree(), "Ailsa")
    given = Answers({LIST: (Item("a", {"name": "one", "years": (Item("y", {"year": 2014}),)}),)})
    assert book.fill(given)[0] == 2
    count, change = book.fill(given)
    assert (count, bool(change)) == (0, False)


def test_filling_in_never_clears_and_brings_a_named_removed_entry_back() -> None:
    book = RevisionWriter(RevisionTree(), "Ailsa")
    book.write("about.title", "kept")
    item, _ = book.add_item(LIST, None, {"name": "one"})
    book.remove_item(f"{LIST}/{item}")
    assert book.fill(Answers({"about.title": "", LIST: (Item(item, {}),)}))[0] == 1
    assert book.tree.answers().values == {"about.title": "kept", LIST: (Item(item, {"name": "one"}),)}


def test_filling_in_what_a_draft_shows_does_not_settle_two_versions() -> None:
    ailsa, morag = RevisionWriter(RevisionTree(), "Ailsa"), RevisionWriter(RevisionTree(), "Morag")
    ailsa.write("about.title", "one")
    morag.write("about.title", "two")
    for revision in morag.tree:
        ailsa.tree.add(revision)
    assert ailsa.fill(ailsa.tree.answers())[0] == 0
    assert len(ailsa.tree.answers().versions["about.title"]) == 2


class World:
    """Some people, each with a copy of one draft, and every word that any of them typed."""

    def __init__(self, people: int) -> None:
        start = RevisionWriter(RevisionTree(), "P0", device="0")
        start.record({"about.story": text("a", "b", "c")})
        start.add_item(LIST, None, {"name": "w0"})
        self.books = [
            RevisionWriter(RevisionTree(start.tree), f"P{number}", device=str(number))
            for number in range(people)
        ]
        self.typed = {"a", "b", "c", "w0"}

    def word(self) -> str:
        self.typed.add(fresh := f"w{len(self.typed)}")
        return fresh

    def act(self, who: int, what: str, where: int) -> None:
        book = self.books[who % len(self.books)]
        story = [block["spans"][0]["text"] for block in book.tree.answers().get("about.story")]
        items = book.tree.answers().items(LIST)
        item = f"{LIST}/{items[where % len(items)].id}" if items else ""
        if what == "write":
            place = where % (len(story) + 1)
            book.write("about.story", text(*story[:place], self.word(), *story[place + where % 2 :]))
        elif what == "add":
            book.add_item(LIST, None, {"name": self.word()})
        elif what == "bring":
            for revision in self.books[where % len(self.books)].tree:
                book.tree.add(revision)
        elif item and what == "edit":
            book.write(f"{item}/name", self.word())
        elif item and what == "remove":
            book.remove_item(item)
        elif item and what == "move":
            book.move_item(item, None)
        elif what == "restore":
            for removed in book.tree.removed_items(LIST)[:1]:
                book.restore_item(f"{LIST}/{removed.id}")
        book.seal()

    def together(self, order: list[int]) -> list[Answers]:
        """Merge everything everywhere, each writer beginning with another one."""
        everything = [revision for book in self.books for revision in book.tree]
        trees = [
            RevisionTree(everything[place % len(everything) :] + everything[: place % len(everything)])
            for place in order
        ]
        return [tree.answers() for tree in trees]


ACTS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["write", "write", "edit", "add", "remove", "move", "restore", "bring", "bring"]),
        st.integers(0, 9),
    ),
    max_size=40,
)


@settings(deadline=None)
@given(st.integers(2, 4), ACTS, st.lists(st.integers(0, 500), min_size=3, max_size=3))
def test_copies_say_the_same_once_they_have_met_in_whatever_order(
    people: int, acts: list[tuple[int, str, int]], order: list[int]
) -> None:
    world = World(people)
    for act in acts:
        world.act(*act)
    first, *others = world.together(order)
    assert all(other == first for other in others)
    whole = RevisionTree(revision for book in world.books for revision in book.tree)
    assert RevisionTree([*whole, *whole]).answers() == first


@settings(deadline=None)
@given(st.integers(2, 4), ACTS)
def test_what_is_kept_up_to_date_is_what_the_revisions_alone_say(
    people: int, acts: list[tuple[int, str, int]]
) -> None:
    world = World(people)
    for act in acts:
        world.act(*act)
    for book in world.books:
        for path in {revision.path for revision in book.tree}:
            rows = book.tree.revisions_of(path)
            assert book.tree.heads(path) == heads(rows.values())
            assert book.tree.versions(path) == versions(rows)


@settings(deadline=None)
@given(st.integers(2, 4), ACTS)
def test_every_word_anyone_typed_is_in_a_version_or_a_removed_entry_or_the_history(
    people: int, acts: list[tuple[int, str, int]]
) -> None:
    world = World(people)
    for act in acts:
        world.act(*act)
    whole = RevisionTree(revision for book in world.books for revision in book.tree)
    superseded = {parent for revision in whole for parent in revision.parents}
    history = {word for revision in whole if revision.id in superseded for word in words_in(revision.value)}
    for item in whole.removed_items(LIST):
        RevisionWriter(whole, "Reader").restore_item(f"{LIST}/{item.id}")
    answers = whole.answers()
    shown = set(words_in(answers.values)) | {
        word
        for versions in answers.versions.values()
        for version in versions
        for word in words_in(version.value)
    }
    assert world.typed <= shown | history


def words_in(value: Any) -> Iterator[str]:
    if isinstance(value, Item):
        yield from words_in(value.values)
    elif isinstance(value, str):
        yield value
    elif value is not None:
        for part in value.values() if hasattr(value, "values") else value:
            yield from words_in(part)
