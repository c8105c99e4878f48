from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.session.bulk_items import add_item_with_id, add_items, remove_items, restore_items
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import DraftSaveError
from carreport.form import paths
from carreport.form.loader import parse_form

FORM = """
[form]
id = "small"
title = "A small form"
version = 1

[[section]]
id = "data"
title = "Data"

[[section.field]]
id = "workshops"
kind = "list"
item = "workshop"
label = "Which workshops were there?"

[[section.field.field]]
id = "name"
kind = "line"
label = "Name"

[[section.field.field]]
id = "notes"
kind = "board"
item = "note"
label = "Which notes?"
"""


def _session(tmp_path: Path) -> DraftSession:
    return DraftSession.create(tmp_path / "a.carreport", parse_form(FORM), "Ailsa Kerr")


def _notes(session: DraftSession, group: str) -> list[str]:
    return [str(item.get("note")) for item in session.answers().items(group)]


def test_several_entries_come_in_go_and_come_back_in_their_order(tmp_path: Path) -> None:
    with _session(tmp_path) as session:
        first, second = (session.add_item("data.workshops", None, {"name": name}) for name in "AB")
        group = paths.field_path("data.workshops", second, "notes")
        session.add_item(group, None, {"note": "Before"})
        made = add_items(session, group, [{"note": "One"}, {"note": "Two", "votes": 3}])
        assert _notes(session, group) == ["Before", "One", "Two"]
        remove_items(session, group, made)
        assert _notes(session, group) == ["Before"]
        restore_items(session, group, made)
        assert _notes(session, group) == ["Before", "One", "Two"]
        assert [item.id for item in session.answers().items("data.workshops")] == [first, second]


def test_the_window_hears_of_several_entries_once(tmp_path: Path) -> None:
    with _session(tmp_path) as session:
        group = paths.field_path("data.workshops", session.add_item("data.workshops"), "notes")
        heard: list[frozenset[str]] = []
        session.on_changed = lambda paths, _source: heard.append(paths)
        made = add_items(session, group, [{"note": str(number)} for number in range(40)])
        remove_items(session, group, made)
        assert len(heard) == 2


def test_nothing_comes_in_where_nothing_can_be_written(tmp_path: Path) -> None:
    with _session(tmp_path) as session:
        group = paths.field_path("data.workshops", session.add_item("data.workshops"), "notes")
    with DraftSession.open(tmp_path / "a.carreport", "", read_only=True) as session:
        with pytest.raises(DraftSaveError):
            add_items(session, group, [{"note": "One"}])
        assert _notes(session, group) == []


def test_an_entry_with_a_known_id_is_added_once_and_restored(tmp_path: Path) -> None:
    with _session(tmp_path) as session:
        for name in ("A", "B"):
            add_item_with_id(session, "data.workshops/first", {"name": name})
        session.remove_item("data.workshops/first")
        add_item_with_id(session, "data.workshops/first", {"name": "C"})
        items = session.answers().items("data.workshops")
        assert [(item.id, item.get("name")) for item in items] == [("first", "C")]
