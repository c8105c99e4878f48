"""Open a draft for writing if possible, else read-only, and say why."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from carreport.draft.revisions.change import CREATED, DRAFT_ID, FORM, SUMMARY, ChangeSet, DraftContents
from carreport.draft.revisions.flaws import NEWER_FORMAT, describe_damage, describe_set_aside, find_set_aside
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.revisions.validate import AnswerRules
from carreport.draft.storage import error_messages, file_header
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.draft_files import remove_temp_files
from carreport.draft.storage.lock import DraftLock, LockOwner, lock_path
from carreport.draft.storage.summary import DraftSummary, summary_from_dict, summary_json
from carreport.errors import DraftFileError, FormFileError, system_reason
from carreport.file_names import excess_length
from carreport.form.loader import parse_form
from carreport.form.schema import Form
from carreport.regular_files import IrregularFileError

LARGE_FILE = 64 << 20
"""The size in bytes from which a file is not read whole for a list of drafts."""
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
        SUMMARY: summary_json(form, RevisionTree(), created),
    }
    DraftDatabase.create(path, ChangeSet(meta=meta))


def open_draft(
    path: Path,
    author: str,
    *,
    read_only: bool,
    take_over: bool = False,
    forms: dict[str, Form] | None = None,
) -> OpenedDraft:
    """Open the draft at `path`; raise `DraftFileError` if nothing of it can be shown.

    `forms` are forms parsed before, by their source; the form of the draft is added.
    """
    file = DraftDatabase.open(path)
    lock: DraftLock | None = None
    writer: LockOwner | None = None
    reason = OPENED_FOR_READING
    try:
        if not read_only:
            lock, writer, reason = _acquire_lock(file, author, take_over=take_over)
        contents = file.read()
        form = _parse_own_form(path, contents, {} if forms is None else forms)
        revisions = AnswerRules(form).set_aside_unfit(contents.revisions)
        tree = RevisionTree(revisions, contents.damaged_answers)
        damage = describe_damage(form, tree)
        if file.is_newer_format and damage:
            damage = f"{NEWER_FORMAT} {damage}"
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
    return OpenedDraft(file, contents, tree, form, lock, f"{damage} {_GO_ON}" if damage else reason, writer)


def read_summary(path: Path) -> DraftSummary:
    """Return the summary stored in a draft; raise `DraftFileError` if it cannot be opened."""
    return _read_stored_summary(path) or inspect_summary(path)


def _read_stored_summary(path: Path) -> DraftSummary | None:
    with error_messages.contain_errors(path):
        file = DraftDatabase.open(path)
        try:
            file.set_read_only()
            return _parse_summary(path, file.meta().get(SUMMARY, ""))
        finally:
            file.close()


def inspect_summary(path: Path, forms: dict[str, Form] | None = None) -> DraftSummary:
    """Return the summary of a draft, which is read whole, with a remark if something cannot be shown.

    `forms` is as in `open_draft`, for many drafts with the same form. Raise `DraftFileError` if it cannot be
    opened.
    """
    with error_messages.contain_errors(path):
        if path.stat().st_size > LARGE_FILE and (stored := _read_stored_summary(path)):
            return stored
        return _inspect_summary(path, forms)


def _inspect_summary(path: Path, forms: dict[str, Form] | None) -> DraftSummary:
    opened = open_draft(path, "", read_only=True, forms=forms)
    opened.close()
    form, tree, meta = opened.form, opened.tree, opened.contents.meta
    stored = _parse_summary(path, meta.get(SUMMARY, ""))
    if stored is None or not stored.progress or tree.damaged or tree.unfit_heads():
        made = summary_json(form, tree, meta.get(CREATED, ""))
        stored = summary_from_dict(path, json.loads(made))
    newer = NEWER_FORMAT if opened.database.is_newer_format else ""
    remarks = (newer, describe_damage(form, tree), describe_set_aside(find_set_aside(form, tree)))
    return replace(stored, remark=" ".join(filter(None, remarks)))


def _parse_summary(path: Path, stored: str) -> DraftSummary | None:
    """Return a stored summary, or nothing if it is missing or malformed."""
    try:
        return replace(summary_from_dict(path, json.loads(stored)), remark="")
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None


def _acquire_lock(
    file: DraftDatabase, author: str, *, take_over: bool
) -> tuple[DraftLock | None, LockOwner | None, str]:
    if why_not := _why_never_writable(file):
        return None, None, why_not
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


def _why_never_writable(file: DraftDatabase) -> str:
    if file.is_newer_format:
        return NEWER_FORMAT
    excess = excess_length(file.path)
    return f"Its file name is {excess} characters too long to save beside it. {_RENAME}" if excess else ""


def _irregular_lock(path: Path, problem: OSError) -> str:
    """Say what has the name of the lock file of a draft, if it is not a file."""
    name = lock_path(path).name
    if not isinstance(problem, IrregularFileError):
        return ""
    why = f"{name}, in the same folder, is not a lock file of carreport: {system_reason(problem)}."
    return f"{why} Delete it, then open the inquiry again."


def _parse_own_form(path: Path, contents: DraftContents, forms: dict[str, Form]) -> Form:
    source = contents.meta.get(FORM)
    if source is None or DRAFT_ID not in contents.meta:
        raise file_header.damaged_error(path)
    try:
        if source not in forms:
            forms[source] = parse_form(source, f"in {path.name}")
        return forms[source]
    except FormFileError as problem:
        raise DraftFileError(
            "draft-form",
            f"This version of carreport cannot read the form in {path.name}.",
            why=problem.why.strip() + " The file has not been changed.",
            remedy="Update carreport, then open the file again.",
        ) from None
