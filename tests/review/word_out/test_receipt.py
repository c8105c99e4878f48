"""What was sent can be printed again from the history, until it is erased."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from carreport.assets import form_files
from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.erasure import ErasureRequest, erase
from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import answers_from_json
from carreport.form.loader import load_form, parse_form
from carreport.form.richtext import RichText
from carreport.review.word_out import make_review_copy
from carreport.review.word_out_receipt import note_key, review_receipt, sent_paragraphs_of, sent_review_of
from tests.review.word_out.conftest import EXPORT, FIELDS

FORM = parse_form(
    f'[form]\nid = "f"\ntitle = "A form"\ntitle_path = "s.issue"\n'
    f'[[section]]\nid = "s"\ntitle = "Context"\n{FIELDS}'
)
ANSWERS = {
    "issue": "One.\n\n- two\n- three",
    "plans": [{"$id": "p1", "name": "Local plan", "shows": "Much."}, {"$id": "p2", "name": "City plan"}],
}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DraftSession]:
    with DraftSession.create(tmp_path / "a.carreport", FORM, "Ailsa") as opened:
        answers, problems = answers_from_json(FORM, {"s": ANSWERS})
        assert problems == []
        opened.fill(answers)
        yield opened


def text(words: str) -> Any:
    return RichText.from_plain(words).to_json()


def send_from(session: DraftSession) -> list[tuple[str, str | None]]:
    """Store the receipt for a review copy; return the bookmark and text of each paragraph."""
    answers = session.shared_answers()
    pictures = session.shared_pictures(answers)
    copy = make_review_copy(session.form, answers, pictures, (), EXPORT)
    receipt = review_receipt(session.form, session.tree, pictures, copy)
    session.save_note(note_key(EXPORT), receipt.to_note())
    return [(paragraph.bookmark, paragraph.text) for paragraph in copy.paragraphs]


def printed_again(session: DraftSession) -> list[tuple[str, str | None]]:
    return [(paragraph.bookmark, paragraph.text) for paragraph in sent_paragraphs_of(session, EXPORT)]


def text_at(session: DraftSession, path: str, number: int) -> str | None:
    again = sent_paragraphs_of(session, EXPORT)
    return next(sent.text for sent in again if (sent.path, sent.number) == (path, number))


def test_what_was_sent_is_printed_again_whatever_was_written_since(session: DraftSession) -> None:
    sent = send_from(session)
    session.write("s.issue", text("Something else.\n\nAnd more."))
    session.remove_item("s.plans/p1")
    session.move_item("s.plans/p2", None)
    session.add_item("s.plans", values={"name": "New plan"})
    assert printed_again(session) == sent


def test_what_was_sent_is_printed_again_after_the_draft_was_closed(session: DraftSession) -> None:
    sent = send_from(session)
    session.close()
    with DraftSession.open(session.path, "Ailsa") as opened:
        assert printed_again(opened) == sent


def test_an_erased_answer_has_as_many_paragraphs_but_no_words(session: DraftSession) -> None:
    sent = send_from(session)
    erase(session, ErasureRequest(path="s.plans/p1/shows"))
    again = printed_again(session)
    assert [bookmark for bookmark, _ in again] == [bookmark for bookmark, _ in sent]
    assert text_at(session, "s.plans/p1/shows", 1) is None
    assert text_at(session, "s.issue", 2) == "two"
    assert text_at(session, "s.plans/p1/name", 1) == "Local plan"


def test_the_title_of_an_entry_is_gone_with_the_answer_that_it_shows(session: DraftSession) -> None:
    send_from(session)
    erase(session, ErasureRequest(path="s.plans/p1/name"))
    assert text_at(session, "s.plans/p1", 0) is None


def test_the_title_of_the_copy_is_gone_with_the_answer_that_it_shows(session: DraftSession) -> None:
    send_from(session)
    erase(session, ErasureRequest(path="s.issue"))
    assert text_at(session, "", 1) is None
    assert text_at(session, "s.issue", 0) == "1.1 What is the issue?"


def test_numbers_are_not_guessed_where_an_entry_is_gone(session: DraftSession) -> None:
    send_from(session)
    erase(session, ErasureRequest(path="s.plans/p1"))
    assert text_at(session, "s.plans/p2", 0) is None
    assert text_at(session, "s.plans/p2/name", 1) == "City plan"


def test_erased_words_are_nowhere_in_the_file(session: DraftSession) -> None:
    session.write("s.plans/p1/shows", text("Canarybird"))
    send_from(session)
    erase(session, ErasureRequest(path="s.plans/p1/shows"))
    session.close()
    for path in session.path.parent.iterdir():
        assert not path.is_file() or b"Canarybird" not in path.read_bytes()


def test_the_receipt_has_no_words(session: DraftSession) -> None:
    send_from(session)
    note = session.note(note_key(EXPORT))
    assert not any(word in note for word in ("One", "two", "Local", "Much", "City"))


def test_a_version_that_the_draft_has_lost_gives_no_text(session: DraftSession) -> None:
    send_from(session)
    stored = json.loads(session.note(note_key(EXPORT)))
    stored["revisions"] += "f" * 12
    stored["paragraphs"].insert(5, ["s.plans/p3/name", 1])
    session.save_note(note_key(EXPORT), json.dumps(stored))
    assert text_at(session, "s.plans/p3/name", 1) is None
    assert text_at(session, "s.issue", 1) == "One."


def test_another_export_is_not_known(session: DraftSession) -> None:
    send_from(session)
    assert sent_review_of(session, "fedcba9876543210") is None
    assert sent_paragraphs_of(session, "fedcba9876543210") == ()


@pytest.mark.parametrize("note", ["", "{}", "[]", '{"revisions": 1}', "\x00", '{"paragraphs": [[1]]}'])
def test_a_damaged_receipt_is_no_receipt(session: DraftSession, note: str) -> None:
    session.save_note(note_key(EXPORT), note)
    assert sent_paragraphs_of(session, EXPORT) == ()


def test_both_versions_of_an_answer_are_printed_again(session: DraftSession, tmp_path: Path) -> None:
    sent = conflicting(session, tmp_path)
    assert {"And Morag wrote:", "Morag wrote:"} & {words for _, words in sent}
    session.write("s.issue", text("Settled."))
    assert printed_again(session) == sent


def conflicting(session: DraftSession, folder: Path) -> list[tuple[str, str | None]]:
    export_copy(session, folder / "copy.carreport")
    with DraftSession.open(folder / "copy.carreport", "Morag") as copy:
        copy.write("s.issue", text("Written by Morag."))
    session.write("s.issue", text("Written by Ailsa."))
    merge_and_save(session, preview_merge(session, folder / "copy.carreport"))
    return send_from(session)


def test_the_example_inquiry_is_printed_again(tmp_path: Path) -> None:
    form = load_form(next(path for path in form_files() if path.stem == "car-inquiry"))
    source = next(path for path in form_files() if path.stem == "car-inquiry").parents[1]
    example: Any = json.loads((source / "resources/examples/schools-partnership.json").read_text("utf-8"))
    answers, _ = answers_from_json(form, example)
    with DraftSession.create(tmp_path / "a.carreport", form, "Ailsa") as opened:
        opened.fill(answers)
        sent = send_from(opened)
        assert printed_again(opened) == sent
        assert sent_review_of(opened, EXPORT).uncertain == frozenset()  # type: ignore[union-attr]  # it is here


def test_a_name_is_not_certain_once_something_is_erased(tmp_path: Path) -> None:
    form = parse_form(
        '[form]\nid = "f"\ntitle = "A form"\n[[section]]\nid = "s"\ntitle = "Context"\n'
        '[[section.field]]\nid = "lead"\nkind = "person"\nlabel = "Who leads?"\n'
        '[[section.field]]\nid = "issue"\nkind = "text"\nlabel = "What is the issue?"'
    )
    with DraftSession.create(tmp_path / "a.carreport", form, "Ailsa") as opened:
        opened.write("s.lead", {"name": "Fiona Rankine", "role": "", "organisation": ""})
        opened.write("s.issue", text("One."))
        send_from(opened)
        assert text_at(opened, "s.lead", 1) == "Fiona Rankine"
        erase(opened, ErasureRequest(path="s.issue"))
        assert text_at(opened, "s.lead", 1) is None
