"""Two people write notes in the same text: both stay, or the answer has two versions."""

from __future__ import annotations

from typing import Any

import pytest

from carreport.draft.revisions.merge3 import MergedValue, MergeSide, ThreeWayMerge

Spans = list[dict[str, Any]]


def text(*paragraphs: Spans) -> list[dict[str, Any]]:
    return [{"type": "paragraph", "spans": spans} for spans in paragraphs]


def merged(base: Any, ours: Any, theirs: Any) -> MergedValue | None:
    return ThreeWayMerge().merge(*map(MergeSide.of, (base, ours, theirs)))


PLAIN: Spans = [{"text": "We met"}]
NOTED: Spans = [{"text": "We met", "note": [{"text": "In March."}]}]
OTHER: Spans = [{"text": "We met", "note": [{"text": "In May."}]}]
REWORDED: Spans = [{"text": "They met", "note": [{"text": "In March."}]}]


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        pytest.param(text(PLAIN), text(NOTED), text(OTHER), id="two notes at the same word"),
        pytest.param(text(NOTED), text(REWORDED), text(OTHER), id="the word and its note"),
        pytest.param(
            text(NOTED, PLAIN), text(PLAIN), text(OTHER, PLAIN), id="the words go, the note changes"
        ),
        pytest.param(
            text(NOTED), text(OTHER), text([{**NOTED[0], "note": [{"text": "In June."}]}]), id="one note"
        ),
    ],
)
def test_edits_of_a_note_and_its_word_conflict(base: Any, ours: Any, theirs: Any) -> None:
    assert merged(base, ours, theirs) is None


def test_notes_in_two_paragraphs_are_both_kept() -> None:
    between: Spans = [{"text": "Nobody had changed this."}]
    found = merged(text(PLAIN, between, PLAIN), text(NOTED, between, PLAIN), text(PLAIN, between, OTHER))
    assert found == MergedValue(text(NOTED, between, OTHER))


def test_the_same_note_written_twice_is_one() -> None:
    assert merged(text(PLAIN), text(NOTED), text(NOTED)) == MergedValue(text(NOTED))
