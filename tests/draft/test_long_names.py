"""A name that leaves no room for the files beside a draft is told before anything is written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.drafts import new_draft_path
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import back_up, restore_beside
from carreport.errors import DraftSaveError
from carreport.form.schema import Form

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="measured in bytes; the whole path on Windows"
)
LONGEST = "a" * 198 + ".carreport"


@pytest.mark.parametrize("stem", ["a" * 199, "a" * 245, "字" * 70, "🌧" * 60, "a" * 300])
def test_a_draft_with_too_long_a_name_is_not_made(tmp_path: Path, form: Form, stem: str) -> None:
    with pytest.raises(DraftSaveError) as caught:
        DraftSession.create(tmp_path / f"{stem}.carreport", form, "Ailsa")
    assert caught.value.code == "draft-name"
    assert list(tmp_path.iterdir()) == []


def test_a_draft_with_the_longest_name_has_all_its_files(tmp_path: Path, form: Form) -> None:
    with DraftSession.create(tmp_path / LONGEST, form, "Ailsa") as session:
        session.write("about.title", "A walk")
    with DraftSession.open(tmp_path / LONGEST, "Ailsa") as session:
        assert (session.read_only_reason, session.answers().get("about.title")) == ("", "A walk")


@pytest.mark.parametrize("stem", ["a" * 199, "a" * 230, "字" * 75])
def test_a_draft_that_was_given_too_long_a_name_opens_read_only_and_says_why(
    tmp_path: Path, form: Form, stem: str
) -> None:
    DraftSession.create(tmp_path / "walk.carreport", form, "Ailsa").close()
    path = (tmp_path / "walk.carreport").rename(tmp_path / f"{stem}.carreport")
    with DraftSession.open(path, "Ailsa") as session:
        assert session.read_only
        assert "characters too long" in session.read_only_reason
    assert list(tmp_path.iterdir()) == [path]


def test_a_copy_with_too_long_a_name_is_told(tmp_path: Path, form: Form) -> None:
    copy = tmp_path / ("a" * 240 + ".carreport")
    with (
        DraftSession.create(tmp_path / "walk.carreport", form, "Ailsa") as session,
        pytest.raises(DraftSaveError) as caught,
    ):
        export_copy(session, copy)
    assert caught.value.code == "draft-name"


def test_a_backup_of_a_draft_with_a_long_name_is_restored_beside_it(tmp_path: Path, form: Form) -> None:
    with DraftSession.create(tmp_path / LONGEST, form, "Ailsa") as session:
        session.write("about.title", "A walk")
    backup = back_up(tmp_path / LONGEST)
    assert backup is not None
    with DraftSession.open(restore_beside(backup, tmp_path / LONGEST), "Ailsa") as restored:
        assert (restored.read_only, restored.answers().get("about.title")) == (False, "A walk")


@pytest.mark.parametrize("title", ["Con", "NUL", "com1", "LPT9"])
def test_a_new_draft_has_no_name_of_a_device(tmp_path: Path, title: str) -> None:
    assert new_draft_path(tmp_path, title).name == f"inquiry-{title.lower()}.carreport"
