"""The further sentences are as many as they should be, and name nobody of their groups."""

from __future__ import annotations

from tests.review.identity.casts import PRINTED
from tests.review.identity.further_casts import FURTHER_CASTS
from tests.review.identity.further_sentences import FURTHER_HARMLESS, FURTHER_RECOGNISABLE


def test_twenty_further_ones_give_somebody_away_and_twenty_give_nobody() -> None:
    assert (len(FURTHER_RECOGNISABLE), len(FURTHER_HARMLESS)) == (20, 20)
    for sentence in FURTHER_RECOGNISABLE:
        assert 0 < len(sentence.people) <= 2
        assert set(sentence.people) <= {member.name for member in FURTHER_CASTS[sentence.cast].members}
    assert [sentence.words for sentence in FURTHER_HARMLESS if sentence.people] == []


def test_no_further_sentence_has_a_name() -> None:
    every = (*FURTHER_RECOGNISABLE, *FURTHER_HARMLESS)
    words = {
        word for cast in FURTHER_CASTS.values() for member in cast.members for word in member.name.split()
    }
    assert [name for name in words if any(name in sentence.words for sentence in every)] == []
    assert {sentence.place for sentence in every} <= set(PRINTED)
