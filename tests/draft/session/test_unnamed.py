"""What somebody wrote before they gave their name stays theirs on their own computer."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from carreport.draft.history.changes_by_others import edits_by_others
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.settings import UNNAMED_AUTHOR
from tests.draft.copies.test_export_copy import GUARDED

ME, LIST = "Ailsa Kerr", "own.each"


@pytest.fixture
def begun(path: Path) -> Path:
    """A draft with a title and a private entry of somebody who gave no name."""
    with DraftSession.create(path, parse_form(GUARDED), UNNAMED_AUTHOR) as session:
        session.write("about.title", "Warm")
        session.add_item(LIST)
    return path


def test_a_private_entry_is_found_again_under_the_name(begun: Path) -> None:
    with DraftSession.open(begun, ME) as named:
        assert len(named.answers().get(LIST)) == 1
        named.add_item(LIST)
    with DraftSession.open(begun, ME) as again:
        assert len(again.answers().get(LIST)) == 2


def test_a_private_entry_of_another_computer_is_not_taken_over(
    begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "node", lambda: "LIBRARY-2")
    with DraftSession.open(begun, ME) as other:
        assert other.answers().get(LIST) in ((), None)
        assert other.history("about.title")[0].author == UNNAMED_AUTHOR


def test_what_was_written_without_a_name_is_no_change_by_others(begun: Path) -> None:
    with DraftSession.open(begun, ME) as named:
        named.write("about.place", "Linden")
    with DraftSession.open(begun, UNNAMED_AUTHOR) as unnamed:
        unnamed.write("about.title", "Warmer")
    with DraftSession.open(begun, ME) as again:
        assert edits_by_others(again) == ()
        assert again.history("about.title")[0].author == ME


def test_a_name_given_in_an_open_inquiry_is_on_what_is_written_next(begun: Path) -> None:
    with DraftSession.open(begun, UNNAMED_AUTHOR) as session:
        session.sign(ME)
        session.write("about.place", "Linden")
        entry = session.add_item(LIST)
        assert session.author == ME
    with DraftSession.open(begun, ME) as again:
        assert {again.tree.versions(path)[0].author for path in ("about.title", "about.place")} == {
            UNNAMED_AUTHOR,
            ME,
        }
        assert again.answers().get(LIST)[-1].id == entry
