"""The position of an entry in somebody else's file is taken only if it is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.copies.read_copy import read_copy
from carreport.draft.session.draft_session import DraftSession
from carreport.form.schema import Value
from tests.draft.copies.test_read_copy import row, write


def taken(session: DraftSession, path: Path, state: Value) -> bool:
    """Say whether an entry with this state comes in; if not, it must be listed as left out."""
    write(session, path, row("data.sources/a", state))
    found = read_copy(path, session.form)
    assert len(found.revisions) + len(found.excluded) == 1
    return bool(found.revisions)


def test_an_entry_with_a_position_comes_in(session: DraftSession, tmp_path: Path) -> None:
    assert taken(session, tmp_path / "theirs.carreport", {"order": "i"})


def test_a_removed_entry_comes_in(session: DraftSession, tmp_path: Path) -> None:
    assert taken(session, tmp_path / "theirs.carreport", {"order": "i", "removed": ["0" * 40]})


@pytest.mark.parametrize(
    "state",
    ["words", [], 5, None, {"order": 5}, {"order": "i", "removed": "all"}, {"name": "A plan"}],
    ids=str,
)
def test_an_entry_whose_position_is_none_is_left_out(
    session: DraftSession, tmp_path: Path, state: Value
) -> None:
    assert not taken(session, tmp_path / "theirs.carreport", state)
