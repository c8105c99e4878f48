"""Wordings are the same only if nothing that matters differs; a possible typing mistake is asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carreport.survey.same_wording import Likeness, compare_wordings, find_alike, wording_key

SAME = [
    ("I can lead a meeting.", "i can  lead a meeting"),
    ("Q3. I can lead a meeting", "4) I can lead a meeting"),
    ("I don’t feel heard", "I don't feel heard *"),
    ("I feel ﬁne", "“I feel fine”"),
    ("School-based", "School–based"),
    ("We\u00a0meet", "We meet\u200b"),
]
DIFFERENT = [
    ("I feel able to raise concerns", "I feel unable to raise concerns"),
    ("Session 1: I learned something new", "Session 2: I learned something new"),
    ("Before the course I felt confident", "After the course I felt confident"),
    ("I do feel heard at all here", "I don't feel heard at all here"),
    ("I now know what to do here", "I not know what to do here"),
    ("2025: We met well enough", "2026: We met well enough"),
    ("The work is formal here", "The work is informal here"),
    ("My team listens to me", "Our team listens to me"),
    ("Q3 results are shared with us", "Q4 results are shared with us"),
    ("Statement A", "Statement B"),
    ("Part I of the course", "Part II of the course"),
    ("Rate it +1 today", "Rate it -1 today"),
    ("I was satisfied with the support", "I was dissatisfied with the support"),
    ("It costs £10 a week in all", "It costs $10 a week in all"),
    ("Ten to the 10⁶ is a number", "Ten to the 106 is a number"),
]
ALIKE = [
    ("I feel abel to raise concerns", "I feel able to raise concerns"),
    ("I recieved enough help", "I received enough help"),
    ("Views", "View"),
    ("We meet, online", "We meet online"),
    ("Teamwork helps me", "Team work helps me"),
    ("The staff listen to me", "Staff listen to me"),
]


@pytest.mark.parametrize(
    ("pairs", "likeness"),
    [(SAME, Likeness.SAME), (DIFFERENT, Likeness.DIFFERENT), (ALIKE, Likeness.ALIKE)],
)
def test_what_differs_decides_and_not_how_much(pairs: list[tuple[str, str]], likeness: Likeness) -> None:
    for one, other in pairs:
        assert (compare_wordings(one, other), compare_wordings(other, one)) == (likeness, likeness), one


def test_wordings_that_do_not_look_alike_have_nothing_to_do_with_each_other() -> None:
    assert compare_wordings("We meet every week", "Somebody takes notes") is Likeness.UNRELATED
    assert find_alike("We meet every week", [("s1", "Somebody takes notes"), ("s2", "")]) is None


def test_a_wording_that_may_be_the_same_comes_before_one_that_surely_is_not() -> None:
    found = find_alike(
        "I feel abel to speak", [("s1", "I feel unable to speak"), ("s2", "I feel able to speak")]
    )
    assert found is not None
    assert (found.key, found.is_asked) == ("s2", True)


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_same_wording_is_whatever_has_the_same_key(one: str, other: str) -> None:
    is_same = compare_wordings(one, other) is Likeness.SAME
    assert is_same == (wording_key(one) == wording_key(other))
    assert wording_key(wording_key(one)) == wording_key(one) or wording_key(one)[:1].isalnum()
