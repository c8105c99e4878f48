"""Changes by others since your last session, whatever their clocks say."""

from __future__ import annotations

from pathlib import Path

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.history.changes_by_others import edits_by_others
from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form

LIST = "data.sources"


def news(session: DraftSession) -> list[tuple[str, str, str, str]]:
    return [(edit.label, edit.change_type, edit.author, edit.preview) for edit in edits_by_others(session)]


def test_what_others_wrote_added_and_removed_since_is_told_by_question(session: DraftSession) -> None:
    session.write("about.title", "first")
    session.write("about.place", "Skye")
    gone = session.add_item(LIST, values={"name": "A letter"})
    session.close()
    with DraftSession.open(session.path, "Morag Reid") as other:
        other.write("about.title", "second")
        other.add_item(LIST, values={"name": "A plan"})
        other.remove_item(f"{LIST}/{gone}")
    with DraftSession.open(session.path, "Ailsa Kerr") as again:
        assert news(again) == [
            ("Title", "wrote", "Morag Reid", "second"),
            ("Sources, source “A letter”", "removed", "Morag Reid", ""),
            ("Sources, source “A plan”", "added", "Morag Reid", ""),
        ]
    with DraftSession.open(session.path, "Ailsa Kerr") as later:
        assert news(later) == []


def test_an_answer_that_others_changed_is_compared_with_what_was_seen(session: DraftSession) -> None:
    session.write("about.title", "A warm welcome")
    session.close()
    with DraftSession.open(session.path, "Morag Reid") as other:
        other.write("about.title", "A warm hall")
        other.write("about.place", "Skye")
    with DraftSession.open(session.path, "Ailsa Kerr") as again:
        title, place = edits_by_others(again)
    assert [span.text for span in title.spans] == ["A warm ", "welcome", "hall"]
    assert place.spans == ()


def test_nothing_is_news_to_whoever_is_here_for_the_first_time_or_wrote_it(session: DraftSession) -> None:
    session.write("about.title", "first")
    session.close()
    with DraftSession.open(session.path, "Morag Reid") as other:
        assert news(other) == []
    with DraftSession.open(session.path, "Ailsa Kerr") as again:
        again.write("about.title", "second")
        assert news(again) == []


def test_what_a_copy_brings_is_news_as_soon_as_it_is_in(session: DraftSession, tmp_path: Path) -> None:
    session.write("about.title", "first")
    session.close()
    with DraftSession.open(session.path, "Ailsa Kerr") as again:
        export_copy(again, tmp_path / "sent.carreport")
        with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as other:
            other.write("about.place", "Mull")
            export_copy(other, tmp_path / "back.carreport")
        merge_and_save(again, preview_merge(again, tmp_path / "back.carreport"))
        assert news(again) == [("Place", "wrote", "Morag Reid", "Mull")]


def test_opening_and_closing_without_news_writes_nothing(session: DraftSession, form: Form) -> None:
    session.write("about.title", "first")
    session.close()
    before = session.path.read_bytes()
    with DraftSession.open(session.path, "Ailsa Kerr") as again:
        assert again.form == form
    assert session.path.read_bytes() == before
