"""The report of the example has every element of the published one; docs/report-anatomy.md names them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from carreport.form.richtext import RichText
from carreport.report.build import build
from carreport.report.html.render import render_html
from carreport.report.model import (
    Block,
    BlockQuote,
    Callout,
    Chart,
    CrossReference,
    FactList,
    Figure,
    FootnoteReference,
    Heading,
    ListBlock,
    Paragraph,
    Report,
    Table,
    plain_text,
)
from carreport.report.templates.find_templates import find_template
from tests.report.fixtures import example

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "report-anatomy.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


@pytest.fixture(scope="module")
def report() -> Report:
    return build(*example(), find_template("inquiry-report"), date(2026, 11, 21))


def under(report: Report, name: str) -> list[Block]:
    """Return the blocks under a section or a heading with this name, up to the next of its rank."""
    for section in report.sections:
        if section.heading == name:
            return list(section.body)
        for at, block in enumerate(section.body):
            if isinstance(block, Heading) and block.text == name:
                rest = section.body[at + 1 :]
                ends = (n for n, each in enumerate(rest)
                        if isinstance(each, Heading) and each.level <= block.level)  # fmt: skip
                return list(rest[: next(ends, len(rest))])
    raise AssertionError(name)


def words_of(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield plain_text(block.text)
        elif isinstance(block, BlockQuote | Callout):
            yield from map(plain_text, block.paragraphs)
        elif isinstance(block, ListBlock):
            yield from (plain_text(entry.text) for entry in block.items)


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[name for _, name in NAMED])
def test_every_test_that_the_page_names_is_there(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in [each.name for each in tree.body if isinstance(each, ast.FunctionDef)]


def test_every_element_on_the_page_has_a_test_and_a_path_of_the_form() -> None:
    form = example().form
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "`tests/" in line]
    assert len(rows) >= 40
    for row in rows:
        for path in re.findall(r"`([a-z]+\.(?:@fellow|[a-z_]+))`", row):
            assert form.field(path) is not None, path


def test_the_parts_come_in_the_order_of_the_published_report(report: Report) -> None:
    assert [section.heading for section in report.sections] == [
        "About the programme", "Acknowledgements", "Introduction", "Context", "The question",
        "How the inquiry went", "What we did and what we found", "Actions", "Reflections",
        "Questions for consideration", "Conclusions", "References",
    ]  # fmt: skip
    found = [entry.text for entry in report.contents() if entry.number.startswith("5.")]
    assert found == [
        "How we found things out", "What the survey says", "In people’s own words",
        "What came out of the workshops", "Pictures of the work", "Learning points", "What surprised us",
        "What was as we expected",
    ]  # fmt: skip


def test_the_title_page_has_type_title_author_affiliation_partners_and_series(report: Report) -> None:
    title = report.title
    assert title.kind == "Collaborative action research report"
    assert title.title == "Working together for pupils who need more support"
    assert (title.author, "Northern Institute" in title.affiliation) == ("Dr Una Petrie", True)
    assert title.coproducers.startswith("The Braeside group")
    assert title.series.endswith("number 3")


def test_programme_page_and_acknowledgements_stand_before_the_contents_without_a_number(
    report: Report,
) -> None:
    assert [section.number for section in report.sections[:3]] == ["", "", "1"]
    assert next(words_of(under(report, "About the programme"))) == "From the programme:"
    page = render_html(report, find_template("inquiry-report"))
    assert (
        page.index("Acknowledgements</h2>") < page.index(">Contents</h2>") < page.index("Introduction</h2>")
    )


def test_the_introduction_gives_dates_members_contacts_and_where_it_comes_from(report: Report) -> None:
    (facts,) = [block for block in under(report, "The inquiry at a glance") if isinstance(block, FactList)]
    assert {label: plain_text(said) for label, said in facts.rows}["Dates"] == "March 2015 to December 2016"
    told = list(words_of(under(report, "The group")))
    assert "Readers who want to know more can ask:" in told
    assert any("mailto" not in each and "@" in each for each in told)
    assert "answers to the form" in next(words_of(under(report, "How this report was made")))


def test_the_background_of_the_programme_has_its_aims_as_a_numbered_list(report: Report) -> None:
    blocks = under(report, "Background")
    (aims,) = [block for block in blocks if isinstance(block, ListBlock) and len(block.items) == 4]
    assert all(entry.is_ordered for entry in aims.items)


def test_each_source_says_what_it_shows_and_leads_to_its_reference(report: Report) -> None:
    blocks = under(report, "Existing evidence")
    names = [block.text for block in blocks if isinstance(block, Heading)]
    assert len(names) == 5
    ways = [each for block in blocks if isinstance(block, Paragraph) for each in block.text
            if isinstance(each, CrossReference)]  # fmt: skip
    assert len({way.anchor for way in ways}) == 5
    assert sum(each.startswith("What it shows here.") for each in words_of(blocks)) == 5


def test_the_question_is_a_callout_and_stands_again_in_the_summary(report: Report) -> None:
    (callout,) = [block for block in under(report, "The question") if isinstance(block, Callout)]
    summary = build(*example(), find_template("summary"), date(2026, 11, 21))
    (again,) = [block for block in summary.blocks() if isinstance(block, Callout)]
    assert plain_text(callout.paragraphs[0]) == plain_text(again.paragraphs[0])


def test_the_process_has_its_cycles_and_the_question_that_was_dropped(report: Report) -> None:
    cycles = [block.text for block in under(report, "The cycles") if isinstance(block, Heading)]
    assert cycles == ["Cycle 1, March 2015 to February 2016", "Cycle 2, March 2016 to December 2016"]
    dropped = list(words_of(under(report, "Questions that were dropped")))
    assert any(each.startswith("Why we dropped it.") for each in dropped)


def test_the_meetings_are_counted_and_listed_with_purpose_and_outcome(report: Report) -> None:
    blocks = under(report, "Meetings")
    assert next(words_of(blocks)) == "The group met 7 times."
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert table.header == ("Date", "Purpose", "What came of it", "Who came")


def test_each_method_says_who_was_asked_and_who_answered(report: Report) -> None:
    tables = [block for block in under(report, "How we found things out") if isinstance(block, Table)]
    assert {"Asked", "Answered"} <= set(tables[0].header)
    assert "10 of 37 (27%) answered." in tables[0].note


def test_the_survey_has_its_chart_with_n_and_the_table_beside_it(report: Report) -> None:
    blocks = under(report, "What the survey says")
    chart = next(block for block in blocks if isinstance(block, Chart))
    table = next(block for block in blocks if isinstance(block, Table))
    assert "n = 19" in chart.caption
    assert "n = 19" in table.caption
    assert blocks.index(table) == blocks.index(chart) + 1


def test_free_replies_say_how_many_of_how_many_and_who_sorted_them(report: Report) -> None:
    told = list(words_of(under(report, "In people’s own words")))
    assert any(each.startswith("6 of 19 replies shown") for each in told)
    assert any("Sorted into themes by: " in each for each in told)
    themes = [block.text for block in under(report, "What is difficult about it in your service?")
              if isinstance(block, Heading)]  # fmt: skip
    assert [re.findall(r"\((\d) replies\)", theme) for theme in themes] == [["5"], ["5"], ["7"]]


def test_the_board_is_a_table_and_its_pictures_have_caption_and_words(report: Report) -> None:
    (board,) = [
        block for block in under(report, "What came out of the workshops") if isinstance(block, Table)
    ]
    assert board.header[:3] == ("Theme", "Stage", "Note")
    figures = [block for block in under(report, "Pictures of the work") if isinstance(block, Figure)]
    assert len({block.caption for block in figures}) == len(figures) == 2
    assert all(block.alt and block.alt != block.caption for block in figures)


def test_each_learning_point_has_a_sentence_and_what_shows_it(report: Report) -> None:
    blocks = under(report, "Learning points")
    points = [block.text for block in blocks if isinstance(block, Heading)]
    assert points == ["Sharing", "Resources", "Time"]
    quotes = [block for block in blocks if isinstance(block, BlockQuote)]
    assert len(quotes) == 9
    assert all(block.speaker for block in quotes)


def test_actions_stand_by_state_and_say_where_findings_go(report: Report) -> None:
    tables = [block for block in under(report, "What the group does and will do") if isinstance(block, Table)]
    assert [block.caption.removeprefix("Actions: ") for block in tables] == [
        "Done", "Under way", "Agreed", "Hoped for", "Dropped",
    ]  # fmt: skip
    (sharing,) = [block for block in under(report, "Where the findings go") if isinstance(block, Table)]
    assert sharing.header == ("To whom", "Why", "How", "When")


def test_the_group_reflects_under_the_prompt_that_survived(report: Report) -> None:
    told = list(words_of(under(report, "What did you learn whilst going through the process?")))
    assert told[0] == "The group writes:"


def test_each_reflection_stands_under_a_heading_of_the_fellow_and_a_gap_stays(report: Report) -> None:
    blocks = under(report, "What members make of it")
    assert [type(block) for block in blocks] == [Heading, BlockQuote] * 4
    signed = [block.speaker for block in blocks if isinstance(block, BlockQuote)]
    assert signed == ["Respondent 1", "Respondent 2", "Respondent 3", "Respondent 5"]


def test_the_fellow_says_what_was_seen_and_what_others_can_learn(report: Report) -> None:
    for heading in ("How the group worked", "What others can learn from this inquiry"):
        assert next(words_of(under(report, heading))) == "The research fellow writes:"


def test_questions_stand_in_two_lists(report: Report) -> None:
    lists = [block for block in under(report, "Questions for consideration") if isinstance(block, ListBlock)]
    assert [len(block.items) for block in lists] == [2, 3]


def test_conclusions_and_references_end_the_report(report: Report) -> None:
    (listing,) = under(report, "References")
    assert isinstance(listing, ListBlock)
    told = list(words_of([listing]))
    assert told == sorted(told, key=str.casefold)
    assert len(set(told)) == len(told) == 8
    assert len(list(words_of(under(report, "Conclusions")))) == 4


def test_what_the_background_cites_leads_to_the_references(report: Report) -> None:
    (listing,) = under(report, "References")
    assert isinstance(listing, ListBlock)
    anchors = {entry.anchor for entry in listing.items}
    ways = [each for block in under(report, "Background") if isinstance(block, Paragraph)
            for each in block.text if isinstance(each, CrossReference)]  # fmt: skip
    assert len(ways) == 3
    assert {way.anchor for way in ways} <= anchors


def test_links_of_plans_are_footnotes_numbered_in_the_order_of_their_marks(report: Report) -> None:
    blocks = [each for each in under(report, "Plans that the inquiry serves") if isinstance(each, Paragraph)]
    marks = [each.number for block in blocks for each in block.text if isinstance(each, FootnoteReference)]
    assert marks == [note.number for note in report.footnotes] == [1, 2, 3]


def test_quotations_of_the_fellow_stand_word_for_word_in_the_answers_they_name(report: Report) -> None:
    answers = example().answers
    quoted = [block for block in under(report, "Actions") if isinstance(block, BlockQuote)]
    assert [block.speaker for block in quoted] == [
        "The group, in answer to “What has already changed?”", "Respondent 2",
    ]  # fmt: skip
    assert (
        plain_text(quoted[0].paragraphs[0]) in RichText.from_json(answers.get("actions.changed")).plain_text
    )


def test_every_voice_is_told_apart_in_words(report: Report) -> None:
    told = set(words_of(list(report.blocks())))
    assert {"From the programme:", "The research fellow writes:", "The group writes:"} <= told


def test_every_cross_reference_leads_to_a_place_in_the_report(report: Report) -> None:
    page = render_html(report, find_template("inquiry-report"))
    ids = set(re.findall(r' id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
