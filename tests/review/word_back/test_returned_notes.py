"""Notes are footnotes in a review copy; what a reviewer changes around or in them comes back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import answers_from_json
from carreport.form.loader import parse_form
from carreport.form.richtext import RichText, Span
from carreport.report.word.proof.docx_faults import word_faults
from carreport.review.threads import threads_of
from carreport.review.word_back.incoming import bring_in_review
from carreport.review.word_back.returned_copy import compare_with_sent, find_sent
from carreport.review.word_back.suggested_text import ParagraphEdit, with_edits
from carreport.review.word_out_send import send_for_review
from carreport.review.word_walk.walk import walk_file
from tests.review.word_back.word_files import BY, deleted, ins, zipped

FORM = parse_form(
    '[form]\nid = "f"\ntitle = "A form"\n[[section]]\nid = "s"\ntitle = "Context"\n'
    '[[section.field]]\nid = "issue"\nkind = "text"\nlabel = "What is the issue?"\n'
    '[[section.field]]\nid = "plan"\nkind = "text"\nlabel = "What is the plan?"\n'
)
PLAN = "We want to ask the pupils and the drivers what would make the journey easier."
NOTED = [
    {
        "type": "paragraph",
        "spans": [
            {"text": "Absence has risen since the new timetable", "note": "It began in August of last year."},
            " began, above all in the second year",
            {"text": ".", "note": ["See ", {"text": "the minutes", "link": "https://example.org/minutes"}]},
        ],
    },
    "Most of those who are absent live at the far end.",
]
DOCUMENT, FOOTNOTES = "word/document.xml", "word/footnotes.xml"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DraftSession]:
    with DraftSession.create(tmp_path / "a.carreport", FORM, "Iain") as opened:
        answers, problems = answers_from_json(FORM, {"s": {"issue": NOTED, "plan": PLAN}})
        assert problems == []
        opened.fill(answers)
        yield opened


def suggestions(session: DraftSession, part: str, old: str, new: str) -> list[RichText]:
    """Send a review copy, change one part of it, import it, and return what it suggests."""
    sent = session.path.parent / "sent.docx"
    send_for_review(session, sent, replace=True)
    with zipfile.ZipFile(BytesIO(sent.read_bytes())) as archive:
        members = {name: archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()}
    assert old == new or old in members[part]
    members[part] = members[part].replace(old, new)
    document = walk_file("back.docx", zipped(members))
    bring_in_review(session, compare_with_sent("back.docx", document, find_sent(session, document)))
    return [thread.suggestion.becomes for thread in threads_of(session) if thread.suggestion]


def tracked(text: str, old: str, new: str) -> tuple[str, str]:
    """Return the XML of a run with this text, and the same with one word replaced."""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    before, _, after = text.partition(old)
    kept = [f'<w:r><w:t xml:space="preserve">{part}</w:t></w:r>' if part else "" for part in (before, after)]
    return run, f"{kept[0]}{deleted(old)}{ins(new)}{kept[1]}"


def test_a_review_copy_has_the_notes_as_footnotes_and_is_sound(session: DraftSession) -> None:
    assert suggestions(session, DOCUMENT, "", "") == []
    content = (session.path.parent / "sent.docx").read_bytes()
    assert word_faults(content) == []
    assert threads_of(session) == ()


def test_words_changed_around_notes_keep_them(session: DraftSession) -> None:
    change = tracked("Absence has risen since the new timetable", "timetable", "plan")
    (becomes,) = suggestions(session, DOCUMENT, *change)
    assert becomes.plain_text.startswith("Absence has risen since the new plan began")
    assert becomes.notes == RichText.from_json(NOTED).notes
    assert becomes.blocks[0].spans[0].text.endswith("new plan")


def test_a_word_changed_in_a_note_is_a_suggestion(session: DraftSession) -> None:
    change = tracked("It began in August of last year.", "August", "September")
    (becomes,) = suggestions(session, FOOTNOTES, *change)
    assert becomes.blocks[0].spans[0].note == (Span("It began in September of last year."),)
    assert becomes.blocks[0].plain_text == RichText.from_json(NOTED).blocks[0].plain_text


def test_a_note_changed_without_tracking_is_a_suggestion(session: DraftSession) -> None:
    (becomes,) = suggestions(session, FOOTNOTES, "last year", "2015")
    assert [note.plain_text for note in becomes.notes] == ["It began in August of 2015.", "See the minutes"]
    assert becomes.notes[1].spans[1].link == "https://example.org/minutes"


def test_an_edit_below_a_table_and_one_in_its_cell_find_their_places() -> None:
    rows = [[["Week"], ["Visits"]], [["1"], [{"text": "19", "note": "By hand."}]]]
    table = {"type": "table", "rows": rows, "header": True}
    base = RichText.from_json(["Before.", table, table, {"spans": [{"text": "After", "note": "Last."}]}])
    edits = [(5, "20"), (11, "Later"), (13, "By machine."), (14, "Very last.")]
    becomes = with_edits(
        base,
        [ParagraphEdit(number, RichText.from_plain(words).blocks) for number, words in edits],
        has_formatting=False,
    )
    assert becomes is not None
    assert becomes.blocks[1].plain_text == "Week\tVisits\n1\t20"
    assert becomes.blocks[2].plain_text == "Week\tVisits\n1\t19"
    assert becomes.blocks[3].plain_text == "Later"
    assert [note.plain_text for note in becomes.notes] == ["By hand.", "By machine.", "Very last."]


@pytest.mark.parametrize("written", ["–thirty", "thirty –", "thirty"])
def test_the_dash_that_is_printed_in_an_empty_cell_is_no_word_of_what_is_written_there(written: str) -> None:
    base = RichText.from_json([{"type": "table", "rows": [["Week", "Visits"], ["1", ""]]}])
    becomes = with_edits(base, [ParagraphEdit(4, RichText.from_plain(written).blocks)], has_formatting=False)
    assert becomes is not None
    assert becomes.plain_text == "Week\tVisits\n1\tthirty"


def test_rows_that_a_reviewer_deletes_and_adds_are_listed_with_their_words_once(
    session: DraftSession,
) -> None:
    rows = [["Week", "Visits"], ["one", "nineteen"], ["two", "twenty"]]
    answers, _ = answers_from_json(FORM, {"s": {"issue": [{"type": "table", "rows": rows}, "After."]}})
    session.fill(answers)
    sent = session.path.parent / "sent.docx"
    send_for_review(session, sent, replace=True)
    with zipfile.ZipFile(BytesIO(sent.read_bytes())) as archive:
        members = {name: archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()}
    before, row, after = _around_row(members[DOCUMENT], "nineteen")
    gone = tracked_row(row, "del", {"one": deleted("one"), "nineteen": deleted("nineteen")})
    new = tracked_row(row, "ins", {"one": ins("three"), "nineteen": ins("seventy")})
    members[DOCUMENT] = f"{before}{gone}{new}{after}"
    document = walk_file("back.docx", zipped(members))
    bring_in_review(session, compare_with_sent("back.docx", document, find_sent(session, document)))
    said = [thread.began.words.plain_text for thread in threads_of(session)]
    assert sorted(said) == ["Added: “seventy”", "Added: “three”", "Deleted: “nineteen”", "Deleted: “one”"]


def _around_row(xml: str, word: str) -> tuple[str, str, str]:
    """Return the XML of the row with a word, and what is before and after it."""
    start = xml.rindex("<w:tr>", 0, xml.index(word))
    end = xml.index("</w:tr>", start) + len("</w:tr>")
    return xml[:start], xml[start:end], xml[end:]


def tracked_row(xml: str, change: str, words: dict[str, str]) -> str:
    """Return the XML of a row that is deleted or new as a whole, with other runs in its cells."""
    mark = f'<w:{change} w:id="91" {BY}/>'
    for word, run in words.items():
        xml = xml.replace(f'<w:r><w:t xml:space="preserve">{word}</w:t></w:r>', run)
    kept = xml if change == "del" else re.sub(r"<w:bookmark(Start|End)[^>]*>", "", xml)
    return kept.replace("<w:trPr>", f"<w:trPr>{mark}", 1)


def test_a_paragraph_that_the_answer_never_had_is_no_suggestion() -> None:
    edit = ParagraphEdit(4, RichText.from_plain("Where?").blocks)
    assert with_edits(RichText.from_json(NOTED), [edit], has_formatting=False) is not None
    assert with_edits(RichText.from_json(NOTED), [replace(edit, number=5)], has_formatting=False) is None
