"""Replies of several files count each person once, whatever the order of the files."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from carreport.form.kinds import KINDS, InvalidValue
from carreport.form.schema import Field
from carreport.survey.importing.importer import counts_value, entered_batch_value
from carreport.survey.replies.deduplicate import deduplicate
from carreport.survey.replies.fingerprints import random_fingerprints
from carreport.survey.replies.reply_scales import has_different_scales
from carreport.survey.scales import scale_by_name

SCALE = scale_by_name("three")
assert SCALE is not None
FIELD = Field("replies", "replies", "Replies?")


def batch(*replies: tuple[int, str], to: str = "s1") -> dict[str, Any]:
    """Return a batch in which person 7 answers “agree” for `(7, "0")`."""
    given_steps = "".join(said for _, said in replies)
    return {
        "file": "r.csv",
        "steps": [["agree", "Agree"], ["disagree", "Disagree"], ["dont_know", "Don’t know"]],
        "columns": [{"as": "statement", "to": to, "heading": "S", "given": given_steps}],
        "marks": "".join(f"{person:012x}" for person, _ in replies),
    }


def counted(*batches: dict[str, Any]) -> Counter[str]:
    return Counter(step for step in deduplicate(batches).statements.get("s1", ()) if step)


def test_a_reply_that_came_twice_counts_once() -> None:
    assert counted(batch((1, "0"), (2, "1")), batch((2, "1"), (3, "0"))) == {"agree": 2, "disagree": 1}


def test_people_who_cannot_be_told_apart_are_as_many_as_in_the_fullest_file() -> None:
    assert counted(batch((1, "0"), (1, "0")), batch((1, "0"), (1, "0"), (1, "0"))) == {"agree": 3}


def test_a_column_that_only_one_file_has_is_counted_from_that() -> None:
    joined = deduplicate([batch((1, "0"), (2, "1")), batch((2, "0"), (3, "2"), to="s2")])
    assert joined.n == 3
    assert joined.statements["s1"] == ["agree", "disagree", None] or sorted(
        map(str, joined.statements["s1"])
    ) == ["None", "agree", "disagree"]
    assert Counter(joined.statements["s2"]) == {"agree": 1, "dont_know": 1, None: 1}


PEOPLE = st.lists(st.tuples(st.integers(0, 9), st.sampled_from("012-")), max_size=12)


@given(st.lists(PEOPLE, max_size=4), st.randoms())
def test_the_order_of_the_files_makes_no_difference(files: list[list[tuple[int, str]]], dice: Any) -> None:
    batches = [batch(*file) for file in files]
    mixed = batches[:]
    dice.shuffle(mixed)
    one, other = deduplicate(batches), deduplicate([*mixed, *mixed])
    assert (one.n, counted(*batches)) == (other.n, counted(*mixed, *mixed))
    most = Counter[int]()
    for file in files:
        most |= Counter(person for person, _ in file)
    assert one.n == most.total()


def test_counts_that_were_typed_in_and_replies_typed_one_by_one_are_kept_as_answers() -> None:
    assert SCALE is not None
    counts = counts_value(SCALE, {"s1": {"agree": 3, "disagree": 1}})
    typed = entered_batch_value(
        SCALE, ["s1"], [{"s1": "agree"}, {}, {"s1": "dont_know"}], random_fingerprints(3)
    )
    for value in (counts, typed):
        assert KINDS["replies"].parse(FIELD, value) == value
    assert deduplicate([counts]).counts == {"s1": {"agree": 3, "disagree": 1, "dont_know": 0}}
    assert counted(typed) == {"agree": 1, "dont_know": 1}


def test_replies_that_do_not_fit_together_are_no_answer() -> None:
    good = batch((1, "0"), (2, "1"))
    assert KINDS["replies"].parse(FIELD, good) == good
    column = good["columns"][0]
    for bad in (
        good | {"marks": good["marks"][:-1]},
        good | {"steps": [["agree", "Agree"], ["agree", "Again"]]},
        good | {"columns": [column | {"given": "0"}]},
        good | {"columns": [column | {"given": "09"}]},
        good | {"columns": [column | {"as": "secret"}]},
        good | {"columns": [column | {"more": 1}]},
        good | {"extra": 1},
        [good],
    ):
        assert isinstance(KINDS["replies"].parse(FIELD, bad), InvalidValue), bad


OFTEN = [["often", "Often"], ["never", "Never"], ["dont_know", "Don’t know"]]


def test_each_statement_keeps_the_scale_that_it_was_answered_on() -> None:
    one, other = batch((1, "0"), (2, "1")), batch((1, "1"), (2, "2"), to="s2") | {"steps": OFTEN}
    joined = deduplicate([one, other])
    assert joined.n == 2
    assert joined.scale_of("s1").keys == ("agree", "disagree", "dont_know")
    assert joined.scale_of("s2").keys == ("often", "never", "dont_know")
    assert Counter(joined.statements["s2"]) == {"never": 1, "dont_know": 1}
    assert not has_different_scales([one, other])
    assert has_different_scales([one, batch((3, "0")) | {"steps": OFTEN}])


def test_replies_typed_in_on_every_scale_add_only_what_was_chosen_to_a_statement() -> None:
    imported = batch((1, "0")), batch((1, "1"), to="s2") | {"steps": OFTEN}
    steps = [*batch()["steps"][:2], ["often", "Often"], ["never", "Never"], ["dont_know", "Don’t know"]]
    columns = [
        {"as": "statement", "to": to, "heading": "", "given": digit}
        for to, digit in (("s1", "1"), ("s2", "2"), ("s3", "-"))
    ]
    typed = {"file": "", "steps": steps, "columns": columns, "marks": "9" * 12}
    joined = deduplicate([*imported, typed])
    assert [joined.scale_of(to).keys[:2] for to in ("s1", "s2")] == [
        ("agree", "disagree"),
        ("often", "never"),
    ]
    assert joined.scale_of("s3") == joined.scale == joined.scale_of("s1")
    assert Counter(joined.statements["s2"]) == {"never": 1, "often": 1}
    assert not has_different_scales([*imported, typed])


@given(st.lists(PEOPLE, max_size=4))
def test_every_answer_is_a_point_on_the_scale_of_its_statement(files: list[list[tuple[int, str]]]) -> None:
    scales = [batch()["steps"], OFTEN]
    batches = [
        batch(*file, to=f"s{number % 3}") | {"steps": scales[number % 2]} for number, file in enumerate(files)
    ]
    joined = deduplicate(batches)
    for to, answers in joined.statements.items():
        assert {answer for answer in answers if answer} <= {*joined.scale_of(to).keys}
