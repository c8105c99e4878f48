"""Columns are as wide as their words need, and tables of many columns stay beside the margin."""

from __future__ import annotations

from typing import Any

from carreport.report.column_widths import column_widths, lay_out_table
from carreport.report.design import DESIGN
from carreport.report.model import Table, inline_text
from carreport.report.text_width import REFERENCE_FONT_SIZE, text_width_twips

TEXT, OUTER = 8390, 1078
SMALL_LETTERS = DESIGN.sizes.small_table


def _table(rows: int = 2, said: str = "We know whom to ring", **more: Any) -> Table:
    body = tuple((inline_text(said), inline_text(str(n)), inline_text("")) for n in range(rows))
    return Table("t", 4, "Replies", ("Statement", "Agree", "Remark"), body, (False, True, False), **more)


def _survey(*titles: str) -> Table:
    said = inline_text("When I leave a message, somebody rings me back within the week")
    header = ("Statement", *titles)
    row = (said, *(inline_text("19") for _ in titles))
    return Table("t", 1, "Replies", header, (row,), (False, *(True for _ in titles)))


SIDES = ("Agree", "Neither", "Disagree", "Don’t know")
WHOLE = _survey("n", *SIDES, *(f"% {side.lower()}" for side in SIDES))


def test_a_table_of_ten_columns_stays_in_the_text_and_breaks_no_word_of_its_titles() -> None:
    made = lay_out_table(WHOLE, TEXT, OUTER, REFERENCE_FONT_SIZE, SMALL_LETTERS)
    assert (made.width, made.font_size) == (TEXT, SMALL_LETTERS)
    for title, width in zip(WHOLE.header, made.widths, strict=True):
        longest = max(text_width_twips(word, bold=True) for word in title.split())
        assert width >= (longest + 100) * made.font_size / REFERENCE_FONT_SIZE


def test_a_few_short_columns_keep_the_letters_of_other_tables() -> None:
    made = lay_out_table(
        _survey("n", "Yes", "No", "% yes", "% no"), TEXT, OUTER, REFERENCE_FONT_SIZE, SMALL_LETTERS
    )
    assert (made.width, made.font_size) == (TEXT, REFERENCE_FONT_SIZE)


def test_the_outer_margin_is_used_only_where_words_would_break() -> None:
    long = _survey(*(f"{number} disagreement" for number in range(8)))
    assert lay_out_table(long, TEXT, OUTER, REFERENCE_FONT_SIZE, SMALL_LETTERS).width == TEXT + OUTER
    assert lay_out_table(_table(), TEXT, OUTER, REFERENCE_FONT_SIZE, SMALL_LETTERS).width == TEXT


def test_columns_fill_the_text_and_figures_take_no_more_than_they_need() -> None:
    widths = column_widths(_table(said="A long statement that goes on for more than a line " * 3), 8390)
    assert sum(widths) == 8390
    assert widths[0] > 3 * widths[1]


def test_many_columns_of_long_words_still_fit() -> None:
    header = tuple("Incomprehensibilities" for _ in range(12))
    table = Table("t", 1, "Wide", header, ((inline_text("x"),) * 12,), (False,) * 12)
    widths = column_widths(table, 8390)
    assert (sum(widths), min(widths) > 500) == (8390, True)


def test_an_address_stays_whole_where_there_is_room_for_it() -> None:
    address = "braeside.group@inverarden.example"
    row = (
        inline_text("Fiona Rankine, Integration manager, Inverarden Council"),
        inline_text("The group"),
        inline_text(address),
    )
    table = Table("t", 1, "Who can be asked", ("Who", "About", "How"), (row,), (False,) * 3)
    assert column_widths(table, 8390)[2] > text_width_twips(address)


def test_a_long_title_of_a_narrow_column_takes_a_few_lines_and_not_six() -> None:
    header = (
        "Who was asked?",
        "When were they asked?",
        "How many were asked for the first time?",
        "Anything to add?",
    )
    row = (
        inline_text("Partner services"),
        inline_text("June 2016"),
        inline_text("37"),
        inline_text("Reminder to those who had not replied"),
    )
    widths = column_widths(Table("t", 1, "Asked", header, (row,), (False, False, True, False)), 8390)
    assert widths[2] > 0.3 * text_width_twips(header[2], bold=True)


def test_an_address_may_be_broken_after_a_stroke() -> None:
    address = "https://www.nips.example/papers/of-the-programme/2016"
    row = tuple(
        inline_text(text) for text in ("Petrie, U.", "2016", "How we learned in three groups", address)
    )
    widths = column_widths(
        Table("t", 1, "Read", ("Who", "When", "What", "Where"), (row,), (False,) * 4), 4000
    )
    assert widths[3] < text_width_twips(address)
    assert widths[2] > text_width_twips("learned")


def test_a_heading_is_broken_before_a_figure() -> None:
    header = ("Statement", "n", *(f"Extraordinarily{number}" for number in range(9)))
    rows = ((inline_text("a) Everybody"), *(inline_text("16") for _ in header[1:])),)
    table = Table("t", 0, "", header, rows, (False, *(True for _ in header[1:])))
    assert min(column_widths(table, 5200, 130)[1:]) >= text_width_twips("16") + 130
