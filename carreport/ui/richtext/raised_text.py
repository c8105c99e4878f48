"""Write text above or below the line, such as the exponent of 10⁶, with the characters that exist for it."""

from __future__ import annotations

import re

_UP = dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
_DOWN = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_WRITTEN = frozenset((*_UP.values(), *_DOWN.values()))
_STYLE = re.compile(
    r"(?:(?<![\w-])vertical-align|mso-text-raise):\s*"
    r"(?:(super|sub|baseline)|([-+]?[0-9]*\.?[0-9]+)(pt|px|em|ex|rem|%|))"
)
_LEAST = {"%": 20.0, "em": 0.2, "ex": 0.4, "rem": 0.2}
"""The least distance from the line, by its unit, of a superscript; icons are moved by less."""
_LEAST_POINTS = 1.5
_EXPONENT = re.compile(
    r"[abfgijklmnpqtuvwxyz]|.{0,20}\w *[-+−×/*=^] *\w.{0,20}|[-+−] *\w{1,20}", re.IGNORECASE
)
"""Text that must not join the text before it: a variable, a calculation, the mark of a footnote."""


def raised_by(style: str) -> str | None:
    """Return where a style puts text: "super", "sub", or "" for on the line; None if it does not say."""
    found = _STYLE.search(style)
    if found is None:
        return None
    if found[1]:
        return "" if found[1] == "baseline" else found[1]
    distance, least = float(found[2]), _LEAST.get(found[3], _LEAST_POINTS)
    return "super" if distance >= least else "sub" if distance <= -least else ""


def raise_text(text: str, place: str) -> str:
    """Return text above or below the line with the characters that Unicode has for it.

    Text with other characters stays as it is, such as the “st” of 1st, but numbers and exponents are
    marked, so that they never join the text before them.
    """
    letters = _UP if place == "super" else _DOWN
    if all(letter in letters or letter.isspace() for letter in text):
        return "".join(letters.get(letter, letter) for letter in text)
    bare = text.strip()
    has_number = any(letter.isnumeric() and letter not in _WRITTEN for letter in bare)
    if bare[:1] in "[(" or not (has_number or (place == "super" and _EXPONENT.fullmatch(bare))):
        return text
    return f"{'^' if place == 'super' else '_'}({bare})"
