"""Index the revisions of one answer, with the heads up to date at all times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from carreport.draft.revisions.revision import Revision
from carreport.form import paths

BULK_THRESHOLD = 6
"""Up to this many revisions are added one at a time."""


@dataclass(slots=True)
class PathIndex:
    """The revisions of one path, the number of children of each, and the heads."""

    revisions: dict[str, Revision] = field(default_factory=dict)
    child_counts: dict[str, int] = field(default_factory=dict)
    heads: dict[str, Revision] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: dict[str, Revision]) -> Self:
        """Return an index of these revisions, by id; faster than adding them one at a time."""
        if len(rows) < BULK_THRESHOLD:
            index = cls()
            for row in rows.values():
                index.add(row)
            return index
        children = Counter([parent for row in rows.values() for parent in row.parents])
        tips = {name: row for name, row in rows.items() if not row.is_bare and name not in children}
        return cls(rows, dict(children), tips)

    def add(self, revision: Revision) -> None:
        """Add a revision that is not in the index yet."""
        self.revisions[revision.id] = revision
        for parent in revision.parents:
            self.child_counts[parent] = self.child_counts.get(parent, 0) + 1
            self.heads.pop(parent, None)
        self._update_head(revision.id)

    def remove(self, revision: Revision) -> None:
        """Remove a revision; its parents may become heads again."""
        del self.revisions[revision.id]
        self.heads.pop(revision.id, None)
        for parent in revision.parents:
            self.child_counts[parent] -= 1
            self._update_head(parent)

    def _update_head(self, name: str) -> None:
        revision = self.revisions.get(name)
        if revision is not None and not revision.is_bare and not self.child_counts.get(name):
            self.heads[name] = revision


def enclosing_paths(path: str) -> Iterator[str]:
    """Yield `path`, and every entry and list around it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def enclosing_entry(path: str) -> str:
    """Return the entry around an answer or entry, or an empty string."""
    return (
        paths.parent_item_path(paths.group_path(path))
        if paths.is_item_path(path)
        else paths.parent_item_path(path)
    )


def is_later(one: Revision, other: Revision) -> bool:
    """Say whether one revision was written later; if the times are equal, the ids decide."""
    return one.written_at > other.written_at or (one.written_at == other.written_at and one.id > other.id)
