"""Groups are compared only where nobody can be identified."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from carreport.survey.agreement import Side, Tally, scale_steps, tally_statement
from carreport.survey.replies.deduplicate import deduplicate
from carreport.survey.results.export_table import safe_cell
from carreport.survey.results.groups import SMALLEST_GROUP, can_show_shares
from carreport.survey.scales import LABELS

STEPS = scale_steps(LABELS["three"])


def said(agree: int, disagree: int) -> Tally:
    return tally_statement("S", {"agree": agree, "disagree": disagree}, STEPS)


def test_a_group_in_which_fewer_than_five_agreed_or_did_not_is_hidden() -> None:
    assert can_show_shares([said(10, 6), said(3, 9), said(9, 2)]) == [True, False, False]


def test_a_group_that_is_hidden_alone_takes_the_smallest_of_the_others_along() -> None:
    assert can_show_shares([said(20, 20), said(8, 8), said(3, 9)]) == [True, False, False]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=6))
def test_nothing_that_is_shown_tells_of_one_to_four_people(groups: list[tuple[int, int]]) -> None:
    tallies = [said(*group) for group in groups]
    shown = can_show_shares(tallies)
    assert shown.count(False) != 1 or not any(shown)
    for tally, may in zip(tallies, shown, strict=True):
        if may:
            assert tally.n >= SMALLEST_GROUP
            assert tally.count(Side.AGREE) not in range(1, SMALLEST_GROUP)


def test_groups_and_waves_come_with_the_replies() -> None:
    value = {
        "file": "",
        "steps": [["agree", "Agree"], ["disagree", "Disagree"]],
        "columns": [
            {"as": "statement", "to": "s1", "heading": "S", "given": "01"},
            {"as": "group", "heading": "Work", "words": ["School", "Council"], "given": "10"},
        ],
        "marks": "0" * 12 + "1" * 12,
        "wave": "First",
    }
    joined = deduplicate([value])
    assert (joined.groups, joined.waves) == (["Council", "School"], ["First", "First"])


def test_a_cell_that_a_spreadsheet_would_reckon_with_is_made_harmless() -> None:
    for cell in ("=1+1", "+44", "-2", "@SUM", "\tx", "\rx"):
        assert safe_cell(cell) == "'" + cell
    assert safe_cell("We meet = good") == "We meet = good"
