"""Say in commands that a synchronising program left copies beside a draft, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from carreport.cli.console import format_local_time, print_remark
from carreport.draft.copies.conflict_copies import Sibling
from carreport.form.wording import format_count, format_list


def print_conflict_copies(draft: Path, siblings: Iterable[Sibling]) -> None:
    """Name the copies beside a draft that hold something which the draft has not, or cannot be read."""
    told = [each for each in siblings if each.unknown or each.trouble]
    for each in told:
        print_remark(_describe_copy(draft, each))
    if any(each.unknown for each in told):
        print_remark(f"`carreport merge {draft} --beside` brings them in, after saying what they hold.")


def _describe_copy(draft: Path, sibling: Sibling) -> str:
    lies = f"Beside {draft.name} lies {sibling.path.name}"
    if sibling.trouble:
        return f"{lies}, a copy of it that cannot be read. {sibling.trouble}"
    authors = f" by {format_list(sibling.authors)}" if sibling.authors else ""
    holds = f"{format_count(sibling.unknown, 'version')} of answers{authors}"
    when = format_local_time(sibling.changed_at.isoformat())
    return f"{lies}, changed {when}: it holds {holds} that {draft.name} has not."
