"""Torture drafts: `python -m tests.torture [kill|power|faults|damage]…`, and `--full` for the long run.

It says what it did and what came of it, and ends with 1 if anything was not as it was promised.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from multiprocessing import get_context
from time import monotonic

from tests.torture import damage, faults, kill, power
from tests.torture.scene import Figures

Share = tuple[Callable[..., Figures], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Torture:
    """One kind of torture: how it is cut into shares, and how much is short and full."""

    shares: Callable[[int, int], Iterator[Share]]
    short: int
    full: int
    workers: int = 2


def _counted(run: Callable[..., Figures], each: int) -> Callable[[int, int], Iterator[Share]]:
    def shares(runs: int, seed: int) -> Iterator[Share]:
        for number, start in enumerate(range(0, runs, each)):
            yield run, (min(each, runs - start), seed * 1000 + number)

    return shares


def _faults(runs: int, _: int) -> Iterator[Share]:
    """Few: the first calls of each kind, one error, while typing. Else every doing, call and error."""
    if runs < TORTURES["faults"].full:
        yield faults.run, (("typing",), faults.CALLS, ("EIO",), 5)
        return
    for doing in faults.DOINGS:
        for call in faults.CALLS:
            yield faults.run, ((doing,), (call,), faults.ERRORS)


TORTURES = {
    "kill": Torture(_counted(kill.run, 50), 50, 10_000, workers=4),
    "power": Torture(_counted(power.run, 2000), 4000, 100_000),
    "faults": Torture(_faults, 1, 2),
    "damage": Torture(_counted(damage.run, 75), 150, 20_000),
}


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(TORTURES)}; all without one")
    parser.add_argument("--full", action="store_true", help="the long run; it takes about half an hour")
    parser.add_argument("--runs", type=int, help="how many, in place of the short or the full number")
    parser.add_argument("--seed", type=int, default=1, help="another number makes other chances")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    given = parser.parse_args(arguments)
    unknown = set(given.kinds) - TORTURES.keys()
    if unknown:
        parser.error(f"there is no torture {', '.join(sorted(unknown))}")
    return max([_torture(kind, given) for kind in given.kinds or TORTURES])


def _torture(kind: str, given: argparse.Namespace) -> int:
    if kind == "faults" and not faults.has_strace():
        print("faults: strace is not installed here, or may not be used.")  # noqa: T201
        return 0
    torture = TORTURES[kind]
    before = monotonic()
    runs = given.runs or (torture.full if given.full else torture.short)
    figures = _all_of(list(torture.shares(runs, given.seed)), torture.workers)
    if given.json:
        counts = {each.name: getattr(figures, each.name) for each in fields(figures)}
        print(json.dumps({"kind": kind, "is_right": figures.is_right, **counts}))  # noqa: T201
    else:
        verdict = "as promised" if figures.is_right else "NOT as promised"
        print(f"{kind}: {verdict}, after {monotonic() - before:.0f} s\n{figures.table}", flush=True)  # noqa: T201
    return 0 if figures.is_right else 1


def _all_of(shares: list[Share], workers: int) -> Figures:
    """Do all shares, several at a time, each in a process that no other shares its threads with."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        results = [pool.submit(work, *asked) for work, asked in shares]
        figures = results[0].result()
        for each in results[1:]:
            figures.add(each.result())
    return figures


if __name__ == "__main__":
    sys.exit(main())
