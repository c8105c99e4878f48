"""Replies entered by hand are saved, corrected, removed and counted like those of a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers, Item
from carreport.form.kinds import KINDS, InvalidValue
from carreport.form.kinds.replies import GROUP
from carreport.form.loader import parse_form
from carreport.form.schema import Field
from carreport.survey.manual_entry import (
    MOST_GROUPS,
    EnteredReply,
    Questionnaire,
    entered_replies,
    entered_replies_value,
    name_problem,
    own_entry_id,
    preceding_fingerprint,
    read_questionnaire,
    remove_reply,
    save_reply,
)
from carreport.survey.replies.deduplicate import deduplicate
from carreport.survey.replies.fingerprints import random_fingerprints
from carreport.survey.replies.withdraw_reply import withdrawal_value
from carreport.survey.results.result import survey_result
from carreport.survey.scales import LABELS
from carreport.survey.themes import open_questions
from tests.survey.files import FORM_SOURCE

SCALED = parse_form(
    FORM_SOURCE.replace(
        '[[section.field.field]]\nid = "n"',
        '[[section.field.field]]\nid = "scale"\nkind = "choice"\nlabel = "Scale?"\n'
        'choices = { agree4 = "Four", yes_no = "Yes or no" }\n\n[[section.field.field]]\nid = "n"',
        1,
    )
)
AT = "s.surveys/poll"
ASKED = ("a", "b", "c")


def filled(**survey: Any) -> Answers:
    statements = tuple(Item(statement, {"statement": f"Statement {statement}"}) for statement in ASKED)
    poll = Item("poll", {"name": "Poll", "statements": statements, **survey})
    opens = (Item("hard", {"question": "What is hard?", "survey": "Poll"}),)
    return Answers({"s.surveys": (poll,), "s.opens": opens})


def opened(tmp_path: Path, **survey: Any) -> DraftSession:
    session = DraftSession.create(tmp_path / "a.carreport", SCALED, "Ailsa Kerr")
    session.fill(filled(**survey))
    return session


def asked_of(session: DraftSession) -> Questionnaire:
    return read_questionnaire(session.form, session.answers(), AT)


def reply(group: str = "", texts: str = "", **answers: str) -> EnteredReply:
    return EnteredReply(random_fingerprints(1)[0], answers, {"hard": texts} if texts else {}, group)


def put(session: DraftSession, *replies: EnteredReply) -> str:
    batch = own_entry_id(asked_of(session), *session.author_and_device)
    for entered in replies:
        save_reply(session, asked_of(session), batch, entered)
    return batch


def test_a_reply_comes_back_as_it_was_typed(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        said = replace(reply("School", "Time\nand again", a="agree", c="dont_know"), wave="First")
        batch = put(session, said)
        assert asked_of(session).entered == ((batch, said),)
        (question,) = open_questions(session.form, session.answers())
        assert [reply.text.plain_text for reply in question.replies] == ["Time\nand again"]


def test_a_reply_that_is_mended_counts_once_and_one_taken_out_not_at_all(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        first, second = reply(a="agree"), reply(a="disagree")
        batch = put(session, first, second, replace(first, answers={"a": "strongly_agree"}))
        result = survey_result(session.form, session.answers(), f"{AT}/statements")
        assert (result.n, result.statements[0].tally.counts) == (2, (1, 0, 1, 0, 0))
        remove_reply(session, asked_of(session), batch, first.fingerprint)
        assert [entered.fingerprint for _, entered in asked_of(session).entered] == [second.fingerprint]


def test_a_reply_that_comes_back_stands_where_it_stood(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        replies = [reply(a="agree"), reply(a="disagree"), reply(b="agree")]
        batch = put(session, *replies)
        for entered in replies:
            behind = preceding_fingerprint(asked_of(session), batch, entered.fingerprint)
            remove_reply(session, asked_of(session), batch, entered.fingerprint)
            save_reply(session, asked_of(session), batch, entered, behind)
        assert [entered for _, entered in asked_of(session).entered] == replies
        behind = preceding_fingerprint(asked_of(session), batch, replies[1].fingerprint)
        for entered in replies[:2]:
            remove_reply(session, asked_of(session), batch, entered.fingerprint)
        save_reply(session, asked_of(session), batch, replies[1], behind)
        assert [entered for _, entered in asked_of(session).entered] == [replies[2], replies[1]]


def test_the_entry_goes_with_its_last_reply_and_comes_back_with_the_next(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        one, two = reply(a="agree"), reply(b="agree")
        batch = put(session, one)
        remove_reply(session, asked_of(session), batch, one.fingerprint)
        assert session.answers().items(f"{AT}/replies") == ()
        put(session, two)
        assert asked_of(session).entered == ((batch, two),)


def test_two_people_who_type_apart_lose_none_of_their_replies(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        asked = asked_of(session)
        entries = {own_entry_id(asked, "Ailsa Kerr", "one"), own_entry_id(asked, "Ailsa Kerr", "two")}
        assert len({*entries, own_entry_id(asked, "Iain Moffat", "one")}) == 3
        for entry in sorted(entries):
            save_reply(session, asked_of(session), entry, reply(a="agree"))
        assert asked_of(session).n == 2


def test_nobody_said_which_scale_so_the_usual_one_is_taken_and_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        assert asked_of(session).scale_is_guessed
        put(session, reply(a="agree"))
        assert session.answers().items("s.surveys")[0].get("scale") == "agree4"
        assert not asked_of(session).scale_is_guessed


def test_the_scale_of_replies_that_are_in_stays_when_another_is_chosen(tmp_path: Path) -> None:
    with opened(tmp_path, scale="yes_no") as session:
        assert asked_of(session).scale.keys == ("yes", "no", "dont_know")
        put(session, reply(a="yes"))
        session.write(f"{AT}/scale", "agree4")
        asked = asked_of(session)
        assert (asked.scale.name, asked.scale_is_other) == ("yes_no", True)


def test_answers_to_a_statement_that_is_not_asked_any_more_are_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        said = reply(a="agree", b="agree")
        put(session, said)
        session.remove_item(f"{AT}/statements/b")
        put(session, reply(a="disagree"))
        assert asked_of(session).entered[0][1] == said


def test_replies_of_a_file_and_counts_are_no_typed_replies() -> None:
    value = {"file": "a.csv", "steps": [["agree", "Agree"]], "columns": [], "marks": "0" * 12}
    assert entered_replies(value) == ()
    assert entered_replies({**value, "file": "", "marks": ""}) == ()
    assert entered_replies(None) == ()


def test_more_groups_than_can_be_told_apart_are_refused_with_a_reason(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        put(session, *(reply(f"Group {number}", a="agree") for number in range(MOST_GROUPS)))
        assert name_problem(asked_of(session), GROUP, "Group 3") == ""
        assert "“One more”" in name_problem(asked_of(session), GROUP, "One more")


ANSWERS = st.dictionaries(st.sampled_from(ASKED), st.sampled_from(list(LABELS["agree4"])), max_size=3)


@pytest.fixture(scope="module")
def asked() -> Questionnaire:
    return read_questionnaire(SCALED, filled(), AT)


@given(
    st.lists(st.tuples(ANSWERS, st.sampled_from(["", "School", "Town"]), st.text(max_size=12)), max_size=9)
)
def test_whatever_is_typed_fits_the_draft_and_counts_to_n(
    asked: Questionnaire, said: list[tuple[dict[str, str], str, str]]
) -> None:
    replies = [reply(group, words, **answers) for answers, group, words in said]
    value = KINDS["replies"].parse(Field("r", "replies", "R"), entered_replies_value(asked, replies))
    assert not isinstance(value, InvalidValue)
    joined = deduplicate([value])
    assert joined.n == len(replies)
    for to in ASKED:
        wanted = Counter(reply.answers[to] for reply in replies if to in reply.answers)
        assert Counter(step for step in joined.statements.get(to, ()) if step) == wanted
    assert [reply.answers for reply in entered_replies(value)] == [reply.answers for reply in replies]


def test_a_file_beside_them_is_read_once_while_one_types(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        filed = entered_replies_value(asked_of(session), [reply("Town", a="agree"), reply(a="agree")])
        session.add_item(f"{AT}/replies", values={"replies": {**filed, "file": "june.csv"}})
        before = asked_of(session)
        put(session, reply("School", a="agree"))
        after = read_questionnaire(session.form, session.answers(), AT, before)
        assert after.from_files is before.from_files
        assert (after.n, after.names_used(GROUP)) == (3, ("Town", "School"))
        assert after.n == survey_result(session.form, session.answers(), f"{AT}/statements").n


def test_a_reply_that_was_withdrawn_is_not_there_and_is_not_written_back(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        gone, stays = reply(texts="All of it", a="agree"), reply(a="agree")
        batch = put(session, gone, stays)
        session.add_item(f"{AT}/replies", values={"replies": withdrawal_value([gone.fingerprint])})
        assert asked_of(session).entered == ((batch, stays),)
        assert asked_of(session).n == 1
        remove_reply(session, asked_of(session), batch, gone.fingerprint)
        save_reply(session, asked_of(session), batch, gone)
        assert "All of it" not in str(session.answers().items(f"{AT}/replies"))


def test_each_statement_is_answered_on_its_own_scale(tmp_path: Path) -> None:
    steps = {
        "a": [["agree", "Agree"], ["disagree", "Disagree"]],
        "b": [["often", "Often"], ["never", "Never"]],
    }
    batches = tuple(
        Item(
            f"batch{to}",
            {
                "replies": {
                    "file": "r.csv",
                    "steps": points,
                    "columns": [{"as": "statement", "to": to, "heading": to, "given": "0"}],
                    "marks": "0" * 12,
                }
            },
        )
        for to, points in steps.items()
    )
    with opened(tmp_path, replies=batches) as session:
        asked = asked_of(session)
        assert [asked.scale_of(to).keys for to in "ab"] == [("agree", "disagree"), ("often", "never")]
        put(session, reply(a="disagree", b="never"))
        result = survey_result(session.form, session.answers(), f"{AT}/statements")
        assert [figure.tally.counts for figure in result.statements[:2]] == [(1, 1), (1, 1)]
        assert [asked_of(session).scale_of(to).keys for to in "abc"] == [
            ("agree", "disagree"), ("often", "never"), ("agree", "disagree"),
        ]  # fmt: skip
