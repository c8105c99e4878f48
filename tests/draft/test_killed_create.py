"""A program killed while it creates a draft leaves no visible file, and its temporary files are deleted."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from carreport.atomic_write import STALE_AFTER_SECONDS
from carreport.draft.drafts import draft_summaries
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.draft_files import remove_temp_files
from carreport.form.schema import Form
from tests.draft.conftest import SMALL

KILLED = """
import os, signal, sys
from pathlib import Path
import carreport.cli.fill as fill
from carreport.cli import main
from carreport.draft.storage import database
from carreport.draft.storage import draft_files
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
where, at, form = sys.argv[1:]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if at == "named":
    draft_files.move_into_place = die
elif at == "written":
    database._write = die
elif at == "begun":
    fill._rename_draft = die
if at == "begun":
    Path(where, "small.toml").write_text(form)
    main(["new", str(Path(where, "small.toml")), "-o", str(Path(where, "walk.carreport"))])
else:
    DraftSession.create(Path(where, "walk.carreport"), parse_form(form), "Ailsa Kerr")
"""
MOMENTS = ("named", "written", "begun")


def killed_at(moment: str, folder: Path) -> None:
    """Kill a program that creates a draft: with the file half written, or before it is renamed."""
    command = [sys.executable, "-c", KILLED, str(folder), moment, SMALL]
    assert subprocess.run(command, check=False).returncode == -9


def made_old(folder: Path) -> None:
    long_ago = time.time() - STALE_AFTER_SECONDS - 60
    for path in (*folder.rglob("*"), *folder.glob(".*")):
        os.utime(path, (long_ago, long_ago))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such kill")
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_create_leaves_nothing_to_be_seen(tmp_path: Path, moment: str, form: Form) -> None:
    killed_at(moment, tmp_path)
    assert any(path.name.startswith(".") for path in tmp_path.iterdir())
    assert [path for path in tmp_path.glob("*.carreport") if not path.name.startswith(".")] == []
    assert draft_summaries(tmp_path) == []
    with DraftSession.create(tmp_path / "walk.carreport", form, "Ailsa Kerr") as session:
        session.write("about.title", "A walk")
    assert [card.title for card in draft_summaries(tmp_path)] == ["A walk"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such kill")
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_next_start_clears_away_what_it_left(tmp_path: Path, moment: str) -> None:
    killed_at(moment, tmp_path)
    made_old(tmp_path)
    assert draft_summaries(tmp_path) == []
    assert [path.name for path in tmp_path.iterdir() if path.name != "small.toml"] == []


def test_what_is_being_made_at_this_moment_is_left_alone(tmp_path: Path) -> None:
    fresh = tmp_path / ".walk.carreport.0123abcd.tmp"
    fresh.touch()
    begun = tmp_path / ".new-abcd1234"
    begun.mkdir()
    remove_temp_files(tmp_path)
    assert fresh.exists()
    assert begun.exists()


def test_a_folder_that_only_looks_like_ours_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / ".new-abcd1234"
    theirs.mkdir()
    (theirs / "letter.txt").touch()
    made_old(tmp_path)
    remove_temp_files(tmp_path)
    assert (theirs / "letter.txt").exists()
