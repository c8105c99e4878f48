"""Report the damage in a draft and its intact versions, and recover everything that can be read.

A damaged file is never changed: what is intact in it goes into a new draft, which can be merged
with a backup or a copy.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from carreport.assets import form_files
from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.change import (
    CREATED,
    DRAFT_ID,
    FORM,
    HEADS_NOTE,
    SUMMARY,
    ChangeSet,
    DraftContents,
    meta_hash,
    path_in_damaged_row,
    pictures_named_in,
    row_to_revision,
)
from carreport.draft.revisions.flaws import AnswerFlaw, find_set_aside
from carreport.draft.revisions.labels import path_label
from carreport.draft.revisions.revision import Revision, bare_revision, newest_first
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.revisions.validate import AnswerRules
from carreport.draft.storage import error_messages, file_header, sqlite_pages
from carreport.draft.storage.backups import Backup, all_backups, backups_of
from carreport.draft.storage.connection import ERRORS, read_header
from carreport.draft.storage.database import DraftDatabase, mode_of_new_draft
from carreport.draft.storage.journal import settled_copy
from carreport.draft.storage.scan_process import scan
from carreport.draft.storage.summary import summary_json
from carreport.errors import DraftFileError, FormFileError
from carreport.form import paths
from carreport.form.loader import load_form, parse_form
from carreport.form.release_choice import is_release_choice
from carreport.form.schema import Form
from carreport.form.wording import format_count

FROM_FILE = "the file itself"
FROM_BACKUP = "a backup"

# The file is only read: an interrupted save is rolled back in memory, not on the disk.


@dataclass(slots=True)
class ReadableContents:
    """The intact contents of a draft, and the known damage.

    `damaged` has the paths of damaged answers, and "" if not even the path can be read. `damaged_note`
    says how much of the file was looked at, if not all of it.
    """

    meta: dict[str, str] = field(default_factory=dict)
    revisions: dict[str, Revision] = field(default_factory=dict)
    pictures: dict[str, StoredPicture] = field(default_factory=dict)
    damaged: set[str] = field(default_factory=set)
    damaged_note: str = ""

    @property
    def answer_count(self) -> int:
        """The number of versions of answers; what is said in comments is not one."""
        return sum(not paths.is_review(revision.path) for revision in self.revisions.values())

    @property
    def missing_pictures(self) -> tuple[str, ...]:
        """The checksums of pictures that are named in answers and missing."""
        return tuple(sorted(pictures_in_answers(self.revisions.values()).keys() - self.pictures.keys()))


def scan_damaged_file(path: Path) -> ReadableContents:
    """Return what can be read of a damaged draft; raise `DraftFileError` if the file cannot be read."""
    contents = ReadableContents()
    doubtful: dict[object, str] = {}
    try:
        with tempfile.TemporaryDirectory(prefix="carreport-", ignore_cleanup_errors=True) as folder:
            copy = settled_copy(path, Path(folder))
            looked_at, size = 0, copy.stat().st_size
            for found in scan(copy):
                if isinstance(found, sqlite_pages.Progress):
                    looked_at = found.looked_at
                else:
                    _collect(contents, found, doubtful)
    except (OSError, *ERRORS) as problem:
        raise error_messages.open_error(path, problem) from None
    if looked_at < size:
        part = f"{looked_at >> 20:,} of {size >> 20:,} MB"
        contents.damaged_note = f"Only the first {part} could be read in the time and memory allowed."
    contents.damaged = {path for name, path in doubtful.items() if path and name not in contents.revisions}
    _set_aside_unfit(contents)
    _correct_picture_types(contents)
    return contents


def read_sound_contents(file: DraftDatabase) -> ReadableContents:
    """Return the intact contents of a draft that opens, and its damage."""
    read: DraftContents = file.read()
    contents = ReadableContents(dict(read.meta), {revision.id: revision for revision in read.revisions})
    contents.damaged = set(read.damaged)
    _set_aside_unfit(contents)
    for name in file.picture_checksums():
        picture = file.picture(name)
        if picture is None:
            contents.damaged.add("")
        else:
            contents.pictures[name] = picture
    if _correct_picture_types(contents) or not file.integrity_ok(thorough=True):
        contents.damaged.add("")
    return contents


def pictures_in_answers(revisions: Iterable[Revision]) -> dict[str, StoredPicture]:
    """Return the pictures named in answers, without their bytes, by checksum."""
    named: dict[str, StoredPicture] = {}
    for revision in revisions:
        if pictures_named_in(revision.text):
            for value in _picture_values(revision.value):
                sizes = value.get("width"), value.get("height")
                if isinstance(sizes[0], int) and isinstance(sizes[1], int):
                    named[value["sha256"]] = StoredPicture(b"", str(value.get("type")), sizes[0], sizes[1])
    return named


def _collect(contents: ReadableContents, row: sqlite_pages.Record, doubtful: dict[object, str]) -> None:
    if len(row) == sqlite_pages.PICTURE_COLUMNS:
        contents.pictures.update(sqlite_pages.read_pictures([row]))
    elif len(row) == sqlite_pages.REVISION_COLUMNS:
        revision = row_to_revision(row)
        if revision is None:
            doubtful[row[0]] = path_in_damaged_row(row)
        else:
            contents.revisions[revision.id] = revision
    elif len(row) == sqlite_pages.META_COLUMNS:
        key, value, stored_hash = row
        if key == HEADS_NOTE or not (isinstance(key, str) and isinstance(value, str)):
            return
        if stored_hash == meta_hash(key, value):
            contents.meta[key] = value


def _set_aside_unfit(contents: ReadableContents) -> None:
    rules = AnswerRules(_parse_form_in(contents))
    contents.revisions = {
        revision.id: revision for revision in rules.set_aside_unfit(contents.revisions.values())
    }


def _correct_picture_types(contents: ReadableContents) -> bool:
    """Correct the type and size of pictures from the answers; say whether any differed."""
    was_wrong = False
    for name, described in pictures_in_answers(contents.revisions.values()).items():
        stored = contents.pictures.get(name)
        if stored is not None and (stored.type, stored.width, stored.height) != (
            described.type,
            described.width,
            described.height,
        ):
            contents.pictures[name] = StoredPicture(
                stored.data, described.type, described.width, described.height
            )
            was_wrong = True
    return was_wrong


def _picture_values(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        if isinstance(value.get("sha256"), str):
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _picture_values(part)


_DAMAGED = frozenset({"draft-damaged", "draft-truncated", "not-a-draft", "draft-newer", "draft-unreadable"})


@dataclass(frozen=True, slots=True)
class DamagedAnswer:
    """A damaged answer: its last intact version, and the newest backup that has more of it."""

    path: str
    label: str
    last_sound: Revision | None
    backup: Backup | None


@dataclass(frozen=True, slots=True)
class DamageReport:
    """The intact contents of a draft, and its damage.

    `open_error` says why the file does not open, if so; `has_unnamed_damage` that the answer of
    some damage is unknown. `set_aside` are the answers that are intact but cannot be shown, and
    `is_newer_format` says that a newer version of carreport saved the file.
    """

    path: Path
    revisions: int
    pictures: int
    answers: tuple[DamagedAnswer, ...]
    missing_pictures: tuple[str, ...]
    has_unnamed_damage: bool
    open_error: str
    set_aside: tuple[AnswerFlaw, ...] = ()
    is_newer_format: bool = False

    @property
    def is_sound(self) -> bool:
        """Say whether nothing is damaged."""
        return not (self.answers or self.missing_pictures or self.has_unnamed_damage or self.open_error)


@dataclass(frozen=True, slots=True)
class SalvageResult:
    """What was recovered from a damaged draft into a new one, and where its form came from."""

    path: Path
    revisions: int
    pictures: int
    damage: DamageReport
    form_source: str


def inspect_damage(path: Path) -> DamageReport:
    """Return the damage in a draft, and where intact versions are.

    Raise `DraftFileError` if the file is no draft, or nothing in it can be read.
    """
    contents, trouble = _read(path)
    return _report_damage(path, contents, trouble)


def recover_draft_id(path: Path) -> str:
    """Return the id that all copies of an inquiry share, also from a damaged file, or an empty string."""
    return _read(path)[0].meta.get(DRAFT_ID, "")


def salvage(bad: Path, good: Path, form: Path | None = None) -> SalvageResult:
    """Recover everything intact in `bad` into a new draft at `good`; `bad` is not changed.

    The form is the one in the file, or that of a backup, or `form`, or a shipped form that asks the
    same questions. A damaged choice of who can read an entry is left out with its earlier versions,
    which may have let reports print it. Raise `DraftFileError` or `DraftSaveError`.
    """
    contents = scan_damaged_file(bad)
    if not contents.revisions:
        raise _nothing_left_error(bad, contents.damaged_note)
    relative = None if {FORM, DRAFT_ID} <= contents.meta.keys() else _matching_backup_meta(contents)
    source, origin = _form_source(bad, contents, relative, form)
    damage = _report_damage(bad, contents, contents.damaged_note)
    asked = parse_form(source, f"in {good.name}")
    choices = {path for path in contents.damaged if path and is_release_choice(asked, path)}
    contents.revisions = {name: row for name, row in contents.revisions.items() if row.path not in choices}
    tree = RevisionTree(AnswerRules(asked).set_aside_unfit(contents.revisions.values()))
    rows = dict(contents.revisions) | {
        name: bare_revision(name, path) for name, path in tree.missing_parents()
    }
    meta = contents.meta | {
        FORM: source,
        DRAFT_ID: contents.meta.get(DRAFT_ID) or (relative or {}).get(DRAFT_ID) or secrets.token_hex(16),
        CREATED: contents.meta.get(CREATED) or datetime.now(UTC).isoformat(timespec="milliseconds"),
    }
    meta[SUMMARY] = summary_json(asked, tree, meta[CREATED])
    whole = ChangeSet(rows, set(), contents.pictures, meta)
    DraftDatabase.create(good, whole, mode=mode_of_new_draft(good, bad))
    return SalvageResult(good, contents.answer_count, len(contents.pictures), damage, origin)


def _has_newer_format(path: Path) -> bool:
    """Say whether the start of the file says that a newer version of carreport saved it."""
    with suppress(DraftFileError, OSError, *ERRORS):
        return file_header.check_header(path, read_header(path)) >= file_header.NEXT_MAJOR
    return False


def _read(path: Path) -> tuple[ReadableContents, str]:
    """Return the contents, and why the file does not open."""
    try:
        file = DraftDatabase.open(path)
        try:
            file.set_read_only()
            return read_sound_contents(file), ""
        finally:
            file.close()
    except DraftFileError as problem:
        if problem.code not in _DAMAGED:
            raise
        contents = scan_damaged_file(path)
        if not contents.revisions and not contents.meta:
            raise
        return contents, f"{problem.what} {contents.damaged_note}".strip()


def _report_damage(path: Path, contents: ReadableContents, trouble: str) -> DamageReport:
    tree = RevisionTree(contents.revisions.values())
    lost = {place for place in contents.damaged if place and not place.startswith("@")}
    lost |= {where for _, where in tree.missing_parents()}
    is_whole = not (lost or contents.damaged or contents.missing_pictures or trouble)
    backups = {} if is_whole else _find_in_backups(contents, lost)
    form = _parse_form_in(contents)
    answers = [
        DamagedAnswer(path, _label(form, tree, path), _last_sound_version(tree, path), backups.get(path))
        for path in sorted(lost | backups.keys())
    ]
    elsewhere = bool({place for place in contents.damaged if not place or place.startswith("@")})
    sizes = contents.answer_count, len(contents.pictures)
    set_aside = find_set_aside(form, tree)
    newer = _has_newer_format(path)
    return DamageReport(
        path, *sizes, tuple(answers), contents.missing_pictures, elsewhere, trouble, set_aside, newer
    )


def _find_in_backups(contents: ReadableContents, lost: Iterable[str]) -> dict[str, Backup]:
    """Return, by path, the newest backup with something that this draft has lost."""
    newest: dict[str, Backup] = {}
    waiting = set(lost)
    typed = {_typing_key(revision) for revision in contents.revisions.values()}
    for backup in backups_of(contents.meta.get(DRAFT_ID, "")):
        try:
            others = _revisions_of(backup)
        except DraftFileError:
            continue
        for revision in others:
            is_here = revision.is_bare or revision.id in contents.revisions or _typing_key(revision) in typed
            if not is_here:
                newest.setdefault(revision.path, backup)
        waiting -= newest.keys()
        if not waiting:
            break
    return newest


def _typing_key(revision: Revision) -> tuple[object, ...]:
    """Return what is common to all revisions of one spell of typing, to find later ones."""
    return revision.path, revision.parents, revision.author, revision.device


def _revisions_of(backup: Backup) -> Iterable[Revision]:
    file = DraftDatabase.open(backup.path)
    try:
        return file.read().revisions
    finally:
        file.close()


def _last_sound_version(tree: RevisionTree, path: str) -> Revision | None:
    heads = tree.heads(path)
    if heads:
        return max(heads, key=lambda head: head.written_at)
    return next(iter(newest_first(tree.revisions_of(path))), None)


def _parse_form_in(contents: ReadableContents) -> Form | None:
    try:
        return parse_form(contents.meta[FORM], "in the file")
    except (KeyError, FormFileError):
        return None


def _label(form: Form | None, tree: RevisionTree, path: str) -> str:
    return f"“{path}”" if form is None else path_label(form, tree, path)


def _form_source(
    bad: Path, contents: ReadableContents, relative: Mapping[str, str] | None, form_file: Path | None
) -> tuple[str, str]:
    """Return the text of the form to use, and where it comes from."""
    if FORM in contents.meta:
        return contents.meta[FORM], FROM_FILE
    if relative is not None:
        return relative[FORM], FROM_BACKUP
    asked = [form_file] if form_file else form_files()
    for path in asked:
        form = load_form(path)
        questions = [revision for revision in contents.revisions.values() if "@" not in revision.path]
        if form_file or all(form.field(revision.path) is not None for revision in questions):
            return form.source, path.name
    raise DraftFileError(
        "draft-form-lost",
        f"The form in {bad.name} is damaged, and carreport does not have another copy of it.",
        why=f"{format_count(contents.answer_count, 'saved answer')}, including earlier versions, can be "
        "recovered if you have the form file.",
        remedy="Find the form file that was used for this inquiry, and choose it.",
    )


def _matching_backup_meta(contents: ReadableContents) -> Mapping[str, str] | None:
    """Return the meta rows of a backup of the same draft, recognised by shared revisions."""
    for backup in _candidates(contents):
        try:
            file = DraftDatabase.open(backup.path)
        except DraftFileError:
            continue
        try:
            backup_contents = file.read()
        except DraftFileError:
            continue
        finally:
            file.close()
        shares = any(revision.id in contents.revisions for revision in backup_contents.revisions)
        if shares and {FORM, DRAFT_ID} <= backup_contents.meta.keys():
            return backup_contents.meta
    return None


def _candidates(contents: ReadableContents) -> Iterator[Backup]:
    if DRAFT_ID in contents.meta:
        yield from backups_of(contents.meta[DRAFT_ID])
    else:
        yield from all_backups()


def _nothing_left_error(bad: Path, note: str) -> DraftFileError:
    return DraftFileError(
        "draft-nothing-left",
        f"No answers can be read in {bad.name}.",
        why=f"{note} The file has not been changed.".strip(),
        remedy="Keep the file, and restore a backup.",
    )
