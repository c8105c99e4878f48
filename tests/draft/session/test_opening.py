"""The whole draft is read and checked when it is opened: any change to the file is noticed."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from carreport.draft.revisions.flaws import describe_damage
from carreport.draft.revisions.revision import Revision, make_revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import DraftSaveError
from carreport.form.schema import Form
from tests.draft.foreign_writes import write_rows
from tests.draft.storage.test_database import patch

TITLES = [f"Title number {number}" for number in range(1, 6)]
ME = "Ailsa Kerr"
WHEN = "2026-01-01T12:00:00.000+00:00"


@pytest.fixture
def written(path: Path, form: Form) -> Path:
    with DraftSession.create(path, form, ME) as session:
        for title in TITLES:
            session.write("about.title", title)
            session.seal()
        session.write("about.place", "Skye")
        item = session.add_item("data.sources", values={"name": "A letter"})
        session.write(f"data.sources/{item}/name", "A long letter")
    return path


def execute(path: Path, statement: str, *values: str | None) -> None:
    """Change a row from outside."""
    connection = apsw.Connection(str(path))
    connection.execute(statement, values)
    connection.close()


def history(path: Path) -> tuple[Revision, ...]:
    with DraftSession.open(path, ME, read_only=True) as session:
        return session.history("about.title")


def test_the_whole_history_is_there(written: Path) -> None:
    with DraftSession.open(written, ME) as session:
        assert [revision.value for revision in session.history("about.title")] == TITLES[::-1]
        assert session.last_change("about.title") == session.history("about.title")[0]
        assert len(session.tree) == len(list(session.tree)) == 9


def test_an_altered_earlier_version_is_told_and_nothing_can_be_written(written: Path) -> None:
    patch(written, written.read_bytes().index(f'"{TITLES[0]}"'.encode()), b'"Title nimber 1"')
    before = written.read_bytes()
    with DraftSession.open(written, ME) as session:
        assert session.read_only
        assert "“Title”" in session.read_only_reason
        assert session.answers().get("about.title") == TITLES[-1]
        assert [revision.value for revision in session.history("about.title")] == TITLES[:0:-1]
        with pytest.raises(DraftSaveError):
            session.write("about.place", "Mull")
    assert written.read_bytes() == before


def test_an_earlier_version_that_is_gone_is_told(written: Path) -> None:
    execute(written, "DELETE FROM revision WHERE value = ?", f'"{TITLES[2]}"')
    with DraftSession.open(written, ME) as session:
        assert "“Title”" in session.read_only_reason


def test_an_altered_row_that_names_the_head_as_its_parent_does_not_hide_it(written: Path) -> None:
    head, *_, first = history(written)
    execute(written, "UPDATE revision SET parents = ? WHERE id = ?", head.id, first.id)
    with DraftSession.open(written, ME) as session:
        assert session.read_only
        assert session.answers().get("about.title") == TITLES[-1]


def test_an_altered_row_that_names_one_of_two_versions_as_its_parent_hides_neither(written: Path) -> None:
    first = history(written)[-1]
    apart = make_revision("about.title", [], '"Apart"', author="M", device="0", written_at=WHEN)
    write_rows(written, apart)
    execute(written, "UPDATE revision SET parents = ? WHERE id = ?", apart.id, first.id)
    with DraftSession.open(written, ME) as session:
        assert {version.value for version in session.answers().versions["about.title"]} == {
            "Apart",
            TITLES[-1],
        }


def test_a_row_of_another_answer_hides_nothing(written: Path) -> None:
    head = history(written)[0].id
    write_rows(
        written,
        make_revision("about.place", [head], '"Mull"', author="M", device="0", written_at=WHEN),
    )
    with DraftSession.open(written, ME) as session:
        assert session.answers().get("about.title") == TITLES[-1]


def test_nothing_is_written_in_a_file_that_does_not_hang_together(written: Path) -> None:
    raw = bytearray(written.read_bytes())
    raw[28:32] = (len(raw) // 4096 + 1).to_bytes(4, "big")  # one page more than anything uses
    written.write_bytes(bytes(raw) + bytes(4096))
    before = written.read_bytes()
    with DraftSession.open(written, ME) as session:
        assert "damaged" in session.read_only_reason
        assert session.answers().get("about.title") == TITLES[-1]
        with pytest.raises(DraftSaveError):
            session.write("about.title", "Sixth")
    assert written.read_bytes() == before


def test_an_entry_that_is_removed_is_removed_with_its_history(written: Path) -> None:
    with DraftSession.open(written, ME) as session:
        (item,) = session.answers().items("data.sources")
        session.remove_item(f"data.sources/{item.id}")
        assert session.unseen_edits() == ()
        state = session.tree.entry_state(f"data.sources/{item.id}")
        assert state is not None
        assert state.seen_ids >= {revision.id for revision in session.history(f"data.sources/{item.id}/name")}


@pytest.mark.parametrize("read_only", [True, False])
def test_opening_and_closing_changes_no_byte(written: Path, *, read_only: bool) -> None:
    before = written.read_bytes()
    DraftSession.open(written, ME, read_only=read_only).close()
    assert written.read_bytes() == before


def test_damage_that_cannot_be_located_is_reported_as_such(form: Form) -> None:
    unnamed, named = RevisionTree(), RevisionTree()
    unnamed.damaged = ("",)
    named.damaged = ("", "about.title")
    assert "we cannot tell which" in describe_damage(form, unnamed)
    assert "“Title”" in describe_damage(form, named)
    assert describe_damage(form, RevisionTree()) == ""


def test_a_draft_returns_to_where_it_was_last_used_and_to_nowhere_if_it_was_not(written: Path) -> None:
    with DraftSession.open(written, ME) as session:
        assert session.last_visited() == ""
        session.remember_last_visited("about.place")
    with DraftSession.open(written, ME) as again:
        assert again.last_visited() == "about.place"
