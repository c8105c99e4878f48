"""The folder for exported files: reports and copies for others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from carreport.settings import load_settings, save_settings


def export_folder() -> Path:
    """Return the folder used for the last export, or the user's documents folder."""
    last = load_settings().report_folder
    if last and Path(last).is_dir():
        return Path(last)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) if documents and Path(documents).is_dir() else Path.home()


def remember_export_folder(folder: Path) -> None:
    """Store this folder in the settings for the next export; a failure to save them is ignored."""
    try:
        save_settings(replace(load_settings(), report_folder=str(folder)), pauses=())
    except OSError:
        return
