"""Comments are as safe in the file as answers are."""

from __future__ import annotations

import struct
from pathlib import Path

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.snapshot import save_and_back_up
from carreport.draft.storage.backups import backups_of, restore_as
from carreport.draft.storage.salvage import inspect_damage, salvage
from carreport.review.threads import settle, threads_of
from tests.draft.foreign_writes import write_format
from tests.review.comment_group import comment, create, only_thread


def version_of(path: Path) -> int:
    return int(struct.unpack(">I", path.read_bytes()[60:64])[0])


def commented(folder: Path) -> Path:
    with create(folder) as ailsa:
        ailsa.write("s.title", "A title")
        comment(ailsa, "Says who?")
        settle(ailsa, only_thread(ailsa))
        save_and_back_up(ailsa)
        return ailsa.path


def test_comments_are_checked_and_salvaged_like_answers_but_not_counted(tmp_path: Path) -> None:
    path = commented(tmp_path)
    damage = inspect_damage(path)
    assert (damage.is_sound, damage.revisions) == (True, 1)
    saved = salvage(path, tmp_path / "saved.carreport")
    assert (saved.revisions, version_of(saved.path)) == (1, 101)
    with DraftSession.open(saved.path, "Ailsa") as again, DraftSession.open(path, "Ailsa") as before:
        assert threads_of(again) == threads_of(before)


def test_a_damaged_comment_is_named_by_what_it_is_about(tmp_path: Path) -> None:
    path = commented(tmp_path)
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"Says who?", b"Says whom", 1))
    with DraftSession.open(path, "Ailsa") as session:
        assert session.read_only
        assert "“Title”" not in session.read_only_reason
        assert "Comment" in session.read_only_reason
        assert isinstance(threads_of(session), tuple)


def test_a_backup_has_the_comments(tmp_path: Path) -> None:
    path = commented(tmp_path)
    with DraftSession.open(path, "Ailsa") as session:
        backup = backups_of(session.draft_id)[0]
        expected = threads_of(session)
    restored = restore_as(backup, tmp_path / "restored.carreport")
    with DraftSession.open(restored, "Ailsa") as again:
        assert threads_of(again) == expected
    assert version_of(restored) == 101


def test_a_file_that_an_older_program_wrote_again_is_read_all_the_same(tmp_path: Path) -> None:
    path = commented(tmp_path)
    write_format(path, 100)
    with DraftSession.open(path, "Ailsa") as session:
        assert only_thread(session).is_settled
        comment(session, "And another")
    assert version_of(path) == 101
