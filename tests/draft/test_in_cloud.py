"""Files that OneDrive has not downloaded are listed, and no list downloads them."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from carreport.draft.drafts import draft_summaries
from carreport.draft.history.unread import find_unread_changes
from carreport.draft.recent_files import add_recent_file, refresh_recent_summaries
from carreport.draft.session import open_draft
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.summary import IN_CLOUD
from carreport.form.schema import Form
from carreport.settings import drafts_folder

ATTRIBUTES = pytest.mark.parametrize("attribute", [0x1000, 0x40000, 0x400000, 0x400020 | 0x1000])


class Placeholders:
    """Makes every draft a placeholder, as Windows reports one; reading it fails the test."""

    def __init__(self, attribute: int) -> None:
        self.attribute = attribute

    def scan(self, folder: str | Path) -> Any:
        with _SCAN(folder) as entries:
            found = [
                SimpleNamespace(
                    name=entry.name, path=entry.path, stat=lambda entry=entry: self.mark(entry.stat())
                )
                for entry in entries
            ]
        return nullcontext(found)

    def mark(self, status: os.stat_result) -> Any:
        names = ("st_mode", "st_mtime", "st_mtime_ns", "st_size", "st_dev", "st_ino")
        fields = {name: getattr(status, name) for name in names}
        return SimpleNamespace(**fields, st_file_attributes=self.attribute)


_SCAN, _STAT = os.scandir, os.stat


@pytest.fixture
def draft(tmp_path: Path, form: Form) -> Path:
    path = tmp_path / "OneDrive" / "walk.carreport"
    path.parent.mkdir()
    with DraftSession.create(path, form, "Ailsa") as session:
        session.write("about.title", "A walk")
        draft_id = session.draft_id
    add_recent_file(path, draft_id)
    return path


def make_placeholders(monkeypatch: pytest.MonkeyPatch, attribute: int) -> None:
    fake = Placeholders(attribute)

    def stat(path: Any, **options: Any) -> Any:
        status = _STAT(path, **options)
        return fake.mark(status) if str(path).endswith(".carreport") else status

    def download(path: Path) -> None:
        pytest.fail(f"{path} is downloaded")

    monkeypatch.setattr(os, "scandir", fake.scan)
    monkeypatch.setattr(os, "stat", stat)
    monkeypatch.setattr(open_draft, "read_summary", download)
    monkeypatch.setattr(DraftSession, "open", download)


@ATTRIBUTES
def test_a_placeholder_in_a_folder_is_listed_and_not_read(
    draft: Path, monkeypatch: pytest.MonkeyPatch, attribute: int
) -> None:
    make_placeholders(monkeypatch, attribute)
    (card,) = draft_summaries(draft.parent)
    assert (card.path, card.title, card.error) == (draft, "walk", IN_CLOUD)


def test_a_placeholder_that_was_listed_before_keeps_its_title(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft_summaries(draft.parent)
    make_placeholders(monkeypatch, 0x400000)
    (card,) = draft_summaries(draft.parent)
    assert (card.title, card.error) == ("A walk", IN_CLOUD)


@ATTRIBUTES
def test_a_placeholder_that_was_opened_before_keeps_its_summary(
    draft: Path, monkeypatch: pytest.MonkeyPatch, attribute: int
) -> None:
    make_placeholders(monkeypatch, attribute)
    (card,) = refresh_recent_summaries(drafts_folder(), 60)
    assert (card.path, card.title, card.error) == (draft, "A walk", IN_CLOUD)


def test_changes_by_others_are_not_looked_for_in_a_placeholder(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_placeholders(monkeypatch, 0x400000)
    assert list(find_unread_changes([draft], "Morag")) == []


def test_a_file_on_this_computer_is_read(draft: Path) -> None:
    (card,) = draft_summaries(draft.parent)
    assert (card.title, card.error) == ("A walk", "")
