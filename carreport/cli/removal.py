"""The commands `duplicate`, `delete` and `deleted`: copy an inquiry, delete one, and restore it."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from carreport.cli.author import author_of
from carreport.cli.console import align_columns, format_local_time, print_remark, print_result
from carreport.cli.open_draft import open_to_read
from carreport.draft.copies.duplicate import duplicate_draft
from carreport.draft.removal.bin import BinnedDraft
from carreport.draft.removal.deletion import delete_draft, empty_old_from_bin, restore_draft
from carreport.draft.session.open_draft import read_summary
from carreport.errors import DraftFileError, UsageError
from carreport.form.wording import format_count
from carreport.settings import is_in_drafts_folder


def duplicate(options: Namespace) -> int:
    """Make a new inquiry from a draft; print its path."""
    open_to_read(options.draft).close()  # it says what cannot be shown
    output = Path(options.output)
    print_result(f"{duplicate_draft(Path(options.draft), author_of(options.author), output.parent, output)}")
    print_remark("It has an id of its own, so it is never merged with the other one.")
    return 0


def delete(options: Namespace) -> int:
    """Move a draft from the drafts folder into the bin."""
    path = Path(options.draft).absolute()
    if not is_in_drafts_folder(path):
        raise UsageError(
            "not-in-drafts-folder",
            f"{path.name} is not in the drafts folder, so carreport does not delete it.",
            remedy="Delete the file as you delete other files.",
        )
    binned = delete_draft(path, author_of(options.author))
    print_remark(f"{path.name} is in the bin until {_day(binned.last_day)}.")
    return 0


def list_deleted(options: Namespace) -> int:
    """List what is in the bin, or restore one of it."""
    binned = empty_old_from_bin(author_of(options.author))
    if options.restore is None:
        print_result(align_columns(_row(number, draft) for number, draft in enumerate(binned, 1)))
        print_remark(f"{format_count(len(binned), 'deleted draft')}.")
        return 0
    if not 1 <= options.restore <= len(binned):
        raise UsageError(
            "no-such-deleted-draft",
            f"There is no deleted draft number {options.restore}.",
            remedy="`carreport deleted` lists them with their numbers.",
        )
    print_result(f"{restore_draft(binned[options.restore - 1])}")
    return 0


def _row(number: int, binned: BinnedDraft) -> tuple[str, ...]:
    try:
        title = read_summary(binned.path).title or "(no title)"
    except DraftFileError:
        title = "(cannot be opened)"
    when = format_local_time(binned.deleted_at.isoformat())
    return str(number), title, binned.path.name, f"deleted {when}", f"kept until {_day(binned.last_day)}"


def _day(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y}"
