"""Start the application: theme, window, crash log and garbage collection."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from carreport import settings
from carreport.ui.background.jobs import Job
from carreport.ui.main_window import MainWindow
from carreport.ui.preferences import WindowState, apply_theme
from carreport.ui.qt.crash_log import CrashLog, enable_fault_log
from carreport.ui.qt.garbage_collector import GarbageCollector
from carreport.ui.widgets.labels import install_heading_accessibility
from carreport.ui.widgets.notice_bar import notice_of

LOAD_AFTER = 1_000
"""Delay before the report libraries are imported in the background, in milliseconds."""
AFTER_FIRST_PAINT = 30
"""Delay before work that has to wait for the first paint, in milliseconds."""


def run(draft: Path | None = None) -> int:
    """Open the window, and the draft at `draft` if there is one; return the exit code."""
    app = cast("QApplication", QApplication.instance() or QApplication(sys.argv[:1]))
    app.setApplicationName("carreport")
    app.setDesktopFileName("carreport")
    put_window_first()
    log = settings.cache_folder() / "log"
    crash_log = CrashLog(log / "carreport.log")
    stop_listening = crash_log.install()
    install_heading_accessibility()
    window = open_window(app)
    crash_log.exception_logged.connect(lambda problem: window.prompts.show_notice(notice_of(problem)))
    collector = GarbageCollector()
    QTimer.singleShot(AFTER_FIRST_PAINT, collector.start)
    QTimer.singleShot(AFTER_FIRST_PAINT, lambda: enable_fault_log(log))
    if draft is not None:
        QTimer.singleShot(0, lambda: window.open_or_inspect(draft))
    try:
        return app.exec()
    finally:
        collector.stop()
        stop_listening()


def put_window_first() -> None:
    """Make other threads release the interpreter lock after 0.1 ms, not Python's default of 5 ms."""
    sys.setswitchinterval(0.0001)


def open_window(app: QApplication) -> MainWindow:
    """Show the window with its saved theme, text size and geometry; list the drafts after the first paint."""
    saved = settings.load_settings()
    apply_theme(WindowState.from_text(saved.window).theme, saved.text_size)
    window = MainWindow(saved)
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(window.apply_system_theme)
    hints.accessibility().contrastPreferenceChanged.connect(window.apply_system_theme)
    window.show()
    QTimer.singleShot(AFTER_FIRST_PAINT, window.list_drafts)
    QTimer.singleShot(LOAD_AFTER, window, lambda: load_report_libraries(window))
    return window


def load_report_libraries(window: MainWindow) -> None:
    """Import the report libraries in the background, so that the first report need not wait for them.

    Does nothing while an inquiry is open: importing holds the interpreter lock and would delay typing.
    """
    if window.is_start_idle:
        window.background.run(
            _load_reports, _loaded, lambda problem: window.prompts.show_notice(notice_of(problem))
        )


def _load_reports(_job: Job) -> None:
    from carreport.report.loading import import_report_modules  # noqa: PLC0415 - not before the window is shown

    import_report_modules()


def _loaded(_: None) -> None:
    """Do nothing: the libraries only had to be imported."""
