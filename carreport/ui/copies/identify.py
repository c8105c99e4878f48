"""Find out which inquiry a file is a copy of, or save it as a new inquiry, without using widgets.

A separate process with limits on memory and time reads the file; this one opens only drafts in the
drafts folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carreport.errors import DraftFileError
from carreport.form.wording import format_list
from carreport.regular_files import follow_links

if TYPE_CHECKING:
    from carreport.draft.copies.incoming import IncomingCopy
    from carreport.draft.revisions.revision import Revision
    from carreport.form.schema import Form
    from carreport.ui.background.jobs import Job

MOST_NAMED = 3
"""The most files that are named when several are imported together; the others are counted."""


@dataclass(frozen=True, slots=True)
class LocalInquiry:
    """An inquiry on this computer; `size` is its number of revisions."""

    path: Path
    draft_id: str
    form: Form
    title: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """The content of a file, and the inquiry on this computer that it is a copy of, if any.

    `form` is the form that it was read with; `others` are the inquiries here with the same form.
    `title` and `authors` say what it is and who wrote in it.
    """

    path: Path
    incoming: IncomingCopy
    form: Form
    local: LocalInquiry | None
    others: tuple[LocalInquiry, ...]
    title: str = ""
    authors: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What people call it: “Warm handover”, from Morag Reid."""
        title = f"“{self.title}”" if self.title else f"An inquiry without a title ({self.path.name})"
        return f"{title}, from {format_list(self.authors)}" if self.authors else title


@dataclass(frozen=True, slots=True)
class IncomingFiles:
    """Several files: those that could be read, and the names of the others, each with the reason."""

    files: tuple[IncomingFile, ...]
    unread: tuple[tuple[str, str], ...] = ()


def identify_file(_job: Job | None, path: Path, folder: Path, opened: LocalInquiry | None) -> IncomingFile:
    """Read the file at `path`, and find the inquiry it is a copy of; `opened` is the open inquiry.

    Raise `DraftFileError` if it cannot be read, or its form is unknown.
    """
    return _identify(path, list(find_local_inquiries(folder, (path,), opened)), opened)


def identify_files(
    job: Job | None, files: Sequence[Path], folder: Path, opened: LocalInquiry | None
) -> IncomingFiles:
    """Do the same for each of these files; one that cannot be read does not stop the others."""
    here = list(find_local_inquiries(folder, files, opened))
    read, unread = [], []
    for path in files:
        if job is not None:
            job.report_progress(0)
        try:
            read.append(_identify(path, here, opened))
        except DraftFileError as problem:
            unread.append((path.name, str(problem)))
    return IncomingFiles(tuple(read), tuple(unread))


def combine_copies(files: Sequence[IncomingFile]) -> IncomingCopy:
    """Return copies of the same inquiry as one, to be imported and undone together."""
    copies = [file.incoming for file in files]
    revisions: dict[str, Revision] = {}
    for row in (row for copy in copies for row in copy.revisions):
        if row.id not in revisions or revisions[row.id].is_bare:
            revisions[row.id] = row
    pictures = {checksum: picture for copy in copies for checksum, picture in copy.pictures.items()}
    excluded = tuple(dict.fromkeys(left for copy in copies for left in copy.excluded))
    return replace(
        copies[0],
        name=name_together(files),
        revisions=tuple(revisions.values()),
        pictures=pictures,
        excluded=excluded,
    )


def name_together(files: Sequence[IncomingFile]) -> str:
    """Return the names of these files; after the first few, how many more there are."""
    names = [file.incoming.name for file in files]
    more = [f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    return format_list([*names[:MOST_NAMED], *more])


def _identify(path: Path, here: Sequence[LocalInquiry], opened: LocalInquiry | None) -> IncomingFile:
    from carreport.draft.copies.read_copy import read_copy  # noqa: PLC0415 - not before the first paint

    problem: DraftFileError | None = None
    for form in _known_forms(here):
        try:
            incoming = read_copy(path, form)
        except DraftFileError as mismatch:
            if mismatch.code != "other-form":
                raise
            problem = problem or mismatch
            continue
        home = _match_local(incoming.draft_id, here, opened)
        same = tuple(inquiry for inquiry in here if inquiry.form.id == form.id)
        title, authors = _describe(incoming, form)
        return IncomingFile(path, incoming, home.form if home else form, home, same, title, authors)
    raise problem or DraftFileError("other-form", f"{path.name} uses a form that is not on this computer.")


def find_local_inquiries(
    folder: Path, files: Sequence[Path], opened: LocalInquiry | None
) -> Iterator[LocalInquiry]:
    """Yield the inquiries in `folder` except these files, the open one first."""
    from carreport.draft.drafts import draft_summaries  # noqa: PLC0415 - not before the first paint

    if opened is not None:
        yield opened
    seen_paths = {*map(follow_links, files), *([follow_links(opened.path)] if opened else [])}
    forms: dict[str, Form] = {}
    for card in draft_summaries(folder):
        if card.error or follow_links(card.path) in seen_paths:
            continue
        inquiry = _read_local(card.path, card.title, forms)
        if inquiry is not None:
            yield inquiry


def create_inquiry(arrival: IncomingFile, folder: Path) -> Path:
    """Save the inquiry of a file into `folder` as a draft with the same id; return its path.

    The draft contains only what has been checked. Raise `DraftSaveError` if it cannot be written.
    """
    from carreport.draft.copies.incoming import new_revisions  # noqa: PLC0415 - not before the first paint
    from carreport.draft.drafts import new_draft_path  # noqa: PLC0415 - likewise
    from carreport.draft.revisions.change import CREATED, DRAFT_ID, FORM, SUMMARY, ChangeSet  # noqa: PLC0415 - likewise
    from carreport.draft.revisions.tree import RevisionTree  # noqa: PLC0415 - likewise
    from carreport.draft.storage.database import DraftDatabase  # noqa: PLC0415 - likewise
    from carreport.draft.storage.summary import summary_json  # noqa: PLC0415 - likewise

    form, incoming = arrival.form, arrival.incoming
    rows = new_revisions(RevisionTree(), incoming.revisions)
    tree = RevisionTree(rows.values())
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    meta = {
        DRAFT_ID: incoming.draft_id,
        CREATED: now,
        FORM: form.source,
        SUMMARY: summary_json(form, tree, now),
    }
    title = str(tree.answers().get(form.title_path) or "") if form.title_path else ""
    path = new_draft_path(folder, title or arrival.path.stem)
    DraftDatabase.create(path, ChangeSet(rows, set(), dict(incoming.pictures), meta))
    return path


def _describe(incoming: IncomingCopy, form: Form) -> tuple[str, tuple[str, ...]]:
    """Return the title of a copy, and who wrote what it says now."""
    from carreport.draft.copies.incoming import new_revisions  # noqa: PLC0415 - not before the first paint
    from carreport.draft.revisions.tree import RevisionTree  # noqa: PLC0415 - likewise

    tree = RevisionTree(new_revisions(RevisionTree(), incoming.revisions).values())
    authors = {head.author for path in tree.paths() for head in tree.heads(path) if head.author}
    title = str(tree.answers().get(form.title_path) or "") if form.title_path else ""
    return title, tuple(sorted(authors))


def _match_local(
    draft_id: str, here: Sequence[LocalInquiry], opened: LocalInquiry | None
) -> LocalInquiry | None:
    """Return the inquiry with this id: the open one, otherwise the one with the most revisions."""
    if opened is not None and opened.draft_id == draft_id:
        return opened
    return max(
        (inquiry for inquiry in here if inquiry.draft_id == draft_id),
        key=lambda inquiry: inquiry.size,
        default=None,
    )


def _known_forms(here: Sequence[LocalInquiry]) -> Iterator[Form]:
    """Yield each form once: forms in use first, then those that come with carreport."""
    from carreport.ui.library.local_drafts import load_shipped_forms  # noqa: PLC0415 - not before the first paint

    seen: set[str] = set()
    for form in (*(inquiry.form for inquiry in here), *load_shipped_forms()):
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
