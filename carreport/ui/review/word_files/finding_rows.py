"""The list of what a reviewed Word file says: comments, changes and edits, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from carreport.draft.revisions.labels import path_label
from carreport.draft.session.draft_session import DraftSession
from carreport.review.word_back.findings import Placing, ReviewFinding
from carreport.ui.relative_time import parse_time, relative_time
from carreport.ui.widgets.row_list import Row

PLACING_TEXTS = {
    Placing.SURE: "Placed",
    Placing.GUESS: "Place not certain",
    Placing.NONE: "No place",
}
WITHOUT_PLACE = "No place in this inquiry"
LEFT_OUT = "Not added"
UNKNOWN_PERSON = "Nobody is named"


def finding_rows(
    session: DraftSession, findings: Iterable[ReviewFinding], now: datetime
) -> dict[str, tuple[str, Row]]:
    """Return the place and the row of each finding, by its id, those with a certain place first."""
    labels: dict[str, str] = {}
    rows: dict[str, tuple[str, Row]] = {}
    order = list(Placing)
    for finding in sorted(findings, key=lambda finding: order.index(finding.placing)):
        if finding.path not in labels:
            labels[finding.path] = place_text(session, finding.path)
        label = labels[finding.path]
        rows[finding.id] = (label, _row(finding, label, now))
    return rows


def place_text(session: DraftSession, path: str) -> str:
    """Return in words where something is: the question and its entry, or the step."""
    if "." in path:
        return path_label(session.form, session.tree, path)
    section = session.form.section(path) if path else None
    return section.title if section is not None else WITHOUT_PLACE


def finding_source(finding: ReviewFinding, now: datetime) -> str:
    """Return who did it and when, as far as the file says."""
    when = relative_time(parse_time(finding.when), now) if finding.when else ""
    return ", ".join(filter(None, (finding.author or UNKNOWN_PERSON, when)))


def _row(finding: ReviewFinding, label: str, now: datetime) -> Row:
    words = " ".join((finding.said or finding.words or finding.new or finding.old).split())
    doubt = PLACING_TEXTS[finding.placing] if finding.placing is not Placing.SURE else ""
    return Row(
        finding.id,
        f"{finding.type.label}: {words}" if words else finding.type.label,
        " · ".join(filter(None, (doubt, label, finding_source(finding, now)))),
        finding,
        needs_attention=bool(doubt),
    )
