"""The command line: it calls the same functions as the window, and runs without Qt."""

from __future__ import annotations

from carreport.cli.entry_point import main

__all__ = ["main"]
