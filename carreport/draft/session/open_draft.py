"""Open a draft for writing if possible, else read-only, and say why."""

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
from carreport.draft.storage.lock import DraftLock, LockOwner, lock_path
from carreport.draft.storage.summary import DraftSummary, summary_from_dict, summary_json
from carreport.errors import DraftFileError, FormFileError, system_reason
from carreport.file_names import excess_length
from carreport.form.answers import Answers
from carreport.form.loader import parse_form
from carreport.form.schema import Form
from carreport.regular_files import IrregularFileError

_NEXT_MAJOR = (file_header.FORMAT_VERSION // 100 + 1) * 100
OPENED_FOR_READING = "This inquiry was opened read-only."
_CLOSE_IT = "Close it there to edit it here."
_GO_ON = "To continue editing, save it somewhere else."
_RENAME = "To edit it, close it and shorten its name, or save it somewhere else."


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """An open draft: its file, its contents, and the lock or the reason why there is none.

    `lock_owner` is whoever else has the draft open.
    """

    database: DraftDatabase
    contents: DraftContents
    tree: RevisionTree
    form: Form
    lock: DraftLock | None
    read_only_reason: str
    lock_owner: LockOwner | None = None

    def close(self) -> None:
        """Close the file and release the lock."""
        if self.lock is not None:
            self.lock.release()
        self.database.close()


def create_draft(path: Path, form: Form) -> None:
    """Create the file of a draft; if that fails, raise `DraftSaveError` and leave nothing behind."""
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
            file.tighten_mode()
            remove_temp_files(file.path.parent)
    except BaseException:
        if lock is not None:
            lock.release()
        file.close()
        raise
    return OpenedDraft(file, contents, tree, form, lock, damage or reason, writer)


def read_summary(path: Path) -> DraftSummary:
    """Return the summary stored in a draft; raise `DraftFileError` if it cannot be opened."""
    file = DraftDatabase.open(path)
    try:
        file.set_read_only()
        stored = file.meta().get(SUMMARY, "")
    finally:
        file.close()
    try:
        return summary_from_dict(path, json.loads(stored))
    except (KeyError, TypeError, ValueError):  # missing or damaged: make it from the answers
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
        why = "It was saved by a newer version of carreport. Update carreport to edit it."
        return None, None, why
    if excess := excess_length(file.path):
        return None, None, f"Its file name is {excess} characters too long to save beside it. {_RENAME}"
    nowhere = f"The file or its folder cannot be changed. {_GO_ON}"
    try:
        acquired = DraftLock.acquire(file.path, author, take_over=take_over)
    except OSError as problem:
        return None, None, _irregular_lock(file.path, problem) or nowhere
    if isinstance(acquired, LockOwner):
        remedy = "If you know that it is closed there, take it over." if acquired.may_be_stale else _CLOSE_IT
        return None, acquired, f"{acquired.sentence} {remedy}"
    if not file.is_writable():
        acquired.release()
        return None, None, nowhere
    return acquired, None, ""


def _irregular_lock(path: Path, problem: OSError) -> str:
    """Say what has the name of the lock file of a draft, if it is not a file."""
    name = lock_path(path).name
    if not isinstance(problem, IrregularFileError):
        return ""
    why = f"{name}, in the same folder, is not a lock file of carreport: {system_reason(problem)}."
    return f"{why} Delete it, then open the inquiry again."


def _parse_own_form(path: Path, contents: DraftContents) -> Form:
    source = contents.meta.get(FORM)
    if source is None or DRAFT_ID not in contents.meta:
        raise file_header.damaged_error(path)
    try:
        return parse_form(source, f"in {path.name}")
    except FormFileError as problem:
        raise DraftFileError(
            "draft-form",
            f"This version of carreport cannot read the form in {path.name}.",
            why=problem.why.strip() + " The file has not been changed.",
            remedy="Update carreport, then open the file again.",
        ) from None


def _describe_damage(form: Form, contents: DraftContents, tree: RevisionTree) -> str:
    """Describe the damaged answers by their labels; return an empty string if there are none."""
    lost, older = contents.damaged_answers, {path for _, path in tree.missing_parents()}
    if not lost and not older:
        return ""
    names = dict.fromkeys([_label(form, path) for path in lost if path])
    names |= dict.fromkeys(f"earlier versions of {_label(form, path)}" for path in sorted(older - set(lost)))
    which = _join_names(names) if names else "we cannot tell which answers"
    return f"Part of this inquiry is damaged: {which}. The rest is shown. {_GO_ON}"


def _label(form: Form, path: str) -> str:
    question = form.field(path)
    return f"“{question.label}”" if question else f"“{path}”"


def _join_names(names: Iterable[str], most: int = 5) -> str:
    labels = list(names)
    shown = ", ".join(labels[:most])
    return shown if len(labels) <= most else f"{shown} and {len(labels) - most} more"
