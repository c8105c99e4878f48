"""The list of drafts has a summary of each, and opens only changed files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from carreport.draft.drafts import draft_summaries, new_draft_path
from carreport.draft.revisions.change import SUMMARY
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.open_draft import read_summary
from carreport.draft.storage import autosave
from carreport.draft.storage.database import DraftDatabase
from carreport.form.schema import Form
from carreport.settings import cache_folder

YES = True


def test_a_card_says_what_the_draft_is_about_and_how_far_it_is(tmp_path: Path, form: Form) -> None:
    with DraftSession.create(tmp_path / "one.carreport", form, "Ailsa Kerr") as session:
        session.write("about.title", "Working together")
        session.write("about.place", "Skye")
        session.mark_ready("data", YES)
    (card,) = draft_summaries(tmp_path)
    assert (card.title, card.subtitle, card.form_title) == ("Working together", "Skye", "A small form")
    assert card.sections == (("About", 0.667, "2 of 3 questions"), ("Data", 1.0, "Ready for review"))
    assert (card.changed_by, card.error) == ("Ailsa Kerr", "")
    assert card.started <= card.changed_at


def test_the_draft_changed_last_comes_first(tmp_path: Path, form: Form) -> None:
    for name in ("a", "b", "c"):
        DraftSession.create(tmp_path / f"{name}.carreport", form, "Ailsa Kerr").close()
    with DraftSession.open(tmp_path / "b.carreport", "Morag Reid") as session:
        session.write("about.title", "changed")
    assert draft_summaries(tmp_path)[0].path.stem == "b"


def test_a_file_that_cannot_be_opened_is_a_card_that_says_why(tmp_path: Path, form: Form) -> None:
    DraftSession.create(tmp_path / "sound.carreport", form, "Ailsa Kerr").close()
    (tmp_path / "empty.carreport").touch()
    (tmp_path / "other.txt").touch()
    troubles = {card.path.name: card.error for card in draft_summaries(tmp_path)}
    assert troubles["sound.carreport"] == ""
    assert "empty.carreport is an empty file" in troubles["empty.carreport"]
    assert len(troubles) == 2


def test_a_list_that_is_asked_again_opens_only_what_has_changed(tmp_path: Path, form: Form) -> None:
    path = tmp_path / "one.carreport"
    DraftSession.create(path, form, "Ailsa Kerr").close()
    before = draft_summaries(tmp_path)
    found = path.stat()
    path.write_bytes(bytes(found.st_size))  # a reader that does not open the file cannot notice
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert draft_summaries(tmp_path) == before
    os.utime(path)
    assert draft_summaries(tmp_path)[0].error


def test_a_spoilt_index_is_made_again(tmp_path: Path, form: Form) -> None:
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    DraftSession.create(drafts / "one.carreport", form, "Ailsa Kerr").close()
    before = draft_summaries(drafts)
    for index in cache_folder().glob("shelf-*.json"):
        known = json.loads(index.read_text(encoding="utf-8"))
        index.write_text(json.dumps({**known, "drafts": {"one.carreport": {"mark": 1}}}))
    assert draft_summaries(drafts) == before


def test_the_index_of_another_folder_is_not_believed(tmp_path: Path, form: Form) -> None:
    with DraftSession.create(tmp_path / "one.carreport", form, "Ailsa Kerr") as session:
        session.write("about.title", "Working together")
    draft_summaries(tmp_path)
    [index] = cache_folder().glob("shelf-*.json")
    words = index.read_text(encoding="utf-8").replace("Working together", "Of another folder")
    index.write_text(words)
    assert draft_summaries(tmp_path)[0].title == "Of another folder"
    index.write_text(words.replace(json.dumps(str(tmp_path.resolve())), '"/elsewhere"'))
    assert draft_summaries(tmp_path)[0].title == "Working together"


def test_a_draft_without_a_summary_is_read_whole(tmp_path: Path, form: Form) -> None:
    path = tmp_path / "one.carreport"
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", "Working together")
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'{"title": "Working', b'{"title": "Altered'))
    assert path.read_bytes() != whole
    assert draft_summaries(tmp_path)[0].title == "Working together"


def test_a_folder_that_is_not_there_has_no_drafts(tmp_path: Path) -> None:
    assert draft_summaries(tmp_path / "none") == []


def test_new_drafts_are_named_after_their_title_and_never_alike(tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    first = new_draft_path(folder, "Schools: working / together!")
    assert first == folder / "schools-working-together.carreport"
    shutil.copy(__file__, first)
    assert new_draft_path(folder, "Schools, working together").name == "schools-working-together-2.carreport"
    assert new_draft_path(folder, "?!").name == "inquiry.carreport"


def test_listing_drafts_that_are_known_loads_no_heavy_library(tmp_path: Path, form: Form) -> None:
    DraftSession.create(tmp_path / "one.carreport", form, "Ailsa Kerr").close()
    known = draft_summaries(tmp_path)
    asked = (
        "import sys; from pathlib import Path; from carreport.draft.drafts import draft_summaries; "
        "print(len(draft_summaries(Path(sys.argv[1]))), "
        "*sorted({'apsw', 'PIL', 'jinja2', 'docx', 'PySide6'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", asked, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(len(known))]


def test_a_draft_that_is_being_written_is_summarised_from_its_answers(path: Path, form: Form) -> None:
    session = DraftSession.create(path, form, "Ailsa Kerr")
    session.write("about.title", "Warm handover")
    session.flush()
    assert summary_in(path) == ""
    assert read_summary(path).title == "Warm handover"
    session.close()
    assert json.loads(summary_in(path))["title"] == "Warm handover"


def test_the_summary_is_made_while_nobody_writes(
    path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "SUMMARY_DELAY", 0.01)
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", "Warm handover")
        session.flush()
        until = monotonic() + 5
        while not summary_in(path) and monotonic() < until:
            Event().wait(0.02)
        assert json.loads(summary_in(path))["title"] == "Warm handover"
        assert session.is_saved


def summary_in(path: Path) -> str:
    """Return the summary stored in the file."""
    database = DraftDatabase.open(path)
    try:
        return database.meta().get(SUMMARY, "")
    finally:
        database.close()
