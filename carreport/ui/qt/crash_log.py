"""Write down what went wrong in the program itself, and tell the person in one calm sentence.

The log never holds what somebody wrote: of an exception only its kind and the places in the
program are kept, not its message.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

LARGEST_LOG = 256_000
"""How many bytes the log may have before it is put aside and a new one begun."""


class Mishaps(QObject):
    """Hears of every exception that nobody caught, in any thread."""

    happened = Signal(object)
    """The exception; arrives on the window's thread."""
    _heard = Signal(object)

    def __init__(self, log: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._heard.connect(self.happened, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> Callable[[], None]:
        """Hear from now on; return how to stop."""
        before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._hear
        threading.excepthook = self._hear_in_thread

        def stop() -> None:
            sys.excepthook, threading.excepthook = before

        return stop

    def _hear(self, kind: type[BaseException], problem: BaseException, where: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, problem, where)
            return
        write_down(self._log, problem)
        self._heard.emit(problem)

    def _hear_in_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self._hear(told.exc_type, told.exc_value, told.exc_traceback)


def write_down(log: Path, problem: BaseException) -> None:
    """Add one exception to the log: when, what kind, and where in the program."""
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".old.log"))
        with log.open("a", encoding="utf-8") as file:
            file.write(described(problem))
    except OSError:
        sys.stderr.write(described(problem))


def described(problem: BaseException) -> str:
    """Return an exception without its message, which might quote an answer."""
    import traceback  # noqa: PLC0415 - nothing has gone wrong at the start

    frames = traceback.extract_tb(problem.__traceback__)
    places = "".join(f"  {Path(each.filename).name}:{each.lineno} in {each.name}\n" for each in frames)
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {type(problem).__name__}\n{places}"


def keep_crashes(folder: Path) -> None:
    """Let the system write the places in the program into a file if it ends all at once."""
    import faulthandler  # noqa: PLC0415 - after the first paint

    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "crash.log").open("a", encoding="utf-8")
    except OSError:
        return
    faulthandler.enable(file)
