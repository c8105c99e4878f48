"""Record compactly which changes to a draft a person has seen.

The record is the id prefixes of all heads when they last closed it, and does not depend on clocks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b

from carreport.draft.revisions.change import COPIED_FROM, CREATED, HEADS_NOTE, LAST_VISITED, SUMMARY
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.settings import UNNAMED_AUTHOR

ID_PREFIX_LENGTH = 12
"""The length of an id prefix: long enough that no two ids in a draft are confused."""

CLAIMS_NOTE = "claims"
"""The key of the note with the imported changes that name the author of this session as their author."""

_KEY_PREFIX = "seen."
_NOTE_PURPOSES = {
    "receipts": "which copies were shared and imported",
    "brought_in": "how to undo the last import",
    CLAIMS_NOTE: "which imported changes say that they are from you",
    "marks": "the order in which changes arrived",
    COPIED_FROM: "which inquiry this one was copied from",
    SUMMARY: "",
    LAST_VISITED: "",
    CREATED: "",
    HEADS_NOTE: "",
}
"""What is lost if a note is damaged; notes not listed here are not missed."""
_REVIEW_PREFIX = "review."
_CLAIM = " (says it is from you)"
_OTHERS = "which changes someone else had seen"
_NAMELESS = "something whose name cannot be read"
_GO_ON = "Your answers are not affected."


def last_seen_key(author: str, device: str) -> str:
    """Return the key of the note with what an author has seen; the key is a hash."""
    return _KEY_PREFIX + blake2b(f"{author}\n{device}".encode(), digest_size=8).hexdigest()


def damaged_notes_message(keys: Iterable[str], own: str) -> str:
    """Say what is lost because notes are damaged, or return an empty string. `own` is a `last_seen_key`."""
    purposes = {own: "which changes you had seen", **_NOTE_PURPOSES}
    names = [purposes.get(key, _purpose_of(key)) for key in keys]
    which = ", ".join(name for name in dict.fromkeys(names) if name)
    if not which:
        return ""
    return f"Some information stored with this inquiry is damaged and was ignored: {which}. {_GO_ON}"


def _purpose_of(key: str) -> str:
    """Return what is lost if a note is damaged whose key has an id in it."""
    if key.startswith(_REVIEW_PREFIX):
        return "what was in a Word document sent for review"
    return _OTHERS if key.startswith(_KEY_PREFIX) else _NAMELESS


def last_seen_note(tree: RevisionTree) -> str:
    """Return the note for the current state of a draft."""
    return "".join(sorted(head.id[:ID_PREFIX_LENGTH] for path in tree.paths() for head in tree.heads(path)))


def parse_last_seen(note: str) -> frozenset[str]:
    """Parse a note: the id prefixes of the heads.

    Their ancestors are not included, because they cannot become heads again.
    """
    return frozenset(
        note[place : place + ID_PREFIX_LENGTH] for place in range(0, len(note), ID_PREFIX_LENGTH)
    )


def claims_note(earlier: str, revisions: Iterable[Revision], author: str) -> str:
    """Return the note with these imported revisions, if they name `author`, who did not write them here."""
    known = parse_last_seen(earlier)
    claimed = {row.id[:ID_PREFIX_LENGTH] for row in revisions if not row.is_bare and row.author == author}
    return "".join(sorted(known | claimed)) if author else earlier


def claimed_author(author: str) -> str:
    """Return how an author is shown whose changes came in a copy and say that they are from you."""
    return f"“{author}”{_CLAIM}"


def is_claimed_author(author: str) -> bool:
    """Say whether a name is as `claimed_author` returns it."""
    return author.endswith(_CLAIM)


def without_claim(author: str) -> str:
    """Return the name that `claimed_author` was given, or any other name as it is."""
    return author.removesuffix(_CLAIM).strip("“”") if is_claimed_author(author) else author


def with_claimed_author(revision: Revision, claims: frozenset[str]) -> Revision:
    """Return a revision as the history shows it, given the changes that say they are from you."""
    if not is_seen(revision.id, claims):
        return revision
    return replace(revision, author=claimed_author(revision.author))


def is_unnamed_here(revision: Revision, device: str) -> bool:
    """Say whether a revision was written on this `device` before its author had given a name."""
    return revision.author == UNNAMED_AUTHOR and revision.device == device


def with_own_name(revision: Revision, author: str, device: str) -> Revision:
    """Return a revision as it is shown to its author, who may have given a name since."""
    return replace(revision, author=author) if is_unnamed_here(revision, device) else revision


def is_seen(revision: str, seen: frozenset[str]) -> bool:
    """Say whether a revision is among those seen."""
    return revision[:ID_PREFIX_LENGTH] in seen
