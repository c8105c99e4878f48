"""Counts can be entered on any scale; rows with a different sum are reported, not refused."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from carreport.form.kinds import KINDS, InvalidValue
from carreport.form.schema import Field
from carreport.survey.agreement import scale_steps
from carreport.survey.replies.deduplicate import deduplicate
from carreport.survey.results.counts import NO_COUNTS, counts_entry_id, entered_counts, sum_mismatch_note
from carreport.survey.scales import LABELS, Scale, scale_by_name

FIVE, YES_NO = (Scale(name, scale_steps(LABELS[name])) for name in ("agree5", "yes_no"))
FIELD = Field("replies", "replies", "Replies?")


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(list(LABELS["agree5"])), st.integers(0, 999)))
)
def test_counts_come_back_as_they_were_typed(typed: list[tuple[str, str, int]]) -> None:
    counts = NO_COUNTS.with_count(FIVE, "a", "agree", 0)
    for to, key, count in typed:
        counts = counts.with_count(FIVE, to, key, count)
    value = KINDS["replies"].parse(FIELD, counts.value)
    assert not isinstance(value, InvalidValue)
    found = entered_counts(value)
    for to, own in counts.counts.items():
        assert sum(found.counts.get(to, {}).values()) == sum(own.values())
        assert sum(deduplicate([value]).counts.get(to, {}).values()) == sum(own.values())


def test_an_entry_of_replies_holds_no_typed_counts() -> None:
    value = NO_COUNTS.with_count(FIVE, "a", "agree", 3).value
    assert entered_counts({**value, "marks": "0" * 12}) is NO_COUNTS
    assert entered_counts(None) is NO_COUNTS


def test_counts_go_to_another_scale_place_by_place_if_it_has_as_many_steps() -> None:
    counts = NO_COUNTS.with_count(YES_NO, "a", "no", 4)
    other = scale_by_name("own", "Ja; Nein; Weiß nicht")
    assert other is not None
    moved = counts.on_scale(other)
    assert moved is not None
    assert moved.counts == {"a": {"nein": 4}}
    assert counts.on_scale(FIVE) is None


def test_the_entry_of_counts_is_the_same_on_every_computer() -> None:
    assert counts_entry_id("s.surveys/p/replies") == counts_entry_id("s.surveys/p/replies")
    assert counts_entry_id("s.surveys/p/replies") != counts_entry_id("s.surveys/q/replies")


def test_a_row_that_adds_up_to_another_number_than_most_is_named() -> None:
    said = sum_mismatch_note({1: 19, 2: 19, 3: 18, 4: 0, 5: 20})
    assert re.findall(r"\d+", said)[:5] == ["19", "3", "18", "5", "20"]
    assert sum_mismatch_note({1: 19, 2: 19, 3: 0}) == ""


def test_more_answers_than_people_who_sent_it_back_are_named() -> None:
    said = sum_mismatch_note({1: 21, 2: 21}, 19)
    assert re.findall(r"\d+", said) == ["1", "2", "19"]
