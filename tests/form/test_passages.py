"""The current text of an answer is found for a quotation that has drifted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carreport.form.quotations import is_verbatim, nearest_passage

NOW = (
    "We met in May. The first call now goes to a person we know. Nobody waits.\n\n"
    "It took a year. The second call goes to the school office."
)


@pytest.mark.parametrize(
    ("quoted", "now"),
    [
        ("The first call goes to a person.", "The first call now goes to a person we know."),
        (
            "The first call goes to a person. Nobody has to wait.",
            "The first call now goes to a person we know. Nobody waits.",
        ),
        ("Nobody waits. It took us two years.", "Nobody waits.\n\nIt took a year."),
        ("a second call to the office", "The second call goes to the school office."),
    ],
)
def test_the_sentences_that_share_most_words_are_found(quoted: str, now: str) -> None:
    assert nearest_passage(quoted, [NOW]) == now


def test_of_several_versions_the_nearest_one_counts() -> None:
    assert nearest_passage("Nobody waits", ["Everybody came.", "Nobody waits now."]) == "Nobody waits now."


@pytest.mark.parametrize("text", ["", "Quite another matter.", "…"])
def test_nothing_is_found_where_no_word_is_shared(text: str) -> None:
    assert nearest_passage("The first call", [text]) == ""


WORDS = st.text('ab cé’-.…!?"”\n', max_size=60)


@settings(max_examples=150)
@given(WORDS, WORDS)
def test_what_is_found_stands_in_the_answer(quoted: str, text: str) -> None:
    found = nearest_passage(quoted, [text])
    assert not found or is_verbatim(found, text)
