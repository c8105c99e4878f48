"""Make the example inquiry, with the people of its group as the writers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from carreport.assets import resource_path
from carreport.draft.pictures.prepare import picture_loader
from carreport.draft.revisions.change import ChangeSet
from carreport.draft.revisions.revision import Revision, make_revision
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.release_decision import without_releases
from carreport.draft.session.snapshot import take_snapshot
from carreport.form import paths
from carreport.form.answers import answers_from_json
from carreport.form.schema import Form, Voice

EXAMPLE = ("examples", "schools-partnership.json")
FELLOW = ("Dr Una Petrie", datetime(2016, 12, 5, 16, 20, tzinfo=UTC))
WRITERS = {
    "about": ("Kirsty Moffat", datetime(2016, 11, 7, 15, 40, tzinfo=UTC)),
    "context": ("Zara Mahmood", datetime(2016, 11, 9, 10, 5, tzinfo=UTC)),
    "question": ("Rhona Paterson", datetime(2016, 11, 9, 16, 30, tzinfo=UTC)),
    "data": ("Euan Tait", datetime(2016, 11, 14, 11, 15, tzinfo=UTC)),
    "actions": ("Calum Drever", datetime(2016, 11, 21, 9, 50, tzinfo=UTC)),
    "reflections": ("Kirsty Moffat", datetime(2016, 11, 28, 14, 10, tzinfo=UTC)),
}
"""Who wrote each step, and when; the research fellow wrote the others."""


def make_example(path: Path, form: Form, author: str) -> DraftSession:
    """Create the example at `path` from its answers file, and open it for `author`, who wrote none of it."""
    source = resource_path(*EXAMPLE)
    session = DraftSession.create(path, form, author)
    answers_json = json.loads(source.read_text(encoding="utf-8"))
    answers, _ = answers_from_json(form, answers_json, picture_loader(session, source.parent))
    own = without_releases(form, answers, session.shared_answers())
    _, change = take_snapshot(session).writer().fill(own)
    rows = [_signed(form, row) for row in change.revisions.values()]
    session.merge_change(ChangeSet({row.id: row for row in rows}))
    session.flush()
    return session


def _signed(form: Form, row: Revision) -> Revision:
    """Return a first revision as its writer in the example wrote it."""
    question = form.field(row.path)
    is_fellow = question is not None and question.voice is Voice.FELLOW
    name, moment = FELLOW if is_fellow else WRITERS.get(paths.split_path(row.path).section, FELLOW)
    device = blake2b(name.encode(), digest_size=4).hexdigest()
    written_at = moment.isoformat(timespec="milliseconds")
    return make_revision(
        row.path, row.parents, row.text or "null", author=name, device=device, written_at=written_at
    )
