"""The process that knows how words are spelt: it reads questions from standard input and answers them.

Loading a dictionary and looking for suggestions take up to a second, and Hunspell lets no other thread run
meanwhile. A question is a line of JSON, and so is its answer.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Protocol

from carreport.subprocess_worker import limit_this_process

MOST_MEMORY = 1 << 30
MOST_SECONDS = 3600
MOST_SUGGESTIONS = 5


def main() -> None:
    """Answer until standard input ends; the first line names the dictionary and a file of more words."""
    from hunspell import Hunspell  # type: ignore[import-untyped]  # noqa: PLC0415 - only this process loads it

    limit_this_process(memory=MOST_MEMORY, seconds=MOST_SECONDS, largest_file=0)
    begun = json.loads(sys.stdin.buffer.readline())
    spelling = Hunspell(
        begun["dictionary"], hunspell_data_dir=begun["folder"], system_encoding=sys.getfilesystemencoding()
    )
    for word in Path(begun["more"]).read_text(encoding="utf-8").split():
        spelling.add(word)
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(json.dumps(_answer(spelling, json.loads(line))).encode() + b"\n")
        sys.stdout.buffer.flush()


class Spelling(Protocol):
    """What the process needs of Hunspell, which has no types of its own."""

    def spell(self, word: str) -> bool:
        """Say whether a word is spelt correctly."""

    def suggest(self, word: str) -> tuple[str, ...]:
        """Return what the word may be meant to be."""


def _answer(spelling: Spelling, asked: dict[str, Any]) -> dict[str, Any]:
    if "suggest" in asked:
        words = list(spelling.suggest(asked["suggest"]))[:MOST_SUGGESTIONS]
        return {"suggest": asked["suggest"], "words": words}
    return {"known": [word for word in asked["words"] if spelling.spell(word)], "words": asked["words"]}
