"""Open a draft for a command."""

from __future__ import annotations

from pathlib import Path

from carreport.cli.console import print_remark
from carreport.draft.session.draft_session import DraftSession


def open_to_read(path: str) -> DraftSession:
    """Open the draft for a command that does not change it."""
    session = DraftSession.open(Path(path), "", read_only=True)
    if session.journal_notice:
        print_remark(session.journal_notice)
    return session
