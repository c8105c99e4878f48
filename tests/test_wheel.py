from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(BASE_PYTHON, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """Return the `carreport` of an environment with the wheel, which has no access to the checkout."""
    folder = wheel.parent
    run(BASE_PYTHON, "-m", "venv", "--without-pip", folder / "env", cwd=folder)
    programs = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    pip = (BASE_PYTHON, "-m", "pip", "--python", programs / "python")
    run(*pip, "install", "-q", "--no-deps", wheel, cwd=folder)
    return programs / "carreport"


def test_an_installed_program_finds_its_forms_templates_and_examples(installed: Path, tmp_path: Path) -> None:
    needed = {"PYTHONPATH": sysconfig.get_path("purelib"), "CARREPORT_HOME": str(tmp_path / "home")}
    assert "car-inquiry" in run(installed, "forms", cwd=tmp_path, **needed)
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"about": {"title": "A walk"}}), encoding="utf-8")
    run(installed, "new", "-o", "a.carreport", "--answers", answers, cwd=tmp_path, **needed)
    for name in ("a.docx", "a.html"):
        assert "1 of 1 answer," in run(installed, "render", "a.carreport", "-o", name, cwd=tmp_path, **needed)
        assert (tmp_path / name).is_file()


def test_a_wheel_has_the_dictionary_with_its_licence_and_the_words_of_reports(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        names = {name.partition("resources/")[2] for name in files.namelist()}
    assert {f"dictionaries/{name}" for name in ("en_GB.aff", "en_GB.dic", "LICENSE")} <= names
    assert any(name.startswith("languages/") for name in names)


def test_a_wheel_holds_only_the_program(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        folders = {name.partition("/")[0] for name in files.namelist()}
    assert {folder for folder in folders if not folder.endswith(".dist-info")} == {"carreport"}
