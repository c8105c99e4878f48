"""The contents of a draft file and the changes to it, with each row checked by its hash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.revision import Revision
from carreport.form import paths
from carreport.form.answers import Item

DRAFT_ID = "id"
CREATED = "created"
FORM = "form"
COPIED_FROM = "copied_from"
"""The key of the id of the inquiry that this one was made from, so that erasing names it."""
LAST_VISITED = "place"
SUMMARY = "card"
HEADS_NOTE = "stands"
"""The key of a note that earlier versions wrote: it is never read, and the next save removes it."""

_REQUIRED_KEYS = frozenset({f"@{key}" for key in (DRAFT_ID, FORM)})
_PATH = re.compile(
    r"[a-z][a-z0-9_]*\.(@ready|@fellow|@means_other_[0-9a-f]{1,64}|[a-z][a-z0-9_]*)(/[a-z0-9_]{1,64}){0,12}\Z"
)
_CHECKSUM = re.compile(r'"sha256":"([0-9a-f]{64})"')
_ID = re.compile(r"[0-9a-f]{40}\Z")


@dataclass(slots=True)
class ChangeSet:
    """Rows to write in one transaction.

    Rows in `dropped` are deleted first, so a row in both is written again.
    """

    revisions: dict[str, Revision] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    pictures: dict[str, StoredPicture] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.revisions or self.dropped or self.pictures or self.meta)

    def add(self, later: ChangeSet) -> None:
        """Add the changes of a later change set."""
        for revision_id in later.dropped:
            self.revisions.pop(revision_id, None)
        self.dropped |= later.dropped
        self.revisions.update(later.revisions)
        self.pictures.update(later.pictures)
        self.meta.update(later.meta)


@dataclass(frozen=True, slots=True)
class DraftContents:
    """The contents of a draft file, and what is damaged.

    `damaged` has the paths of damaged answers, `@key` for a row of the meta table, and "" if not
    even the path can be read.
    """

    meta: Mapping[str, str]
    revisions: Sequence[Revision]
    damaged: tuple[str, ...] = ()

    @property
    def damaged_answers(self) -> tuple[str, ...]:
        """The damage that affects answers; an inquiry works as before without its notes."""
        return tuple(key for key in self.damaged if not key.startswith("@") or key in _REQUIRED_KEYS)

    @property
    def damaged_notes(self) -> tuple[str, ...]:
        """The keys of damaged notes, which the inquiry can do without."""
        return tuple(key[1:] for key in self.damaged if key.startswith("@") and key not in _REQUIRED_KEYS)


def revision_to_row(revision: Revision) -> tuple[str | None, ...]:
    """Return a revision as a row of the file."""
    parents = " ".join(revision.parents)
    who = (revision.author, revision.device, revision.written_at)
    return (revision.id, revision.path, parents, *who, revision.text)


def row_to_revision(row: Sequence[object]) -> Revision | None:
    """Return the revision in a row of the file, or nothing if the row does not match its id."""
    name, path, parents, author, device, written_at, text = row
    if not (
        isinstance(name, str)
        and isinstance(path, str)
        and isinstance(parents, str)
        and isinstance(author, str)
        and isinstance(device, str)
        and isinstance(written_at, str)
        and (text is None or isinstance(text, str))
    ):
        return None
    named = tuple(parents.split())
    if not (_ID.match(name) and _PATH.match(path) and all(map(_ID.match, named))):
        return None
    revision = Revision(name, path, named, author, device, written_at, text)
    return revision if revision.is_sound else None


def path_in_damaged_row(row: Sequence[object]) -> str:
    """Return the path that a damaged row appears to have, or nothing."""
    path = row[1]
    return path if isinstance(path, str) and _PATH.match(path) else ""


def meta_hash(key: str, value: str) -> str:
    """Return the hash of a row of the meta table."""
    return blake2b(f"{key}\n{value}".encode(), digest_size=20).hexdigest()


def changed_lists(change: ChangeSet) -> set[str]:
    """Return the lists in which a change adds, moves or removes entries."""
    return {paths.group_path(row.path) for row in change.revisions.values() if paths.is_item_path(row.path)}


def pictures_named_in(text: str | None) -> list[str]:
    """Return the checksums of the pictures named in the JSON of a revision, even one that is set aside."""
    return _CHECKSUM.findall(text or "")


def picture_checksums(value: Any) -> Iterable[str]:  # noqa: ANN401 - any JSON, or items
    """Yield the checksums of the pictures named in a value."""
    if isinstance(value, Item):
        value = value.values
    if isinstance(value, Mapping):
        if isinstance(value.get("sha256"), str):
            yield value["sha256"]
        for part in value.values():
            yield from picture_checksums(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from picture_checksums(part)
