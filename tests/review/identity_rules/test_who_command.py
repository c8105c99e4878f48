"""The command `who` lists people, passages and contacts, and writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carreport.cli.entry_point import main
from carreport.draft.session.draft_session import DraftSession
from carreport.review.identity.looked_at import mark_looked_at, passage_mark
from tests.review.identity.casts import CASTS, inquiry_form, said

WORDS = "At the library I now keep two chairs by the heater."
PATH = "reflections.individual/said/changed"


def made_draft(folder: Path, words: str = WORDS) -> Path:
    draft = folder / "a.carreport"
    answers, _ = said(CASTS["island"], "changed", words)
    with DraftSession.create(draft, inquiry_form(), "Ailsa") as session:
        session.fill(answers, as_group=True)
    return draft


def test_it_names_the_person_the_place_and_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["who", str(made_draft(tmp_path))]) == 0
    said_by_it = capsys.readouterr()
    assert "Yvonne Harcus (Librarian, Skerra Library Service)" in said_by_it.out
    assert WORDS in said_by_it.out
    assert "It fits nobody else in the group." in said_by_it.out
    assert "These rules miss much" in said_by_it.err


def test_as_json_it_has_each_passage_and_when_it_was_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = made_draft(tmp_path, f"{WORDS} Ring 01632 960 457.")
    with DraftSession.open(draft, "Ailsa") as session:
        mark_looked_at(session, passage_mark(session.draft_id, "yvonne harcus", PATH, WORDS), PATH)
    assert main(["who", str(draft), "--json", "--author", "Ailsa"]) == 0
    found = json.loads(capsys.readouterr().out)
    passages = {one["name"]: one["passages"] for one in found["people"]}["Yvonne Harcus"]
    assert [(passage["path"], passage["shared_by"]) for passage in passages] == [(PATH, 1)]
    assert passages[0]["looked_at"]
    assert [(contact["type"], contact["looked_at"]) for contact in found["contacts"]] == [("phone", None)]


def test_it_writes_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = made_draft(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert main(["who", str(draft)]) == 0
    assert capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_nothing_found_is_not_called_safe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "a.carreport"
    DraftSession.create(draft, inquiry_form(), "Ailsa").close()
    assert main(["who", str(draft)]) == 0
    said_by_it = capsys.readouterr().err
    assert (
        "Nothing was found by these rules. They miss much: read the text once with each person" in said_by_it
    )
