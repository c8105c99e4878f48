"""Replies are sorted into themes, several each, and only those that may be quoted are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.survey.importing.importer import run_import
from carreport.survey.importing.plan import plan_import
from carreport.survey.target import find_target
from carreport.survey.themes import (
    Consent,
    OpenQuestion,
    format_themes,
    open_question,
    open_questions,
    parse_themes,
    rename_theme,
    set_consent,
    set_themes,
)
from tests.survey.files import FORM, FORM_SOURCE, text_table

TEXT = "ID,We meet,What is hard?\n1,Agree,Time\n2,Agree,No time\n3,Agree,People leave\n4,Agree,\n"


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[DraftSession]:
    with DraftSession.create(tmp_path / "study.carreport", FORM, "Isla Reid") as session:
        target = find_target(FORM, session.answers(), "s.surveys", "Poll")
        run_import(session, plan_import(text_table(tmp_path, TEXT), target))
        yield session


def question(draft: DraftSession) -> OpenQuestion:
    (found,) = open_questions(FORM, draft.answers())
    return found


def test_replies_of_a_file_are_there_without_an_entry_each(draft: DraftSession) -> None:
    assert [reply.text.plain_text for reply in question(draft).replies] == ["Time", "No time", "People leave"]
    assert draft.answers().items(question(draft).path + "/replies") == ()
    assert {reply.consent for reply in question(draft).replies} == {Consent.NOT_ASKED}


def test_a_reply_may_stand_in_several_themes_and_who_sorted_it_is_kept(draft: DraftSession) -> None:
    first, second, _ = question(draft).replies
    set_themes(draft, question(draft), first.id, ["Time"], "Isla Reid")
    set_themes(draft, question(draft), second.id, ["Time", "People"], "Isla Reid")
    found = question(draft)
    assert found.theme_counts() == {"Time": 2, "People": 1}
    assert [reply.id for reply in found.replies_in_theme("")] == [found.replies[2].id]
    assert found.item.get("themed_by") == "Isla Reid"
    (revision,) = draft.history(f"{found.path}/replies/{first.id}/theme")
    assert revision.author == "Isla Reid"


def test_a_reply_can_be_taken_out_of_its_themes_again(draft: DraftSession) -> None:
    reply = question(draft).replies[0].id
    set_themes(draft, question(draft), reply, ["Time"])
    set_themes(draft, question(draft), reply, [])
    assert question(draft).theme_counts() == {}


def test_a_theme_is_renamed_in_every_reply_and_in_the_list(draft: DraftSession) -> None:
    draft.write(f"{question(draft).path}/themes", "Time; People")
    for reply in question(draft).replies[:2]:
        set_themes(draft, question(draft), reply.id, ["time"])
    assert rename_theme(draft, question(draft), "Time", "Hours") == 2
    assert question(draft).theme_counts() == {"Hours": 2, "People": 0}


def test_what_is_said_of_one_reply_comes_before_what_is_said_of_all(draft: DraftSession) -> None:
    draft.write(f"{question(draft).path}/quoting", "unnamed")
    set_consent(draft, question(draft), question(draft).replies[1].id, Consent.WITHDRAWN)
    assert [reply.consent for reply in question(draft).replies] == [
        Consent.UNNAMED, Consent.WITHDRAWN, Consent.UNNAMED,
    ]  # fmt: skip
    assert [reply.consent.allows_quoting for reply in question(draft).replies] == [True, False, True]


def test_replies_that_were_typed_in_stand_beside_those_of_the_file(draft: DraftSession) -> None:
    draft.add_item(f"{question(draft).path}/replies", values={"words": [], "theme": "Time; Rooms"})
    assert question(draft).replies[0].themes == ("Time", "Rooms")
    assert len(question(draft).replies) == 4


def test_a_yes_or_no_of_an_older_form_still_counts(tmp_path: Path) -> None:
    start = FORM_SOURCE.index('id = "may_quote"')
    end = FORM_SOURCE.index("[[section.field]]", start)
    older = 'id = "may_quote"\nkind = "yes_no"\nlabel = "Quote?"\n\n'
    form = parse_form(FORM_SOURCE[:start] + older + FORM_SOURCE[end:])
    with DraftSession.create(tmp_path / "older.carreport", form, "Isla Reid") as draft:
        item = draft.add_item("s.opens", values={"question": "Why?"})
        for said in (True, False, None):
            draft.add_item(f"s.opens/{item}/replies", values={"theme": "T", "may_quote": said})
        found = open_question(form, draft.answers(), f"s.opens/{item}")
    assert found is not None
    assert [reply.consent for reply in found.replies] == [Consent.YES, Consent.NO, Consent.NOT_ASKED]


def test_themes_are_kept_on_one_line_each_once() -> None:
    assert parse_themes(" Time ;People; time;;") == ("Time", "People")
    assert format_themes(["Time; or not", "People"]) == "Time, or not; People"
