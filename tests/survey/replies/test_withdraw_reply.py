"""Whichever reply is withdrawn, one fewer is counted, and the others are unchanged."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carreport.form.kinds import KINDS, InvalidValue
from carreport.form.schema import Field
from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import Corrections
from carreport.survey.importing.importer import batch_values
from carreport.survey.importing.plan import ImportPlan, plan_import
from carreport.survey.replies.deduplicate import ReplySet, deduplicate
from carreport.survey.replies.withdraw_reply import last_duplicate_key, withdrawal_value, without_replies
from tests.survey.files import target, text_table

ANSWERS = st.sampled_from(["Agree", "Disagree", "Don't know", ""])
REPLIES = st.lists(
    st.tuples(ANSWERS, st.sampled_from(["School", "Service", ""]), st.sampled_from(["Time", "People", ""])),
    min_size=2,
    max_size=12,
)
TAKEN = Corrections(
    column_types={0: ColumnType.STATEMENT, 1: ColumnType.GROUP, 2: ColumnType.OPEN},
    scale="three",
    already="others",
)


def planned(
    folder: Path, rows: list[tuple[str, str, str]], batches: tuple[dict[str, object], ...] = ()
) -> ImportPlan:
    written = io.StringIO()
    csv.writer(written).writerows([("We meet", "Where?", "Why?"), *rows])
    into = replace(target(), batches=batches)
    return plan_import(
        text_table(folder, written.getvalue()), into, replace(TAKEN, already="") if batches else TAKEN
    )


def said(joined: ReplySet) -> dict[str, tuple[str | None, ...]]:
    told = [*joined.statements.values(), *joined.opens.values(), joined.groups]
    return {key: tuple(column[row] for column in told) for row, key in enumerate(joined.keys)}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=REPLIES, which=st.integers(0, 11))
def test_one_goes_and_the_others_stay_as_they_were(
    tmp_path: Path, rows: list[tuple[str, str, str]], which: int
) -> None:
    plan = planned(tmp_path, [("Agree", "School", "Time"), *rows])
    (value,) = batch_values(plan)
    before = deduplicate([value])
    key = last_duplicate_key(before.keys, before.keys[which % before.n])
    batches = (without_replies(value, {key}), withdrawal_value([key]))
    after = deduplicate(batches)
    assert said(after) == {name: told for name, told in said(before).items() if name != key}
    assert said(deduplicate([value, batches[1]])) == said(after)  # also where somebody still has all of them
    assert said(deduplicate([*batches, without_replies(value, after.withdrawn)])) == said(after)


def test_the_word_of_a_group_that_nobody_else_named_goes_too(tmp_path: Path) -> None:
    plan = planned(
        tmp_path, [("Agree", "School", "Time"), ("Agree", "Canary", "x"), ("Disagree", "School", "y")]
    )
    kept = without_replies(batch_values(plan)[0], {deduplicate(batch_values(plan)).keys[1]})
    assert "Canary" not in str(kept)
    assert deduplicate([kept]).groups == ["School", "School"]


def test_what_is_kept_of_a_withdrawn_reply_is_its_mark_and_can_be_read_again() -> None:
    kept = withdrawal_value(["0a1b2c3d4e5f#2"])
    field = Field("r", "replies", "Replies?")
    assert KINDS["replies"].parse(field, kept) == kept
    assert KINDS["replies"].format_value(field, kept).startswith("1 reply withdrawn")
    assert isinstance(KINDS["replies"].parse(field, {**kept, "withdrawn": ["words"]}), InvalidValue)


def test_a_reply_that_is_no_longer_there_keeps_its_key() -> None:
    assert last_duplicate_key(["mine", "mine#2", "mine#10", "other"], "mine") == "mine#10"
    assert last_duplicate_key(["other"], "mine#2") == "mine#2"
    assert last_duplicate_key([], "mine") == "mine"
