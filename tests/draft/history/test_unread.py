"""Changes by others in many inquiries: all are checked, and only changed files are opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.history.unread import UnreadChanges, find_unread_changes
from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form
from carreport.settings import cache_folder


def visited(path: Path, form: Form) -> Path:
    """Make an inquiry that Ailsa has seen."""
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", "A walk")
    return path


def written_by(path: Path, author: str, title: str) -> None:
    with DraftSession.open(path, author) as session:
        session.write("about.title", title)


def test_every_inquiry_is_looked_into_however_many_there_are(tmp_path: Path, form: Form) -> None:
    paths = [visited(tmp_path / f"{number}.carreport", form) for number in range(35)]
    written_by(paths[34], "Morag Reid", "A longer walk")
    told = list(find_unread_changes(paths, "Ailsa Kerr"))
    assert len(told) == 35
    assert [unread for unread in told if unread.count] == [UnreadChanges(paths[34], 1, ("Morag Reid",))]


def test_what_is_known_is_not_opened_again(
    tmp_path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = visited(tmp_path / "walk.carreport", form)
    written_by(path, "Morag Reid", "A longer walk")
    before = list(find_unread_changes([path], "Ailsa Kerr"))
    monkeypatch.setattr("carreport.draft.session.draft_session.DraftSession", None)
    assert list(find_unread_changes([path], "Ailsa Kerr")) == before
    monkeypatch.undo()
    written_by(path, "Iain Bell", "The longest walk")
    assert [unread.authors for unread in find_unread_changes([path], "Ailsa Kerr")] == [("Iain Bell",)]


def test_one_that_cannot_be_opened_is_passed_over(tmp_path: Path, form: Form) -> None:
    path = visited(tmp_path / "walk.carreport", form)
    (tmp_path / "empty.carreport").touch()
    found = find_unread_changes(
        [tmp_path / "none.carreport", tmp_path / "empty.carreport", path], "Ailsa Kerr"
    )
    assert [unread.path for unread in found] == [path]


def test_whoever_stops_early_keeps_what_was_found(tmp_path: Path, form: Form) -> None:
    paths = [visited(tmp_path / f"{number}.carreport", form) for number in range(2)]
    looking = find_unread_changes(paths, "Ailsa Kerr")
    next(looking)
    looking.close()
    (kept,) = cache_folder().glob("news-*.json")
    assert "0.carreport" in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", ["", "[]", '{"x": 5}'])
def test_what_was_kept_and_is_spoilt_is_found_again(tmp_path: Path, form: Form, words: str) -> None:
    path = visited(tmp_path / "walk.carreport", form)
    before = list(find_unread_changes([path], "Ailsa Kerr"))
    for kept in cache_folder().glob("news-*.json"):
        kept.write_text(words.replace("x", str(path)))
    assert list(find_unread_changes([path], "Ailsa Kerr")) == before
