"""Read somebody else's file in another process, and accept only plain values from it.

The process has limits on memory and time and is killed when it exceeds them. Its output is checked
again here, each row by its own hash.
"""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from carreport import subprocess_worker
from carreport.draft.copies.incoming import Exclusion, IncomingCopy
from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.change import row_to_revision
from carreport.draft.revisions.revision import Revision
from carreport.draft.storage.error_messages import open_error
from carreport.errors import DraftFileError, system_reason
from carreport.form.schema import Form
from carreport.regular_files import check_given_file, real_path

WORKER_FLAG = "--read-a-copy"
"""The argument that starts a frozen program as the reader process."""
TIMEOUT = 30.0
MAX_BYTES = 1 << 30
_NEEDED = ("carreport", "apsw", "PIL")


def read_copy(path: Path, form: Form, *, longest_wait: float = TIMEOUT) -> IncomingCopy:
    """Return the contents of the file at `path` for a draft of `form`; raise `DraftFileError`."""
    path = path.absolute()
    try:
        check_given_file(path)
        path = real_path(path)
    except OSError as problem:
        raise open_error(path, problem) from None
    try:
        with tempfile.TemporaryDirectory(prefix="carreport-", ignore_cleanup_errors=True) as folder:
            task = json.dumps({"path": str(path), "folder": folder, "form": form.source}).encode()
            lines = _run_reader(task, folder, path, longest_wait)
    except OSError as problem:
        raise DraftFileError(
            "copy-not-read",
            f"{path.name} could not be read: {system_reason(problem)}.",
            why="carreport reads a temporary copy of a file, and could not make or read this one. Nothing "
            "has been changed.",
            remedy="Free some space on this computer or close other programs, then try again.",
        ) from None
    return _ReaderOutputParser(path).parse(lines)


def reader_command() -> list[str]:
    """Return the command line of the reader process."""
    return subprocess_worker.worker_command("carreport.draft.copies.reader_process", WORKER_FLAG, _NEEDED)


def _run_reader(task: bytes, folder: str, path: Path, longest_wait: float) -> list[bytes]:
    output = subprocess_worker.run_worker(reader_command(), task, longest_wait, MAX_BYTES, folder).stdout
    lines = output.split(b"\n")
    if len(output) > MAX_BYTES or not lines or lines[-1]:
        raise _unreadable_copy(path)
    return lines[:-1]


class _ReaderOutputParser:
    """Parses the reader's output line by line, and checks all of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.draft_id = ""
        self.revisions: list[Revision] = []
        self.pictures: dict[str, StoredPicture] = {}
        self.excluded: list[Exclusion] = []

    def parse(self, lines: Sequence[bytes]) -> IncomingCopy:
        try:
            is_whole = [self._parse_line(message) for message in map(json.loads, lines)][-1:] == [True]
        except (ValueError, TypeError, KeyError, RecursionError):
            raise _unreadable_copy(self.path) from None
        if not is_whole or not self.draft_id:
            raise _unreadable_copy(self.path)
        return IncomingCopy(
            self.path.name, self.draft_id, tuple(self.revisions), self.pictures, tuple(self.excluded)
        )

    def _parse_line(self, message: dict[str, Any]) -> bool:
        """Parse one line; return whether it is the one that marks the end."""
        if "refused" in message:
            error_texts = {
                name: str(message["refused"][name])[:1000] for name in ("code", "what", "why", "remedy")
            }
            raise DraftFileError(
                error_texts["code"],
                error_texts["what"],
                why=error_texts["why"],
                remedy=error_texts["remedy"],
            )
        if "id" in message:
            self.draft_id = str(message["id"])
        elif "row" in message:
            revision = row_to_revision(message["row"])
            if revision is None:
                raise ValueError(self.path)
            self.revisions.append(revision)
        elif "picture" in message:
            checksum, kind, width, height, words = message["picture"]
            data = base64.b64decode(words, validate=True)
            if sha256(data).hexdigest() == checksum:
                self.pictures[checksum] = StoredPicture(data, str(kind), int(width), int(height))
        elif "left_out" in message:
            place, author, why = message["left_out"]
            self.excluded.append(Exclusion(str(place)[:500], str(author)[:200], str(why)[:200]))
        return message.get("done") is True


def _unreadable_copy(path: Path) -> DraftFileError:
    return DraftFileError(
        "copy-unreadable",
        f"{path.name} could not be read.",
        why="It took too long or needed too much memory, or reading stopped. Nothing was imported.",
        remedy="Ask for another copy. If it is your own inquiry, open it to see what can be recovered.",
    )
