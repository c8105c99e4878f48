"""Consent is asked for what the report prints, and for nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from carreport.form.loader import parse_form
from carreport.report.proof.consent import missing_consents
from carreport.report.templates.find_templates import find_template
from tests.report.fixtures import inquiry_form, picture, read

PHOTO: Mapping[str, object] = {"$id": "a1", "picture": picture()[0], "caption": "The wall", "alt": "A wall"}


def codes(template: str, *photos: Mapping[str, object]) -> list[tuple[str, str]]:
    form = inquiry_form()
    answers = read(form, {"data": {"photos": list(photos)}})
    found = missing_consents(form, answers, find_template(template))
    return [(finding.code, finding.place) for finding in found]


def test_a_template_that_prints_no_photos_asks_nobody_about_them() -> None:
    assert codes("inquiry-report", PHOTO) == [("picture-not-asked", "data.photos/a1/consent")]
    assert codes("action-plan", PHOTO) == []


def test_a_template_that_prints_every_question_asks_about_photos() -> None:
    assert codes("populated-template", PHOTO) == [("picture-not-asked", "data.photos/a1/consent")]


def test_people_who_agreed_and_entries_without_a_picture_are_not_asked_about() -> None:
    nobody = {**PHOTO, "$id": "a3", "consent": "nobody"}
    without = {"$id": "a4", "caption": "No picture yet"}
    assert codes("inquiry-report", nobody, without) == []


def test_what_is_left_out_anyway_need_not_be_fixed_first() -> None:
    form, photos = inquiry_form(), [PHOTO, {**PHOTO, "$id": "a2", "consent": "not_yet"}]
    answers = read(form, {"data": {"photos": photos}})
    found = missing_consents(form, answers, find_template("inquiry-report"))
    required = {finding.code: finding.is_required for finding in found}
    assert required == {"picture-not-asked": True, "picture-not-yet": False}


def test_replies_that_nobody_has_decided_about_are_counted_for_each_question() -> None:
    reply = {"words": "Ring the person you know"}
    questions = [
        {"$id": "q1", "question": "What would help?", "replies": [reply, reply]},
        {"$id": "q2", "quoting": "yes", "replies": [reply]},
        {"$id": "q3", "replies": [reply]},
    ]
    answers = read(inquiry_form(), {"data": {"open_questions": questions}})
    found = list(missing_consents(inquiry_form(), answers, find_template("inquiry-report")))
    assert [(finding.code, finding.place, finding.is_required) for finding in found] == [
        ("quote-not-asked", "data.open_questions/q1/quoting", False),
        ("quote-not-asked", "data.open_questions/q3/quoting", False),
    ]
    assert ("2 replies" in found[0].sentence, "“What would help?”" in found[0].sentence) == (True, True)
    assert ("1 reply may" in found[1].sentence, "“" in found[1].sentence) == (True, False)


def test_where_a_form_asks_only_about_each_reply_the_first_undecided_one_is_named() -> None:
    source = inquiry_form().source.replace('id = "quoting"', 'id = "other"')
    form = parse_form(source)
    replies = [
        {"$id": "r1", "words": "Yes", "may_quote": "yes"},
        {"$id": "r2", "words": "Perhaps"},
        {"$id": "r3", "words": "Perhaps not"},
    ]
    answers = read(form, {"data": {"open_questions": [{"$id": "q1", "replies": replies}]}})
    (found,) = missing_consents(form, answers, find_template("inquiry-report"))
    assert found.place == "data.open_questions/q1/replies/r2/may_quote"
