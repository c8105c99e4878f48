"""The one choice for a private entry is made from any question that a form may name."""

from __future__ import annotations

from typing import Any

import pytest

from carreport.form.loader import parse_form
from carreport.form.release_choice import (
    chosen_option,
    is_release_choice,
    may_print_entry,
    release_options,
    value_to_store,
)
from carreport.form.schema import Field, Form

CHOICE = 'kind = "choice"\nchoices = {{ {} }}'


def form(condition: str, guard: str) -> Form:
    """Return a form with one list that is private until `condition` is met in the question `guard`."""
    return parse_form(f"""
[form]
id = "f"
title = "F"
[[section]]
id = "s"
title = "S"
[[section.field]]
id = "each"
kind = "list"
label = "Each"
private_until = {{ ask = {condition} }}
[[section.field.field]]
id = "number"
kind = "number"
label = "Number"
[[section.field.field]]
id = "ask"
label = "May it?"
{guard}
""")


def group(condition: str, guard: str) -> Field:
    found = form(condition, guard).field("s.each")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("condition", "guard", "labels", "values"),
    [
        (
            '["number", "named"]',
            CHOICE.format('no = "No", number = "Old words", named = "Older words"'),
            ["Keep private", "Give to the group, signed with your number",
             "Give to the group, signed with your name"],
            ["no", "number", "named"],
        ),
        ('["yes"]', CHOICE.format('yes = "Yes, do"'), ["Keep private", "Give to the group: Yes, do"],
         [None, "yes"]),
        ('["yes"]', CHOICE.format('later = "Later", never = "Never", yes = "Yes"'),
         ["Keep private: Later", "Keep private: Never", "Give to the group: Yes"], ["later", "never", "yes"]),
        ("true", 'kind = "yes_no"', ["Keep private", "Give to the group: Yes"], [None, True]),
        ('["all"]', 'kind = "choices"\nchoices = { all = "Everybody", some = "Some" }',
         ["Keep private", "Give to the group: Everybody"], [None, ["all"]]),
        ('["ok"]', 'kind = "line"', ["Keep private", "Give to the group: ok"], [None, "ok"]),
    ],
)  # fmt: skip
def test_the_options_have_our_labels_or_those_of_the_form(
    condition: str, guard: str, labels: list[str], values: list[Any]
) -> None:
    options = release_options(group(condition, guard))
    assert [option.label for option in options] == labels
    assert [option.value for option in options] == values
    assert [option.gives for option in options] == ["Give" in label for label in labels]
    assert all(chosen_option(group(condition, guard), option.value) == option for option in options)


def test_other_answers_to_a_question_with_several_stay() -> None:
    each = group('["all"]', 'kind = "choices"\nchoices = { all = "Everybody", some = "Some" }')
    keep, give = release_options(each)
    assert value_to_store(each, give, ["some"]) == ["some", "all"]
    assert value_to_store(each, keep, ["some", "all"]) == ["some"]
    assert may_print_entry(each, {"ask": ["some", "all"]})
    assert not may_print_entry(each, {"ask": ["some"]})


def test_a_label_in_the_condition_is_the_same_as_its_key() -> None:
    each = group('["Yes, print it"]', CHOICE.format('no = "No", yes = "Yes, print it"'))
    assert may_print_entry(each, {"ask": "yes"})
    assert not may_print_entry(each, {"ask": "no"})


def test_only_the_question_that_the_list_names_decides() -> None:
    made = form("true", 'kind = "yes_no"')
    assert is_release_choice(made, "s.each/a/ask")
    assert not any(
        is_release_choice(made, path) for path in ("s.each/a/number", "s.each", "s.each/a", "s.no/a/b")
    )
