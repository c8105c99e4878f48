"""Find what stands in an inquiry without reading all that ever stood there.

A note in the file says which revisions that is, if nothing was saved since; else the names of all
revisions say so. What is needed is read and checked by its hash; `past` reads the rest later, and
looks whether the note was right.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from carreport.draft.revisions.change import row_to_revision
from carreport.draft.revisions.revision import Revision
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.outline import by_id, names_in
from carreport.errors import DraftFileError


@dataclass(frozen=True, slots=True)
class Present:
    """What stands, checked, and the places (path and id, with a blank between) of everything else.

    Where a note says what stands, the `others` are not known yet.
    """

    revisions: tuple[Revision, ...]
    others: AbstractSet[str] | None

    @property
    def places(self) -> frozenset[str]:
        """The places of what stands."""
        return frozenset(f"{each.path} {each.id}" for each in self.revisions)


def present_noted(file: DraftDatabase) -> Present | None:
    """Return what stands in a draft as its note says; nothing if there is none that holds."""
    try:
        wanted = file.noted()
        found = _sound(file, wanted)
    except DraftFileError:
        return None
    is_whole = bool(found) and {each.id for each in found} == set(wanted)
    return Present(found, None) if is_whole else None


def present_in(file: DraftDatabase) -> Present | None:
    """Return what stands in a draft; nothing if that is nearly all, or if anything is not as it should be."""
    try:
        told = file.outline()
        if not told.is_long:
            return None
        names = names_in(told)
        wanted = by_id(names.needed)
        found = _sound(file, wanted)
    except DraftFileError:
        return None
    is_whole = bool(found) and {each.id: each.path for each in found} == wanted
    return Present(found, names.known - names.needed) if is_whole else None


def _sound(file: DraftDatabase, wanted: Iterable[str]) -> tuple[Revision, ...]:
    found = (row_to_revision(row) for row in file.rows_by_id(wanted))
    return tuple(each for each in found if each is not None)
