"""Nouns, numbers and names are formatted in the same way everywhere."""

from __future__ import annotations

import pytest

from carreport.form.wording import format_count, format_count_or_no, format_list


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
