"""The short runs of what `python -m tests.torture --full` does at length."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.torture import faults, power
from tests.torture.__main__ import TORTURES

ROOT = Path(__file__).resolve().parents[2]
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="it listens to Linux, and forks")


def figures_of(kind: str, *arguments: str) -> dict[str, Any]:
    """Run a torture in a program of its own, without the threads of the test runner."""
    command = [sys.executable, "-m", "tests.torture", kind, "--json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stdout, done.stderr
    assert done.returncode == 0, done.stdout
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@on_linux
def test_a_killed_program_loses_nothing_that_it_called_saved() -> None:
    found = figures_of("kill", "--runs", "50")
    assert found["kills"] == 50
    assert found["kills_of_the_window"] == 2


@on_linux
def test_a_power_cut_loses_nothing_that_was_called_saved() -> None:
    found = figures_of("power", "--runs", "1000", "--jobs", "1")
    assert found["cuts"] == 1000
    assert found["cuts_while_saving"] > 500


@on_linux
def test_the_power_cuts_would_notice_a_disk_that_was_never_synced() -> None:
    found = power.run(200, 1, honest=False)
    assert not found.is_right
    assert found.saved_words_lost > 0


@pytest.mark.skipif(not faults.has_strace(), reason="strace is not installed here, or may not be used")
def test_every_call_that_fails_is_told_and_nothing_is_lost() -> None:
    found = figures_of("faults")
    assert found["faults"] > 20
    assert found["told"] > 10


@pytest.mark.skipif(bool(TORTURES["full"].missing()), reason="no disk can be filled here")
def test_a_full_disk_loses_nothing_and_is_told() -> None:
    assert figures_of("full", "--runs", "4", "--jobs", "1")["sessions"] == 4


@on_linux
def test_a_disk_that_goes_away_and_comes_back_loses_nothing_and_is_told() -> None:
    assert figures_of("gone", "--runs", "4", "--jobs", "1")["sessions"] == 4


def test_damaged_drafts_are_noticed_and_give_out_what_is_sound() -> None:
    found = figures_of("damage", "--runs", "40", "--jobs", "1")
    assert found["rows_changed"] > 250
    assert found["rows_recovered"] > 0.95 * found["rows_untouched"]


def test_the_table_has_a_row_for_each_torture_and_says_how_it_went() -> None:
    command = [sys.executable, "-m", "tests.torture", "merge", "canaries", "--runs", "4", "--first", "6"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    rows = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert [row.split(" | ")[0] for row in rows[2:]] == ["| merge", "| canaries"]
    assert all(row.endswith("| as promised |") for row in rows[2:])
