"""Name the ways on from an inquiry that is in trouble."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Exits:
    """The ways on: opening a file, taking one over, showing a page of its own, going back from it.

    `hush` puts away what was said last, where a page says it.
    """

    open_draft: Callable[[Path], None]
    take_over: Callable[[Path], None]
    show_page: Callable[[QWidget], None]
    go_back: Callable[[], None]
    hush: Callable[[], None]
