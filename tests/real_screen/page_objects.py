"""The objects of the page that is shown, as the accessibility bus tells them: names, roles, places."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.real_screen.speech import SYSTEM_PYTHON

TREE = Path(__file__).with_name("bus_tree.py")


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on the screen."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """The point at which it is clicked."""
        return self.x + self.width // 2, self.y + self.height // 2

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it can be seen."""
        return self.width <= 0 or self.height <= 0

    @property
    def bottom(self) -> int:
        """The first line below it."""
        return self.y + self.height

    def within(self, other: Place) -> Place:
        """Return the part of it that is inside another."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        right = min(self.x + self.width, other.x + other.width)
        return Place(left, top, right - left, min(self.bottom, other.bottom) - top)


@dataclass(slots=True)
class Thing:
    """An object on the bus."""

    parent: int | None
    role: str
    name: str
    label: str
    description: str
    attributes: dict[str, str]
    focusable: bool
    focused: bool
    extents: list[int] | None = None
    states: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.role} “{self.name}”"

    @property
    def place(self) -> Place | None:
        """Where it is, if it is anywhere."""
        return Place(*self.extents) if self.extents else None


class PageReader:
    """Reads the bus, again and again."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def read(self) -> list[Thing]:
        """Return everything that is shown now."""
        return [Thing(**told) for told in json.loads(self._ask("read"))]

    def places(self) -> list[Place | None]:
        """Return where everything that was read last is now."""
        return [Place(*told) if told else None for told in json.loads(self._ask("places"))]

    def _ask(self, question: str) -> str:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{question}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


@contextmanager
def page_reader(environment: Mapping[str, str]) -> Iterator[PageReader]:
    """Start reading the bus of this environment for a while."""
    process = subprocess.Popen(
        [SYSTEM_PYTHON, str(TREE), "follow"], env=dict(environment),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield PageReader(process)
    finally:
        process.terminate()
        process.wait()


def in_sight(things: Sequence[Thing], number: int) -> Place | None:
    """Return the part of an object that can be seen inside everything around it, if there is any."""
    seen = things[number].place
    around = things[number].parent
    while seen is not None and not seen.is_empty and around is not None:
        outer = things[around].place
        if outer is not None and not outer.is_empty:
            seen = seen.within(outer)
        around = things[around].parent
    return seen if seen is not None and not seen.is_empty else None
