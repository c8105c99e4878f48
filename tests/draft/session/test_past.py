"""History is read when somebody looks, and checked soon: whatever was altered in it is noticed."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.revisions.change import DraftContents, revision_to_row
from carreport.draft.revisions.revision import make_revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.past import Past
from carreport.draft.session.present import Present, present_in
from carreport.draft.storage import outline
from carreport.draft.storage.database import DraftDatabase
from carreport.errors import DraftSaveError
from carreport.form.schema import Form
from tests.draft.storage.test_database import patch

TITLES = [f"Title number {number}" for number in range(1, 6)]


@pytest.fixture(autouse=True)
def nothing_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the shortest draft be opened like one of months."""
    monkeypatch.setattr(outline, "AT_ONCE", -1)


@pytest.fixture
def written(path: Path, form: Form) -> Path:
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        for title in TITLES:
            session.write("about.title", title)
            session.seal()
        session.write("about.place", "Skye")
        item = session.add_item("data.sources", values={"name": "A letter"})
        session.write(f"data.sources/{item}/name", "A long letter")
    return path


def parts(path: Path) -> tuple[DraftContents, Present]:
    file = DraftDatabase.open(path)
    try:
        found = present_in(file)
        assert found is not None
        return file.read(), found
    finally:
        file.close()


def spoil(path: Path, was: str, becomes: str) -> None:
    """Alter the words of an earlier revision as a disk does: nothing else in the file notices."""
    patch(path, path.read_bytes().index(f'"{was}"'.encode()), f'"{becomes}"'.encode())


def test_only_what_stands_is_read_when_a_draft_is_opened(written: Path) -> None:
    whole, now = parts(written)
    assert {each.value for each in now.revisions if each.path == "about.title"} == {TITLES[-1]}
    assert now.others is not None
    assert len(now.revisions) + len(now.others) == len(whole.revisions)
    assert {f"{each.path} {each.id}" for each in whole.revisions} == now.others | now.places


def test_history_is_there_for_whoever_asks_first(written: Path) -> None:
    with DraftSession.open(written, "Ailsa Kerr") as session:
        assert [each.value for each in session.history("about.title")] == TITLES[::-1]
        assert session.last_change("about.title") == session.history("about.title")[0]
        assert len(session.tree) == len(list(session.tree)) == 9


def test_an_altered_earlier_version_is_noticed_soon_after_opening(written: Path) -> None:
    spoil(written, TITLES[1], "Title nimber 2")
    told: list[str] = []
    heard = threading.Event()
    session = DraftSession.open(written, "Ailsa Kerr")
    session.on_damaged = lambda words: (told.append(words), heard.set())[0]  # type: ignore[func-returns-value]  # both
    try:
        assert heard.wait(10)
        assert "“Title”" in told[0]
        assert (session.read_only, session.read_only_reason) == (True, told[0])
        assert session.answers().get("about.title") == TITLES[-1]
        assert TITLES[1] not in {each.value for each in session.history("about.title")}
        with pytest.raises(DraftSaveError):
            session.write("about.place", "Mull")
    finally:
        session.close_without_saving()


def test_what_was_written_before_the_damage_was_noticed_is_kept(written: Path) -> None:
    spoil(written, TITLES[1], "Title nimber 2")
    session = DraftSession.open(written, "Ailsa Kerr")
    session.write("about.place", "Mull")
    session.check_all()
    assert session.read_only
    session.close()
    with DraftSession.open(written, "Ailsa Kerr") as again:
        assert again.answers().get("about.place") == "Mull"


def test_a_damaged_draft_goes_on_elsewhere_with_the_rest_of_its_history(written: Path) -> None:
    spoil(written, TITLES[1], "Title nimber 2")
    elsewhere = written.with_name("elsewhere.carreport")
    with DraftSession.open(written, "Ailsa Kerr") as session:
        session.check_all()
        session.save_as(elsewhere)
        assert not session.read_only
        session.write("about.place", "Mull")
    with DraftSession.open(elsewhere, "Ailsa Kerr") as again:
        again.check_all()
        assert again.read_only_reason == ""
        sound = [title for title in TITLES[::-1] if title != TITLES[1]]
        assert [each.value for each in again.history("about.title")] == sound


def test_an_earlier_version_that_is_gone_is_noticed_at_once(written: Path) -> None:
    connection = apsw.Connection(str(written))
    connection.execute("DELETE FROM revision WHERE value = ?", (f'"{TITLES[2]}"',))
    connection.close()
    with DraftSession.open(written, "Ailsa Kerr") as session:
        assert "earlier versions of “Title”" in session.read_only_reason


def test_an_altered_row_that_hides_what_stands_hides_it_for_a_moment_only(written: Path) -> None:
    """An earlier row says that it was written over the head: so the head seems to be old."""
    with DraftSession.open(written, "Ailsa Kerr") as session:
        head, *_, first = session.history("about.title")
    connection = apsw.Connection(str(written))
    connection.execute("UPDATE revision SET parents = ? WHERE id = ?", (head.id, first.id))
    connection.close()
    with DraftSession.open(written, "Ailsa Kerr") as session:
        changed: list[frozenset[str]] = []
        session.on_changed = changed.append
        session.check_all()
        assert session.read_only
        assert session.answers().get("about.title") == TITLES[-1]


def test_a_head_that_another_one_hides_comes_back_when_everything_is_checked(written: Path) -> None:
    """Of two versions that stand, an altered earlier row names one as its parent."""
    with DraftSession.open(written, "Ailsa Kerr") as session:
        title, first = session.history("about.title")[0], session.history("about.title")[-1]
    apart = make_revision("about.title", [], '"Apart"', author="M", device="m", written_at="2026-01-01")
    connection = apsw.Connection(str(written))
    connection.execute("INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)", revision_to_row(apart))
    connection.execute("UPDATE revision SET parents = ? WHERE id = ?", (apart.id, first.id))
    connection.close()
    with DraftSession.open(written, "Ailsa Kerr") as session:
        assert session.answers().get("about.title") == TITLES[-1]
        changed: list[frozenset[str]] = []
        session.on_changed = changed.append
        session.check_all()
        assert session.read_only
        assert {each.value for each in session.answers().versions["about.title"]} == {"Apart", title.value}
        assert changed == [frozenset({"about.title"})]


def test_a_row_of_another_answer_hides_nothing(written: Path) -> None:
    with DraftSession.open(written, "Ailsa Kerr") as session:
        (head,) = session.tree.heads("about.title")
        place = make_revision(
            "about.place", [head.id], '"Mull"', author="M", device="m", written_at="2026-01-01"
        )
    connection = apsw.Connection(str(written))
    connection.execute("INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)", revision_to_row(place))
    connection.close()
    with DraftSession.open(written, "Ailsa Kerr") as session:
        assert session.answers().get("about.title") == TITLES[-1]


def test_typing_and_removing_need_no_history(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with DraftSession.open(written, "Ailsa Kerr") as session:
        with monkeypatch.context() as patched:
            patched.setattr(Past, "at", _nobody_may_look)
            patched.setattr(Past, "finish", _nobody_may_look)
            session.write("about.title", "A sixth")
            session.write("about.title", "A sixth title")
            assert session.answers().get("about.title") == "A sixth title"
            session.remove_item(f"data.sources/{session.answers().items('data.sources')[0].id}")
            session.flush()
        assert [each.value for each in session.history("about.title")] == ["A sixth title", *TITLES[::-1]]
        assert len(session.tree.heads("about.title")) == 1


def _nobody_may_look(*_: object) -> None:
    raise AssertionError


def test_what_comes_in_while_history_is_unread_is_known_again(written: Path, tmp_path: Path) -> None:
    with DraftSession.open(written, "Ailsa Kerr") as session:
        export_copy(session, tmp_path / "sent.carreport")
    with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as other:
        other.write("about.title", "Morag’s title")
        export_copy(other, tmp_path / "back.carreport")
    with DraftSession.open(written, "Ailsa Kerr") as session:
        assert (
            len(merge_and_save(session, preview_merge(session, tmp_path / "back.carreport")).revisions) == 1
        )
        assert session.answers().get("about.title") == "Morag’s title"
        assert merge_and_save(session, preview_merge(session, tmp_path / "back.carreport")).is_empty


def test_an_entry_that_is_removed_at_once_is_removed_with_its_unread_history(written: Path) -> None:
    with DraftSession.open(written, "Ailsa Kerr") as session:
        (item,) = session.answers().items("data.sources")
        session.remove_item(f"data.sources/{item.id}")
        assert session.unseen_edits() == ()
        standing = session.tree.entry_state(f"data.sources/{item.id}")
        assert standing is not None
        assert standing.seen_ids >= {each.id for each in session.history(f"data.sources/{item.id}/name")}


def test_opening_changes_no_byte(written: Path) -> None:
    before = written.read_bytes()
    with DraftSession.open(written, "Ailsa Kerr", read_only=True) as session:
        session.check_all()
    assert written.read_bytes() == before


def test_a_draft_may_be_closed_before_everything_is_read(written: Path) -> None:
    session = DraftSession.open(written, "Ailsa Kerr")
    session.close()
    with pytest.raises(ValueError, match="closed"):
        session.history("about.title")


STORY = "about.story"


@st.composite
def stories(draw: st.DrawFn) -> list[Any]:
    """Draw the revisions of one text: each is written over some of those before it."""
    rows: list[Any] = []
    for number in range(draw(st.integers(2, 9))):
        earlier = draw(st.sets(st.sampled_from([each.id for each in rows]), max_size=2)) if rows else set()
        text = draw(st.sampled_from(["one", "two", "three"]))
        blocks = "".join(f'{{"spans":[{{"text":"{word}"}}],"type":"paragraph"}},' for word in (text, "end"))
        moment = f"2026-01-01T00:00:{number:02}"
        rows.append(
            make_revision(STORY, earlier, f"[{blocks[:-1]}]", author="A", device="a", written_at=moment)
        )
    return rows


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=stories())
def test_what_stands_is_the_same_whether_all_was_read_or_only_what_is_needed(
    path: Path, rows: list[Any], form: Form
) -> None:
    if not path.exists():
        DraftSession.create(path, form, "A").close()
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA synchronous = OFF; DELETE FROM revision")
    connection.executemany("INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)", map(revision_to_row, rows))
    connection.close()
    file = DraftDatabase.open(path)
    found = present_in(file)
    assert found is not None
    lazy, eager = RevisionTree(found.revisions, Past(file, found)), RevisionTree(rows)
    assert lazy.heads(STORY) == eager.heads(STORY)
    assert lazy.answers() == eager.answers()
    assert {each.id for each in lazy} == {each.id for each in eager}
    assert lazy.versions(STORY) == eager.versions(STORY)
    assert lazy.newest == eager.newest
    file.close()


def test_a_file_that_takes_the_place_of_a_damaged_one_is_not_written(written: Path) -> None:
    """After a sync that failed a draft is written anew from memory: never without what is damaged."""
    spoil(written, TITLES[1], "Title nimber 2")
    before = written.read_bytes()
    session = DraftSession.open(written, "Ailsa Kerr")
    session.check_all()
    with pytest.raises(DraftSaveError):
        session._all_revisions()  # noqa: SLF001 - what the saver asks for then
    session.close()
    assert written.read_bytes() == before


def test_history_that_another_program_keeps_busy_is_waited_for(written: Path) -> None:
    with DraftSession.open(written, "Ailsa Kerr", read_only=True) as session:
        busy = apsw.Connection(str(written))
        busy.execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
        free = threading.Timer(2.5, busy.close)
        free.start()
        assert [each.value for each in session.history("about.title")] == TITLES[::-1]
        free.join()
        session.check_all()
        assert session.read_only_reason == "It was opened for reading."
