"""The command `list`: list the drafts in a folder with their progress."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from carreport.cli.conflict_copies import print_conflict_copies
from carreport.cli.console import format_local_time, indent_lines, print_remark, print_result
from carreport.draft.copies.conflict_copies import conflict_copies_in
from carreport.draft.drafts import DraftSummary, draft_summaries
from carreport.draft.storage.file_header import shown_name
from carreport.draft.storage.journal import set_aside_notice
from carreport.errors import DraftFileError
from carreport.form.wording import format_count
from carreport.settings import drafts_folder


def list_drafts(options: Namespace) -> int:
    """List the drafts in a folder, most recently changed first."""
    folder = Path(options.folder) if options.folder else drafts_folder()
    if options.folder and not folder.is_dir():
        raise DraftFileError(
            "folder-missing", f"The folder {folder} does not exist.", remedy="Check the folder name."
        )
    summaries = draft_summaries(folder)
    for card in summaries:
        print_result(_card(card))
        if notice := set_aside_notice(card.path):
            print_result(indent_lines(notice))
    print_remark(f"{folder}: {format_count(len(summaries), 'draft')}.")
    for path, siblings in conflict_copies_in(folder).items():
        print_conflict_copies(path, siblings)
    return 1 if any(card.error for card in summaries) else 0


def _card(card: DraftSummary) -> str:
    if card.error:
        return f"{shown_name(card.path)}\n{indent_lines(card.error)}"
    facts = (
        shown_name(card.path),
        card.form_title,
        card.progress,
        f"changed {format_local_time(card.changed_at)}"
        + (f" by {card.changed_by}" if card.changed_by else ""),
    )
    lines = "\n".join([" · ".join(facts), *([card.remark] if card.remark else [])])
    return f"{card.title or shown_name(card.path)}\n{indent_lines(lines)}"
