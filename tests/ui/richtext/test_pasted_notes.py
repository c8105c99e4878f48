"""Notes are pasted as notes, from Word, LibreOffice and carreport; their words are never lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData
from pytestqt.qtbot import QtBot

from carreport.form.richtext import Block, RichText, Span
from carreport.ui.richtext.clipboard_text import RICH_TEXT_MIME, read_clipboard_text
from carreport.ui.richtext.text_edit import RichTextEdit

NOTED = RichText((Block("paragraph", (Span("We met", note=(Span("In March."),)), Span(" in town."))),))
MARK = (
    """<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title="">"""
    "<span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>"
    "<span class=MsoFootnoteReference><span style='vertical-align:super'>[1]</span></span>"
    "<![endif]></span></span></a>"
)
NOTE = (
    """<div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">"""
    "<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>"
    """<a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title="">"""
    "<span class=MsoFootnoteReference>[1]</span></a> In March.</p></div></div>"
)
WORD = f"<html><body><!--StartFragment--><p>We met{MARK} in town.</p>{{}}<!--EndFragment-->{{}}</body></html>"
LIBRE = (
    '<html><body><p>We met<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym">'
    '<sup>1</sup></a> in town.</p><div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" '
    'name="sdfootnote1sym" href="#sdfootnote1anc">1</a>In March.</p></div></body></html>'
)


def pasted(html: str, plain: str = "") -> RichText:
    data = QMimeData()
    data.setHtml(html)
    if plain:
        data.setText(plain)
    read = read_clipboard_text(data)
    assert read.remarks == {}
    return read.text


@pytest.mark.parametrize(
    "html",
    [WORD.format(NOTE, ""), WORD.format("", NOTE), LIBRE],
    ids=["word", "after the fragment", "libreoffice"],
)
def test_a_note_stays_a_note(html: str) -> None:
    assert pasted(html) == NOTED


def test_the_plain_text_beside_it_may_have_its_number() -> None:
    assert pasted(WORD.format(NOTE, ""), "We met[1] in town.\n\n[1] In March.") == NOTED


def test_a_mark_whose_note_was_not_copied_stays_text() -> None:
    assert pasted(WORD.format("", "")).plain_text == "We met[1] in town."


def test_a_note_whose_mark_was_not_copied_becomes_a_paragraph() -> None:
    assert pasted(f"<p>We met.</p>{NOTE}").plain_text == "We met.\n\nIn March."


def test_two_paragraphs_of_a_note_are_two_lines() -> None:
    two = NOTE.replace("In March.</p>", "In <b>March</b>.</p><p>And May.</p>")
    assert pasted(WORD.format(two, "")).notes[0].plain_text == "In March.\nAnd May."


@pytest.mark.parametrize("fmt", [RICH_TEXT_MIME, "text/html"])
def test_what_is_copied_from_a_text_can_be_pasted_with_its_notes(qtbot: QtBot, fmt: str) -> None:
    box = RichTextEdit()
    qtbot.addWidget(box)
    box.set_rich_text(NOTED)
    box.selectAll()
    copied = box.createMimeDataFromSelection()
    assert copied.text() == "We met[1] in town.\n[1] In March."
    only = QMimeData()
    only.setData(fmt, copied.data(fmt))
    assert read_clipboard_text(only).text == NOTED


def test_a_text_that_takes_no_notes_keeps_their_words(qtbot: QtBot) -> None:
    box = RichTextEdit()
    qtbot.addWidget(box)
    data = QMimeData()
    data.setHtml(WORD.format(NOTE, ""))
    box.insertFromMimeData(data)
    assert box.rich_text() == RichText.from_plain("We met (In March.) in town.")


def test_a_mark_that_is_cut_can_be_pasted_after_another_word(qtbot: QtBot) -> None:
    box = RichTextEdit()
    qtbot.addWidget(box)
    box.barred_actions = frozenset()
    box.set_rich_text(NOTED)
    cursor = box.textCursor()
    cursor.setPosition(6)
    cursor.setPosition(7, cursor.MoveMode.KeepAnchor)
    box.setTextCursor(cursor)
    copied = box.createMimeDataFromSelection()
    cursor.removeSelectedText()
    cursor.movePosition(cursor.MoveOperation.End)
    box.setTextCursor(cursor)
    box.insertFromMimeData(copied)
    assert box.rich_text().blocks[0].spans == (Span("We met in town.", note=(Span("In March."),)),)
