"""Evidence is stored as a place, so a figure follows its table and a quotation keeps its source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.form.kinds import KINDS, InvalidValue
from carreport.form.schema import Field
from carreport.survey.checks import survey_problems, unused_evidence
from carreport.survey.evidence import GONE, NOT_AGREED, EvidenceType, evidence_choices, resolve_evidence
from tests.survey.files import FORM


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[DraftSession]:
    with DraftSession.create(tmp_path / "study.carreport", FORM, "Isla Reid") as session:
        yield session


def survey(draft: DraftSession) -> str:
    where = f"s.surveys/{draft.add_item('s.surveys', values={'name': 'Poll'})}/statements"
    counts = {"agree": 15, "disagree": 4, "dont_know": 0}
    return f"{where}/{draft.add_item(where, values={'statement': 'We meet', **counts})}"


def point(draft: DraftSession, place: str) -> str:
    where = f"s.points/{draft.add_item('s.points', values={'label': 'Meeting'})}/shown"
    return f"{where}/{draft.add_item(where, values={'evidence': place})}/evidence"


def codes(draft: DraftSession) -> list[str]:
    return [problem.code for problem in survey_problems(FORM, draft.answers())]


def test_a_figure_says_what_its_table_says_now(draft: DraftSession) -> None:
    where = survey(draft)
    assert resolve_evidence(FORM, draft.answers(), f"{where}#agree").paragraphs == (
        "15 of 19 agreed with “We meet” (79%)",
    )
    draft.write(f"{where}/agree", 16)
    shown = resolve_evidence(FORM, draft.answers(), f"{where}#agree")
    assert (shown.paragraphs, shown.source) == (("16 of 20 agreed with “We meet” (80%)",), "Survey “Poll”")


def test_a_note_a_reply_and_a_source_are_told_with_where_they_are_from(draft: DraftSession) -> None:
    note = draft.add_item("s.notes", values={"note": "Open days", "table": "Table 1", "votes": 4})
    question = draft.add_item("s.opens", values={"question": "Why?"})
    words = [{"type": "paragraph", "spans": [{"text": "No time."}]}]
    values = {"words": words, "may_quote": "yes"}
    reply = draft.add_item(f"s.opens/{question}/replies", values=values)
    source = draft.add_item("s.evidence", values={"name": "Local plan"})
    told = [
        resolve_evidence(FORM, draft.answers(), place)
        for place in (f"s.notes/{note}", f"s.opens/{question}/replies/{reply}", f"s.evidence/{source}")
    ]
    assert [text.type for text in told] == [EvidenceType.NOTE, EvidenceType.REPLY, EvidenceType.SOURCE]
    assert [text.source for text in told] == ["Table 1, 4 votes", "reply to “Why?”", "Local plan"]
    assert told[1].paragraphs == ("No time.",)


def test_what_has_gone_or_may_not_be_quoted_says_so(draft: DraftSession) -> None:
    where = survey(draft)
    place = point(draft, f"{where}#agree")
    question = draft.add_item("s.opens", values={"question": "Why?"})
    reply = draft.add_item(f"s.opens/{question}/replies", values={"theme": "Time", "may_quote": "no"})
    draft.write(
        f"s.opens/{question}/replies/{reply}/words", [{"type": "paragraph", "spans": [{"text": "No."}]}]
    )
    other = f"s.opens/{question}/replies/{reply}"
    assert resolve_evidence(FORM, draft.answers(), other).problem == NOT_AGREED
    draft.remove_item(where)
    assert resolve_evidence(FORM, draft.answers(), f"{where}#agree").problem == GONE
    assert codes(draft) == ["evidence-gone"]
    draft.write(place, other)
    assert codes(draft) == ["evidence-not-agreed"]


def test_everything_that_is_there_can_be_picked(draft: DraftSession) -> None:
    where = survey(draft)
    note = draft.add_item("s.notes", values={"note": "Open days"})
    places = [choice.place for choice in evidence_choices(FORM, draft.answers())]
    assert places == [f"{where}#agree", f"s.notes/{note}", f"{where}#disagree"]
    assert all(KINDS["evidence"].parse(Field("e", "evidence", "E?"), place) == place for place in places)


def test_what_says_most_comes_first_and_what_cannot_be_printed_last(draft: DraftSession) -> None:
    where = survey(draft)
    group = where.rpartition("/")[0]
    other = f"{group}/{draft.add_item(group, values={'statement': 'We talk', 'agree': 1, 'disagree': 18})}"
    few, many = (draft.add_item("s.notes", values={"note": "Open days", "votes": votes}) for votes in (1, 6))
    question = draft.add_item("s.opens", values={"question": "Why?"})
    words = [{"type": "paragraph", "spans": [{"text": "No time."}]}]
    replies = f"s.opens/{question}/replies"
    kept, said = (draft.add_item(replies, values={"words": words, "may_quote": key}) for key in ("no", "yes"))
    assert [choice.place for choice in evidence_choices(FORM, draft.answers())] == [
        f"{other}#disagree",
        f"{where}#agree",
        f"{replies}/{said}",
        f"s.notes/{many}",
        f"s.notes/{few}",
        f"{where}#disagree",
        f"{other}#agree",
        f"{replies}/{kept}",
    ]


def test_what_no_point_picks_is_listed(draft: DraftSession) -> None:
    where = survey(draft)
    group = where.rpartition("/")[0]
    draft.add_item(group, values={"statement": "We talk", "agree": 3})
    note = draft.add_item("s.notes", values={"note": "Open days"})
    point(draft, f"{where}#agree")
    unused = [choice.place for choice in unused_evidence(FORM, draft.answers())]
    assert len(unused) == 2
    assert f"s.notes/{note}" in unused
    assert codes(draft) == ["evidence-without-point"]


def test_a_point_that_nothing_shows_is_named(draft: DraftSession) -> None:
    draft.add_item("s.points", values={"label": "Meeting"})
    assert codes(draft) == ["point-without-evidence"]


@pytest.mark.parametrize("given", ["data", "data.surveys/../x", "s.a/b/C", "s.a/b#", 5, "s.a/b#x#y"])
def test_what_is_no_place_is_no_evidence(given: object) -> None:
    assert isinstance(KINDS["evidence"].parse(Field("e", "evidence", "E?"), given), InvalidValue)


def test_an_approximate_figure_says_what_was_typed_and_has_no_share(draft: DraftSession) -> None:
    where = survey(draft)
    draft.write(f"{where}/agree", "about 30")
    assert resolve_evidence(FORM, draft.answers(), f"{where}#agree").paragraphs == (
        "About 30 agreed with “We meet”",
    )
    assert resolve_evidence(FORM, draft.answers(), f"{where}#disagree").paragraphs == (
        "4 disagreed with “We meet”",
    )
