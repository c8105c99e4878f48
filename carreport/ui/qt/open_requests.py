"""Receive the files that macOS asks a running program to open, after a double click on one of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent

from carreport.ui.qt.guard import qt_override


class OpenRequests(QObject):
    """Emits a signal for each file that the system asks the application to open.

    Windows and Linux start a new process with the file as an argument instead.
    """

    file_requested = Signal(Path)

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        app.installEventFilter(self)

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt passes it
        """Take the events that ask for a file."""
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return False
        self.file_requested.emit(Path(event.file()))
        return True
