"""Compare two versions of an answer word by word, for the window and the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+(?:[’'-]\w+)*|[^\w\s]")
_PARAGRAPHS = re.compile(r"[^\n]*\n*")
MAX_WORDS = 4000
"""Longer runs of words are not compared: one is removed, the other added."""


class DiffOp(StrEnum):
    """Whether words were kept, added or removed."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class DiffSpan:
    """A run of words with the same operation."""

    op: DiffOp
    text: str


def diff_text(one: str, other: str) -> tuple[DiffSpan, ...]:
    """Return the difference between `one` and `other` as spans, in reading order.

    Kept and removed spans together are `one`; kept and added spans together are `other`.
    """
    spans: list[DiffSpan] = []
    for stretch in _diff_paragraphs(_PARAGRAPHS.findall(one), _PARAGRAPHS.findall(other)):
        if not stretch.text:
            continue
        if spans and spans[-1].op is stretch.op:
            spans[-1] = DiffSpan(stretch.op, spans[-1].text + stretch.text)
        else:
            spans.append(stretch)
    return tuple(spans)


def _diff_paragraphs(one: Sequence[str], other: Sequence[str]) -> Iterator[DiffSpan]:
    for tag, start, end, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        before, after = "".join(one[start:end]), "".join(other[first:last])
        if tag == "equal":
            yield DiffSpan(DiffOp.KEPT, before)
        else:
            yield from _diff_words(_WORDS.findall(before), _WORDS.findall(after))


def _diff_words(one: Sequence[str], other: Sequence[str]) -> Iterator[DiffSpan]:
    if max(len(one), len(other)) > MAX_WORDS:
        yield DiffSpan(DiffOp.REMOVED, "".join(one))
        yield DiffSpan(DiffOp.ADDED, "".join(other))
        return
    for tag, start, end, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield DiffSpan(DiffOp.KEPT, "".join(one[start:end]))
        else:
            yield DiffSpan(DiffOp.REMOVED, "".join(one[start:end]))
            yield DiffSpan(DiffOp.ADDED, "".join(other[first:last]))
