"""A note is a mark in the text: one raised number that is typed around, deleted and undone like a letter."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor, QTextDocument

from carreport.form.richtext import Block, RichText, Span
from carreport.ui.richtext.document import read_document, set_type, write_document
from carreport.ui.richtext.formatting import set_link, toggle_strong
from carreport.ui.richtext.note_marks import MARK, NoteMarks, after_marks, mark_places

pytestmark = pytest.mark.usefixtures("qapp")
NOTED = RichText((Block("paragraph", (Span("We met 😀", note=(Span("In March."),)), Span(" in town."))),))


def written(text: RichText = NOTED) -> QTextDocument:
    document = QTextDocument()
    write_document(document, text)
    return document


def test_words_typed_after_a_mark_are_no_part_of_its_note() -> None:
    document = written()
    cursor = QTextCursor(document)
    cursor.setPosition(mark_places(document)[0] + 1)
    cursor.insertText(" twice")
    assert read_document(document).blocks[0].spans == (
        Span("We met 😀", note=(Span("In March."),)), Span(" twice in town."),
    )  # fmt: skip


def test_a_deleted_mark_takes_its_note_and_undo_brings_it_back() -> None:
    document = written()
    cursor = QTextCursor(document)
    cursor.setPosition(mark_places(document)[0] + 1)
    cursor.deletePreviousChar()
    assert read_document(document).notes == ()
    document.undo()
    assert read_document(document) == NOTED


def test_splitting_a_paragraph_before_a_mark_keeps_its_note() -> None:
    document = written()
    cursor = QTextCursor(document)
    cursor.setPosition(mark_places(document)[0])
    cursor.insertBlock()
    assert "In March." in read_document(document).plain_text


def test_a_note_stays_when_its_words_become_bold_a_link_or_a_list() -> None:
    document = written()
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    toggle_strong(cursor)
    set_link(cursor, "https://example.org/")
    set_type(cursor, "bullet")
    assert [note.plain_text for note in read_document(document).notes] == ["In March."]


def test_marks_are_numbered_in_reading_order() -> None:
    document = written()
    marks = NoteMarks(document)
    write_document(document, RichText((*NOTED.blocks, *NOTED.blocks)))
    assert [marks.number(document, place) for place in mark_places(document)] == [1, 2]


def test_a_place_in_the_words_is_found_in_a_text_with_marks() -> None:
    text = f"We{MARK} met{MARK}"
    assert [after_marks(text, letters) for letters in (0, 2, 3, 6)] == [0, 3, 4, 8]
