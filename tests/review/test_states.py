"""People tell each other where an inquiry is, and who has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.assets import form_files
from carreport.draft.drafts import draft_summaries
from carreport.draft.history.timeline import build_timeline, diff_trees
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import load_form
from carreport.form.schema import Form
from carreport.review.states import ReviewStage, all_states, states_now, tell_state


@pytest.fixture
def form() -> Form:
    return load_form(next(path for path in form_files() if path.stem == "car-inquiry"))


def test_a_state_replaces_the_one_before_and_both_are_kept(tmp_path: Path, form: Form) -> None:
    draft = tmp_path / "a.carreport"
    with DraftSession.create(draft, form, "Ailsa") as session:
        tell_state(session, ReviewStage.SENT_FOR_REVIEW, "Morag Reid")
        tell_state(session, ReviewStage.BACK_FROM_REVIEW)
    with DraftSession.open(draft, "Morag") as session:
        assert [state.text for state in states_now(session)] == ["Back from review"]
        assert [state.text for state in all_states(session)] == [
            "Sent for review (Morag Reid has it)",
            "Back from review",
        ]


def test_telling_the_same_again_changes_nothing(tmp_path: Path, form: Form) -> None:
    with DraftSession.create(tmp_path / "a.carreport", form, "Ailsa") as session:
        tell_state(session, ReviewStage.PUBLISHED)
        tell_state(session, ReviewStage.PUBLISHED)
        assert len(all_states(session)) == 1


def test_two_states_told_without_knowing_of_each_other_are_both_shown(tmp_path: Path, form: Form) -> None:
    with DraftSession.create(tmp_path / "a.carreport", form, "Ailsa") as session:
        before = list(session.tree)
        tell_state(session, ReviewStage.PUBLISHED)
        published = [row for row in session.tree if row not in before]
    with DraftSession.create(tmp_path / "b.carreport", form, "Morag") as session:
        tell_state(session, ReviewStage.BEING_REVISED, "Iain")
        session.tree.add_all(published)
        assert {state.text for state in states_now(session)} == {"Published", "Being revised (Iain has it)"}
        tell_state(session, ReviewStage.BEING_REVISED)
        assert [state.text for state in states_now(session)] == ["Being revised"]


def test_the_timeline_says_who_told_which_state(tmp_path: Path, form: Form) -> None:
    with DraftSession.create(tmp_path / "a.carreport", form, "Ailsa") as session:
        tell_state(session, ReviewStage.SENT_FOR_REVIEW, "Morag Reid")
        (entry,) = build_timeline(session.tree)
        (line,) = diff_trees(form, RevisionTree(), session.tree)
    assert entry.author == "Ailsa"
    assert line.label == "The inquiry: Sent for review (Morag Reid has it)"


def test_states_that_replace_each_other_do_not_hide_all(tmp_path: Path, form: Form) -> None:
    with DraftSession.create(tmp_path / "a.carreport", form, "Ailsa") as session:
        group = "review__.states"
        session.record(
            {
                f"{group}/a": {"order": "i"},
                f"{group}/a/state": "published",
                f"{group}/a/after": "b",
                f"{group}/b": {"order": "i"},
                f"{group}/b/state": "being_written",
                f"{group}/b/after": "a b",
            }
        )
        assert len(states_now(session)) == 1


def test_the_list_of_drafts_shows_the_state(tmp_path: Path, form: Form) -> None:
    with DraftSession.create(tmp_path / "a.carreport", form, "Ailsa") as session:
        tell_state(session, ReviewStage.SENT_FOR_REVIEW, "Morag Reid")
    (card,) = draft_summaries(tmp_path)
    assert card.state == "Sent for review (Morag Reid has it)"
    assert card.state_since.startswith("20")
