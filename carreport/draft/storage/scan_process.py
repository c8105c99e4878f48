"""Scan a damaged draft in a separate process, with limits on time and memory.

`carreport.draft.storage.salvage` starts it with a private copy of the file. It writes what may be a
row of our tables as lines of JSON, and from time to time how far it is. Whoever reads them checks each
row, so that what was found before the process was stopped counts.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from carreport import subprocess_worker
from carreport.draft.storage import sqlite_pages

WORKER_FLAG = "--scan-a-draft"
"""The argument that starts a frozen program as the scanning process."""
MAX_MEMORY = 1 << 30
MAX_SECONDS = 60
MAX_OUTPUT = 1 << 30
_NEEDED = ("carreport",)


def scan(file: Path) -> Iterator[sqlite_pages.Record | sqlite_pages.Progress]:
    """Yield the rows that may be in a file, and how much of it was looked at."""
    command = subprocess_worker.worker_command("carreport.draft.storage.scan_process", WORKER_FLAG, _NEEDED)
    task = json.dumps({"path": str(file)}).encode()
    output = subprocess_worker.run_worker(command, task, MAX_SECONDS, MAX_OUTPUT).stdout
    for line in output.split(b"\n"):
        with suppress(ValueError, TypeError, KeyError, RecursionError):  # the last line may be cut off
            yield _parse(json.loads(line))


def main() -> None:
    """Scan the file named on standard input, and write what is found to standard output."""
    path = Path(json.loads(sys.stdin.buffer.read())["path"])
    memory = MAX_MEMORY + path.stat().st_size  # the file is mapped, which takes no memory of its own
    subprocess_worker.limit_this_process(memory=memory, seconds=MAX_SECONDS, largest_file=0)
    with sqlite_pages.open_pages(path) as raw:
        for found in sqlite_pages.scan_pages(raw):
            _send(found)
    sys.stdout.buffer.flush()


def _send(found: sqlite_pages.Record | sqlite_pages.Progress) -> None:
    if isinstance(found, sqlite_pages.Progress):
        message: Any = {"looked_at": found.looked_at, "size": found.size}
    else:
        message = [_to_json(part) for part in found]
    sys.stdout.buffer.write(json.dumps(message).encode() + b"\n")
    if isinstance(found, sqlite_pages.Progress):
        sys.stdout.buffer.flush()


def _to_json(part: object) -> object:
    return {"bytes": base64.b64encode(part).decode()} if isinstance(part, bytes) else part


def _parse(message: Any) -> sqlite_pages.Record | sqlite_pages.Progress:  # noqa: ANN401 - any JSON
    if isinstance(message, dict):
        return sqlite_pages.Progress(int(message["looked_at"]), int(message["size"]))
    return tuple(base64.b64decode(part["bytes"]) if isinstance(part, dict) else part for part in message)
