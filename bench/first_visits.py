"""Measure for how long the window stands still at the first visit of each step, and at the first look back.

    python -m bench.first_visits [--versions 8000] [--repeat 2]

Each step is gone to for the first time, a while after opening; then an inquiry with as many versions as
months of writing leave is opened and its timeline is asked for at once. See `bench.window_waits`.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from bench.many_rows import made_inquiry as made_rows
from bench.window_waits import WRITER, Heartbeat, made_inquiry, settle, wait_for
from carreport.settings import HOME_VARIABLE, Settings
from carreport.ui.collector import Collector
from carreport.ui.dress import dress
from carreport.ui.main_window import MainWindow
from carreport.ui.wizard import Wizard


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--versions", type=int, default=8000, help="how many versions of answers it has")
    parser.add_argument("--repeat", type=int, default=2, help="how often each is measured")
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    dress("light", 100)
    collector = Collector()
    collector.start()
    for _ in range(given.repeat):
        for measured in (visits, timeline):
            with tempfile.TemporaryDirectory() as home:
                os.environ[HOME_VARIABLE] = home
                for doing, heart in measured(Path(home), given.versions):
                    still, worked = heart.longest * 1000, heart.worked * 1000
                    sys.stdout.write(
                        f"{doing:34} still for {still:4.0f} ms, of which at work {worked:4.0f} ms\n"
                    )
    collector.stop()
    app.processEvents()
    return 0


def visits(_home: Path, _versions: int) -> Iterator[tuple[str, Heartbeat]]:
    """Go to every step but the first, once what is built ahead is ready."""
    window, heart = MainWindow(Settings(name=WRITER)), Heartbeat()
    window.resize(1366, 768)
    window.show()
    wizard = opened(window, made_rows(100))
    wait_for(lambda: not wizard.ahead.is_busy)
    settle()
    for section in wizard.session.form.sections[1:]:
        heart.begin()
        wizard.enter_step(section.id)
        settle(0.2)
        yield f"go to “{section.title}”", heart
    put_away(window)


def timeline(home: Path, versions: int) -> Iterator[tuple[str, Heartbeat]]:
    """Ask who worked when, straight after opening."""
    window, heart = MainWindow(Settings(name=WRITER)), Heartbeat()
    window.resize(1366, 768)
    window.show()
    wizard = opened(window, made_inquiry(home, versions)[0])
    QApplication.processEvents()
    heart.begin()
    wizard.show_timeline()
    wait_for(lambda: bool(wizard.shared.timeline.links))
    settle(0.2)
    yield "the timeline, straight after opening", heart
    put_away(window)


def opened(window: MainWindow, path: Path) -> Wizard:
    window.open_draft(path)
    wait_for(lambda: window.wizard is not None)
    assert window.wizard is not None  # noqa: S101 - waited for
    return window.wizard


def put_away(window: MainWindow) -> None:
    window.close()
    window.deleteLater()
    QApplication.processEvents()


if __name__ == "__main__":
    sys.exit(main())
