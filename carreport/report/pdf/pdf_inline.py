"""Hand running text to the typesetter: each run with its emphasis, its link or its note."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from carreport.form.richtext import Span, is_safe_link
from carreport.report.model import CrossReference, FootnoteReference, InlineText, plain_text
from carreport.report.text_width import REFERENCE_SIZE_TWIPS, text_width_twips

MAY_BREAK = "\x1f"
"""Stands where a word may break that is too long for its line; answers never hold it."""
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_HAS_RTL = re.compile(f"[{_RTL}]")
_RTL_STRETCH = re.compile(f"([{_RTL}](?:[^A-Za-z\u00c0-\u024f]*[{_RTL}])*)")
_HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f\u20e3")
_UNWANTED = str.maketrans("", "", "\u00ad\u202d\u202e")
"""Soft hyphens, since no word is hyphenated, and marks that make words stand in a false order."""
_MARKS_A_LINE = 16
_JOINTS = re.compile(r"(?<=[/@._?&=;,:-])(?=\w)")
_BLANKS = re.compile(r"(\s+)")


def has_right_to_left(text: str) -> bool:
    """Say whether some letters in a text read from the right."""
    return bool(_HAS_RTL.search(text))


def right_to_left_language(text: str) -> str | None:
    """Return the language of text whose first letter reads from the right, else None."""
    if not _HAS_RTL.search(text):
        return None
    directions = (unicodedata.bidirectional(letter) for letter in text)
    first = next((each for each in directions if each in ("L", "R", "AL")), "L")
    return None if first == "L" else _language(text)


def _language(text: str) -> str:
    return "he" if _HEBREW.search(text) else "ar"


class TypstInlineEmitter:
    """Writes running text; `anchors` are the places that the report has, each once."""

    def __init__(self, anchors: frozenset[str]) -> None:
        self.anchors = anchors
        self.marked: set[int] = set()

    def paragraph(self, words: InlineText, width: float, size: float) -> dict[str, Any]:
        """Return a running text of `size` points with its direction; its lines are `width` long."""
        return {"words": self.words(words, width, size), **direction_mark(plain_text(words))}

    def words(self, words: InlineText, width: float, size: float) -> list[dict[str, Any]]:
        """Return each run as a value."""
        return [made for each in words for made in self._run(each, width, size)]

    def _run(
        self, each: Span | FootnoteReference | CrossReference, width: float, size: float
    ) -> Iterator[dict[str, Any]]:
        if isinstance(each, FootnoteReference):
            first = each.number not in self.marked
            self.marked.add(each.number)
            yield {"note": each.number, "first": first}
            return
        marks: dict[str, Any] = {}
        if isinstance(each, CrossReference):
            marks = {"goes-to": each.anchor} if each.anchor in self.anchors else {}
        elif isinstance(each, Span):
            link = {"link": each.link} if each.link and is_safe_link(each.link) else {}
            marks = {name: True for name in ("strong", "emphasis") if getattr(each, name)} | link
        for text, language in _split_by_direction(each.text):
            yield {"text": mark_breaks(text, width, size), **marks, **language}


def direction_mark(text: str) -> Mapping[str, str]:
    """Return the mark of a paragraph that reads from the right, or nothing."""
    language = right_to_left_language(text)
    return {"rtl": language} if language else {}


def remove_direction_overrides(text: str) -> str:
    """Return `text` as its letters are to be seen, in the order in which they were typed."""
    return text.translate(_UNWANTED)


def mark_breaks(text: str, width: float, size: float) -> str:
    """Return `text` with marks where a word may break that a line of `width` points cannot hold at `size`."""
    text = remove_direction_overrides(text)
    room = width * REFERENCE_SIZE_TWIPS / size
    return "".join(
        _break_word(word, room) if len(word) > 1 and _is_too_wide(word, room) else word
        for word in _BLANKS.split(text)
    )


def _is_too_wide(word: str, room: float) -> bool:
    return text_width_twips(word) > room


def _break_word(word: str, room: float) -> str:
    """Return `word` with marks at its joints, as an address has them, and elsewhere if need be."""
    pieces = _JOINTS.split(word)
    return MAY_BREAK.join(_break_letters(each, room) if _is_too_wide(each, room) else each for each in pieces)


def _break_letters(word: str, room: float) -> str:
    """Return `word` with marks after every few letters, never between a letter and what belongs to it."""
    few = max(1, int(len(word) * room / _MARKS_A_LINE / text_width_twips(word)))
    made = [word[:1]]
    since = 1
    for before, letter in pairwise(word):
        belongs = unicodedata.category(letter)[0] == "M" or letter in _JOINERS or before in _JOINERS
        joined = _HAS_RTL.match(letter) and _HAS_RTL.match(before)
        marked = since >= few and not belongs and not joined
        made.append(MAY_BREAK + letter if marked else letter)
        since = 1 if marked else since + 1
    return "".join(made)


def _split_by_direction(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield `text` in stretches of one direction, those from the right with their language."""
    if not _HAS_RTL.search(text):
        yield text, {}
        return
    for piece in _RTL_STRETCH.split(text):
        if piece:
            yield piece, {"lang": _language(piece)} if _HAS_RTL.search(piece) else {}
