"""Find the other files on this computer that have text of an inquiry."""

from __future__ import annotations

from pathlib import Path

from carreport.draft.copies.conflict_copies import draft_files_in, draft_id_in, origin_id_in
from carreport.draft.recent_files import recent_files_of
from carreport.draft.removal.bin import binned_drafts
from carreport.draft.storage.draft_files import journals_set_aside
from carreport.settings import drafts_folder


def other_copies(path: Path, draft_id: str) -> tuple[Path, ...]:
    """Return the other files of this inquiry: in its folder, in the folder of drafts, or opened before.

    They are not changed. A slow drive may delay the answer.
    """
    here = path.absolute()
    candidates = dict.fromkeys((*recent_files_of(draft_id), *_files_around(here)))
    return tuple(path for path in candidates if path != here and draft_id_in(path) == draft_id)


def inquiries_made_from(path: Path, draft_id: str) -> tuple[Path, ...]:
    """Return the inquiries on this computer that were copied from this one; they are not changed."""
    binned = (draft.path for draft in binned_drafts())
    candidates = dict.fromkeys((*_files_around(path.absolute()), *binned))
    return tuple(path for path in candidates if origin_id_in(path) == draft_id)


def describe_other_files(path: Path, draft_id: str) -> tuple[str, ...]:
    """Return descriptions of the other files that may have text of this inquiry."""
    return (
        *(f"the file {copy}, another copy of this inquiry" for copy in other_copies(path, draft_id)),
        *(
            f"the file {made}, a new inquiry that was copied from this one"
            for made in inquiries_made_from(path, draft_id)
        ),
        *(f"the file {journal}, a journal that was not used" for journal in journals_set_aside(path)),
    )


def _files_around(here: Path) -> tuple[Path, ...]:
    return (*draft_files_in(here.parent), *draft_files_in(drafts_folder()))
