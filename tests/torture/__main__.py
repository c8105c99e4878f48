"""Torture drafts: `python -m tests.torture [KIND]…`, all kinds if none is named; `--full` for the long run.

It ends with a table of what was done and what came of it, and with 1 if a single thing was not as promised.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from multiprocessing import get_context
from time import monotonic

from tests.torture import (
    canaries,
    damage,
    every_command,
    faults,
    hostile,
    kill,
    merge,
    noted_texts,
    ordeal,
    outputs,
    pastes,
    power,
    shim,
    special_files,
    threads,
    unnamed,
    who_columns,
    window,
)
from tests.torture.doings import DOINGS
from tests.torture.scene import Figures

Share = tuple[Callable[..., Figures], tuple[object, ...]]
ON_LINUX = "it listens to Linux, or forks, and this is another system."


@dataclass(frozen=True, slots=True)
class Torture:
    """One kind of torture: how it is cut into shares, how much is short and full, and what it needs."""

    shares: Callable[[range, int], Iterator[Share]]
    short: int
    full: int
    missing: Callable[[], str] = lambda: ""
    busy: float = 1.0
    """How many processes a processor takes: more than one where they mostly wait."""


def _by_chance(run: Callable[..., Figures], each: int) -> Callable[[range, int], Iterator[Share]]:
    """Cut into shares, each with chances of its own; the same share has the same chances in any run."""

    def shares(runs: range, seed: int) -> Iterator[Share]:
        for start in range(runs.start, runs.stop, each):
            yield run, (min(each, runs.stop - start), seed * 100_000 + start // each)

    return shares


def _by_number(run: Callable[..., Figures], each: int) -> Callable[[range, int], Iterator[Share]]:
    """Cut into shares of histories or files that have numbers."""

    def shares(runs: range, seed: int) -> Iterator[Share]:
        for start in range(runs.start, runs.stop, each):
            yield run, (min(each, runs.stop - start), (seed - 1) * 10_000_000 + start)

    return shares


def _kills(runs: range, seed: int) -> Iterator[Share]:
    """One of ten kills is one of the window; in a short run one of 25."""
    one_of = 10 if len(runs) > TORTURES["kill"].short else 25
    for start in range(runs.start, runs.stop, 50):
        here = min(50, runs.stop - start)
        windows = -(-here // one_of)
        yield window.run, (windows, seed * 100_000 + start // 50)
        if here > windows:
            yield kill.run, (here - windows, seed * 100_000 + start // 50)


def _canaries(runs: range, seed: int) -> Iterator[Share]:
    """Copies of histories, and after each hundred of them an inquiry with all its outputs."""
    yield from _by_number(canaries.run, 50)(runs, seed)
    for number in range(runs.start // 100, -(-runs.stop // 100) if len(runs) >= 100 else 0):
        yield outputs.run, (1, seed * 1000 + number)


def _faults(runs: range, _: int) -> Iterator[Share]:
    """Few: the first calls of each kind, one error, while typing. Else every doing, call and error."""
    if runs.stop < TORTURES["faults"].full:
        yield faults.run, (("typing",), tuple(faults.CALLS), ("EIO",), 2)
        yield faults.run, (("opening",), ("openat",), ("EMFILE",), 6)
        yield (
            faults.run,
            (("merging", "sharing", "rendering Word"), ("openat", "write", "fsync"), ("ENOSPC",), 2),
        )
        if shim.has_compiler():
            yield faults.run_short, ("merging", 3)
        return
    every = [(doing, call) for doing in DOINGS for call in faults.CALLS]
    for doing, call in every[runs.start :]:
        yield faults.run, ((doing,), (call,), ())
    for doing in DOINGS:
        if shim.has_compiler():
            yield faults.run_short, (doing,)


def _specials(runs: range, _: int) -> Iterator[Share]:
    """All cases in shares; a number beyond the last one is none."""
    for start in range(runs.start, runs.stop, 40):
        yield special_files.run, (min(40, runs.stop - start), start)


def _not_linux() -> str:
    return "" if sys.platform == "linux" else ON_LINUX


def _no_strace() -> str:
    return "" if faults.has_strace() else "strace is not installed here, or may not be used."


def _no_full_disk() -> str:
    can = sys.platform == "linux" and (os.geteuid() == 0 or shim.has_compiler())
    return "" if can else "it needs the right to mount a disk in memory, or gcc."


TORTURES = {
    "kill": Torture(_kills, 200, 10_000, _not_linux, busy=2),
    "power": Torture(_by_chance(power.run, 2000), 4000, 100_000, _not_linux),
    "faults": Torture(_faults, 1, 2, _no_strace),
    "full": Torture(_by_chance(ordeal.run_full, 4), 6, 500, _no_full_disk),
    "gone": Torture(_by_chance(ordeal.run_gone, 4), 6, 500, _not_linux),
    "merge": Torture(_by_number(merge.run, 500), 200, 100_000),
    "notes": Torture(_by_number(noted_texts.run, 500), 200, 20_000),
    "threads": Torture(_by_number(threads.run, 500), 2000, 100_000),
    "commands": Torture(_by_number(every_command.run, 10), 4, 200),
    "special": Torture(_specials, 20, 1000, _not_linux),
    "damage": Torture(_by_chance(damage.run, 75), 150, 20_000),
    "canaries": Torture(_canaries, 50, 1000),
    "names": Torture(_by_number(unnamed.run, 1), 1, 16),
    "who": Torture(_by_number(who_columns.run, 5), 5, 50),
    "hostile": Torture(_by_number(hostile.run, 100), 42, 2000),
    "pastes": Torture(_by_number(pastes.run, 60), 120, 1000),
}
TABLE = "| torture | minutes | what was done | what must be 0 | |\n|---|---|---|---|---|"


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for and print the figures."""
    given = _asked(arguments)
    rows, ends = [TABLE], 0
    for kind in given.kinds or TORTURES:
        if reason := TORTURES[kind].missing():
            row = f"| {kind} | – | left out: {reason} | – | |"
        else:
            row, is_right = _tortured(kind, given)
            ends = ends if is_right else 1
        rows.append(row)
    if not given.json:
        print("\n" + "\n".join(rows))  # noqa: T201
    return ends


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(TORTURES)}; all without one")
    parser.add_argument("--full", action="store_true", help="the long run; it takes some hours")
    parser.add_argument("--runs", type=int, help="how many, in place of the short or the full number")
    parser.add_argument("--first", type=int, default=0, help="with which to begin, to go on from another run")
    parser.add_argument("--seed", type=int, default=1, help="another number makes other chances")
    parser.add_argument("--jobs", type=int, help="how many processes at once; as many as suits without it")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    given = parser.parse_args(arguments)
    unknown = set(given.kinds) - TORTURES.keys()
    if unknown:
        parser.error(f"there is no torture {', '.join(sorted(unknown))}")
    return given


def _tortured(kind: str, given: argparse.Namespace) -> tuple[str, bool]:
    """Do one kind of torture; return its row of the table, and whether all was as promised."""
    torture, before = TORTURES[kind], monotonic()
    count = given.runs or (torture.full if given.full else torture.short)
    runs = range(given.first, given.first + count) if kind != "faults" else range(given.first, count)
    workers = given.jobs or max(1, round((os.cpu_count() or 1) * torture.busy))
    figures = _all_of(list(torture.shares(runs, given.seed)), workers)
    minutes = (monotonic() - before) / 60
    verdict = "as promised" if figures.is_right else "**not as promised**"
    if given.json:
        counts = {field.name: getattr(figures, field.name) for field in fields(figures)}
        print(json.dumps({"kind": kind, "is_right": figures.is_right, **counts}))  # noqa: T201
    else:
        print(f"{kind}: {verdict}, {minutes:.1f} minutes", flush=True)  # noqa: T201
    return f"| {kind} | {minutes:.1f} | {figures.done} | {figures.wrong} | {verdict} |", figures.is_right


def _all_of(shares: list[Share], workers: int) -> Figures:
    """Do all shares, several at a time, each in a process of its own.

    A single share with `--jobs 1` needs no further process.
    """
    if workers == len(shares) == 1:
        work, asked = shares[0]
        return work(*asked)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        results = [pool.submit(work, *asked) for work, asked in shares]
        figures = results[0].result()
        for result in results[1:]:
            figures.add(result.result())
    return figures


if __name__ == "__main__":
    sys.exit(main())
