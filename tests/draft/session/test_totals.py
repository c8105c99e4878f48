"""The totals of an inquiry are those that a person would count."""

from __future__ import annotations

import json
from pathlib import Path

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import RECEIPTS_NOTE, receipts_of
from carreport.draft.session.totals import Totals, count_totals
from carreport.form.schema import Form

YES = True


def test_a_list_is_one_question_and_its_entries_are_counted_once(session: DraftSession, form: Form) -> None:
    session.write("about.title", "A walk")
    session.write("about.place", "")
    session.mark_ready("about", YES)
    for name in ("The plan", "A letter"):
        item = session.add_item("data.sources", values={"name": name, "notes": []})
        for year in (2014, 2015, 2016):
            session.add_item(f"data.sources/{item}/years", values={"year": year})
    session.add_item("data.sources")
    assert count_totals(form, session.answers()) == Totals(questions=2, entries=2)


def test_it_is_told_in_words() -> None:
    assert Totals(41, 23, 6).text == "41 questions answered, 23 entries, 6 pictures"
    assert Totals(1, 1, 1).text == "1 question answered, 1 entry, 1 picture"
    assert Totals(0, 0).text == "no questions answered, no entries, no pictures"


def test_a_receipt_says_what_a_person_would_count(session: DraftSession, tmp_path: Path) -> None:
    session.add_item("data.sources", values={"name": "The plan", "notes": []})
    receipt = export_copy(session, tmp_path / "copy.carreport")
    assert receipt.totals_text == "1 question answered, 1 entry, no pictures"
    assert receipts_of(session) == (receipt,)


def test_a_receipt_of_a_newer_program_is_kept(session: DraftSession) -> None:
    told = {"kind": "copy", "name": "a.carreport", "when": "2026-03-04", "author": "Ailsa", "route": "mail"}
    session.save_note(RECEIPTS_NOTE, json.dumps([told]))
    assert [receipt.name for receipt in receipts_of(session)] == ["a.carreport"]


def test_a_note_of_receipts_that_no_parser_can_hold_is_no_receipt(session: DraftSession) -> None:
    session.save_note(RECEIPTS_NOTE, "[" * 100_000)
    assert receipts_of(session) == ()
