"""Count what becomes of hostile HTML templates: `python -m tests.report.html.count_hostile --random 300`.

Each goes through the process with limits, as in the program; reading one as a template here ends the count.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter

import jinja2

from carreport.errors import TemplateError
from carreport.report.html.html_proof import html_faults
from carreport.report.html.render import HtmlTemplateError, render_pages
from carreport.report.templates.trial_reports import trial_reports
from tests.report.html.test_hostile_shells import (
    ACTIVE,
    HOSTILE,
    OUTSIDE,
    PIECES,
    Given,
    around,
    long_report,
    made,
)


def hostile(random: int) -> Iterator[tuple[str, Given]]:
    """Yield a name and a shell: those written by hand, then `random` drawn from pieces."""
    yield from ((name, given) for name, (given, _) in {**HOSTILE, **ACTIVE}.items())
    yield "a loop of millions", around("a", 3).replace("x{%", "{% if a0.text == a1.text %}{% endif %}{%")
    for seed in range(1000, 1000 + random):
        drawn = Random(seed)  # noqa: S311 - no secret
        source, other = ("".join(drawn.choices(PIECES, k=drawn.randint(1, 12))) for _ in range(2))
        yield "random", (source, {"a.html": other})


def outcome(folder: Path, name: str, given: Given) -> str:
    """Return what became of one shell."""
    reports = {"long": long_report(5)} if "loop" in name else trial_reports()
    try:
        pages, _ = render_pages(reports, made(folder, given))
    except HtmlTemplateError as refused:
        return "LEAKED" if OUTSIDE in str(refused) else "refused with its place"
    except TemplateError as refused:
        return refused.code
    if any(OUTSIDE in page for page in pages.values()):
        return "LEAKED"
    found = {fault.code for page in pages.values() for fault in html_faults(page.encode())}
    return "ACTIVE" if {"page-active", "page-fetches"} & found else "printed plainly"


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=300)
    del jinja2.Environment._parse  # noqa: SLF001 - from here on, only the other process can read a template
    counts: Counter[tuple[str, str]] = Counter()
    longest = 0.0
    for name, given in hostile(parser.parse_args().random):
        start = perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            kind = "drawn" if name == "random" else "by hand"
            counts[kind, outcome(Path(folder), name, given)] += 1
        longest = max(longest, perf_counter() - start)
    for (kind, what), count in sorted(counts.items()):
        print(f"{kind:8} {what:24} {count}")  # noqa: T201 - a program
    print(f"longest wait {longest:.1f} s")  # noqa: T201 - a program


if __name__ == "__main__":
    main()
