"""A program that does nothing but look at the clock: for how long the computer kept even that waiting.

What keeps it waiting is not the program that is measured beside it, but other programs, or another
computer that shares the same processor.
"""

from __future__ import annotations

import subprocess
import sys
import time
from functools import cache

EVERY = 0.002


class Bystander:
    """Looks at the clock in a process of its own while something else is measured."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-S", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.longest()

    def longest(self) -> float:
        """Return for how many seconds at most it was kept waiting since this was last asked."""
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None and told is not None  # noqa: S101, PT018 - both are pipes
        asked.write(b"\n")
        asked.flush()
        return float(told.readline())


@cache
def bystander() -> Bystander:
    """Return the one that stands by as long as this program runs."""
    return Bystander()


def stand_by() -> None:
    """Look at the clock until nobody asks any more."""
    import threading  # noqa: PLC0415 - for the process that stands by only

    longest = 0.0

    def look() -> None:
        nonlocal longest
        last = time.perf_counter()
        while True:
            time.sleep(EVERY)
            now = time.perf_counter()
            longest, last = max(longest, now - last - EVERY), now

    threading.Thread(target=look, daemon=True).start()
    for _ in sys.stdin:
        sys.stdout.write(f"{longest}\n")
        sys.stdout.flush()
        longest = 0.0


if __name__ == "__main__":
    stand_by()
