from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from carreport import __version__
from carreport.cli.author import author_of
from carreport.cli.entry_point import main
from carreport.errors import is_closed_pipe
from carreport.settings import Settings, problem_file, save_settings
from tests.cli.conftest import Command

ROOT = Path(__file__).resolve().parents[2]


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


def test_the_version_is_printed(carreport: Command) -> None:
    assert carreport("--version") == (0, f"carreport {__version__}\n", "")


def test_an_unknown_command_is_answered_with_the_nearest(carreport: Command) -> None:
    done = carreport("rendr", "a.carreport")
    assert done.code == 2
    assert "“render”" in done.err


@pytest.mark.parametrize("arguments", [(), ("new",), ("show",), ("show", "a", "--colour"), ("fill", "a")])
def test_what_is_wrongly_asked_is_answered_in_words(carreport: Command, arguments: tuple[str, ...]) -> None:
    done = carreport(*arguments)
    assert done.code == 2
    assert "--help`" in done.err
    assert done.out == ""


def test_something_unforeseen_ends_with_words_and_leaves_the_details(
    carreport: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CARREPORT_DEBUG")
    done = carreport("fill", "a.carreport", "no such name can be\0")
    assert done.code == 1
    assert "Traceback" not in done.err
    assert str(problem_file()) in done.err
    assert "embedded null" in problem_file().read_text(encoding="utf-8")


def test_no_command_loads_qt() -> None:
    program = (
        "import sys, pkgutil, importlib, carreport.cli, carreport.__main__\n"
        "for each in pkgutil.iter_modules(carreport.cli.__path__):\n"
        "    importlib.import_module('carreport.cli.' + each.name)\n"
        "import carreport.report.export\n"
        "assert carreport.cli.main(['forms']) == 0\n"
        "sys.exit(any(name.startswith(('PySide6', 'shiboken')) for name in sys.modules))\n"
    )
    done = python("-c", program)
    assert done.returncode == 0, done.stderr.decode()


def test_every_character_reaches_a_console_that_knows_only_ascii(draft: Path, carreport: Command) -> None:
    carreport("fill", draft, "-", standard_input='{"walk": {"name": "Cùil Lodair 🌧"}}')
    done = python("-m", "carreport", "show", str(draft), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "Cùil Lodair 🌧" in done.stdout.decode("utf-8")


def test_a_reader_who_stops_early_is_no_trouble(draft: Path, carreport: Command) -> None:
    story = "more than a pipe holds " * 20_000
    carreport("fill", draft, "-", standard_input=json.dumps({"walk": {"story": story}}))
    command = [sys.executable, "-m", "carreport", "show", str(draft)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as writer:
        assert writer.stdout
        assert writer.stderr
        writer.stdout.read(1)
        writer.stdout.close()
        assert writer.stderr.read() == b""


def test_the_name_that_was_given_stands_before_the_one_in_the_settings() -> None:
    assert author_of(None)
    save_settings(Settings(name="Ailsa Kerr"))
    assert author_of(None) == "Ailsa Kerr"
    assert author_of("Ewan Muir") == "Ewan Muir"


class ClosedConsole(io.StringIO):
    """Standard output whose reader has ended, as Windows reports it (`carreport show F | more`, then q)."""

    def flush(self) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    def fileno(self) -> int:
        return os.open(os.devnull, os.O_WRONLY)


def test_on_windows_too_a_reader_who_stops_early_is_no_trouble(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "stdout", ClosedConsole())
    assert main(["forms"]) == 0
    monkeypatch.undo()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("system", "problem"),
    [
        ("linux", OSError(errno.EINVAL, "Invalid argument")),
        ("win32", OSError(errno.EINVAL, "Invalid argument", "a<b>.docx")),
        ("win32", OSError(errno.EBADF, "Bad file descriptor")),
    ],
)
def test_other_errors_are_not_taken_for_a_closed_pipe(
    monkeypatch: pytest.MonkeyPatch, system: str, problem: OSError
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert not is_closed_pipe(problem)
