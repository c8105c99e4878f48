"""Each presentation shows what it should, and nothing for what is empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from carreport.form.answers import Version
from carreport.report.model import (
    BlockQuote,
    Callout,
    FactList,
    Figure,
    Heading,
    ListBlock,
    Paragraph,
    Table,
    plain_text,
)
from carreport.report.sections.figures import NO_FILE
from carreport.report.sections.summary import NO_ROOM

Make = Callable[..., Any]


def lines(made: Any) -> list[str]:
    """Return what a reader reads, one line for each paragraph, entry or row."""
    read: list[str] = []
    for block in made.report.blocks():
        match block:
            case Heading():
                read.append(f"{'#' * block.level} {block.number} {block.text}".replace("  ", " "))
            case Paragraph():
                read.append(plain_text(block.text))
            case ListBlock():
                read += [f"- {plain_text(entry.text)}" for entry in block.items]
            case BlockQuote():
                read += [f"> {plain_text(words)}" for words in block.paragraphs]
                read += [f"> — {block.speaker}"] if block.speaker else []
            case Callout():
                read += [f"| {plain_text(words)}" for words in block.paragraphs]
            case FactList():
                read += [f"{label}: {plain_text(words)}" for label, words in block.rows]
            case Table():
                read.append(f"Table {block.number}: {block.caption}")
                read += [" | ".join(map(plain_text, row)) for row in block.rows]
                read += [block.note] if block.note else []
            case Figure():
                read.append(f"Figure {block.number}: {block.caption} ({block.alt})")
    return read


def field(name: str, kind: str, more: str = "", *, inside: bool = False) -> str:
    head = "[[section.field.field]]" if inside else "[[section.field]]"
    return f'{head}\nid = "{name}"\nkind = "{kind}"\nlabel = "{name.title()}?"\n{more}\n'


def inner(name: str, kind: str, more: str = "") -> str:
    return field(name, kind, more, inside=True)


def part(show: str, *paths: str, more: str = "") -> str:
    return (
        f'[[section]]\nheading = "Part"\n[[section.part]]\nshow = "{show}"\nanswers = {list(paths)}\n{more}'
    )


PEOPLE = (
    field("m", "list", 'item = "member"')
    + inner("person", "person")
    + inner("joined", "date")
    + inner(
        "shown",
        "choice",
        'share = "team"\nchoices = { named = "By name", role = "By role", left_out = "Not" }',
    )
)


def test_people_are_sorted_by_surname_and_named_only_if_they_wish(make: Make) -> None:
    given = [
        {"person": {"name": "Morag Weir", "role": "Nurse"}, "shown": "named", "joined": "2016-03"},
        {"person": {"name": "Ailsa Zwart", "role": "Teacher", "organisation": "A school"}, "shown": "role"},
        {"person": {"name": "Zoe Baird"}, "shown": "named"},
        {"person": {"name": "Iain Gunn", "role": "Officer"}, "shown": "left_out"},
        {"person": {"name": "Eilidh Orr", "role": "Analyst"}},
    ]
    made = make(PEOPLE, {"m": given}, part("people", "s.m"))
    assert lines(made) == [
        "- Zoe Baird", "- Morag Weir, Nurse (from March 2016)", "- Analyst", "- Teacher, A school",
    ]  # fmt: skip
    assert not any(name in made.html for name in ("Zwart", "Gunn", "Orr", "Officer"))
    assert made.proof.missing == ()
    assert {tuple(parts) for parts in made.report.withheld_parts.values()} == {("name",)}


def test_what_only_decides_how_others_are_printed_is_not_told_as_kept_back(make: Make) -> None:
    given = [{"person": {"name": "Morag Weir"}, "shown": "named"}]
    made = make(PEOPLE.replace('share = "team"', ""), {"m": given}, part("people", "s.m"))
    assert [path.rpartition("/")[2] for path in made.report.used_answers] == ["shown"]
    assert dict(made.proof.withheld) == {}


SURVEY = field("v", "list") + inner("name", "line") + inner("n", "number") + inner("statements", "survey")


def test_the_agreement_table_has_n_counts_and_percentages_to_the_digit(make: Make) -> None:
    counts = [(15, 4, 0), (16, 3, 0), (14, 5, 0), (17, 2, 0), (13, 4, 2), (9, 8, 2), (15, 4, 0), (17, 2, 0)]
    statements = [
        {"statement": f"S{number}", "agree": agree, "disagree": disagree, "dont_know": unsure}
        for number, (agree, disagree, unsure) in enumerate(counts, 1)
    ]
    made = make(
        SURVEY, {"v": [{"name": "Poll", "n": 19, "statements": statements}]}, part("agreement", "s.v")
    )
    table = next(block for block in made.report.blocks() if isinstance(block, Table))
    shares = ["/".join(map(plain_text, row[5:])) for row in table.rows]
    assert shares == [
        "79/21/0", "84/16/0", "74/26/0", "89/11/0", "68/21/11", "47/42/11", "79/21/0", "89/11/0",
    ]  # fmt: skip
    assert [plain_text(row[1]) for row in table.rows] == ["19"] * 8
    assert "(n = 19)" in table.caption
    assert "one person is about 5 percentage points" in table.note
    assert table.header == (
        "Statement", "n", "Agree", "Disagree", "Don’t know", "% agree", "% disagree", "% don’t know",
    )  # fmt: skip


def test_a_count_that_is_words_stands_in_its_row_and_is_not_counted(make: Make) -> None:
    statements = [
        {"statement": "S1", "agree": 15, "disagree": 4, "dont_know": 0},
        {"statement": "S2", "agree": "most", "disagree": 4},
    ]
    made = make(SURVEY, {"v": [{"statements": statements}]}, part("agreement", "s.v"))
    table = next(block for block in made.report.blocks() if isinstance(block, Table))
    assert list(map(plain_text, table.rows[1])) == ["b) S2", "–", "most", "4", "–", "–", "–", "–"]
    assert made.proof.missing == ()


def test_statements_that_nobody_counted_are_listed_without_a_chart(make: Make) -> None:
    made = make(
        SURVEY, {"v": [{"statements": [{"statement": "We share a vision"}]}]}, part("agreement", "s.v")
    )
    assert "We share a vision" in lines(made)
    assert "<svg" not in made.html


REPLIES = (
    field("q", "list")
    + inner("question", "line")
    + inner("received", "number")
    + inner("replies", "list", 'voice = "respondent"')
    + '[[section.field.field.field]]\nid = "words"\nkind = "text"\nlabel = "Words"\n'
    + '[[section.field.field.field]]\nid = "theme"\nkind = "line"\nlabel = "Theme"\n'
    + '[[section.field.field.field]]\nid = "may_quote"\nkind = "yes_no"\nlabel = "May be quoted?"\n'
)


def test_replies_stand_under_their_themes_with_counts_and_n_of_m_shown(make: Make) -> None:
    replies = [
        {"words": "No time.", "theme": "Time", "may_quote": True},
        {"words": "Nobody comes.", "theme": "People", "may_quote": True},
        {"words": "A secret.", "theme": "Time", "may_quote": False},
    ]
    given = {"q": [{"question": "What is hard?", "received": 7, "replies": replies}]}
    made = make(REPLIES, given, part("replies", "s.q"))
    assert lines(made) == [
        "## 1.1 What is hard?",
        "2 of 7 replies shown, word for word.",
        "### Time (2 replies, 1 shown)",
        "> No time.",
        "### People (1 reply)",
        "> Nobody comes.",
    ]
    assert "A secret." not in made.html
    assert made.proof.missing == ()


REFLECTIONS = (
    field("r", "list", 'voice = "member"')
    + inner("respondent", "number")
    + inner("member", "line", 'share = "team"')
    + inner("came", "text")
    + inner(
        "release", "choice", 'choices = { not_yet = "Not yet", respondent = "By number", named = "By name" }'
    )
)


def test_released_reflections_are_signed_with_their_own_number_or_name(make: Make) -> None:
    given = [
        {"respondent": 5, "member": "Morag Weir", "came": "Late.", "release": "respondent"},
        {"respondent": 2, "member": "Iain Gunn", "came": "Hidden.", "release": "not_yet"},
        {"respondent": 1, "member": "Ailsa Kerr", "came": "Early.", "release": "named"},
        {"respondent": 3, "came": "Never answered."},
    ]
    made = make(REFLECTIONS, {"r": given}, part("reflections", "s.r"))
    assert lines(made) == ["> Early.", "> — Ailsa Kerr", "> Late.", "> — Respondent 5"]
    assert not any(word in made.html for word in ("Morag", "Hidden", "Never", "Iain"))
    assert made.proof.missing == ()


def test_two_versions_of_a_reflection_are_both_printed_and_name_nobody(make: Make) -> None:
    given = [{"$id": "a", "respondent": 1, "came": "One way.", "release": "respondent"}]
    versions = {
        "s.r/a/came": tuple(
            Version([{"type": "paragraph", "spans": [{"text": text}]}], author, "2016", author)
            for text, author in (("One way.", "Morag Weir"), ("Another way.", "Iain Gunn"))
        )
    }
    made = make(REFLECTIONS, {"r": given}, part("reflections", "s.r"), versions=versions)
    assert lines(made) == [
        "> Version 1 of 2:", "> One way.", "> Version 2 of 2:", "> Another way.", "> — Respondent 1",
    ]  # fmt: skip
    assert not any(name in made.html for name in ("Morag", "Iain"))
    assert made.proof.missing == ()


def test_two_versions_of_an_answer_stand_with_their_writers(make: Make) -> None:
    versions = {"s.t": (Version("Ash", "Morag Weir", "2016", "a"), Version("Yew", "Iain Gunn", "2016", "b"))}
    made = make(field("t", "line"), {"t": "Ash"}, part("prose", "s.t"), versions=versions)
    assert lines(made) == ["Morag Weir wrote:", "Ash", "And Iain Gunn wrote:", "Yew"]
    assert made.proof.missing == ()


SOURCES = (
    field("e", "list")
    + inner("name", "line")
    + inner("publisher", "line")
    + inner("year", "date")
    + inner("link", "link")
    + field("x", "list")
    + inner("author", "line")
    + inner("year", "date")
    + inner("title", "line")
)


def test_references_are_made_from_evidence_and_reading_sorted_and_numbered_once(make: Make) -> None:
    given = {
        "e": [
            {
                "name": "A plan",
                "publisher": "Weir Council",
                "year": "2014",
                "link": "https://example.org/plan",
            },
            {"name": "Figures", "publisher": "A board"},
        ],
        "x": [{"author": "Bell, R.", "year": "1998", "title": "Asking well"}],
    }
    outline = (
        part("entries", "s.e", more='cite = true\nleads = { year = "" }')
        + "\n"
        + part("references", "s.x", more='evidence = "s.e"')
    )
    made = make(SOURCES, given, outline)
    assert lines(made)[-3:] == [
        "- A board. Figures.",
        "- Bell, R. (1998). Asking well.",
        "- Weir Council (2014). A plan. https://example.org/plan",
    ]
    assert [line for line in lines(made) if "[" in line] == [
        "Weir Council · 2014 · Page on example.org (https://example.org/plan) · [3]", "A board · [1]",
    ]  # fmt: skip
    assert 'href="#reference-3"' in made.html
    assert 'id="reference-3"' in made.html
    assert '<a href="https://example.org/plan"><em>A plan</em></a>' in made.html


def test_a_footnote_can_be_read_and_left_again(make: Make) -> None:
    given = {"e": [{"name": "A plan", "publisher": "A council", "link": "https://example.org/plan"}]}
    made = make(SOURCES, given, part("entries", "s.e", more='notes = ["link"]'))
    assert 'href="#note-1"' in made.html
    assert 'href="#note-mark-1"' in made.html
    assert made.proof.missing == ()


ACTIONS = (
    field("a", "list")
    + inner("what", "line")
    + inner(
        "state",
        "choice",
        'choices = { hoped = "Hoped for", agreed = "Agreed", done = "Done", dropped = "Dropped" }',
    )
)


def test_actions_stand_by_state_the_furthest_first(make: Make) -> None:
    states = ("dropped", "hoped", None, "done", "agreed")
    given = [{"what": f"Do {state}", "state": state} for state in states]
    made = make(ACTIONS, {"a": given}, part("actions", "s.a"))
    assert lines(made) == [
        "Table 1: Actions: Done", "Do done", "Table 2: Actions: Agreed", "Do agreed",
        "Table 3: Actions: Hoped for", "Do hoped", "Table 4: Actions: Dropped", "Do dropped",
        "Table 5: Actions with no progress given", "Do None",
    ]  # fmt: skip


LEARNING = (
    field("l", "list")
    + inner("label", "line")
    + inner("statement", "line")
    + inner("shown", "list")
    + '[[section.field.field.field]]\nid = "words"\nkind = "text"\nlabel = "Words"\n'
    + '[[section.field.field.field]]\nid = "voice"\nkind = "choice"\nlabel = "Whose?"\n'
    + 'choices = { respondent = "Somebody who replied", figure = "A figure" }\n'
    + '[[section.field.field.field]]\nid = "source"\nkind = "line"\nlabel = "Source"\n'
)


def test_learning_points_rest_on_quotes_and_on_figures(make: Make) -> None:
    shown = [
        {"words": "We never meet.", "voice": "respondent", "source": "Survey"},
        {"words": "9 of 19 agreed.", "voice": "figure", "source": "Table 4"},
    ]
    given = {"l": [{"label": "Time", "statement": "It takes time.", "shown": shown}]}
    made = make(LEARNING, given, part("learning_points", "s.l"))
    assert lines(made) == [
        "## Time", "It takes time.", "> We never meet.", "> — Somebody who replied, Survey",
        "9 of 19 agreed.", "A figure, Table 4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "printed"),
    [
        ("Time", "Time: It takes time."),
        ("It took long.", "It took long. It takes time."),
        ("Why?", "Why? It takes time."),
    ],
)
def test_a_point_keeps_the_full_stop_that_was_typed(make: Make, label: str, printed: str) -> None:
    made = make(LEARNING, {"l": [{"label": label, "statement": "It takes time."}]}, part("points", "s.l"))
    assert lines(made)[-1].lstrip("- •") == printed
    assert made.proof.missing == ()


def test_what_one_part_leaves_out_and_another_prints_is_printed(make: Make) -> None:
    given = {"l": [{"label": "Time", "statement": "It takes time.", "shown": [{"words": "We never meet."}]}]}
    short, whole = part("points", "s.l"), part("learning_points", "s.l")
    assert set(make(LEARNING, given, short).report.withheld.values()) == {NO_ROOM}
    for outline in (f"{short}\n{whole}", f"{whole}\n{short}"):
        made = make(LEARNING, given, outline)
        assert made.report.withheld == {}
        assert made.proof.answers_expected == 3
        assert made.proof.missing == ()


METHODS = (
    field("m", "list")
    + inner("name", "line")
    + inner("replies", "list")
    + "".join(
        f'[[section.field.field.field]]\nid = "{name}"\nkind = "{kind}"\nlabel = "{name}"\n'
        for name, kind in (("who", "line"), ("asked", "number"), ("answered", "number"))
    )
)


def test_nobody_who_got_a_reminder_is_counted_twice(make: Make) -> None:
    rounds = [
        {"who": "Partners", "asked": 37, "answered": 5},
        {"who": "Partners", "answered": 5},
        {"who": "Staff", "answered": 9},
    ]
    made = make(METHODS, {"m": [{"name": "Survey", "replies": rounds}]}, part("methods", "s.m"))
    assert lines(made)[-1] == (
        "Partners: 10 of 37 (27%) answered. Staff: 9 answered; the number asked was not recorded."
    )


def test_pictures_have_caption_credit_and_words(make: Make, picture: Any) -> None:
    value, files = picture
    photos = [
        {"picture": value, "caption": "The wall", "alt": "Notes on a wall", "credit": "Ailsa Kerr"},
        {"picture": value, "decorative": True, "alt": "A line"},
        {"caption": "A picture to come"},
    ]
    made = make(field("p", "photos"), {"p": photos}, part("photos", "s.p"), pictures=files)
    assert lines(made) == [
        "Figure 1: The wall (Notes on a wall)",
        "Figure 2: A picture from the inquiry ()",
        "A picture to come",
    ]  # fmt: skip
    assert made.proof.sentence == "4 of 4 answers, 2 pictures"


def test_a_picture_whose_file_is_lost_is_named_as_missing(make: Make, picture: Any) -> None:
    value, _ = picture
    made = make(
        field("p", "photos"),
        {"p": [{"$id": "a", "picture": value, "caption": "The wall"}]},
        part("photos", "s.p"),
    )
    assert lines(made) == ["A picture is missing here: The wall"]
    assert made.report.withheld["s.p/a/picture"] == NO_FILE


def test_a_board_is_sorted_by_theme_and_stage_and_drops_empty_columns(make: Make) -> None:
    fields = field("w", "list") + inner("name", "line") + inner("notes", "board")
    notes = [
        {"note": "Late", "theme": "Time", "stage": "not_working"},
        {"note": "Open days", "theme": "People", "stage": "opportunity"},
        {"note": "Early", "theme": "Time", "stage": "working"},
    ]
    made = make(fields, {"w": [{"name": "Spring", "notes": notes}]}, part("workshops", "s.w"))
    assert lines(made) == [
        "## Spring", "Table 1: Notes from the workshop: Spring", "Time | Working well | Early",
        "Time | Not working well | Late", "People | Opportunity | Open days",
    ]  # fmt: skip


def test_the_question_is_set_apart_with_its_parts(make: Make) -> None:
    fields = field("q", "line") + field("p", "list") + inner("part", "line")
    given = {"q": "How?", "p": [{"part": "Where?"}, {"part": "When?"}]}
    made = make(fields, given, part("callout", "s.q", "s.p", more='label = "Our question"'))
    assert lines(made) == ["| How?", "| Where?", "| When?"]


def test_entries_can_be_grouped_by_a_choice(make: Make) -> None:
    fields = (
        field("g", "list") + inner("q", "line") + inner("about", "choice", 'choices = { a = "A", b = "B" }')
    )
    given = {"g": [{"q": "First?", "about": "b"}, {"q": "Second?", "about": "a"}, {"q": "Third?"}]}
    made = make(fields, given, part("grouped", "s.g", more='by = "about"\nleads = { a = "About A:" }'))
    assert lines(made) == ["About A:", "- Second?", "B", "- First?", "Other entries:", "- Third?"]
    assert made.proof.missing == ()


def test_voices_are_told_apart_in_words(make: Make) -> None:
    fields = field("f", "text", 'voice = "fellow"') + field("g", "text")
    outline = part("prose", "s.f") + '\n[[section.part]]\nshow = "prose"\nanswer = "s.g"'
    made = make(fields, {"f": "Seen.", "g": "Done."}, outline)
    assert lines(made) == ["The research fellow writes:", "Seen.", "The group writes:", "Done."]


def test_provenance_comes_from_the_draft(make: Make) -> None:
    fields = field("f", "text", 'voice = "fellow"') + field("g", "text")
    outline = '[[section]]\nheading = "P"\n[[section.part]]\nshow = "provenance"'
    (line,) = lines(make(fields, {"f": "Seen.", "g": "Done."}, outline))
    assert line.startswith(
        "This report was made on 21 November 2026 from the answers to the form “A form” (version 1)."
    )
    assert "Where the research fellow speaks, the report says so." in line


def test_nothing_is_printed_for_what_is_empty(make: Make) -> None:
    every = PEOPLE + SURVEY + REPLIES + REFLECTIONS + ACTIONS + LEARNING + field("t", "text")
    shows = {
        "people": "m",
        "agreement": "v",
        "replies": "q",
        "reflections": "r",
        "actions": "a",
        "learning_points": "l",
    }
    outline = "\n".join(
        part(show, f"s.{path}", more='heading = "H"\nlead = "L"') for show, path in shows.items()
    )
    made = make(every, {"t": "Something else"}, outline)
    assert [section.heading for section in made.report.sections] == ["Nothing yet"]
    assert made.report.withheld == {"s.t": "The template “T” does not include this."}


def test_a_question_that_a_fellow_added_to_a_list_is_printed_as_well(make: Make) -> None:
    fields = ACTIONS + inner("cost", "number") + inner("story", "text")
    made = make(fields, {"a": [{"what": "Meet", "cost": 40, "story": "Long"}]}, part("actions", "s.a"))
    assert "Meet | 40 | Long" in lines(made)
    learning = LEARNING.replace(inner("shown", "list"), inner("extra", "text") + inner("shown", "list"))
    made = make(learning, {"l": [{"label": "Time", "extra": "More."}]}, part("learning_points", "s.l"))
    assert "Extra? More." in lines(made) or "More." in lines(made)


def test_a_template_made_for_other_forms_prints_this_one_as_it_asks(make: Make) -> None:
    outline = 'forms = ["another"]\n' + part("prose", "s.nothing")
    made = make(field("t", "text") + field("n", "number"), {"t": "Words", "n": 1234}, outline)
    assert lines(made) == ["## 1.1 T?", "Words", "## 1.2 N?", "1,234"]
    assert made.report.title.title == "A form"


def test_following_a_form_names_what_nobody_has_answered(make: Make) -> None:
    made = make(field("t", "text") + field("n", "number"), {"n": 3}, 'outline = "form"\nunanswered = "named"')
    assert lines(made) == ["## 1.1 N?", "3", "Not answered yet: T?"]
