"""Recognise inquiries, a file of replies or a Word file that is dragged over the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDropEvent

from carreport.file_names import is_draft_name

REPLY_SUFFIXES = (".csv", ".xlsx", ".xls", ".ods", ".tsv", ".txt")


def drafts_in_drop(event: QDropEvent) -> list[Path]:
    """Return the dragged inquiries; none if anything else is dragged with them."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths if all(is_draft_name(path.name) for path in paths) else []


def replies_in_drop(event: QDropEvent) -> Path | None:
    """Return the dragged file of replies if it is exactly one file, or None."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in REPLY_SUFFIXES else None


def word_file_in_drop(event: QDropEvent) -> Path | None:
    """Return the dragged Word document if it is exactly one file, or None."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() == ".docx" else None
