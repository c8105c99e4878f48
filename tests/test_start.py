from __future__ import annotations

import ast
import ctypes
import errno
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

import start

ROOT = Path(__file__).resolve().parent.parent


def pinned(lock: str) -> set[str]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return {line.rstrip(" \\") for line in lines if "==" in line}


def tiny_wheel(folder: Path, version: str, name: str = "tiny") -> str:
    """Make a wheel of one module in `folder`; return its line for a lock file."""
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as files:
        files.writestr(f"{name}.py", f"version = {version!r}\n")
        about = f"{name}-{version}.dist-info/"
        files.writestr(about + "METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        files.writestr(about + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        files.writestr(about + "RECORD", f"{name}.py,,\n{about}METADATA,,\n{about}WHEEL,,\n{about}RECORD,,\n")
    checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"{name} @ {wheel.as_uri()} --hash=sha256:{checksum}\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout of a program that prints its arguments, and needs one small package."""
    folder = tmp_path / "a checkout"
    (folder / "carreport").mkdir(parents=True)
    shutil.copy(ROOT / "start.py", folder)
    program = "import sys, tiny\nprint(tiny.version, *sys.argv[1:], sep='|')\nsys.exit(len(sys.argv) - 1)\n"
    (folder / "carreport" / "__main__.py").write_text(program, encoding="utf-8")
    (folder / "requirements.txt").write_text(tiny_wheel(tmp_path, "1.0"), encoding="utf-8")
    return folder


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(checkout / "start.py"), *arguments]
    environment = {**os.environ, "PIP_NO_INDEX": "1", "UV_OFFLINE": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_everything_after_the_first_argument_reaches_the_program(checkout: Path) -> None:
    done = run(checkout, "render", "a b.carreport", "--template", "")
    assert done.stdout == "1.0|render|a b.carreport|--template|\n"
    assert done.returncode == 4


def test_a_second_start_installs_nothing(checkout: Path) -> None:
    assert "Installing" in run(checkout, "forms").stderr
    assert run(checkout, "forms").stderr == ""


def test_a_changed_lock_is_installed_at_the_next_start(checkout: Path, tmp_path: Path) -> None:
    run(checkout, "forms")
    (checkout / "requirements.txt").write_text(tiny_wheel(tmp_path, "2.0"), encoding="utf-8")
    assert run(checkout, "forms").stdout == "2.0|forms\n"


def test_an_interrupted_set_up_goes_on_at_the_next_start(checkout: Path) -> None:
    run(checkout, "forms")
    (checkout / ".venv" / "installed-requirements.txt").unlink()
    (checkout / ".venv" / start.PYTHON.relative_to(start.VENV)).unlink()
    assert run(checkout, "forms").stdout == "1.0|forms\n"


def test_a_package_that_is_not_the_one_of_the_lock_is_refused(checkout: Path) -> None:
    lock = checkout / "requirements.txt"
    lock.write_text(re.sub("sha256:..", "sha256:00", lock.read_text(encoding="utf-8")), encoding="utf-8")
    done = run(checkout, "forms")
    assert done.returncode == 1
    assert "start again: it goes on from here" in done.stderr
    assert done.stdout == ""


def test_an_old_python_can_read_the_file_and_is_told_in_words() -> None:
    source = (ROOT / "start.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    assert "needs Python 3.11 or later; this is Python 3.8.10" in start.too_old((3, 8, 10))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps these libraries apart")
def test_a_missing_system_library_gives_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(start.SetUpStopped, match=r"\n    sudo apt-get install libnowhere1\n"):
        start.have_libraries({"libc.so.6": "libc6", "libnowhere.so.1": "libnowhere1"})


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_a_screen_is_known_by_what_the_session_says() -> None:
    assert start.has_screen({"WAYLAND_DISPLAY": "wayland-0"})
    assert start.has_screen({"DISPLAY": ":0"})
    assert not start.has_screen({"DISPLAY": ""})


def test_the_lock_of_the_tests_holds_the_lock_of_the_program() -> None:
    assert pinned("requirements.txt") <= pinned("requirements-test.txt")


def test_every_package_of_the_locks_has_its_checksum() -> None:
    for lock in ("requirements.txt", "requirements-test.txt"):
        entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
        assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_a_package_that_the_lock_names_no_more_is_removed(checkout: Path, tmp_path: Path) -> None:
    lock = checkout / "requirements.txt"
    other = tiny_wheel(tmp_path, "1.0", "other_one")
    lock.write_text(lock.read_text(encoding="utf-8") + other, encoding="utf-8")
    run(checkout, "forms")
    installed = checkout / ".venv"
    assert list(installed.rglob("other_one.py"))
    lock.write_text(tiny_wheel(tmp_path, "2.0"), encoding="utf-8")
    assert run(checkout, "forms").stdout == "2.0|forms\n"
    assert list(installed.rglob("other_one*")) == []


def test_a_folder_that_cannot_be_changed_is_named_and_another_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "carreport").touch()  # a file, so that no folder can be made in it
    monkeypatch.setattr(start, "CHECKOUT", tmp_path / "carreport")
    monkeypatch.setattr(start, "VENV", tmp_path / "carreport" / ".venv")
    with pytest.raises(start.SetUpStopped) as stopped:
        start.check_folder()
    told = str(stopped.value)
    assert f"cannot be set up in {tmp_path / 'carreport'}" in told
    assert f"such as {Path.home() / 'carreport'}" in told
    assert "apt-get" not in told


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EPERM, errno.ENOSPC])
def test_what_keeps_a_folder_from_being_changed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(**_: object) -> None:
        raise OSError(number, "Zugriff verweigert")

    monkeypatch.setattr(start, "VENV", tmp_path)
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    reason = "the disk is full" if number == errno.ENOSPC else "you do not have permission"
    with pytest.raises(start.SetUpStopped, match=reason) as stopped:
        start.check_folder()
    assert "Zugriff" not in str(stopped.value)


def test_where_there_is_no_apt_get_it_is_not_advised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "apt-get" not in start.lacking("python3-venv")


def test_without_a_console_a_box_says_why_the_set_up_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    user32 = SimpleNamespace(MessageBoxW=lambda _window, text, _title, _icon: shown.append(text))
    (tmp_path / "file").touch()
    monkeypatch.setattr(start, "VENV", tmp_path / "file" / ".venv")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda _name: user32, raising=False)
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert start.main(["forms"]) == 1
    assert len(shown) == 1
    assert "cannot be set up" in shown[0]


def test_check_with_a_draft_is_the_command_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "run_program", len)
    monkeypatch.setattr(start, "run_checks", lambda: 0)
    assert start.main(["check", "walk.carreport"]) == 2
    assert start.main(["check"]) == 0
