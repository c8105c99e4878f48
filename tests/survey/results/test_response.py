"""Approximate numbers are shown as typed and never added up."""

from __future__ import annotations

from typing import Any

import pytest

from carreport.form.answers import Item
from carreport.survey.results.response import responses_by_group


def sentences(*rounds: tuple[Any, Any]) -> list[str]:
    items = [
        Item(str(number), {"who": "Staff", "asked": asked, "answered": answered})
        for number, (asked, answered) in enumerate(rounds)
    ]
    return [response.sentence for response in responses_by_group(items) if response.sentence]


@pytest.mark.parametrize(
    ("rounds", "said"),
    [
        ([(3, 2)], "2 of 3 (67%) answered."),
        ([(37, 5), (None, 5)], "10 of 37 (27%) answered."),
        ([("about 40", "about 20")], "about 20 of about 40 answered."),
        ([(40, "dozens")], "dozens of 40 answered."),
        ([("200+", 30)], "30 of 200+ answered."),
        ([(None, "about 20")], "about 20 answered; the number asked was not recorded."),
        ([(None, 7)], "7 answered; the number asked was not recorded."),
        ([(10, None)], "10 asked; the number who answered was not recorded."),
        ([(10, 0)], "0 of 10 (0%) answered."),
        ([(40, "most")], "most of 40 answered."),
        ([(40, "unknown")], "asked: 40; answered: unknown."),
        ([("20–30", "n/a")], "asked: 20–30; answered: n/a."),
        ([(None, "nobody knows")], "answered: nobody knows."),
        ([(40, "half the class")], "asked: 40; answered: half the class."),
        ([("20 people", "20 in June")], "asked: 20 people; answered: 20 in June."),
        ([("n/a", None)], "asked: n/a; the number who answered was not recorded."),
        ([(5, 9)], "9 of 5 answered."),
        ([(200, 199)], "199 of 200 (more than 99%) answered."),
        ([(10, 4), (5, None)], "4 answered; 1 round without a number is not included."),
    ],
)
def test_a_response_says_what_is_known(rounds: list[tuple[Any, Any]], said: str) -> None:
    assert sentences(*rounds) == [f"Staff: {said}"]


@pytest.mark.parametrize("rounds", [[(10, 5), (None, "about 3")], [(10, 5), ("20-30", 3)]])
def test_a_total_over_an_approximate_part_is_not_a_number(rounds: list[tuple[Any, Any]]) -> None:
    (said,) = sentences(*rounds)
    assert not any(letter.isdigit() for letter in said)


def test_nothing_entered_says_nothing() -> None:
    assert sentences((None, None)) == []
