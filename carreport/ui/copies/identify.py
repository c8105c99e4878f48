"""Find out which inquiry a file belongs to, and make an inquiry of one that is new here; no widget knows how.

The file is read by another process with limits; only our own drafts are opened here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carreport.errors import DraftFileError

if TYPE_CHECKING:
    from carreport.draft.copies.incoming import IncomingCopy
    from carreport.form.schema import Form
    from carreport.ui.background.jobs import Job


@dataclass(frozen=True, slots=True)
class LocalInquiry:
    """An inquiry on this computer: its file, its id, its form and how many versions of answers it holds."""

    path: Path
    draft_id: str
    form: Form
    title: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """What a file holds, and the inquiry on this computer that it is a copy of, if there is one.

    `form` is the one that it was read with; `others` are inquiries here on the same form.
    """

    path: Path
    incoming: IncomingCopy
    form: Form
    local: LocalInquiry | None
    others: tuple[LocalInquiry, ...]


def identify_file(_job: Job | None, path: Path, folder: Path, opened: LocalInquiry | None) -> IncomingFile:
    """Return what the file at `path` is; `opened` is the inquiry that is open at the moment.

    Raise `DraftFileError` if it cannot be read, or answers a form that nothing here knows.
    """
    from carreport.draft.copies.read_copy import read_copy  # noqa: PLC0415 - not before the first paint

    here = list(find_local_inquiries(folder, path, opened))
    problem: DraftFileError | None = None
    for form in _known_forms(here):
        try:
            brought = read_copy(path, form)
        except DraftFileError as found:
            if found.code != "other-form":
                raise
            problem = problem or found
            continue
        home = _match_local(brought.draft_id, here, opened)
        same = tuple(each for each in here if each.form.id == form.id)
        return IncomingFile(path, brought, home.form if home else form, home, same)
    raise problem or DraftFileError("other-form", f"{path.name} answers a form that is not known here.")


def find_local_inquiries(folder: Path, path: Path, opened: LocalInquiry | None) -> Iterator[LocalInquiry]:
    """Yield the inquiries in `folder` but for the file at `path`, the open one first."""
    from carreport.draft.drafts import draft_summaries  # noqa: PLC0415 - not before the first paint

    if opened is not None:
        yield opened
    done = {path.resolve(), *([opened.path.resolve()] if opened else [])}
    forms: dict[str, Form] = {}
    for card in draft_summaries(folder):
        if card.error or card.path.resolve() in done:
            continue
        known = _read_local(card.path, card.title, forms)
        if known is not None:
            yield known


def create_inquiry(arrival: IncomingFile, folder: Path) -> Path:
    """Put the inquiry of a file into `folder` as a draft of its own, with the same id; return its path.

    Only what the other process read and checked goes in. Raise `DraftSaveError` if it cannot be written.
    """
    from carreport.draft.copies.incoming import new_revisions  # noqa: PLC0415 - not before the first paint
    from carreport.draft.drafts import new_draft_path  # noqa: PLC0415 - likewise
    from carreport.draft.revisions.change import CREATED, DRAFT_ID, FORM, SUMMARY, ChangeSet  # noqa: PLC0415 - likewise
    from carreport.draft.revisions.tree import RevisionTree  # noqa: PLC0415 - likewise
    from carreport.draft.storage.database import DraftDatabase  # noqa: PLC0415 - likewise
    from carreport.draft.storage.summary import summary_json  # noqa: PLC0415 - likewise

    form, brought = arrival.form, arrival.incoming
    rows = new_revisions(RevisionTree(), brought.revisions)
    tree = RevisionTree(rows.values())
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    meta = {
        DRAFT_ID: brought.draft_id,
        CREATED: now,
        FORM: form.source,
        SUMMARY: summary_json(form, tree.answers(), now, tree.newest),
    }
    title = str(tree.answers().get(form.title_path) or "") if form.title_path else ""
    path = new_draft_path(folder, title or arrival.path.stem)
    DraftDatabase.create(path, ChangeSet(rows, set(), dict(brought.pictures), meta))
    return path


def _match_local(
    draft_id: str, here: Sequence[LocalInquiry], opened: LocalInquiry | None
) -> LocalInquiry | None:
    """Return the inquiry with this id: the open one, else that which holds most; a backup may lie beside."""
    if opened is not None and opened.draft_id == draft_id:
        return opened
    return max((each for each in here if each.draft_id == draft_id), key=lambda each: each.size, default=None)


def _known_forms(here: Sequence[LocalInquiry]) -> Iterator[Form]:
    """Yield each form once: those in use first, then those that ship with the program."""
    from carreport.ui.library.local_drafts import load_shipped_forms  # noqa: PLC0415 - not before the first paint

    seen: set[str] = set()
    for form in (*(each.form for each in here), *load_shipped_forms()):
        if form.id not in seen:
            seen.add(form.id)
            yield form


def _read_local(path: Path, title: str, forms: dict[str, Form]) -> LocalInquiry | None:
    from carreport.draft.revisions.change import DRAFT_ID, FORM  # noqa: PLC0415 - not before the first paint
    from carreport.draft.storage.database import DraftDatabase  # noqa: PLC0415 - likewise
    from carreport.errors import FormFileError  # noqa: PLC0415 - likewise
    from carreport.form.loader import parse_form  # noqa: PLC0415 - likewise

    try:
        file = DraftDatabase.open(path)
        try:
            file.set_read_only()
            meta, size = file.meta(), file.count_revisions()
        finally:
            file.close()
        source = meta[FORM]
        if source not in forms:
            forms[source] = parse_form(source, f"inside {path.name}")
        return LocalInquiry(path, meta[DRAFT_ID], forms[source], title, size)
    except (DraftFileError, FormFileError, KeyError):
        return None
