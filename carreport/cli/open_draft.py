"""Open a draft for a command, and say what everybody who uses it should know about its file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carreport.cli.author import author_of
from carreport.cli.console import print_remark
from carreport.draft.history.checkpoints import checkpoint_of, save_checkpoint
from carreport.draft.revisions.flaws import describe_lost_pictures, remarks_about
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import DraftFileError


def open_to_read(path: str, author: str = "") -> DraftSession:
    """Open the draft for a command that does not change it; with an author, their private file too."""
    session = DraftSession.open(Path(path), author, read_only=True)
    print_remarks(session)
    return session


@contextmanager
def open_to_write(options: Namespace) -> Iterator[DraftSession]:
    """Open the draft for a command that changes it, and save it at the end.

    Nothing is written before the command changes something, so a command that is refused leaves the
    file as it was.
    """
    session = DraftSession.open(Path(options.draft), author_of(options.author))
    if session.read_only:
        session.close_without_saving()
        raise DraftFileError(
            "draft-read-only",
            f"The draft {options.draft} is read-only here, so nothing was changed.",
            why=session.read_only_reason,
        )
    print_remarks(session)
    checkpoint = checkpoint_of(session)
    try:
        yield session
        own = session.private_file
        if session.shared_file.has_changed or (own is not None and own.has_changed):
            save_checkpoint(session, checkpoint)
            session.close()
    finally:
        session.close_without_saving()


def print_remarks(session: DraftSession) -> None:
    """Print which answers cannot be shown, whether the format is newer, and what happened to a journal."""
    if session.journal_notice:
        print_remark(session.journal_notice)
    for remark in remarks_about(session):
        print_remark(remark)
    if pictures := describe_lost_pictures(session):
        print_remark(pictures)
