"""A file that is not an intact draft is reported and never changed."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage import file_header
from carreport.errors import DraftFileError, DraftSaveError
from carreport.form.schema import Form
from tests.draft.foreign_writes import write_format


def filled(path: Path, form: Form) -> dict[str, Any]:
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        session.write("about.title", "The title of the draft")
        session.seal()
        session.write("about.title", "The second title of it")
        session.write("about.place", "A place in the west")
        for number in range(60):
            session.add_item("data.sources", values={"name": f"Source {number}"})
        return session.answers().to_json(form)


def code_of(path: Path) -> str:
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(DraftFileError) as told:
        DraftSession.open(path, "Morag Reid")
    assert path.name in str(told.value)
    assert told.value.remedy
    assert (path.read_bytes() if path.is_file() else b"") == before
    return told.value.code


def patch(path: Path, offset: int, fresh: bytes) -> None:
    whole = bytearray(path.read_bytes())
    whole[offset : offset + len(fresh)] = fresh
    path.write_bytes(whole)


def test_a_file_that_is_not_there(path: Path) -> None:
    assert code_of(path) == "draft-missing"


@pytest.mark.parametrize("words", [b"PK\3\4 a Word document", b'{"about": {}}', b"hello", b"x" * 5000])
def test_a_file_of_another_kind(path: Path, words: bytes) -> None:
    path.write_bytes(words)
    assert code_of(path) == "not-a-draft"


def test_a_folder(path: Path) -> None:
    path.mkdir()
    assert code_of(path) == "not-a-draft"


def test_a_database_of_another_program(path: Path) -> None:
    apsw.Connection(str(path)).execute("CREATE TABLE bookmarks (id)")
    assert code_of(path) == "not-a-draft"


@pytest.mark.parametrize("words", [b"", bytes(4096)])
def test_an_empty_file(path: Path, words: bytes) -> None:
    path.write_bytes(words)
    assert code_of(path) == "draft-empty"


@pytest.mark.parametrize("length", [10, 60, 100, 5000, -1])
def test_a_file_whose_end_is_missing(path: Path, form: Form, length: int) -> None:
    filled(path, form)
    path.write_bytes(path.read_bytes()[:length])
    assert code_of(path) == "draft-truncated"


def test_a_draft_with_another_table_is_not_trusted(path: Path, form: Form) -> None:
    filled(path, form)
    apsw.Connection(str(path)).execute("CREATE VIEW extra AS SELECT * FROM revision")
    assert code_of(path) == "not-a-draft"


def test_a_newer_format_opens_for_reading_and_says_why(path: Path, form: Form) -> None:
    filled(path, form)
    apsw.Connection(str(path)).execute("CREATE TABLE later (id TEXT)")
    write_format(path, 300)
    before = path.read_bytes()
    with DraftSession.open(path, "Morag Reid") as session:
        assert session.read_only
        assert "newer" in session.read_only_reason
        assert session.answers().get("about.place") == "A place in the west"
    assert path.read_bytes() == before


def test_a_newer_format_without_our_tables_cannot_be_read(path: Path, form: Form) -> None:
    filled(path, form)
    apsw.Connection(str(path)).execute("DROP TABLE attachment")
    write_format(path, 300)
    assert code_of(path) == "draft-newer"


def test_a_later_format_that_older_programs_can_write_opens_for_writing(path: Path, form: Form) -> None:
    filled(path, form)
    apsw.Connection(str(path)).execute("CREATE TABLE later (id TEXT)")
    write_format(path, file_header.FORMAT_VERSION + 1)
    with DraftSession.open(path, "Morag Reid") as session:
        assert not session.read_only


def test_a_damaged_answer_is_named_and_its_last_sound_version_shown(path: Path, form: Form) -> None:
    filled(path, form)
    patch(path, path.read_bytes().index(b'+00:00"The second'), b'+00:00"The altered')
    with DraftSession.open(path, "Morag Reid") as session:
        assert session.read_only
        assert "“Title”" in session.read_only_reason
        assert session.answers().get("about.title") == "The title of the draft"
        assert session.answers().get("about.place") == "A place in the west"


def test_a_damaged_draft_goes_on_elsewhere_with_what_is_sound(path: Path, form: Form) -> None:
    filled(path, form)
    patch(path, path.read_bytes().index(b'"The title of the draft"'), b'"The altered title     "')
    elsewhere = path.with_name("elsewhere.carreport")
    with DraftSession.open(path, "Morag Reid") as session:
        assert session.read_only
        session.save_as(elsewhere)
        assert not session.read_only
        session.write("about.place", "Skye")
    with DraftSession.open(elsewhere, "Morag Reid") as again:
        assert again.read_only_reason == ""
        assert again.answers().get("about.title") == "The second title of it"
        assert again.answers().get("about.place") == "Skye"


def test_a_damaged_form_cannot_be_shown(path: Path, form: Form) -> None:
    filled(path, form)
    patch(path, path.read_bytes().index(b'title = "A small form"'), b'title = "A smart form"')
    assert code_of(path) == "draft-damaged"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, form: Form) -> tuple[bytes, dict[str, Any]]:
    path = tmp_path_factory.mktemp("sound") / "sound.carreport"
    shown = filled(path, form)
    return path.read_bytes(), shown


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=st.tuples(st.integers(0, 2**31), st.integers(1, 255), st.sampled_from([1, 1, 8, 600])))
@example(damage=(12284, 6, 1))
def test_no_altered_answer_is_ever_taken_for_sound(
    sound: tuple[bytes, dict[str, Any]], tmp_path: Path, form: Form, damage: tuple[int, int, int]
) -> None:
    whole, shown = sound
    place, byte, length = damage
    start = place % len(whole)
    spoilt = bytes(original ^ byte for original in whole[start : start + length])
    path = tmp_path / "spoilt.carreport"
    path.write_bytes(whole[:start] + spoilt + whole[start + length :])
    try:
        session = DraftSession.open(path, "Morag Reid")
    except DraftFileError:
        return
    try:
        found = session.answers().to_json(form)
        assert session.read_only or found == shown
        assert strings_in(found) <= strings_in(shown) | {"The title of the draft"}
        with suppress(DraftSaveError):  # a page used only for writing may be damaged, which is reported
            session.close()
    finally:
        session.close_without_saving()


def strings_in(shown: Any) -> set[str]:
    if isinstance(shown, str):
        return {shown}
    return {
        word for part in (shown.values() if isinstance(shown, dict) else shown) for word in strings_in(part)
    }


def test_a_save_that_was_broken_off_is_undone_when_the_draft_is_opened(path: Path, form: Form) -> None:
    filled(path, form)
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA cache_spill = 1; PRAGMA cache_size = 1; BEGIN IMMEDIATE")
    for number in range(300):
        connection.execute("INSERT INTO meta VALUES (?, ?, '')", (f"k{number}", "x" * 900))
    copy = path.with_name("copy.carreport")
    shutil.copy(path, copy)
    shutil.copy(f"{path}-journal", f"{copy}-journal")
    connection.execute("ROLLBACK")
    with DraftSession.open(copy, "Morag Reid") as session:
        assert not session.read_only
        assert session.answers().get("about.title") == "The second title of it"
    assert not Path(f"{copy}-journal").exists()


def test_a_new_draft_is_not_harmed_by_what_a_deleted_one_of_its_name_left_to_be_undone(
    path: Path, form: Form
) -> None:
    filled(path, form)
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA cache_spill = 1; PRAGMA cache_size = 1; BEGIN IMMEDIATE")
    for number in range(300):
        connection.execute("INSERT INTO meta VALUES (?, ?, '')", (f"k{number}", "x" * 900))
    left = Path(f"{path}-journal").read_bytes()
    connection.close()
    path.unlink()
    Path(f"{path}-journal").write_bytes(left)
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        assert not session.read_only
        session.write("about.title", "A new beginning")
