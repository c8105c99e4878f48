"""Each kind reads what people type, formats it again, and lists its problems."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carreport.form.kinds import KINDS, InvalidValue, kind_of
from carreport.form.kinds.dates import format_date, parse_date
from carreport.form.kinds.simple import stored_number, surname_sort_key
from carreport.form.richtext import RichText
from carreport.form.schema import Choice, Field, Value
from carreport.form.wording import plural


def question(kind: str, **settings: Value) -> Field:
    choices = (Choice("agreed", "Agreed"), Choice("done", "Done")) if "choice" in kind else ()
    return Field("asked", kind, "Asked?", choices=choices, settings=settings)


def read(kind: str, given_value: object, **settings: Value) -> Value | InvalidValue:
    asked = question(kind, **settings)
    return kind_of(asked).parse(asked, given_value)


def complaints(kind: str, value: Value, **settings: Value) -> list[str]:
    asked = question(kind, **settings)
    return [problem.code for problem in kind_of(asked).problems(asked, value, "a.b")]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2016", "2016"),
        ("2016-5", "2016-05"),
        ("March 2015", "2015-03"),
        ("23rd Sept 2016", "2016-09-23"),
        ("3 March, 2015", "2015-03-03"),
        ("23/05/2016", "2016-05-23"),
        ("05/2016", "2016-05"),
        ("31 February 2016", None),
        ("mid-2016", None),
        ("0000", None),
    ],
)
def test_dates_are_read_as_people_type_them(typed: str, kept: str | None) -> None:
    assert parse_date(typed) == kept


@given(st.dates())
def test_a_date_in_words_reads_back_as_the_same_date(day: object) -> None:
    assert parse_date(format_date(str(day))) == str(day)


def test_a_period_is_shown_in_words() -> None:
    asked = question("period")
    kept = read("period", {"start": "March 2015", "end": "2016-12"})
    assert kind_of(asked).format_value(asked, kept) == "March 2015 to December 2016"


def test_a_period_of_one_day_is_shown_as_that_day() -> None:
    asked = question("period")
    assert (
        kind_of(asked).format_value(asked, {"start": "2016-09-27", "end": "2016-09-27"})
        == "27 September 2016"
    )


def test_a_period_that_ends_before_it_starts_is_a_problem() -> None:
    assert complaints("period", {"start": "2016-12", "end": "2015"}) == ["period-ends-first"]
    assert complaints("period", {"start": "2016-12", "end": "2016"}) == []


@pytest.mark.parametrize(
    ("typed", "kept"), [("1,234", 1234), (" 19 ", 19), (7.0, 7), ("", None), (None, None)]
)
def test_numbers_are_read_with_their_commas(typed: object, kept: int | None) -> None:
    assert read("number", typed) == kept


@pytest.mark.parametrize("typed", [1.5, True, [1], float("nan"), float("inf"), 1e300])
def test_what_is_no_whole_number_is_a_misfit(typed: object) -> None:
    assert isinstance(read("number", typed), InvalidValue)


@pytest.mark.parametrize(
    "typed", ["about 20", "5 or 6", "20-30", "200+", "dozens", "a dozen", "15 (2 online)"]
)
def test_an_approximate_number_is_kept_and_is_only_remarked_on(typed: str) -> None:
    assert read("number", f" {typed} ") == typed
    assert complaints("number", typed) == ["number-approximate"]
    assert stored_number(typed) is None


@pytest.mark.parametrize(
    "typed", ["n/a", "unknown", "20,", "£1,200", "20 %", "1.5", "nan", "1e300", "9" * 400]
)
def test_words_in_place_of_a_number_are_kept_and_are_a_problem(typed: str) -> None:
    assert read("number", f" {typed} ") == typed
    assert complaints("number", typed) == ["number-not-read"]
    assert stored_number(typed) is None


@pytest.mark.parametrize("typed", ["mid-2016", "31 February 2016", "before the summer"])
def test_words_in_place_of_a_date_are_kept_and_are_a_problem(typed: str) -> None:
    assert read("date", typed) == typed
    assert complaints("date", typed) == ["date-not-read"]
    assert read("period", {"start": typed}) == {"start": typed}
    assert complaints("period", {"start": typed, "end": "2016"}) == ["date-not-read"]


def test_a_number_with_decimals_is_read_where_the_form_allows_it() -> None:
    assert read("number", "24.1", decimals=True) == 24.1


@pytest.mark.parametrize("typed", ["5 6", "1,5", "20 30", "1_000", "1e3", "12,34"])
def test_text_that_can_mean_two_numbers_is_kept_as_typed(typed: str) -> None:
    assert read("number", typed) == typed


@pytest.mark.parametrize(("typed", "kept"), [("1 234", 1234), ("1,234,567", 1234567), ("−3", -3), ("+4", 4)])
def test_numbers_are_read_with_spaces_and_signs(typed: str, kept: int) -> None:
    assert read("number", typed) == kept


def test_a_percentage_above_a_hundred_is_a_problem() -> None:
    assert complaints("number", 120, unit="%") == ["number-too-large"]
    assert complaints("number", 100, unit="per cent") == []


def test_a_number_outside_its_bounds_is_kept_and_is_a_problem() -> None:
    assert complaints("number", -1, least=0) == ["number-too-small"]
    assert complaints("number", 9, most=5) == ["number-too-large"]


def test_a_choice_is_read_from_its_key_or_its_label() -> None:
    assert read("choice", "done") == read("choice", "Done") == "done"


def test_an_unknown_choice_says_what_was_perhaps_meant() -> None:
    misfit = read("choice", "agree")
    assert isinstance(misfit, InvalidValue)
    assert "“agreed”" in misfit.message


def test_choices_are_kept_in_the_order_of_the_form() -> None:
    assert read("choices", ["Done", "agreed", "done"]) == ["agreed", "done"]


WORDING: list[tuple[str, Value, dict[str, Value], str]] = [
    (
        "date",
        "spring",
        {},
        "Enter a date such as 14 March 2016, March 2016 or 2016. “spring” is kept as typed.",
    ),
    (
        "period",
        {"start": "2016", "end": "2015"},
        {},
        "It ends (2015) before it starts (2016). Check both dates.",
    ),
    (
        "number",
        "no idea",
        {},
        "Enter a whole number such as 12. “no idea” is kept as typed, but not used in totals.",
    ),
    (
        "number",
        "many",
        {},
        "“many” is printed as typed. Totals and percentages need a whole number such as 12.",
    ),
    (
        "number",
        "x",
        {"decimals": True},
        "Enter a number such as 2.5. “x” is kept as typed, but not used in totals.",
    ),
    ("number", -3, {"least": 0}, "The number should be 0 or more. It is -3."),
    ("number", 7, {"most": 5}, "The number should be 5 or less. It is 7."),
    (
        "link",
        "a",
        {},
        (
            "Start the address with https:// or mailto:, as in https://example.org. "
            "Otherwise it is printed as plain text."
        ),
    ),
    ("choice", "gone", {}, "“gone” is no longer one of the choices. Choose another."),
    ("choices", ["agreed", "done"], {"most": 1}, "Choose 1 at most. You have chosen 2."),
]


@pytest.mark.parametrize(("kind", "value", "settings", "message"), WORDING)
def test_a_problem_says_what_to_do(kind: str, value: Value, settings: dict[str, Value], message: str) -> None:
    asked = question(kind, **settings)
    assert [problem.message for problem in kind_of(asked).problems(asked, value, "a.b")] == [message]


def test_too_many_choices_are_kept_and_are_a_problem() -> None:
    assert complaints("choices", ["agreed", "done"], most=1) == ["too-many-choices"]


def test_a_choice_that_the_form_gave_up_is_kept_and_is_a_problem() -> None:
    assert complaints("choice", "gone") == ["choice-gone"]


def test_a_person_may_be_a_name_alone() -> None:
    assert read("person", " Ailsa  Kerr ") == {"name": "Ailsa  Kerr"}


def test_a_person_with_an_unknown_part_is_a_misfit() -> None:
    misfit = read("person", {"nmae": "Ailsa"})
    assert isinstance(misfit, InvalidValue)
    assert "nmae" in misfit.message


@pytest.mark.parametrize("kind", ["person", "period"])
def test_an_object_of_empty_parts_is_no_answer(kind: str) -> None:
    assert KINDS[kind].is_empty(KINDS[kind].blank(question(kind)))


def test_people_are_sorted_by_surname() -> None:
    people = [{"name": name} for name in ("Zara Adams", "Bo Young", "ann Adams", "")]
    assert [person["name"] for person in sorted(people, key=surname_sort_key)] == [
        "",
        "ann Adams",
        "Zara Adams",
        "Bo Young",
    ]


def test_an_address_that_nobody_could_follow_is_a_problem() -> None:
    assert complaints("link", "example.org/plan") == ["link-unusable"]
    assert complaints("link", "https://example.org/plan") == []


@pytest.mark.parametrize(
    ("address", "words", "after"),
    [
        ("https://www.example.org/plan?a=1", "Page on example.org", " (https://www.example.org/plan?a=1)"),
        ("mailto:una@example.org", "una@example.org", ""),
    ],
)
def test_a_link_has_words_and_its_address_stands_beside_it(address: str, words: str, after: str) -> None:
    printed = kind_of(question("link")).printed(question("link"), address)
    assert isinstance(printed, tuple)
    link, *rest = printed
    assert (link.text, link.link, "".join(span.text for span in rest)) == (words, address, after)


@pytest.mark.parametrize("answer", [True, False])
def test_yes_and_no_read_back_as_shown(answer: bool) -> None:  # noqa: FBT001 - the input of the test
    asked = question("yes_no")
    assert read("yes_no", kind_of(asked).format_value(asked, answer)) is answer


def test_a_survey_has_a_count_for_each_step_of_its_scale() -> None:
    asked = question("survey", scale={"yes": "Yes", "no": "No"})
    assert [column.id for column in kind_of(asked).built_in_fields(asked)] == ["statement", "yes", "no"]


@pytest.mark.parametrize("scale", [{"one": "1"}, {"One": "1", "two": "2"}, {"statement": "a", "b": "c"}, 3])
def test_a_scale_that_cannot_work_is_told_to_the_author_of_the_form(scale: Value) -> None:
    asked = question("survey", scale=scale)
    assert len(list(kind_of(asked).check_field(asked))) == 1


def test_a_photo_needs_words_for_those_who_cannot_see_it() -> None:
    codes = [
        problem.code
        for problem in KINDS["photos"].entry_problems({"picture": {"sha256": "0"}}, "data.photos/a")
    ]
    assert codes == ["photo-without-alt"]
    assert not list(KINDS["photos"].entry_problems({"picture": {"sha256": "0"}, "decorative": True}, "a/b"))


@pytest.mark.parametrize("given_picture", [{"sha256": "x"}, {"file": "a.jpg"}, 3])
def test_a_picture_that_the_draft_has_not_is_a_misfit(given_picture: object) -> None:
    assert isinstance(read("picture", given_picture), InvalidValue)


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("odd", [7, True, [], {}, [[]], {"a": 1}, "words", "", None, 1.5])
def test_whatever_is_given_is_read_or_refused_and_never_raises(kind: str, odd: object) -> None:
    asked = question(kind)
    kept = kind_of(asked).parse(asked, odd)
    if not isinstance(kept, InvalidValue) and not KINDS[kind].is_empty(kept):
        assert kind_of(asked).parse(asked, kept) == kept
        assert kind_of(asked).format_value(asked, kept)


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.stands_alone])
def test_a_report_prints_everything_that_the_proof_looks_for(kind: str) -> None:
    example, _ = json.JSONDecoder().raw_decode(KINDS[kind].json_example)
    choices = tuple(Choice(key, key.title()) for key in ("agreed", "plan", "statistics"))
    asked = Field("asked", kind, "Asked?", choices=choices if KINDS[kind].takes_choices else ())
    value = KINDS[kind].parse(asked, example)
    printed = KINDS[kind].printed(asked, value)
    text = printed.plain_text if isinstance(printed, RichText) else "".join(span.text for span in printed)
    parts = [part.text for part in KINDS[kind].provable_parts(asked, value)]
    assert parts
    assert [part for part in parts if not part or part not in text] == []


def test_choices_of_all_versions_are_kept_in_the_order_of_the_form_and_then_those_that_have_gone() -> None:
    asked = question("choices")
    versions = [("Ailsa Kerr", ["gone", "done"]), ("Morag Reid", ["agreed"])]
    assert kind_of(asked).combine(asked, versions) == ["agreed", "done", "gone"]


@pytest.mark.parametrize("kind", ["number", "date", "person", "yes_no", "picture"])
def test_of_an_answer_that_is_one_thing_only_one_version_can_be_kept(kind: str) -> None:
    asked = question(kind)
    assert kind_of(asked).combine(asked, [("Ailsa Kerr", "1"), ("Morag Reid", "2")]) is None


@pytest.mark.parametrize(
    ("noun", "many"), [("source", "sources"), ("entry", "entries"), ("survey", "surveys"), ("box", "boxes")]
)
def test_nouns_have_plurals(noun: str, many: str) -> None:
    assert plural(noun) == many


@pytest.mark.parametrize("typed", ["2016-13", "2016-02-31", "0000", "9999-99-99"])
def test_digits_that_are_no_date_are_kept_as_typed(typed: str) -> None:
    assert parse_date(typed) is None
    assert format_date(typed) == typed
    assert complaints("date", typed) == ["date-not-read"]
    assert complaints("period", {"start": typed, "end": typed}) == ["date-not-read", "date-not-read"]
