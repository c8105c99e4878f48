"""The short run of the torture of privacy: not one word that must stay here leaves with a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.canaries import leaked, main


@pytest.mark.parametrize("seed", range(8))
def test_no_canary_is_in_the_bytes_of_a_copy_or_of_a_copy_of_it(tmp_path: Path, seed: int) -> None:
    count, found = leaked(tmp_path, seed)
    assert count > 0
    assert found == []


def test_the_long_run_says_how_many_and_how_it_went(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--copies", "2"]) == 0
    assert capsys.readouterr().out.startswith("2 copies in ")
