"""Entries are ordered by keys, and moving one entry changes one key."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from carreport.draft.revisions.fractional_index import (
    is_order_key,
    key_between,
    key_for_insert,
    keys_between,
    reorder_keys,
)


@given(st.lists(st.tuples(st.integers(0, 99), st.booleans()), max_size=60))
def test_between_any_two_keys_there_is_room_for_another(places: list[tuple[int, bool]]) -> None:
    keys = keys_between("", None, 3)
    for number, narrow in places:
        place = number % (len(keys) + 1)
        low = keys[place - 1] if place else ""
        high = keys[place] if place < len(keys) else None
        keys.insert(place, key_between(low, high) if narrow else keys_between(low, high, 1)[0])
    assert keys == sorted(set(keys))
    assert all(is_order_key(key) for key in keys)


@given(
    st.permutations(list("abcdefgh")),
    st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(keys_between("", None, 5))),
)
def test_new_keys_give_the_wanted_order_even_where_two_entries_shared_a_key(
    wanted: list[str], known: dict[str, str]
) -> None:
    keys = known | reorder_keys(wanted, known)
    assert sorted(wanted, key=lambda entry: keys[entry]) == wanted
    assert len({keys[entry] for entry in wanted}) == len(wanted)


@given(st.integers(0, 9), st.integers(0, 9))
def test_moving_one_entry_gives_one_entry_a_new_key(old: int, new: int) -> None:
    entries = list("abcdefghij")
    known = dict(zip(entries, keys_between("", None, 10), strict=True))
    entries.insert(new, entries.pop(old))
    assert len(reorder_keys(entries, known)) == (old != new)


def test_keys_do_not_grow_when_entries_are_added_at_the_end() -> None:
    keys = keys_between("", None, 5000)
    assert keys == sorted(set(keys))
    assert max(len(key) for key in keys) == 5


def test_what_is_no_key_is_replaced() -> None:
    assert set(reorder_keys(["a", "b"], {"a": "0", "b": "UP"})) == {"a", "b"}


@given(st.lists(st.text("1z", min_size=1, max_size=2), max_size=6), st.integers(0, 6))
def test_one_new_entry_gets_a_key_between_its_neighbours_or_none_where_they_leave_no_room(
    keys: list[str], place: int
) -> None:
    keys.sort()
    place = min(place, len(keys))
    key, low, high = key_for_insert(place, keys), keys[:place][-1:], keys[place:][:1]
    assert (key == "") is bool(low and low == high)
    assert not key or [*low, key, *high] == sorted({*low, key, *high})


def test_there_is_room_in_front_of_the_lowest_key() -> None:
    lowest = "0000001"
    keys = [*keys_between("", lowest, 3), lowest]
    assert keys == sorted(set(keys))
    assert all(is_order_key(key) for key in keys)
