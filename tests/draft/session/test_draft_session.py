"""A draft that is closed and opened again is complete, and reports correctly what is saved."""

from __future__ import annotations

import io
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import DraftSaveError
from carreport.form.answers import Answers, Item, answers_from_json
from carreport.form.schema import Form
from tests.rich_text import text

LIST = "data.sources"
YES, NO = True, False


def dots(colour: str = "red") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (8, 4), colour).save(written, "PNG")
    return written.getvalue()


def test_closing_and_opening_restores_everything(session: DraftSession, path: Path) -> None:
    session.write("about.title", "Working together")
    session.write("about.story", text("One.", "Two."))
    item = session.add_item(LIST, values={"name": "A plan"})
    session.add_item(f"{LIST}/{item}/years", values={"year": 2014})
    session.mark_ready("about", YES)
    session.remember_last_visited("data.sources")
    before = session.answers()
    session.close()
    with DraftSession.open(path, "Morag Reid") as again:
        assert again.answers() == before
        assert again.last_visited() == "data.sources"
        assert again.form == session.form
        assert again.draft_id == session.draft_id


def test_nothing_is_left_beside_a_closed_draft(session: DraftSession, path: Path) -> None:
    session.write("about.title", "words")
    session.close()
    session.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_was_not_opened_for_long_is_saved_all_the_same(session: DraftSession, path: Path) -> None:
    session.write("about.title", "just typed")
    session.close()
    with DraftSession.open(path, "Morag Reid") as again:
        assert again.answers().get("about.title") == "just typed"


def test_saved_is_said_after_the_disk_has_it(session: DraftSession, path: Path) -> None:
    told = threading.Event()
    on_disk: list[Any] = []

    def listen(_: datetime) -> None:
        with DraftSession.open(path, "", read_only=True) as copy:
            on_disk.append(copy.answers().get("about.title"))
        told.set()

    session.on_saved = listen
    session.write("about.title", "words")
    assert told.wait(10)
    assert on_disk == ["words"]
    assert session.saved_at is not None


def test_a_change_is_told_at_once_with_its_paths(session: DraftSession) -> None:
    told: list[frozenset[str]] = []
    session.on_changed = lambda paths, _source: told.append(paths)
    session.write("about.title", "words")
    item = session.add_item(LIST)
    session.write(f"{LIST}/{item}/name", "A plan")
    session.remove_item(f"{LIST}/{item}")
    assert told == [{"about.title"}, {LIST}, {f"{LIST}/{item}/name"}, {LIST}]


def test_writing_what_stands_there_tells_nothing(session: DraftSession) -> None:
    session.write("about.title", "words")
    told: list[frozenset[str]] = []
    session.on_changed = lambda paths, _source: told.append(paths)
    session.write("about.title", "words")
    session.mark_ready("about", NO)
    assert told == []


def test_a_snapshot_does_not_change(session: DraftSession) -> None:
    session.write("about.title", "before")
    snapshot = session.answers()
    session.write("about.title", "after")
    assert snapshot.get("about.title") == "before"
    assert session.answers() is session.answers()


def test_an_earlier_answer_can_be_brought_back_as_a_new_revision(session: DraftSession) -> None:
    session.write("about.title", "first")
    session.seal()
    session.write("about.title", "second")
    newest, oldest = session.history("about.title")
    assert (newest.value, oldest.value, oldest.author) == ("second", "first", "Ailsa Kerr")
    session.restore_revision("about.title", oldest.id)
    assert session.answers().get("about.title") == "first"
    assert [revision.value for revision in session.history("about.title")] == ["first", "second", "first"]


def test_the_last_change_of_a_list_is_the_last_in_it(session: DraftSession) -> None:
    assert session.last_change(LIST) is None
    item = session.add_item(LIST, values={"name": "A plan"})
    session.write(f"{LIST}/{item}/name", "A newer plan")
    last = session.last_change(LIST)
    assert last is not None
    assert last.path.startswith(LIST)
    assert {revision.value for revision in session.history(LIST) if revision.path.endswith("/name")} == {
        "A newer plan",
        "A plan",
    }


def test_a_question_that_the_form_does_not_ask_is_refused(session: DraftSession) -> None:
    for wrong in ("about.nothing", LIST, f"{LIST}/x", f"{LIST}/x/name", "about.@ready"):
        with pytest.raises(ValueError, match=wrong.split("/")[0]):
            session.write(wrong, "words")
    assert session.answers() == Answers()


def test_a_removed_entry_is_listed_and_comes_back(session: DraftSession, path: Path) -> None:
    item = session.add_item(LIST, values={"name": "A plan"})
    session.remove_item(f"{LIST}/{item}")
    session.close()
    with DraftSession.open(path, "Morag Reid") as again:
        assert again.removed_items(LIST) == (Item(item, {"name": "A plan"}),)
        again.restore_item(f"{LIST}/{item}")
        assert again.answers().items(LIST) == (Item(item, {"name": "A plan"}),)


def test_filling_in_what_a_draft_shows_changes_nothing(session: DraftSession, form: Form) -> None:
    item = session.add_item(LIST, values={"name": "A plan", "notes": text("One.", "Two.")})
    session.add_item(f"{LIST}/{item}/years", values={"year": 2014})
    session.write("about.title", "Working together")
    session.mark_ready("about", YES)
    shown = session.answers().to_json(form)
    given, problems = answers_from_json(form, shown)
    assert problems == []
    assert session.fill(given) == 0
    assert session.answers().to_json(form) == shown


def test_filling_tells_every_path_that_is_different(session: DraftSession) -> None:
    told: list[frozenset[str]] = []
    session.on_changed = lambda paths, _source: told.append(paths)
    session.fill(Answers({"about.title": "words", LIST: (Item("a", {"name": "A plan"}),)}))
    assert told == [{"about.title", LIST, f"{LIST}/a", f"{LIST}/a/name"}]


def test_a_picture_is_kept_with_the_answer_that_names_it(session: DraftSession, path: Path) -> None:
    prepared = prepare_picture(dots())
    value = session.attach(prepared)
    session.add_item("data.wall", values={"picture": value, "caption": "The wall"})
    session.attach(prepare_picture(dots("blue")))
    assert list(session.pictures()) == [prepared.sha256]
    session.close()
    with DraftSession.open(path, "Morag Reid") as again:
        assert again.picture(prepared.sha256) == prepared.picture
        assert again.picture(prepare_picture(dots("blue")).sha256) is None
        assert list(again.pictures()) == [prepared.sha256]


def test_saving_elsewhere_takes_everything_along_and_goes_on_there(session: DraftSession, path: Path) -> None:
    picture = prepare_picture(dots())
    session.add_item("data.wall", values={"picture": session.attach(picture)})
    session.write("about.title", "first")
    session.flush()
    session.write("about.title", "second")
    elsewhere = path.with_name("elsewhere.carreport")
    session.save_as(elsewhere)
    session.write("about.place", "Skye")
    session.close()
    with DraftSession.open(elsewhere, "Morag Reid") as again:
        assert again.answers().get("about.title") == "second"
        assert again.answers().get("about.place") == "Skye"
        assert again.picture(picture.sha256) == picture.picture
        assert again.draft_id == session.draft_id
    assert sorted(file.name for file in path.parent.iterdir()) == [elsewhere.name, path.name]


def test_a_draft_is_never_made_over_a_file(path: Path, form: Form) -> None:
    path.write_text("somebody’s")
    with pytest.raises(DraftSaveError) as told:
        DraftSession.create(path, form, "Ailsa Kerr")
    assert told.value.code == "draft-exists"
    assert path.read_text() == "somebody’s"
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_draft_in_a_folder_that_is_not_there_is_not_made(tmp_path: Path, form: Form) -> None:
    with pytest.raises(DraftSaveError) as told:
        DraftSession.create(tmp_path / "none" / "a.carreport", form, "Ailsa Kerr")
    assert told.value.code == "folder-missing"
    assert list(tmp_path.iterdir()) == []


def test_a_draft_opened_for_reading_writes_nothing(session: DraftSession, path: Path) -> None:
    session.write("about.title", "words")
    session.close()
    before = path.read_bytes()
    with DraftSession.open(path, "Morag Reid", read_only=True) as reader:
        with pytest.raises(DraftSaveError) as told:
            reader.write("about.title", "others")
        reader.remember_last_visited("data")
        reader.seal()
        reader.flush()
        assert told.value.code == "read-only"
        assert reader.answers().get("about.title") == "words"
    assert path.read_bytes() == before


def test_a_change_is_reported_with_the_editor_that_made_it(session: DraftSession) -> None:
    told: list[str] = []
    session.on_changed = lambda _paths, source: told.append(source)
    session.write("about.title", "words", "editor 1")
    session.write("about.place", "Skye")
    assert told == ["editor 1", ""]
