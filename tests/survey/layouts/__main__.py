"""Draw files of every layout, import them, and say which are exact: python -m tests.survey.layouts."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from tests.survey.layouts.catalogue import LAYOUTS
from tests.survey.layouts.columns import Layout
from tests.survey.layouts.truth import draw_survey
from tests.survey.layouts.verdict import (
    ASKED,
    EXACT,
    NEEDLESS,
    REFUSED,
    UNREAD,
    WRONG,
    Verdict,
    judge_file,
)

KINDS = (EXACT, ASKED, NEEDLESS, UNREAD, REFUSED, WRONG)


def judge(layout: Layout, seed: int) -> Verdict:
    """Draw one survey and its file, and import that."""
    random = Random(seed)  # noqa: S311  # drawings that can be made again
    survey = draw_survey(random, layout.wanted)
    written = layout.write(survey, random)
    with tempfile.TemporaryDirectory() as folder:
        try:
            return judge_file(Path(folder), survey, written)
        except Exception as fault:  # noqa: BLE001  # a fault of the importer is a verdict on it
            return Verdict(WRONG, f"{type(fault).__name__}: {fault}")


def is_failure(layout: Layout, verdict: Verdict) -> bool:
    """Say whether this must not happen: a wrong count, or a refusal of a clean file that can be read."""
    return verdict.kind == WRONG or (layout.outcome != "refused" and verdict.kind in (REFUSED, UNREAD))


def drawn(runs: int, seed: int, only: str) -> Iterator[tuple[Layout, int]]:
    chosen = [
        layout for layout in LAYOUTS if only.casefold() in f"{layout.tool} {layout.download}".casefold()
    ]
    for run in range(runs):
        yield chosen[run % len(chosen)], seed * 1_000_003 + run


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.survey.layouts", description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="words of the tool or of the download")
    parser.add_argument("--show", default=WRONG, help="which verdicts to print in full, or “all”")
    asked = parser.parse_args(arguments)
    counts: dict[tuple[str, str], Counter[str]] = {}
    is_bad = False
    for layout, seed in drawn(asked.runs, asked.seed, asked.only):
        verdict = judge(layout, seed)
        counts.setdefault((layout.tool, layout.download), Counter())[verdict.kind] += 1
        is_bad |= is_failure(layout, verdict)
        if asked.show in ("all", verdict.kind):
            sys.stdout.write(f"{verdict.kind} {layout.tool}, {layout.download}, seed {seed}: {verdict.why}\n")
            sys.stdout.flush()
    sys.stdout.write(f"\n{'layout':50}" + "".join(f"{kind:>9}" for kind in KINDS) + "\n")
    for (tool, download), found in counts.items():
        sys.stdout.write(
            f"{tool + ', ' + download:50.50}" + "".join(f"{found[kind]:9}" for kind in KINDS) + "\n"
        )
    total: Counter[str] = sum(counts.values(), Counter())
    sys.stdout.write(f"{'all':50}" + "".join(f"{total[kind]:9}" for kind in KINDS) + "\n")
    return int(is_bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
