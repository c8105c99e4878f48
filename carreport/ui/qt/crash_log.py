"""Log errors in the program itself, and tell the person in one calm sentence.

The log never holds what somebody wrote. It keeps the type of an exception and where in the
program it was raised, but not its message.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

MAX_LOG_BYTES = 256_000
"""Size in bytes at which the log is put aside and a new one is started."""


class CrashLog(QObject):
    """Receives every uncaught exception, from any thread."""

    exception_logged = Signal(object)
    """The exception, delivered on the window's thread."""
    _caught = Signal(object)

    def __init__(self, log: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._caught.connect(self.exception_logged, Qt.ConnectionType.QueuedConnection)

    def install(self) -> Callable[[], None]:
        """Start listening; return a function that stops it."""
        before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._log_exception
        threading.excepthook = self._log_thread_exception

        def stop() -> None:
            sys.excepthook, threading.excepthook = before

        return stop

    def _log_exception(
        self, kind: type[BaseException], problem: BaseException, where: TracebackType | None
    ) -> None:
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, problem, where)
            return
        log_exception(self._log, problem)
        self._caught.emit(problem)

    def _log_thread_exception(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self._log_exception(told.exc_type, told.exc_value, told.exc_traceback)


def log_exception(log: Path, problem: BaseException) -> None:
    """Add one exception to the log: when, its type, and where in the program."""
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > MAX_LOG_BYTES:
            log.replace(log.with_suffix(".old.log"))
        with log.open("a", encoding="utf-8") as file:
            file.write(describe_exception(problem))
    except OSError:
        sys.stderr.write(describe_exception(problem))


def describe_exception(problem: BaseException) -> str:
    """Return an exception without its message, which might quote an answer."""
    import traceback  # noqa: PLC0415 - nothing has gone wrong at the start

    frames = traceback.extract_tb(problem.__traceback__)
    places = "".join(f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}\n" for frame in frames)
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {type(problem).__name__}\n{places}"


def enable_fault_log(folder: Path) -> None:
    """Have Python write a traceback to a file if the process crashes."""
    import faulthandler  # noqa: PLC0415 - after the first paint

    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "crash.log").open("a", encoding="utf-8")
    except OSError:
        return
    faulthandler.enable(file)
