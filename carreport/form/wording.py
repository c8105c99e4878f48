"""Format counts, lists and nouns as text, for the window, the command line and reports."""

from __future__ import annotations

from collections.abc import Sequence


def plural(noun: str) -> str:
    """Return the plural of an English noun, for the nouns used in forms."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def format_count(number: int, noun: str) -> str:
    """Return “1 reply” or “3 replies”."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def format_count_or_no(number: int, noun: str) -> str:
    """Return “no replies”, “1 reply” or “3 replies”."""
    return format_count(number, noun) if number else f"no {plural(noun)}"


def format_list(names: Sequence[str], joint: str = "and") -> str:
    """Return a list of names as text, such as “Iain, Morag and Ailsa”; `joint` comes before the last."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"


def sentence_case(words: str) -> str:
    """Return text with a capital first letter."""
    return words[:1].upper() + words[1:]
