"""The file of a draft is named after its title; whatever fails, nothing of the draft is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.drafts import is_named_after, rename_draft
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import back_up, backups_of
from carreport.draft.storage.draft_files import journal_path
from carreport.form.loader import parse_form
from tests.draft.copies.test_export_copy import GUARDED

ME, LIST, TITLE = "Ailsa Kerr", "own.each", "Warm handover"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft with a private entry and a backup, in a folder of its own."""
    path = tmp_path / "drafts" / "untitled-inquiry-2026-11-30.carreport"
    path.parent.mkdir()
    with DraftSession.create(path, parse_form(GUARDED), ME) as session:
        session.write("about.title", TITLE)
        session.add_item(LIST)
    back_up(path)
    return path


def expect_whole(path: Path) -> None:
    """Open the draft at `path`, and expect its private entry and its backup."""
    with DraftSession.open(path, ME) as session:
        assert session.answers().get("about.title") == TITLE
        assert len(session.answers().get(LIST)) == 1
        assert not session.private_file_error
        assert backups_of(session.draft_id)


def test_a_draft_and_its_private_file_follow_the_title(draft: Path) -> None:
    fresh = rename_draft(draft, TITLE, ME)
    assert fresh.name == "warm-handover.carreport"
    assert sorted(file.name.partition(".carreport")[0] for file in draft.parent.iterdir()) == [fresh.stem] * 2
    expect_whole(fresh)


def test_no_other_file_is_replaced(draft: Path) -> None:
    other = draft.with_name("warm-handover.carreport")
    other.write_text("somebody else’s")
    fresh = rename_draft(draft, TITLE, ME)
    assert fresh.name == "warm-handover-2.carreport"
    assert other.read_text() == "somebody else’s"
    assert is_named_after(fresh, TITLE)
    assert rename_draft(fresh, TITLE, ME) == fresh


def test_a_draft_that_another_window_has_open_keeps_its_name(draft: Path) -> None:
    with DraftSession.open(draft, ME):
        assert rename_draft(draft, TITLE, ME) == draft
    assert draft.exists()


def test_a_draft_with_a_journal_keeps_its_name(draft: Path) -> None:
    journal_path(draft).write_bytes(b"left by a killed program")
    assert rename_draft(draft, TITLE, ME) == draft


@pytest.mark.parametrize("failing", [0, 1])
def test_whichever_rename_fails_the_draft_has_its_private_file_and_its_backups(
    draft: Path, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, calls = Path.rename, iter(range(9))

    def fail(self: Path, target: Path) -> Path:
        if next(calls) == failing:
            raise OSError(28, "no space")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", fail)
        try:
            path = rename_draft(draft, TITLE, ME)
        except OSError:
            path = draft
    expect_whole(path)


def test_what_was_renamed_halfway_when_the_computer_stopped_is_whole(draft: Path) -> None:
    halfway = draft.rename(draft.with_name("warm-handover.carreport"))
    expect_whole(halfway)
