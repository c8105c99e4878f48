"""A passage that was looked at comes again when its words change, and no copy knows of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from carreport.draft.session.draft_session import DraftSession
from carreport.review.identity.looked_at import OWN_LOOKED_AT, looked_at, mark_looked_at, passage_mark
from tests.review.identity.casts import inquiry_form

WORDS = "As the only librarian I kept two chairs by the heater."


def test_a_passage_is_looked_at_until_its_sentence_changes(tmp_path: Path) -> None:
    draft = tmp_path / "a.carreport"
    with DraftSession.create(draft, inquiry_form(), "Ailsa") as session:
        mark = passage_mark(session.draft_id, "yvonne harcus", "context.issue", WORDS)
        mark_looked_at(session, mark, "context.issue")
    with DraftSession.open(draft, "Ailsa") as session:
        assert dict(looked_at(session)) == {mark: date.today().isoformat()}  # noqa: DTZ011 - as written
        changed = passage_mark(
            session.draft_id, "yvonne harcus", "context.issue", WORDS.replace("two", "six")
        )
        assert changed not in looked_at(session)


def test_it_can_be_undone_and_done_again(tmp_path: Path) -> None:
    with DraftSession.create(tmp_path / "a.carreport", inquiry_form(), "Ailsa") as session:
        for is_done in (True, False, True, False):
            mark_looked_at(session, "ab" * 12, "context.issue", is_done=is_done)
            assert bool(looked_at(session)) is is_done


def test_only_the_private_file_has_it_and_neither_file_has_words_or_a_name(tmp_path: Path) -> None:
    draft = tmp_path / "a.carreport"
    with DraftSession.create(draft, inquiry_form(), "Ailsa") as session:
        mark = passage_mark(session.draft_id, "yvonne harcus", "context.issue", WORDS)
        mark_looked_at(session, mark, "context.issue")
        session.flush()
        assert session.shared_file.tree.head_ids(f"{OWN_LOOKED_AT}/{mark}") == frozenset()
    shared = draft.read_bytes()
    everything = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert mark.encode() not in shared
    assert mark.encode() in everything
    assert b"harcus" not in everything.lower()
    assert b"librarian" not in everything
