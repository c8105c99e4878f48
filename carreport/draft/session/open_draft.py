"""Open a draft for writing if that can be done, else for reading, and say why."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from carreport.atomic_write import sweep
from carreport.draft.revisions.change import CARD, CREATED, DRAFT_ID, FORM, Change, Contents
from carreport.draft.revisions.tree import Tree
from carreport.draft.session.past import Past
from carreport.draft.session.present import Present, present_in, present_noted
from carreport.draft.storage import file_header
from carreport.draft.storage.database import DraftFile
from carreport.draft.storage.lock import DraftLock, Writer
from carreport.draft.storage.summary import DraftCard, card_from, summary_of
from carreport.errors import DraftFileError, FormFileError
from carreport.form.answers import Answers
from carreport.form.loader import parse_form
from carreport.form.schema import Form

_NEXT_MAJOR = (file_header.FORMAT // 100 + 1) * 100
_CLOSE_IT = "Close it there to write here."
_GO_ON = "To go on writing, save it somewhere else."


@dataclass(frozen=True, slots=True)
class Opened:
    """An open draft: its file, what is in it, the right to write it, or why there is none.

    `past` reads what does not stand any more, if that was not read yet; `writer` is whoever else
    has it open.
    """

    file: DraftFile
    contents: Contents
    tree: Tree
    form: Form
    lock: DraftLock | None
    reason: str
    writer: Writer | None = None
    past: Past | None = None

    def close(self) -> None:
        """Close the file, and give up the right to write it."""
        if self.past is not None:
            self.past.stop()
        if self.lock is not None:
            self.lock.release()
        self.file.close()


def new_draft(path: Path, form: Form) -> None:
    """Make the file of a new draft; raise `DraftNotSaved` and leave nothing behind if it fails."""
    created = datetime.now(UTC).isoformat(timespec="milliseconds")
    meta = {
        DRAFT_ID: secrets.token_hex(16),
        CREATED: created,
        FORM: form.source,
        CARD: summary_of(form, Answers(), created, None),
    }
    DraftFile.create(path, Change(meta=meta))


def open_draft(path: Path, author: str, *, read_only: bool, take_over: bool = False) -> Opened:
    """Open the draft at `path`; raise `DraftFileError` if nothing of it can be shown."""
    file = DraftFile.open(path)
    lock: DraftLock | None = None
    past: Past | None = None
    writer: Writer | None = None
    reason = "It was opened for reading."
    try:
        if not read_only:
            lock, writer, reason = _right_to_write(file, author, take_over=take_over)
        contents, past = _read(file)
        form = _form_of(path, contents)
        tree = Tree(contents.revisions, past)
        damage = _damage(form, contents, tree) if past is None else ""
        if damage and lock is not None:
            lock.release()
            lock = None
        if lock is None:
            file.only_read()
        else:
            sweep(file.path.parent)
    except BaseException:
        if lock is not None:
            lock.release()
        if past is not None:
            past.stop()
        file.close()
        raise
    return Opened(file, contents, tree, form, lock, damage or reason, writer, past)


def _read(file: DraftFile) -> tuple[Contents, Past | None]:
    """Return what stands in a draft, and what reads the rest; or all of it, if it is short or damaged."""
    with suppress(DraftFileError):
        seen = file.glance()
        found = _as_noted(file) or (_as_named(file) if file.is_intact() else None)
        if found is not None:
            present, again = found
            return Contents(seen.meta, present.revisions, seen.damaged), Past(again, present)
    return file.read(), None


def _as_noted(file: DraftFile) -> tuple[Present, DraftFile] | None:
    """Return what stands as the note says, if it holds, and another opening of the file, which is held."""
    again = _again(file) if file.noted() else None
    if again is None:
        return None
    try:
        again.hold()
        present = present_noted(again)
    except DraftFileError:
        present = None
    if present is None:
        again.close()
        return None
    file.has_note = True
    return present, again


def _as_named(file: DraftFile) -> tuple[Present, DraftFile] | None:
    """Return what stands as the names of all revisions say, and another opening of the file."""
    present = present_in(file)
    again = _again(file) if present is not None else None
    return None if present is None or again is None else (present, again)


def _again(file: DraftFile) -> DraftFile | None:
    """Open the file of a draft once more, for reading; nothing if another file stands there now."""
    again = DraftFile.open(file.path)
    again.only_read()
    if again.identity == file.identity:
        return again
    again.close()
    return None


def card_of(path: Path) -> DraftCard:
    """Return the card of a draft, as it keeps it itself; raise `DraftFileError` if it cannot be opened."""
    file = DraftFile.open(path)
    try:
        file.only_read()
        kept = file.meta().get(CARD, "")
    finally:
        file.close()
    try:
        return card_from(path, json.loads(kept))
    except (KeyError, TypeError, ValueError):  # none, or damaged: made again from the answers
        return _card_made_again(path)


def _card_made_again(path: Path) -> DraftCard:
    opened = open_draft(path, "", read_only=True)
    try:
        started = opened.contents.meta.get(CREATED, "")
        told = summary_of(opened.form, opened.tree.answers(), started, opened.tree.newest)
    finally:
        opened.close()
    return card_from(path, json.loads(told))


def _right_to_write(
    file: DraftFile, author: str, *, take_over: bool
) -> tuple[DraftLock | None, Writer | None, str]:
    if file.version >= _NEXT_MAJOR:
        why = "It was written by a newer carreport. Bring this one up to date to write in it."
        return None, None, why
    nowhere = f"It may not be written where it is. {_GO_ON}"
    try:
        taken = DraftLock.take(file.path, author, take_over=take_over)
    except OSError:
        return None, None, nowhere
    if isinstance(taken, Writer):
        remedy = "If you know that it is closed there, take it over." if taken.may_be_gone else _CLOSE_IT
        return None, taken, f"{taken.sentence} {remedy}"
    if not file.is_writable():
        taken.release()
        return None, None, nowhere
    return taken, None, ""


def _form_of(path: Path, contents: Contents) -> Form:
    source = contents.meta.get(FORM)
    if source is None or DRAFT_ID not in contents.meta:
        raise file_header.damaged(path)
    try:
        return parse_form(source, f"inside {path.name}")
    except FormFileError as problem:
        raise DraftFileError(
            "draft-form",
            f"The form inside {path.name} cannot be read by this carreport.",
            why=problem.why.strip() + " The file was left as it is.",
            remedy="Bring carreport up to date, and open it again.",
        ) from None


def _damage(form: Form, contents: Contents, tree: Tree) -> str:
    """Say which answers are damaged, in the words of the form; nothing if none is."""
    return damage_words(form, contents.lost, {path for _, path in tree.missing()})


def damage_words(form: Form, lost: Iterable[str], older: Iterable[str] = ()) -> str:
    """Say at which paths something is `lost`, and at which only `older` versions; nothing if nowhere."""
    lost, older = list(lost), set(older)
    if not lost and not older:
        return ""
    names = dict.fromkeys([_label(form, path) for path in lost if path])
    names |= dict.fromkeys(f"earlier versions of {_label(form, path)}" for path in sorted(older - set(lost)))
    which = _listed(names) if names else "it is not known which answers"
    return f"Part of this inquiry is damaged: {which}. What is sound is shown. {_GO_ON}"


def _label(form: Form, path: str) -> str:
    question = form.field(path)
    return f"“{question.label}”" if question else f"“{path}”"


def _listed(names: Iterable[str], most: int = 5) -> str:
    known = list(names)
    shown = ", ".join(known[:most])
    return shown if len(known) <= most else f"{shown} and {len(known) - most} more"
