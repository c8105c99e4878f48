"""The short run of the torture by strangers' files."""

from __future__ import annotations

from tests.torture.hostile import run


def test_no_strangers_file_crashes_us_hangs_us_or_harms_a_draft() -> None:
    found = run(42, 0)
    assert found.is_right, found.wrong
    assert found.outcomes.total() == 42
    assert len(found.outcomes) > 3
