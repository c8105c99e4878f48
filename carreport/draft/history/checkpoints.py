"""Record checkpoints, so that the order of arrival does not depend on clocks.

A checkpoint is made when somebody opens the inquiry for writing, and before a copy is imported. It
has id prefixes for the heads that no earlier checkpoint has; their ancestors were known by then too.
Checkpoints stay in their file and are not copied.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.last_seen import ID_PREFIX_LENGTH
from carreport.draft.session.receipts import NoteStore

CHECKPOINTS_NOTE = "marks"
MAX_CHECKPOINTS = 300
"""The most checkpoints kept; beyond that, the two earliest are combined."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One checkpoint: its time (UTC, ISO 8601), and the heads that were new then."""

    made_at: str
    heads: str

    @property
    def id_prefixes(self) -> tuple[str, ...]:
        """The id prefixes of the heads."""
        return tuple(
            self.heads[place : place + ID_PREFIX_LENGTH]
            for place in range(0, len(self.heads), ID_PREFIX_LENGTH)
        )


def checkpoints_of(draft: NoteStore) -> tuple[Checkpoint, ...]:
    """Return the checkpoints of an inquiry, oldest first; none if the note is damaged."""
    try:
        return tuple(
            Checkpoint(*map(str, fields)) for fields in json.loads(draft.note(CHECKPOINTS_NOTE) or "[]")
        )
    except (ValueError, TypeError, RecursionError):
        return ()


def add_checkpoint(session: DraftSession) -> None:
    """Record the current heads, if they have changed since the last checkpoint."""
    if not session.read_only:
        session.seal()
        save_checkpoint(session, checkpoint_of(session))


def checkpoint_of(session: DraftSession) -> Checkpoint | None:
    """Return a checkpoint of the current heads, or nothing if the last one has them all."""
    seen = {name for mark in checkpoints_of(session) for name in mark.id_prefixes}
    tree = session.tree
    head_ids = (head.id[:ID_PREFIX_LENGTH] for path in tree.paths() for head in tree.heads(path))
    fresh = sorted(head for head in head_ids if head not in seen)
    return Checkpoint(datetime.now(UTC).isoformat(timespec="seconds"), "".join(fresh)) if fresh else None


def save_checkpoint(session: DraftSession, checkpoint: Checkpoint | None) -> None:
    """Store a checkpoint, unless it is stored already."""
    checkpoints = list(checkpoints_of(session))
    if checkpoint is None or checkpoint.heads in {stored.heads for stored in checkpoints}:
        return
    checkpoints.append(checkpoint)
    while len(checkpoints) > MAX_CHECKPOINTS:
        first, second, *rest = checkpoints
        checkpoints = [Checkpoint(second.made_at, first.heads + second.heads), *rest]
    session.save_note(
        CHECKPOINTS_NOTE, json.dumps([astuple(checkpoint) for checkpoint in checkpoints], ensure_ascii=False)
    )


def order_of_arrival(tree: RevisionTree, checkpoints: Sequence[Checkpoint] = ()) -> list[Revision]:
    """Return all revisions with a value in the order in which they arrived here.

    Checkpoints decide first, then the parents, and only then clocks.
    """
    numbers = _checkpoint_numbers(tree, checkpoints)
    spoken = (revision for revision in tree if not revision.is_bare)
    placed: dict[str, Revision] = {}
    for revision in sorted(spoken, key=lambda r: (numbers.get(r.id, len(checkpoints)), r.written_at, r.id)):
        waiting = [revision]
        while waiting:
            earlier = [parent for parent in _parents(tree, waiting[-1]) if parent.id not in placed]
            if earlier:
                waiting.extend(earlier)
            else:
                ready = waiting.pop()
                placed.setdefault(ready.id, ready)
    return list(placed.values())


def _checkpoint_numbers(tree: RevisionTree, checkpoints: Sequence[Checkpoint]) -> dict[str, int]:
    """Return the number of the first checkpoint that includes each revision."""
    by_name = {revision.id[:ID_PREFIX_LENGTH]: revision for revision in tree} if checkpoints else {}
    numbers: dict[str, int] = {}
    for number, mark in enumerate(checkpoints):
        waiting = [by_name[name] for name in mark.id_prefixes if name in by_name]
        while waiting:
            revision = waiting.pop()
            if revision.id not in numbers:
                numbers[revision.id] = number
                waiting.extend(known for name in revision.parents if (known := tree.get(name)) is not None)
    return numbers


def _parents(tree: RevisionTree, revision: Revision) -> list[Revision]:
    parents = (tree.get(parent) for parent in revision.parents)
    return [revision for revision in parents if revision is not None and not revision.is_bare]
