"""The agreement chart can be read in colour, in grey, aloud, and without seeing it."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pytest
from PIL import Image, ImageColor

from carreport.report.charts.agreement_chart import draw_agreement_chart, fills, lay_out_chart
from carreport.report.charts.chart_words import describe_chart
from carreport.report.charts.shapes import ChartBox, ChartLine, ChartText, Drawing, text_width, wrap_text
from carreport.report.charts.stacked_bars import bar_segments
from carreport.report.design import DESIGN
from carreport.survey.agreement import Side, Tally, scale_steps, tally_statement

STEPS = scale_steps({"agree": "Agree", "disagree": "Disagree", "dont_know": "Don’t know"})
FILLS, INK, PAPER = fills(), DESIGN.light.ink, DESIGN.light.sheet
SVG = "{http://www.w3.org/2000/svg}"


def row(statement: str, *counts: int) -> Tally:
    return tally_statement(
        statement, dict(zip(("agree", "disagree", "dont_know"), counts, strict=True)), STEPS
    )


SEED = [
    row("a", 15, 4, 0), row("b", 16, 3, 0), row("c", 14, 5, 0), row("d", 17, 2, 0),
    row("e", 13, 4, 2), row("f", 9, 8, 2), row("g", 15, 4, 0), row("h", 17, 2, 0),
]  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("side", Side)
def test_the_numbers_stand_out_from_their_bars_and_the_outlines_from_the_paper(side: Side) -> None:
    fill, ink = FILLS[side]
    assert contrast(fill, ink) >= 4.5
    assert contrast(INK, PAPER) >= 4.5


def test_the_fills_differ_in_grey() -> None:
    grey = sorted(luminance(fill) for fill, _ in FILLS.values())
    assert all(lighter - darker > 0.04 for darker, lighter in pairwise(grey))


def test_agreement_stands_right_of_the_line_and_disagreement_left_of_it() -> None:
    shapes = lay_out_chart(SEED, "abcdefgh").shapes
    (zero,) = (shape.x1 for shape in shapes if isinstance(shape, ChartLine))
    bars = [shape for shape in shapes if isinstance(shape, ChartBox) and shape.height > 20]
    agree = [bar for bar in bars if bar.fill == FILLS[Side.AGREE][0]]
    disagree = [bar for bar in bars if bar.fill == FILLS[Side.DISAGREE][0]]
    apart = [bar for bar in bars if bar.fill == FILLS[Side.OFF_SCALE][0]]
    assert (len(agree), len(disagree), len(apart)) == (8, 8, 2)
    assert all(bar.x == pytest.approx(zero) for bar in agree)
    assert all(bar.x + bar.width == pytest.approx(zero) for bar in disagree)
    assert all(bar.x > max(each.x + each.width for each in agree) for bar in apart)


def test_everything_stands_inside_the_chart() -> None:
    drawing = lay_out_chart([row("x" * 400, 1, 0, 0), row("y", 0, 1, 0), row("z", 0, 0, 1)], "abc")
    for shape in drawing.shapes:
        if isinstance(shape, ChartBox):
            assert 0 <= shape.x <= shape.x + shape.width <= drawing.width
            assert shape.y + shape.height <= drawing.height


def test_every_percentage_above_nought_is_printed() -> None:
    labels = [shape.text for shape in lay_out_chart(SEED, "abcdefgh").shapes if isinstance(shape, ChartText)]
    printed = sorted(text for text in labels if text.endswith("%"))
    shares = [each.percent(side) for each in SEED for side in (Side.AGREE, Side.DISAGREE, Side.OFF_SCALE)]
    assert printed == sorted(f"{share}%" for share in shares if share)


def test_the_drawing_says_what_it_is_and_its_words_are_words() -> None:
    drawn = draw_agreement_chart([row("R&D <b>", 3, 1, 0)], "a", "chart-7")
    root = fromstring(drawn.svg)  # noqa: S314 - our own drawing
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "chart-7-title chart-7-desc"
    assert root.findtext(f"{SVG}title") == "How far people agreed, in per cent (n = 4)"
    assert root.findtext(f"{SVG}desc") == drawn.alt
    assert "a) R&D <b>" in [element.text for element in root.iter(f"{SVG}text")]


def test_the_words_for_the_chart_name_the_highest_and_the_lowest() -> None:
    assert draw_agreement_chart(SEED, "abcdefgh", "c").alt == (
        "Bar chart of 8 statements, n = 19. Agreement is highest for d and h (17 of 19, 89 per cent) "
        "and lowest for f (9 of 19, 47 per cent). The table gives all the figures."
    )


def test_the_picture_is_fine_enough_for_print_and_the_same_each_time() -> None:
    first, second = (draw_agreement_chart(SEED, "abcdefgh", "c") for _ in range(2))
    assert first.png == second.png
    with Image.open(BytesIO(first.png)) as image:
        assert image.size == (3 * first.width, 3 * first.height)


def test_a_statement_in_letters_that_the_font_lacks_keeps_its_letter() -> None:
    strange = draw_agreement_chart([row("日本語", 1, 0, 0)], "a", "c").png
    other = draw_agreement_chart([row("漢字で", 1, 0, 0)], "a", "c").png
    assert strange == other


@pytest.mark.parametrize("words", ["Café", "£0", "1 – Poor", "Gàidhlig", "½ day", "≥ 3"])
def test_the_picture_has_every_character_of_the_labels(words: str) -> None:
    drawn, bare = (draw_agreement_chart([row(text, 1, 0, 0)], "a", "c").png for text in (words, "日"))
    assert drawn != bare


def test_no_line_crosses_a_figure() -> None:
    steps = scale_steps({"agree": "Agree", "neither": "Neither", "disagree": "Disagree"})
    shapes = lay_out_chart([tally_statement("s", {"neither": 4}, steps)], "a").shapes
    kinds = [type(shape) for shape in shapes]
    assert kinds.index(ChartLine) < kinds.index(ChartText, kinds.index(ChartLine))
    assert shapes[-1] == next(shape for shape in shapes if getattr(shape, "text", "") == "100%")


def test_a_neutral_step_stands_astride_the_line() -> None:
    steps = scale_steps({"agree": "Agree", "neither": "Neither", "disagree": "Disagree"})
    made = tally_statement("s", {"agree": 2, "neither": 4, "disagree": 2}, steps)
    shapes = lay_out_chart([made], "a").shapes
    (zero,) = (shape.x1 for shape in shapes if isinstance(shape, ChartLine))
    middle = next(
        shape for shape in shapes if isinstance(shape, ChartBox) and shape.height > 20
        and shape.fill == FILLS[Side.NEUTRAL][0]
    )  # fmt: skip
    assert middle.x + middle.width / 2 == pytest.approx(zero)


def test_the_colours_of_the_picture_are_those_of_the_chart() -> None:
    with Image.open(BytesIO(draw_agreement_chart(SEED, "abcdefgh", "c").png)) as image:
        counted = image.convert("RGB").getcolors(1000)
    assert counted is not None
    commonest = [colour for _, colour in sorted(counted, reverse=True)[:4]]
    given = (PAPER, FILLS[Side.AGREE][0], FILLS[Side.DISAGREE][0], INK)
    assert set(commonest) == {ImageColor.getrgb(colour) for colour in given}
    assert commonest[:2] == [ImageColor.getrgb(colour) for colour in given[:2]]


def test_letters_keep_a_readable_size_on_a_page() -> None:
    drawn = draw_agreement_chart(SEED, "abcdefgh", "c")
    smallest = min(
        shape.size for shape in lay_out_chart(SEED, "abcdefgh").shapes if isinstance(shape, ChartText)
    )
    page = 8390 / 20  # points between the margins of the templates that ship
    assert smallest * min(0.75, page / drawn.width) >= 9


def test_the_number_of_replies_behind_a_statement_is_not_torn_apart() -> None:
    lines = wrap_text("c) I had to tell my story only once (n = 12)", 246, 14, most=3)
    assert lines == ["c) I had to tell my story only once", "(n = 12)"]


OFTEN = scale_steps({"often": "Often", "sometimes": "Sometimes", "never": "Never", "dont_know": "Don’t know"})
TICKS = scale_steps({"ticked": "Ticked", "not_ticked": "Not ticked"})


def texts(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, ChartText)]


def big_boxes(drawing: Drawing) -> list[ChartBox]:
    return [shape for shape in drawing.shapes if isinstance(shape, ChartBox) and shape.height > 20]


def test_a_scale_without_sides_has_its_own_words_and_a_bar_in_its_own_order() -> None:
    tally = tally_statement("I ask", {"often": 5, "sometimes": 3, "never": 2, "dont_know": 0}, OFTEN)
    drawing = lay_out_chart([tally], "a")
    assert texts(drawing)[:5] == [
        "How people answered, in per cent (n = 10)", "Often", "Sometimes", "Never", "Don’t know",
    ]  # fmt: skip
    boxes = big_boxes(drawing)
    assert [round(box.width / boxes[2].width, 1) for box in boxes] == [2.5, 1.5, 1.0]
    assert all(before.x + before.width == pytest.approx(after.x) for before, after in pairwise(boxes))
    assert "gree" not in describe_chart([tally], "a")


def test_the_alt_text_of_another_scale_names_its_answers_and_the_first_is_compared() -> None:
    rows = [tally_statement("s", {"often": n, "never": 10 - n}, OFTEN) for n in (5, 2, 5)]
    assert describe_chart(rows, "abc") == (
        "Bar chart of 3 statements, n = 10. Each bar is divided into “Often”, “Sometimes”, “Never” and "
        "“Don’t know”. The share who chose “Often” is highest for a and c (5 of 10, 50 per cent) and lowest "
        "for b (2 of 10, 20 per cent). The table gives all the figures."
    )


def test_ticks_are_plain_bars_of_those_who_ticked() -> None:
    rows = [tally_statement("s", {"ticked": n, "not_ticked": 12 - n}, TICKS) for n in (4, 7)]
    drawing = lay_out_chart(rows, "ab")
    assert texts(drawing)[0] == "What people ticked, in per cent (n = 12)"
    assert [text for text in texts(drawing) if text.endswith("%")] == ["33%", "58%"]
    assert len(big_boxes(drawing)) == 2
    assert describe_chart(rows, "ab").startswith("Bar chart of 2 options, n = 12. The share who ticked it is")


def test_an_option_that_nobody_ticked_shows_zero() -> None:
    rows = [tally_statement("s", {"ticked": n, "not_ticked": 12 - n}, TICKS) for n in (0, 12)]
    rows.append(tally_statement("s", {}, TICKS))
    drawing = lay_out_chart(rows, "abc")
    assert [text for text in texts(drawing) if text.endswith("%")] == ["0%", "100%"]
    assert len(big_boxes(drawing)) == 1


def test_the_answers_of_a_long_scale_can_be_told_apart_in_grey_and_read() -> None:
    steps = scale_steps({f"s{number}": str(number) for number in range(5)})
    segments = bar_segments(steps)
    grey = [luminance(segment.fill) for segment in segments]
    assert all(lighter - darker > 0.04 for darker, lighter in pairwise(grey))
    assert all(contrast(segment.fill, segment.ink) >= 4.5 for segment in segments)


def test_a_legend_that_is_too_wide_takes_more_rows() -> None:
    labels = [f"A rather long answer number {number}" for number in range(5)]
    steps = scale_steps({f"s{number}": label for number, label in enumerate(labels)})
    drawing = lay_out_chart([tally_statement("s", {"s0": 3, "s4": 1}, steps)], "a")
    legend = [shape for shape in drawing.shapes if isinstance(shape, ChartText) and shape.text in labels]
    assert [shape.text for shape in legend] == labels
    assert len({shape.y for shape in legend}) > 1
    assert all(shape.x + text_width(shape.text, shape.size) <= drawing.width for shape in legend)


def test_one_dissenter_of_two_hundred_is_never_a_hundred_per_cent() -> None:
    drawing = lay_out_chart([row("s", 199, 1, 0)], "a")
    assert [text for text in texts(drawing) if text.endswith("%")] == ["<1%", ">99%"]
    assert "more than 99 per cent" in describe_chart([row("s", 199, 1, 0)], "a")


def test_the_legend_of_an_agreement_scale_has_its_labels() -> None:
    steps = scale_steps({"agree": "Yes, mostly", "disagree": "Not really"})
    assert texts(lay_out_chart([tally_statement("s", {"agree": 1}, steps)], "a"))[1:3] == [
        "Not really", "Yes, mostly",
    ]  # fmt: skip
