from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from carreport.form.answers import Item
from carreport.form.kinds import KINDS
from carreport.form.schema import Field
from carreport.ui.board.grid_layout import lay_out_board, next_band
from carreport.ui.board.side_panel import MAX_BARS, theme_bars

BARE = Field("board", "board", "What?", item_noun="note")
BOARD = replace(BARE, fields=KINDS["board"].built_in_fields(BARE))
STAGES = st.sampled_from(["working", "not_working", "opportunity", "priority", "gone", None])
NOTE = st.fixed_dictionaries({"stage": STAGES, "theme": st.sampled_from(["Time", "People", None])})


@given(st.lists(NOTE, max_size=30), st.sampled_from(["", "theme", "table"]))
def test_every_note_has_one_place_of_its_own(values: list[dict[str, str | None]], by: str) -> None:
    notes = [Item(str(number), {"note": "x", **each}) for number, each in enumerate(values)]
    arranged = lay_out_board(BOARD, notes, by)
    assert sorted(item.id for item in arranged.cells.values()) == sorted(note.id for note in notes)
    assert sum(count for _, _, count in arranged.columns) == len(notes)
    assert all(row < arranged.rows and column < len(arranged.columns) for row, column in arranged.cells)
    tops = {band.heading_row for band in arranged.bands if band.heading_row >= 0}
    assert not any(row in tops for row, _ in arranged.cells)


def test_there_is_a_column_for_notes_without_a_stage_only_where_there_are_some() -> None:
    sorted_one = Item("a", {"note": "x", "stage": "working"})
    assert len(lay_out_board(BOARD, [sorted_one], "").columns) == 4
    assert lay_out_board(BOARD, [sorted_one, Item("b", {"note": "y"})], "").columns[-1] == (
        "",
        "Not sorted yet",
        1,
    )


def test_the_next_theme_is_found_from_any_row_of_one() -> None:
    notes = [
        Item(str(n), {"note": "x", "theme": theme}) for n, theme in enumerate(("Time", "Time", "People"))
    ]
    arranged = lay_out_board(BOARD, notes, "theme")
    further = next_band(arranged, 2, 1)
    assert further is not None
    assert further.label == "People"
    assert next_band(arranged, 0, -1) is None


def test_rare_themes_are_counted_together() -> None:
    notes = [Item(str(n), {"note": "x", "theme": f"Theme {n}", "votes": 1}) for n in range(20)]
    bars = theme_bars(notes)
    assert len(bars) == MAX_BARS
    assert (bars[-1].name, bars[-1].count, bars[-1].extra_text) == ("9 other themes", 9, "9 votes")
