"""The short run of the torture by strangers' files."""

from __future__ import annotations

import pytest

from tests.torture.hostile import hold_all, main


def test_no_strangers_file_crashes_us_hangs_us_or_harms_a_draft() -> None:
    found = hold_all(range(42))
    assert found["hang"] == 0
    assert found.total() == 42
    assert len(found) > 3


def test_the_long_run_says_how_many_and_how_it_went(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--files", "2"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("2 files in ")
    assert told.endswith("0 crashes, 0 longer than 2 s\n")
