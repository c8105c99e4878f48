"""Numbers are printed as they were entered, in the right form, and never under an empty heading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from carreport.report.model import Chart, Heading, Table, plain_text
from tests.report.sections.test_sections import REPLIES, SURVEY, field, inner, lines, part

Make = Callable[..., Any]

WORKSHOPS = (
    field("w", "list")
    + inner("name", "line")
    + inner("people", "number", 'unit = "people"')
    + inner("tables", "number", 'unit = "tables"')
)


@pytest.mark.parametrize(
    ("people", "tables", "said"),
    [
        (1, 1, "1 person · 1 table"),
        (0, 2, "0 people · 2 tables"),
        ("about 20", "5 or 6", "about 20 people · 5 or 6 tables"),
        ("dozens", "unknown", "dozens of people · Tables: unknown"),
    ],
)
def test_numbers_in_a_line_of_facts_have_their_unit(make: Make, people: Any, tables: Any, said: str) -> None:
    given = {"w": [{"name": "Morning", "people": people, "tables": tables}]}
    made = make(WORKSHOPS, given, part("workshops", "s.w"))
    assert lines(made) == ["## Morning", said]
    assert made.proof.missing == ()


MEETINGS = field("m", "list", 'item = "meeting"') + inner("purpose", "line") + field("count", "number")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "The group met once; 2 meetings are listed here."),
        (2, "The group met 2 times."),
        (9, "The group met 9 times; 2 of these meetings are listed here."),
        ("about 20", "The group met about 20 times; 2 meetings are listed here."),
        ("weekly", "The group met weekly; 2 meetings are listed here."),
        ("every other week", "The group met every other week; 2 meetings are listed here."),
        ("one", "The group met one time; 2 meetings are listed here."),
        ("unknown", "How often the group met: unknown; 2 meetings are listed here."),
        ("n/a", "How often the group met: n/a; 2 meetings are listed here."),
        ("15 (2 online)", "How often the group met: 15 (2 online); 2 meetings are listed here."),
    ],
)
def test_meetings_are_counted_as_typed_and_as_listed(make: Make, count: Any, said: str) -> None:
    given = {"m": [{"purpose": "Begin"}, {"purpose": "Go on"}, {}], "count": count}
    made = make(MEETINGS, given, part("meetings", "s.m", more='count = "s.count"'))
    assert lines(made)[0] == said
    assert made.proof.missing == ()


CYCLES = field("c", "list") + inner("number", "number") + inner("period", "period") + inner("about", "line")


def test_a_cycle_without_a_number_comes_last(make: Make) -> None:
    given = {
        "c": [
            {"about": "Then", "period": {"end": "2016-12"}},
            {"number": "the third", "about": "More"},
            {"number": 2, "about": "Second"},
        ]
    }
    made = make(CYCLES, given, part("cycles", "s.c"))
    headings = [block.text for block in made.report.blocks() if isinstance(block, Heading)]
    assert headings == ["Cycle 2", "Cycle the third", "A cycle without a number, until December 2016"]


def test_titles_with_nothing_under_them_are_not_headings(make: Make) -> None:
    given = {"w": [{"name": "Only"}, {"name": "Names"}, {"name": "Full", "people": 3}, {"name": "Last"}]}
    made = make(WORKSHOPS, given, part("workshops", "s.w"))
    assert lines(made) == ["- Only", "- Names", "## Full", "3 people", "Last"]
    assert made.proof.missing == ()


def test_a_question_whose_replies_are_left_out_is_a_line_with_their_number(make: Make) -> None:
    reply = {"words": "A secret.", "may_quote": False}
    given = {"q": [{"question": "Why?", "received": 4, "replies": [reply]}]}
    assert lines(make(REPLIES, given, part("replies", "s.q"))) == ["Why?", "None of the 4 replies is shown."]


@pytest.mark.parametrize(
    ("received", "said"),
    [
        (None, "1 of 1 reply shown, word for word."),
        (3, "1 of 3 replies shown, word for word."),
        (0, "1 reply shown, word for word; 0 received."),
        ("about 20", "1 of about 20 replies shown, word for word."),
        ("n/a", "1 reply shown, word for word; number received: n/a."),
    ],
)
def test_the_replies_shown_are_counted_against_those_received(make: Make, received: Any, said: str) -> None:
    reply = {"words": "No time.", "may_quote": True}
    given = {"q": [{"question": "Why?", "received": received, "replies": [reply]}]}
    assert said in lines(make(REPLIES, given, part("replies", "s.q")))


@pytest.mark.parametrize(
    ("received", "said"),
    [
        (0, "0 replies received."),
        (1, "The only reply is not shown."),
        ("about 20", "None of about 20 replies is shown."),
        ("unknown", "No reply is shown; number received: unknown."),
        (-3, "No reply is shown; -3 received."),
    ],
)
def test_a_question_without_a_reply_to_show_says_so(make: Make, received: Any, said: str) -> None:
    made = make(REPLIES, {"q": [{"question": "Why?", "received": received}]}, part("replies", "s.q"))
    assert lines(made) == ["Why?", said]
    assert made.proof.missing == ()


WAVES = (
    SURVEY
    + inner("waves", "list")
    + "".join(
        f'[[section.field.field.field]]\nid = "{name}"\nkind = "{kind}"\nlabel = "{name}"\n'
        for name, kind in (("who", "line"), ("asked", "number"), ("answered", "number"))
    )
)


@pytest.mark.parametrize(
    ("wave", "said"),
    [
        ({"who": "Staff"}, "Staff: no numbers recorded"),
        ({"who": "Staff", "asked": 40, "answered": 10}, "Staff: 40 asked, 10 answered, 10 of 40 (25%)"),
        ({"who": "Staff", "asked": "about 40", "answered": 10}, "Staff: about 40 asked, 10 answered"),
        ({"who": "Staff", "asked": 40, "answered": "n/a"}, "Staff: 40 asked, answered: n/a"),
    ],
)
def test_a_survey_round_says_what_is_known(make: Make, wave: dict[str, Any], said: str) -> None:
    given = {"v": [{"name": "S", "waves": [{}, wave, {"who": "Partners", "asked": 5}]}]}
    made = make(WAVES, given, part("agreement", "s.v"))
    assert lines(made)[1] == f"{said}; Partners: 5 asked."
    assert made.proof.missing == ()


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ("about 40", "Answered by about 40."),
        ("40+", "40+ answered."),
        (1, "1 answered."),
        ("unknown", "Number of people who answered: unknown."),
    ],
)
def test_an_approximate_survey_keeps_its_words_and_has_no_n(make: Make, people: Any, said: str) -> None:
    statements = [{"statement": "x", "agree": "about 30", "disagree": "about 10"}]
    given = {"v": [{"name": "S", "n": people, "statements": statements}]}
    made = make(SURVEY, given, part("agreement", "s.v"))
    (table,) = (block for block in made.report.blocks() if isinstance(block, Table))
    assert said in lines(made)
    assert table.caption == "Replies to “S”"
    assert list(map(plain_text, table.rows[0])) == ["a) x", "–", "about 30", "about 10", "–", "–", "–", "–"]
    assert made.proof.missing == ()


def test_a_statement_that_nobody_counted_has_no_zero(make: Make) -> None:
    statements = [{"statement": "x", "agree": 3, "disagree": 1}, {"statement": "y"}]
    made = make(SURVEY, {"v": [{"statements": statements}]}, part("agreement", "s.v"))
    (table,) = (block for block in made.report.blocks() if isinstance(block, Table))
    assert set(map(plain_text, table.rows[1][1:])) == {"–"}
    assert "(n = 4)" in table.caption


def test_a_count_below_zero_is_printed_and_has_no_share(make: Make) -> None:
    statements = [{"statement": "x", "agree": 8, "disagree": -2}]
    made = make(SURVEY, {"v": [{"statements": statements}]}, part("agreement", "s.v"))
    (table,) = (block for block in made.report.blocks() if isinstance(block, Table))
    assert list(map(plain_text, table.rows[0])) == ["a) x", "–", "8", "-2", "–", "–", "–", "–"]


OWN = SURVEY + 'scale = { often = "Often", never = "Never" }\n'


def test_the_chart_and_the_headline_of_an_own_scale_have_its_words(make: Make) -> None:
    statements = [{"statement": "I ask", "often": 5, "never": 1}]
    outline = part("agreement", "s.v") + part("headlines", "s.v")
    made = make(OWN, {"v": [{"name": "Poll", "statements": statements}]}, outline)
    (chart,) = (block for block in made.report.blocks() if isinstance(block, Chart))
    assert chart.caption == "How people answered in “Poll” (n = 6)"
    assert "gree" not in chart.svg + chart.alt
    assert "Poll (n = 6): “I ask”: “Often” 5 of 6 (83%), “Never” 1 of 6 (17%)." in lines(made)


def test_the_headline_of_an_approximate_survey_says_so(make: Make) -> None:
    statements = [{"statement": "x", "agree": "about 30"}]
    given = {"v": [{"name": "S", "n": "about 40", "statements": statements}, {"name": "Empty"}]}
    made = make(SURVEY, given, part("headlines", "s.v"))
    assert lines(made) == ["S: about 40 answered. The counts are not exact, so no percentages are given."]
    assert made.proof.missing == ()


def test_an_entry_without_the_number_that_names_it_gets_none(make: Make) -> None:
    fields = field("c", "list", 'item = "cycle"\nsummary = ["number"]') + inner("number", "number")
    made = make(fields + inner("about", "text"), {"c": [{"about": "Then"}, {"number": 1, "about": "Now"}]})
    headings = [block.text for block in made.report.blocks() if isinstance(block, Heading)]
    assert headings[-2:] == ["Cycle without a number", "Cycle 1"]


def test_the_counts_of_a_long_scale_have_a_table_of_their_own(make: Make) -> None:
    scale = ", ".join(f'm{mark} = "Mark {mark}"' for mark in range(7))
    statements = [{"statement": "x", **{f"m{mark}": mark for mark in range(7)}}]
    form = SURVEY + f"scale = {{ {scale} }}\n"
    made = make(form, {"v": [{"name": "S", "statements": statements}]}, part("agreement", "s.v"))
    shares, counts = (block for block in made.report.blocks() if isinstance(block, Table))
    assert shares.header == ("Statement", "n", *(f"% mark {mark}" for mark in range(7)))
    assert list(map(plain_text, shares.rows[0]))[:4] == ["a) x", "21", "0", "5"]
    assert list(map(plain_text, counts.rows[0])) == ["a) x", "0", "1", "2", "3", "4", "5", "6"]
    assert made.proof.missing == ()
