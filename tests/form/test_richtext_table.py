"""A table in a text is one block, whose words everybody sees who reads words."""

from __future__ import annotations

import pytest

from carreport.form.kinds.text_and_choice import TextKind
from carreport.form.richtext import Block, RichText, Span, has_table_or_note, table
from carreport.form.schema import Field

FIELD = Field("findings", "text", "What did you find?")


def test_short_rows_get_empty_cells_and_cells_are_cleaned() -> None:
    text = RichText.from_json([{"type": "table", "rows": [["Week", " Visits\x00 "], ["1"]], "header": True}])
    (block,) = text.blocks
    assert block.rows == (((Span("Week"),), (Span("Visits"),)), ((Span("1"),), ()))
    assert RichText.from_json(text.to_json()) == text
    assert TextKind().fits(FIELD, text.to_json())


def test_the_words_of_all_cells_are_in_the_plain_text_and_in_the_spans() -> None:
    block = table([[[Span("Week")], [Span("Who", strong=True)]], [[Span("1")], [Span("Ailsa")]]])
    assert block.plain_text == "Week\tWho\n1\tAilsa"
    assert [span.text for run in block.runs for span in run] == ["Week", "Who", "1", "Ailsa"]
    assert Span("Who", strong=True) in block.spans


def test_a_note_in_a_cell_is_a_note_of_the_text() -> None:
    block = table([[[Span("Visits", note=(Span("Counted by hand"),))]]])
    assert RichText((block,)).notes == (Block("paragraph", (Span("Counted by hand"),)),)


def test_a_table_without_words_is_no_text() -> None:
    assert RichText.from_json([{"type": "table", "rows": [[[], []], [[], []]]}]).is_empty
    assert not RichText.from_json([{"type": "table", "rows": [["", "x"]]}]).is_empty


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("Week", "a table needs a list of rows, each a list of cells"),
        ([["x"] * 21], "a table can have at most 500 rows and 20 columns"),
        ([["x"]] * 501, "a table can have at most 500 rows and 20 columns"),
        ([[3]], "a cell of a table must be text or a list of spans"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(rows: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        RichText.from_json([{"type": "table", "rows": rows}])


@pytest.mark.parametrize(
    "block",
    [
        {"type": "table", "header": True, "rows": [[[], []], [[{"text": "x"}]]]},
        {"type": "table", "header": True, "rows": [[[{"text": " "}]]]},
        {"type": "table", "header": True, "rows": [["x"]]},
        {"type": "table", "header": True, "rows": [[[{"text": "x"}]]], "spans": []},
        {"type": "table", "rows": [[[{"text": "x"}]]]},
        {"type": "table", "header": True, "rows": []},
    ],
)
def test_a_value_that_is_not_in_canonical_form_does_not_fit(block: object) -> None:
    assert not TextKind().fits(FIELD, [block])


def test_a_table_or_a_note_is_seen_also_inside_a_suggestion() -> None:
    cells = {"type": "table", "rows": [[[{"text": "x"}]]]}
    noted = {"type": "paragraph", "spans": [{"text": "x", "note": [{"text": "y"}]}]}
    assert has_table_or_note([cells])
    assert has_table_or_note({"becomes": [noted]})
    assert not has_table_or_note([{"type": "paragraph", "spans": [{"text": "note"}]}])
    assert not has_table_or_note({"rows": ["a"], "note": "b"})
