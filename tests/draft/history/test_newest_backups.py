"""If a file cannot be read, its newest backups are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.history.newest_backups import MAX_BACKUPS, find_restorable_backups
from carreport.draft.recent_files import add_recent_file
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import back_up, backups_folder, backups_of
from carreport.form.schema import Form


def backed_up(path: Path, form: Form, title: str, times: int = 1) -> str:
    """Make an inquiry with backups; return its id."""
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        for number in range(times):
            session.write("about.title", f"{title} {number}")
            session.add_item("data.sources", values={"name": f"Source {number}"})
            session.seal()
            session.flush()
            assert back_up(path) is not None
        return session.draft_id


def test_of_an_inquiry_that_was_opened_here_the_newest_backups_are_told(path: Path, form: Form) -> None:
    draft_id = backed_up(path, form, "A walk", times=MAX_BACKUPS + 1)
    add_recent_file(path, draft_id)
    path.write_bytes(bytes(5000))
    resort = find_restorable_backups(path, "draft-empty")
    found = resort.backups
    assert resort.is_same_inquiry
    assert [details.backup for details in found] == list(backups_of(draft_id))[:MAX_BACKUPS]
    assert (found[0].draft_id, found[0].title) == (draft_id, f"A walk {MAX_BACKUPS}")
    assert found[0].totals.text == f"2 questions answered, {MAX_BACKUPS + 1} entries, no pictures"
    assert found[0].size == found[0].backup.path.stat().st_size


def test_where_nobody_knows_which_inquiry_it_was_each_has_its_newest(tmp_path: Path, form: Form) -> None:
    backed_up(tmp_path / "one.carreport", form, "One", times=2)
    backed_up(tmp_path / "two.carreport", form, "Two")
    bad = tmp_path / "bad.carreport"
    bad.touch()
    found = find_restorable_backups(bad, "draft-empty")
    assert not found.is_same_inquiry
    assert sorted(details.title for details in found.backups) == ["One 1", "Two 0"]


def test_a_file_that_never_was_an_inquiry_has_none(path: Path, tmp_path: Path, form: Form) -> None:
    backed_up(path, form, "A walk")
    letter = tmp_path / "letter.carreport"
    letter.write_bytes(b"PK" + bytes(200))
    assert find_restorable_backups(letter, "not-a-draft").backups == ()
    assert find_restorable_backups(letter, "draft-busy").backups == ()


def test_one_that_was_deleted_is_known_by_its_place(path: Path, form: Form) -> None:
    draft_id = backed_up(path, form, "A walk")
    assert find_restorable_backups(path.with_name("other.carreport"), "draft-missing").backups == ()
    add_recent_file(path, draft_id)
    path.unlink()
    assert [summary.title for summary in find_restorable_backups(path, "draft-missing").backups] == [
        "A walk 0"
    ]


@pytest.mark.parametrize("spoilt", [b"", b"SQLite format 3\0" + bytes(4000)])
def test_a_backup_that_does_not_open_is_passed_over(path: Path, form: Form, spoilt: bytes) -> None:
    draft_id = backed_up(path, form, "A walk", times=2)
    add_recent_file(path, draft_id)
    backups_of(draft_id)[0].path.write_bytes(spoilt)
    (backups_folder(draft_id) / "2020-01-01T00-00-00Z.carreport").write_bytes(spoilt)
    path.write_bytes(b"")
    assert [summary.title for summary in find_restorable_backups(path, "draft-empty").backups] == ["A walk 0"]
