"""Two versions are compared by words: nothing is lost, whatever the text, and the work is bounded."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carreport.draft.history.diff import (
    MOVED_AWAY,
    MOVED_HERE,
    DiffOp,
    DiffSpan,
    diff_answer,
    diff_rich_text,
    diff_text,
    fold_unchanged,
    has_changes,
)
from carreport.draft.history.word_alignment import (
    MAX_STEPS,
    _WordAlignment,
    count_words,
    split_words,
    without_spaces,
)
from carreport.form.loader import parse_form
from carreport.form.richtext import Block, RichText, Span

MARKS = {DiffOp.KEPT: "{}", DiffOp.REMOVED: "[-{}-]", DiffOp.ADDED: "{{+{}+}}", DiffOp.FOLDED: "<{}>"}
PIECES = st.sampled_from(
    (
        "the ",
        "school",
        " ",
        "  ",
        "\n\n",
        "\n",
        ".",
        "ha ",
        "ha",
        "会",
        "เด็ก",
        "كِتَاب ",
        "👩‍👩‍👧",
        "👍🏽",
        "e\u0301",
        "🇬🇧",
        "1,000",
    )
)
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=30)
FORM = parse_form("""
[form]
id = "small"
title = "A small form"
[[section]]
id = "a"
title = "A"
[[section.field]]
id = "title"
kind = "line"
label = "Title"
[[section.field]]
id = "agreed"
kind = "yes_no"
label = "Agreed"
[[section.field]]
id = "people"
kind = "number"
label = "People"

[[section.field]]
id = "story"
kind = "text"
label = "Story"
""")


def marked(spans: tuple[DiffSpan, ...]) -> str:
    return "".join(
        MARKS[span.op].format(span.text) + (f"({span.note})" if span.note else "") for span in spans
    )


def side(spans: tuple[DiffSpan, ...], without: DiffOp) -> str:
    return "".join(span.text for span in spans if span.op is not without)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_kept_and_removed_is_the_old_text_and_kept_and_added_the_new(one: str, other: str) -> None:
    found = diff_text(one, other)
    assert side(found, DiffOp.ADDED) == one
    assert side(found, DiffOp.REMOVED) == other


BLOCKS = st.lists(
    st.builds(
        Block,
        st.sampled_from(("paragraph", "bullet", "quote")),
        st.lists(
            st.builds(Span, st.sampled_from(("We ", "meet", " early", "会")), st.booleans()),
            min_size=1,
            max_size=3,
        ).map(tuple),
    ),
    max_size=4,
).map(lambda blocks: RichText(tuple(blocks)))


@settings(max_examples=100, deadline=None)
@given(BLOCKS, BLOCKS)
def test_notes_on_formatting_lose_no_words(one: RichText, other: RichText) -> None:
    found = diff_rich_text(one, other)
    assert side(found, DiffOp.ADDED) == one.plain_text
    assert side(found, DiffOp.REMOVED) == other.plain_text
    assert has_changes(found) or one.plain_text == other.plain_text


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("We meet too late here.", "We meet early here.", "We meet [-too late-]{+early+} here."),
        ("One two.", "One two. Three.", "One two.{+ Three.+}"),
        ("ha ha ha ha", "ha ha ha", "ha ha ha[- ha-]"),
        ("1,234 people", "1,334 people", "[-1,234-]{+1,334+} people"),
        ("a b", "a  b", "a {+ +}b"),
        ("我们星期一开会。", "我们星期二开会。", "我们星期[-一-]{+二+}开会。"),
        ("cafe\u0301 noir", "cafe noir", "[-cafe\u0301-]{+cafe+} noir"),
        ("👩‍👩‍👧 here", "👩‍👧 here", "[-👩‍👩‍👧-]{+👩‍👧+} here"),
        ("كِتَاب جديد", "كِتَاب قديم", "كِتَاب [-جديد-]{+قديم+}"),
    ],
)
def test_a_change_is_shown_by_what_a_reader_calls_a_word(one: str, other: str, expected: str) -> None:
    assert marked(diff_text(one, other)) == expected


def test_a_rewritten_sentence_is_not_cut_up_by_words_that_are_kept_by_chance() -> None:
    one, other = "The school rang the families on Monday.", "Staff visited all of the parents in May."
    assert marked(diff_text(one, other)) == f"[-{one[:-1]}-]{{+{other[:-1]}+}}."


def test_a_long_word_is_compared_by_character() -> None:
    address = "https://" + "a" * 60
    assert marked(diff_text(address, address + "b")) == f"{address}{{+b+}}"


def test_a_paragraph_that_moved_is_said_to_have_moved() -> None:
    one, other = "We meet on Mondays.\n\nTea is at four.", "Tea is at four.\n\nWe meet on Mondays."
    notes = [(span.op, span.text, span.note) for span in diff_text(one, other) if span.note]
    assert notes == [
        (DiffOp.REMOVED, "We meet on Mondays.", MOVED_AWAY),
        (DiffOp.ADDED, "We meet on Mondays.", MOVED_HERE),
    ]


def test_formatting_that_changed_is_said_where_the_words_stay() -> None:
    one = RichText((Block("paragraph", (Span("We ring ahead"),)), Block("paragraph", (Span("Tea"),))))
    bold = (Span("We "), Span("ring", strong=True), Span(" ahead"))
    other = RichText((Block("paragraph", bold), Block("bullet", (Span("Tea"),))))
    expected = "We ring(now bold) ahead\n\nTea(now a bullet point)"
    assert marked(diff_rich_text(one, other)) == expected


def test_an_answer_that_is_no_text_is_replaced_as_a_whole() -> None:
    agreed, people, title = (FORM.field(f"a.{name}") for name in ("agreed", "people", "title"))
    assert agreed is not None
    assert people is not None
    assert title is not None
    yes, no = True, False
    assert [span.text for span in diff_answer(agreed, yes, no)] == ["Yes", "No"]
    assert all(span.is_whole for span in diff_answer(people, 12, 120))
    assert diff_answer(people, None, 3) == (DiffSpan(DiffOp.ADDED, "3", is_whole=True),)
    assert marked(diff_answer(title, "Old plan", "New plan")) == "[-Old-]{+New+} plan"


def test_long_unchanged_stretches_are_folded_and_counted() -> None:
    words = [f"w{number}" for number in range(60)]
    one, other = " ".join(words), " ".join([*words[:30], "and", *words[30:]])
    folded = marked(fold_unchanged(diff_text(one, other), 2))
    assert folded == "<… 28 words unchanged … >w28 w29 {+and +}w30 w31< … 28 words unchanged …>"


def test_short_unchanged_stretches_are_not_folded() -> None:
    spans = diff_text("We meet on Mondays at four", "We meet on Fridays at four")
    assert fold_unchanged(spans) == spans


WORDS = [f"word{number * number % 3001}" for number in range(20_000)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["ha"] * 20_000, ["ha", "ho"] * 10_000),
        (WORDS, WORDS[::-1]),
        (WORDS, [word for place in range(0, 20_000, 2) for word in (WORDS[place + 1], WORDS[place])]),
        (list("会议" * 10_000), list("议会会" * 7_000)),
        (["x" * 200_000], ["x" * 199_999]),
    ],
)
def test_the_work_for_any_two_texts_is_bounded(one: list[str], other: list[str]) -> None:
    alignment = _WordAlignment(one, other)
    alignment.runs()
    assert alignment.steps > -MAX_STEPS


def test_twenty_thousand_words_with_a_few_edits_are_compared_by_word() -> None:
    changed = [*WORDS[:5_000], "new", *WORDS[5_001:15_000], *WORDS[15_003:]]
    found = diff_text(" ".join(WORDS), " ".join(changed))
    assert [count_words(span.text) for span in found if span.op is not DiffOp.KEPT] == [1, 1, 3]


def test_words_keep_their_accents_and_nothing_is_lost() -> None:
    text = "isn’t re-use 1,234.50 हिन्दी cafe\u0301 🇬🇧🇫🇷 漢字 x"
    assert "".join(split_words(text)) == text
    assert [without_spaces(word) for word in split_words(text)] == [
        "isn’t", "re-use", "1,234.50", "हिन्दी", "cafe\u0301", "🇬🇧", "🇫🇷", "漢", "字", "x"
    ]  # fmt: skip


def noted(note: str, text: str = "We met twice") -> RichText:
    return RichText.from_json([{"spans": [{"text": text, "note": note}, " in town."]}])


def test_a_new_note_is_added_at_the_end_and_said_at_its_word() -> None:
    found = diff_rich_text(noted(""), noted("In March."))
    assert [(span.op, span.text, span.note) for span in found] == [
        (DiffOp.KEPT, "We met ", ""),
        (DiffOp.KEPT, "twice", "now with a note"),
        (DiffOp.KEPT, " in town.", ""),
        (DiffOp.ADDED, "\n\nIn March.", ""),
    ]


def test_a_paragraph_that_became_a_note_is_said_to_be_one() -> None:
    found = diff_rich_text(RichText.from_plain("We met twice in town.\n\nIn March."), noted("In March."))
    assert ("In March.", "now a note") in [(span.text, span.note) for span in found]


def test_a_changed_cell_is_shown_in_its_row_below_the_header_of_its_table() -> None:
    rows = [["Week", "Visits"], ["One", "19"], ["Two", "25"]]
    one = RichText.from_json([{"type": "table", "rows": rows}])
    other = RichText.from_json([{"type": "table", "rows": [*rows[:2], ["Two", "30"], ["Three", "4"]]}])
    told = [(span.op, span.text) for span in diff_rich_text(one, other)]
    assert told == [
        (DiffOp.KEPT, "Week\tVisits\nOne\t19\nTwo\t"),
        (DiffOp.REMOVED, "25"),
        (DiffOp.ADDED, "30\nThree\t4"),
    ]
