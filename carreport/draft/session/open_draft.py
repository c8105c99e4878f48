"""Open a draft for writing if that can be done, else for reading, and say why."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from carreport.atomic_write import remove_temp_files
from carreport.draft.revisions.change import CREATED, DRAFT_ID, FORM, SUMMARY, ChangeSet, DraftContents
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.storage import file_header
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.lock import DraftLock, LockOwner
from carreport.draft.storage.summary import DraftSummary, summary_from_dict, summary_json
from carreport.errors import DraftFileError, FormFileError
from carreport.form.answers import Answers
from carreport.form.loader import parse_form
from carreport.form.schema import Form

_NEXT_MAJOR = (file_header.FORMAT_VERSION // 100 + 1) * 100
OPENED_FOR_READING = "It was opened for reading."
_CLOSE_IT = "Close it there to write here."
_GO_ON = "To go on writing, save it somewhere else."


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """An open draft: its file, what is in it, the right to write it, or why there is none.

    `lock_owner` is whoever else has it open.
    """

    database: DraftDatabase
    contents: DraftContents
    tree: RevisionTree
    form: Form
    lock: DraftLock | None
    read_only_reason: str
    lock_owner: LockOwner | None = None

    def close(self) -> None:
        """Close the file, and give up the right to write it."""
        if self.lock is not None:
            self.lock.release()
        self.database.close()


def create_draft(path: Path, form: Form) -> None:
    """Make the file of a new draft; raise `DraftSaveError` and leave nothing behind if it fails."""
    created = datetime.now(UTC).isoformat(timespec="milliseconds")
    meta = {
        DRAFT_ID: secrets.token_hex(16),
        CREATED: created,
        FORM: form.source,
        SUMMARY: summary_json(form, Answers(), created, None),
    }
    DraftDatabase.create(path, ChangeSet(meta=meta))


def open_draft(path: Path, author: str, *, read_only: bool, take_over: bool = False) -> OpenedDraft:
    """Open the draft at `path`; raise `DraftFileError` if nothing of it can be shown."""
    file = DraftDatabase.open(path)
    lock: DraftLock | None = None
    writer: LockOwner | None = None
    reason = OPENED_FOR_READING
    try:
        if not read_only:
            lock, writer, reason = _acquire_lock(file, author, take_over=take_over)
        contents = file.read()
        form = _parse_own_form(path, contents)
        tree = RevisionTree(contents.revisions)
        damage = _describe_damage(form, contents, tree)
        if damage and lock is not None:
            lock.release()
            lock = None
        if lock is None:
            file.set_read_only()
        else:
            remove_temp_files(file.path.parent)
    except BaseException:
        if lock is not None:
            lock.release()
        file.close()
        raise
    return OpenedDraft(file, contents, tree, form, lock, damage or reason, writer)


def read_summary(path: Path) -> DraftSummary:
    """Return the card of a draft, as it keeps it itself; raise `DraftFileError` if it cannot be opened."""
    file = DraftDatabase.open(path)
    try:
        file.set_read_only()
        stored = file.meta().get(SUMMARY, "")
    finally:
        file.close()
    try:
        return summary_from_dict(path, json.loads(stored))
    except (KeyError, TypeError, ValueError):  # none, or damaged: made again from the answers
        return _rebuild_summary(path)


def _rebuild_summary(path: Path) -> DraftSummary:
    opened = open_draft(path, "", read_only=True)
    try:
        started = opened.contents.meta.get(CREATED, "")
        rebuilt = summary_json(opened.form, opened.tree.answers(), started, opened.tree.newest)
    finally:
        opened.close()
    return summary_from_dict(path, json.loads(rebuilt))


def _acquire_lock(
    file: DraftDatabase, author: str, *, take_over: bool
) -> tuple[DraftLock | None, LockOwner | None, str]:
    if file.version >= _NEXT_MAJOR:
        why = "It was written by a newer carreport. Bring this one up to date to write in it."
        return None, None, why
    nowhere = f"It may not be written where it is. {_GO_ON}"
    try:
        acquired = DraftLock.acquire(file.path, author, take_over=take_over)
    except OSError:
        return None, None, nowhere
    if isinstance(acquired, LockOwner):
        remedy = "If you know that it is closed there, take it over." if acquired.may_be_stale else _CLOSE_IT
        return None, acquired, f"{acquired.sentence} {remedy}"
    if not file.is_writable():
        acquired.release()
        return None, None, nowhere
    return acquired, None, ""


def _parse_own_form(path: Path, contents: DraftContents) -> Form:
    source = contents.meta.get(FORM)
    if source is None or DRAFT_ID not in contents.meta:
        raise file_header.damaged_error(path)
    try:
        return parse_form(source, f"inside {path.name}")
    except FormFileError as problem:
        raise DraftFileError(
            "draft-form",
            f"The form inside {path.name} cannot be read by this carreport.",
            why=problem.why.strip() + " The file was left as it is.",
            remedy="Bring carreport up to date, and open it again.",
        ) from None


def _describe_damage(form: Form, contents: DraftContents, tree: RevisionTree) -> str:
    """Say which answers are damaged, in the words of the form; nothing if none is."""
    lost, older = contents.damaged_answers, {path for _, path in tree.missing_parents()}
    if not lost and not older:
        return ""
    names = dict.fromkeys([_label(form, path) for path in lost if path])
    names |= dict.fromkeys(f"earlier versions of {_label(form, path)}" for path in sorted(older - set(lost)))
    which = _join_names(names) if names else "it is not known which answers"
    return f"Part of this inquiry is damaged: {which}. What is sound is shown. {_GO_ON}"


def _label(form: Form, path: str) -> str:
    question = form.field(path)
    return f"“{question.label}”" if question else f"“{path}”"


def _join_names(names: Iterable[str], most: int = 5) -> str:
    labels = list(names)
    shown = ", ".join(labels[:most])
    return shown if len(labels) <= most else f"{shown} and {len(labels) - most} more"
