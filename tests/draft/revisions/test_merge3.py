"""Edits of different paragraphs merge; edits of the same paragraph do not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from carreport.draft.revisions.merge3 import MergedValue, MergeSide, ThreeWayMerge
from carreport.form.schema import Value
from tests.rich_text import text

NO, YES = False, True
LINES = st.lists(st.sampled_from("abcdefgh"), max_size=6)


def merge_values(base: Value, ours: Value, theirs: Value) -> MergedValue | None:
    return ThreeWayMerge().merge(*map(MergeSide.of, (base, ours, theirs)))


def merge_lines(base: list[str], ours: list[str], theirs: list[str]) -> list[str] | None:
    merged = merge_values(*(text(*lines) for lines in (base, ours, theirs)))
    return None if merged is None else [block["spans"][0]["text"] for block in merged.value]


def test_edits_of_different_paragraphs_come_together() -> None:
    ours = text("one, mended", "two", "three")
    theirs = text("one", "two", "three, mended")
    joined = merge_values(text("one", "two", "three"), ours, theirs)
    assert joined == MergedValue(text("one, mended", "two", "three, mended"))


def test_edits_of_neighbouring_paragraphs_come_together() -> None:
    assert merge_lines(["1", "2"], ["1x", "2"], ["1", "2y"]) == ["1x", "2y"]


def test_an_edit_that_both_sides_made_counts_once() -> None:
    assert merge_lines(["1", "2", "3"], ["1", "2x", "3x"], ["1", "2x", "3"]) == ["1", "2x", "3x"]


def test_a_paragraph_added_at_the_end_meets_an_edit_of_the_last_one() -> None:
    assert merge_lines(["1"], ["1", "2"], ["1y"]) == ["1y", "2"]


def test_two_edits_of_one_paragraph_do_not_come_together() -> None:
    assert merge_lines(["1", "2"], ["1", "2x"], ["1", "2y"]) is None


def test_two_paragraphs_added_at_one_place_do_not_come_together() -> None:
    assert merge_lines(["1"], ["1", "x"], ["1", "y"]) is None


def test_an_answer_that_is_no_text_comes_together_only_if_one_side_left_it_alone() -> None:
    assert merge_values("old", "old", "new") == MergedValue("new")
    assert merge_values("old", "newer", "new") is None
    assert merge_values(None, ["plan"], ["survey"]) is None


def test_nobody_loses_against_an_answer_that_says_nothing() -> None:
    assert merge_values(None, "", "words") == MergedValue("words")
    assert merge_values(None, NO, YES) is None


@given(LINES, LINES, LINES)
def test_no_line_that_a_side_brought_is_ever_dropped(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    merged = merge_lines(base, ours, theirs)
    if merged is not None:
        assert {*ours, *theirs} - {*base} <= {*merged}
        assert {*merged} <= {*base, *ours, *theirs}


@given(LINES, LINES, LINES)
def test_it_does_not_matter_which_side_is_called_ours(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    assert merge_lines(base, ours, theirs) == merge_lines(base, theirs, ours)


@given(LINES, LINES)
def test_a_side_that_changed_nothing_takes_the_other(base: list[str], theirs: list[str]) -> None:
    assert merge_lines(base, base, theirs) == theirs
