"""An untrusted file is read in another process, and what does not fit is listed and left out."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import apsw
import pytest

from carreport.draft.copies.incoming import new_revisions
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.copies.read_copy import read_copy, reader_command
from carreport.draft.copies.reader_process import NOT_ASKED, PICTURE_DAMAGED, PRIVATE
from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.change import CREATED, DRAFT_ID, FORM, ChangeSet
from carreport.draft.revisions.revision import Revision, bare_revision, canonical_text, make_revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.revisions.validate import WRONG_SHAPE
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.draft_files import journal_path
from carreport.errors import DraftFileError
from carreport.form.kinds import kind_of
from carreport.form.loader import parse_form
from carreport.form.schema import Form, Value
from tests.draft.copies.test_export_copy import GUARDED

START_FROZEN = """
import sys
sys.path.insert(0, sys.argv[1])
sys.argv = [sys.argv[0], sys.argv[2]]
from carreport.__main__ import main
sys.exit(main())
"""
LATER = "2026-03-02T14:03:10.250+00:00"


def row(path: str, value: Value, *parents: str, author: str = "Morag Reid", when: str = LATER) -> Revision:
    return make_revision(path, parents, canonical_text(value), author=author, device="0", written_at=when)


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    return tmp_path / "stranger.carreport"


def write(session: DraftSession, path: Path, *rows: Revision, pictures: ChangeSet | None = None) -> None:
    meta = {DRAFT_ID: session.draft_id, CREATED: "", FORM: session.form.source}
    DraftDatabase.create(
        path,
        ChangeSet(
            {revision.id: revision for revision in rows}, set(), (pictures or ChangeSet()).pictures, meta
        ),
    )


def test_what_is_not_what_the_question_takes_is_named_and_never_comes_in(
    session: DraftSession, stranger: Path
) -> None:
    write(
        session,
        stranger,
        row("about.title", {"not": "a line"}),
        row("about.story", [{"type": "paragraph", "spans": [{"text": 5}]}]),
        row("about.place", "Sk\x07ye"),
        row("data.sources/a", {"order": "i", "removed": ["not an id"]}),
        row("about.nothing", "words"),
        row("data.sources/b/name", "fine"),
    )
    joining = merge_and_save(session, preview_merge(session, stranger))
    assert {(exclusion.path, exclusion.reason) for exclusion in joining.excluded} == {
        ("about.title", WRONG_SHAPE),
        ("about.story", WRONG_SHAPE),
        ("about.place", WRONG_SHAPE),
        ("data.sources/a", WRONG_SHAPE),
        ("about.nothing", NOT_ASKED),
    }
    assert list(session.answers().values) == ["data.sources"]


@pytest.mark.parametrize("text", ["[" * 60_000 + "]" * 60_000, "9" * 5000], ids=["deep", "digits"])
def test_one_of_two_versions_that_fits_no_question_keeps_nothing_else_out(
    text: str, session: DraftSession, stranger: Path
) -> None:
    forged = make_revision("about.title", (), text, author="Mallory", device="0", written_at=LATER)
    write(session, stranger, forged, row("about.title", "theirs"), row("about.place", "Skye"))
    joining = merge_and_save(session, preview_merge(session, stranger))
    assert [exclusion.reason for exclusion in joining.excluded] == [WRONG_SHAPE]
    assert session.answers().values == {"about.title": "theirs", "about.place": "Skye"}


def test_a_time_or_a_name_that_nothing_can_show_is_left_out(session: DraftSession, stranger: Path) -> None:
    write(
        session,
        stranger,
        row("about.title", "words", when="0001-01-01T00:00:00+00:00"),
        row("about.place", "words", author="M" * 300),
    )
    assert len(preview_merge(session, stranger).excluded) == 2


def test_a_name_without_words_hides_no_answer_of_ours(session: DraftSession, stranger: Path) -> None:
    session.write("about.title", "ours")
    session.seal()
    (head,) = session.tree.heads("about.title")
    write(session, stranger, bare_revision("1" * 40, "about.title", [head.id]), row("about.place", "Skye"))
    merge_and_save(session, preview_merge(session, stranger))
    assert session.answers().get("about.title") == "ours"


def test_names_that_go_round_in_a_circle_are_taken_apart(session: DraftSession, stranger: Path) -> None:
    one, other = "1" * 40, "2" * 40
    circle = (bare_revision(one, "about.title", [other]), bare_revision(other, "about.title", [one]))
    write(session, stranger, row("about.title", "theirs", one), *circle)
    merge_and_save(session, preview_merge(session, stranger))
    assert [revision.value for revision in session.history("about.title")] == ["theirs"]
    session.close()
    with DraftSession.open(session.path, "Ailsa Kerr") as again:
        assert again.read_only_reason == ""


def test_a_picture_that_is_none_is_left_out_by_name(session: DraftSession, stranger: Path) -> None:
    from hashlib import sha256  # noqa: PLC0415 - one test needs it

    junk = b"no picture at all"
    value = {"sha256": sha256(junk).hexdigest(), "type": "image/png", "width": 5, "height": 5}
    pictures = ChangeSet(pictures={str(value["sha256"]): StoredPicture(junk, "image/png", 5, 5)})
    rows = (row("data.wall/a", {"order": "i"}), row("data.wall/a/picture", value))
    write(session, stranger, *rows, pictures=pictures)
    joining = preview_merge(session, stranger)
    assert [exclusion.reason for exclusion in joining.excluded] == [PICTURE_DAMAGED]
    assert joining.pictures == {}


def test_private_answers_of_others_do_not_come_in(tmp_path: Path) -> None:
    form = parse_form(GUARDED)
    with DraftSession.create(tmp_path / "ours.carreport", form, "Ailsa Kerr") as session:
        write(session, tmp_path / "theirs.carreport", row("own.diary", "Morag’s"))
        joining = preview_merge(session, tmp_path / "theirs.carreport")
        assert [exclusion.reason for exclusion in joining.excluded] == [PRIVATE]
        assert joining.is_empty


def test_reading_never_touches_the_file(session: DraftSession, stranger: Path) -> None:
    write(session, stranger, row("about.title", "theirs"))
    before, seen = stranger.read_bytes(), stranger.stat().st_mtime_ns
    preview_merge(session, stranger)
    assert (stranger.read_bytes(), stranger.stat().st_mtime_ns) == (before, seen)


def test_a_file_in_the_middle_of_a_save_waits(session: DraftSession, stranger: Path) -> None:
    write(session, stranger, row("about.title", "theirs"))
    with closing(apsw.Connection(str(stranger))) as other:
        other.execute("BEGIN IMMEDIATE; DELETE FROM meta")
        with pytest.raises(DraftFileError) as told:
            preview_merge(session, stranger)
    assert told.value.code == "draft-busy"


def test_a_journal_that_is_not_its_own_is_not_used_and_not_touched(
    session: DraftSession, stranger: Path
) -> None:
    write(session, stranger, row("about.title", "theirs"))
    journal_path(stranger).write_bytes(b"half a save")
    before = stranger.read_bytes()
    assert [effect.path for effect in preview_merge(session, stranger).effects] == ["about.title"]
    assert stranger.read_bytes() == before
    assert journal_path(stranger).read_bytes() == b"half a save"


def test_a_reader_that_takes_too_long_is_ended(session: DraftSession, stranger: Path, form: Form) -> None:
    write(session, stranger, row("about.title", "theirs"))
    with pytest.raises(DraftFileError) as told:
        read_copy(stranger, form, longest_wait=0.001)
    assert told.value.code == "copy-unreadable"


def test_the_reader_sees_no_settings_and_no_site() -> None:
    assert {"-I", "-S"} <= set(reader_command())


def test_a_frozen_program_reads_by_starting_itself(
    session: DraftSession, stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    program, word = reader_command()
    monkeypatch.setattr(
        "carreport.draft.copies.read_copy.reader_command",
        lambda: [program, "-c", START_FROZEN, str(Path(__file__).parents[3]), word],
    )
    write(session, stranger, row("about.title", "theirs"))
    assert [effect.preview for effect in preview_merge(session, stranger).effects] == ["theirs"]


def test_a_folder_and_a_file_that_is_not_there_are_said(session: DraftSession, tmp_path: Path) -> None:
    codes = []
    for name in (tmp_path, tmp_path / "none.carreport"):
        with pytest.raises(DraftFileError) as told:
            preview_merge(session, name)
        codes.append(told.value.code)
    assert codes == ["not-a-draft", "draft-missing"]


def test_a_computer_without_room_to_read_a_copy_in_says_so(
    session: DraftSession, stranger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger.write_text("never reached")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    with pytest.raises(DraftFileError) as told:
        preview_merge(session, stranger)
    assert told.value.code == "copy-not-read"


def test_a_value_fits_as_the_kinds_of_the_form_say(form: Form) -> None:
    name, story = form.field("about.title"), form.field("about.story")
    assert name is not None
    assert story is not None
    assert [kind_of(name).fits(name, value) for value in ("words", "", None, 5, ["words"], {"a": "b"})] == [
        True
    ] * 3 + [False] * 3
    blocks = [{"type": "bullet", "level": 1, "spans": [{"text": "a", "strong": True, "link": "https://a.b"}]}]
    assert kind_of(story).fits(story, blocks)
    assert not kind_of(story).fits(story, "a plain string")
    assert not kind_of(story).fits(story, [{"type": "bullet", "spans": [{"text": "a", "onclick": "b"}]}])


def test_a_parent_that_a_file_does_not_have_or_has_elsewhere_is_imported_as_an_id_only() -> None:
    missing, elsewhere, older = ("a" * 40, "b" * 40, "c" * 40)
    head = row("about.title", "words", missing, elsewhere)
    found = new_revisions(RevisionTree(), [head, bare_revision(elsewhere, "about.place", (older,))])
    bare = {name: bare_revision(name, "about.title") for name in (missing, elsewhere)}
    assert found == {head.id: head, **bare}
