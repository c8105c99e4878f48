"""Gather whatever is sound in the bytes of a draft, however damaged the file around it is.

The file is only read: a save that was broken off is undone in memory, not on the disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from carreport.draft import leaves, troubles
from carreport.draft.connection import bytes_of
from carreport.draft.contents import STANDS, Contents, meta_hash, path_from, revision_from
from carreport.draft.file import DraftFile
from carreport.draft.pictures import PictureBytes
from carreport.draft.revisions import Revision


@dataclass(slots=True)
class Remains:
    """What is sound of a draft, and what is known to be damaged.

    `damaged` has the paths of damaged answers, and "" where not even the path can be read.
    """

    meta: dict[str, str] = field(default_factory=dict)
    revisions: dict[str, Revision] = field(default_factory=dict)
    pictures: dict[str, PictureBytes] = field(default_factory=dict)
    damaged: set[str] = field(default_factory=set)

    @property
    def lost_pictures(self) -> tuple[str, ...]:
        """The checksums of pictures that answers name and that are not here."""
        return tuple(sorted(named_pictures(self.revisions.values()).keys() - self.pictures.keys()))


def remains_of(path: Path) -> Remains:
    """Return what can still be read of a damaged draft; raise `DraftFileError` if the file cannot be."""
    try:
        raw = leaves.read_back(path, bytes_of)
    except OSError as problem:
        raise troubles.not_opened(path, problem) from None
    found = Remains()
    doubtful: dict[object, str] = {}
    for row in leaves.rows_in(raw):
        _take(found, row, doubtful)
    found.pictures = dict(leaves.pictures_in(raw))
    found.damaged = {path for name, path in doubtful.items() if path and name not in found.revisions}
    _mend_pictures(found)
    return found


def contents_of(file: DraftFile) -> Remains:
    """Return what is sound in a draft that opens, and what is not."""
    read: Contents = file.read()
    found = Remains(dict(read.meta), {each.id: each for each in read.revisions})
    found.damaged = set(read.damaged)
    for name in file.picture_names():
        picture = file.picture(name)
        if picture is None:
            found.damaged.add("")
        else:
            found.pictures[name] = picture
    if _mend_pictures(found) or not file.is_intact(thorough=True):
        found.damaged.add("")
    return found


def named_pictures(revisions: Iterable[Revision]) -> dict[str, PictureBytes]:
    """Return the pictures that answers name, without their bytes, by checksum."""
    named: dict[str, PictureBytes] = {}
    for each in revisions:
        if each.text and '"sha256"' in each.text:
            for value in _pictures_in(json.loads(each.text)):
                sizes = value.get("width"), value.get("height")
                if isinstance(sizes[0], int) and isinstance(sizes[1], int):
                    named[value["sha256"]] = PictureBytes(b"", str(value.get("type")), sizes[0], sizes[1])
    return named


def _take(found: Remains, row: leaves.Row, doubtful: dict[object, str]) -> None:
    if len(row) == leaves.REVISION:
        revision = revision_from(row)
        if revision is None:
            doubtful[row[0]] = path_from(row)
        else:
            found.revisions[revision.id] = revision
    elif len(row) == leaves.META:
        key, value, given = row
        if key == STANDS or not (isinstance(key, str) and isinstance(value, str)):
            return
        if given == meta_hash(key, value):
            found.meta[key] = value


def _mend_pictures(found: Remains) -> bool:
    """Let pictures have the kind and the size that answers say; say whether any had others."""
    was_wrong = False
    for name, told in named_pictures(found.revisions.values()).items():
        kept = found.pictures.get(name)
        if kept is not None and (kept.type, kept.width, kept.height) != (told.type, told.width, told.height):
            found.pictures[name] = PictureBytes(kept.data, told.type, told.width, told.height)
            was_wrong = True
    return was_wrong


def _pictures_in(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        if isinstance(value.get("sha256"), str):
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _pictures_in(each)
