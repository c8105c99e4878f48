"""Exported files, reports and copies for others: their folder, and the email that goes with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QStandardPaths

from carreport.form.richtext import clean_line
from carreport.settings import load_settings, save_settings

LONGEST_MAIL_LINK = 1900
"""The longest address of an email, in characters: some systems cut it after about 2,000."""


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


def mail_link(title: str, sentence: str) -> str:
    """Return a `mailto:` address for a new message with this title as its subject, and one sentence."""
    subject = clean_line(title)
    while len(link := _mail_link(subject, sentence)) > LONGEST_MAIL_LINK:
        subject = f"{subject[: len(subject) * 3 // 4].rstrip('… ')}…"
    return link


def _mail_link(subject: str, sentence: str) -> str:
    body = f"{sentence}\r\n\r\n{subject}\r\n"
    return f"mailto:?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
