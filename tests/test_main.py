"""What a double click, the system or a script passes to the program."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from carreport import __main__ as program
from carreport.ui import app


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The files with which the window was opened."""
    calls: list[list[str]] = []

    def run(drafts: Sequence[Path] = ()) -> int:
        calls.append([str(path) for path in drafts])
        return 0

    monkeypatch.setattr(app, "run", run)
    return calls


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["walk.carreport"],
        ["WALK.CARREPORT"],
        ["a.carreport", "b.Carreport", "c.CARREPORT"],
        ["Ümläut draft.carreport"],
    ],
)
def test_drafts_open_in_the_window(
    monkeypatch: pytest.MonkeyPatch, opened: list[list[str]], arguments: list[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["carreport", *arguments])
    assert program.main() == 0
    assert opened == [arguments]


@pytest.mark.parametrize(
    "arguments",
    [["report.docx"], ["walk.carreport", "report.docx"], ["walk.carreport", "--colour"], ["folder"]],
)
def test_a_file_that_is_no_command_is_said_to_be_a_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    opened: list[list[str]],
    arguments: list[str],
) -> None:
    for name in ("report.docx", "walk.carreport"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["carreport", *arguments])
    assert program.main() == 2
    assert f"“{arguments[0]}” is a file or folder, not a command." in capsys.readouterr().err
    assert opened == []


@pytest.mark.parametrize(
    "arguments", [["rendr"], ["show"], ["show", "missing.carreport"], ["list", "--colour"]]
)
def test_without_a_console_an_error_is_shown_in_a_window(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(app, "show_message", shown.append)
    monkeypatch.setattr(program, "SHOWS_ERRORS", True)
    monkeypatch.setattr(sys, "argv", ["carreport-window", *arguments])
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert program.main() in (2, 3)
    assert len(shown) == 1
    assert shown[0]


@pytest.mark.parametrize("arguments", [["forms"], ["--version"], ["--help"], ["list"]])
def test_without_a_console_a_command_still_runs(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["carreport-window", *arguments])
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert program.main() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="shows a window there")
def test_a_script_that_closed_standard_error_gets_the_exit_code_and_no_window() -> None:
    lines = (
        "import sys; sys.stderr = None; sys.argv = ['carreport', 'show', 'missing.carreport']; "
        "from carreport.__main__ import main; code = main(); print(code, 'carreport.ui.app' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=False)
    assert done.stdout == "3 False\n"
