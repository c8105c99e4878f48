"""Erased text is gone from the draft and its backups and stays gone; whatever still has it is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.drafts import draft_summaries
from carreport.draft.erasure import ErasureRequest, erase, preview_erasure
from carreport.draft.history.unread import find_unread_changes
from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.recent_files import add_recent_file, recent_summaries, refresh_recent_summaries
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import back_up, backups_of
from carreport.draft.storage.draft_files import set_aside_path
from carreport.errors import DraftSaveError, UsageError
from carreport.form.loader import parse_form
from carreport.form.schema import Form
from carreport.settings import cache_folder, drafts_folder, problem_file
from tests.draft.copies.test_export_copy import GUARDED, holds
from tests.draft.copies.test_settled_copies import bring_together
from tests.draft.session.test_draft_session import dots
from tests.rich_text import text

LIST = "data.sources"


def files_with(folder: Path, *words: str) -> list[Path]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [file for file in found if any(holds(file, word) for word in words)]


def with_morag(session: DraftSession, tmp_path: Path) -> Path:
    """Let Morag edit a copy, merge it, and return her copy."""
    session.write("about.place", "Ailsa’s place")
    export_copy(session, tmp_path / "sent.carreport")
    with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as other:
        other.write("about.title", "canary-title")
        other.write("about.place", "canary-place")
        other.add_item(LIST, values={"name": "canary-source"})
        export_copy(other, tmp_path / "back.carreport")
    merge_and_save(session, preview_merge(session, tmp_path / "back.carreport"))
    return tmp_path / "back.carreport"


def test_what_one_person_wrote_is_gone_from_the_draft_and_its_backups(
    session: DraftSession, tmp_path: Path
) -> None:
    with_morag(session, tmp_path)
    back_up(session.path)
    told = erase(session, ErasureRequest(person="Morag Reid"))
    session.flush()
    assert told.versions == 4
    assert told.counts_by_question[:2] == (("Title", 1), ("Place", 1))
    files = [session.path, *(backup.path for backup in backups_of(session.draft_id))]
    assert len(files) > 1
    assert [path for path in files if holds(path, "canary") or holds(path, "Morag")] == []
    assert session.answers().get("about.title") is None
    assert [dict(item.values) for item in session.answers().items(LIST)] == [{}]


def test_what_was_erased_does_not_come_back_with_a_copy_that_has_it(
    session: DraftSession, tmp_path: Path
) -> None:
    back = with_morag(session, tmp_path)
    erase(session, ErasureRequest(person="Morag Reid"))
    before = session.answers()
    assert merge_and_save(session, preview_merge(session, back)).effects == ()
    session.close()
    with DraftSession.open(session.path, "Ailsa Kerr") as again:
        assert (again.read_only_reason, again.answers()) == ("", before)
        merge_and_save(again, preview_merge(again, back))
        assert again.answers() == before
    assert not holds(session.path, "canary")


def test_whoever_brings_in_the_next_copy_no_longer_shows_erased_words(
    session: DraftSession, tmp_path: Path
) -> None:
    with_morag(session, tmp_path)
    erase(session, ErasureRequest(person="Morag Reid"))
    export_copy(session, tmp_path / "next.carreport")
    with DraftSession.open(tmp_path / "back.carreport", "Morag Reid") as other:
        merge_and_save(other, preview_merge(other, tmp_path / "next.carreport"))
        assert other.answers().get("about.title") is None


def test_no_list_keeps_erased_words_or_names(form: Form, tmp_path: Path) -> None:
    home = drafts_folder().parent.parent
    ours, elsewhere = drafts_folder() / "walk.carreport", tmp_path / "stick" / "walk.carreport"
    for folder in (ours.parent, elsewhere.parent):
        folder.mkdir(parents=True)
    with DraftSession.create(ours, form, "Ailsa Kerr") as session:
        session.write("about.story", [{"type": "paragraph", "spans": [{"text": "Nothing of hers"}]}])
    with DraftSession.open(ours, "Iain Moffat") as session:
        with_morag(session, tmp_path)
    elsewhere.write_bytes(ours.read_bytes())
    for path in (ours, elsewhere):
        add_recent_file(path, session.draft_id)
    draft_summaries(ours.parent)
    list(find_unread_changes([ours], "Ailsa Kerr"))
    assert {file.name.partition("-")[0] for file in files_with(home, "canary", "Morag")} >= {
        *("places.json", "shelf", "news", "walk.carreport")
    }
    with DraftSession.open(ours, "Ailsa Kerr") as session:
        told = erase(session, ErasureRequest(person="Morag Reid"))
    assert files_with(home, "canary", "Morag") == []
    assert any(str(elsewhere) in sentence for sentence in told.unreachable_here)
    assert [summary.path for summary in recent_summaries(ours.parent)] == [elsewhere]
    assert [summary.title for summary in refresh_recent_summaries(ours.parent)] == ["canary-title"]


def test_places_in_one_entry_are_named_together_and_what_went_is_not_named_afterwards(
    session: DraftSession,
) -> None:
    first, second = (session.add_item("data.sources", values={"name": name}) for name in ("Plan", "Canary"))
    for words in ("one", "two"):
        session.write(f"data.sources/{second}/notes", text(words))
        session.seal()
    wanted = ErasureRequest(f"data.sources/{second}")
    foreseen = preview_erasure(session, wanted)
    assert foreseen.counts_by_label == (("Sources, source “Canary”", 3),)
    assert foreseen.emptied_counts == (("Sources, source “Canary”", 2),)
    assert preview_erasure(session, ErasureRequest(f"data.sources/{first}")).counts_by_label == (
        ("Sources, source “Plan”, Name", 1),
    )
    assert erase(session, wanted).counts_by_question == (("Sources", 3),)


def test_a_list_that_cannot_be_forgotten_is_told(session: DraftSession) -> None:
    session.write("about.title", "canary-title")
    session.flush()
    (cache_folder() / "shelf-1.json").mkdir(parents=True)
    assert "shelf-1.json" in erase(session, ErasureRequest("about.title")).unreachable_here[0]


def test_the_note_of_what_last_went_wrong_goes_for_it_may_quote_an_answer(session: DraftSession) -> None:
    session.write("about.title", "canary-title")
    problem_file().parent.mkdir(parents=True, exist_ok=True)
    problem_file().write_text("ValueError: canary-title is no number")
    erase(session, ErasureRequest("about.title"))
    assert not problem_file().exists()
    session.write("about.title", "canary-title")
    (problem_file() / "in use").mkdir(parents=True)
    assert problem_file().name in erase(session, ErasureRequest("about.title")).unreachable_here[0]


def test_what_is_out_of_reach_is_told(session: DraftSession, tmp_path: Path) -> None:
    with_morag(session, tmp_path)
    session.write("about.title", "canary-title, mended by Ailsa")
    export_copy(session, tmp_path / "again.carreport")
    told = erase(session, ErasureRequest(person="Morag Reid"))
    assert told.superseded_by_others == ("Title",)
    names = ("again", "back", "sent", "sent", "back", "again")
    for name, sentence in zip(names, told.out_of_reach, strict=True):
        assert f"{name}.carreport" in sentence
    assert session.answers().get("about.title") == "canary-title, mended by Ailsa"


def test_the_history_of_one_answer_goes_and_what_stands_stays(session: DraftSession) -> None:
    for words in ("canary-one", "canary-two", "as it stands"):
        session.write("about.title", words)
        session.seal()
    session.write("about.place", "Skye")
    session.flush()
    wanted = ErasureRequest("about.title", history_only=True)
    foreseen = preview_erasure(session, wanted)
    assert (foreseen.versions, foreseen.counts_by_label) == (2, (("Title", 2),))
    assert holds(session.path, "canary")
    assert erase(session, wanted).versions == 2
    assert not holds(session.path, "canary")
    assert session.answers().values == {"about.title": "as it stands", "about.place": "Skye"}
    session.write("about.title", "and on it goes")
    session.close()
    with DraftSession.open(session.path, "Ailsa Kerr") as again:
        assert again.answers().get("about.title") == "and on it goes"


def test_an_answer_goes_with_its_history_and_its_picture(session: DraftSession) -> None:
    picture = prepare_picture(dots())
    item = session.add_item("data.wall", values={"picture": session.attach(picture), "caption": "canary"})
    erase(session, ErasureRequest(f"data.wall/{item}"))
    assert not holds(session.path, "canary")
    assert picture.picture.data not in session.path.read_bytes()
    assert session.pictures() == {}


def test_one_of_two_versions_goes_and_the_other_stands_alone(session: DraftSession, tmp_path: Path) -> None:
    export_copy(session, tmp_path / "sent.carreport")
    with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as other:
        other.write("about.title", "canary")
        export_copy(other, tmp_path / "back.carreport")
    session.write("about.title", "Ailsa’s")
    merge_and_save(session, preview_merge(session, tmp_path / "back.carreport"))
    erase(session, ErasureRequest(person="Morag Reid"))
    assert session.answers().get("about.title") == "Ailsa’s"
    assert session.answers().versions == {}


def test_ones_own_file_is_erased_too(tmp_path: Path) -> None:
    path = tmp_path / "own.carreport"
    with DraftSession.create(path, parse_form(GUARDED), "Ailsa Kerr") as session:
        session.write("own.diary", "canary-diary")
        session.write("about.title", "canary-title")
        assert erase(session, ErasureRequest(person="Ailsa Kerr")).versions == 2
        assert session.answers().get("own.diary") is None
        session.write("own.diary", "new words")
    assert [path for path in tmp_path.iterdir() if path.is_file() and holds(path, "canary")] == []
    with DraftSession.open(path, "Ailsa Kerr") as again:
        assert again.answers().get("own.diary") == "new words"


def test_somebody_elses_own_file_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "own.carreport"
    with DraftSession.create(path, parse_form(GUARDED), "Morag Reid") as other:
        other.write("own.diary", "Morag’s")
        other.write("about.title", "Morag’s title")
    (own,) = tmp_path.glob("*.private")
    with DraftSession.open(path, "Ailsa Kerr") as session:
        told = erase(session, ErasureRequest(person="Morag Reid")).out_of_reach
    assert [own.name in sentence for sentence in told] == [True]
    assert own.exists()


def test_there_must_be_something_to_erase(session: DraftSession) -> None:
    with pytest.raises(UsageError) as told:
        erase(session, ErasureRequest(person="Nobody at all"))
    assert told.value.code == "nothing-to-erase"


def test_a_draft_that_cannot_be_written_anew_stays_as_it_is(
    session: DraftSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.write("about.title", "words")
    session.flush()
    monkeypatch.setattr(
        "carreport.draft.session.file_session.temp_path", lambda path: path.parent / "none" / "x.tmp"
    )
    with pytest.raises(DraftSaveError):
        erase(session, ErasureRequest("about.title"))
    assert "words" in {revision.value for revision in session.history("about.title")}
    session.write("about.place", "Skye")
    session.flush()


def test_a_journal_that_was_set_aside_is_named_because_it_may_hold_erased_text(
    session: DraftSession, path: Path
) -> None:
    set_aside_path(path).write_bytes(b"words of somebody")
    session.write("about.title", "words")
    outlook = preview_erasure(session, ErasureRequest(path="about.title"))
    assert any(set_aside_path(path).name in place for place in outlook.other_copies)


def test_an_answer_that_is_empty_already_is_not_named_as_emptied(session: DraftSession, path: Path) -> None:
    session.close()
    with DraftSession.open(path, "Morag Reid") as other:
        for title in ("canary", ""):
            other.write("about.title", title)
            other.seal()
        other.write("about.place", "Skye")
    with DraftSession.open(path, "Ailsa Kerr") as again:
        asked = preview_erasure(again, ErasureRequest(person="Morag Reid"))
        assert dict(asked.counts_by_label) == {"Title": 2, "Place": 1}
        assert dict(asked.emptied_counts) == {"Place": 1}


def test_what_was_merged_automatically_stays_when_the_history_is_erased(
    session: DraftSession, tmp_path: Path
) -> None:
    bring_together(session, "about.story", tmp_path)
    told: list[frozenset[str]] = []
    session.on_changed = lambda paths, _source: told.append(paths)
    erase(session, ErasureRequest("about.story", history_only=True))
    assert told[0] == {"about.story"}
    assert session.answers().get("about.story") == text("ONE", "two", "THREE")
    assert len(session.history("about.story")) == 1
