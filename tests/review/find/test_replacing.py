"""Only what its author may change is replaced, as one step; all else stays the same, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError
from carreport.form.answers import canonical_json
from carreport.form.loader import parse_form
from carreport.form.richtext import RichText
from carreport.review.find.occurrences import InquiryText, KeepReason, Occurrence
from carreport.review.find.replacing import (
    Replacement,
    apply_replacement,
    plan_replacement,
    revert_replacement,
)
from carreport.review.find.text_search import TextSearch
from carreport.review.threads import NewThread, begin_thread, threads_of
from carreport.ui.library import local_drafts
from tests.rich_text import text

FORM = parse_form("""
[form]
id = "names"
title = "Names"
[[section]]
id = "s"
title = "Section"
[[section.field]]
id = "title"
kind = "line"
label = "Title"
[[section.field]]
id = "lead"
kind = "person"
label = "Who leads?"
[[section.field]]
id = "issue"
kind = "text"
label = "What is the issue?"
[[section.field]]
id = "count"
kind = "number"
label = "How many?"
[[section.field]]
id = "began"
kind = "date"
label = "When?"
[[section.field]]
id = "mood"
kind = "choice"
label = "How is it?"
choices = { good = "Good for Morag", bad = "Bad" }
""")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DraftSession]:
    with DraftSession.create(tmp_path / "a.carreport", FORM, "Ailsa") as session:
        yield session


def found(session: DraftSession, words: str) -> list[Occurrence]:
    return list(InquiryText.of(session).occurrences(TextSearch(words)))


def replace_all(session: DraftSession, words: str, other: str) -> Replacement:
    plan = plan_replacement(found(session, words), other)
    apply_replacement(session, plan)
    return plan


def test_a_misspelt_name_is_replaced_in_lines_people_texts_and_own_comments(session: DraftSession) -> None:
    session.write("s.title", "Morag’s inquiry")
    session.write("s.lead", {"name": "Morag Reid", "role": "Lead"})
    session.write("s.issue", text("Morag said so.", "So did Morag."))
    begin_thread(session, NewThread("s.issue", RichText.from_plain("Ask Morag")))
    assert [place.path for place in found(session, "morag")][:4] == [
        "s.title",
        "s.lead",
        "s.issue",
        "s.issue",
    ]
    assert replace_all(session, "morag", "Moira").count == 5
    answers = session.answers()
    assert (answers.get("s.title"), answers.get("s.lead")["name"]) == ("Moira’s inquiry", "Moira Reid")
    assert answers.rich_text("s.issue").plain_text == "Moira said so.\n\nSo did Moira."
    assert threads_of(session)[0].began.words.plain_text == "Ask Moira"


def test_what_would_not_fit_the_question_stays_and_is_named(session: DraftSession) -> None:
    session.write("s.count", 19)
    session.write("s.began", "2016-03-14")
    session.write("s.mood", "good")
    plan = plan_replacement([*found(session, "19"), *found(session, "March"), *found(session, "Morag")], "x")
    assert (plan.count, plan.kept_counts) == (0, {KeepReason.UNFIT: 2, KeepReason.CHOICE: 1})
    assert replace_all(session, "19", "20").after == {"s.count": 20}


def test_an_answer_with_two_versions_stays(session: DraftSession) -> None:
    session.write("s.title", "Morag")
    session.seal()
    base = session.tree.head_ids("s.title")
    for other in ("Morag A", "Morag B"):
        session.merge_change(session.writer.supersede("s.title", other, base))
    assert {place.kept for place in found(session, "Morag")} == {KeepReason.CONFLICT}
    assert len({place.key for place in found(session, "Morag")}) == 2


def test_a_comment_by_somebody_else_stays(session: DraftSession) -> None:
    session.write("s.title", "A")
    begin_thread(session, NewThread("s.title", RichText.from_plain("Ask Morag")))
    session.sign("Ben")
    assert [place.kept for place in found(session, "Morag")] == [KeepReason.COMMENT]


def test_undo_keeps_what_was_typed_since(session: DraftSession) -> None:
    session.write("s.issue", text("Morag came.", "Later."))
    session.write("s.title", "Morag")
    plan = replace_all(session, "Morag", "Moira")
    session.write("s.issue", text("Moira came.", "Later, much later."))
    revert_replacement(session, plan)
    assert session.answers().rich_text("s.issue").plain_text == "Morag came.\n\nLater, much later."
    plan = replace_all(session, "Morag", "Moira")
    session.write("s.title", "Moira again")
    with pytest.raises(UsageError) as raised:
        revert_replacement(session, plan)
    assert raised.value.code == "edited-since"
    assert (session.answers().get("s.title"), len(found(session, "Morag"))) == ("Moira again", 1)


def test_the_words_of_others_replies_sources_and_quotations_stay_the_same() -> None:
    session = local_drafts.open_example("Somebody")
    with session:
        before = session.answers()
        plan = replace_all(session, "e", "E!")
        after = session.answers()
        kept = {place.path for place in plan.kept if place.kept is not KeepReason.UNFIT}
        assert plan.count > 3000
        assert {
            KeepReason.REPLY,
            KeepReason.QUOTATION,
            KeepReason.SOURCE,
            KeepReason.BY_OTHER,
            KeepReason.CHOICE,
        } <= {*plan.kept_counts}
        assert all(same(before.get(path), after.get(path)) for path in kept if path not in plan.after)
        assert all(lifted(before.get(path)) == lifted(after.get(path)) for path in plan.after)
        for whole in ("data.open_questions", "context.evidence"):
            replies = [entry.get("replies") or entry.values for entry in before.items(whole)]
            assert replies == [entry.get("replies") or entry.values for entry in after.items(whole)]
        revert_replacement(session, plan)
        assert session.answers().values == before.values


def same(one: object, other: object) -> bool:
    return canonical_json(one) == canonical_json(other)


def lifted(value: Any) -> list[object]:
    blocks = value if isinstance(value, list) else []
    return [block for block in blocks if isinstance(block, dict) and block.get("source")]
