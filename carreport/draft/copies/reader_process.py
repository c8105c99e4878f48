"""Read an untrusted file in a separate process, which may be killed at any time.

`carreport.draft.copies.read_copy` starts it. It gets its task as JSON, reads a temporary copy of
the file, and writes lines of JSON: what is intact and fits the form, then what is excluded.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from carreport.draft.copies.version_limits import (
    check_copy,
    check_number_of_revisions,
    check_number_of_versions,
)
from carreport.draft.pictures.normalise import MAX_SIDE
from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.change import DRAFT_ID, FORM, DraftContents, revision_to_row
from carreport.draft.revisions.labels import path_label
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.revisions.validate import AnswerRules
from carreport.draft.session.sharing import is_private_path
from carreport.draft.storage import draft_files, file_header
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.journal import is_being_saved, settled_copy
from carreport.errors import CarreportError, DraftFileError, FormFileError, system_reason
from carreport.form import paths
from carreport.form.kinds import kind_of
from carreport.form.loader import parse_form
from carreport.form.schema import Form
from carreport.subprocess_worker import limit_this_process

MAX_MEMORY = 1 << 30
MAX_SECONDS = 30
MAX_FILE_BYTES = 1 << 30
MAX_PICTURE_BYTES = 20 << 20
MAX_EXCLUDED = 1000
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
NOT_ASKED = "The form does not have this question."
PRIVATE = "It is private to the person who wrote it."
DAMAGED = "It is damaged in this file."
PICTURE_DAMAGED = "The picture cannot be read."
_TRIES = 20


def main() -> None:
    """Carry out the task on standard input and write the result to standard output."""
    limit_this_process(memory=MAX_MEMORY, seconds=MAX_SECONDS, largest_file=MAX_FILE_BYTES)
    task = json.loads(sys.stdin.buffer.read())
    try:
        for message in read_messages(Path(task["path"]), Path(task["folder"]), str(task["form"])):
            _send(message)
        _send({"done": True})
    except CarreportError as problem:
        message = {"code": problem.code, "what": problem.what, "why": problem.why, "remedy": problem.remedy}
        _send({"refused": message})
    except OSError as problem:
        what = f"The file cannot be read: {system_reason(problem)}."
        _send(
            {
                "refused": {
                    "code": "draft-unreadable",
                    "what": what,
                    "why": "",
                    "remedy": "Choose another file.",
                }
            }
        )


def read_messages(path: Path, folder: Path, form_source: str) -> Iterator[Mapping[str, Any]]:
    """Yield the contents of the file at `path`; `folder` is for the temporary copy."""
    file = DraftDatabase.open(_copy_unchanged(path, folder))
    try:
        file.set_read_only()
        form = parse_form(form_source)
        _check_counts(path.name, form, file)
        contents = file.read()
        yield {"id": _draft_id(path, contents, form)}
        rules = AnswerRules(form)
        check_copy(path.name, form, RevisionTree(rules.set_aside_unfit(contents.revisions)))
        named: dict[str, Revision] = {}
        left_out = 0
        for message in _revision_messages(form, rules, contents, named):
            left_out += "left_out" in message
            if "left_out" not in message or left_out <= MAX_EXCLUDED:
                yield message
        for checksum, revision in named.items():
            picture = file.picture(checksum)
            fine = picture is not None and _is_picture(picture)
            yield (
                _picture_message(checksum, picture)
                if picture and fine
                else _excluded_message(revision, PICTURE_DAMAGED)
            )
    finally:
        file.close()


def _check_counts(name: str, form: Form, file: DraftDatabase) -> None:
    """Raise `DraftFileError` if the file has too many rows to be read."""
    check_number_of_revisions(name, file.count_revisions())
    path, number = file.most_revisions()
    check_number_of_versions(name, path_label(form, RevisionTree(), path) if path else "one answer", number)


def _revision_messages(
    form: Form, rules: AnswerRules, contents: DraftContents, named: dict[str, Revision]
) -> Iterator[Mapping[str, Any]]:
    for path in contents.damaged:
        if not path.startswith("@"):
            yield {"left_out": (path, "", DAMAGED)}
    for revision in contents.revisions:
        why = rules.unfit_reason(revision) or _exclusion_reason(form, revision)
        if why:
            yield _excluded_message(revision, why)
            continue
        yield {"row": revision_to_row(revision)}
        question = form.field(revision.path)
        if question is not None and kind_of(question).is_picture and revision.value:
            named.setdefault(revision.value["sha256"], revision)


def _exclusion_reason(form: Form, revision: Revision) -> str:
    """Return why an answer that fits is not imported, or an empty string if it is."""
    if revision.text is None:
        return ""
    where = paths.split_path(revision.path)
    is_mark = paths.is_mark(revision.path) and form.section(where.section) is not None
    if not is_mark and form.field(revision.path) is None:
        return NOT_ASKED
    return PRIVATE if is_private_path(form, revision.path) else ""


def _excluded_message(revision: Revision, why: str) -> Mapping[str, Any]:
    return {"left_out": (revision.path, revision.author[:200], why)}


def _picture_message(checksum: str, picture: StoredPicture) -> Mapping[str, Any]:
    words = base64.b64encode(picture.data).decode()
    return {"picture": (checksum, picture.type, picture.width, picture.height, words)}


def _is_picture(picture: StoredPicture) -> bool:
    """Say whether the bytes are a picture in the format that drafts store."""
    if picture.type not in FORMATS or not 0 < len(picture.data) <= MAX_PICTURE_BYTES:
        return False
    from PIL import Image  # noqa: PLC0415 - most files have no pictures

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(picture.data), formats=[FORMATS[picture.type]]) as opened:
                if opened.size != (picture.width, picture.height) or max(opened.size) > MAX_SIDE:
                    return False
                opened.load()
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, ZeroDivisionError):
        return False
    return True


def _copy_unchanged(path: Path, folder: Path) -> Path:
    """Copy the file between two saves, and never write to the original."""
    if path.stat().st_size > MAX_FILE_BYTES:
        raise DraftFileError(
            "copy-too-large",
            f"{path.name} is much larger than an inquiry can be.",
            remedy="Ask for another copy.",
        )
    aside = folder / path.name
    for _ in range(_TRIES):
        before = _change_counter(path)
        shutil.copyfile(path, aside)
        if not _is_being_written(path) and before == _change_counter(path) == _change_counter(aside):
            return aside
    if not is_being_saved(path):  # a program stopped while saving it
        return settled_copy(path, folder)
    raise DraftFileError(
        "draft-busy", f"{path.name} is being saved.", remedy="Wait a moment, then import it again."
    )


def _is_being_written(path: Path) -> bool:
    journal = draft_files.journal_path(path)
    return os.path.lexists(journal) and journal.lstat().st_size > 0


def _change_counter(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(100)[24:28]


def _draft_id(path: Path, contents: DraftContents, form: Form) -> str:
    """Return the id of the inquiry in the file; raise `DraftFileError` if it uses another form."""
    source = contents.meta.get(FORM)
    if source is None or DRAFT_ID not in contents.meta:
        raise file_header.damaged_error(path)
    try:
        theirs = form if source == form.source else parse_form(source, f"in {path.name}")
    except (FormFileError, RecursionError):
        raise _other_form_error(path, "one that this version of carreport cannot read", form) from None
    if theirs.id != form.id:
        raise _other_form_error(path, f"“{theirs.title[:100]}”", form)
    return contents.meta[DRAFT_ID][:100]


def _other_form_error(path: Path, theirs: str, form: Form) -> DraftFileError:
    return DraftFileError(
        "other-form",
        f"{path.name} uses another form: {theirs}.",
        why=f"This inquiry uses “{form.title}”. Nothing was imported.",
        remedy="Open the file as a separate inquiry.",
    )


def _send(message: Mapping[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(message).encode() + b"\n")
