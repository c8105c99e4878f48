"""Find the other files of an inquiry on this computer: what is erased in one is still in the others."""

from __future__ import annotations

from pathlib import Path

from carreport.draft.recent import places_of
from carreport.draft.siblings import files_in, inquiry_in
from carreport.settings import drafts_folder


def other_files(path: Path, draft_id: str) -> tuple[Path, ...]:
    """Return the other files of this inquiry: beside it, in the folder of inquiries, or opened before.

    Nothing is changed in them. It may take until a slow drive has answered.
    """
    here = path.absolute()
    found = dict.fromkeys((*places_of(draft_id), *files_in(here.parent), *files_in(drafts_folder())))
    return tuple(each for each in found if each != here and inquiry_in(each) == draft_id)
