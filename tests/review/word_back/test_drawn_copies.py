"""Of drawn files, none has a paragraph at a wrong answer that is called sure."""

from __future__ import annotations

import pytest

from carreport.review.word_back.sent_text import SentCopy
from tests.review.word_back.drawn_copies import count_places, example_copy


@pytest.fixture(scope="module")
def copy() -> SentCopy:
    return SentCopy(example_copy(200))


def test_no_paragraph_of_forty_drawn_files_is_surely_wrong(copy: SentCopy) -> None:
    drawn = [count_places(copy, seed) for seed in range(40)]
    assert [line for _, wrong in drawn for line in wrong] == []
    assert sum(counts["right, sure"] for counts, _ in drawn) > 40 * 150
