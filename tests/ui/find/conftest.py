"""The same windows as in `tests/ui/shell`."""

from __future__ import annotations

from tests.ui.shell.conftest import driver, on_screen, window

__all__ = ["driver", "on_screen", "window"]
