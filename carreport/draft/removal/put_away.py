"""Remember which inquiries a person has put away: out of the list, but not moved.

The list is this person's own, on this computer; no draft is changed.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

from carreport.atomic_write import replace_private_file, retry_while_in_use
from carreport.errors import DraftSaveError, system_reason
from carreport.regular_files import read_own_file
from carreport.settings import settings_file

_write_lock = threading.Lock()


def put_away_drafts() -> frozenset[Path]:
    """Return the paths of the inquiries that were put away."""
    return frozenset(map(Path, _read()))


def put_away(path: Path) -> None:
    """Put an inquiry away; raise `DraftSaveError` if that cannot be remembered."""
    place = str(path.absolute())
    _change(lambda places: [*(other for other in places if other != place), place])


def take_out(path: Path) -> None:
    """List an inquiry again; raise `DraftSaveError` if that cannot be remembered."""
    place = str(path.absolute())
    _change(lambda places: [other for other in places if other != place])


def follow_renamed(old: Path, new: Path) -> None:
    """Keep an inquiry put away whose file has got another name; raise `DraftSaveError`."""
    before, after = str(old.absolute()), str(new.absolute())
    _change(lambda places: [after if place == before else place for place in places])


def _change(edit: Callable[[list[str]], list[str]]) -> None:
    def write() -> None:
        with _write_lock:
            before = _read()
            after = edit(before)
            if after != before:
                text = json.dumps(after, ensure_ascii=False)
                replace_private_file(_file(), text.encode(errors="surrogatepass"), pauses=())

    try:
        retry_while_in_use(write)
    except OSError as problem:
        raise DraftSaveError(
            "put-away-not-saved",
            f"The list of inquiries that you put away could not be saved: {system_reason(problem)}.",
            why="No inquiry has been changed.",
            remedy="Free some space, then try again.",
        ) from None


def _read() -> list[str]:
    try:
        stored = json.loads(read_own_file(_file()).decode(errors="surrogatepass"))
    except (OSError, ValueError, RecursionError):
        return []
    return [place for place in stored if isinstance(place, str)] if isinstance(stored, list) else []


def _file() -> Path:
    return settings_file().with_name("put-away.json")
