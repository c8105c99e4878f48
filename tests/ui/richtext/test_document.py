from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication

from carreport.form.richtext import BLOCK_TYPES, Block, RichText, Span, tidy
from carreport.ui.richtext.document import list_of, read_document, write_document

SPANS = st.builds(
    Span,
    st.text(max_size=12),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "https://example.org/a", "mailto:a@example.org"]),
    st.sampled_from([(), (), (Span("See "), Span("😀 page", strong=True, link="https://example.org/b"))]),
)
BLOCKS = st.builds(
    Block,
    st.sampled_from(BLOCK_TYPES),
    st.lists(SPANS, max_size=5).map(tuple),
    st.integers(0, 2),
    st.sampled_from(["", "context.issue", "data.rows/k3/words"]),
)
TEXTS = st.lists(BLOCKS, max_size=8).map(lambda blocks: RichText(tidy(blocks)))

pytestmark = pytest.mark.usefixtures("qapp")


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_text_comes_back_from_the_screen_as_it_was(text: RichText) -> None:
    QApplication.instance()
    document = QTextDocument()
    write_document(document, text)
    assert read_document(document) == text


@settings(max_examples=50, deadline=None)
@given(TEXTS, TEXTS)
def test_a_document_forgets_the_text_before(before: RichText, text: RichText) -> None:
    document = QTextDocument()
    write_document(document, before)
    write_document(document, text)
    assert read_document(document) == text


def test_line_breaks_inside_a_paragraph_stay_line_breaks() -> None:
    document = QTextDocument()
    write_document(document, RichText((Block("paragraph", (Span("one\ntwo"),)),)))
    assert document.blockCount() == 1
    assert read_document(document).blocks[0].plain_text == "one\ntwo"


def test_strong_words_in_a_subheading_differ_from_the_subheading() -> None:
    text = RichText((Block("subheading", (Span("How it "), Span("began", strong=True))),))
    document = QTextDocument()
    write_document(document, text)
    assert read_document(document) == text


def test_entries_that_follow_each_other_are_numbered_on() -> None:
    deep = (Block("number", (Span("a"),)), Block("bullet", (Span("b"),), 1), Block("number", (Span("c"),)))
    document = QTextDocument()
    write_document(document, RichText(deep))
    last = document.lastBlock()
    entries = list_of(last)
    assert entries is not None
    assert entries.itemText(last) == "2."


def test_numbers_start_again_behind_a_paragraph() -> None:
    blocks = (Block("number", (Span("a"),)), Block("paragraph", (Span("b"),)), Block("number", (Span("c"),)))
    document = QTextDocument()
    write_document(document, RichText(blocks))
    last = document.lastBlock()
    entries = list_of(last)
    assert entries is not None
    assert entries.itemText(last) == "1."


def test_showing_a_text_cannot_be_undone_into_emptiness() -> None:
    document = QTextDocument()
    write_document(document, RichText.from_plain("Kept"))
    QTextCursor(document).insertText("x")
    document.undo()
    assert not document.isUndoAvailable()
    assert read_document(document).plain_text == "Kept"
