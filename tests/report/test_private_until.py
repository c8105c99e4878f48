"""What a list keeps private until its writers release it is printed by no template, whatever it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from carreport.form.kinds import KINDS
from carreport.report.printable import NOT_RELEASED, NUMBER_TAKEN
from carreport.report.templates.presentations import PRESENTATIONS

Make = Callable[..., Any]
LIST = """
[[section.field]]
id = "each"
kind = "list"
item = "reflection"
label = "What do you make of it?"
voice = "member"
private_until = {{ {condition} }}
[[section.field.field]]
id = "respondent"
kind = "number"
label = "Number"
[[section.field.field]]
id = "member"
kind = "line"
label = "Who"
[[section.field.field]]
id = "came"
kind = "text"
label = "Words"
[[section.field.field]]
id = "release"
label = "May it?"
{guard}
[[section.field.field]]
id = "asked"
kind = "list"
label = "Asked"
[[section.field.field.field]]
id = "question"
kind = "line"
label = "Question"
"""
CHOICE = 'kind = "choice"\nchoices = { not_yet = "Not yet", respondent = "Number", named = "Name" }'
SEVERAL = 'kind = "choices"\nchoices = { group = "The group", readers = "Readers", nobody = "Nobody" }'
GUARDS: list[tuple[str, str, Any, Any]] = [
    ('release = ["respondent", "named"]', CHOICE, "named", "not_yet"),
    ('release = ["Name"]', CHOICE, "named", None),
    ('release = ["readers"]', SEVERAL, ["group", "readers"], ["group", "nobody"]),
    ("release = true", 'kind = "yes_no"', True, False),
    ('release = ["yes"]', 'kind = "line"', "yes", "no"),
    ("release = [1]", 'kind = "number"', 1, 2),
]
FOR_LISTS = [name for name, how in PRESENTATIONS.items() if how.shows(KINDS["list"])]


def outline(presentation: str) -> str:
    """Return an outline that shows the list in one presentation."""
    if presentation == "form":
        return 'outline = "form"'
    extra = {"table": 'columns = ["member"]\n'}.get(presentation, "")
    part = f'[[section.part]]\nshow = "{presentation}"\nanswers = ["s.each"]\n{extra}'
    return f'[[section]]\nheading = "H"\n{part}'


def entry(item: str, release: Any, **values: Any) -> dict[str, Any]:
    filled = {"$id": item, "came": f"wordsof{item}", "member": f"nameof{item}", **values}
    return filled if release is None else {**filled, "release": release}


@pytest.mark.parametrize("audience", ["public", "team"])
@pytest.mark.parametrize("case", GUARDS)
def test_an_entry_whose_condition_is_not_met_is_not_printed(
    make: Make, case: tuple[str, str, Any, Any], audience: str
) -> None:
    condition, guard, yes, no = case
    fields = LIST.format(condition=condition, guard=guard)
    made = make(fields, {"each": [entry("open", yes), entry("shut", no)]}, audience=audience)
    assert "wordsofopen" in made.html
    assert "shut" not in made.html
    assert made.report.withheld["s.each/shut/came"] == NOT_RELEASED
    assert made.proof.missing == ()


@pytest.mark.parametrize("presentation", FOR_LISTS)
def test_no_presentation_prints_it(make: Make, presentation: str) -> None:
    fields = LIST.format(condition='release = ["respondent", "named"]', guard=CHOICE)
    each = [entry("open", "named"), entry("shut", "not_yet", asked=[{"question": "innershut"}])]
    made = make(fields, {"each": each}, outline(presentation))
    assert "shut" not in made.html
    assert made.report.withheld["s.each/shut/came"] == NOT_RELEASED
    assert not [item for item in made.proof.missing if "shut" in item.path]


def test_an_answer_that_is_no_longer_asked_releases_nothing(make: Make) -> None:
    guard = f'{CHOICE}\nshow_if = {{ member = ["asked"] }}'
    fields = LIST.format(condition='release = ["named"]', guard=guard)
    made = make(fields, {"each": [entry("shut", "named"), entry("open", "named", member="asked")]})
    assert "wordsofopen" in made.html
    assert "wordsofshut" not in made.html


def test_neither_a_quotation_of_it_nor_lists_inside_it_are_printed(make: Make) -> None:
    fields = LIST.format(condition='release = ["named"]', guard=CHOICE)
    quoted = {
        "type": "quote",
        "source": "s.each/shut/came",
        "spans": [{"text": "wordsofshut"}],
    }
    inner = [{"question": "innershut"}]
    given = {"$fellow": [quoted], "each": [entry("shut", "not_yet", asked=inner)]}
    made = make(fields, given)
    assert "shut" not in made.html
    assert made.proof.missing == ()


def test_of_two_entries_with_one_number_the_smaller_id_keeps_it(make: Make) -> None:
    fields = LIST.format(condition='release = ["respondent", "named"]', guard=CHOICE)
    each = [
        entry("b", "respondent", respondent=3),
        entry("a", "respondent", respondent=3),
        entry("c", "respondent", respondent=4),
        entry("0", "not_yet", respondent=3),
    ]
    made = make(fields, {"each": each}, outline("reflections"))
    assert made.html.count("Respondent 3") == 1
    assert made.html.index("wordsofa") < made.html.index("Respondent 3") < made.html.index("wordsofc")
    assert "A member of the group" in made.html
    assert made.report.withheld["s.each/b/respondent"] == NUMBER_TAKEN
    assert all(made.report.withheld.values())
    assert made.proof.missing == ()


@pytest.mark.parametrize("presentation", ["form", "entries", "grouped"])
def test_a_number_that_is_taken_is_printed_nowhere_else(make: Make, presentation: str) -> None:
    fields = LIST.format(condition='release = ["respondent"]', guard=CHOICE)
    each = [entry("b", "respondent", respondent=4711), entry("a", "respondent", respondent=4711)]
    made = make(fields, {"each": each}, outline(presentation))
    assert made.html.count("4,711") <= 1
    assert made.report.withheld["s.each/b/respondent"] == NUMBER_TAKEN
    assert made.proof.missing == ()


def test_in_a_list_that_is_not_private_two_entries_may_have_one_number(make: Make) -> None:
    fields = LIST.format(condition='release = ["respondent"]', guard=CHOICE)
    fields = re.sub("private_until = .*", "", fields)
    each = [entry("b", "respondent", respondent=3), entry("a", "respondent", respondent=3)]
    made = make(fields, {"each": each}, outline("reflections"))
    assert made.html.count("Respondent 3") == 2
    assert "s.each/b/respondent" not in made.report.withheld
