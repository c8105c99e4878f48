"""Name the ways on from an inquiry that is in trouble."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget


class DraftOpener(Protocol):
    """What opens the inquiry at a path."""

    def __call__(self, path: Path, *, then: Callable[[], None] | None = None) -> None:
        """Open it, and then do this."""


@dataclass(frozen=True, slots=True)
class RecoveryActions:
    """The ways on: opening a file, taking one over, showing a page of its own, going back from it.

    `hush` puts away what was said last, where a page says it.
    """

    open_draft: DraftOpener
    take_over: Callable[[Path], None]
    show_page: Callable[[QWidget], None]
    go_back: Callable[[], None]
    clear_notice: Callable[[], None]
