"""Read and check what was written in an inquiry before what stands: when somebody looks, or soon.

A thread begins with it a moment after the inquiry was opened, so that whatever has changed in the
file is noticed in any case. It gives way to the window again and again, and makes no reference
cycles.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress

from carreport.draft.contents import revision_from
from carreport.draft.file import DraftFile
from carreport.draft.present import by_id
from carreport.draft.revisions import Revision
from carreport.errors import DraftFileError

FIRST_THE_WINDOW = 0.2
"""Seconds after opening for which the window has the computer for itself."""
_ROWS = 64
_BREATH = 0.001
_PATIENCE = 0.2
_TRIES = {"draft-busy": 150, "draft-unreadable": 3}
"""How often to try again what may pass; SQLite itself waits two seconds each time for a busy file."""


class Past:
    """All revisions of a draft that do not stand any more; `others` has the places of `present`.

    `file` is an opening of the draft for this alone. Any thread may ask.
    """

    def __init__(self, file: DraftFile, others: AbstractSet[str]) -> None:
        self._others = others
        self._places: dict[str, str] = {}
        self._file = file
        self._door = threading.Lock()
        self._read: dict[str, list[Revision]] = {}
        self._is_read = False
        self._is_wanted = threading.Event()
        self._is_stopped = threading.Event()
        self._tries = 0
        self._thread: threading.Thread | None = None
        self._on_damaged: Callable[[frozenset[str]], None] = _nobody_listens

    @property
    def places(self) -> Mapping[str, str]:
        """The path of each revision, by id."""
        if len(self._places) < len(self._others):
            self._places = by_id(self._others)
        return self._places

    def begin(self, on_damaged: Callable[[frozenset[str]], None]) -> None:
        """Read and check everything soon; `on_damaged` gets the paths at which something is damaged.

        It is called on another thread, or on that of whoever asks to `finish`.
        """
        self._on_damaged = on_damaged
        self._thread = threading.Thread(target=self._run, name="carreport-past", daemon=True)
        self._thread.start()

    def at(self, path: str) -> Sequence[Revision]:
        """Return what is sound of what does not stand any more at `path`."""
        with self._door:
            if self._is_stopped.is_set() and not self._is_read:
                message = "The inquiry is closed."
                raise ValueError(message)
            if not self._is_read:
                with suppress(DraftFileError):
                    return self._sound(self._file.rows_at(path)).get(path, ())
        self.finish()
        return self._read.get(path, ())

    def finish(self) -> None:
        """Return when everything is read and checked; what is damaged has been told then."""
        self._is_wanted.set()
        if self._thread is not None:
            self._thread.join()
        else:
            self._read_all()

    def stop(self) -> None:
        """Read no more, and close the file."""
        self._is_stopped.set()
        self._is_wanted.set()
        if self._thread is not None:
            self._thread.join()
        with self._door:
            self._file.close()

    def _run(self) -> None:
        self._is_wanted.wait(FIRST_THE_WINDOW)
        self._read_all()

    def _read_all(self) -> None:
        place: int | None = 0
        while place is not None:
            with self._door:
                if self._is_stopped.is_set() or self._is_read:
                    return
                place = self._read_on(place)
            if self._tries:
                self._is_stopped.wait(_PATIENCE)
            elif not self._is_wanted.is_set():
                self._is_wanted.wait(_BREATH)
        self._tell()

    def _read_on(self, place: int) -> int | None:
        """Read the next rows, and return the place of the last one; nothing if those were all."""
        try:
            found = self._file.rows_after(place, _ROWS)
        except DraftFileError as problem:
            self._tries += 1
            if self._tries <= _TRIES.get(problem.code, 0):
                return place
            found = []  # what cannot be read counts as damaged
        else:
            self._tries = 0
        for path, sound in self._sound(row for _, *row in found).items():
            self._read.setdefault(path, []).extend(sound)
        if found:
            return int(found[-1][0])
        self._is_read = True
        self._file.close()
        return None

    def _sound(self, rows: Iterable[Sequence[object]]) -> dict[str, list[Revision]]:
        """Return what is sound among `rows` and does not stand any more, by path."""
        sound: dict[str, list[Revision]] = {}
        places = self.places
        for row in rows:
            revision = revision_from(row)
            if revision is not None and places.get(revision.id) == revision.path:
                sound.setdefault(revision.path, []).append(revision)
        return sound

    def _tell(self) -> None:
        told, self._on_damaged = self._on_damaged, _nobody_listens
        sound = {f"{path} {each.id}" for path, found in self._read.items() for each in found}
        damaged = frozenset(place.partition(" ")[0] for place in self._others - sound)
        if damaged:
            told(damaged)


def _nobody_listens(_: object) -> None:
    """Do nothing with news."""
