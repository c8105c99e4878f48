"""Conflict copies of synchronising programs are recognised by their contents and never changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from carreport.draft.copies.conflict_copies import ConflictCopy, conflict_copies_in, conflict_copies_of
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Form

NAMES = (
    "walk-LAPTOP",
    "walk (Morag's conflicted copy 2026-11-02)",
    "walk (1)",
    "walk.sync-conflict-20261102-141500-ABCDEFG",
    "walk_conflict-20261102-141500",
    "walk 2",
)


@pytest.fixture
def walk(tmp_path: Path, form: Form) -> Path:
    path = tmp_path / "walk.carreport"
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", "A walk")
    return path


def diverged(walk: Path, name: str, author: str = "Morag Reid") -> Path:
    """Write to a copy of the file under another name."""
    beside = walk.with_name(f"{name}.carreport")
    shutil.copyfile(walk, beside)
    with DraftSession.open(beside, author) as session:
        session.write("about.place", f"Skye, as {name} has it")
    return beside


@pytest.mark.parametrize("name", NAMES)
def test_what_each_synchronising_program_leaves_is_found(walk: Path, name: str) -> None:
    beside = diverged(walk, name)
    (found,) = conflict_copies_of(walk)
    assert (found.path, found.new_versions, found.authors, found.error) == (beside, 1, ("Morag Reid",), "")
    assert [copy.path for copy in conflict_copies_of(beside)] == [walk]


def test_a_name_alone_makes_no_sibling(walk: Path, form: Form) -> None:
    DraftSession.create(walk.with_name("walk (1).carreport"), form, "Morag Reid").close()
    assert conflict_copies_of(walk) == ()


def test_files_whose_names_are_not_alike_are_not_opened(walk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    diverged(walk, "stroll")
    monkeypatch.setattr("carreport.draft.copies.conflict_copies.DraftDatabase", None)
    assert conflict_copies_of(walk) == ()


def test_a_sibling_that_holds_nothing_new_says_so(walk: Path) -> None:
    shutil.copyfile(walk, walk.with_name("walk (1).carreport"))
    (found,) = conflict_copies_of(walk)
    assert (found.new_versions, found.authors) == (0, ())


def test_what_a_sibling_holds_comes_in_as_a_copy_and_the_file_stays(walk: Path) -> None:
    beside = diverged(walk, "walk-LAPTOP")
    before = beside.read_bytes()
    with DraftSession.open(walk, "Ailsa Kerr") as session:
        merge_and_save(session, preview_merge(session, beside))
        assert session.answers().get("about.place") == "Skye, as walk-LAPTOP has it"
    assert beside.read_bytes() == before
    assert [copy.new_versions for copy in conflict_copies_of(walk)] == [0]


def test_a_sibling_that_cannot_be_read_is_named(walk: Path) -> None:
    beside = diverged(walk, "walk-LAPTOP")
    whole = beside.read_bytes()
    walk.with_name("walk 2.carreport").mkdir()
    for contents in (whole[: len(whole) // 2], b"", b"something else"):
        beside.write_bytes(contents)
        (found,) = conflict_copies_of(walk)
        assert (found.path, found.new_versions) == (beside, 0)
        assert beside.name in found.error
    assert conflict_copies_in(walk.parent) == {}


def test_an_inquiry_that_is_gone_has_no_siblings(walk: Path) -> None:
    diverged(walk, "walk-LAPTOP")
    walk.unlink()
    assert conflict_copies_of(walk) == ()
    assert conflict_copies_of(walk.parent / "none" / "walk.carreport") == ()


def test_a_folder_names_each_inquiry_once_with_its_siblings(walk: Path, form: Form) -> None:
    first, second = diverged(walk, "walk-LAPTOP"), diverged(walk, "walk (1)", "Iain Bell")
    DraftSession.create(walk.with_name("walk-other.carreport"), form, "Iain Bell").close()
    found = conflict_copies_in(walk.parent)
    assert list(found) == [walk]
    assert {copy.path for copy in found[walk]} == {first, second}
    assert all(isinstance(copy, ConflictCopy) for copy in found[walk])
