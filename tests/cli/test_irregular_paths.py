"""In every place where a path is taken, what is no file is told at once, and nothing is waited on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from carreport.cli import main
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.private_file import private_path
from carreport.draft.storage.draft_files import journal_path, set_aside_path
from carreport.draft.storage.lock import lock_path
from tests.irregular_files import make_pipe, make_socket

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


IRREGULAR: dict[str, Callable[[Path], object]] = {
    "folder": Path.mkdir,
    "pipe": make_pipe,
    "socket": make_socket,
    "endless device": lambda path: path.symlink_to("/dev/zero"),
    "loop": lambda path: path.symlink_to(path.name),
    "link to nowhere": lambda path: path.symlink_to("nowhere"),
}
READING = (
    "show {bad}", "check {bad}", "verify {bad}", "timeline {bad}", "conflicts {bad}",
    "backups {bad}", "render {bad} -o {new}.html", "salvage {bad} -o {new}.carreport",
    "share {bad} -o {new}.carreport", "merge {bad} {good}", "merge {good} {bad}",
    "fill {bad} {answers}", "fill {good} {bad}", "fill {good} {answers} --pictures-from {bad}",
    "photo add {good} data.photos {bad}", "survey import {good} data.surveys {bad}", "form-check {bad}.toml",
    "blank {bad}.toml", "new {bad}.toml -o {new}.carreport", "release {bad}",
    "template-check {bad}.docx", "template-add {bad}.docx",
)  # fmt: skip
WRITING = (
    "render {good} -o {bad}.html", "render {good} -o {bad}.docx", "share {good} -o {bad}",
    "share {good} -o {bad} --replace", "new car-inquiry -o {bad}", "salvage {good} -o {bad}",
    "blank car-inquiry -o {bad}.html", "template-start {bad}.docx",
)  # fmt: skip


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "car-inquiry", "-o", "good.carreport", "--author", "Ailsa Kerr"]) == 0
    (tmp_path / "answers.json").write_text('{"about": {"title": "A walk"}}')
    assert main(["fill", "good.carreport", "answers.json"]) == 0


def words(command: str) -> list[str]:
    names = {"bad": "bad", "good": "good.carreport", "new": "new", "answers": "answers.json"}
    return command.format(**names).split()


@pytest.mark.parametrize("kind", IRREGULAR)
def test_a_path_that_leads_to_no_file_is_refused(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("bad", "bad.toml", "bad.docx"):
        IRREGULAR[kind](tmp_path / name)
    for command in READING:
        assert main(words(command)) in (1, 2, 3), command
        said = capsys.readouterr()
        assert "bad" in said.err + said.out, command
        assert "Traceback" not in said.err + said.out, command
    assert not (tmp_path / "new.carreport").exists()


@pytest.mark.parametrize("kind", IRREGULAR)
def test_nothing_is_written_where_there_is_no_file(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("bad", "bad.html", "bad.docx"):
        IRREGULAR[kind](tmp_path / name)
    before = {path.name: path.lstat().st_ino for path in tmp_path.iterdir() if path.name.startswith("bad")}
    for command in WRITING:
        assert main(words(command)) in (1, 2, 3), command
        assert "bad" in capsys.readouterr().err, command
    after = {path.name: path.lstat().st_ino for path in tmp_path.iterdir() if path.name.startswith("bad")}
    assert after == before
    assert not (tmp_path / "nowhere").exists()


def test_a_draft_that_is_a_link_is_opened_at_its_target(tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "good.carreport").rename(tmp_path / "team" / "walk.carreport")
    (tmp_path / "good.carreport").symlink_to(tmp_path / "team" / "walk.carreport")
    with DraftSession.open(tmp_path / "good.carreport", "Ailsa Kerr") as session:
        session.write("about.title", "words")
        assert session.path == tmp_path / "team" / "walk.carreport"
        assert lock_path(tmp_path / "good.carreport") == tmp_path / "team" / ".walk.carreport.lock"
        assert lock_path(session.path).exists()
    assert (tmp_path / "good.carreport").is_symlink()


@pytest.mark.parametrize("kind", IRREGULAR)
def test_a_lock_that_is_no_file_is_told_and_never_written(tmp_path: Path, kind: str) -> None:
    draft = tmp_path / "good.carreport"
    IRREGULAR[kind](lock_path(draft))
    before = lock_path(draft).lstat()
    with DraftSession.open(draft, "Ailsa Kerr") as session:
        assert session.read_only
        assert lock_path(draft).name in session.read_only_reason
    assert lock_path(draft).lstat().st_ino == before.st_ino


def test_the_target_of_a_link_with_the_name_of_the_lock_keeps_its_text(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"words")
    lock_path(tmp_path / "good.carreport").symlink_to(tmp_path / "precious")
    DraftSession.open(tmp_path / "good.carreport", "Ailsa Kerr").close()
    assert (tmp_path / "precious").read_bytes() == b"words"


@pytest.mark.parametrize("kind", IRREGULAR)
def test_a_private_file_that_is_no_file_is_told(tmp_path: Path, kind: str) -> None:
    draft = tmp_path / "good.carreport"
    with DraftSession.open(draft, "", read_only=True) as session:
        own = private_path(draft, session.draft_id, "Ailsa Kerr")
    IRREGULAR[kind](own)
    with DraftSession.open(draft, "Ailsa Kerr") as session:
        assert own.name in session.private_file_error
        session.write("about.title", "words")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("command", ["show", "check", "verify", "conflicts", "timeline", "share", "list"])
def test_every_way_in_says_that_a_journal_was_not_used(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "good.carreport"
    before = draft.read_bytes()
    journal_path(draft).write_bytes(b"a journal of something else")
    main(["show", "good.carreport"])
    capsys.readouterr()
    rest = {"share": ["good.carreport", "-o", "sent.carreport"], "list": ["."]}.get(
        command, ["good.carreport"]
    )
    main([command, *rest])
    said = capsys.readouterr()
    assert set_aside_path(draft).name in said.err + said.out
    if command != "share":
        assert draft.read_bytes() == before
