from __future__ import annotations

from pathlib import Path

import pytest

from tools.mutation.__main__ import main
from tools.mutation.mutants import MutableModule

TOY = """
from __future__ import annotations

def fits(size: int) -> bool:
    '''Say whether it fits.'''
    return size <= 10

def half(size: int) -> int:
    return size // 2

def never_called() -> str:
    print("a sentence of several words")
    return "key"
"""
TESTS = """
from toy.sizes import fits, half

def test_ten_fits():
    assert fits(10)

def test_eleven_does_not_fit():
    assert not fits(11)

def test_half_of_nothing_is_nothing():
    assert half(0) == 0
"""


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # it needs none, and starts faster
    for name, source in {"toy/sizes.py": TOY, "tests/test_sizes.py": TESTS}.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(source)
    return tmp_path


def faults(checkout: Path) -> list[str]:
    """Return every fault of the toy as the line that it makes."""
    module = MutableModule(checkout, "toy/sizes.py")
    mutants = [mutant for number in range(len(module)) if (mutant := module.mutant(number))]
    changed = [line for mutant in mutants for line in mutant.diff.splitlines() if line.startswith("+ ")]
    return [line.removeprefix("+").strip() for line in changed]


def test_faults_are_in_what_decides_and_not_in_sentences_or_types(toy: Path) -> None:
    found = faults(toy)
    assert {"return size < 10", "return size <= 11", "return None", "return size / 2", "pass"} <= set(found)
    assert not [line for line in found if "XXa" in line or "'''" in line]


def test_a_run_tells_what_tests_notice_and_lists_what_they_do_not(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["toy", "--tests", "tests", "--seed", "3", "--jobs", "1"]
    assert main(command, toy) == 1
    told = capsys.readouterr().out
    assert [told.count(f"\n{outcome} ") for outcome in ("killed", "survived")] == [4, 2]
    (survivors,) = toy.rglob("survivors-3.diff")
    assert "return size / 2" in survivors.read_text()
    assert "never_called" not in told
    assert main(command, toy) == 1
    assert "killed  " not in capsys.readouterr().out.partition("\n\n")[0]  # nothing is tried twice
    assert (toy / "toy" / "sizes.py").read_text() == TOY


def test_the_same_seed_draws_the_same_faults(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (toy / "tests" / "test_sizes.py").write_text("def test(): pass\n")
    drawn = []
    for seed in ("5", "5", "6"):
        main(["toy", "--tests", "tests", "--sample", "3", "--seed", seed, "--jobs", "1"], toy)
        drawn.append(next(toy.rglob(f"survivors-{seed}.diff")).read_text())
    assert drawn[0] == drawn[1] != drawn[2]
    assert capsys.readouterr().out.count("Recording") == 1


def test_a_module_that_is_not_there_is_told(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere"], toy) == 2
    assert "no such module" in capsys.readouterr().err
