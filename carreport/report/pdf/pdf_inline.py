"""Emit inline text as values for Typst: runs with emphasis or links, and footnote marks."""

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
"""Marks where a word too long for its line may break; answers never contain this character."""
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_HAS_RTL = re.compile(f"[{_RTL}]")
_RTL_STRETCH = re.compile(f"([{_RTL}](?:[^A-Za-z\u00c0-\u024f]*[{_RTL}])*)")
_HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f\u20e3")
_UNWANTED = str.maketrans("", "", "\u00ad\u202d\u202e")
"""Soft hyphens, because words are not hyphenated, and bidirectional overrides, which reorder text."""
_MARKS_A_LINE = 16
_JOINTS = re.compile(r"(?<=[/@._?&=;,:-])(?=\w)")
_BLANKS = re.compile(r"(\s+)")


def has_right_to_left(text: str) -> bool:
    """Return whether `text` contains right-to-left letters."""
    return bool(_HAS_RTL.search(text))


def right_to_left_language(text: str) -> str | None:
    """Return the language if the first strong letter in `text` is right-to-left, otherwise None."""
    if not _HAS_RTL.search(text):
        return None
    directions = (unicodedata.bidirectional(letter) for letter in text)
    first = next((direction for direction in directions if direction in ("L", "R", "AL")), "L")
    return None if first == "L" else _language(text)


def _language(text: str) -> str:
    return "he" if _HEBREW.search(text) else "ar"


class TypstInlineEmitter:
    """Emits inline text; `anchors` are the cross-reference targets in the report."""

    def __init__(self, anchors: frozenset[str]) -> None:
        self.anchors = anchors
        self.marked: set[int] = set()

    def paragraph(self, words: InlineText, width: float, size: float) -> dict[str, Any]:
        """Return inline text with its direction, for type of `size` points and lines of `width` points."""
        return {"words": self.words(words, width, size), **direction_mark(plain_text(words))}

    def words(self, words: InlineText, width: float, size: float) -> list[dict[str, Any]]:
        """Return the runs in `words` as values for Typst."""
        return [run for piece in words for run in self._run(piece, width, size)]

    def _run(
        self, piece: Span | FootnoteReference | CrossReference, width: float, size: float
    ) -> Iterator[dict[str, Any]]:
        if isinstance(piece, FootnoteReference):
            first = piece.number not in self.marked
            self.marked.add(piece.number)
            yield {"note": piece.number, "first": first}
            return
        marks: dict[str, Any] = {}
        if isinstance(piece, CrossReference):
            marks = {"goes-to": piece.anchor} if piece.anchor in self.anchors else {}
        elif isinstance(piece, Span):
            link = {"link": piece.link} if piece.link and is_safe_link(piece.link) else {}
            marks = {name: True for name in ("strong", "emphasis") if getattr(piece, name)} | link
        for text, language in _split_by_direction(piece.text):
            yield {"text": mark_breaks(text, width, size), **marks, **language}


def direction_mark(text: str) -> Mapping[str, str]:
    """Return the direction value for a right-to-left paragraph, or an empty mapping."""
    language = right_to_left_language(text)
    return {"rtl": language} if language else {}


def remove_direction_overrides(text: str) -> str:
    """Return `text` without soft hyphens and bidirectional overrides."""
    return text.translate(_UNWANTED)


def mark_breaks(text: str, width: float, size: float) -> str:
    """Return `text` with break marks in words that are too long for `width` points at `size` points."""
    text = remove_direction_overrides(text)
    room = width * REFERENCE_SIZE_TWIPS / size
    return "".join(
        _break_word(word, room) if len(word) > 1 and _is_too_wide(word, room) else word
        for word in _BLANKS.split(text)
    )


def _is_too_wide(word: str, room: float) -> bool:
    return text_width_twips(word) > room


def _break_word(word: str, room: float) -> str:
    """Return `word` with break marks after punctuation, as in an address, and between letters if needed."""
    pieces = _JOINTS.split(word)
    return MAY_BREAK.join(
        _break_letters(piece, room) if _is_too_wide(piece, room) else piece for piece in pieces
    )


def _break_letters(word: str, room: float) -> str:
    """Return `word` with a break mark every few letters, but never within graphemes or joined letters."""
    few = max(1, int(len(word) * room / _MARKS_A_LINE / text_width_twips(word)))
    pieces = [word[:1]]
    count = 1
    for before, letter in pairwise(word):
        belongs = unicodedata.category(letter)[0] == "M" or letter in _JOINERS or before in _JOINERS
        joined = _HAS_RTL.match(letter) and _HAS_RTL.match(before)
        breaks = count >= few and not belongs and not joined
        pieces.append(MAY_BREAK + letter if breaks else letter)
        count = 1 if breaks else count + 1
    return "".join(pieces)


def _split_by_direction(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield `text` in runs with one direction each; right-to-left runs include their language."""
    if not _HAS_RTL.search(text):
        yield text, {}
        return
    for piece in _RTL_STRETCH.split(text):
        if piece:
            yield piece, {"lang": _language(piece)} if _HAS_RTL.search(piece) else {}
