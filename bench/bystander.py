"""An idle program that only reads the clock, to find out when this computer delayed even that.

Its delays are not caused by the program that is measured, but by other programs or by another virtual
machine on the same processor.
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
"""Delays of fewer seconds than this are not recorded."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of `time.perf_counter`, which is the same in all processes of a computer."""

    start: float
    end: float

    @property
    def duration(self) -> float:
        """The duration in seconds."""
        return self.end - self.start

    def shared_with(self, other: Interval) -> float:
        """Return the number of seconds in both intervals."""
        return max(0.0, min(self.end, other.end) - max(self.start, other.start))


class Bystander:
    """Reads the clock in a separate process while something else is measured."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import stand_by; stand_by()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.delays()

    def delays(self) -> list[Interval]:
        """Return the delays since the last call."""
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None and answers is not None  # noqa: S101, PT018 - both are pipes
        requests.write(b"\n")
        requests.flush()
        return [Interval(*delay) for delay in json.loads(answers.readline())]


@cache
def bystander() -> Bystander:
    """Return the bystander of this process."""
    return Bystander()


def stand_by() -> None:
    """Read the clock until the standard input is closed."""
    delays: list[tuple[float, float]] = []

    def read_clock() -> None:
        last = time.perf_counter()
        while True:
            time.sleep(EVERY)
            now = time.perf_counter()
            if now - last > EVERY + LATE:
                delays.append((last + EVERY, now))
            last = now

    Thread(target=read_clock, daemon=True).start()
    for _ in sys.stdin:
        recent, delays[:] = list(delays), []
        sys.stdout.write(f"{json.dumps(recent)}\n")
        sys.stdout.flush()
