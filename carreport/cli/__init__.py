"""Do everything from the command line: the same engine as the window, and no Qt."""

from __future__ import annotations

from carreport.cli.entry_point import main

__all__ = ["main"]
