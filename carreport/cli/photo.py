"""The command `photo add`: import a photo, upright, resized and without metadata."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from carreport.cli.console import print_remark, print_result
from carreport.cli.open_draft import open_to_write
from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.richtext import clean_line
from carreport.form.schema import Field

_WORDS = ("caption", "alt", "credit")


def add_photo(options: Namespace) -> int:
    """Import one photo with its caption and description; report what is missing."""
    with open_to_write(options) as session:
        group = _group(session, options.path)
        values = _photo_values(group, options)
        picture = prepare_picture(Path(options.image))
        values["picture"] = session.attach(picture)
        item = session.add_item(options.path, values=values)
        session.flush()
    stored = picture.picture
    where = paths.item_path(options.path, item)
    print_result(
        f"{where}: {stored.width} × {stored.height} pixels, {len(stored.data) // 1024:,} kB. "
        "Details such as place and camera have been removed."
    )
    for problem in kind_of(group).entry_problems(values, where):
        print_remark(problem.message)
    return 0


def _group(session: DraftSession, path: str) -> Field:
    group = session.form.field(path)
    if group is not None and kind_of(group).holds_photos and not paths.is_item_path(path):
        return group
    photo_paths = [where for where, field in session.form.questions() if kind_of(field).holds_photos]
    raise UsageError(
        "no-photos",
        f"You cannot add photos at {path}.",
        why=f"You can add photos at {', '.join(photo_paths)}."
        if photo_paths
        else "This form has no list of photos.",
    )


def _photo_values(group: Field, options: Namespace) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: clean_line(getattr(options, name)) for name in _WORDS if getattr(options, name)
    }
    if options.decorative:
        values["decorative"] = True
    consent = group.inner_field("consent")
    if options.consent and consent:
        read = kind_of(consent).parse(consent, options.consent)
        if isinstance(read, InvalidValue):
            raise UsageError("consent", read.message[:1].upper() + read.message[1:] + ".")
        values["consent"] = read
    return values
