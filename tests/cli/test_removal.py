"""The commands that copy, delete and restore an inquiry."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.cli import main
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.settings import drafts_folder
from tests.draft.conftest import SMALL


@pytest.fixture
def draft() -> Path:
    path = drafts_folder() / "walk.carreport"
    path.parent.mkdir(parents=True)
    with DraftSession.create(path, parse_form(SMALL), "Ailsa Kerr") as session:
        session.write("about.title", "Walking")
    return path


def test_a_draft_is_deleted_listed_and_restored(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["delete", str(draft)]) == 0
    assert main(["deleted"]) == 0
    assert "Walking" in capsys.readouterr().out
    assert main(["deleted", "--restore", "2"]) == 2
    assert main(["deleted", "--restore", "1"]) == 0
    assert draft.exists()


def test_a_draft_elsewhere_is_not_deleted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "walk.carreport").write_bytes(b"")
    assert main(["delete", str(tmp_path / "walk.carreport")]) == 2
    assert "not in the drafts folder" in capsys.readouterr().err
    assert (tmp_path / "walk.carreport").exists()


def test_a_copy_gets_the_name_that_is_given(draft: Path, tmp_path: Path) -> None:
    made = tmp_path / "next.carreport"
    assert main(["duplicate", str(draft), "-o", str(made)]) == 0
    assert main(["duplicate", str(draft), "-o", str(made)]) != 0
    with DraftSession.open(made, "", read_only=True) as session:
        assert session.answers().get("about.title") == "Copy of Walking"
