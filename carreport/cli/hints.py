"""Add a suggested command and a list of backups to error messages that the window shows too."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from carreport.cli.console import align_columns, format_local_time, indent_lines
from carreport.errors import CarreportError, DraftFileError

_STILL_IN_IT = "`carreport salvage {draft} -o GOOD` recovers what can still be read."
HINTS = {
    "draft-damaged": _STILL_IN_IT,
    "draft-truncated": _STILL_IN_IT,
    "draft-form-lost": "Use `carreport salvage {draft} -o GOOD --form FILE`.",
    "no-dispute": "`carreport conflicts {draft}` lists the conflicts.",
    "no-such-version": "`carreport conflicts {draft}` lists the versions.",
    "nothing-to-erase": "`carreport timeline {draft}` lists who wrote what.",
    "separate-start": "To import it anyway, use `carreport merge` with --separate.",
    "not-private": "`carreport show {draft} --json` lists the ids of entries.",
}
"""The command to suggest, by error code."""


def message_with_hints(problem: CarreportError, options: Namespace | None) -> str:
    """Return the whole message, with the suggested command and any backups."""
    parts = [str(problem), hint_for(problem, options)]
    draft = getattr(options, "draft", None)
    backups = list(_backups(problem, Path(draft))) if draft and isinstance(problem, DraftFileError) else []
    return "\n".join([" ".join(filter(None, parts)), *backups])


def hint_for(problem: CarreportError, options: Namespace | None) -> str:
    """Return the command to suggest, unless the message already names one."""
    hint = HINTS.get(problem.code, "")
    if not hint or "`carreport" in str(problem):
        return ""
    return hint.format(draft=getattr(options, "draft", None) or "DRAFT")


def _backups(problem: DraftFileError, draft: Path) -> Iterator[str]:
    from carreport.draft.history.newest_backups import find_restorable_backups  # noqa: PLC0415 - only when a draft does not open

    restorable = find_restorable_backups(draft, problem.code)
    if not restorable.backups:
        return
    yield (
        "Newest backups of this inquiry:"
        if restorable.is_same_inquiry
        else "Newest backup of each inquiry, in case this is one of them:"
    )
    rows = [
        (
            format_local_time(backup.backup.made_at.isoformat()),
            f"{backup.size / 1e6:.1f} MB",
            backup.draft_id,
            f"{backup.title or '(no title)'}: {backup.totals.text}",
        )
        for backup in restorable.backups
    ]
    yield indent_lines(align_columns(rows))
    name = restorable.backups[0].draft_id if restorable.is_same_inquiry else "ID"
    yield f"`carreport backups {name} --restore 1 -o NEW` restores a backup as a separate draft."
