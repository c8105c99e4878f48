from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from carreport.settings import drafts_folder
from carreport.ui.help.help_topics import read_user_guide
from tools.screenshots.__main__ import main

PAGES = {
    "start-empty",
    "start",
    "guidance",
    "entry",
    "history",
    "help",
    "settings",
    "typing",
    "counts",
    "make-report",
    "report-made",
    "check",
    "preview",
}


@pytest.mark.usefixtures("qapp")
def test_every_page_has_a_screenshot_of_its_own_and_no_draft_is_touched(tmp_path: Path) -> None:
    assert main(["-o", str(tmp_path), "--size", "900x600"]) == 0
    files = list(tmp_path.glob("*.png"))
    names = {path.stem for path in files}
    assert names >= PAGES
    assert len([name for name in names if name.startswith("step-")]) == 7
    assert len({path.read_bytes() for path in files}) == len(files)
    assert QImage(str(tmp_path / "start.png")).width() == 900
    assert not drafts_folder().exists()


@pytest.mark.usefixtures("qapp")
def test_a_folder_that_cannot_be_made_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main(["-o", str(tmp_path / "file" / "folder"), "--size", "900x600"]) == 1
    assert "folder" in capsys.readouterr().err


def test_a_size_that_cannot_be_read_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["-o", str(tmp_path), "--size", "large"])
    assert "write it like 1366x768" in capsys.readouterr().err


def test_the_guide_shows_only_pictures_that_are_there() -> None:
    words, folder = read_user_guide()
    assert folder is not None
    shown = [line.partition("(")[2].rstrip(")") for line in words.splitlines() if line.startswith("![")]
    assert shown
    assert [name for name in shown if not (folder / name).is_file()] == []
