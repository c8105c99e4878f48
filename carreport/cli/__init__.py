"""The command line, which calls the same functions as the window and does not need Qt."""

from __future__ import annotations

from carreport.cli.entry_point import main

__all__ = ["main"]
