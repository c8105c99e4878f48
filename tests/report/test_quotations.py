"""The fellow's text stands beside the group's words, and quotes only what may be printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from carreport.report.model import BlockQuote, Heading, Paragraph, plain_text
from carreport.report.quotations import GONE, KEPT_BACK, NOT_AGREED, NOT_RELEASED

Make = Callable[..., Any]
FIELDS = """
[[section.field]]
id = "issue"
kind = "text"
label = "What is the issue?"
[[section.field]]
id = "secret"
kind = "text"
label = "What must stay out?"
share = "team"
[[section.field]]
id = "asked"
kind = "list"
label = "Open questions"
voice = "respondent"
[[section.field.field]]
id = "question"
kind = "line"
label = "What did you ask?"
[[section.field.field]]
id = "replies"
kind = "list"
label = "Replies"
[[section.field.field.field]]
id = "words"
kind = "text"
label = "Words"
[[section.field.field.field]]
id = "may_quote"
kind = "yes_no"
label = "May it be quoted?"
[[section.field]]
id = "each"
kind = "list"
label = "What does each make of it?"
voice = "member"
private_until = { release = ["respondent", "named"] }
[[section.field.field]]
id = "respondent"
kind = "number"
label = "Number"
[[section.field.field]]
id = "member"
kind = "line"
label = "Who is it?"
[[section.field.field]]
id = "came"
kind = "text"
label = "How did you come to it?"
[[section.field.field]]
id = "release"
kind = "choice"
label = "May it be printed?"
choices = { no = "No", respondent = "With the number", named = "With the name" }
"""


def quote(words: str, source: str) -> dict[str, Any]:
    return {"type": "quote", "source": source, "spans": [{"text": words}]}


def said(made: Any) -> list[tuple[str, str]]:
    found = (block for block in made.report.blocks() if isinstance(block, BlockQuote))
    return [("\n".join(map(plain_text, each.paragraphs)), each.speaker) for each in found]


def asked(*, may_quote: bool | None) -> list[Any]:
    reply = {"$id": "r1", "words": "By the door.", "may_quote": may_quote}
    return [{"$id": "q1", "question": "What is hard?", "replies": [reply]}]


def reflection(release: str) -> list[Any]:
    return [{"$id": "e1", "respondent": 5, "member": "Ailsa Kerr", "came": "Slowly.", "release": release}]


def test_the_fellow_speaks_first_and_each_voice_is_named(make: Make) -> None:
    outline = '[[section]]\nheading = "The issue"\n' + "".join(
        f'[[section.part]]\nshow = "prose"\nanswer = "s.{text}"\n' for text in ("@fellow", "issue")
    )
    made = make(FIELDS, {"$fellow": "It was late.", "issue": "Trust."}, outline)
    assert [plain_text(block.text) for block in made.report.blocks()] == [
        "The research fellow writes:", "It was late.", "The group writes:", "Trust.",
    ]  # fmt: skip
    assert made.proof.missing == ()


def test_following_the_form_the_fellow_stands_before_the_questions(make: Make) -> None:
    made = make(FIELDS, {"$fellow": "It was late.", "issue": "Trust."})
    first, _, heading, *_ = made.report.sections[0].body
    assert isinstance(first, Paragraph)
    assert plain_text(first.text) == "The research fellow writes:"
    assert isinstance(heading, Heading)
    assert made.proof.answers_found == 2


def test_a_quotation_from_the_group_says_which_answer_it_is_from(make: Make) -> None:
    made = make(FIELDS, {"$fellow": [quote("Trust", "s.issue")], "issue": "Trust takes time."})
    assert said(made) == [("Trust", "The group, in answer to “What is the issue?”")]


def test_neighbouring_quotations_from_two_people_stay_two(make: Make) -> None:
    blocks = [quote("Trust", "s.issue"), quote("By the door", "s.asked/q1/replies/r1/words")]
    made = make(FIELDS, {"$fellow": blocks, "issue": "Trust", "asked": asked(may_quote=True)})
    assert said(made)[:2] == [
        ("Trust", "The group, in answer to “What is the issue?”"),
        ("By the door", "Someone who replied, in answer to “What is hard?”"),
    ]


@pytest.mark.parametrize(("release", "speaker"), [("respondent", "Respondent 5"), ("named", "Ailsa Kerr")])
def test_a_quotation_from_a_reflection_is_signed_as_it_was_released(
    make: Make, release: str, speaker: str
) -> None:
    made = make(FIELDS, {"$fellow": [quote("Slowly", "s.each/e1/came")], "each": reflection(release)})
    assert said(made)[0] == ("Slowly", speaker)


@pytest.mark.parametrize(
    ("source", "others", "reason"),
    [
        ("s.issue", {}, GONE),
        ("s.gone", {}, GONE),
        ("s.secret", {"secret": "Words"}, KEPT_BACK),
        ("s.each/e1/came", {"each": reflection("no")}, NOT_RELEASED),
        ("s.asked/q1/replies/r1/words", {"asked": asked(may_quote=False)}, NOT_AGREED),
        ("s.asked/q1/replies/r1/words", {"asked": asked(may_quote=None)}, NOT_AGREED),
    ],
)
def test_a_quotation_that_may_not_be_printed_stays_out_and_is_told(
    make: Make, source: str, others: dict[str, Any], reason: str
) -> None:
    made = make(FIELDS, {"$fellow": ["Before.", quote("Words", source), "After."], **others})
    assert '<p dir="auto">Words</p></blockquote>' not in made.html
    assert "Before." in made.html
    assert "After." in made.html
    assert made.report.withheld["s.@fellow"] == reason
    assert made.proof.missing == ()


def test_the_note_of_a_quotation_that_may_not_be_printed_stays_out_too(make: Make) -> None:
    noted = {**quote("Words", "s.secret"), "spans": [{"text": "Words", "note": [{"text": "Told at tea."}]}]}
    made = make(FIELDS, {"$fellow": ["Before.", noted, "After."], "secret": "Words"})
    assert "Told at tea." not in made.html
    assert made.proof.missing == ()


CHOICE = FIELDS.replace(
    'id = "may_quote"\nkind = "yes_no"',
    'id = "may_quote"\nkind = "choice"\nchoices = { yes = "Yes", unnamed = "Without a name", no = "No" }',
).replace(
    'id = "replies"\nkind = "list"',
    'id = "quoting"\nkind = "choice"\nlabel = "All?"\nchoices = { yes = "Yes", no = "No" }\n'
    '[[section.field.field]]\nid = "replies"\nkind = "list"',
)


@pytest.mark.parametrize(
    ("one", "all_of_them", "printed"),
    [("yes", "", True), ("unnamed", "no", True), ("no", "yes", False), ("", "yes", True), ("", "", False)],
)
def test_a_reply_is_quoted_if_it_or_else_its_question_allows_it(
    make: Make,
    one: str,
    all_of_them: str,
    printed: bool,  # noqa: FBT001
) -> None:
    reply = {"$id": "r1", "words": "By the door.", "may_quote": one}
    questions = [{"$id": "q1", "quoting": all_of_them, "replies": [reply]}]
    made = make(
        CHOICE, {"$fellow": [quote("By the door", "s.asked/q1/replies/r1/words")], "asked": questions}
    )
    assert ("s.@fellow" not in made.report.withheld) is printed


def test_a_text_that_is_only_a_refused_quotation_is_not_printed_at_all(make: Make) -> None:
    made = make(FIELDS, {"$fellow": [quote("Words", "s.gone")], "issue": "Trust."})
    texts = [plain_text(block.text) for block in made.report.blocks() if isinstance(block, Paragraph)]
    assert not any("fellow" in text for text in texts)
    assert made.proof.answers_expected == 1


def test_a_template_for_the_team_may_quote_what_is_for_the_team(make: Make) -> None:
    given = {"$fellow": [quote("Words", "s.secret")], "secret": "Words"}
    assert said(make(FIELDS, given, audience="team"))[0][0] == "Words"


def test_a_text_that_lost_a_quotation_and_has_no_place_is_not_looked_for(make: Make) -> None:
    outline = '[[section]]\nheading = "The issue"\n[[section.part]]\nshow = "prose"\nanswer = "s.issue"\n'
    made = make(FIELDS, {"$fellow": ["Before.", quote("Words", "s.gone")], "issue": "Trust."}, outline)
    assert made.proof.missing == ()
    assert "does not include this" in made.report.withheld["s.@fellow"]
