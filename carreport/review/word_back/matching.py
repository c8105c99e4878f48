"""Which printed paragraph each paragraph of a reviewed file was, as far as it has been found."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from carreport.review.word_back.sent_text import SentCopy
from carreport.review.word_back.versions import SentUnit, plain

FLOW = ("body", "cell")


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """The printed paragraphs that a unit was; usually one. `how` is bookmark, words, order or number."""

    sent: tuple[int, ...]
    is_sure: bool
    how: str


@dataclass(slots=True)
class Matching:
    """Which printed paragraphs the units of a file were."""

    copy: SentCopy
    units: Sequence[SentUnit]
    found: dict[int, UnitMatch] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    plain: list[str] = field(default_factory=list)
    flow: list[int] = field(default_factory=list)
    """The units of the text itself, in reading order, without empty ones."""
    claims: dict[int, list[int]] = field(default_factory=dict)
    """The printed paragraphs whose bookmarks each unit has."""
    weak: dict[int, int] = field(default_factory=dict)
    """Bookmarks in units whose text was all inserted, or that hold no text: unit and printed paragraph."""
    word_count: int = 0
    """How many words of answers were found by their words."""

    def add(self, unit: int, sent: Iterable[int], how: str, *, is_sure: bool) -> None:
        """Note a match."""
        numbers = tuple(sent)
        self.found[unit] = UnitMatch(numbers, is_sure, how)
        self.taken.update(numbers)

    def __post_init__(self) -> None:
        """Prepare the texts."""
        self.plain = [plain(unit.original) for unit in self.units]
        self.flow = [
            number for number, unit in enumerate(self.units) if unit.place in FLOW and self.plain[number]
        ]

    def beside(self, number: int) -> tuple[UnitMatch | None, UnitMatch | None]:
        """Return the nearest matches before and after a place in the text."""
        at = bisect_left(self.flow, number)
        before = (self.found[near] for near in reversed(self.flow[:at]) if near in self.found)
        after = (self.found[near] for near in self.flow[at:] if near != number and near in self.found)
        return next(before, None), next(after, None)

    def open_units(self) -> list[int]:
        """Return the units with text that have no match yet."""
        return [number for number, text in enumerate(self.plain) if text and number not in self.found]

    def unknown_sent(self) -> list[int]:
        """Return the printed paragraphs of which nobody knows the text, and that have no match."""
        printed = enumerate(self.copy.printed)
        return [index for index, entry in printed if entry.text is None and index not in self.taken]

    def open_sent(self) -> list[int]:
        """Return the printed paragraphs with text that have no match yet."""
        return [index for index, text in enumerate(self.copy.plain) if text and index not in self.taken]

    def fits(self, number: int, index: int) -> bool:
        """Say whether a printed paragraph belongs between the neighbours of a unit.

        Neighbours that are not found yet are known by their bookmarks.
        """
        before, after = self._beside(number, -1), self._beside(number, 1)
        path = self.copy.printed[index].path
        follows = before == index - 1 or (0 <= before < index and self.copy.printed[before].path == path)
        precedes = after == index + 1 or (after > index and self.copy.printed[after].path == path)
        return follows or precedes

    def _beside(self, number: int, step: int) -> int:
        """Return the printed paragraph of the next unit in one direction; -1 if it has none."""
        at = bisect_left(self.flow, number)
        is_here = at < len(self.flow) and self.flow[at] == number
        at += -1 if step < 0 else int(is_here)
        if not 0 <= at < len(self.flow):
            return -1
        near = self.flow[at]
        found = self.found[near].sent if near in self.found else tuple(self.claims.get(near, ()))
        return found[-1 if step < 0 else 0] if found else -1
