"""Merge the heads of one answer into its versions, in time that grows with the number of revisions.

The result depends only on the set of revisions. The work for one answer is limited, and counted in
an order that everybody has in common: heads that are left over are versions of their own, unless
they are equal to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from carreport.draft.revisions.merge3 import MAX_STEPS, MergeSide, ThreeWayMerge
from carreport.draft.revisions.revision import Revision, ancestors, heads
from carreport.form import paths
from carreport.form.answers import Version
from carreport.form.schema import Value

PAIR_STEPS = 60
"""What it costs to look at two versions, in the steps of a merge."""

_NOTHING = MergeSide.of(None)


@dataclass(slots=True)
class MergedHeads:
    """Heads that form one version, and its value."""

    heads: list[Revision]
    value: Value

    @property
    def is_auto_merged(self) -> bool:
        """Say whether heads with different values were merged."""
        return len({head.text for head in self.heads}) > 1

    @property
    def version(self) -> Version:
        """The version as shown to the user."""
        authors = dict.fromkeys(head.author for head in self.heads)
        newest = max(head.written_at for head in self.heads)
        return Version(self.value, " and ".join(authors), newest, self.heads[0].id)


def versions(revisions: Mapping[str, Revision]) -> tuple[Version, ...]:
    """Return the versions of the answer at one path, given its revisions by id."""
    return tuple(fold.version for fold in merge_heads(revisions))


def merge_heads(revisions: Mapping[str, Revision]) -> tuple[MergedHeads, ...]:
    """Return the versions of the answer at one path, each with the heads it was merged from.

    The heads are folded in the order of their ids: equal values are one version, two that merge are
    one, the rest are several. A mark, such as that a section is ready for review, never conflicts: it is set
    if everyone says so. What is said in a comment is never merged word by word.
    """
    tips = heads(revisions.values())
    if len(tips) < 2:
        return tuple(MergedHeads([head], head.value) for head in tips)
    if paths.is_mark(tips[0].path):
        return (MergedHeads(list(tips), all(head.value is True for head in tips)),)
    if paths.is_review(tips[0].path):
        return tuple(_equal_heads(tips))
    return tuple(HeadMerge.of(revisions).folds)


def _equal_heads(tips: Iterable[Revision]) -> Iterator[MergedHeads]:
    """Yield the heads with the same value together."""
    by_text: dict[str, list[Revision]] = {}
    for head in tips:
        by_text.setdefault(head.text or "", []).append(head)
    yield from (MergedHeads(same, same[0].value) for same in by_text.values())


def merge_steps(revisions: Mapping[str, Revision]) -> int:
    """Return the work of merging the heads of one answer, in steps."""
    return MAX_STEPS - HeadMerge.of(revisions).work.steps


@dataclass(slots=True)
class _FoldState:
    """What the next head is merged with: the value, the ancestors of all heads and of any of them."""

    side: MergeSide
    shared: int
    all_ids: int


class HeadMerge:
    """Merges heads one after another; sets of revisions are bits of an integer, which intersect fast."""

    def __init__(self, revisions: Mapping[str, Revision]) -> None:
        self.folds: list[MergedHeads] = []
        self.work = ThreeWayMerge()
        self._revisions = revisions
        parents = (parent for revision in revisions.values() for parent in revision.parents)
        self._names = list(dict.fromkeys([*revisions, *parents]))
        self._bits = {name: number for number, name in enumerate(self._names)}
        self._redactions = [
            (self._bits[name], self._bits[revision.redacted_from])
            for name, revision in revisions.items()
            if revision.redacted_from in self._bits
        ]
        self._states: list[_FoldState] = []
        self._by_text: dict[str, int] = {}
        self._reach: dict[str, int] = {}
        self._ends: dict[int, str] = {}
        self._bases: dict[int, MergeSide | None] = {}

    @classmethod
    def of(cls, revisions: Mapping[str, Revision]) -> Self:
        """Return the merge of all heads among the revisions of one path."""
        merging = cls(revisions)
        for head in heads(revisions.values()):
            merging.add(head)
        return merging

    def add(self, head: Revision) -> None:
        """Merge a head with the first version that it fits, or make it a version of its own."""
        side = MergeSide.of(head.value)
        older = self._ancestors_of(head)
        both = older | 1 << self._bits[head.id]
        for number, merged in self._matches(side, older, both):
            state = self._states[number]
            self.folds[number].heads.append(head)
            self.folds[number].value = merged.value
            self._states[number] = _FoldState(merged, state.shared & older, state.all_ids | both)
            self._by_text[merged.text] = number
            return
        self._by_text[side.text] = len(self.folds)
        self.folds.append(MergedHeads([head], head.value))
        self._states.append(_FoldState(side, older, both))

    def _matches(self, side: MergeSide, older: int, both: int) -> Iterator[tuple[int, MergeSide]]:
        """Yield the versions that a head fits, and the merged value; equal ones once the work is done."""
        for number, state in enumerate(self._states):
            if self.work.is_exhausted:
                break
            self.work.steps -= PAIR_STEPS
            merged = side if state.side.text == side.text else self._merge(state, side, older, both)
            if merged is not None:
                yield number, merged
        else:
            return
        number = self._by_text.get(side.text, -1)
        if number >= 0 and self._states[number].side.text == side.text:
            yield number, side

    def _merge(self, state: _FoldState, side: MergeSide, older: int, both: int) -> MergeSide | None:
        shared = state.shared & older
        known = self._with_redactions(shared, state.all_ids | both)
        if known not in self._bases:
            self._bases[known] = self._latest_common_ancestor(known)
        base = self._bases[known]
        if base is None and shared:
            return None
        merged = self.work.merge(base or _NOTHING, state.side, side)
        return None if merged is None else self._read_side(merged.value)

    def _ancestors_of(self, head: Revision) -> int:
        """Return the ancestors of a head as bits; none once the work is done."""
        older = 0
        for parent in () if self.work.is_exhausted else head.parents:
            if parent not in self._reach:
                self._reach[parent] = self._find_reach(parent)
                self._ends.setdefault(self._reach[parent], parent)
            older |= self._reach[parent]
        return older

    def _find_reach(self, name: str) -> int:
        """Return a revision and its ancestors as bits, beginning from those of others where they meet."""
        marks = bytearray(len(self._names) // 8 + 1)
        met = 0
        waiting = [name]
        while waiting:
            older = waiting.pop()
            number = self._bits[older]
            if marks[number >> 3] >> (number & 7) & 1:
                continue
            marks[number >> 3] |= 1 << (number & 7)
            if older in self._reach:
                met |= self._reach[older]
            elif older in self._revisions:
                waiting.extend(self._revisions[older].parents)
                self.work.steps -= len(self._revisions[older].parents)
        return met | int.from_bytes(marks, "little")

    def _with_redactions(self, shared: int, all_ids: int) -> int:
        """Return the shared ancestors and their redactions that are among `all_ids`."""
        known = shared
        for redaction, original in self._redactions if shared else ():
            if all_ids >> redaction & 1 and shared >> original & 1:
                known |= 1 << redaction
        self.work.steps -= len(self._redactions) if shared else 0
        return known

    def _latest_common_ancestor(self, known: int) -> MergeSide | None:
        """Return the latest shared ancestor with a known value; of several, the one with the smallest id."""
        end = self._revisions.get(self._ends.get(known, ""))
        if end is not None and not end.is_bare:  # all others are its ancestors
            return self._read_side(end.value)
        names = [name for name, bit in zip(self._names, reversed(f"{known:b}"), strict=False) if bit == "1"]
        self.work.steps -= len(names)
        revisions = [self._revisions[name] for name in sorted(names) if name in self._revisions]
        candidates = [revision for revision in revisions if not revision.is_bare]
        parents = (parent for revision in candidates for parent in revision.parents)
        older = ancestors(parents, self._revisions)
        latest = next((revision for revision in candidates if revision.id not in older), None)
        return None if latest is None else self._read_side(latest.value)

    def _read_side(self, value: Value) -> MergeSide:
        side = MergeSide.of(value)
        self.work.steps -= len(side.text) // 4
        return side
