"""Nouns, numbers and names are formatted in the same way everywhere."""

from __future__ import annotations

import pytest

from carreport.form.wording import format_count, format_count_or_no, format_list, format_quantity, plural


@pytest.mark.parametrize(
    ("names", "said"),
    [([], ""), (["Iain"], "Iain"), (["Iain", "Morag"], "Iain and Morag"), ("abc", "a, b and c")],
)
def test_names_are_listed_as_one_reads_them(names: list[str], said: str) -> None:
    assert format_list(names) == said


def test_the_last_of_several_may_stand_behind_or() -> None:
    assert format_list(["a member", "the fellow"], "or") == "a member or the fellow"


def test_a_number_stands_with_its_noun() -> None:
    assert (format_count(1, "entry"), format_count(0, "entry"), format_count(1200, "reply")) == (
        "1 entry",
        "0 entries",
        "1,200 replies",
    )
    assert (format_count_or_no(0, "entry"), format_count_or_no(2, "copy")) == ("no entries", "2 copies")


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        (1, "people", "1 person"), (1, "survey replies", "1 survey reply"),
        (1, "hours a week", "1 hour a week"),
        (1, "boxes", "1 box"), (1, "cm", "1 cm"), (0, "tables", "0 tables"), (1234, "people", "1,234 people"),
        ("about 20", "people", "about 20 people"), ("200+", "people", "200+ people"),
        ("20-30", "people", "20-30 people"), ("5 or 6", "tables", "5 or 6 tables"),
        ("a few", "people", "a few people"), ("dozens", "people", "dozens of people"),
        ("20 people", "people", "20 people"), ("unknown", "people", "unknown"), ("about 20", "", "about 20"),
        ("30ish", "people", "30ish people"), ("about 1.5k", "people", "about 1.5k people"),
        ("twenty-five", "people", "twenty-five people"), ("2 dozen", "people", "2 dozen people"),
        ("20–30", "people", "20–30 people"), ("about 50%", "%", "about 50%"),
        ("plenty", "cakes", "plenty of cakes"), ("about 1", "people", "about 1 person"),
        ("one", "tables", "one table"), ("only one", "people", "only one person"),
        ("0-1", "people", "0-1 people"), ("about 21", "people", "about 21 people"),
        ("£1,200", "people", "£1,200"), ("about £5", "people", "about £5"),
    ],
)  # fmt: skip
def test_a_number_has_its_unit_in_the_right_form(number: float | str, unit: str, said: str) -> None:
    assert format_quantity(number, unit) == said


def test_irregular_nouns_have_their_plural() -> None:
    assert [plural(noun) for noun in ("person", "young person", "child", "reply", "box")] == [
        "people", "young people", "children", "replies", "boxes",
    ]  # fmt: skip
