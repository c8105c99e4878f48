"""Remember in few letters what somebody has seen of a draft.

It is the beginnings of the ids of all versions that stood when they last closed it; a clock has
no part in it.
"""

from __future__ import annotations

from hashlib import blake2b

from carreport.draft.tree import Tree

DIGITS = 12
"""How much of an id is kept: enough that no two of one draft are taken for each other."""


def note_key(author: str, device: str) -> str:
    """Return the name of the note that keeps what somebody has seen; it gives nobody away."""
    return "seen." + blake2b(f"{author}\n{device}".encode(), digest_size=8).hexdigest()


def seen_note(tree: Tree) -> str:
    """Return what the note says of a draft as it stands."""
    return "".join(sorted(head.id[:DIGITS] for path in tree.paths() for head in tree.heads(path)))


def seen_from(note: str) -> frozenset[str]:
    """Read a note: the beginnings of the ids of what stood.

    What this was written over is not named: it cannot stand again.
    """
    return frozenset(note[place : place + DIGITS] for place in range(0, len(note), DIGITS))


def is_seen(revision: str, seen: frozenset[str]) -> bool:
    """Say whether a revision is among what was seen."""
    return revision[:DIGITS] in seen
