"""Keep backups of every draft in another folder, and verify each by reading it back.

A backup is a whole draft in the user's own folder, named by the time (UTC) at which it was made. It
is written under a temporary name, verified, and only then renamed. A backup is restored as a
separate draft beside the current one, never over it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from itertools import count
from pathlib import Path

from carreport import atomic_write
from carreport.draft.revisions.change import DRAFT_ID, ChangeSet
from carreport.draft.revisions.revision import Revision
from carreport.draft.storage import draft_files, error_messages
from carreport.draft.storage.database import DraftDatabase, mode_of_new_draft
from carreport.errors import CarreportError, DraftFileError, DraftSaveError, system_reason
from carreport.file_names import draft_name_beside
from carreport.regular_files import PRIVATE_MODE, is_own_file, make_private_folder
from carreport.settings import drafts_folder

DAYS_KEPT = 30
CHECK_INTERVAL = 3600.0
"""Seconds between checks whether a new day has begun."""
Replacements = Callable[[Collection[Revision], Collection[str]], Iterable[Revision]]
NoteChanges = Callable[[Mapping[str, str]], dict[str, str]]
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)Z(?:-(\d+))?\.carreport\Z")
_STAMP = "%Y-%m-%dT%H-%M-%S"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup of a draft; `number` distinguishes those of the same second."""

    path: Path
    made_at: datetime
    number: int = 1


def backups_folder(draft_id: str) -> Path:
    """Return the folder of the backups of one draft."""
    safe = re.fullmatch(r"[0-9a-f]{8,64}", draft_id)
    name = draft_id if safe else blake2b(draft_id.encode(), digest_size=16).hexdigest()
    return _folder() / name


def backups_of(draft_id: str) -> tuple[Backup, ...]:
    """Return the backups of one draft, newest first."""
    try:
        parsed = [_parse_backup_name(path) for path in backups_folder(draft_id).iterdir()]
    except OSError:
        return ()
    backups = [backup for backup in parsed if backup is not None and is_own_file(backup.path)]
    return tuple(sorted(backups, key=lambda backup: (backup.made_at, backup.number), reverse=True))


def all_backups() -> Iterator[Backup]:
    """Yield the backups of every draft, each draft's newest first, for when a draft's id is lost."""
    try:
        folders = sorted(folder.name for folder in _folder().iterdir())
    except OSError:
        return
    for folder in folders:
        yield from backups_of(folder)


def back_up(draft: Path) -> Backup | None:
    """Make a backup of a draft if it has changed since the last one, and delete superfluous ones.

    Raise `DraftSaveError` with the code `backup-failed` if no intact backup can be made. It may run
    in any thread, also while the draft is being saved.
    """
    try:
        backup = _make_backup(draft)
        if backup is not None:
            _delete_superfluous(backup)
    except (CarreportError, OSError) as problem:
        raise _backup_failed(draft, problem) from None
    return backup


def restore_beside(backup: Backup, beside: Path) -> Path:
    """Restore a backup as a new draft beside the current one; return its path.

    Raise `DraftFileError` if the backup itself is damaged, `DraftSaveError` if it cannot be
    written.
    """
    moment = f"{backup.made_at.astimezone():%Y-%m-%d %H.%M.%S}"
    wanted = draft_name_beside(beside, f" (backup of {moment})")
    return _restore(backup, _numbered_names(wanted, " ({})"), mode_of_new_draft(wanted, beside))


def restore_as(backup: Backup, path: Path, origin: Path | None = None) -> Path:
    """Restore a backup of `origin`, if that is known, as the new draft `path`.

    Raise as `restore_beside` does, and if the file exists.
    """
    return _restore(backup, iter([path]), mode_of_new_draft(path, origin))


def erase_from_backups(
    draft_id: str,
    revision_ids: Collection[str],
    typed: Collection[Revision] = (),
    left: Replacements = lambda _rows, _ids: (),
    notes: NoteChanges = lambda _notes: {},
    *,
    more_files: Iterable[Path] = (),
) -> tuple[Path, ...]:
    """Erase the contents of these revisions in every backup, and in `more_files` of the inquiry.

    Return the files that could not be changed.

    `typed` are the same revisions with their contents: a backup may have an earlier state of the
    same typing, which has another id and is erased too. `left` returns the revisions that replace
    them, from all revisions of a backup and the ids of those erased. `notes` returns the notes to
    replace, from all notes of a backup.
    """
    ghosts = {_typing_key(revision) for revision in typed}
    folder = backups_folder(draft_id)
    return (
        *atomic_write.delete_files(folder.glob(".*.tmp*")),
        *(
            path
            for path in (*(backup.path for backup in backups_of(draft_id)), *more_files)
            if not _erase_in_backup(path, set(revision_ids), ghosts, left, notes)
        ),
    )


def backups_to_delete(moments: Iterable[datetime], today: date) -> set[datetime]:
    """Return the backups to delete: all of today are kept, then one a day, and one a month for ever.

    One a day is kept for 30 days, and for the 30 latest days with backups, so that a clock which
    jumps ahead deletes nothing. The last of each day and month is kept, so the newest always is.
    """
    newest_first = sorted(set(moments), reverse=True)
    last_of_day: dict[date, datetime] = {}
    last_of_month: dict[tuple[int, int], datetime] = {}
    for moment in newest_first:
        last_of_day.setdefault(moment.date(), moment)
        last_of_month.setdefault((moment.year, moment.month), moment)
    keep = {moment for moment in newest_first if moment.date() == today}
    for number, (day, moment) in enumerate(last_of_day.items()):
        if number < DAYS_KEPT or day >= today - timedelta(days=DAYS_KEPT):
            keep.add(moment)
    return set(newest_first) - keep - set(last_of_month.values())


class BackupThread:
    """Backs up an open draft in the background: when it is opened, and once a day.

    `on_failed` is called on the backup thread; `problem` is why the last backup failed, if it did.
    """

    def __init__(
        self, draft: Path, on_failed: Callable[[DraftSaveError], None], *, at_once: bool = True
    ) -> None:
        self._draft = draft
        self._at_once = at_once
        self._on_failed = on_failed
        self.problem: DraftSaveError | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="carreport-backups", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a backup in progress is finished first."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        done: date | None = None
        if not self._at_once:  # a draft that was just created
            self._ended.wait(CHECK_INTERVAL)
        while not self._ended.is_set():
            today = _today()
            if done != today:
                try:
                    back_up(self._draft)
                    done, self.problem = today, None
                except DraftSaveError as problem:
                    self.problem = problem.with_traceback(None)
                    self._on_failed(problem)
            self._ended.wait(CHECK_INTERVAL)


def _folder() -> Path:
    return drafts_folder().with_name("backups")


def _make_backup(draft: Path) -> Backup | None:
    file = DraftDatabase.open(draft)
    try:
        draft_id = file.meta().get(DRAFT_ID, "")
        folder = backups_folder(draft_id)
        newest = next(iter(backups_of(draft_id)), None)
        if not file.count_revisions() or (
            newest is not None and _fingerprint(newest.path) == file.fingerprint()
        ):
            return None
        make_private_folder(folder)
        draft_files.remove_temp_files(folder)
        now = datetime.now(UTC).strftime(_STAMP)
        names = _numbered_names(folder / f"{now}Z.carreport", "-{}")
        return _parse_backup_name(_write_verified(file, names, PRIVATE_MODE))
    finally:
        file.close()


def _restore(backup: Backup, names: Iterator[Path], mode: int) -> Path:
    file = DraftDatabase.open(backup.path)
    try:
        return _write_verified(file, names, mode)
    finally:
        file.close()


def _numbered_names(wanted: Path, more: str) -> Iterator[Path]:
    """Yield the name wanted, then the same name with a number."""
    yield wanted
    for number in count(2):
        yield wanted.with_stem(wanted.stem + more.format(number))


def _write_verified(file: DraftDatabase, names: Iterator[Path], mode: int) -> Path:
    """Write a verified copy of a draft under the first free name."""
    path = next(names)
    fresh = draft_files.temp_path(path)
    try:
        with file.read_transaction():
            expected = file.fingerprint()
            file.copy_to(fresh, mode)
        _verify(fresh, expected)
        while True:
            try:
                draft_files.move_into_place(fresh, path)
            except OSError as problem:
                following = next(names, None) if isinstance(problem, FileExistsError) else None
                if following is None:
                    raise error_messages.save_error(path, problem) from None
                path = following
            else:
                return path
    finally:
        draft_files.discard_temp_file(fresh)


def _verify(path: Path, expected: str) -> None:
    """Raise `DraftFileError` if a copy does not open, or does not hold exactly what it should."""
    file = DraftDatabase.open(path)
    try:
        contents = file.read()
        pictures = [file.picture(name) for name in file.picture_checksums()]
        is_sound = not contents.damaged_answers and None not in pictures and file.integrity_ok(thorough=True)
        is_same = file.fingerprint() == expected
    finally:
        file.close()
    if not (is_sound and is_same):
        what = "part of it is damaged" if is_same else "it differs from the original"
        raise DraftFileError("backup-unsound", f"The copy was checked, and {what}.")


def _fingerprint(path: Path) -> str:
    """Return the fingerprint of a backup, or nothing if it does not open."""
    try:
        file = DraftDatabase.open(path)
    except DraftFileError:
        return ""
    try:
        return file.fingerprint()
    except DraftFileError:
        return ""
    finally:
        file.close()


def _delete_superfluous(newest: Backup) -> None:
    siblings = list(_siblings(newest))
    superfluous = backups_to_delete((backup.made_at.astimezone() for backup in siblings), _today())
    others = (backup for backup in siblings if backup.path != newest.path)
    atomic_write.delete_files(backup.path for backup in others if backup.made_at.astimezone() in superfluous)


def _siblings(backup: Backup) -> Iterable[Backup]:
    parsed = (_parse_backup_name(path) for path in backup.path.parent.iterdir())
    return (backup for backup in parsed if backup is not None and is_own_file(backup.path))


def _erase_in_backup(
    path: Path,
    revision_ids: set[str],
    ghosts: set[tuple[object, ...]],
    left: Replacements,
    notes: NoteChanges,
) -> bool:
    """Erase revisions in one backup; say whether that worked."""
    try:
        file = DraftDatabase.open(path)
    except DraftFileError:
        return False
    try:
        contents = file.read()
        typed = {revision.id for revision in contents.revisions if _typing_key(revision) in ghosts}
        erased = typed | {
            revision.id
            for revision in contents.revisions
            if revision.id in revision_ids and not revision.is_bare
        }
        rows = left(contents.revisions, erased) if erased else ()
        if instead := ChangeSet({row.id: row for row in rows}, meta=notes(contents.meta)):
            file.save(instead)
        file.erase(revision_ids | typed)
    except (DraftFileError, DraftSaveError):
        return False
    finally:
        file.close()
    return not contents.damaged


def _typing_key(revision: Revision) -> tuple[object, ...]:
    """Return what is common to all revisions of one spell of typing."""
    return revision.path, revision.parents, revision.author, revision.device


def _parse_backup_name(path: Path) -> Backup | None:
    named = _NAME.match(path.name)
    if not named:
        return None
    try:
        made_at = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, made_at, int(named[2] or 1))


def _today() -> date:
    return datetime.now().astimezone().date()


def _backup_failed(draft: Path, problem: CarreportError | OSError) -> DraftSaveError:
    reason = (
        problem.what
        if isinstance(problem, CarreportError)
        else f"The system reports: {system_reason(problem)}"
    )
    return DraftSaveError(
        "backup-failed",
        f"The backup of {draft.name} failed.",
        why=f"{reason.rstrip('.')}. The inquiry and its earlier backups have not been changed.",
        remedy="Free some space or check the disk. carreport will try again within the hour.",
    )
