"""Note beside the answers which revisions stand, so that the next opening need not find out.

The note says of which state of the file it is true. Whatever is saved takes it away, and an older
program, which does not know it, brings the file into another state: then it is not believed.
"""

from __future__ import annotations

from typing import NamedTuple

from carreport.draft.storage import outline
from carreport.draft.storage.outline import Outline, by_id, names_in

_ID = 40


class DatabaseState(NamedTuple):
    """What tells two states of one file apart.

    `saves` is what SQLite counts up with every save, in the header of the file; `revisions` is how
    many there are, and `last` the number of the latest row of them.
    """

    saves: int
    revisions: int
    last: int


def note_of(names: Outline, state: DatabaseState) -> str:
    """Return the note of what stands in this state of the file; nothing if it is not worth while."""
    needed = names_in(names).needed if names.is_long else ()
    return f"{_words(state)}\n{''.join(sorted(by_id(needed)))}" if needed else ""


def names_noted(note: str, state: DatabaseState) -> tuple[str, ...]:
    """Return the names in a note; none if it is not of this state of the file, or that is read at once."""
    told, _, names = note.partition("\n")
    if told != _words(state) or state.revisions <= outline.AT_ONCE:
        return ()
    return tuple(names[place : place + _ID] for place in range(0, len(names), _ID))


def _words(state: DatabaseState) -> str:
    return " ".join(map(str, state))
