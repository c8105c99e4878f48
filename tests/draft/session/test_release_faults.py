"""A released entry is on the disk in the draft before it leaves the private file, whatever fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.release import release_entry
from carreport.errors import DraftSaveError
from carreport.form.loader import parse_form
from tests.draft.session.test_draft_session import dots
from tests.draft.session.test_private_file import EACH, WITH_PICTURE


@pytest.fixture
def mine(path: Path) -> Iterator[DraftSession]:
    opened = DraftSession.create(path, parse_form(WITH_PICTURE), "Ailsa Kerr")
    opened.write("about.title", "Together")
    yield opened
    opened.close_without_saving()


def reflection(session: DraftSession) -> str:
    """Add a private entry that may be released, and return its path."""
    picture = session.attach(prepare_picture(dots()))
    item = session.add_item(EACH, values={"words": "my words", "release": "named", "scene": picture})
    session.flush()
    return f"{EACH}/{item}"


@contextmanager
def taken_away(file: Path) -> Iterator[None]:
    """Let every save of a file fail, because it is no longer there."""
    away = file.rename(file.with_name("away"))
    yield
    away.rename(file)


def words_seen_by(author: str, path: Path) -> list[object]:
    with DraftSession.open(path, author, read_only=True) as opened:
        return [item.get("words") for item in opened.answers().items(EACH)]


def test_an_entry_that_could_not_be_saved_in_the_draft_stays_in_the_private_file(
    mine: DraftSession, path: Path
) -> None:
    entry = reflection(mine)
    with taken_away(path), pytest.raises(DraftSaveError):
        release_entry(mine, entry)
    mine.close_without_saving()
    assert words_seen_by("Morag Reid", path) == []
    assert words_seen_by("Ailsa Kerr", path) == ["my words"]


def test_an_entry_whose_private_file_cannot_be_saved_is_released_once(mine: DraftSession, path: Path) -> None:
    entry = reflection(mine)
    (own,) = path.parent.glob("*.private")
    with taken_away(own), pytest.raises(DraftSaveError):
        release_entry(mine, entry)
    mine.close_without_saving()
    assert words_seen_by("Morag Reid", path) == ["my words"]
    assert words_seen_by("Ailsa Kerr", path) == ["my words"]


def test_a_release_that_failed_can_be_repeated(mine: DraftSession, path: Path) -> None:
    entry = reflection(mine)
    with taken_away(path), pytest.raises(DraftSaveError):
        release_entry(mine, entry)
    mine.flush()
    mine.close()
    with DraftSession.open(path, "Ailsa Kerr") as again:
        if again.is_private(entry):
            release_entry(again, entry)
        assert len(again.answers().items(EACH)) == 1
    assert words_seen_by("Morag Reid", path) == ["my words"]


def test_the_picture_of_an_entry_stays_where_the_entry_is(mine: DraftSession, path: Path) -> None:
    entry = reflection(mine)
    with taken_away(path), pytest.raises(DraftSaveError):
        release_entry(mine, entry)
    mine.close_without_saving()
    with DraftSession.open(path, "Ailsa Kerr", read_only=True) as again:
        assert [picture.data for picture in again.pictures().values()] == [
            prepare_picture(dots()).picture.data
        ]
