"""Release a private entry: copy it from the author's private file into the draft.

This changes two files: the entry is on the disk in the draft before it is removed from the private
file.
"""

from __future__ import annotations

from carreport.draft.revisions.change import picture_checksums
from carreport.draft.revisions.fractional_index import reorder_keys
from carreport.draft.revisions.tree import ORDER_KEY
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.private_file import PrivateFile, released_values
from carreport.draft.session.receipts import Receipt, add_receipt
from carreport.draft.session.sharing import is_released
from carreport.errors import UsageError
from carreport.form import paths


def release_entry(session: DraftSession, item_path: str) -> Receipt:
    """Copy a private entry into the draft, where everyone can read it.

    Only its current text is released, no earlier versions. It cannot be undone. Raise `UsageError`
    if the entry is not private, or if its author has not answered that it may be released;
    `DraftSaveError` if it cannot be saved.
    """
    own = _require_releasable(session, item_path)
    session.seal()
    written = released_values(session.form, own.tree, item_path)
    group, item = paths.group_path(item_path), paths.item_id(item_path)
    orders = session.tree.order_keys(group)
    written[item_path] = {ORDER_KEY: reorder_keys([*orders, item], orders)[item]}
    checksums = {checksum for value in written.values() for checksum in picture_checksums(value)}
    pictures = {checksum: picture for checksum in checksums if (picture := session.picture(checksum))}
    session.shared_file.record(written, pictures, also_changed=[group])
    receipt = Receipt.now("release", item_path, session.author, len(written))
    add_receipt(session, receipt)
    session.shared_file.flush()
    own.remove_item(item_path)
    own.flush()
    return receipt


def _require_releasable(session: DraftSession, item_path: str) -> PrivateFile:
    own, guard = session.private_file, session.form.field(item_path)
    state = own.tree.entry_state(item_path) if own is not None else None
    if own is None or guard is None or state is None or not session.is_private(item_path):
        raise UsageError(
            "not-private",
            f"You have no private entry at {item_path}.",
            why="It may already have been released, or it may belong to someone else.",
        )
    if state.is_removed or not is_released(session.form, own.tree, item_path):
        raise UsageError(
            "release-not-chosen",
            f"You cannot release this {guard.item_noun} yet.",
            remedy="First answer the question about releasing it.",
        )
    return own
