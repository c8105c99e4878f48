"""Estimate the width of text, and how many lines it takes in a column."""

from __future__ import annotations

from functools import lru_cache

_WIDTHS = {
    **dict.fromkeys("ijl|'’‘", 225), **dict.fromkeys("ft.,:;!/\\[] I·", 278),
    **dict.fromkeys('r()-`"“”*', 345),
    **dict.fromkeys("cksvxyzJ", 500), **dict.fromkeys("FTZ+<>=~", 600), **dict.fromkeys("&ABEKPSVXY", 667),
    **dict.fromkeys("CDHNRUw", 722), **dict.fromkeys("GOQ", 778), **dict.fromkeys("mM", 833),
    "%": 889, "W": 944, "@": 1015, "…": 1000, "—": 1000,
}  # fmt: skip
"""Advance widths of common characters, in thousandths of the font size."""
_MOST_LETTERS, _WIDE_LETTERS = 556, 1000
_FIRST_WIDE = "\u2e80"
_BOLD = 1.08
REFERENCE_FONT_SIZE = 11.0
"""The font size, in points, for which widths are estimated."""
REFERENCE_SIZE_TWIPS = 220
"""`REFERENCE_FONT_SIZE` in twips (twentieths of a point)."""


@lru_cache(maxsize=4096)
def text_width_twips(text: str, *, bold: bool = False) -> int:
    """Return the estimated width of `text` on one line at the reference size, in twips."""
    thousandths = sum(
        _WIDTHS.get(letter, _WIDE_LETTERS if letter >= _FIRST_WIDE else _MOST_LETTERS) for letter in text
    )
    return round(thousandths * REFERENCE_SIZE_TWIPS / 1000 * (_BOLD if bold else 1)) + 1


def wrapped_line_count(text: str, width: int) -> int:
    """Return a generous estimate of the lines `text` takes in a column `width` twips wide."""
    return sum(1 + int(text_width_twips(line) * 1.1) // max(width, 1) for line in text.split("\n"))
