"""The command `photo add`: a photo goes into a draft upright, shrunk and without what it hid."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import Any

from carreport.cli.console import print_remark, print_result
from carreport.cli.fill import open_to_write
from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.richtext import clean_line
from carreport.form.schema import Field

_WORDS = ("caption", "alt", "credit")


def add_photo(given: Namespace) -> int:
    """Bring in one photo with what is said about it; say what is still missing."""
    with closing(open_to_write(given)) as session:
        group = _group(session, given.path)
        values = _photo_values(group, given)
        picture = prepare_picture(Path(given.image))
        values["picture"] = session.attach(picture)
        item = session.add_item(given.path, values=values)
        session.flush()
    kept = picture.picture
    where = paths.item_path(given.path, item)
    print_result(
        f"{where}: {kept.width} × {kept.height}, {len(kept.data) // 1024:,} kB, without hidden details."
    )
    for problem in kind_of(group).entry_problems(values, where):
        print_remark(problem.message)
    return 0


def _group(session: DraftSession, path: str) -> Field:
    group = session.form.field(path)
    if group is not None and kind_of(group).holds_photos and not paths.is_item_path(path):
        return group
    known = [where for where, field in session.form.questions() if kind_of(field).holds_photos]
    raise UsageError(
        "no-photos",
        f"{path} takes no photos.",
        why=f"Photos can go to: {', '.join(known)}." if known else "This form has no list of photos.",
    )


def _photo_values(group: Field, given: Namespace) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: clean_line(getattr(given, name)) for name in _WORDS if getattr(given, name)
    }
    if given.decorative:
        values["decorative"] = True
    consent = group.inner_field("consent")
    if given.consent and consent:
        read = kind_of(consent).parse(consent, given.consent)
        if isinstance(read, InvalidValue):
            raise UsageError("consent", read.message[:1].upper() + read.message[1:] + ".")
        values["consent"] = read
    return values
