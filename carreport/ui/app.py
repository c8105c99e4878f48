"""Start the application: theme, window, crash log and garbage collection."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from carreport import settings
from carreport.assets import resource_path
from carreport.ui.background.jobs import Job
from carreport.ui.main_window import MainWindow
from carreport.ui.preferences import WindowState, apply_theme
from carreport.ui.qt.accessible_roles import install_accessible_roles
from carreport.ui.qt.crash_log import CrashLog, enable_fault_log
from carreport.ui.qt.garbage_collector import GarbageCollector
from carreport.ui.qt.open_requests import OpenRequests
from carreport.ui.qt.taskbar import name_for_taskbar
from carreport.ui.theme.palette import LIGHT
from carreport.ui.widgets.notice_bar import Notice, notice_of

LOAD_AFTER = 1_000
"""Delay before the report libraries are imported in the background, in milliseconds."""
AFTER_FIRST_PAINT = 30
"""Delay before work that has to wait for the first paint, in milliseconds."""


def run(drafts: Sequence[Path] = ()) -> int:
    """Open the window, and the first of `drafts` if there are any; return the exit code."""
    app = start_application()
    put_window_first()
    log = settings.cache_folder() / "log"
    crash_log = CrashLog(log / "carreport.log")
    stop_listening = crash_log.install()
    install_accessible_roles()
    window = open_window(app)
    crash_log.exception_logged.connect(lambda problem: window.prompts.show_notice(notice_of(problem)))
    collector = GarbageCollector()
    QTimer.singleShot(AFTER_FIRST_PAINT, collector.start)
    QTimer.singleShot(AFTER_FIRST_PAINT, lambda: enable_fault_log(log))
    requests = OpenRequests(app)
    requests.file_requested.connect(window.open_or_inspect)
    if drafts:
        QTimer.singleShot(0, lambda: open_first(window, drafts))
    try:
        return app.exec()
    finally:
        collector.stop()
        stop_listening()


def start_application() -> QApplication:
    """Return the application, known to the system under its own name, not under that of Python."""
    name_for_taskbar()
    app = cast("QApplication", QApplication.instance() or QApplication(sys.argv[:1]))
    app.setApplicationName("carreport")
    app.setDesktopFileName("carreport")
    return app


def open_first(window: MainWindow, drafts: Sequence[Path]) -> None:
    """Open the first of these files, and name the others, which are not opened."""
    window.open_or_inspect(drafts[0])
    if others := ", ".join(path.name for path in drafts[1:]):
        text = f"carreport opens one inquiry at a time. Not opened: {others}."
        window.prompts.show_notice(Notice(text, is_problem=False))


def show_message(text: str) -> None:
    """Show an error in a box of its own, for a command that was started without a console."""
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - only needed here

    start_application()
    QMessageBox.warning(None, "carreport", text)


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
    QTimer.singleShot(AFTER_FIRST_PAINT, lambda: app.setWindowIcon(make_window_icon()))
    QTimer.singleShot(AFTER_FIRST_PAINT, window.list_drafts)
    QTimer.singleShot(LOAD_AFTER, window, lambda: load_report_libraries(window))
    return window


def make_window_icon() -> QIcon:
    """Return the icon for the title bar and the task bar."""
    source = resource_path("icons", "inquiry.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", LIGHT.accent).encode()))
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128):
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter)
        painter.end()
        made.addPixmap(picture)
    return made


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
