"""Summarise a draft for a list of drafts, without reading the whole of it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

MAX_LENGTH = 300
"""The most characters of a title in a list of drafts."""

if TYPE_CHECKING:
    from carreport.draft.revisions.tree import RevisionTree
    from carreport.form.answers import Answers
    from carreport.form.schema import Form


IN_CLOUD = "It is in the cloud. Open it to download it."
_NOT_HERE = 0x1000 | 0x40000 | 0x400000
"""FILE_ATTRIBUTE_OFFLINE, _RECALL_ON_OPEN and _RECALL_ON_DATA_ACCESS: reading the file downloads it."""


def is_in_cloud(status: os.stat_result) -> bool:
    """Say whether OneDrive or the like has only a placeholder of a file on this computer (Windows)."""
    return bool(getattr(status, "st_file_attributes", 0) & _NOT_HERE)


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """One draft in a list of drafts.

    `sections` has the title of each section, the fraction answered (0 to 1), and its state as text;
    `progress` says how far the whole is, such as “5 of 9 main questions”.
    `started` and `changed_at` are UTC in ISO 8601, or empty if they are unknown. `remark` names answers
    that cannot be shown, or says that the format is newer. `state` is what somebody told about the
    inquiry, such as “Sent for review”, and `state_since` when. `error` says why a draft cannot be opened;
    then all but the path and the title may be empty.
    """

    path: Path
    title: str
    subtitle: str = ""
    form_title: str = ""
    sections: tuple[tuple[str, float, str], ...] = ()
    progress: str = ""
    started: str = ""
    changed_at: str = ""
    changed_by: str = ""
    state: str = ""
    state_since: str = ""
    remark: str = ""
    error: str = ""


def summary_json(form: Form, tree: RevisionTree, started: str) -> str:
    """Return, as JSON, the summary that a draft stores about itself."""
    from carreport.draft.revisions.review_state import current_states  # noqa: PLC0415 - not needed to list drafts
    from carreport.form.progress import form_progress, total_text  # noqa: PLC0415 - likewise

    answers, newest = tree.answers(), tree.newest
    progress = form_progress(form, answers)
    states = current_states(tree)
    return json.dumps(
        {
            "title": _answer_text(form, answers, form.title_path),
            "subtitle": _answer_text(form, answers, form.subtitle_path),
            "form_title": form.title,
            "sections": [
                [section.title, round(part.fraction, 3), part.label]
                for section, part in zip(form.sections, progress, strict=True)
            ],
            "progress": total_text(progress),
            "started": started,
            "changed_at": newest.written_at if newest else started,
            "changed_by": newest.author if newest else "",
            "state": "; ".join(state.text for state in states),
            "state_since": states[-1].when if states else "",
        },
        ensure_ascii=False,
    )


def summary_from_dict(path: Path, stored: dict[str, Any]) -> DraftSummary:
    """Parse a summary; raise `KeyError`, `TypeError` or `ValueError` if it is invalid."""
    words = {name: _line(stored[name]) for name in ("title", "subtitle", "form_title", "changed_by")}
    times = {name: _known_time(stored[name]) for name in ("started", "changed_at")}
    sections = tuple(
        (_line(title), _fraction(share), _line(state)) for title, share, state in stored["sections"]
    )
    words |= {name: _line(stored.get(name, "")) for name in ("state", "progress")}
    times["state_since"] = _known_time(stored.get("state_since"))
    return DraftSummary(path, sections=sections, remark=str(stored.get("remark", "")), **words, **times)


def _line(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError(text)
    return "".join(letter for letter in text[:MAX_LENGTH] if letter.isprintable())


def _fraction(share: object) -> float:
    if not isinstance(share, (int, float)) or not 0 <= share <= 1:
        raise ValueError(share)
    return float(share)


def _known_time(text: object) -> str:
    """Return a time as stored, or nothing if it is no time."""
    try:
        datetime.fromisoformat(str(text)).astimezone()
    except (ValueError, OverflowError, OSError):
        return ""
    return str(text)


def summary_to_dict(card: DraftSummary) -> dict[str, Any]:
    """Return the summary as `summary_from_dict` reads it."""
    stored = asdict(card)
    del stored["path"], stored["error"]
    return stored


def _answer_text(form: Form, answers: Answers, path: str) -> str:
    from carreport.form.kinds import kind_of  # noqa: PLC0415 - likewise

    question = form.field(path) if path else None
    if question is None or question.is_group:
        return ""
    return kind_of(question).format_value(question, answers.get(path))[:MAX_LENGTH]
