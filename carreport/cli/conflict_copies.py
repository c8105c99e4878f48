"""Say in commands that a synchronising program left copies beside a draft, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from carreport.cli.console import format_local_time, print_remark
from carreport.draft.copies.conflict_copies import ConflictCopy
from carreport.form.wording import format_count, format_list


def print_conflict_copies(draft: Path, siblings: Iterable[ConflictCopy]) -> None:
    """Name the copies beside a draft that hold something which the draft has not, or cannot be read."""
    copies = [copy for copy in siblings if copy.new_versions or copy.error]
    for copy in copies:
        print_remark(_describe_copy(draft, copy))
    if any(copy.new_versions for copy in copies):
        print_remark(f"`carreport merge {draft} --beside` brings them in, after saying what they hold.")


def _describe_copy(draft: Path, sibling: ConflictCopy) -> str:
    lies = f"Beside {draft.name} lies {sibling.path.name}"
    if sibling.error:
        return f"{lies}, a copy of it that cannot be read. {sibling.error}"
    authors = f" by {format_list(sibling.authors)}" if sibling.authors else ""
    holds = f"{format_count(sibling.new_versions, 'version')} of answers{authors}"
    when = format_local_time(sibling.changed_at.isoformat())
    return f"{lies}, changed {when}: it holds {holds} that {draft.name} has not."
