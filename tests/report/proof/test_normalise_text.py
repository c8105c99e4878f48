"""Two texts are the same words when only the setting of a page lies between them."""

from __future__ import annotations

import pytest

from carreport.report.proof.normalise_text import AS_TYPESET, AS_WRITTEN


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("one two", "one\r\ntwo "),
        ("a line\nand another", "a line and another"),
        ("co\u00adoperate", "cooperate"),
        ("o\ufb03ce \ufb02oor", "office floor"),
        ("well\u2011known", "well-known"),
        ("e\u0301t\u00e9", "\u00e9te\u0301"),
        ("teacher 👩\u200d🏫\ufe0f", "teacher 👩🏫"),
    ],
)
def test_what_a_page_does_to_words_does_not_count(written: str, drawn: str) -> None:
    assert AS_TYPESET.comparison_key(written) == AS_TYPESET.comparison_key(drawn)
    assert AS_WRITTEN.comparison_key(written) != AS_WRITTEN.comparison_key(drawn)


@pytest.mark.parametrize(("written", "drawn"), [("19 of 37", "19 of 73"), ("Not yet", "Yet not"), ("a", "")])
def test_other_words_are_other_words(written: str, drawn: str) -> None:
    assert AS_TYPESET.comparison_key(written) != AS_TYPESET.comparison_key(drawn)


def test_words_from_the_right_count_in_any_order_but_every_letter_of_them() -> None:
    assert AS_TYPESET.comparison_key("שלום עולם (12)") == AS_TYPESET.comparison_key(")12( עולם שלום")
    assert AS_TYPESET.comparison_key("שלום עולם") != AS_TYPESET.comparison_key("שלום עול")
