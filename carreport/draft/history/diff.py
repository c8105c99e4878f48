"""Say word by word how two versions of an answer differ, for the window and the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|\w+(?:[’'-]\w+)*|[^\w\s]")
_PARAGRAPHS = re.compile(r"[^\n]*\n*")
MOST_WORDS = 4000
"""Two runs of words longer than this are not compared word by word: one goes, the other comes."""


class Mark(StrEnum):
    """What happened to some words on the way from one version to the other."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words in a row with the same mark."""

    mark: Mark
    text: str


def difference(one: str, other: str) -> tuple[Stretch, ...]:
    """Return the way from `one` to `other`: what was kept, added and removed, in reading order.

    Kept and removed together are `one`; kept and added together are `other`.
    """
    found: list[Stretch] = []
    for stretch in _by_paragraph(_PARAGRAPHS.findall(one), _PARAGRAPHS.findall(other)):
        if not stretch.text:
            continue
        if found and found[-1].mark is stretch.mark:
            found[-1] = Stretch(stretch.mark, found[-1].text + stretch.text)
        else:
            found.append(stretch)
    return tuple(found)


def _by_paragraph(one: Sequence[str], other: Sequence[str]) -> Iterator[Stretch]:
    for tag, start, end, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        before, after = "".join(one[start:end]), "".join(other[first:last])
        if tag == "equal":
            yield Stretch(Mark.KEPT, before)
        else:
            yield from _by_word(_WORDS.findall(before), _WORDS.findall(after))


def _by_word(one: Sequence[str], other: Sequence[str]) -> Iterator[Stretch]:
    if max(len(one), len(other)) > MOST_WORDS:
        yield Stretch(Mark.REMOVED, "".join(one))
        yield Stretch(Mark.ADDED, "".join(other))
        return
    for tag, start, end, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Stretch(Mark.KEPT, "".join(one[start:end]))
        else:
            yield Stretch(Mark.REMOVED, "".join(one[start:end]))
            yield Stretch(Mark.ADDED, "".join(other[first:last]))
