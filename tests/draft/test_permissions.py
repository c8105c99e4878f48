"""Private files and the program's own folder are for their owner only; a team's folder keeps its ways."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from carreport.atomic_write import replace_file
from carreport.draft.copies.export_copy import export_copy
from carreport.draft.drafts import draft_summaries, new_draft_path
from carreport.draft.recent_files import add_recent_file
from carreport.draft.revisions.change import ChangeSet
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.private_file import private_path
from carreport.draft.storage.backups import back_up, backups_of, restore_as, restore_beside
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.salvage import salvage
from carreport.form.schema import Form
from carreport.settings import Settings, drafts_folder, save_settings
from tests.draft.storage.crash import moments

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")

TEAM = 0o664


@pytest.fixture(autouse=True)
def group_mask() -> Iterator[None]:
    """Let the group write new files, as on a team's server."""
    before = os.umask(0o002)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def write_something(path: Path, form: Form) -> None:
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", "words")


def test_everything_in_the_programs_own_folders_is_for_its_owner_only(form: Form) -> None:
    path = new_draft_path(drafts_folder(), "A walk")
    write_something(path, form)
    back_up(path)
    restored = restore_beside(backups_of(draft_id(path))[0], path)
    save_settings(Settings("Ailsa Kerr"))
    add_recent_file(path, "1")
    draft_summaries(drafts_folder())
    made = list(drafts_folder().parent.parent.rglob("*"))
    assert restored in made
    assert {mode(file) for file in made if file.is_file()} == {0o600}
    assert {mode(folder) for folder in made if folder.is_dir()} == {0o700}
    assert len(made) > 8


def draft_id(path: Path) -> str:
    with DraftSession.open(path, "", read_only=True) as session:
        return session.draft_id


def test_a_draft_in_a_teams_folder_keeps_the_umask_and_a_private_file_does_not(
    tmp_path: Path, form: Form
) -> None:
    write_something(tmp_path / "walk.carreport", form)
    own = private_path(tmp_path / "walk.carreport", "1", "Ailsa Kerr")
    write_something(own, form)
    with DraftSession.open(tmp_path / "walk.carreport", "Ailsa Kerr") as session:
        export_copy(session, tmp_path / "sent.carreport")
        session.save_as(tmp_path / "moved.carreport")
    assert [mode(tmp_path / f"{name}.carreport") for name in ("walk", "sent", "moved")] == [TEAM] * 3
    assert mode(own) == 0o600


def test_what_is_restored_or_recovered_from_a_private_file_is_just_as_private(
    tmp_path: Path, form: Form
) -> None:
    own = private_path(tmp_path / "walk.carreport", "1", "Ailsa Kerr")
    write_something(own, form)
    back_up(own)
    backup = backups_of(draft_id(own))[0]
    made = [restore_beside(backup, own), restore_as(backup, tmp_path / "b.carreport", own)]
    made.append(salvage(own, tmp_path / "c.carreport").path)
    own.unlink()
    made.append(restore_as(backup, own))
    assert {mode(path) for path in made} == {0o600}


@pytest.mark.parametrize("before", [0o600, 0o640, 0o666])
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path, form: Form, before: int) -> None:
    path, sent, report = (tmp_path / name for name in ("walk.carreport", "sent.carreport", "r.html"))
    write_something(path, form)
    write_something(sent, form)
    report.write_bytes(b"old")
    for file in (path, sent, report):
        file.chmod(before)
    with DraftSession.open(path, "Ailsa Kerr") as session:
        session.shared_file.erase((), lambda _: None, lambda: None)
        export_copy(session, sent, replace=True)
    database = DraftDatabase.open(path)
    contents = database.read()
    database.rewrite(ChangeSet(), contents.revisions)
    database.close()
    replace_file(report, b"new")
    assert [mode(file) for file in (path, sent, report)] == [before] * 3


def test_the_journal_of_a_private_draft_is_as_private(tmp_path: Path, form: Form) -> None:
    path = new_draft_path(drafts_folder(), "A walk")
    write_something(path, form)
    modes: set[int] = set()

    def work() -> None:
        with DraftSession.open(path, "Ailsa Kerr") as session:
            session.write("about.title", "more")
            session.flush()
            modes.update(mode(file) for file in path.parent.iterdir())

    moments(path, tmp_path / "left", work)
    assert modes == {0o600}


def test_no_unfinished_file_is_ever_wider_than_the_finished_one(
    session: DraftSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[int] = set()
    usual = os.open

    def look(path: str, flags: int, *rest: int, **more: int) -> int:
        handle = usual(path, flags, *rest, **more)
        if flags & os.O_CREAT and str(tmp_path) in str(path):
            seen.add(stat.S_IMODE(os.fstat(handle).st_mode))
        return handle

    report, sent = tmp_path / "r.html", tmp_path / "sent.carreport"
    report.write_bytes(b"old")
    export_copy(session, sent)
    for file in (report, sent):
        file.chmod(0o600)
    for work in (lambda: replace_file(report, b"new"), lambda: export_copy(session, sent, replace=True)):
        seen.clear()
        monkeypatch.setattr(os, "open", look)
        work()
        monkeypatch.undo()
        assert seen == {0o600}


def test_a_private_file_that_others_could_read_is_closed_to_them_when_it_is_written(
    tmp_path: Path, form: Form
) -> None:
    path = new_draft_path(drafts_folder(), "A walk")
    own = private_path(tmp_path / "walk.carreport", "1", "Ailsa Kerr")
    team = tmp_path / "team.carreport"
    for file in (path, own, team):
        write_something(file, form)
        file.chmod(0o644)
        DraftSession.open(file, "Ailsa Kerr").close()
    assert [mode(file) for file in (path, own, team)] == [0o600, 0o600, 0o644]


def test_folders_that_exist_are_not_changed(form: Form) -> None:
    home = drafts_folder().parent
    home.mkdir(parents=True)
    home.chmod(0o755)
    write_something(new_draft_path(drafts_folder(), "A walk"), form)
    assert (mode(home), mode(drafts_folder())) == (0o755, 0o700)
