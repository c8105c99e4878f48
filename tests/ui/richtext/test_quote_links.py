"""Quotations with a source in the box: put in, kept through editing and the clipboard, settled, undone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.form.quotations import is_verbatim
from carreport.form.richtext import BLOCK_TYPES, Block, RichText, Span, tidy
from carreport.ui.richtext.document import missing_caption_space, read_document, write_document
from carreport.ui.richtext.quote_captions import caption_lines
from carreport.ui.richtext.quote_links import (
    LinkedQuotation,
    find_quotations,
    insert_quotation,
    replace_quotation,
    selected_quotation,
    unlink_quotation,
)
from carreport.ui.richtext.text_edit import RichTextEdit

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key
HERE, THERE = "context.issue", "data.rows/k3/words"
WORDS = st.text("aé’ -.“”\n😀", max_size=14)
BLOCKS = st.builds(
    Block,
    st.sampled_from(BLOCK_TYPES),
    st.lists(st.builds(Span, WORDS, st.booleans()), max_size=3).map(tuple),
    st.integers(0, 2),
    st.sampled_from(["", HERE, THERE]),
)
TEXTS = st.lists(BLOCKS, max_size=6).map(lambda blocks: RichText(tidy(blocks)))

pytestmark = pytest.mark.usefixtures("qapp")


def quote(words: str, source: str = HERE) -> Block:
    return Block("quote", (Span(words),), source=source)


def plain(words: str) -> Block:
    return Block("paragraph", (Span(words),))


def shown(text: RichText) -> QTextDocument:
    document = QTextDocument()
    write_document(document, text)
    return document


def at(document: QTextDocument, place: int, end: int | None = None) -> QTextCursor:
    cursor = QTextCursor(document)
    last = document.characterCount() - 1
    cursor.setPosition(min(place, last))
    if end is not None:
        cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
    return cursor


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.lists(BLOCKS, min_size=1, max_size=3), st.integers(0, 60))
def test_a_quotation_is_put_in_whole_and_undone_in_one_step(
    text: RichText, given_blocks: list[Block], place: int
) -> None:
    lifted = tidy(Block("quote", block.spans, source=HERE) for block in given_blocks)
    if not lifted:
        return
    document = shown(text)
    insert_quotation(at(document, place), lifted)
    blocks = read_document(document).blocks
    assert any(blocks[n : n + len(lifted)] == lifted for n in range(len(blocks)))
    assert [block for block in blocks if block not in lifted] == [
        block for block in text.blocks if block not in lifted
    ]
    document.undo()
    assert read_document(document) == text
    document.redo()
    assert read_document(document).blocks == blocks


@settings(max_examples=80, deadline=None)
@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_what_is_lifted_stands_in_the_answer_word_for_word(text: RichText, start: int, end: int) -> None:
    document = shown(text)
    blocks = selected_quotation(at(document, start, end), HERE)
    assert all((block.type, block.source) == ("quote", HERE) for block in blocks)
    assert not blocks or is_verbatim("\n\n".join(block.plain_text for block in blocks), text.plain_text)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(0, 5), st.sampled_from(["take", "keep"]))
def test_settling_changes_one_quotation_and_is_undone_in_one_step(
    text: RichText, which: int, way: str
) -> None:
    document = shown(text)
    found = find_quotations(document)
    if which >= len(found):
        return
    meant = found[which]
    if way == "take":
        replace_quotation(document, meant, "What it says.\n\nAnd more.")
    else:
        unlink_quotation(document, meant)
    after = read_document(document).blocks
    assert after[: meant.first_block] == text.blocks[: meant.first_block]
    assert (
        after[len(after) - (len(text.blocks) - meant.last_block - 1) :] == text.blocks[meant.last_block + 1 :]
    )
    document.undo()
    assert read_document(document) == text


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_each_quotation_on_the_screen_has_room_for_where_it_is_from(text: RichText) -> None:
    assert missing_caption_space(shown(text)) == []


@pytest.fixture
def box(box: RichTextEdit) -> RichTextEdit:
    box.caption_of = lambda quotation: (f"From {quotation.source}", False)
    return box


def test_one_goes_on_writing_below_a_quotation(box: RichTextEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "They say:")
    cursor = box.textCursor()
    insert_quotation(cursor, [quote("We know each other.")])
    box.setTextCursor(cursor)
    qtbot.keyClicks(box, "So do I.")
    assert box.rich_text().blocks == (plain("They say:"), quote("We know each other."), plain("So do I."))


def test_enter_in_a_quotation_keeps_both_parts_and_undo_joins_them(box: RichTextEdit, qtbot: QtBot) -> None:
    before = RichText((quote("One. Two."),))
    box.set_rich_text(before)
    box.setTextCursor(at(box.document(), 5))
    qtbot.keyClick(box, Key.Key_Return)
    assert box.rich_text().blocks == (quote("One."), quote("Two."))
    assert find_quotations(box.document()) == [LinkedQuotation(0, 1, HERE, "One.\n\nTwo.")]
    assert missing_caption_space(box.document()) == []
    qtbot.keyClick(box, Key.Key_Z, CTRL)
    assert box.rich_text() == before
    assert missing_caption_space(box.document()) == []
    qtbot.keyClick(box, Key.Key_Z, CTRL | SHIFT)
    assert box.rich_text().blocks == (quote("One."), quote("Two."))


def test_a_joined_heading_leaves_the_quotation_its_source(box: RichTextEdit, qtbot: QtBot) -> None:
    box.set_rich_text(RichText((quote("One."), Block("subheading", (Span("Two"),)))))
    box.setTextCursor(at(box.document(), 4))
    qtbot.keyClick(box, Key.Key_Delete)
    assert box.rich_text().blocks == (quote("One.Two"),)


def test_a_whole_quotation_keeps_its_source_through_the_clipboard(box: RichTextEdit) -> None:
    box.set_rich_text(RichText((quote("One."),)))
    box.selectAll()
    copied = box.createMimeDataFromSelection()
    assert copied.text() == "One."
    assert HERE not in copied.html()
    box.set_rich_text(RichText((plain("Before."),)))
    box.moveCursor(QTextCursor.MoveOperation.End)
    box.insertFromMimeData(copied)
    assert box.rich_text().blocks == (plain("Before."), quote("One."))
    box.undo()
    assert box.rich_text().blocks == (plain("Before."),)


def test_a_quotation_pasted_into_an_empty_box_keeps_its_source(box: RichTextEdit) -> None:
    box.set_rich_text(RichText((quote("One."), plain("Two."))))
    box.selectAll()
    copied = box.createMimeDataFromSelection()
    box.set_rich_text(RichText())
    box.insertFromMimeData(copied)
    assert box.rich_text().blocks == (quote("One."), plain("Two."))


def test_a_few_words_of_a_quotation_are_pasted_as_words(box: RichTextEdit) -> None:
    box.set_rich_text(RichText((quote("One two three."),)))
    box.setTextCursor(at(box.document(), 4, 7))
    copied = box.createMimeDataFromSelection()
    box.set_rich_text(RichText((plain("It is "),)))
    box.moveCursor(QTextCursor.MoveOperation.End)
    box.insertFromMimeData(copied)
    assert box.rich_text().blocks == (plain("It is two"),)


def test_words_pasted_into_a_quotation_leave_its_end_its_source(box: RichTextEdit) -> None:
    box.set_rich_text(RichText((quote("One two."),)))
    box.setTextCursor(at(box.document(), 4))
    pasted = QMimeData()
    pasted.setText("A.\n\nB.\n\n- c")
    box.insertFromMimeData(pasted)
    assert box.rich_text().blocks[-1] == quote("two.")


def test_toggling_a_quotation_off_lets_go_of_its_source(box: RichTextEdit, qtbot: QtBot) -> None:
    box.set_rich_text(RichText((quote("One."),)))
    qtbot.keyClick(box, Key.Key_9, CTRL | SHIFT)
    assert box.rich_text().blocks == (plain("One."),)
    qtbot.keyClick(box, Key.Key_Z, CTRL)
    assert box.rich_text().blocks == (quote("One."),)


def test_ctrl_enter_leads_to_the_source(box: RichTextEdit, qtbot: QtBot) -> None:
    box.set_rich_text(RichText((plain("Mine."), quote("One.", THERE))))
    box.moveCursor(QTextCursor.MoveOperation.End)
    with qtbot.waitSignal(box.source_requested) as wanted:
        qtbot.keyClick(box, Key.Key_Return, CTRL)
    assert wanted.args == [THERE]
    box.setReadOnly(True)
    with qtbot.waitSignal(box.source_requested):
        qtbot.keyClick(box, Key.Key_Return, CTRL)
    box.moveCursor(QTextCursor.MoveOperation.Start)
    with qtbot.assertNotEmitted(box.source_requested):
        qtbot.keyClick(box, Key.Key_Return, CTRL)


def test_a_click_on_where_it_is_from_leads_there(box: RichTextEdit, qtbot: QtBot) -> None:
    box.set_rich_text(RichText((quote("One."), plain("Mine."))))
    assert box.caption_of is not None
    (line,) = caption_lines(box, box.quotations, box.caption_of)
    assert line.text == f"From {HERE}"
    with qtbot.waitSignal(box.source_requested) as wanted:
        qtbot.mouseClick(box.viewport(), Qt.MouseButton.LeftButton, pos=line.rect.center())
    assert wanted.args == [HERE]
    with qtbot.assertNotEmitted(box.source_requested):
        qtbot.mouseClick(box.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(line.rect.left(), 12))


def test_where_it_is_from_stands_between_the_words_and_what_follows(box: RichTextEdit) -> None:
    box.set_rich_text(RichText((quote("One."), plain("Mine."))))
    QApplication.processEvents()
    assert box.caption_of is not None
    (line,) = caption_lines(box, box.quotations, box.caption_of)
    first = box.cursorRect(at(box.document(), 0))
    following = box.cursorRect(at(box.document(), 5))
    assert first.bottom() <= line.rect.top() + 4
    assert line.rect.bottom() <= following.top() + 1
    assert abs(line.rect.left() - first.left()) <= 1
