"""Make a new inquiry from another: its answers and pictures, and nothing of its past.

The new inquiry has an id of its own, so it never merges with the other one. It has no earlier
versions, comments or receipts, nothing private, nothing that was removed or erased, and no entry
that a person gives to one group, such as a reflection.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from carreport.draft.copies.export_copy import verify_copy
from carreport.draft.drafts import new_draft_path
from carreport.draft.revisions.change import (
    COPIED_FROM,
    CREATED,
    DRAFT_ID,
    FORM,
    SUMMARY,
    ChangeSet,
    pictures_named_in,
)
from carreport.draft.revisions.flaws import NEWER_FORMAT, describe_damage
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import Revision, canonical_text, make_revision
from carreport.draft.revisions.tree import ORDER_KEY, RevisionTree
from carreport.draft.session.open_draft import OpenedDraft, open_draft
from carreport.draft.session.sharing import is_public_path, releasable_entry
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.draft_files import discard_temp_file
from carreport.draft.storage.file_header import shown_name
from carreport.draft.storage.summary import summary_json
from carreport.errors import DraftFileError
from carreport.form import paths
from carreport.form.schema import Form, Value

COPY_OF = "Copy of {title}"


def duplicate_draft(path: Path, author: str, folder: Path, target: Path | None = None) -> Path:
    """Make a new inquiry in `folder` with the answers of the one at `path`, as saved; return its path.

    Without `target` it is named after its title. Raise `DraftFileError` if the one at `path` cannot be
    read whole, `DraftSaveError` if the new one cannot be written.
    """
    opened = open_draft(path, author, read_only=True)
    try:
        _require_whole(opened)
        title = _title(opened.form, opened.tree)
        change = _contents(opened, author, title)
    finally:
        opened.close()
    target = target or new_draft_path(folder, title)
    DraftDatabase.create(target, change)
    try:
        verify_copy(target, change, target)
    except BaseException:
        discard_temp_file(target)
        raise
    return target


def _require_whole(opened: OpenedDraft) -> None:
    name = shown_name(opened.database.path)
    if opened.database.is_newer_format:
        raise DraftFileError("draft-newer", f"{name} cannot be copied.", why=NEWER_FORMAT)
    if opened.tree.damaged:
        raise DraftFileError(
            "draft-damaged",
            f"{name} cannot be copied.",
            why=f"{describe_damage(opened.form, opened.tree)} The file has not been changed.",
            remedy="Open it to see what is damaged, and restore a backup.",
        )


def _contents(opened: OpenedDraft, author: str, title: str) -> ChangeSet:
    form, now = opened.form, datetime.now(UTC).isoformat(timespec="milliseconds")
    tree = RevisionTree(_fresh_revisions(form, opened.tree))
    if form.title_path:
        RevisionWriter(tree, author).record({form.title_path: title})
    rows = {row.id: row for row in tree}
    named = sorted({checksum for row in rows.values() for checksum in pictures_named_in(row.text)})
    found = {checksum: opened.database.picture(checksum) for checksum in named}
    meta = {
        DRAFT_ID: secrets.token_hex(16),
        CREATED: now,
        FORM: form.source,
        COPIED_FROM: opened.contents.meta[DRAFT_ID],
        SUMMARY: summary_json(form, tree, now),
    }
    return ChangeSet(rows, set(), {name: picture for name, picture in found.items() if picture}, meta)


def _title(form: Form, tree: RevisionTree) -> str:
    versions = tree.versions(form.title_path) if form.title_path else ()
    title = str(versions[0].value or "").strip() if versions else ""
    return COPY_OF.format(title=title or "untitled inquiry")


def _fresh_revisions(form: Form, tree: RevisionTree) -> Iterator[Revision]:
    """Yield each current answer as a revision without a past, still by whoever wrote it."""
    for path in tree.paths():
        if path == form.title_path or not _goes_along(form, tree, path):
            continue
        if paths.is_item_path(path):
            state = tree.entry_state(path)
            if heads := tree.heads(path):
                yield _fresh_revision({ORDER_KEY: state.order_key if state else ""}, heads)
            continue
        for version in tree.merged_heads(path):
            yield _fresh_revision(version.value, version.heads)


def _fresh_revision(value: Value, heads: Sequence[Revision]) -> Revision:
    newest = max(heads, key=lambda head: (head.written_at, head.id))
    author, device, written_at = newest.author, newest.device, newest.written_at
    text = canonical_text(value)
    return make_revision(newest.path, (), text, author=author, device=device, written_at=written_at)


def _goes_along(form: Form, tree: RevisionTree, path: str) -> bool:
    if paths.is_review(path) or paths.split_path(path).field == paths.READY:
        return False
    if not is_public_path(form, path) or releasable_entry(form, path):
        return False
    return not tree.enclosing_removed_entry(path)
