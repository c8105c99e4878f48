"""Put a finished file in its place: whole or not at all, and never over one that is open in Word."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from carreport.errors import ReportNotWritten

OLD = 3600.0
"""Seconds after which an unfinished report has certainly been left behind by a program that was killed."""
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
"""Seconds to wait before trying again: a virus scanner or OneDrive lets go of a file by then."""
_HELD = (5, 32, 33)
"""What Windows says of a file that somebody else holds."""


def free_name(target: Path) -> Path:
    """Return a name beside `target` that no file has yet: “Report (2).docx”."""
    number = 2
    while (free := target.with_name(f"{target.stem} ({number}){target.suffix}")).exists():
        number += 1
    return free


def replace_file(target: Path, data: bytes) -> None:
    """Put `data` at `target` in one step, so that no reader ever sees half a file."""
    waiting = target.with_name(f".carreport-{secrets.token_hex(6)}.part")
    _sweep(target.parent)
    try:
        with waiting.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        _swap(waiting, target)
    except OSError as problem:
        raise _not_written(target, problem) from None
    finally:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
    _settle(target.parent)


def _swap(waiting: Path, target: Path) -> None:
    """Let the new file take the place of the old one; wait a little for whoever holds that."""
    for pause in (*PAUSES, None):
        try:
            os.replace(waiting, target)  # noqa: PTH105 - the very call whose promise counts
        except PermissionError as problem:
            held = getattr(problem, "winerror", None) in _HELD
            if pause is None or not held or is_open_in_word(target):
                raise
            time.sleep(pause)
        else:
            return


def is_open_in_word(target: Path) -> bool:
    """Say whether Word, or LibreOffice, has left its note beside the file that somebody works on it."""
    name = target.name
    notes = (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#")
    return any(target.with_name(note).exists() for note in notes)


def _sweep(folder: Path) -> None:
    """Clear away unfinished reports that a program which was killed left here long ago; only our own."""
    with suppress(OSError):
        for left in folder.glob(".carreport-*.part"):
            if time.time() - left.stat().st_mtime > OLD:
                left.unlink()


def _settle(folder: Path) -> None:
    """Write the new name to the disk as well, where the system can."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _not_written(target: Path, problem: OSError) -> ReportNotWritten:
    if isinstance(problem, PermissionError) and target.exists():
        where = "in Word" if is_open_in_word(target) else "in another program, or you may not change it"
        return ReportNotWritten(
            "report-locked",
            f"“{target.name}” cannot be replaced.",
            why=f"It is open {where}. The old file is untouched.",
            remedy=f"Close it and try again, or save the report as “{free_name(target).name}”.",
        )
    return ReportNotWritten(
        "report-not-written",
        f"The report could not be written to “{target}”.",
        why=f"The system says: {problem.strerror or problem}. Nothing was changed.",
        remedy="Choose another place, for instance your documents, and try again.",
    )
