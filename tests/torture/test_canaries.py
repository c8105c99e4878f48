"""The short run of the torture of privacy: not one word that must stay here leaves with a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.canaries import leaked, run


@pytest.mark.parametrize("seed", range(3))
def test_no_canary_is_in_the_bytes_of_a_copy_or_of_a_copy_of_it(tmp_path: Path, seed: int) -> None:
    count, found = leaked(tmp_path, seed)
    assert count.total() > 0
    assert found == []


def test_a_history_has_words_that_must_stay_for_every_reason() -> None:
    found = run(50, 0)
    assert found.is_right
    assert len(found.reasons) == 12
