"""Remember in few letters what somebody has seen of a draft.

It is the beginnings of the ids of all versions that stood when they last closed it; a clock has
no part in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from carreport.draft.revisions.change import CREATED, HEADS_NOTE, LAST_VISITED, SUMMARY
from carreport.draft.revisions.tree import RevisionTree

ID_PREFIX_LENGTH = 12
"""How much of an id is kept: enough that no two of one draft are taken for each other."""

_KEY_PREFIX = "seen."
_NOTE_PURPOSES = {
    "receipts": "which copies were sent and brought in",
    "brought_in": "how to take the last copy out again",
    "marks": "in which order changes came to be known",
    SUMMARY: "",
    LAST_VISITED: "",
    CREATED: "",
    HEADS_NOTE: "",
}
"""What is missed of each note; of those without words nothing is."""
_OTHERS = "which changes somebody else had seen"
_NAMELESS = "one of which not even the name can be read"
_GO_ON = "The answers are not touched by it."


def last_seen_key(author: str, device: str) -> str:
    """Return the name of the note that keeps what somebody has seen; it gives nobody away."""
    return _KEY_PREFIX + blake2b(f"{author}\n{device}".encode(), digest_size=8).hexdigest()


def damaged_notes_message(keys: Iterable[str], own: str) -> str:
    """Say which notes of an inquiry are damaged; nothing if none is missed. `own` is a `last_seen_key`."""
    purposes = {own: "which changes you had seen", **_NOTE_PURPOSES}
    names = [purposes.get(key, _OTHERS if key.startswith(_KEY_PREFIX) else _NAMELESS) for key in keys]
    which = ", ".join(name for name in dict.fromkeys(names) if name)
    if not which:
        return ""
    return f"A note that this inquiry keeps beside the answers is damaged and was left out: {which}. {_GO_ON}"


def last_seen_note(tree: RevisionTree) -> str:
    """Return what the note says of a draft as it stands."""
    return "".join(sorted(head.id[:ID_PREFIX_LENGTH] for path in tree.paths() for head in tree.heads(path)))


def parse_last_seen(note: str) -> frozenset[str]:
    """Read a note: the beginnings of the ids of what stood.

    What this was written over is not named: it cannot stand again.
    """
    return frozenset(
        note[place : place + ID_PREFIX_LENGTH] for place in range(0, len(note), ID_PREFIX_LENGTH)
    )


def is_seen(revision: str, seen: frozenset[str]) -> bool:
    """Say whether a revision is among what was seen."""
    return revision[:ID_PREFIX_LENGTH] in seen
