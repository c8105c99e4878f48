"""Give a private entry to the group: copy it from the author's private file into the draft.

This changes two files: the entry is on the disk in the draft, with the receipt that says so, before it
is removed from the private file.
"""

from __future__ import annotations

import secrets

from carreport.draft.revisions.change import picture_checksums
from carreport.draft.revisions.fractional_index import reorder_keys
from carreport.draft.revisions.tree import ORDER_KEY
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.private_file import PrivateFile, released_values
from carreport.draft.session.receipts import RECEIPTS_NOTE, Receipt, receipts_note, receipts_of
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.kinds.simple import stored_number
from carreport.form.release_choice import chosen_option, may_print_entry, number_question, release_question
from carreport.form.schema import Field, Value

ASKED_NOTE = "asked"
LEAST_RANGE = 9
"""Numbers are drawn from at least this many, so that they do not show the order of giving."""


def release_entry(
    session: DraftSession, item_path: str, choice: Value = None, number: int | None = None
) -> Receipt:
    """Copy a private entry into the draft, where everyone can read it.

    Only its current text is shared, no earlier versions. It cannot be undone. `choice` is the answer
    that gives the entry, if it does not have one yet. An entry signed with a number gets `number`, or
    keeps its own, or gets one drawn by lot. Raise `UsageError` if the entry is not private, nothing
    says that it may be given, or the number is taken; `DraftSaveError` if it cannot be saved.
    """
    own = _require_private(session, item_path)
    session.seal()
    written = released_values(session.form, own.tree, item_path)
    _sign(session, item_path, written, choice, number)
    group, item = paths.group_path(item_path), paths.item_id(item_path)
    orders = {name: key for name, key in session.tree.order_keys(group).items() if name != item}
    written[item_path] = {ORDER_KEY: reorder_keys([*orders, item], orders)[item]}
    claimed = [path for path in session.tree.paths_within(item_path) if not paths.is_item_path(path)]
    checksums = {checksum for value in written.values() for checksum in picture_checksums(value)}
    pictures = {checksum: picture for checksum in checksums if (picture := session.picture(checksum))}
    receipt = Receipt.now("release", item_path, session.author, len(written))
    session.shared_file.record(
        dict.fromkeys(claimed) | written,
        pictures,
        also_changed=[group],
        notes={RECEIPTS_NOTE: receipts_note((*receipts_of(session), receipt))},
    )
    session.shared_file.flush()
    own.remove_given(item_path)
    own.flush()
    return receipt


def number_to_sign(session: DraftSession, item_path: str) -> int | None:
    """Return the number that would sign a private entry: its own if it is free, or one drawn by lot."""
    group = session.form.field(item_path)
    asked = number_question(group) if group is not None else None
    if asked is None:
        return None
    used = used_numbers(session, item_path)
    own = stored_number(session.answers().get(f"{item_path}/{asked.id}"))
    return own if isinstance(own, int) and own not in used else draw_number(used)


def used_numbers(session: DraftSession, item_path: str) -> frozenset[int]:
    """Return the numbers of the other entries that were given, even if they were removed."""
    group = session.form.field(item_path)
    asked = number_question(group) if group is not None else None
    path = paths.group_path(item_path)
    items: tuple[Item, ...] = (
        *session.shared_answers().items(path),
        *session.shared_file.removed_items(path),
    )
    others = (item for item in items if item.id != paths.item_id(item_path))
    numbers = (stored_number(item.get(asked.id)) for item in others) if asked is not None else ()
    return frozenset(number for number in numbers if isinstance(number, int))


def draw_number(used: frozenset[int]) -> int:
    """Return a free number, drawn by lot: nobody can tell from it who gave an entry first."""
    free = [number for number in range(1, max(LEAST_RANGE, 2 * len(used) + 2) + 1) if number not in used]
    return secrets.choice(free)


def waiting_releases(session: DraftSession) -> tuple[str, ...]:
    """Return the private entries whose author chose to give them, and has not been asked about it yet."""
    own = session.private_file
    known = own.note(ASKED_NOTE).split() if own is not None else []
    waiting = []
    for path in sorted(session.views.private_entries()):
        group, item = session.form.field(path), session.answers().get(path)
        if group is None or group.private_until is None or not isinstance(item, Item):
            continue
        if path not in known and may_print_entry(group, item.values):
            waiting.append(path)
    return tuple(waiting)


def note_waiting(session: DraftSession, asked: tuple[str, ...]) -> None:
    """Store in the private file that the author was asked about these entries."""
    own = session.private_file
    if own is not None and not own.read_only:
        own.save_note(ASKED_NOTE, " ".join(dict.fromkeys((*own.note(ASKED_NOTE).split(), *asked))))


def _sign(
    session: DraftSession, item_path: str, written: dict[str, Value], choice: Value, number: int | None
) -> None:
    """Add the choice and the number to what is written."""
    group = session.form.field(item_path)
    asked = release_question(group) if group is not None else None
    if group is None or asked is None:
        return
    value = choice if choice is not None else written.get(f"{item_path}/{asked.id}")
    option = chosen_option(group, value)
    if option is None or not option.gives:
        raise UsageError(
            "release-not-chosen",
            f"You cannot give this {group.item_noun} to the group yet.",
            remedy="First choose how it is signed.",
        )
    written[f"{item_path}/{asked.id}"] = value
    question = number_question(group)
    if question is None or option.key != question.id:
        return
    typed = number if number is not None else stored_number(written.get(f"{item_path}/{question.id}"))
    written[f"{item_path}/{question.id}"] = _checked_number(session, item_path, group, typed)


def _checked_number(session: DraftSession, item_path: str, group: Field, typed: object) -> Value:
    """Return the number to sign with; raise `UsageError` if another entry has it."""
    used = used_numbers(session, item_path)
    if typed is None:
        return draw_number(used)
    if typed in used:
        raise UsageError(
            "number-taken",
            f"Another {group.item_noun} is signed with the number {typed}.",
            why=f"Your {group.item_noun} is still private.",
            remedy=f"Choose another number, such as {draw_number(used)}.",
        )
    if not isinstance(typed, int) or typed < 1:
        raise UsageError(
            "number-not-whole",
            f"“{typed}” is not a whole number from 1.",
            why=f"Your {group.item_noun} is still private.",
            remedy=f"Choose another number, such as {draw_number(used)}.",
        )
    return typed


def _require_private(session: DraftSession, item_path: str) -> PrivateFile:
    own, group = session.private_file, session.form.field(item_path)
    state = own.tree.entry_state(item_path) if own is not None else None
    is_own = state is not None and not state.is_removed and session.is_private(item_path)
    if own is None or group is None or group.private_until is None or not is_own:
        raise UsageError(
            "not-private",
            f"You have no private entry at {item_path}.",
            why="It may already have been given to the group, or it may belong to someone else.",
        )
    return own
