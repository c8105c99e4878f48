"""Log uncaught exceptions, and signal them so that the window can tell the user.

The log never contains anything a user wrote. It records the type of an exception and where in the
program it was raised, but not its message.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Qt, Signal

from carreport.atomic_write import replace_path
from carreport.regular_files import check_own_file, make_private, make_private_folder, open_own_file

MAX_LOG_BYTES = 256_000
"""Size in bytes above which the log is renamed and a new one is started."""


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
        """Install the exception hooks; return a function that restores the previous ones."""
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

    def _log_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._log_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)


def log_exception(log: Path, problem: BaseException) -> None:
    """Add an exception to the log: the time, its type, and where it was raised."""
    try:
        if os.path.lexists(log) and check_own_file(log).st_size > MAX_LOG_BYTES:
            with suppress(OSError):  # another program has the log open: it grows until the next time
                replace_path(log, log.with_suffix(".old.log"), pauses=())
        with _open_log(log) as file:
            file.write(describe_exception(problem))
    except OSError:
        if sys.stderr is not None:  # a program without a console has none
            sys.stderr.write(describe_exception(problem))


def _open_log(log: Path) -> TextIO:
    """Open a log to add to it; only its owner may read it."""
    make_private_folder(log.parent)
    handle = open_own_file(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    make_private(log)
    return os.fdopen(handle, "a", encoding="utf-8")


def describe_exception(problem: BaseException) -> str:
    """Return the log entry for an exception, without its message, which might quote an answer."""
    import traceback  # noqa: PLC0415 - not needed unless something goes wrong

    frames = traceback.extract_tb(problem.__traceback__)
    places = "".join(f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}\n" for frame in frames)
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {type(problem).__name__}\n{places}"


def enable_fault_log(folder: Path) -> None:
    """Have Python write a traceback to a file if the process crashes."""
    import faulthandler  # noqa: PLC0415 - after the first paint

    try:
        file = _open_log(folder / "crash.log")
    except OSError:
        return
    faulthandler.enable(file)
