"""Recognise the file of an inquiry that is dragged over the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDropEvent

SUFFIX = ".carreport"


def dropped_draft(event: QDropEvent) -> Path | None:
    """Return the one file of an inquiry that is dragged along, or nothing."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix == SUFFIX else None
