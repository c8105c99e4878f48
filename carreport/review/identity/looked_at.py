"""Remember which passages somebody has looked at, without saying whom they could give away.

Only the id of the version of an answer and a date are stored, in the private file, under a fingerprint. The
fingerprint is of the person, the place and the sentence, and of the id of the draft, so a passage comes again
when its sentence changes. No copy and no report contains it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import blake2b

from carreport.draft.revisions.tree import ORDER_KEY
from carreport.draft.session.draft_session import DraftSession
from carreport.form import paths
from carreport.form.schema import Value

OWN_LOOKED_AT = f"{paths.REVIEW}.own_looked_at"
_ORDER = "i"


def passage_mark(draft_id: str, person: str, path: str, sentence: str) -> str:
    """Return the fingerprint of a passage about a person, or of a contact if `person` is empty."""
    told = "\x00".join((person, path, " ".join(sentence.split())))
    return blake2b(told.encode(), digest_size=12, key=draft_id.encode()[:64]).hexdigest()


def looked_at(session: DraftSession) -> Mapping[str, str]:
    """Return the date on which each passage was looked at, by its fingerprint."""
    own = session.private_file
    items = own.tree.items(OWN_LOOKED_AT) if own is not None else ()
    return {item.id: when for item in items if isinstance(when := item.get("when"), str) and when}


def mark_looked_at(session: DraftSession, mark: str, path: str, *, is_done: bool = True) -> None:
    """Note that a passage of the answer at `path` was looked at today, or undo that."""
    place = paths.item_path(OWN_LOOKED_AT, mark)
    today = date.today().isoformat()  # noqa: DTZ011 - the date that the user knows
    head_ids = sorted(session.tree.head_ids(path))
    written: dict[str, Value] = {
        f"{place}/revision": " ".join(head_ids) if is_done else "",
        f"{place}/when": today if is_done else "",
    }
    file = session.file_for(place)
    if not file.tree.revisions_of(place):
        written = {place: {ORDER_KEY: _ORDER}, **written}
    file.record(written, also_changed=[OWN_LOOKED_AT])
