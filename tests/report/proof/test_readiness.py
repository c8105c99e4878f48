"""The check before you send lists what to fix, and each finding has the place to fix it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from carreport.form.answers import Answers, Version, answers_from_json
from carreport.form.loader import parse_form
from carreport.report.printable import TEAM
from carreport.report.proof.finding import FindingGroup, ReportFinding
from carreport.report.proof.readiness import DATE_CODES, readiness
from carreport.report.templates.find_templates import find_template
from carreport.report.templates.loader import parse_template
from carreport.survey.checks import WITHOUT_POINT
from tests.report.fixtures import example, inquiry_form, picture, read, thin

TODAY = date(2026, 11, 21)
Rows = Callable[..., list[ReportFinding]]


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """Return `rows(given, code)`: what is found of that code in an inquiry with these answers.

    The finished files are looked at only where `prints`.
    """

    def found(given: Mapping[str, Any], code: str, *, prints: bool = False) -> list[ReportFinding]:
        form = inquiry_form()
        answers = read(form, given)
        template = find_template("inquiry-report")
        template = template if prints else replace(template, folder=tmp_path)
        made = readiness(form, answers, picture()[1], template, TODAY)
        return [finding for finding in made if finding.code == code]

    return found


def test_nothing_in_the_example_must_be_mended() -> None:
    form, answers, pictures = example()
    found = readiness(form, answers, pictures, find_template("inquiry-report"), TODAY)
    assert [finding for finding in found if finding.is_required] == []
    others = [
        finding.code
        for finding in found
        if finding.group not in (FindingGroup.CONSENT, FindingGroup.WITHHELD)
    ]
    assert others == [WITHOUT_POINT] * 2


def test_an_approximate_number_needs_no_action_unless_it_belongs_in_a_total(rows: Rows) -> None:
    survey = {"name": "S", "n": "dozens", "statements": [{"statement": "A", "agree": "about 20"}]}
    workshop = {"name": "W", "people": "5 or 6", "notes": [{"note": "x", "votes": "a few"}]}
    given = {"about": {"meeting_count": "200+"}, "data": {"surveys": [survey], "workshops": [workshop]}}
    found = rows(given, "number-approximate")
    must = [finding.sentence[:11].rstrip() for finding in found if finding.is_required]
    assert must == ["“about 20”", "“a few” is"]
    assert len(found) == 5
    assert not rows({"about": {"meeting_count": "n/a"}}, "number-approximate")


@pytest.mark.parametrize("name", ["inquiry-report", "populated-template", "summary", "action-plan"])
def test_every_row_is_a_sentence_with_a_place(name: str) -> None:
    form, answers, pictures = thin()
    for finding in readiness(form, answers, pictures, find_template(name), TODAY):
        assert finding.sentence.endswith((".", "…"))
        assert finding.place.startswith("template/") or form.field(finding.place) is not None


def test_essential_questions_without_an_answer_are_named(rows: Rows) -> None:
    found = rows({"about": {"title": "Warm rooms"}}, "essential-unanswered")
    assert "question.main" in [finding.place for finding in found]
    assert "about.title" not in [finding.place for finding in found]


def test_a_single_page_asks_only_for_what_it_prints_and_needs() -> None:
    form = inquiry_form()
    found = readiness(form, Answers(), {}, find_template("summary"), TODAY)
    assert [finding.place for finding in found if finding.code == "essential-unanswered"] == [
        "about.title", "question.main", "data.learning_points", "actions.actions", "actions.ask",
    ]  # fmt: skip


def test_a_learning_point_that_nothing_shows_is_named(rows: Rows) -> None:
    points = [{"$id": "p1", "label": "Time"}, {"$id": "p2", "label": "Trust", "shown": [{"words": "Ask."}]}]
    (found,) = rows({"data": {"learning_points": points}}, "point-unshown")
    assert found.place == "data.learning_points/p1/shown"


@pytest.mark.parametrize(
    ("action", "place", "lacks"),
    [
        ({"state": "agreed"}, "who", "is agreed but has no owner and no date."),
        ({"state": "under_way", "who": "Ailsa Kerr"}, "by", "is under way but has no date."),
        ({"state": "agreed", "by": "2016-05"}, "who", "is agreed but has no owner."),
    ],
)
def test_an_agreed_action_without_owner_or_date_is_named(
    rows: Rows, action: Mapping[str, str], place: str, lacks: str
) -> None:
    actions = [{"$id": "k1", "what": "Ring", **action}, {"$id": "k2", "what": "Hope", "state": "hoped"}]
    (found,) = rows({"actions": {"actions": actions}}, "action-unassigned")
    assert found.place == f"actions.actions/k1/{place}"
    assert found.sentence == f"The action “Ring” {lacks}"


def test_dates_that_do_not_fit_together_are_named(rows: Rows) -> None:
    action = {"$id": "k1", "what": "Ring", "by": "2015-05"}
    member = {"$id": "m1", "person": {"name": "Ailsa Kerr"}, "joined": "2017", "left": "2016-12"}
    given = {
        "about": {"period": {"start": "2016-03"}, "members": [member]},
        "actions": {"actions": [action, {**action, "$id": "k2", "state": "dropped"}]},
    }
    (due,) = rows(given, "action-before-start")
    assert (due.place, due.is_required) == ("actions.actions/k1/by", True)
    assert [found.place for found in rows(given, "member-left-first")] == ["about.members/m1/left"]
    (open_end,) = rows(given, "period-without-end")
    assert (open_end.place, open_end.is_required) == ("about.period", False)


def test_a_date_that_cannot_be_read_and_a_period_that_ends_first_are_dates_to_check(rows: Rows) -> None:
    given = {"about": {"period": {"start": "2016-03", "end": "2015"}, "members": [{"joined": "31 Febuary"}]}}
    groups = {code: [found.group for found in rows(given, code)] for code in DATE_CODES}
    assert groups == {code: [FindingGroup.DATES] for code in DATE_CODES}


def test_a_picture_without_words_is_named(rows: Rows) -> None:
    value = picture()[0]
    photos = [
        {"$id": "a1", "picture": value, "caption": "The wall", "consent": "nobody"},
        {"$id": "a2", "picture": value, "decorative": True, "consent": "nobody"},
    ]
    (found,) = rows({"data": {"photos": photos}}, "alt-missing")
    assert found.place == "data.photos/a1/alt"
    assert rows({"data": {"photos": photos}}, "photo-without-alt") == []


def test_a_quotation_that_drifted_is_named(rows: Rows) -> None:
    quote = {"type": "quote", "source": "context.issue", "spans": [{"text": "It stays"}]}
    (found,) = rows({"context": {"$fellow": [quote], "issue": "It goes."}}, "quotation-drifted")
    assert found.place == "context.@fellow"
    assert "“It stays”" in found.sentence
    assert "“It goes.”" in found.sentence


def test_a_quotation_that_may_not_be_printed_is_named(rows: Rows) -> None:
    quote = {"type": "quote", "source": "finish.stay_out", "spans": [{"text": "Names"}]}
    (found,) = rows({"context": {"$fellow": [quote]}, "finish": {"stay_out": "Names"}}, "quotation-refused")
    assert found.place == "context.@fellow"
    assert "“What must stay out?”" in found.sentence


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("As they say (Field, 2014, p. 117).", ["Field, 2014, p. 117"]),
        ("Field and Moor (2014) say so.", ["Field and Moor (2014)"]),
        ("They (Moor et al., 2013; Field, 2014) say so.", ["Moor et al., 2013", "Field, 2014"]),
        ("We met (March 2014) and again in June (2014).", []),
        ("In cycle 2 (2014) we began again.", []),
    ],
)
def test_what_is_cited_and_not_listed_is_named(rows: Rows, text: str, cited: list[str]) -> None:
    found = rows({"finish": {"background": text}}, "cited-not-listed")
    assert [finding.sentence.partition("”")[0][1:] for finding in found] == cited
    assert all(finding.place == "finish.background" for finding in found)


def test_what_is_cited_and_listed_is_no_problem(rows: Rows) -> None:
    works = [{"author": "Field, A.", "year": "2014", "title": "On warm rooms"}]
    evidence = [{"name": "Plan", "publisher": "Moor Council", "year": "2013"}]
    given = {
        "finish": {"background": "So (Field, 2014; Moor Council, 2013).", "references": works},
        "context": {"evidence": evidence},
    }
    assert rows(given, "cited-not-listed") == []


def test_members_who_were_not_asked_are_named(rows: Rows) -> None:
    members = [{"$id": "m1", "person": {"name": "Ailsa Kerr"}}, {"$id": "m2", "shown": "named"}]
    (found,) = rows({"about": {"members": members}}, "member-not-asked")
    assert found.place == "about.members/m1/shown"
    assert found.sentence.startswith("Ailsa Kerr")


@pytest.mark.parametrize(
    ("release", "code", "must"),
    [("", "reflection-not-asked", True), ("not_yet", "reflection-not-released", False)],
)
def test_reflections_that_stay_out_are_named(rows: Rows, release: str, code: str, must: bool) -> None:  # noqa: FBT001
    reflection = {"$id": "r1", "respondent": 3, "came": "Slowly.", "release": release}
    (found,) = rows({"reflections": {"individual": [reflection]}}, code)
    assert found.is_required is must
    assert found.place == "reflections.individual/r1/release"


@pytest.mark.parametrize(("consent", "code"), [("", "picture-not-asked"), ("not_yet", "picture-not-yet")])
def test_pictures_of_people_who_were_not_asked_are_named(rows: Rows, consent: str, code: str) -> None:
    photo = {"$id": "a1", "picture": picture()[0], "alt": "A wall", "consent": consent}
    (found,) = rows({"data": {"photos": [photo]}}, code)
    assert found.place == "data.photos/a1/consent"


def test_two_versions_are_named_with_their_authors() -> None:
    form = inquiry_form()
    answers = read(form, {"about": {"title": "Warm"}})
    versions = tuple(Version(name, name, "", name) for name in ("Ailsa", "Morag"))
    made = readiness(
        form, Answers(answers.values, {"about.title": versions}), {}, find_template("summary"), TODAY
    )
    (found,) = [finding for finding in made if finding.code == "two-versions"]
    assert (found.place, found.is_required) == ("about.title", True)
    assert "Ailsa and Morag" in found.sentence


def test_edits_that_were_set_aside_are_named() -> None:
    form = inquiry_form()
    place = "context.evidence/k3/name"
    found = readiness(form, Answers(), {}, find_template("summary"), TODAY, set_aside=[(place, "Morag Reid")])
    (row,) = [finding for finding in found if finding.code == "set-aside"]
    assert (row.place, row.is_required) == (place, False)
    assert "Morag Reid" in row.sentence


def test_what_stays_out_is_counted_for_each_reason(rows: Rows) -> None:
    given = {"finish": {"stay_out": "Names", "checks": ["read", "names"]}}
    (found,) = rows(given, "kept-back")
    assert found.sentence.startswith("2 answers")
    assert found.sentence.endswith(TEAM)


def test_a_link_that_does_not_say_where_it_leads_is_found_in_both_files(rows: Rows) -> None:
    link = [{"type": "paragraph", "spans": [{"text": "here", "link": "https://example.org/"}]}]
    found = rows({"context": {"issue": link}}, "link-vague", prints=True)
    assert [finding.place for finding in found] == ["template/report.html.j2", "template/report.docx"]


def test_a_shell_that_cannot_be_printed_is_found(tmp_path: Path) -> None:
    (tmp_path / "report.html.j2").write_text("{{ titel }}", encoding="utf-8")
    template = parse_template('[template]\ntitle = "T"\nfor = "team"\noutline = "form"', tmp_path)
    form = parse_form(
        '[form]\nid = "f"\ntitle = "A form"\n[[section]]\nid = "s"\ntitle = "Step"\n'
        '[[section.field]]\nid = "a"\nkind = "line"\nlabel = "A?"\n'
    )
    answers, _ = answers_from_json(form, {"s": {"a": "words"}})
    (found,) = readiness(form, answers, {}, template, TODAY)
    assert (found.code, found.place) == ("template-shell", "template/report.html.j2")


_POINT = {"data": {"learning_points": [{"label": "Time"}]}}
_PHOTO = {"picture": picture()[0], "caption": "The wall", "alt": "A wall"}
_REFLECTION = {"respondent": 3, "came": "Slowly."}
_TEAM = {"finish": {"stay_out": "Names"}}
WORDING: list[tuple[Mapping[str, Any], str, str]] = [
    ({}, "essential-unanswered", "“What is the inquiry called?” has no answer yet."),
    (_POINT, "point-unshown", "The learning point “Time” has no evidence."),
    (
        {"data": {"photos": [{**_PHOTO, "alt": ""}]}},
        "alt-missing",
        "The picture “The wall” has no description for people who cannot see it.",
    ),
    (
        {"finish": {"background": "See (Field, 2014)."}},
        "cited-not-listed",
        "“Field, 2014” is cited but is not in the references.",
    ),
    (
        {"about": {"members": [{"person": {"name": "Ailsa Kerr"}}]}},
        "member-not-asked",
        "Ailsa Kerr has not been asked how they want to appear in the report.",
    ),
    (
        {"reflections": {"individual": [_REFLECTION]}},
        "reflection-not-asked",
        "Respondent 3’s reflection: the writer has not said whether it may be printed.",
    ),
    (
        {"reflections": {"individual": [{**_REFLECTION, "release": "not_yet"}]}},
        "reflection-not-released",
        "Respondent 3’s reflection is left out, because its writer does not let reports print it.",
    ),
    (
        {"data": {"photos": [_PHOTO]}},
        "picture-not-asked",
        "No one has said whether the people in the picture “The wall” agreed to be shown.",
    ),
    (
        {"data": {"photos": [{**_PHOTO, "consent": "not_yet"}]}},
        "picture-not-yet",
        "The people in the picture “The wall” have not been asked yet, so the picture is left out.",
    ),
    (_TEAM, "kept-back", f"1 answer is left out (“What must stay out?”). {TEAM}"),
]


@pytest.mark.parametrize(("given", "code", "sentence"), WORDING)
def test_a_finding_says_what_is_wrong(rows: Rows, given: Mapping[str, Any], code: str, sentence: str) -> None:
    assert sentence in [finding.sentence for finding in rows(given, code)]


def test_entries_that_only_the_author_sees_are_counted_and_what_is_not_followed_is_named(
    tmp_path: Path,
) -> None:
    form, at = inquiry_form(), "reflections.individual"
    notes = [
        ("private-entry", f"{at}/a", ""),
        ("private-entry", f"{at}/b", ""),
        ("private-entry-not-given", f"{at}/d/release", ""),
        ("choice-by-other", f"{at}/c/release", "Morag Reid"),
        ("private-entry-claimed", f"{at}/b", "Morag Reid"),
    ]
    template = replace(find_template("inquiry-report"), folder=tmp_path)
    found = readiness(form, read(form, {}), {}, template, TODAY, release_notes=notes)
    said = {finding.code: finding for finding in found if finding.code in {code for code, _, _ in notes}}
    assert said["private-entry"].sentence == "2 reflections are private. They are not in this report."
    assert not said["private-entry"].is_required
    assert said["private-entry-not-given"].is_required
    assert said["choice-by-other"].place == f"{at}/c/release"
    assert all("Morag Reid" in said[code].sentence for code in ("choice-by-other", "private-entry-claimed"))


def test_two_reflections_with_one_number_are_both_named(rows: Rows) -> None:
    each = [{"$id": name, "respondent": 3, "came": name, "release": "respondent"} for name in "ba"]
    shut = {"$id": "0", "respondent": 3, "came": "shut", "release": "not_yet"}
    found = rows({"reflections": {"individual": [*each, shut]}}, "number-twice")
    assert {finding.place for finding in found} == {
        f"reflections.individual/{name}/respondent" for name in "ab"
    }
    assert all(finding.is_required for finding in found)
