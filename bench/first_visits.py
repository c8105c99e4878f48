"""Measure for how long the window stands still at the first visit of each step, and at the first look back.

    python -m bench.first_visits [--versions 8000] [--repeat 2]

Each step is gone to for the first time, a while after opening; then an inquiry with as many versions as
months of writing leave is opened and its timeline is asked for at once. See `bench.window_waits`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.many_rows import made_inquiry as made_rows
from bench.window import Felt, Heartbeat, felt, fresh_home, opened_window, tell, wait_for
from bench.window_waits import write_months
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--versions", type=int, default=8000, help="how many versions of answers it has")
    parser.add_argument("--repeat", type=int, default=2, help="how often each is measured")
    given = parser.parse_args()
    runs: list[Felt] = []
    for _ in range(given.repeat):
        with fresh_home(), opened_window() as window:
            runs += visits(window)
        with fresh_home() as home, opened_window() as window:
            runs.append(timeline(window, home, given.versions))
    tell(f"{given.versions} versions; the longest of {given.repeat} runs", runs)
    return 0


def visits(window: MainWindow) -> Iterator[Felt]:
    """Go to every step but the first, once what is built ahead is ready."""
    wizard, heart = opened(window, made_rows(100)), Heartbeat()
    for section in wizard.session.form.sections[1:]:
        yield felt(window, heart, f"go to “{section.title}”", partial(wizard.enter_step, section.id))


def timeline(window: MainWindow, home: Path, versions: int) -> Felt:
    """Ask who worked when, straight after opening."""
    path = home / "months.carreport"
    write_months(path, versions, photos=0)
    wizard = opened(window, path)
    heart = Heartbeat()

    def ask() -> None:
        wizard.collaboration_pages.show_timeline()
        wait_for(lambda: bool(wizard.collaboration_pages.timeline_page.links))

    return felt(window, heart, "the timeline, soon after opening", ask)


def opened(window: MainWindow, path: Path) -> Wizard:
    window.open_draft(path)
    wait_for(lambda: window.inquiry.wizard is not None)
    assert window.inquiry.wizard is not None  # noqa: S101 - waited for
    return window.inquiry.wizard


if __name__ == "__main__":
    sys.exit(main())
