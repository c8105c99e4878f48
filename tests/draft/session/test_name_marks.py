"""A mark that a name means somebody else is shared, merged and undone; it is not an answer."""

from __future__ import annotations

from pathlib import Path

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from tests.torture.scene import inquiry

MARK = "finish.@means_other_0123456789ab"


def is_marked(session: DraftSession) -> bool:
    return session.shared_answers().values.get(MARK) is True


def test_a_mark_is_included_in_a_copy_and_in_the_one_sent_back(tmp_path: Path) -> None:
    with DraftSession.create(tmp_path / "a.carreport", inquiry(), "Ailsa Kerr") as session:
        export_copy(session, tmp_path / "b.carreport")
        with DraftSession.open(tmp_path / "b.carreport", "Morag Reid") as other:
            other.record({MARK: True})
        merge_and_save(session, preview_merge(session, tmp_path / "b.carreport"))
        assert is_marked(session)


def test_two_people_who_mark_the_same_place_agree_and_one_who_undoes_it_counts(tmp_path: Path) -> None:
    with DraftSession.create(tmp_path / "a.carreport", inquiry(), "Ailsa Kerr") as session:
        session.record({MARK: True})
        export_copy(session, tmp_path / "b.carreport")
        with DraftSession.open(tmp_path / "b.carreport", "Morag Reid") as other:
            other.record({MARK: False})
            other.record({MARK: True})
            other.record({MARK: False})
        session.record({MARK: False})
        session.record({MARK: True})
        merge_and_save(session, preview_merge(session, tmp_path / "b.carreport"))
        assert not is_marked(session)
        assert session.shared_answers().versions == {}


def test_a_mark_survives_closing_and_is_not_an_answer(tmp_path: Path) -> None:
    with DraftSession.create(tmp_path / "a.carreport", inquiry(), "Ailsa Kerr") as session:
        session.record({MARK: True})
    with DraftSession.open(tmp_path / "a.carreport", "Ailsa Kerr") as session:
        assert is_marked(session)
        assert list(session.answers().answered_fields(session.form)) == []
