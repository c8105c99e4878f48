"""Answers are one snapshot, read from and written to one documented JSON format."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from carreport.form.answers import (
    Answers,
    Item,
    Version,
    answer_problems,
    answers_from_json,
    blank_answers,
    is_asked,
    is_met,
)
from carreport.form.kinds import InvalidValue
from carreport.form.loader import parse_form
from carreport.form.progress import SectionState, form_progress, total_text
from carreport.form.schema import Condition

FORM = parse_form("""
[form]
id = "small"
title = "A small form"
[[section]]
id = "about"
title = "About"
[[section.field]]
id = "title"
kind = "line"
label = "Title"
[[section.field]]
id = "story"
kind = "text"
label = "Story"
[[section.field]]
id = "shared"
kind = "yes_no"
label = "Shared?"
[[section.field]]
id = "where"
kind = "line"
label = "Where?"
show_if = { shared = true }
[[section]]
id = "data"
title = "Data"
[[section.field]]
id = "surveys"
kind = "list"
label = "Surveys"
[[section.field.field]]
id = "name"
kind = "line"
label = "Name"
[[section.field.field]]
id = "statements"
kind = "survey"
label = "Statements"
[[section.field]]
id = "wall"
kind = "photos"
label = "Photos"
""")

FULL = {
    "about": {"title": "Together", "story": "We met.\n\n- often", "$ready": True},
    "data": {"surveys": [{"name": "First", "statements": [{"statement": "We share", "agree": 15}]}]},
}


def read(given_json: object) -> Answers:
    answers, found = answers_from_json(FORM, given_json)
    assert found == []
    return answers


def codes(given_json: object) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in answers_from_json(FORM, given_json)[1]]


def test_answers_survive_their_own_json_exactly() -> None:
    answers = read(FULL)
    told = answers.to_json(FORM)
    assert read(told) == answers
    assert read(told).to_json(FORM) == told


def test_a_path_leads_into_nested_groups() -> None:
    answers = read(FULL)
    survey = answers.items("data.surveys")[0]
    statement = survey.items("statements")[0]
    path = f"data.surveys/{survey.id}/statements/{statement.id}/agree"
    assert answers.get(path) == 15
    assert [answer.path for answer in answers.answered_fields(FORM)][-1] == path


def test_an_entry_without_an_id_always_gets_the_same_one() -> None:
    assert read(FULL) == read(FULL)


def test_equal_entries_get_different_ids() -> None:
    items = read({"data": {"surveys": [{"name": "A"}, {"name": "A"}]}}).items("data.surveys")
    assert len({item.id for item in items}) == 2


def test_unknown_fields_and_sections_are_all_listed_with_a_suggestion() -> None:
    found = answers_from_json(
        FORM, {"abuot": {}, "about": {"titel": "x"}, "data": {"surveys": [{"nme": "x"}]}}
    )[1]
    assert [problem.path for problem in found] == ["abuot", "about.titel", "data.surveys[1].nme"]
    for problem, name in zip(found, ("about", "title", "name"), strict=True):
        assert f"“{name}”" in problem.message


def test_what_does_not_fit_its_kind_is_named_with_its_place() -> None:
    given_json = {"about": {"story": 7, "shared": "perhaps"}, "data": {"surveys": "none"}}
    assert codes(given_json) == [
        ("about.story", "not-understood"),
        ("about.shared", "not-understood"),
        ("data.surveys", "not-understood"),
    ]


def test_answers_for_another_form_are_refused() -> None:
    assert codes({"$form": "large"}) == [("$form", "other-form")]


def test_an_id_may_not_be_used_twice_or_be_odd() -> None:
    twice = {
        "data": {
            "surveys": [{"$id": "a", "name": "A"}, {"$id": "a", "name": "B"}, {"$id": "../x", "name": "C"}]
        }
    }
    assert [code for _, code in codes(twice)] == ["item-id", "item-id"]


def test_what_is_empty_in_a_file_says_nothing() -> None:
    assert read(blank_answers(FORM)) == Answers()
    assert read({"about": {"title": None, "story": ""}}) == Answers()


def test_a_picture_named_by_its_file_is_brought_in() -> None:
    kept = {"sha256": "0" * 64, "type": "image/png", "width": 2, "height": 1}
    given_json = {"data": {"wall": [{"picture": {"file": "wall.png"}, "alt": "A wall"}]}}
    answers, found = answers_from_json(
        FORM, given_json, lambda name: kept if name == "wall.png" else InvalidValue("?")
    )
    assert found == []
    assert answers.items("data.wall")[0].get("picture") == kept


def test_a_missing_picture_is_a_problem_with_its_place() -> None:
    given_json = {"data": {"wall": [{"picture": {"file": "gone.png"}}]}}
    found = answers_from_json(FORM, given_json, lambda _: InvalidValue("there is no file gone.png"))[1]
    assert [(problem.path, "gone.png" in problem.message) for problem in found] == [
        ("data.wall[1].picture", True)
    ]


def test_a_condition_is_met_by_one_of_several_choices() -> None:
    where = FORM.sections[0].fields[3]
    assert is_asked(where, {"shared": True})
    assert not is_asked(where, {"shared": False})
    assert not is_asked(where, {})


def test_progress_counts_only_what_is_asked() -> None:
    about, data = form_progress(FORM, read({"about": {"title": "T", "where": "hidden"}}))
    assert (about.answered, about.asked, about.label) == (1, 3, "1 of 3 questions")
    assert data.state is SectionState.NOTHING
    assert data.label == "Nothing yet"


MARKED = parse_form(FORM.source.replace('label = "Title"', 'label = "Title"\nessential = true', 1))


def test_progress_counts_main_questions_and_the_first_of_a_section_without_one() -> None:
    about, data = form_progress(
        MARKED, read({"about": {"story": "Once"}, "data": {"surveys": [{"name": "A"}]}})
    )
    assert (about.answered, about.asked, about.state) == (0, 1, SectionState.STARTED)
    assert (about.label, data.label) == ("Main question not answered", "Main question answered")
    assert total_text((about, data)) == "1 of 2 main questions"


def test_without_any_mark_all_questions_are_main_questions() -> None:
    about = FORM.sections[0]
    assert FORM.main_questions(about) == about.fields
    assert MARKED.main_questions(about) == about.fields[:1]


def test_a_condition_may_include_no_answer_yet() -> None:
    condition = Condition("kind", ("", "survey"))
    found = [is_met(condition, {"kind": kind}) for kind in (None, "", [], "survey", "reading", ["reading"])]
    assert found == [True, True, True, True, False, False]


def test_a_section_that_is_called_ready_is_ready() -> None:
    about, _ = form_progress(FORM, read(FULL))
    assert (about.state, about.label, about.fraction) == (SectionState.READY, "Ready for review", 1.0)


def test_json_tells_inner_answers_in_asking_order_and_leaves_empty_entries_out() -> None:
    full = Item("b", {"statements": (Item("c", {}), Item("d", {"agree": 1, "statement": "S"})), "name": "N"})
    told = Answers({"data.surveys": (Item("a", {"name": ""}), full)}).to_json(FORM)
    assert list(told["data"]["surveys"][0]) == ["$id", "name", "statements"]
    assert list(told["data"]["surveys"][0]["statements"][0]) == ["$id", "statement", "agree"]
    assert len(told["data"]["surveys"]) == len(told["data"]["surveys"][0]["statements"]) == 1


def test_an_entry_without_an_answer_does_not_count_as_answered() -> None:
    answers = Answers({"data.surveys": (Item("a", {"name": "", "statements": ()}),)})
    assert form_progress(FORM, answers)[1].answered == 0


def test_problems_of_inner_answers_carry_their_whole_path() -> None:
    answers = read({"data": {"surveys": [{"$id": "s", "statements": [{"$id": "t", "agree": -1}]}]}})
    assert [problem.path for problem in answer_problems(FORM, answers)] == [
        "data.surveys/s/statements/t/agree"
    ]


def test_a_photo_without_words_is_among_the_problems() -> None:
    photo = Item("a", {"picture": {"sha256": "0" * 64}})
    found = answer_problems(FORM, Answers({"data.wall": (photo,)}))
    assert [(problem.path, problem.code) for problem in found] == [("data.wall/a/alt", "photo-without-alt")]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)
names = st.sampled_from(["about", "data", "title", "story", "surveys", "wall", "$form", "$ready", "name"])


@given(json_values | st.dictionaries(names, st.dictionaries(names, json_values, max_size=4), max_size=3))
def test_any_json_is_read_or_complained_about_and_never_raises(given_json: Any) -> None:
    answers, _ = answers_from_json(FORM, given_json)
    told = answers.to_json(FORM)
    assert read(told).to_json(FORM) == told


def test_what_changed_between_two_moments_is_known_by_its_paths() -> None:
    other = Version("two", "Morag Reid", "2026-03-02T14:03:10+00:00", "b")
    before = Answers(
        {"a.same": "one", "a.other": "one", "a.gone": "one", "a.list": (Item("x", {"t": "one"}),)}
    )
    now = Answers(
        {"a.same": "one", "a.other": "two", "a.new": "two", "a.list": (Item("x", {"t": "one"}),)},
        {"a.list/x/t": (other,)},
    )
    assert now.changed_paths(before) == {"a.other", "a.gone", "a.new", "a.list"}
    assert now.changed_paths(now) == frozenset()
