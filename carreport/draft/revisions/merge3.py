"""Merge two edits to one answer three-way, paragraph by paragraph or reply by reply.

Every change of both sides is in the result, or there is no result: no text is dropped unless its
own side deleted it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from carreport.form.answers import canonical_json
from carreport.form.schema import Value
from carreport.survey.replies.merge_replies import is_entered, merge_entered


@dataclass(frozen=True, slots=True)
class MergedValue:
    """The merged value of two edits."""

    value: Value


@dataclass(frozen=True, slots=True, order=True)
class _DiffHunk:
    """The paragraphs `start` to `end` of the common ancestor became `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def adds_lines(self) -> bool:
        return len(self.lines) > self.end - self.start


def merge_values(base: Value, ours: Value, theirs: Value) -> MergedValue | None:
    """Return `ours` and `theirs` merged, or nothing if their edits of `base` conflict.

    Texts merge by paragraph, manually entered replies by reply; any other answer merges only if one
    side did not change it.
    """
    if _same(ours, theirs) or _same(theirs, base):
        return MergedValue(ours)
    if _same(ours, base):
        return MergedValue(theirs)
    if is_entered(ours) and is_entered(theirs) and (is_empty_value(base) or is_entered(base)):
        replies = merge_entered(base, ours, theirs)
        return None if replies is None else MergedValue(replies)
    if not (_is_text(base) and _is_text(ours) and _is_text(theirs)):
        return None
    blocks = {canonical_json(block): block for side in (base, ours, theirs) for block in side or ()}
    lines = merge_lines(*([canonical_json(block) for block in side or ()] for side in (base, ours, theirs)))
    return None if lines is None else MergedValue([blocks[line] for line in lines])


def is_empty_value(value: Value) -> bool:
    """Say whether a value is empty, whatever its kind."""
    return value in (None, "", [], {})


def merge_lines(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """Return the lines of `base` with the edits of both sides, or nothing if they conflict."""
    edits = sorted({*_hunks(base, ours), *_hunks(base, theirs)})
    if any(_overlap(*pair) for pair in pairwise(edits)):
        return None
    lines: list[str] = []
    done = 0
    for edit in edits:
        lines.extend(base[done : edit.start])
        lines.extend(edit.lines)
        done = edit.end
    return [*lines, *base[done:]]


def _hunks(base: Sequence[str], side: Sequence[str]) -> Iterator[_DiffHunk]:
    for tag, start, end, first, last in SequenceMatcher(None, base, side, autojunk=False).get_opcodes():
        if tag == "replace" and end - start == last - first:  # equal lengths: pair the lines
            yield from (_DiffHunk(start + n, start + n + 1, (side[first + n],)) for n in range(end - start))
        elif tag != "equal":
            yield _DiffHunk(start, end, tuple(side[first:last]))


def _overlap(before: _DiffHunk, after: _DiffHunk) -> bool:
    """Say whether two edits change the same lines, or leave open which comes first."""
    if after.start < before.end:
        return True
    if after.start > before.end:
        return False
    inserts = before.start == before.end or after.start == after.end
    return inserts and before.adds_lines and after.adds_lines


def _same(one: Value, other: Value) -> bool:
    return (is_empty_value(one) and is_empty_value(other)) or canonical_json(one) == canonical_json(other)


def _is_text(value: Value) -> bool:
    return value is None or (
        isinstance(value, list) and all(isinstance(block, dict) and "spans" in block for block in value)
    )
