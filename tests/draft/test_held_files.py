"""Drafts, copies and lists are replaced though a virus scanner or OneDrive has them open for a moment."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from carreport import atomic_write
from carreport.draft.copies.export_copy import plan_copy, write_copy
from carreport.draft.recent_files import add_recent_file, draft_id_at, erase_from_recent_files
from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form
from tests.held_file import HeldFile


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic_write, "RETRY_PAUSES", (0.0,) * 6)


def test_an_erased_draft_replaces_its_file_though_a_scanner_reads_it(
    tmp_path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "walk.carreport"
    with DraftSession.create(path, form, "Ailsa") as session:
        session.write("about.title", "A walk")
        session.flush()
        monkeypatch.setattr(os, "replace", HeldFile(os.replace))
        session.shared_file.erase([], lambda _writer: None, lambda: None)
        assert session.answers().get("about.title") == "A walk"


def test_a_copy_replaces_an_older_one_though_a_scanner_reads_it(
    tmp_path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.carreport"
    copy.write_bytes(b"old")
    with DraftSession.create(tmp_path / "walk.carreport", form, "Ailsa") as session:
        session.write("about.title", "A walk")
        monkeypatch.setattr(os, "replace", HeldFile(os.replace))
        write_copy(plan_copy(session, copy, replace=True))
    assert copy.read_bytes().startswith(b"SQLite format 3")


def test_the_list_of_recent_files_is_written_later_and_the_window_does_not_wait(
    tmp_path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "walk.carreport", tmp_path / "wood.carreport"
    for draft in (path, other):
        DraftSession.create(draft, form, "Ailsa").close()
    pausing, resumed = threading.Event(), threading.Event()
    monkeypatch.setattr(atomic_write, "RETRY_PAUSES", (60.0,))

    def pause(_: float) -> None:
        pausing.set()
        resumed.wait()

    monkeypatch.setattr(time, "sleep", pause)
    monkeypatch.setattr(os, "replace", HeldFile(os.replace, tries=2))
    before = set(threading.enumerate())
    add_recent_file(path, "1")
    assert pausing.wait(60)
    add_recent_file(other, "2")  # nothing is locked during the pause
    resumed.set()
    for thread in set(threading.enumerate()) - before:
        thread.join()
    assert (draft_id_at(path), draft_id_at(other)) == ("1", "2")


def test_the_list_of_recent_files_loses_erased_text_though_it_is_held(
    tmp_path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "walk.carreport"
    DraftSession.create(path, form, "Ailsa").close()
    add_recent_file(path, "1")
    monkeypatch.setattr(os, "replace", HeldFile(os.replace))
    assert erase_from_recent_files(path, "1") == ()
