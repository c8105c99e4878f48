"""Torture the merging of texts with notes: people add, reword and remove notes and their words at once."""

from __future__ import annotations

import random
from typing import Any

from tests.rich_text import text
from tests.torture.merge import ACTS, STORY, Merged, Person, World, tortured

NOTE_ACTS = (*ACTS, "note", "note", "note", "renote", "reword", "reword", "unnote")


class NotedWorld(World):
    """People whose text has notes; whoever types changes one paragraph, or one note."""

    def _blocks(self, person: Person) -> list[dict[str, Any]]:
        return list(person.book.tree.answers().get(STORY) or [])

    def _change(self, person: Person, where: int, change: dict[str, Any]) -> None:
        """Change the words or the note of a paragraph; an empty note is removed."""
        blocks = self._blocks(person)
        if not blocks:
            return
        place = where % len(blocks)
        span = {name: value for name, value in (blocks[place]["spans"][0] | change).items() if value}
        blocks[place] = {**blocks[place], "spans": [span]}
        self.type(person, STORY, blocks)

    def _write(self, person: Person, where: int) -> None:
        blocks = self._blocks(person)
        place = where % (len(blocks) + 1)
        self.type(person, STORY, [*blocks[:place], *text(self.word(person)), *blocks[place + where % 2 :]])

    def _note(self, person: Person, where: int) -> None:
        self._change(person, where, {"note": [{"text": self.word(person)}]})

    def _renote(self, person: Person, _: int) -> None:
        """Reword the first note that there is."""
        noted = (number for number, block in enumerate(self._blocks(person)) if "note" in block["spans"][0])
        place = next(noted, None)
        if place is not None:
            self._change(person, place, {"note": [{"text": self.word(person), "strong": True}]})

    def _reword(self, person: Person, where: int) -> None:
        self._change(person, where, {"text": self.word(person)})

    def _unnote(self, person: Person, where: int) -> None:
        self._change(person, where, {"note": []})


def interleaving(seed: int) -> NotedWorld:
    """Return a world after one random history, exchanged."""
    chance = random.Random(seed)  # noqa: S311 - a history that can be told again
    world = NotedWorld(chance.randint(2, 5))
    for _ in range(chance.randint(5, 60)):
        world.act(chance.randrange(8), chance.choice(NOTE_ACTS), chance.randrange(10))
    world.exchange()
    return world


def run(count: int, first: int) -> Merged:
    """Do one share of the torture: the interleavings with the numbers from `first`."""
    return tortured(map(interleaving, range(first, first + count)), first)
