"""A program that does nothing but look at the clock: when this computer kept even that waiting.

What keeps it waiting is not the program that is measured beside it, but other programs, or another
computer that shares the same processor.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from threading import Thread

EVERY = 0.002
LATE = 0.003
"""By how many seconds it is kept waiting before that is told."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when, by `time.perf_counter`, which is the same for all programs of one computer."""

    begun: float
    ended: float

    @property
    def lasted(self) -> float:
        """For how many seconds it went on."""
        return self.ended - self.begun

    def shared_with(self, other: Stretch) -> float:
        """Return for how many seconds both went on."""
        return max(0.0, min(self.ended, other.ended) - max(self.begun, other.begun))


class Bystander:
    """Looks at the clock in a process of its own while something else is measured."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import stand_by; stand_by()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.waits()

    def waits(self) -> list[Stretch]:
        """Return when it was kept waiting since this was last asked."""
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None and told is not None  # noqa: S101, PT018 - both are pipes
        asked.write(b"\n")
        asked.flush()
        return [Stretch(*each) for each in json.loads(told.readline())]


@cache
def bystander() -> Bystander:
    """Return the one that stands by as long as this program runs."""
    return Bystander()


def stand_by() -> None:
    """Look at the clock until nobody asks any more."""
    waits: list[tuple[float, float]] = []

    def look() -> None:
        last = time.perf_counter()
        while True:
            time.sleep(EVERY)
            now = time.perf_counter()
            if now - last > EVERY + LATE:
                waits.append((last + EVERY, now))
            last = now

    Thread(target=look, daemon=True).start()
    for _ in sys.stdin:
        told, waits[:] = list(waits), []
        sys.stdout.write(f"{json.dumps(told)}\n")
        sys.stdout.flush()
