"""Torture the merging of texts with notes and tables: people add, reword and remove them at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.rich_text import text
from tests.torture.merge import ACTS, STORY, Merged, Person, World, tortured

NOTE_ACTS = (
    *ACTS,
    "note",
    "note",
    "note",
    "renote",
    "reword",
    "reword",
    "unnote",
    "table",
    "cell",
    "cell",
    "row",
    "column",
)


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
        if blocks[place]["type"] == "table":
            rows = blocks[place]["rows"]
            row = where % len(rows)
            rows = [*rows[:row], [_changed(rows[row][0], change), *rows[row][1:]], *rows[row + 1 :]]
            blocks[place] = {**blocks[place], "rows": rows}
        else:
            blocks[place] = {**blocks[place], "spans": _changed(blocks[place]["spans"], change)}
        self.type(person, STORY, blocks)

    def _write(self, person: Person, where: int) -> None:
        blocks = self._blocks(person)
        place = where % (len(blocks) + 1)
        self.type(person, STORY, [*blocks[:place], *text(self.word(person)), *blocks[place + where % 2 :]])

    def _note(self, person: Person, where: int) -> None:
        self._change(person, where, {"note": [{"text": self.word(person)}]})

    def _renote(self, person: Person, _: int) -> None:
        """Reword the first note that there is."""
        blocks = enumerate(self._blocks(person))
        noted = (number for number, block in blocks if "note" in block.get("spans", [{}])[0])
        place = next(noted, None)
        if place is not None:
            self._change(person, place, {"note": [{"text": self.word(person), "strong": True}]})

    def _reword(self, person: Person, where: int) -> None:
        self._change(person, where, {"text": self.word(person)})

    def _unnote(self, person: Person, where: int) -> None:
        self._change(person, where, {"note": []})

    def _table(self, person: Person, where: int) -> None:
        """Put a table of four words into the text."""
        blocks = self._blocks(person)
        rows = [[[{"text": self.word(person)}] for _ in range(2)] for _ in range(2)]
        place = where % (len(blocks) + 1)
        table = {"type": "table", "rows": rows, "header": True}
        self.type(person, STORY, [*blocks[:place], table, *blocks[place:]])

    def _first_table(self, person: Person, change: Callable[[list[Any]], list[Any]]) -> None:
        blocks = self._blocks(person)
        place = next((number for number, block in enumerate(blocks) if block["type"] == "table"), None)
        if place is not None:
            blocks[place] = {**blocks[place], "rows": change(blocks[place]["rows"])}
            self.type(person, STORY, blocks)

    def _cell(self, person: Person, where: int) -> None:
        """Say something else in one cell of the first table."""

        def change(rows: list[Any]) -> list[Any]:
            row, column = where // 2 % len(rows), where % len(rows[0])
            cells = list(rows[row])
            cells[column] = [{"text": self.word(person)}]
            return [*rows[:row], cells, *rows[row + 1 :]]

        self._first_table(person, change)

    def _row(self, person: Person, where: int) -> None:
        """Add a row, or remove the last one of several."""

        def change(rows: list[Any]) -> list[Any]:
            if where % 3 == 0 and len(rows) > 2:
                return rows[:-1]
            said = [{"text": self.word(person), "note": [{"text": self.word(person)}]}]
            return [*rows, [said, *rows[0][1:]]]

        self._first_table(person, change)

    def _column(self, person: Person, _: int) -> None:
        """Add a column, with the same words in each row."""

        def change(rows: list[Any]) -> list[Any]:
            said = [{"text": self.word(person)}]
            return [[*row, said] for row in rows]

        self._first_table(person, change)


def _changed(spans: list[dict[str, Any]], change: dict[str, Any]) -> list[dict[str, Any]]:
    span = {name: value for name, value in ((spans or [{"text": "x"}])[0] | change).items() if value}
    return [span]


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
