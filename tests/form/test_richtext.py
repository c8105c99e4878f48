"""Texts are values, cleaned and in one canonical form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carreport.form.richtext import Block, RichText, Span, clean, clean_line, is_safe_link, tidy

spans = st.builds(
    Span,
    st.text(max_size=12),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "https://example.org/", "javascript:alert(1)"]),
)
noted_spans = st.builds(
    Span,
    st.text(max_size=6),
    st.booleans(),
    note=st.lists(
        st.builds(Span, st.text(max_size=6), note=st.just(()) | st.just((Span("in"),))), max_size=2
    ).map(tuple),
)
blocks = st.builds(
    Block,
    st.sampled_from(["paragraph", "bullet", "number", "quote", "subheading"]),
    st.lists(spans | noted_spans, max_size=4).map(tuple),
    st.integers(-1, 5),
)


def test_ligatures_become_letters() -> None:
    assert clean_line("con\ufb01dential o\ufb03ce") == "confidential office"


def test_a_line_of_blanks_takes_no_longer_than_any_other() -> None:
    assert clean_line(" " * 2_000_000 + "a\n \n b") == "a b"


def test_a_blank_line_starts_a_new_paragraph() -> None:
    text = RichText.from_plain("One.\n  \nTwo.")
    assert [block.plain_text for block in text.blocks] == ["One.", "Two."]


def test_lines_that_start_with_a_hyphen_are_bullets() -> None:
    text = RichText.from_plain("We need\n- time\n- trust\nand patience")
    assert [(block.type, block.plain_text) for block in text.blocks] == [
        ("paragraph", "We need"),
        ("bullet", "time"),
        ("bullet", "trust"),
        ("paragraph", "and patience"),
    ]


def test_a_single_line_break_stays_a_line_break() -> None:
    assert RichText.from_plain("One\nTwo").blocks[0].plain_text == "One\nTwo"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("soft\x0bbreak", "soft\nbreak"),
        ("line\u2028separator", "line\nseparator"),
        ("page\x0cbreak", "page\n\nbreak"),
        ("non\x1ebreaking", "non\u2011breaking"),
        ("tab\tstop", "tab stop"),
        ("bell\x07 nul\x00", "bell nul"),
        ("half\ud83d", "half"),
        ("whole \ud83d\ude00", "whole 😀"),
        ("odd\ufffe\ufdd0\U0001ffff", "odd"),
        ("object\ufffc mark\ufeff", "object mark"),
        ("c1\x9dcontrol", "c1control"),
        ("Gàidhlig עברית 😀", "Gàidhlig עברית 😀"),
    ],
)
def test_what_no_output_can_carry_is_cleaned_on_entry(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_a_line_is_one_line() -> None:
    assert clean_line("  A title\r\n over two lines ") == "A title over two lines"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_no_word_is_lost_when_a_plain_text_is_read(text: str) -> None:
    words = "".join(clean(text).split()).replace("-", "")
    assert "".join(RichText.from_plain(text).plain_text.split()).replace("-", "") == words


@given(st.lists(blocks, max_size=5))
def test_a_tidy_text_is_tidy_and_survives_json(given_blocks: list[Block]) -> None:
    text = RichText(tidy(given_blocks))
    assert tidy(text.blocks) == text.blocks
    assert RichText.from_json(text.to_json()) == text


def test_only_web_and_mail_links_are_kept() -> None:
    assert is_safe_link("https://example.org")
    assert is_safe_link("mailto:a@example.org")
    assert not any(map(is_safe_link, ("javascript:x", "file:///c:/x", "//host/share", "https://a b")))
    block = Block("paragraph", (Span("here", link="file:///etc/passwd"),))
    assert tidy([block])[0].spans[0].link == ""


@pytest.mark.parametrize(
    ("given_json", "names"),
    [
        (7, "text"),
        ([7], "object"),
        ([{"type": "drawing", "spans": []}], "“drawing”"),
        ([{"type": "paragraph", "spans": "x"}], "spans"),
        ([{"type": "paragraph", "spans": [{"words": "x"}]}], "span"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(given_json: object, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        RichText.from_json(given_json)


def test_a_quotation_keeps_the_answer_it_was_lifted_from() -> None:
    block = {"type": "quote", "source": "data.rows/k3/words", "spans": [{"text": "By the door"}]}
    assert RichText.from_json([block]).to_json() == [block]


@pytest.mark.parametrize(
    "block",
    [
        {"type": "quote", "source": "../etc", "spans": [{"text": "a"}]},
        {"type": "quote", "source": 7, "spans": [{"text": "a"}]},
        {"type": "paragraph", "source": "data.issue", "spans": [{"text": "a"}]},
    ],
)
def test_only_a_quotation_has_a_source_and_only_an_answer_is_one(block: dict[str, object]) -> None:
    assert "source" not in RichText.from_json([block]).to_json()[0]


def noted(*spans: object) -> tuple[Block, ...]:
    return RichText.from_json([{"type": "paragraph", "spans": list(spans)}]).blocks


def test_a_note_follows_the_last_letter_and_is_no_part_of_the_words_before_it() -> None:
    (block,) = noted("We met ", {"text": "twice", "note": "In March."}, " in town.")
    assert block.spans == (Span("We met twice", note=(Span("In March."),)), Span(" in town."))
    assert block.plain_text == "We met twice in town."


def test_the_words_of_all_notes_are_at_the_end_of_the_text() -> None:
    text = RichText.from_json(
        ["One.", {"spans": [{"text": "Two", "note": [{"text": "See"}, "me"]}]}, "Three."]
    )
    assert text.plain_text == "One.\n\nTwo\n\nThree.\n\nSeeme"
    assert RichText.from_json(text.to_json()) == text


def test_a_note_before_the_first_letter_becomes_text() -> None:
    (block,) = noted({"text": " ", "note": "Nobody came."}, "We met.")
    assert block.spans == (Span("Nobody came. We met."),)


def test_a_note_on_a_space_at_the_end_moves_to_the_last_word() -> None:
    (block,) = noted({"text": "Twice", "note": "One."}, {"text": " ", "note": "Two."})
    assert block.spans == (Span("Twice", note=(Span("One.\nTwo."),)),)


def test_a_note_in_a_note_becomes_part_of_it() -> None:
    nested: dict[str, object] = {"text": "deep"}
    for _ in range(5000):
        nested = {"text": "in", "note": [nested]}
    (block,) = noted({"text": "word", "note": [nested]})
    assert block.notes[0].plain_text == "in " * 5000 + "deep"


def test_a_note_without_letters_is_none() -> None:
    assert noted({"text": "word", "note": " "}, " more")[0].spans == (Span("word more"),)


def test_a_note_that_is_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="a note must be text"):
        noted({"text": "word", "note": 3})


@given(st.lists(spans | noted_spans, max_size=5))
def test_no_letter_of_a_text_with_notes_is_lost(written: list[Span]) -> None:
    text = RichText(tidy([Block("paragraph", tuple(written))]))
    everything = "".join(
        span.text + "".join(f"{p.text}{q.text}" for p in span.note for q in p.note or (Span(""),))
        for span in written
    )
    assert sorted("".join(text.plain_text.split())) == sorted("".join(clean(everything).split()))


@pytest.mark.parametrize("text", ["", " "])
def test_thousands_of_notes_at_one_place_are_joined_in_one_go(text: str) -> None:
    (block,) = noted("word", *({"text": text, "note": "n"} for _ in range(20_000)))
    assert block.notes[0].plain_text.count("n") == 20_000
