"""Order the entries of a list by fractional index, so that moving one entry changes one key.

A key is a string of digits and lower-case letters that never ends in 0; there is always a key between two
different keys. Two people may give two entries the same key: then the ids of the entries decide,
and the next move gives them different keys.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_KEY = re.compile(r"[0-9a-z]{0,400}[1-9a-z]\Z")
_BASE = len(_DIGITS)
_WIDTH = 4
_FIRST = "i000i"


def is_order_key(value: object) -> bool:
    """Say whether `value` is a valid key."""
    return isinstance(value, str) and bool(_KEY.match(value))


def reorder_keys(wanted: Sequence[str], keys: Mapping[str, str]) -> dict[str, str]:
    """Return the entries that need a new key for the order `wanted`, with that key.

    `keys` are the current keys by entry; as many entries as possible keep theirs.
    """
    keyed = [(item, keys[item]) for item in wanted if is_order_key(keys.get(item))]
    rise = all(one < other for (_, one), (_, other) in pairwise(keyed))
    unmoved = {item for item, _ in keyed} if rise else _longest_increasing(keyed)
    fresh: dict[str, str] = {}
    waiting: list[str] = []
    low = ""
    for item in wanted:
        if item not in unmoved:
            waiting.append(item)
            continue
        if waiting:
            fresh.update(zip(waiting, keys_between(low, keys[item], len(waiting)), strict=True))
            waiting = []
        low = keys[item]
    fresh.update(zip(waiting, keys_between(low, None, len(waiting)), strict=True))
    return fresh


def key_for_insert(place: int, keys: Sequence[str]) -> str:
    """Return the key of a new entry at a position among `keys`, or nothing if there is no room.

    There is none between two neighbours with the same key or without one: `reorder_keys` moves them
    apart.
    """
    low = keys[place - 1] if place else ""
    high = keys[place] if place < len(keys) else None
    if (place and not low) or (high is not None and low >= high):
        return ""
    return keys_between(low, high, 1)[0]


def keys_between(low: str, high: str | None, count: int) -> list[str]:
    """Return `count` rising keys between `low` and `high`; "" and None are the ends."""
    if not count:
        return []
    if high is None or not low:
        keys: list[str] = []
        for _ in range(count):
            if high is None:
                keys.append(_after(keys[-1] if keys else low))
            else:
                keys.insert(0, _before(keys[0] if keys else high))
        return keys
    middle = key_between(low, high)
    left = (count - 1) // 2
    return [*keys_between(low, middle, left), middle, *keys_between(middle, high, count - 1 - left)]


def key_between(low: str, high: str | None) -> str:
    """Return a short key between `low` and `high`; "" and None are the ends."""
    if high is not None:
        same = 0
        while low[same : same + 1].ljust(1, "0") == high[same]:
            same += 1
        if same:
            return high[:same] + key_between(low[same:], high[same:])
    first = _DIGITS.index(low[0]) if low else 0
    last = _DIGITS.index(high[0]) if high is not None else _BASE
    if last - first > 1:
        return _DIGITS[(first + last) // 2]
    if high is not None and len(high) > 1:
        return high[0]
    return _DIGITS[first] + key_between(low[1:], None)


def _after(low: str) -> str:
    """Return a key above `low` that does not grow as entries are added at the end."""
    head = int(low[:_WIDTH].ljust(_WIDTH, "0"), _BASE) + 1
    if not low:
        return _FIRST
    return _key_from_number(head) if head < _BASE**_WIDTH else key_between(low, None)


def _before(high: str) -> str:
    head = int(high[:_WIDTH].ljust(_WIDTH, "0"), _BASE) - 1
    return _key_from_number(head) if head >= 0 else key_between("", high)


def _key_from_number(head: int) -> str:
    digits = ""
    for _ in range(_WIDTH):
        head, digit = divmod(head, _BASE)
        digits = _DIGITS[digit] + digits
    return digits + "i"


def _longest_increasing(entries: Sequence[tuple[str, str]]) -> set[str]:
    """Return the longest sequence of entries whose keys rise strictly."""
    tails: list[str] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, key) in enumerate(entries):
        place = bisect_left(tails, key)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [key]
        ends[place : place + 1] = [number]
    unmoved: set[str] = set()
    number = ends[-1] if ends else -1
    while number >= 0:
        unmoved.add(entries[number][0])
        number = before[number]
    return unmoved
