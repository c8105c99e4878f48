"""Compare the numbers in all outputs of drawn inquiries with an independent count: `python -m tests.counts`.

It ends with a table for each sort of output, and exits with 1 if a single number is wrong.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import monotonic

from tests.counts.making import Verdicts, compare_one
from tests.counts.printed import Verdict

HEAD = "| output | agree | of the page | differ | missing | not explained |\n|---|---|---|---|---|---|"


def main(arguments: list[str] | None = None) -> int:
    """Compare what was asked for and print the figures."""
    given = _asked(arguments)
    formats = tuple(f".{name}" for name in given.formats.split(","))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    before, totals, refusals = monotonic(), Verdicts(), 0
    for seed, verdicts, refused in _results(given, formats):
        if refused:
            refusals += 1
            print(f"{seed}: refused: {refused[:600]}", flush=True)  # noqa: T201
        for place, verdict in verdicts.items():
            for line in (*verdict.differ, *verdict.missing):
                print(f"{seed}: {place}: {line}", flush=True)  # noqa: T201
            totals.setdefault(place, Verdict()).add(verdict)
    print("\n" + "\n".join(_table(totals)))  # noqa: T201
    minutes = (monotonic() - before) / 60
    print(f"\n{given.runs} inquiries in {minutes:.1f} minutes; {refusals} refused.")  # noqa: T201
    whole = Verdict()
    for verdict in totals.values():
        whole.add(verdict)
    for kind, number in whole.unexplained.most_common(40):
        print(f"not explained, {number} times: {kind}")  # noqa: T201
    return 1 if whole.differ or whole.missing or whole.unexplained or refusals else 0


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.counts", description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=20, help="how many inquiries to draw; 500 for the long run"
    )
    parser.add_argument("--seed", type=int, default=0, help="the number of the first one")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes at once")
    parser.add_argument("--formats", default="html,docx,pdf", help="the forms of the reports, first html")
    parser.add_argument("--no-window", action="store_true", help="leave the window out")
    return parser.parse_args(arguments)


def _results(given: argparse.Namespace, formats: tuple[str, ...]) -> Iterator[tuple[int, Verdicts, str]]:
    seeds = range(given.seed, given.seed + given.runs)
    if given.jobs == 1:
        for seed in seeds:
            yield compare_one(seed, formats, has_window=not given.no_window)
        return
    with ProcessPoolExecutor(given.jobs, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(compare_one, seed, formats, has_window=not given.no_window) for seed in seeds]
        yield from (result.result() for result in waiting)


def _table(totals: Verdicts) -> Iterator[str]:
    yield HEAD
    for place, verdict in totals.items():
        counts = (
            verdict.agree, verdict.of_the_page, len(verdict.differ), len(verdict.missing),
            sum(verdict.unexplained.values()),
        )  # fmt: skip
        yield f"| {place} | " + " | ".join(f"{count:,}" for count in counts) + " |"


if __name__ == "__main__":
    sys.exit(main())
