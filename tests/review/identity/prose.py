"""Ordinary writing about four inquiries, one for each group in `casts`; none of it gives anybody away.

In the files of `topics` a line that begins with `# ` is the path of the answer below it, with numbers and
names for the ids of entries. `with_prose` returns a group with all of it in its answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from carreport.form.answers import Answers
from tests.review.identity.casts import CASTS, Cast, read

_FOLDER = Path(__file__).parent / "topics"


@cache
def prose(name: str) -> Mapping[str, str]:
    """Return what was written about the inquiry of a group, by path."""
    pieces = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").removeprefix("# ").split("\n# ")
    split = (piece.partition("\n") for piece in pieces)
    return {path.strip(): words.strip() for path, _, words in split}


def words_in(name: str) -> int:
    """Return how many words there are about the inquiry of a group."""
    return sum(len(words.split()) for words in prose(name).values())


def with_prose(cast: Cast, name: str) -> Answers:
    """Return a group whose answers have the prose about the inquiry `name`."""
    answers_json = cast.to_json()
    for path, words in prose(name).items():
        _put(answers_json, path, words)
    return read(answers_json)


def all_prose() -> str:
    """Return all of it as one text."""
    return "\n\n".join(words for name in CASTS for words in prose(name).values())


def _put(answers_json: dict[str, Any], path: str, words: str) -> None:
    where, *steps = path.split("/")
    section, question = where.split(".")
    answers = answers_json.setdefault(section, {})
    if not steps:
        answers[question] = words
        return
    item_id, inner = steps
    entries = answers.setdefault(question, [])
    entry = next((entry for entry in entries if entry.get("$id") == item_id), None)
    if entry is None:
        entry = {"$id": item_id}
        if question == "individual":
            entry |= {"respondent": int(item_id), "release": "respondent"}
        entries.append(entry)
    entry[inner] = words
