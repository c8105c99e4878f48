"""Read somebody else's file without trusting it: another process reads, we take plain values.

That process has limits on memory and time and is ended when it passes them. What it hands back
is checked once more here, each row by its own hash.
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
from carreport.errors import DraftFileError
from carreport.form.schema import Form

WORKER_FLAG = "--read-a-copy"
"""What a frozen program is started with to be the reader."""
TIMEOUT = 30.0
MAX_BYTES = 1 << 30
_NEEDED = ("carreport", "apsw", "PIL")


def read_copy(path: Path, form: Form, *, longest_wait: float = TIMEOUT) -> IncomingCopy:
    """Return what the file at `path` holds for a draft of `form`; raise `DraftFileError` if nothing can."""
    path = path.absolute()
    if not path.exists():
        raise DraftFileError(
            "draft-missing", f"There is no file {path}.", remedy="Check the name and the folder."
        )
    try:
        with tempfile.TemporaryDirectory(prefix="carreport-", ignore_cleanup_errors=True) as folder:
            task = json.dumps({"path": str(path), "folder": folder, "form": form.source}).encode()
            lines = _run_reader(task, folder, path, longest_wait)
    except OSError as problem:
        reason = (problem.strerror or "the system refuses").lower()
        raise DraftFileError(
            "copy-not-read",
            f"{path.name} cannot be looked at just now: {reason}.",
            why="It is read in a place of its own, and there is no room for that. Nothing was changed.",
            remedy="Make room on this computer, or close other programs, and try again.",
        ) from None
    return _ReaderOutputParser(path).parse(lines)


def reader_command() -> list[str]:
    """Return how the reading process is started."""
    return subprocess_worker.worker_command("carreport.draft.copies.reader_process", WORKER_FLAG, _NEEDED)


def _run_reader(task: bytes, folder: str, path: Path, longest_wait: float) -> list[bytes]:
    output = subprocess_worker.run_worker(reader_command(), task, longest_wait, MAX_BYTES, folder).stdout
    lines = output.split(b"\n")
    if len(output) > MAX_BYTES or not lines or lines[-1]:
        raise _unreadable_copy(path)
    return lines[:-1]


class _ReaderOutputParser:
    """Takes in what the reader says, line by line, and believes none of it unchecked."""

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
        """Take one line in; return whether it is the one that says that all was told."""
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
        why="Reading it took too long or too much memory, or it broke off. Nothing was brought in.",
        remedy="Ask for another copy. If it is your own inquiry, open it and see what can be saved.",
    )
