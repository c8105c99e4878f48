"""Merge two edits to one answer three-way, paragraph by paragraph or reply by reply.

Every change of both sides is in the result, or there is no result: no text is dropped unless its
own side deleted it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate, pairwise
from typing import NamedTuple, Self

from carreport.form.answers import canonical_json
from carreport.form.schema import Value
from carreport.survey.replies.merge_replies import is_entered, merge_entered

MAX_STEPS = 5_000_000
"""The most work for all versions of one answer, about a second; honest inquiries need a thousandth."""
COMPARISON_STEPS = 200
"""What it costs to begin to compare two texts, in steps."""
LINE_STEPS = 10
"""What it costs to prepare one line for a comparison."""


@dataclass(frozen=True, slots=True)
class MergedValue:
    """The merged value of two edits."""

    value: Value


class _DiffHunk(NamedTuple):
    """The paragraphs `start` to `end` of the common ancestor became `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def adds_lines(self) -> bool:
        return len(self.lines) > self.end - self.start


def is_empty_value(value: Value) -> bool:
    """Say whether a value is empty, whatever its kind."""
    return value in (None, "", [], {})


@dataclass(frozen=True, slots=True)
class MergeSide:
    """One side of a merge: a value, its canonical JSON, and that of each paragraph if it is a text."""

    value: Value
    text: str
    lines: tuple[str, ...] | None

    @classmethod
    def of(cls, value: Value) -> Self:
        """Return the side with this value."""
        lines = tuple(canonical_json(block) for block in value or ()) if _is_text(value) else None
        return cls(value, canonical_json(value), lines)


class ThreeWayMerge:
    """Merges pairs of versions of one answer, with a limit on the work for all of them together.

    Each version is compared with each ancestor only once. After `steps`, everything conflicts.
    """

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self.steps = steps
        self.comparisons = 0
        self._hunks: dict[tuple[str, str], list[_DiffHunk]] = {}

    @property
    def is_exhausted(self) -> bool:
        """Say whether the work allowed has been done."""
        return self.steps < 0

    def merge(self, base: MergeSide, ours: MergeSide, theirs: MergeSide) -> MergedValue | None:
        """Return the two sides merged, or nothing if their edits of `base` conflict.

        Texts merge by paragraph, manually entered replies by reply; any other answer merges only if one
        side did not change it.
        """
        if _same(ours, theirs) or _same(theirs, base):
            return MergedValue(ours.value)
        if _same(ours, base):
            return MergedValue(theirs.value)
        is_new = is_empty_value(base.value)
        if is_entered(ours.value) and is_entered(theirs.value) and (is_new or is_entered(base.value)):
            self.steps -= len(base.text) + len(ours.text) + len(theirs.text)
            replies = None if self.is_exhausted else merge_entered(base.value, ours.value, theirs.value)
            return None if replies is None else MergedValue(replies)
        if base.lines is None or ours.lines is None or theirs.lines is None:
            return None
        return self._merge_texts(base, ours, theirs)

    def _merge_texts(self, base: MergeSide, ours: MergeSide, theirs: MergeSide) -> MergedValue | None:
        edits = [self._compare(base, side) for side in (ours, theirs)]
        self.steps -= sum(map(len, edits))
        if self.is_exhausted:
            return None
        lines = _join_hunks(base.lines or (), *edits)
        return None if lines is None else MergedValue([json.loads(line) for line in lines])

    def _compare(self, base: MergeSide, side: MergeSide) -> list[_DiffHunk]:
        """Return the edits that made `side` from `base`; the list is incomplete once the work is done."""
        edits = self._hunks.get((base.text, side.text))
        if edits is None and not self.is_exhausted:
            self.comparisons += 1
            matcher = _LineMatcher(base.lines or (), side.lines or (), self.steps)
            edits = self._hunks[base.text, side.text] = _hunks(matcher)
            lines = len(matcher.base) + len(matcher.side)
            self.steps = matcher.steps - COMPARISON_STEPS - LINE_STEPS * lines
        return edits or []


class _LineMatcher(SequenceMatcher[str]):
    """Finds the lines that two texts share; it stops after a number of steps, which become negative."""

    def __init__(self, base: Sequence[str], side: Sequence[str], steps: int) -> None:
        super().__init__(None, base, side, autojunk=False)
        self.base = base
        self.side = side
        self.steps = steps
        counts = Counter(side)
        self._costs = list(accumulate((1 + counts[line] for line in base), initial=0))

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Return the longest shared run of lines, and count the steps that this takes."""
        cost = self._costs[len(self.base) if ahi is None else ahi] - self._costs[alo]
        self.steps = max(-1, self.steps - cost)
        return Match(alo, blo, 0) if self.steps < 0 else super().find_longest_match(alo, ahi, blo, bhi)


def _join_hunks(
    base: Sequence[str], ours: Iterable[_DiffHunk], theirs: Iterable[_DiffHunk]
) -> list[str] | None:
    edits = sorted({*ours, *theirs})
    if any(_overlap(*pair) for pair in pairwise(edits)):
        return None
    lines: list[str] = []
    done = 0
    for edit in edits:
        lines.extend(base[done : edit.start])
        lines.extend(edit.lines)
        done = edit.end
    return [*lines, *base[done:]]


def _hunks(matcher: _LineMatcher) -> list[_DiffHunk]:
    edits: list[_DiffHunk] = []
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "replace" and end - start == last - first:  # equal lengths: pair the lines
            pairs = zip(range(start, end), matcher.side[first:last], strict=True)
            edits.extend(_DiffHunk(line, line + 1, (now,)) for line, now in pairs)
        elif tag != "equal":
            edits.append(_DiffHunk(start, end, tuple(matcher.side[first:last])))
    return edits


def _overlap(before: _DiffHunk, after: _DiffHunk) -> bool:
    """Say whether two edits change the same lines, or leave open which comes first."""
    if after.start < before.end:
        return True
    if after.start > before.end:
        return False
    inserts = before.start == before.end or after.start == after.end
    return inserts and before.adds_lines and after.adds_lines


def _same(one: MergeSide, other: MergeSide) -> bool:
    return one.text == other.text or (is_empty_value(one.value) and is_empty_value(other.value))


def _is_text(value: Value) -> bool:
    return value is None or (
        isinstance(value, list)
        and all(isinstance(block, dict) and ("spans" in block or "rows" in block) for block in value)
    )
