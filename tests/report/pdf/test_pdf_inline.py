"""Words that are too long for their line may break, where an address has joints if it can."""

from __future__ import annotations

import pytest

from carreport.report.pdf.pdf_inline import MAY_BREAK, mark_breaks, right_to_left_language


def test_words_that_fit_stay_as_they_are() -> None:
    assert (
        mark_breaks("some ordinary words, and more of them", 400, 12)
        == "some ordinary words, and more of them"
    )


def test_an_address_breaks_at_its_joints() -> None:
    assert mark_breaks("braeside.group@inverarden.example", 140, 11).split(MAY_BREAK) == [
        "braeside.", "group@", "inverarden.", "example",
    ]  # fmt: skip


def test_a_word_without_joints_breaks_anywhere() -> None:
    made = mark_breaks("x" * 400, 100, 12)
    assert made.replace(MAY_BREAK, "") == "x" * 400
    assert max(map(len, made.split(MAY_BREAK))) < 5


def test_nothing_comes_between_a_letter_and_what_belongs_to_it() -> None:
    pieces = mark_breaks("e\u0301" * 200 + "👩🏽‍🏫" * 20, 100, 12).split(MAY_BREAK)
    assert not any(piece.startswith(("\u0301", "\u200d")) for piece in pieces)


def test_marks_that_hide_or_turn_letters_are_no_letters() -> None:
    assert mark_breaks("co\u00adoperate \u202eabc\u202d", 400, 12) == "cooperate abc"


@pytest.mark.parametrize(
    ("text", "language"),
    [("Plain", None), ("שלום 12", "he"), ("12 مرحبا", "ar"), ("Plain שלום", None), ("", None), ("123", None)],
)
def test_the_first_letter_says_from_where_a_paragraph_reads(text: str, language: str | None) -> None:
    assert right_to_left_language(text) == language
