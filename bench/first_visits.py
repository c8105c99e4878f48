"""Measure how long the window is blocked on the first visit to each step, and by the first timeline.

    python -m bench.first_visits [--versions 8000] [--repeat 2]

Each step is visited for the first time, some time after opening. Then an inquiry with as many versions as
months of writing produce is opened, and its timeline is shown at once. See `bench.window_waits`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.many_rows import make_inquiry as make_rows_inquiry
from bench.window import Heartbeat, Measurement, fresh_home, measure, open_window, print_table, wait_for
from bench.window_waits import write_months
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--versions", type=int, default=8000, help="number of versions of answers")
    parser.add_argument("--repeat", type=int, default=2, help="number of runs")
    options = parser.parse_args()
    runs: list[Measurement] = []
    for _ in range(options.repeat):
        with fresh_home(), open_window() as window:
            runs += visits(window)
        with fresh_home() as home, open_window() as window:
            runs.append(timeline(window, home, options.versions))
    print_table(f"{options.versions} versions; longest of {options.repeat} runs", runs)
    return 0


def visits(window: MainWindow) -> Iterator[Measurement]:
    """Go to every step but the first."""
    wizard, heartbeat = opened(window, make_rows_inquiry(100)), Heartbeat()
    for section in wizard.session.form.sections[1:]:
        yield measure(window, heartbeat, f"go to “{section.title}”", partial(wizard.enter_step, section.id))


def timeline(window: MainWindow, home: Path, versions: int) -> Measurement:
    """Show the timeline straight after opening."""
    path = home / "months.carreport"
    write_months(path, versions, photos=0)
    wizard = opened(window, path)
    heartbeat = Heartbeat()

    def show() -> None:
        wizard.collaboration_pages.show_timeline()
        wait_for(lambda: bool(wizard.collaboration_pages.timeline_page.links))

    return measure(window, heartbeat, "timeline, straight after opening", show)


def opened(window: MainWindow, path: Path) -> Wizard:
    window.open_draft(path)
    wait_for(lambda: window.inquiry.wizard is not None)
    assert window.inquiry.wizard is not None  # noqa: S101 - waited for
    return window.inquiry.wizard


if __name__ == "__main__":
    sys.exit(main())
