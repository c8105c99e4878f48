"""The sentences that are kept from the author of the rules are as many as they should be, and are new."""

from __future__ import annotations

from tests.review.identity.casts import CASTS, PRINTED
from tests.review.identity.held_sentences import HELD_HARMLESS, HELD_RECOGNISABLE
from tests.review.identity.sentences import HARMLESS, RECOGNISABLE


def test_twenty_give_somebody_in_their_group_away_and_twenty_give_nobody() -> None:
    assert (len(HELD_RECOGNISABLE), len(HELD_HARMLESS)) == (20, 20)
    for sentence in HELD_RECOGNISABLE:
        assert 0 < len(sentence.people) <= 2
        assert set(sentence.people) <= {member.name for member in CASTS[sentence.cast].members}
    assert [sentence.words for sentence in HELD_HARMLESS if sentence.people] == []


def test_none_of_them_is_in_the_other_set_or_has_a_whole_name() -> None:
    held = {sentence.words for sentence in (*HELD_RECOGNISABLE, *HELD_HARMLESS)}
    assert len(held) == 40
    assert held.isdisjoint(sentence.words for sentence in (*RECOGNISABLE, *HARMLESS))
    everyone = [member.name for cast in CASTS.values() for member in cast.members]
    assert [name for name in everyone if any(name in words for words in held)] == []
    assert {sentence.place for sentence in (*HELD_RECOGNISABLE, *HELD_HARMLESS)} <= set(PRINTED)
