"""A save that fails leaves a file that can be saved again; a file that cannot be read is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.change import ChangeSet
from carreport.draft.session.open_draft import create_draft
from carreport.draft.storage.connection import MAX_VALUE_BYTES
from carreport.draft.storage.database import DraftDatabase
from carreport.errors import DraftFileError, DraftSaveError
from carreport.form.schema import Form
from tests.draft.storage.test_later_rows import change_to, typed


@pytest.fixture
def file(path: Path, form: Form) -> Iterator[DraftDatabase]:
    create_draft(path, form)
    opened = DraftDatabase.open(path)
    yield opened
    opened.close()


def with_picture_of(size: int) -> ChangeSet:
    change = change_to(typed("beside a picture"))
    change.pictures["0" * 64] = StoredPicture(bytes(size), "image/png", 1, 1)
    return change


def test_nothing_of_a_save_that_failed_is_in_the_file(file: DraftDatabase) -> None:
    with pytest.raises(DraftSaveError):
        file.save(with_picture_of(MAX_VALUE_BYTES + 1))
    contents = file.read()
    assert (contents.revisions, contents.damaged) == ([], ())
    assert file.picture_checksums() == ()


def test_after_a_save_that_failed_the_next_one_is_done(file: DraftDatabase) -> None:
    with pytest.raises(DraftSaveError):
        file.save(with_picture_of(MAX_VALUE_BYTES + 1))
    file.save(change_to(typed("later words")))
    again = DraftDatabase.open(file.path)
    assert [row.value for row in again.read().revisions] == ["later words"]
    again.close()


@pytest.mark.parametrize(
    "read",
    [
        DraftDatabase.read,
        DraftDatabase.meta,
        DraftDatabase.integrity_ok,
        DraftDatabase.fingerprint,
        DraftDatabase.count_revisions,
        DraftDatabase.picture_checksums,
    ],
)
def test_a_file_that_can_no_longer_be_read_is_named(
    file: DraftDatabase, read: Callable[[DraftDatabase], object]
) -> None:
    file.close()
    with pytest.raises(DraftFileError) as told:
        read(file)
    assert file.path.name in told.value.what
