"""Inquiries saved elsewhere stay on the start page, and no slow drive delays it."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from carreport.draft.recent_files import (
    MAX_ELSEWHERE,
    UNREACHABLE,
    add_recent_file,
    draft_id_at,
    recent_summaries,
    refresh_recent_summaries,
)
from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form
from carreport.settings import drafts_folder, settings_file


def opened(path: Path, form: Form, title: str = "A walk") -> Path:
    """Make an inquiry and remember its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", title)
        draft_id = session.draft_id
    add_recent_file(path, draft_id)
    return path


def test_an_inquiry_that_lies_elsewhere_has_a_card(tmp_path: Path, form: Form) -> None:
    there = opened(tmp_path / "stick" / "walk.carreport", form)
    opened(drafts_folder() / "ours.carreport", form)
    (card,) = recent_summaries(drafts_folder())
    assert (card.path, card.title, card.changed_by) == (there, "A walk", "Ailsa Kerr")


def test_the_list_looks_at_nothing_but_what_is_remembered(
    tmp_path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = opened(tmp_path / "stick" / "walk.carreport", form)
    there.unlink()
    there.parent.rmdir()
    touched: list[object] = []
    usual = os.stat

    def look(path: str, **more: bool) -> os.stat_result:
        touched.append(path)
        return usual(path, **more)

    monkeypatch.setattr(os, "stat", look)
    cards = recent_summaries(Path("/drafts"))
    monkeypatch.undo()
    assert [card.title for card in cards] == ["A walk"]
    assert str(there) not in map(str, touched)


def test_a_card_is_renewed_when_it_is_looked_at_again(tmp_path: Path, form: Form) -> None:
    there = opened(tmp_path / "stick" / "walk.carreport", form)
    with DraftSession.open(there, "Morag Reid") as session:
        session.write("about.title", "A longer walk")
    assert [card.title for card in recent_summaries(drafts_folder())] == ["A walk"]
    assert [card.title for card in refresh_recent_summaries(drafts_folder())] == ["A longer walk"]
    assert [card.title for card in recent_summaries(drafts_folder())] == ["A longer walk"]


def test_what_is_gone_from_its_folder_is_forgotten(tmp_path: Path, form: Form) -> None:
    there = opened(tmp_path / "stick" / "walk.carreport", form)
    there.unlink()
    assert refresh_recent_summaries(drafts_folder()) == []
    assert recent_summaries(drafts_folder()) == []


def test_what_lies_on_a_drive_that_is_away_is_kept_and_says_so(tmp_path: Path, form: Form) -> None:
    there = opened(tmp_path / "stick" / "walk.carreport", form)
    there.parent.rename(tmp_path / "pulled out")
    (card,) = refresh_recent_summaries(drafts_folder())
    assert (card.title, card.error) == ("A walk", UNREACHABLE)
    (tmp_path / "pulled out").rename(there.parent)
    assert [card.error for card in refresh_recent_summaries(drafts_folder())] == [""]


def test_a_drive_that_does_not_answer_keeps_nobody_waiting(
    tmp_path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tmp_path / "network" / "walk.carreport", form)
    never = threading.Event()
    monkeypatch.setattr(Path, "is_dir", lambda _: never.wait(20))
    (card,) = refresh_recent_summaries(drafts_folder(), longest_wait=0.05)
    never.set()
    assert (card.title, card.error) == ("A walk", UNREACHABLE)


def test_only_so_many_places_are_remembered_the_newest_first(tmp_path: Path, form: Form) -> None:
    made = [
        opened(tmp_path / f"{number}.carreport", form, f"Number {number}")
        for number in range(MAX_ELSEWHERE + 2)
    ]
    add_recent_file(made[5], "5")
    titles = [card.title for card in recent_summaries(drafts_folder())]
    assert len(titles) == MAX_ELSEWHERE
    assert titles[:2] == ["Number 5", f"Number {MAX_ELSEWHERE + 1}"]
    assert "Number 0" not in titles


def test_it_is_known_which_inquiry_lay_at_a_place(tmp_path: Path, form: Form) -> None:
    there = opened(tmp_path / "walk.carreport", form)
    with DraftSession.open(there, "", read_only=True) as session:
        assert draft_id_at(there) == session.draft_id
    assert draft_id_at(tmp_path / "other.carreport") == ""


@pytest.mark.parametrize("words", ["", "[]", '{"a": 5}', '{"/x/a.carreport": {"told": {"title": 1}}}'])
def test_a_spoilt_memory_is_no_trouble(tmp_path: Path, form: Form, words: str) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().with_name("places.json").write_text(words)
    assert recent_summaries(drafts_folder()) == refresh_recent_summaries(drafts_folder()) == []
    opened(tmp_path / "walk.carreport", form)
    assert [card.title for card in recent_summaries(drafts_folder())] == ["A walk"]


def test_a_file_that_cannot_be_opened_is_not_remembered(tmp_path: Path) -> None:
    (tmp_path / "empty.carreport").touch()
    add_recent_file(tmp_path / "empty.carreport", "1")
    assert recent_summaries(drafts_folder()) == []
