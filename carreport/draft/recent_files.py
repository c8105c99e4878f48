"""Remember inquiries opened from elsewhere, so that the start page lists them too.

The summary of each is stored with its path, so the list appears at once, however slow the memory
stick or network drive is.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

from carreport.atomic_write import delete_files, replace_private_file, retry_while_in_use
from carreport.draft.storage.summary import (
    IN_CLOUD,
    DraftSummary,
    is_in_cloud,
    summary_from_dict,
    summary_to_dict,
)
from carreport.errors import DraftFileError, DraftSaveError, is_in_use
from carreport.regular_files import read_own_file
from carreport.settings import drafts_folder, settings_file

MAX_ELSEWHERE = 20
"""The most files in other folders to remember; the one opened longest ago is forgotten first."""
MAX_IN_DRAFTS_FOLDER = 200
"""The most files in the drafts folder to remember, for their ids only."""
MAX_IN_MENU = 10
"""The most files in the menu of recent files."""
TIMEOUT = 2.0
"""The seconds allowed for reading all the files together."""
UNREACHABLE = "Its folder is not available."

_CLEARED = "cleared"
_write_lock = threading.Lock()


def add_recent_file(path: Path, draft_id: str) -> None:
    """Remember that the inquiry with this id was opened at `path`; an error is ignored.

    The window's thread calls this, so it waits for nothing: while another program has the list open,
    a thread of its own tries again.
    """
    from carreport.draft.session.open_draft import read_summary  # noqa: PLC0415 - listing opens no draft

    place = str(path.absolute())
    with suppress(DraftFileError, DraftSaveError):
        fresh = {"id": draft_id, "told": summary_to_dict(read_summary(path))}
        add = partial(_put_first, place=place, summary=fresh)
        try:
            _change(add, pauses=())
        except OSError as problem:
            if is_in_use(problem):
                threading.Thread(target=_change_if_possible, args=(add,), daemon=True).start()


def recent_summaries(folder: Path) -> list[DraftSummary]:
    """Return the stored summary of each inquiry that was opened outside `folder`.

    No file is touched, so this never waits for a drive or a network.
    """
    summaries = (
        _parse_summary(place, summary) for place, summary in _read().items() if not _is_in(folder, place)
    )
    return [card for card in summaries if card is not None]


def refresh_recent_summaries(folder: Path, longest_wait: float = TIMEOUT) -> list[DraftSummary]:
    """Return the current summaries of these inquiries.

    A file gone from its folder is forgotten. One whose folder is unavailable, or that cannot be read
    in time, is kept with an error, because the drive may come back. It may run in any thread.
    """
    cards = recent_summaries(folder)
    answers: SimpleQueue[tuple[Path, DraftSummary | None]] = SimpleQueue()
    for card in cards:
        looking = threading.Thread(
            target=lambda old=card: answers.put((old.path, _refresh(old))),
            name="carreport-places",
            daemon=True,
        )
        looking.start()
    collected = _collect(answers, len(cards), monotonic() + longest_wait)
    now = [collected.get(card.path, replace(card, error=UNREACHABLE)) for card in cards]
    _update(collected)
    return [card for card in now if card is not None]


def files_opened_last() -> list[DraftSummary]:
    """Return the inquiries that were opened last, for a menu.

    Files outside the drafts folder are given as last seen, without waiting for a drive; those gone from the
    drafts folder are left out.
    """
    from carreport.draft.session.open_draft import read_summary  # noqa: PLC0415 - listing opens no draft

    home, cards = drafts_folder(), list[DraftSummary]()
    for place, stored in _read().items():
        card = _parse_summary(place, stored)
        if card is None or stored.get(_CLEARED) or (_is_in(home, place) and not card.path.is_file()):
            continue
        if _is_in(home, place):
            with suppress(DraftFileError):
                card = read_summary(card.path)
        cards.append(card)
        if len(cards) == MAX_IN_MENU:
            break
    return cards


def clear_files_opened_last() -> None:
    """Take all files out of that menu until they are opened again; an error is ignored.

    The start page still lists those that are elsewhere.
    """
    _change_if_possible(lambda recent: {place: stored | {_CLEARED: True} for place, stored in recent.items()})


def draft_id_at(path: Path) -> str:
    """Return the id of the inquiry that was last opened at `path`, or an empty string; no file is touched."""
    return _draft_id_in(_read().get(str(path.absolute())))


def erase_from_recent_files(path: Path, draft_id: str) -> tuple[Path, ...]:
    """Update the stored summary of the file at `path`, so that it has no erased text.

    For other files of the inquiry, only the paths are kept until somebody opens them again. Return
    the list's file if it could not be written, because it still has the text.
    """
    from carreport.draft.session.open_draft import read_summary  # noqa: PLC0415 - listing opens no draft

    now = empty = summary_to_dict(DraftSummary(path, ""))
    with suppress(DraftFileError):
        now = summary_to_dict(read_summary(path))
    here = str(path.absolute())

    def without_text(recent: Mapping[str, Any]) -> dict[str, Any]:
        ours = [place for place, summary in recent.items() if _draft_id_in(summary) == draft_id]
        return {place: recent[place] | {"told": now if place == here else empty} for place in ours}

    _change_if_possible(lambda recent: {**recent, **without_text(recent)})
    with _write_lock:
        unfinished = delete_files(_file().parent.glob("places.*.tmp"))
        recent = _read()
        is_kept = json.loads(json.dumps(without_text(recent))).items() <= recent.items()
    return unfinished if is_kept else (*unfinished, _file())


def forget_recent_file(path: Path) -> None:
    """Forget that an inquiry was opened at `path`; an error is ignored."""
    place = str(path.absolute())
    _change_if_possible(lambda recent: {other: stored for other, stored in recent.items() if other != place})


def recent_files_of(draft_id: str) -> tuple[Path, ...]:
    """Return the other files of an inquiry that were opened on this computer; none is touched."""
    return tuple(Path(place) for place, summary in _read().items() if _draft_id_in(summary) == draft_id)


def follow_renamed_file(old: Path, new: Path) -> None:
    """Keep in the list an inquiry whose file has got another name; an error is ignored."""
    before, after = str(old.absolute()), str(new.absolute())
    _change_if_possible(
        lambda recent: {after if place == before else place: stored for place, stored in recent.items()}
    )


def _collect(
    answers: SimpleQueue[tuple[Path, DraftSummary | None]], most: int, until: float
) -> dict[Path, DraftSummary | None]:
    collected: dict[Path, DraftSummary | None] = {}
    with suppress(Empty):
        while len(collected) < most:
            path, card = answers.get(timeout=max(0.0, until - monotonic()))
            collected[path] = card
    return collected


def _refresh(card: DraftSummary) -> DraftSummary | None:
    """Return the current summary of an inquiry, or nothing if it is gone from its folder."""
    from carreport.draft.session.open_draft import inspect_summary  # noqa: PLC0415 - listing opens no draft

    try:
        if not card.path.parent.is_dir():
            return replace(card, error=UNREACHABLE)
        with suppress(FileNotFoundError):
            if is_in_cloud(card.path.stat()):
                return replace(card, error=IN_CLOUD)
        return inspect_summary(card.path)
    except DraftFileError as problem:
        return None if problem.code == "draft-missing" else replace(card, error=str(problem))
    except OSError:
        return replace(card, error=UNREACHABLE)


def _update(collected: Mapping[Path, DraftSummary | None]) -> None:
    """Store what was read, and forget files that are gone."""

    def update(recent: Mapping[str, Any]) -> dict[str, Any]:
        after = dict(recent)
        for path, card in collected.items():
            place = str(path)
            if card is None:
                after.pop(place, None)
            elif place in after and not card.error:
                after[place] = after[place] | {"told": json.loads(json.dumps(summary_to_dict(card)))}
        return after

    _change_if_possible(update)


def _put_first(recent: Mapping[str, Any], place: str, summary: Mapping[str, Any]) -> dict[str, Any]:
    return {place: summary} | {other: stored for other, stored in recent.items() if other != place}


def _change(
    edit: Callable[[Mapping[str, Any]], Mapping[str, Any]], pauses: Iterable[float] | None = None
) -> None:
    """Change the list; no other thread waits during the pauses. Raise `OSError`."""

    def write() -> None:
        with _write_lock:
            recent = _read()
            after = edit(recent)
            if [*after.items()] != [*recent.items()]:
                _write(after)

    retry_while_in_use(write, pauses)


def _change_if_possible(edit: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
    with suppress(OSError):
        _change(edit)


def _parse_summary(place: str, stored: Any) -> DraftSummary | None:  # noqa: ANN401 - any JSON
    try:
        return summary_from_dict(Path(place), stored["told"])
    except (KeyError, TypeError, ValueError):
        return None


def _draft_id_in(stored: object) -> str:
    return str(stored.get("id", "")) if isinstance(stored, dict) else ""


def _read() -> dict[str, Any]:
    try:
        stored = json.loads(read_own_file(_file()))
    except (OSError, ValueError, RecursionError):
        return {}
    return stored if isinstance(stored, dict) else {}


def _write(places: Mapping[str, Any]) -> None:
    home = drafts_folder()
    away = [place for place in places if not _is_in(home, place)][:MAX_ELSEWHERE]
    wanted = {*away, *[place for place in places if _is_in(home, place)][:MAX_IN_DRAFTS_FOLDER]}
    newest = {place: summary for place, summary in places.items() if place in wanted}
    words = json.dumps(newest, ensure_ascii=False)
    replace_private_file(_file(), words.encode(errors="surrogatepass"), pauses=())


def _is_in(folder: Path, place: str) -> bool:
    return Path(place).parent == folder.absolute()


def _file() -> Path:
    return settings_file().with_name("places.json")
