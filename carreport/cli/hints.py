"""Say which command helps, and which backups there are, under a message that knows nothing of commands."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from carreport.cli.console import align_columns, format_local_time, indent_lines
from carreport.errors import CarreportError, DraftFileError

_STILL_IN_IT = "`carreport salvage {draft} -o GOOD` brings out what is still in it."
HINTS = {
    "draft-damaged": _STILL_IN_IT,
    "draft-truncated": _STILL_IN_IT,
    "draft-form-lost": "`carreport salvage {draft} -o GOOD --form FILE` takes it.",
    "no-dispute": "`carreport conflicts {draft}` lists where there are two versions.",
    "no-such-version": "`carreport conflicts {draft}` names the versions.",
    "nothing-to-erase": "`carreport timeline {draft}` lists who wrote where.",
    "separate-start": "`carreport merge` does so with --separate.",
    "not-private": "`carreport show {draft} --json` shows the names of entries.",
    "release-not-chosen": "`carreport fill {draft} ANSWERS` answers it.",
}
"""By the code of a message: the command that helps."""


def message_with_hints(problem: CarreportError, options: Namespace | None) -> str:
    """Return a whole message: what happened, which command helps, and which backups there are."""
    parts = [str(problem), hint_for(problem, options)]
    draft = getattr(options, "draft", None)
    backups = list(_backups(problem, Path(draft))) if draft and isinstance(problem, DraftFileError) else []
    return "\n".join([" ".join(filter(None, parts)), *backups])


def hint_for(problem: CarreportError, options: Namespace | None) -> str:
    """Return which command helps, unless the message names one itself."""
    hint = HINTS.get(problem.code, "")
    if not hint or "`carreport" in str(problem):
        return ""
    return hint.format(draft=getattr(options, "draft", None) or "DRAFT")


def _backups(problem: DraftFileError, draft: Path) -> Iterator[str]:
    from carreport.draft.history.newest_backups import find_restorable_backups  # noqa: PLC0415 - only where nothing opens

    restorable = find_restorable_backups(draft, problem.code)
    if not restorable.backups:
        return
    yield (
        "The newest backups of it:"
        if restorable.is_same_inquiry
        else "The newest backup of each draft, for it may be one:"
    )
    rows = [
        (
            format_local_time(backup.backup.made_at.isoformat()),
            f"{backup.size / 1e6:.1f} MB",
            backup.draft_id,
            f"{backup.title or '(without a title)'}: {backup.totals.text}",
        )
        for backup in restorable.backups
    ]
    yield indent_lines(align_columns(rows))
    name = restorable.backups[0].draft_id if restorable.is_same_inquiry else "ID"
    yield f"`carreport backups {name} --restore 1 -o NEW` brings it back as a draft of its own."
