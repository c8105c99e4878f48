"""Put nouns and numbers into words, the same way in the window, on the command line and in reports."""

from __future__ import annotations


def plural(noun: str) -> str:
    """Return the plural of an English noun, well enough for the nouns of forms."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def counted(number: int, noun: str) -> str:
    """Return “1 reply” or “3 replies”."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def sentence_case(words: str) -> str:
    """Return words with a capital at their start."""
    return words[:1].upper() + words[1:]
