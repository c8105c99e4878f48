"""Report copies that a synchronising program left beside a draft."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from carreport.cli.console import format_local_time, print_remark
from carreport.draft.copies.conflict_copies import ConflictCopy
from carreport.form.wording import format_count, format_list


def print_conflict_copies(draft: Path, siblings: Iterable[ConflictCopy]) -> None:
    """Print a message about each copy beside a draft that has new versions or cannot be read."""
    copies = [copy for copy in siblings if copy.new_versions or copy.error]
    for copy in copies:
        print_remark(_describe_copy(draft, copy))
    if any(copy.new_versions for copy in copies):
        print_remark(f"`carreport merge {draft} --beside` shows what they contain and imports them.")


def _describe_copy(draft: Path, sibling: ConflictCopy) -> str:
    place = f"{sibling.path.name}, in the same folder as {draft.name},"
    if sibling.error:
        return f"{place} looks like a copy of it, but it cannot be read. {sibling.error}"
    authors = f" by {format_list(sibling.authors)}" if sibling.authors else ""
    holds = f"{format_count(sibling.new_versions, 'change')}{authors}"
    when = format_local_time(sibling.changed_at.isoformat())
    return f"{place} is a copy last changed on {when}. It has {holds} that {draft.name} does not have."
