"""Say word by word how two versions of an answer differ, for the window and the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+(?:[’'-]\w+)*|[^\w\s]")
_PARAGRAPHS = re.compile(r"[^\n]*\n*")
MAX_WORDS = 4000
"""Two runs of words longer than this are not compared word by word: one goes, the other comes."""


class DiffOp(StrEnum):
    """What happened to some words on the way from one version to the other."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class DiffSpan:
    """Some words in a row with the same mark."""

    op: DiffOp
    text: str


def diff_text(one: str, other: str) -> tuple[DiffSpan, ...]:
    """Return the way from `one` to `other`: what was kept, added and removed, in reading order.

    Kept and removed together are `one`; kept and added together are `other`.
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
