"""The example inquiry is whole, loads without a problem, and holds the figures that it should."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Any

from PIL import Image

from carreport.assets import form_files, resource_path
from carreport.form.answers import Answers, Item, answer_problems, answers_from_json
from carreport.form.kinds import InvalidValue
from carreport.form.loader import load_form
from carreport.form.progress import form_progress
from carreport.form.quotations import sourced_quotations
from carreport.form.schema import Form, Value
from carreport.survey.evidence import EvidenceType, resolve_evidence
from carreport.survey.results.groups import HIDDEN, compare_groups
from carreport.survey.results.result import survey_result
from carreport.survey.themes import open_question

EXAMPLE = resource_path("examples", "schools-partnership.json")
COUNTS = [(15, 4, 0), (16, 3, 0), (14, 5, 0), (17, 2, 0), (13, 4, 2), (9, 8, 2), (15, 4, 0), (17, 2, 0)]

# Names of people and places in the documents that this program grew from, as the start of a SHA-256 each:
# they must not turn up in what ships, and they do not stand here either.
NOT_OURS = frozenset({
    "1652f4b2429f", "2b9113a11600", "33106af2a76a", "34e049b1c46a", "3d1f37347023",
    "46da0040a71d", "4cdc94e9a97d", "548a0cae6635", "56e123948513", "696cc4f69cc4",
    "6cbbc9fe9646", "733c0de9bb34", "7467d4c54cb1", "83ed5207a411", "a40fea3a72a4",
    "a449d7560d28", "ab8d60d707e2", "ae9823d1f157", "b2db7238b776", "b675f2f6f1f6",
    "b6f8d434a847", "b90d33f2b127", "bac48791040e", "bdc0977b9be3", "ca700c8aa0b8",
    "cbd6c4ac66eb", "d0a5eb9d0f57", "d59463832bb1", "db3d08212b00", "dcf18cbc87b3",
    "e7df9135cc95", "eb109477ba29", "f771bdb67ac4",
})  # fmt: skip


@cache
def inquiry() -> Form:
    return load_form(next(path for path in form_files() if path.stem == "car-inquiry"))


def picture(name: str) -> Value | InvalidValue:
    """Stand in for a draft: keep of a picture file what a draft keeps."""
    path = EXAMPLE.parent / name
    if not path.is_file():
        return InvalidValue(f"the picture {name} is missing")
    with Image.open(path) as opened:
        width, height = opened.size
    return {
        "sha256": sha256(path.read_bytes()).hexdigest(),
        "type": "image/jpeg",
        "width": width,
        "height": height,
    }


@cache
def read() -> tuple[Answers, list[str]]:
    given = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    answers, found = answers_from_json(inquiry(), given, picture)
    return answers, [str(each) for each in (*found, *answer_problems(inquiry(), answers))]


def example() -> Answers:
    return read()[0]


def only(path: str) -> Item:
    (item,) = example().items(path)
    return item


def named(path: str, item: str) -> Item:
    return next(each for each in example().items(path) if each.id == item)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def test_the_example_loads_without_a_single_problem() -> None:
    assert read()[1] == []


def test_the_example_answers_every_question() -> None:
    assert [each.section for each in form_progress(inquiry(), example()) if each.fraction < 1] == []


def test_the_example_comes_back_from_its_own_json() -> None:
    again, found = answers_from_json(inquiry(), example().to_json(inquiry()))
    assert (again.values, found) == (example().values, [])


def test_the_survey_has_the_counts_of_nineteen_people() -> None:
    survey = named("data.surveys", "questionnaire")
    rows = [
        tuple(row.get(step) for step in ("agree", "disagree", "dont_know"))
        for row in survey.items("statements")
    ]
    assert (survey.get("n"), rows) == (19, COUNTS)
    assert {sum(row) for row in rows} == {19}


def test_ten_of_thirty_seven_partners_replied_in_two_rounds_of_five() -> None:
    survey = next(item for item in example().items("data.methods") if item.get("kind") == "survey")
    rounds = [item for item in survey.items("replies") if item.get("who") == "Partner services"]
    assert [(each.get("asked"), each.get("answered")) for each in rounds] == [(37, 5), (None, 5)]
    assert sum(item.get("answered") for item in survey.items("replies")) == 19


def test_the_second_survey_counts_its_imported_replies_and_its_groups_are_large_enough() -> None:
    result = survey_result(inquiry(), example(), "data.surveys/contacts/statements")
    assert (result.n, [statement.tally.n for statement in result.statements]) == (48, [48] * 5)
    assert [(group.name, group.n) for group in result.groups] == [("School", 26), ("Services", 22)]
    beside = compare_groups(
        result, {statement.item.id: statement.item.id for statement in result.statements}, is_open=False
    )
    assert beside is not None
    assert sum(cell == HIDDEN for row in beside.rows for cell in row) == 2
    waves = named("data.surveys", "contacts").items("waves")
    assert [wave.get("answered") for wave in waves] == [
        result.replies.waves.count(w) for w in ("October", "December")
    ]


def test_imported_replies_are_sorted_and_quoted_as_people_agreed() -> None:
    question = open_question(inquiry(), example(), "data.open_questions/useful")
    assert question is not None
    assert list(question.theme_counts().values()) == [6, 3, 3, 3]
    assert [reply.consent.allows_quoting for reply in question.replies].count(False) == 2
    assert any(len(reply.themes) > 1 for reply in question.replies)
    assert len(question.replies) == question.item.get("received") == 14


def test_the_fellow_quotes_a_reply_of_the_file_word_for_word() -> None:
    found = [
        quotation
        for quotation in sourced_quotations(inquiry(), example())
        if quotation.source.startswith("data.open_questions/useful/")
    ]
    assert len(found) == 1


def test_what_is_difficult_has_five_and_five_and_seven_replies_of_eighteen() -> None:
    question = next(item for item in example().items("data.open_questions") if item.get("received") == 18)
    themes = [item.get("theme") for item in question.items("replies") if item.get("may_quote")]
    assert [themes.count(theme) for theme in dict.fromkeys(themes)] == [5, 5, 7]


def test_no_question_shows_more_replies_than_came_in() -> None:
    for question in example().items("data.open_questions"):
        assert len(question.items("replies")) <= question.get("received")


def test_thirteen_people_sat_at_two_tables() -> None:
    workshop = only("data.workshops")
    tables = {note.get("table") for note in workshop.items("notes")}
    assert (workshop.get("people"), workshop.get("tables"), len(tables)) == (13, 2, 2)


def test_there_are_two_cycles_and_a_dropped_question() -> None:
    assert [cycle.get("number") for cycle in example().items("about.cycles")] == [1, 2]
    assert only("question.earlier").get("cycle") == 1


def test_there_are_three_learning_points_each_with_what_shows_it() -> None:
    points = example().items("data.learning_points")
    assert [point.get("label") for point in points] == ["Sharing", "Resources", "Time"]
    shown = [item for point in points for item in point.items("shown")]
    assert all(each.get("source") or each.get("evidence") for each in shown)
    picked = [str(each.get("evidence")) for each in shown if each.get("evidence")]
    told = [resolve_evidence(inquiry(), example(), place) for place in picked]
    assert [each.type for each in told] == [
        EvidenceType.NOTE,
        EvidenceType.FIGURE,
        EvidenceType.FIGURE,
        EvidenceType.REPLY,
    ]
    assert [each.problem for each in told] == [""] * 4


def test_respondents_one_two_three_and_five_have_released_their_reflections() -> None:
    reflections = example().items("reflections.individual")
    released = [
        reflection.get("respondent")
        for reflection in reflections
        if reflection.get("release") == "respondent"
    ]
    assert released == [1, 2, 3, 5]


def test_a_reflection_does_not_give_its_writer_away() -> None:
    roles = "teacher|rector|analyst|policy officer|manager|youth worker|community education"
    for item in example().items("reflections.individual"):
        words = " ".join(item.rich_text(part).plain_text for part in ("came", "hard", "changed", "next"))
        assert not re.search(roles, words, re.IGNORECASE), item.get("respondent")


def test_every_state_of_an_action_occurs() -> None:
    state = inquiry().field("actions.actions/x/state")
    assert state is not None
    used = {item.get("state") for item in example().items("actions.actions")}
    assert used == {choice.key for choice in state.choices}


def test_every_picture_has_a_caption_of_its_own_and_a_text_alternative() -> None:
    photos = example().items("data.photos")
    assert len({photo.get("caption") for photo in photos}) == len(photos) == 2
    assert all(len(photo.get("alt")) > 60 for photo in photos)


def test_pictures_are_small_files() -> None:
    assert [path.name for path in EXAMPLE.parent.glob("*.jpg") if path.stat().st_size > 150_000] == []


def test_works_that_are_cited_are_on_the_list() -> None:
    cited = set(re.findall(r", (\d{4})\)", example().rich_text("finish.background").plain_text))
    years = {item.get("year") for item in example().items("finish.references")}
    assert len(cited) == 3
    assert cited <= years


def test_there_is_enough_for_a_report_of_fifteen_pages() -> None:
    assert sum(len(field.plain_text.split()) for field in example().answered_fields(inquiry())) > 6000


def test_the_example_is_tidily_written() -> None:
    for text in texts(json.loads(EXAMPLE.read_text(encoding="utf-8"))):
        assert not re.search(r"  |!|'|\"|\bplease\b", text), text


def test_nobody_and_no_place_from_our_sources_is_named() -> None:
    shipped = [
        *form_files(),
        *resource_path("examples").glob("*.json"),
        *resource_path("examples").glob("*.py"),
    ]
    for path in shipped:
        words = set(re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8")))
        assert [word for word in words if fingerprint(word) in NOT_OURS] == [], path.name


def test_the_list_of_names_is_there() -> None:
    assert len(NOT_OURS) > 30


def fingerprint(word: str) -> str:
    return sha256(word.casefold().encode()).hexdigest()[:12]
