"""Take screenshots of a window that is not on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from carreport.settings import Settings
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from carreport.ui.preferences import WindowState, apply_theme
from carreport.ui.task import TaskController
from carreport.ui.widgets.scroll_column import ScrollColumn

T = TypeVar("T", bound=TaskController[Any])

LONGEST_WAIT = 60_000
"""The longest wait for the window, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Shot:
    """The size of the window, its theme, and the size of its letters in per cent."""

    size: QSize
    theme: str = "light"
    letters: int = 100


class Camera:
    """Saves what a window shows as PNG files in a folder.

    The name of each file ends with `suffix`. With `whole`, the window is made as tall as the step it shows.
    """

    def __init__(self, folder: Path, suffix: str, shot: Shot, *, whole: bool) -> None:
        self._folder, self._suffix, self._size, self._whole = folder, suffix, shot.size, whole
        apply_theme(shot.theme, shot.letters)
        state = WindowState(theme=shot.theme)
        self.window = MainWindow(Settings(text_size=shot.letters, window=state.to_text()))
        self.window.resize(shot.size)
        self.window.show()

    @property
    def wizard(self) -> Wizard:
        """The open inquiry."""
        if self.window.inquiry.wizard is None:
            raise LookupError("No inquiry is open.")
        return self.window.inquiry.wizard

    def begin_task(self, kind: type[T], task_id: str, at: str = "") -> T:
        """Begin a task on the open inquiry, and return its controller once the page is shown."""
        self.window.begin_task(task_id, at)
        task = self.window.find_task(kind)
        if task is None:
            raise LookupError(f"“{task_id}” did not begin a {kind.__name__}.")
        self.wait_until(task.page.isVisible)
        self.settle()
        return task

    def take(self, name: str) -> None:
        """Save a screenshot of the window once it has settled."""
        self.settle()
        path = self._folder / f"{name}{self._suffix}.png"
        if not self.window.grab().save(str(path)):
            raise OSError(f"{path} could not be written.")

    def take_step(self, name: str, page: ScrollColumn) -> None:
        """Save a screenshot of a step; with `whole`, all of it."""
        if self._whole:
            self.settle()
            around = self.window.height() - self.window.stack.height() + 80
            self.window.resize(self._size.width(), page.content_height + around)
        self.take(name)
        self.window.resize(self._size)

    def settle(self) -> None:
        """Wait until the work in the background is done, pages and lists are complete, and all is saved."""
        for _ in range(4):  # events may post further ones: a layout, then a paint
            QApplication.processEvents()
        self.wait_until(self._is_settled)
        for _ in range(4):
            QApplication.processEvents()

    def wait_until(self, is_true: Callable[[], bool]) -> None:
        """Process events until the condition holds."""
        deadline = QDeadlineTimer(LONGEST_WAIT)
        wake_up = QTimer()  # so that the deadline is checked without other events
        wake_up.start(20)
        while not is_true():
            if deadline.hasExpired():
                raise TimeoutError("The window did not show what it should.")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def close(self) -> None:
        """Close and delete the window."""
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()

    def _is_settled(self) -> bool:
        wizard = self.window.inquiry.wizard
        is_saved = wizard is None or wizard.session.is_saved
        return is_saved and not self.window.background.is_busy
