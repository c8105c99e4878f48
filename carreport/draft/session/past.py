"""Read and check what was written in an inquiry before what stands: when somebody looks, or soon.

A thread begins with it a moment after the inquiry was opened, so that whatever has changed in the
file is noticed in any case. Where a note said what stands, the names of all revisions say then
whether it was right. It gives way to the window again and again, and makes no reference cycles.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress

from carreport.draft.revisions.change import is_answer_path, row_to_revision
from carreport.draft.revisions.revision import Revision
from carreport.draft.session.present import Present
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.outline import Outline, by_id, names_in
from carreport.errors import DraftFileError

FIRST_THE_WINDOW = 0.6
"""Seconds after opening for which the window has the computer for itself."""
_ROWS = 64
_BREATH = 0.001
_PATIENCE = 0.2
_SOMEWHERE = frozenset(("",))
_NOTHING_READ = Outline(0, 0, "", "", "")
_TRIES = {"draft-busy": 150, "draft-unreadable": 3}
"""How often to try again what may pass; SQLite itself waits two seconds each time for a busy file."""


class Past:
    """All revisions of a draft that are not `present`.

    `file` is an opening of the draft for this alone. Where it is not known yet what the others are, it
    must be held as it was when what is present was read, and whether it hangs together is looked at
    before anything else. Any thread may ask. Once all is read, `astray` has the paths at which a note
    that was not right has left out what stands.
    """

    def __init__(self, file: DraftDatabase, present: Present) -> None:
        self.astray: frozenset[str] = frozenset()
        self._present = present.places
        self._others = present.others
        self._lacking: frozenset[str] = frozenset()
        self._outline: Outline | None = None
        self._is_intact = present.others is not None
        self._naming = threading.Lock()
        self._places: dict[str, str] | None = None
        self._file = file
        self._door = threading.Lock()
        self._read: dict[str, list[Revision]] = {}
        self._is_read = False
        self._is_wanted = threading.Event()
        self._is_stopped = threading.Event()
        self._tries = 0
        self._thread: threading.Thread | None = None
        self._on_damaged: Callable[[frozenset[str]], None] = _nobody_listens
        self._on_astray: Callable[[], None] = _nobody_waits

    @property
    def places(self) -> Mapping[str, str]:
        """The path of each revision, by id."""
        found = self._places
        if found is None:
            found = self._places = by_id(self._named())
        return found

    def begin(
        self, on_damaged: Callable[[frozenset[str]], None], on_astray: Callable[[], None] | None = None
    ) -> None:
        """Read and check everything soon; `on_damaged` gets the paths at which something is damaged.

        `on_astray` says that a note did not hold. Both are called on another thread, or on that of
        whoever asks to `finish`.
        """
        self._on_damaged = on_damaged
        self._on_astray = on_astray or _nobody_waits
        self._thread = threading.Thread(target=self._run, name="carreport-past", daemon=True)
        self._thread.start()

    def is_intact(self) -> bool:
        """Say whether the file hangs together; it takes until that was looked at."""
        with self._naming:
            self._read_names()
        return self._is_intact

    def at(self, path: str) -> Sequence[Revision]:
        """Return what is sound of what does not stand any more at `path`."""
        self._named()
        with self._door:
            if self._is_stopped.is_set() and not self._is_read:
                message = "The inquiry is closed."
                raise ValueError(message)
            if not self._is_read:
                with suppress(DraftFileError):
                    return self._sound(self._file.rows_at(path)).get(path, ())
        self.finish()
        return self._read.get(path, ())

    @property
    def is_over(self) -> bool:
        """Say whether `finish` would return at once."""
        return self._is_read if self._thread is None else not self._thread.is_alive()

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

    def _read_names(self) -> None:
        """Read the names while the file is still held, let others save in it again, and look at the whole."""
        if self._others is not None or self._outline is not None or self._is_stopped.is_set():
            return
        try:
            self._outline = self._file.outline()
            self._file.end_read()
            self._is_intact = self._file.integrity_ok()
        except DraftFileError:
            self._outline, self._is_intact = _NOTHING_READ, False

    def _named(self) -> AbstractSet[str]:
        """Return the places of all that is not present; see whether what is present is what stands."""
        with self._naming:
            if self._others is None:
                self._read_names()
                self._others = self._apart_from(self._outline or _NOTHING_READ)
                self._outline = None
            return self._others

    def _apart_from(self, outline: Outline) -> AbstractSet[str]:
        names = names_in(outline)
        if not (names.needed and self._is_intact):
            self._lacking = frozenset(map(_path_of, names.missing)) or _SOMEWHERE
        if names.needed:
            self.astray = frozenset(map(_path_of, names.needed ^ self._present))
        return names.known - self._present

    def _read_all(self) -> None:
        self._named()
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
            revision = row_to_revision(row)
            if revision is not None and places.get(revision.id) == revision.path:
                sound.setdefault(revision.path, []).append(revision)
        return sound

    def _tell(self) -> None:
        told, self._on_damaged = self._on_damaged, _nobody_listens
        went_astray, self._on_astray = self._on_astray, _nobody_waits
        sound = {f"{path} {each.id}" for path, found in self._read.items() for each in found}
        damaged = self._lacking.union(map(_path_of, self._named() - sound))
        if damaged:
            told(damaged)
        if self.astray:
            went_astray()


def _path_of(place: str) -> str:
    """Return the path of a place, or nothing if that cannot be one."""
    path = place.partition(" ")[0]
    return path if is_answer_path(path) else ""


def _nobody_listens(_: object) -> None:
    """Do nothing with news."""


def _nobody_waits() -> None:
    """Do nothing."""
