"""People who do not want to be named are not named, or the check lists each place that names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from carreport.form.answers import Answers
from carreport.form.loader import parse_form
from carreport.form.names import Certainty
from carreport.report.build import build
from carreport.report.html.render import render_html
from carreport.report.model import Report
from carreport.report.proof.completeness import prove_html, prove_word
from carreport.report.proof.finding import FindingGroup, ReportFinding, in_reading_order
from carreport.report.proof.names import NamePlace, PrintedNames, name_findings
from carreport.report.proof.readiness import readiness
from carreport.report.templates.find_templates import find_template
from carreport.report.templates.loader import parse_template
from carreport.report.word import render_word
from tests.report.conftest import SHELLS, TODAY
from tests.report.fixtures import inquiry_form, read

TEMPLATES = ("inquiry-report", "populated-template", "summary", "action-plan")
ROLE = {"person": {"name": "Isla Brown", "role": "Nurse"}, "shown": "role"}
LEFT_OUT = {"person": {"name": "Tom Reid", "role": "Clerk"}, "shown": "left_out"}
NAMED = {"person": {"name": "Ailsa Kerr", "role": "Officer"}, "shown": "named"}


def given(members: list[Mapping[str, Any]], **sections: Any) -> dict[str, Any]:
    about = {"title": "Warm rooms", "members": members, **sections.pop("about", {})}
    return {"about": about, **sections}


def made(answers: Mapping[str, Any], template: str = "inquiry-report") -> tuple[Report, Answers]:
    form = inquiry_form()
    whole = read(form, answers)
    return build(form, whole, {}, find_template(template), TODAY), whole


def places(answers: Mapping[str, Any], template: str = "inquiry-report") -> list[NamePlace]:
    report, whole = made(answers, template)
    return [place for place in PrintedNames(report, inquiry_form(), whole).places if place.is_certain]


def findings(answers: Mapping[str, Any]) -> list[ReportFinding]:
    form = inquiry_form()
    found = readiness(form, read(form, answers), {}, find_template("inquiry-report"), TODAY)
    return [line for line in found if line.group in (FindingGroup.NAMES, FindingGroup.POSSIBLE_NAMES)]


EVERY_LIST = {
    "about": {
        "lead": {"name": "isla  brown", "role": "Nurse"},
        "contacts": [{"person": {"name": "Tom Reid"}, "about": "The survey"}],
    },
    "finish": {
        "authors": [{"person": {"name": "Ms Isla Brown"}}, {"person": {"name": "Ailsa Kerr"}}],
        "read_by": [{"person": {"name": "Reid, Tom"}, "said": "agreed"}],
    },
    "reflections": {
        "individual": [
            {"respondent": 4, "member": "Isla Brown", "changed": "I see more.", "release": "named"}
        ]
    },
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_list_of_people_names_them_in_any_template(template: str) -> None:
    report, whole = made(given([ROLE, LEFT_OUT, NAMED], **EVERY_LIST), template)
    page = render_html(report, find_template(template))
    assert [name for name in ("Brown", "brown", "Reid") if name in page] == []
    proof = prove_html(page.encode(), report, inquiry_form(), whole)
    assert (proof.missing, proof.names) == ((), ())


def test_an_author_who_appears_by_role_has_the_role_in_place_of_the_name() -> None:
    report, _ = made(given([ROLE, LEFT_OUT, NAMED], **EVERY_LIST))
    assert report.title.author == "Nurse and Ailsa Kerr"


def test_a_person_without_a_role_is_a_member_of_the_group() -> None:
    report, _ = made(
        given([{"person": {"name": "Isla Brown"}, "shown": "role"}], about={"lead": "Isla Brown"})
    )
    assert report.printed.get("about.lead") == {"role": "A member of the group"}


OWN_FORM = """
[form]
id = "own"
title = "Own"
[[section]]
id = "problem"
title = "Problem"
[[section.field]]
id = "title"
kind = "line"
label = "Title"
[[section.field]]
id = "teams"
kind = "list"
label = "Teams"
[[section.field.field]]
id = "name"
kind = "line"
label = "Team"
[[section.field.field]]
id = "who"
kind = "list"
label = "Who"
[[section.field.field.field]]
id = "person"
kind = "person"
label = "Who is it?"
[[section.field.field.field]]
id = "wish"
kind = "choice"
label = "How?"
share = "team"
choices = { named = "By name", job = "Job only", left_out = "No" }
[[section.field]]
id = "writers"
kind = "list"
label = "Writers"
[[section.field.field]]
id = "author"
kind = "person"
label = "Author"
"""


def test_a_wish_in_a_nested_list_is_followed_on_the_title_page_of_a_template_of_your_own() -> None:
    form = parse_form(OWN_FORM)
    who = [{"person": {"name": "Isla Brown", "role": "Nurse"}, "wish": "job"}]
    answers = {
        "problem": {"teams": [{"name": "A", "who": who}], "writers": [{"author": {"name": "Isla Brown"}}]}
    }
    outline = '[title]\nauthors = "problem.writers"\n[[section]]\nheading = "S"\n'
    outline += '[[section.part]]\nshow = "bullets"\nanswer = "problem.writers"'
    template = parse_template(f'[template]\ntitle = "T"\nforms = ["own"]\n{outline}', SHELLS)
    report = build(form, read(form, answers), {}, template, TODAY)
    assert report.title.author == "Nurse"
    assert "Brown" not in render_html(report, template)


def test_each_text_that_names_them_is_a_finding_that_leads_to_it() -> None:
    texts = {
        "about": {"meetings": [{"$id": "m1", "purpose": "Start", "came": "Ailsa Kerr, I. Brown"}]},
        "data": {"photos": [{"$id": "p1", "caption": "Tom Reid at the wall", "alt": "A wall"}]},
        "actions": {"actions": [{"$id": "a1", "what": "Ask Reid", "who": "Brown", "state": "agreed"}]},
        "finish": {"acknowledgements": "Thanks to Ms Brown."},
    }
    assert [
        (place.path, place.name, place.hit.words) for place in places(given([ROLE, LEFT_OUT], **texts))
    ] == [
        ("about.meetings/m1/came", "Isla Brown", "I. Brown"),
        ("data.photos/p1/caption", "Tom Reid", "Tom Reid"),
        ("actions.actions/a1/what", "Tom Reid", "Reid"),
        ("actions.actions/a1/who", "Isla Brown", "Brown"),
        ("finish.acknowledgements", "Isla Brown", "Brown"),
    ]


def test_a_name_split_by_bold_and_a_link_to_it_are_found() -> None:
    spans = [
        {"text": "Isla "},
        {"text": "Brown", "strong": True},
        {"text": " here", "link": "mailto:i.brown@x.example"},
    ]
    text = {"context": {"issue": [{"type": "paragraph", "spans": spans}]}}
    found = [place.hit.words for place in places(given([ROLE], **text))]
    assert found == ["Isla Brown", "i.brown@x.example"]


def test_a_name_in_a_note_is_found() -> None:
    noted = {"text": "Many came", "note": [{"text": "Isla Brown counted."}]}
    issue = [{"type": "paragraph", "spans": [noted]}]
    (place,) = places(given([ROLE], context={"issue": issue}))
    assert (place.path, place.hit.words) == ("context.issue", "Isla Brown")


def test_names_in_cells_and_headers_are_found_and_none_is_made_of_two_rows() -> None:
    brown = ["Ms ", {"text": "Brown", "strong": True}]
    rows = [["Week", "I. Brown"], ["Isla", "Brown"], ["Kirsty Isla", "4"], ["Brown", "x"], [brown, ""]]
    found = places(given([ROLE], context={"issue": [{"type": "table", "rows": rows}]}))
    hits = [place.hit for place in found if place.hit.certainty is Certainty.CERTAIN]
    sure = [(hit.words, hit.sentence) for hit in hits]
    assert sure == [("I. Brown", "Week I. Brown"), ("Isla\tBrown", "Isla Brown"), ("Brown", "Ms Brown")]


def test_what_the_template_does_not_print_is_not_a_finding() -> None:
    thanks = given([ROLE], finish={"acknowledgements": "Thanks to Isla Brown."})
    assert len(places(thanks)) == 1
    assert places(thanks, "action-plan") == []


def test_a_first_name_is_good_to_know_and_a_full_name_must_be_fixed() -> None:
    found = findings(given([ROLE], finish={"acknowledgements": "Isla helped. Isla Brown led."}))
    assert [(finding.code, finding.is_required) for finding in found] == [
        ("name-printed", True),
        ("name-possible", False),
    ]


def test_what_is_worth_a_look_is_listed_apart_from_what_must_be_fixed() -> None:
    found = findings(given([ROLE], finish={"acknowledgements": "Isla helped. Isla Brown led."}))
    assert [finding.heading for finding in in_reading_order(reversed(found))] == [
        "People who do not want to be named",
        "Words that may be names (worth a thought)",
    ]


def test_an_ordinary_word_in_a_surname_is_not_a_finding() -> None:
    hidden = {"person": {"name": "Hidden One"}, "shown": "left_out"}
    text = "One of us, then one more, and one other; the one that is hidden was one too many."
    assert findings(given([hidden], finish={"acknowledgements": text})) == []


def test_a_surname_of_two_people_one_of_whom_is_named_is_good_to_know() -> None:
    other = {"person": {"name": "Jo Brown"}, "shown": "named"}
    found = findings(
        given([ROLE, other], finish={"acknowledgements": "Thanks to Jo Brown. Mr Brown helped."})
    )
    assert [finding.code for finding in found] == ["name-possible"]


def test_a_name_in_the_text_of_a_template_is_a_finding_about_the_template() -> None:
    form, template = inquiry_form(), find_template("inquiry-report")
    answers = read(form, given([ROLE]))
    part = replace(template.sections[2].parts[3], lead="With Isla Brown:")
    section = replace(template.sections[2], parts=(part,))
    report = build(form, answers, {}, replace(template, sections=(section,)), TODAY)
    names = PrintedNames(report, form, answers)
    lines = prove_html(render_html(report, template).encode(), report, form, answers).names
    assert [finding.code for finding in name_findings(names.places)] == ["name-in-template"]
    assert [place.hit.words for place in lines] == ["Isla Brown"]


def own_form_with_a_name() -> str:
    return OWN_FORM.replace('title = "Problem"', 'title = "With Isla Brown"').replace(
        'label = "Title"', 'label = "What did Isla Brown say?"'
    )


def test_a_name_in_a_label_of_your_own_form_leads_to_the_question_once() -> None:
    form = parse_form(own_form_with_a_name())
    who = [{"person": {"name": "Isla Brown"}, "wish": "job"}]
    answers = read(form, {"problem": {"title": "No.", "teams": [{"name": "A", "who": who}]}})
    found = readiness(form, answers, {}, find_template("populated-template"), TODAY)
    named = [(line.place, line.passage) for line in found if line.group is FindingGroup.NAMES]
    assert named == [
        ("problem.title", "With Isla Brown"),
        ("problem.title", "What did Isla Brown say?"),
    ]


def test_a_headline_that_names_somebody_twice_leads_to_both_answers() -> None:
    statement = {"$id": "t1", "statement": "Isla Brown listened", "agree": 5, "disagree": 1}
    other = {"$id": "t2", "statement": "We speak", "agree": 2, "disagree": 4}
    survey = {"$id": "s1", "name": "The Isla Brown survey", "statements": [statement, other]}
    found = places(given([ROLE], data={"surveys": [survey]}), "summary")
    assert [place.path for place in found] == [
        "data.surveys/s1/name",
        "data.surveys/s1/statements/t1/statement",
    ]


def test_the_proof_of_each_file_counts_the_names_and_the_reason_says_so() -> None:
    report, whole = made(given([LEFT_OUT], finish={"acknowledgements": "Thanks to Tom Reid."}))
    word = prove_word(render_word(report, find_template("inquiry-report")), report, inquiry_form(), whole)
    assert word.sentence.endswith("; 1 place names people who do not want to be named")
    (why,) = {why for path, why in word.withheld.items() if path.endswith("/person")}
    assert why == "This person does not want to be mentioned. The report still names them elsewhere."


def test_the_writer_of_a_reflection_with_a_number_is_not_named_in_it() -> None:
    entry = {"$id": "r1", "respondent": 3, "member": "Ailsa Kerr", "release": "respondent"}
    reflections = {"individual": [{**entry, "changed": "People now say “ask Ailsa Kerr”."}]}
    answers = given([NAMED], reflections=reflections, finish={"acknowledgements": "Thanks to Ailsa Kerr."})
    assert [place.path for place in places(answers)] == ["reflections.individual/r1/changed"]


def test_a_reflection_signed_by_name_by_somebody_unnamed_is_asked_about() -> None:
    found = findings(given([ROLE], reflections=EVERY_LIST["reflections"]))
    assert [finding.code for finding in found] == ["wishes-differ"]


def test_a_mark_holds_while_the_wording_is_the_same() -> None:
    answers = given([ROLE], finish={"acknowledgements": "Thanks to Isla Brown."})
    (place,) = places(answers)
    report, whole = made(answers)
    marked = replace(whole, values={**whole.values, place.mark: True})
    assert not any(one.is_certain for one in PrintedNames(report, inquiry_form(), marked).places)
    report, changed = made(given([ROLE], finish={"acknowledgements": "Thanks again to Isla Brown."}))
    changed = replace(changed, values={**changed.values, place.mark: True})
    assert any(one.is_certain for one in PrintedNames(report, inquiry_form(), changed).places)


def test_a_mark_about_one_person_says_nothing_about_another_with_the_same_surname() -> None:
    other = {"person": {"name": "Tom Brown"}, "shown": "left_out"}
    answers = given([ROLE, other], finish={"acknowledgements": "Thanks to Ms Brown."})
    first, second = places(answers)
    assert first.mark != second.mark
    report, whole = made(answers)
    for value, left in ((True, ["Tom Brown"]), (False, ["Isla Brown", "Tom Brown"])):
        marked = replace(whole, values={**whole.values, first.mark: value})
        found = PrintedNames(report, inquiry_form(), marked).places
        assert [place.name for place in found if place.is_certain] == left


def test_a_group_with_names_that_are_words_has_no_false_alarm_that_must_be_fixed(
    example: Any,
) -> None:
    members = [
        {"person": {"name": name}, "shown": "left_out"}
        for name in ("Will", "May", "Mark", "Rose", "Brown", "Will May", "Mark Rose")
    ]
    hidden = read(example.form, {"about": {"members": members}})
    answers = replace(example.answers, values={**example.answers.values, **hidden.values})
    for template in TEMPLATES:
        report = build(example.form, answers, example.pictures, find_template(template), TODAY)
        names = PrintedNames(report, example.form, answers)
        assert [place.hit.sentence for place in names.places if place.is_certain] == []
