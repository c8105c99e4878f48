"""Check the header of a file before SQLite opens it."""

from __future__ import annotations

import struct
from pathlib import Path

from carreport.errors import DraftFileError

APPLICATION_ID = 0x43415252
FIRST_FORMAT = 100
"""The format of a draft without anything in the built-in section."""
COMMENTS_FORMAT = 101
"""The format of a draft with comments, or other rows of the built-in section."""
FORMAT_VERSION = 200
"""The newest format: a draft with a table or a note in a text.

The hundreds count changes that older versions cannot write; the rest counts those they can.
"""
NEXT_MAJOR = (FORMAT_VERSION // 100 + 1) * 100

MAGIC = b"SQLite format 3\0"
HEADER_LENGTH = 100
"""The number of bytes of the header."""
_LEFT = "The file has not been changed."
_FROM_ELSEWHERE = "If it came by email or from a shared folder, copy it again. Otherwise, restore a backup"
_COPY_AGAIN = f"{_FROM_ELSEWHERE} or recover what can still be read."


def shown_name(path: Path) -> str:
    """Return the name of a file for a message, on one line; characters that cannot be shown are replaced."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in path.name)


def check_header(path: Path, head: bytes) -> int:
    """Return the format version in the header; raise `DraftFileError` if the file is no draft."""
    if not head.strip(b"\0"):
        raise _empty_error(path, head)
    if len(head) < HEADER_LENGTH and MAGIC.startswith(head[: len(MAGIC)]):
        raise truncated_error(path)
    if not head.startswith(MAGIC):
        raise not_a_draft_error(path, _looks_like(head))
    version, application = struct.unpack(">I4xI", head[60:72])
    if application != APPLICATION_ID:
        raise not_a_draft_error(path, "It was made by another program.")
    if head[18:20] != b"\1\1":
        raise not_a_draft_error(path, "Another program has changed its format.")
    return int(version)


def has_full_length(path: Path, head: bytes) -> bool:
    """Say whether the file has the length in its header (after a rollback of an interrupted save)."""
    if len(head) < HEADER_LENGTH:
        return False
    size, counter, pages = struct.unpack(">H6xII", head[16:32])
    (valid_for,) = struct.unpack(">I", head[92:96])
    return bool(counter != valid_for or path.stat().st_size >= pages * (65536 if size == 1 else size))


def check_length(path: Path, head: bytes) -> None:
    """Raise `DraftFileError` if the end of the file is missing."""
    if not has_full_length(path, head):
        raise truncated_error(path)


def not_a_draft_error(path: Path, why: str) -> DraftFileError:
    """Return the error for a file that is not a draft."""
    return DraftFileError(
        "not-a-draft",
        f"{path.name} is not a carreport inquiry.",
        why=f"{why} {_LEFT}",
        remedy="Choose a file that ends in .carreport.",
    )


def truncated_error(path: Path) -> DraftFileError:
    """Return the error for a truncated file."""
    return DraftFileError(
        "draft-truncated",
        f"{path.name} is incomplete: the end of the file is missing.",
        why=f"It may have been copied before it had finished downloading. {_LEFT}",
        remedy=_COPY_AGAIN,
    )


def damaged_error(path: Path) -> DraftFileError:
    """Return the error for a file that is too damaged to show."""
    return DraftFileError(
        "draft-damaged", f"{path.name} is damaged and cannot be opened.", why=_LEFT, remedy=_COPY_AGAIN
    )


def _empty_error(path: Path, head: bytes) -> DraftFileError:
    return DraftFileError(
        "draft-empty",
        f"{path.name} contains only blank data." if head else f"{path.name} is an empty file.",
        why=_LEFT,
        remedy=f"{_FROM_ELSEWHERE}.",
    )


def _looks_like(head: bytes) -> str:
    if head.startswith(b"PK"):
        return "It looks like a Word document or a zip file."
    if head.lstrip().startswith((b"{", b"[")):
        return "It looks like an answers file, which you can use to fill in an inquiry."
    return "It contains something else."
