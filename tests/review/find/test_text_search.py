"""Words are found however their letters and marks are written, and across the borders of spans."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carreport.form.kinds import kind_of
from carreport.form.richtext import Block, RichText, Span
from carreport.form.schema import Field
from carreport.review.find.passages import passages_in, with_words
from carreport.review.find.text_search import TextSearch

TEXT = Field("t", "text", "Text")


def found(words: str, text: str, *, whole: bool = False, case: bool = False) -> list[str]:
    search = TextSearch(words, whole_words=whole, match_case=case)
    return [text[start:end] for start, end in search.places_in(text)]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Morag's", "Morag’s"),
        ('"yes"', "“yes”"),
        ("handover", "hand\u00adover"),
        ("ten minutes", "ten\u00a0minutes"),
        ("two lines", "two\nlines"),
        ("café", unicodedata.normalize("NFD", "café")),
        (unicodedata.normalize("NFD", "Siân"), "Siân"),
        ("MORAG", "morag"),
        ("strasse", "Straße"),
    ],
)
def test_words_are_found_however_they_are_written(words: str, text: str) -> None:
    assert found(words, f"It says: {text}, as typed.") == [text]


def test_a_letter_without_its_accent_is_another_letter() -> None:
    assert found("cafe", "café") == found("cafe", unicodedata.normalize("NFD", "café")) == []


def test_whole_words_are_not_found_inside_others() -> None:
    assert found("Ann", "Ann, Anna and Ann’s Joann", whole=True) == ["Ann", "Ann"]
    assert found("ann", "Ann and ann", case=True) == ["ann"]


def test_nothing_is_found_without_words() -> None:
    assert found(" ", "a b") == found("\u00ad", "a b") == []


def test_a_name_in_two_formats_is_replaced_in_the_first() -> None:
    spans = (Span("Dear "), Span("Mo", strong=True), Span("rag"), Span(", hello"))
    value = RichText((Block("paragraph", spans),)).to_json()
    changed = with_words(TEXT, value, {(0, "spans"): [(5, 10)]}, "Moira")
    assert (
        changed == RichText((Block("paragraph", (spans[0], Span("Moira", strong=True), spans[3])),)).to_json()
    )


def test_words_in_a_note_and_in_a_cell_are_found_and_replaced() -> None:
    note = [{"text": "See Morag"}]
    cells = [[[{"text": "Morag", "strong": True}], [{"text": "Ian"}]]]
    value = [
        {"type": "paragraph", "spans": [{"text": "Text", "note": note}]},
        {"type": "table", "rows": cells},
    ]
    assert [passage.text for passage in passages_in(TEXT, value)] == ["Text", "See Morag", "Morag", "Ian"]
    changed = with_words(TEXT, value[:1], {(0, "spans", 0, "note"): [(4, 9)]}, "Moira")
    assert isinstance(changed, list)
    assert changed[0]["spans"][0]["note"] == [{"text": "See Moira"}]


LETTERS = st.text(alphabet="ab e\u0301é’'\u00ad", max_size=6)


@given(st.lists(st.tuples(LETTERS, st.booleans()), min_size=1, max_size=6), LETTERS, LETTERS)
def test_replacing_in_spans_is_replacing_in_the_text(
    parts: list[tuple[str, bool]], words: str, other: str
) -> None:
    value = RichText(
        (Block("paragraph", tuple(Span(text, strong=strong) for text, strong in parts)),)
    ).to_json()
    value = RichText.from_json(value).to_json()
    for passage in passages_in(TEXT, value):
        places = TextSearch(words).places_in(passage.text)
        expected = passage.text
        for start, end in reversed(places):
            expected = expected[:start] + other + expected[end:]
        changed = with_words(TEXT, value, {passage.at: places}, other)
        assert kind_of(TEXT).format_value(TEXT, changed) == expected.strip()


@given(LETTERS, LETTERS, LETTERS)
def test_what_is_in_a_text_is_found_there_whole(before: str, words: str, after: str) -> None:
    search = TextSearch(f"a{words}")
    text = f"{before} a{words} {after}"
    assert search.places_in(text)
    assert all(TextSearch(text[start:end]).places_in(text) for start, end in search.places_in(text))
