"""Reports count replies where they came in, keep people from being given away, and print picked evidence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from carreport.report.model import Chart, Figure, PictureFile, Table, plain_text
from carreport.report.proof.completeness import prove_html
from carreport.report.proof.readiness import readiness
from carreport.report.sections.open_replies import NOT_AGREED, SEVERAL
from carreport.report.sections.survey_table import NOT_USED
from carreport.survey.results.groups import TOO_SMALL
from tests.report.sections.test_sections import field, inner, lines, part
from tests.survey.files import FORM_SOURCE

Make = Callable[..., Any]

FIELDS = FORM_SOURCE[FORM_SOURCE.index("[[section.field]]") :]
STEPS = [["agree", "Agree"], ["disagree", "Disagree"], ["dont_know", "Don’t know"]]


def batch(given: str, *more: dict[str, Any]) -> dict[str, Any]:
    marks = "".join(f"{number:012x}" for number in range(len(given)))
    column = {"as": "statement", "to": "k1", "heading": "We meet", "given": given}
    return {"file": "r.csv", "steps": STEPS, "columns": [column, *more], "marks": marks}


def surveys(replies: dict[str, Any], **more: Any) -> dict[str, Any]:
    statement = {"$id": "k1", "statement": "We meet"} | more.pop("typed", {})
    entry = {"name": "Poll", "statements": [statement], "replies": [{"replies": replies}]}
    return {"surveys": [entry | more]}


def tables(made: Any) -> list[Table]:
    return [block for block in made.report.blocks() if isinstance(block, Table)]


def test_replies_are_counted_into_table_and_chart(make: Make) -> None:
    made = make(FIELDS, surveys(batch("0" * 15 + "1" * 4)), part("agreement", "s.surveys"))
    (table,) = tables(made)
    assert list(map(plain_text, table.rows[0])) == ["a) We meet", "19", "15", "4", "0", "79", "21", "0"]
    assert any(isinstance(block, Chart) for block in made.report.blocks())
    assert "19 people answered." in lines(made)
    assert (made.proof.missing, dict(made.proof.withheld)) == ((), {})


def _long_survey(count: int) -> dict[str, Any]:
    given = [{"$id": f"k{n}", "statement": f"We meet {n}", "agree": n, "disagree": 1} for n in range(count)]
    return {"surveys": [{"name": "Poll", "statements": given}]}


@pytest.mark.parametrize(("count", "each_has"), [(14, [14]), (15, [7, 8]), (31, [7, 8, 8, 8])])
def test_a_long_survey_has_several_charts_on_one_scale(make: Make, count: int, each_has: list[int]) -> None:
    made = make(FIELDS, _long_survey(count), part("agreement", "s.surveys"))
    charts = [block for block in made.report.blocks() if isinstance(block, Chart)]
    assert [chart.svg.count(") We meet ") for chart in charts] == each_has
    assert len({re.search(r'<line x1="([0-9.]+)"', chart.svg)[1] for chart in charts}) == 1  # type: ignore[index]
    assert len({chart.anchor for chart in charts}) == len({chart.alt for chart in charts}) == len(each_has)
    assert made.proof.missing == ()


def test_the_text_leads_to_each_part_of_a_chart_and_each_says_what_it_draws(make: Make) -> None:
    made = make(FIELDS, _long_survey(15), part("agreement", "s.surveys"))
    first, second = (block for block in made.report.blocks() if isinstance(block, Chart))
    assert "Figure 1 and Figure 2 show the replies, and Table 1 gives all the numbers." in lines(made)
    assert first.caption == "How far people agreed in “Poll”, statements a to g (n = 1 to 15)"
    assert second.alt.startswith("Bar chart of statements h to o, n = 8 to 15.")


def test_counts_typed_in_beside_replies_are_named_and_not_used(make: Make) -> None:
    given = surveys(batch("01"), typed={"agree": 7}, n=9)
    made = make(FIELDS, given, part("agreement", "s.surveys"))
    (table,) = tables(made)
    assert plain_text(table.rows[0][1]) == "2"
    assert table.note.startswith("Counted from the replies. ")
    assert "9 answered; 2 replies are counted here." in lines(made)
    assert list(made.proof.withheld.values()) == [NOT_USED]


WAVES = FIELDS.replace(
    '[[section.field.field]]\nid = "by_group"',
    '[[section.field.field]]\nid = "waves"\nkind = "list"\nlabel = "Waves?"\n\n'
    '[[section.field.field.field]]\nid = "who"\nkind = "line"\nlabel = "Who?"\n\n'
    '[[section.field.field.field]]\nid = "when"\nkind = "period"\nlabel = "When?"\n\n'
    '[[section.field.field.field]]\nid = "asked"\nkind = "number"\nlabel = "Asked?"\n\n'
    '[[section.field.field.field]]\nid = "answered"\nkind = "number"\nlabel = "Answered?"\n\n'
    '[[section.field.field]]\nid = "by_group"',
)


def test_the_waves_are_one_sentence(make: Make) -> None:
    waves = [
        {"who": "Partners", "asked": 37, "answered": 5, "when": {"start": "2016-06", "end": "2016-06"}},
        {"who": "Partners", "answered": 5},
        {"who": "School", "answered": 9},
    ]
    made = make(WAVES, surveys(batch("01"), waves=waves), part("agreement", "s.surveys"))
    assert (
        "2 people answered. Partners: 37 asked, 5 answered (June 2016), then 5 answered, 10 of 37 (27%) "
        "in total; School: 9 answered."
    ) in lines(made)
    assert made.proof.missing == ()


def groups(agree: int, disagree: int, others: int) -> dict[str, Any]:
    given = "0" * agree + "1" * disagree + "0" * others
    where = "0" * (agree + disagree) + "1" * others
    column = {"as": "group", "heading": "Work", "words": ["School", "Council"], "given": where}
    return batch(given, column)


def test_groups_stand_side_by_side_where_they_are_large_enough(make: Make) -> None:
    made = make(FIELDS, surveys(groups(12, 6, 8), by_group="large"), part("agreement", "s.surveys"))
    table = tables(made)[1]
    kept_together = table.header[1].partition("(")[2]
    assert kept_together == "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}18)"
    assert [each.split()[0] for each in table.header] == ["Statement", "School", "Council"]
    assert list(map(plain_text, table.rows[0])) == ["a) We meet", "12 of 18 (67%)", "8 of 8 (100%)"]


def test_small_groups_are_not_printed_for_the_public_until_that_is_agreed(make: Make) -> None:
    hidden = make(FIELDS, surveys(groups(12, 2, 8), by_group="large"), part("agreement", "s.surveys"))
    assert len(tables(hidden)) == 1
    assert any(TOO_SMALL in line for line in lines(hidden))
    agreed = make(FIELDS, surveys(groups(12, 2, 8), by_group="all"), part("agreement", "s.surveys"))
    assert plain_text(tables(agreed)[1].rows[0][1]) == "12 of 14 (86%)"
    silent = make(FIELDS, surveys(groups(12, 6, 8)), part("agreement", "s.surveys"))
    assert len(tables(silent)) == 1


def test_replies_of_a_file_are_quoted_only_where_people_agreed(make: Make) -> None:
    texts = {"as": "open", "to": "q1", "heading": "Why?", "texts": ["No time.", "A secret.", None]}
    given = surveys(batch("000", texts)) | {
        "opens": [
            {
                "$id": "q1",
                "question": "Why?",
                "quoting": "unnamed",
                "replies": [
                    {"$id": "r000000000000", "theme": "Time; People"},
                    {"$id": "r000000000001", "theme": "Time", "may_quote": "withdrawn"},
                ],
            }
        ]
    }
    outline = part("agreement", "s.surveys") + '[[section.part]]\nshow = "replies"\nanswers = ["s.opens"]\n'
    made = make(FIELDS, given, outline)
    read = lines(made)
    assert f"1 of 2 replies shown, word for word. {SEVERAL}" in read
    assert "> No time." in read
    assert "### Time (2 replies, 1 shown)" in read
    assert "No other reply is shown from: People (1 reply)." in read
    assert "A secret." not in made.html
    assert made.proof.missing == ()
    lost = prove_html(made.html.replace("No time.", "").encode(), made.report, made.form, made.answers)
    assert [(each.label, each.text) for each in lost.missing] == [("Why?", "No time.")]
    assert lost.answers_expected == made.proof.answers_expected


def test_a_figure_that_a_point_picks_follows_its_table(make: Make) -> None:
    given = surveys(batch("0" * 15 + "1" * 4)) | {
        "surveys": surveys(batch("0" * 15 + "1" * 4))["surveys"][:1],
        "points": [{"label": "Meeting", "shown": [{"evidence": "s.surveys/k9/statements/k1#agree"}]}],
    }
    given["surveys"][0]["$id"] = "k9"
    outline = part("agreement", "s.surveys") + (
        '[[section.part]]\nshow = "learning_points"\nanswers = ["s.points"]\n'
    )
    made = make(FIELDS, given, outline)
    said = "15 of 19 agreed with “We meet” (79%)"
    assert said in lines(made)
    assert made.proof.missing == ()
    other = made.html.replace("15 of 19 agreed", "16 of 19 agreed")
    lost = prove_html(other.encode(), made.report, made.form, made.answers)
    assert [each.text for each in lost.missing] == [said]


def quoting_a_reply(consent: str, words: str, *, withdrawn: bool = False) -> dict[str, Any]:
    """Return a file with one reply, and a text that quotes it."""
    texts = {"as": "open", "to": "q1", "heading": "Why?", "texts": ["We had no time."]}
    given = surveys(batch("0", texts))
    if withdrawn:
        gone = {"file": "", "steps": [], "columns": [], "marks": "", "withdrawn": ["000000000000"]}
        given["surveys"][0]["replies"].append({"replies": gone})
    block = {"type": "quote", "source": "s.opens/q1/replies/r000000000000/words", "spans": [{"text": words}]}
    points = [{"label": "Time", "shown": [{"words": ["What we heard.", block]}]}]
    return given | {"opens": [{"$id": "q1", "question": "Why?", "quoting": consent}], "points": points}


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (quoting_a_reply("yes", "We had time."), "quotation-drifted", "now says “We had no time.”"),
        (quoting_a_reply("not_asked", "We had no time."), "quotation-refused", "has not agreed"),
        (quoting_a_reply("yes", "We had no time.", withdrawn=True), "quotation-refused", "was withdrawn"),
    ],
)
def test_a_quotation_of_a_file_that_no_longer_holds_says_why(
    make: Make, tmp_path: Path, given: dict[str, Any], code: str, said: str
) -> None:
    made = make(FIELDS, given, part("learning_points", "s.points"))
    template = replace(made.template, folder=tmp_path)  # without files to look at
    found = readiness(made.form, made.answers, {}, template, date(2026, 11, 21))
    assert said in {each.code: each.sentence for each in found}[code]
    assert made.proof.missing == ()
    assert ('<p dir="auto">We had no time.</p>' in made.html) is False


def test_a_quotation_of_a_file_is_looked_for(make: Make) -> None:
    made = make(FIELDS, quoting_a_reply("yes", "We had no time."), part("learning_points", "s.points"))
    lost = prove_html(made.html.replace("We had no time.", "").encode(), made.report, made.form, made.answers)
    assert (made.proof.missing, [each.text for each in lost.missing]) == ((), ["We had no time."])


def test_picked_evidence_that_may_not_be_quoted_stays_out(make: Make) -> None:
    texts = {"as": "open", "to": "q1", "heading": "Why?", "texts": ["A secret."]}
    given = surveys(batch("0", texts)) | {
        "opens": [{"$id": "q1", "question": "Why?"}],
        "points": [{"label": "Meeting", "shown": [{"evidence": "s.opens/q1/replies/r000000000000"}]}],
    }
    made = make(FIELDS, given, part("learning_points", "s.points"))
    assert "A secret." not in made.html
    assert NOT_AGREED in made.proof.withheld.values()


def test_a_photo_of_the_wall_is_described_from_the_notes(make: Make) -> None:
    fields = (
        field("w", "list")
        + inner("name", "line")
        + inner("notes", "board", 'item = "note"')
        + inner("wall", "photos")
    )
    picture = {"sha256": "a" * 64, "type": "image/jpeg", "width": 4, "height": 3}
    given = {
        "w": [
            {
                "name": "Morning",
                "notes": [{"note": "Open days", "stage": "working"}],
                "wall": [{"picture": picture, "caption": "The wall", "consent": "nobody"}],
            }
        ]
    }
    files = {"a" * 64: PictureFile(b"dots", "image/jpeg", 4, 3)}
    made = make(fields, given, part("workshops", "s.w"), pictures=files)
    figures = [block for block in made.report.blocks() if isinstance(block, Figure)]
    assert [figure.alt for figure in figures] == ["A board with 1 note. By stage, working well: 1."]
    assert "Open days" in made.html
