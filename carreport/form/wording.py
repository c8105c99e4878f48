"""Put nouns and numbers into words, the same way in the window, on the command line and in reports."""

from __future__ import annotations

from collections.abc import Sequence


def plural(noun: str) -> str:
    """Return the plural of an English noun, well enough for the nouns of forms."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def format_count(number: int, noun: str) -> str:
    """Return “1 reply” or “3 replies”."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def format_count_or_no(number: int, noun: str) -> str:
    """Return “no replies”, “1 reply” or “3 replies”, where nought is worth saying."""
    return format_count(number, noun) if number else f"no {plural(noun)}"


def format_list(names: Sequence[str], joint: str = "and") -> str:
    """Return names as one reads them: “Iain, Morag and Ailsa”; `joint` stands before the last."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"


def sentence_case(words: str) -> str:
    """Return words with a capital at their start."""
    return words[:1].upper() + words[1:]
