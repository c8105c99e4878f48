"""The short run of the torture of texts with notes and tables."""

from __future__ import annotations

from tests.torture.merge import STORY, words_in
from tests.torture.noted_texts import NotedWorld, interleaving


def test_no_word_of_a_text_or_its_notes_is_lost_in_any_history() -> None:
    assert [seed for seed in range(60) if interleaving(seed).trouble()] == []


def test_two_people_who_note_the_same_word_keep_both_notes() -> None:
    world = NotedWorld(2)
    for number in (0, 1):
        world.act(number, "note", 0)
        world.people[number].book.seal()
    world.exchange()
    assert world.trouble() == ""
    for person in world.people:
        versions = person.book.tree.answers().versions[STORY]
        assert {word for version in versions for word in words_in(version.value)} >= {"w1", "w2"}


def test_two_people_who_change_one_table_keep_both_versions() -> None:
    world = NotedWorld(2)
    world.act(0, "table", 0)
    world.exchange()
    for number in (0, 1):
        world.act(number, "cell", number)
        world.people[number].book.seal()
    world.exchange()
    assert world.trouble() == ""
    versions = world.people[0].book.tree.answers().versions[STORY]
    assert {word for version in versions for word in words_in(version.value)} >= {"w5", "w6"}
