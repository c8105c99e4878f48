"""A comment on marked words quotes them, and they are underlined while the comment is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from pytestqt.qtbot import QtBot

from carreport.review.threads import Anchor, NewThread, begin_thread
from carreport.ui.editors.line import LineInput
from carreport.ui.review.panel.marked_words import marked_words
from tests.ui.driver.comments import CommentsDriver, text_of
from tests.ui.driver.drafts import paragraphs
from tests.ui.driver.keyboard import type_text

THANKS = "end.thanks"
UNDERLINED = QTextCharFormat.UnderlineStyle.DashUnderline


def mark(comments: CommentsDriver, first: int, last: int) -> None:
    edit = comments.text_edit(THANKS)
    cursor = QTextCursor(edit.document())
    cursor.setPosition(first)
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)


def test_marked_words_are_quoted_with_those_around_them(comments: CommentsDriver) -> None:
    comments.session.write(THANKS, paragraphs("We thank the school office warmly."))
    comments.wizard.go_to(THANKS)
    mark(comments, 9, 26)
    thread = comments.add(THANKS, "By name?")
    assert (thread.anchor.quote, thread.anchor.before) == ("the school office", "We thank")
    assert thread.anchor.after == "warmly."
    assert thread.anchor.said_of == tuple(head.id for head in comments.session.tree.heads(THANKS))
    assert comments.marked(THANKS) == ["the school office"]


def test_they_are_underlined_without_a_change_of_the_text(comments: CommentsDriver) -> None:
    comments.session.write(THANKS, paragraphs("\N{SMILING FACE WITH OPEN MOUTH} the office", "the bus"))
    comments.wizard.go_to(THANKS)
    begin_thread(comments.session, NewThread(THANKS, text_of("Which?"), anchor=Anchor("the bus")))
    begin_thread(comments.session, NewThread(THANKS, text_of("Which?"), anchor=Anchor("the office")))
    edit = comments.text_edit(THANKS)
    comments.button(THANKS).click()
    assert comments.marked(THANKS) == ["the bus", "the office"]
    assert edit.extraSelections()[0].format.underlineStyle() == UNDERLINED
    assert not edit.document().isUndoAvailable()
    comments.button(THANKS).click()
    assert comments.marked(THANKS) == []


def test_the_marks_move_with_the_words(comments: CommentsDriver) -> None:
    comments.session.write(THANKS, paragraphs("the office"))
    comments.wizard.go_to(THANKS)
    begin_thread(comments.session, NewThread(THANKS, text_of("Which?"), anchor=Anchor("office")))
    comments.button(THANKS).click()
    comments.text_edit(THANKS).setFocus()
    type_text("We thank ")
    assert comments.marked(THANKS) == ["office"]


def test_words_that_have_changed_are_said_to_have(comments: CommentsDriver) -> None:
    comments.session.write(THANKS, paragraphs("the office"))
    comments.wizard.go_to(THANKS)
    begin_thread(comments.session, NewThread(THANKS, text_of("Which?"), anchor=Anchor("office")))
    comments.button(THANKS).click()
    assert not comments.cards[0].changed_label.isVisible()
    comments.session.write(THANKS, paragraphs("the bus and the train"))
    comments.qtbot.waitUntil(comments.cards[0].changed_label.isVisible)
    assert comments.cards[0].quote_label.label.text() == "“office”"


def test_words_of_two_paragraphs_are_quoted_and_those_in_the_first_underlined(
    comments: CommentsDriver,
) -> None:
    comments.session.write(THANKS, paragraphs("The school office.", "The bus."))
    comments.wizard.go_to(THANKS)
    mark(comments, 4, 23)
    assert comments.add(THANKS, "Both?").anchor.quote == "school office. The"
    assert comments.marked(THANKS) == ["school office."]


def test_a_line_that_tab_has_selected_is_not_marked(qtbot: QtBot) -> None:
    box = LineInput("n", "How many?")
    qtbot.addWidget(box)
    box.setText("A dozen")
    box.selectAll()
    assert marked_words(box) == Anchor()
    box.setSelection(0, 1)
    assert marked_words(box).quote == "A"


def test_the_context_menu_is_that_of_the_box(comments: CommentsDriver) -> None:
    comments.session.write(THANKS, paragraphs("The school office."))
    comments.wizard.go_to(THANKS)
    edit = comments.text_edit(THANKS)
    assert edit.contextMenuPolicy() is Qt.ContextMenuPolicy.CustomContextMenu
    menu = comments.question(THANKS).comments.context_menu.make_menu(edit)
    names = [action.text().partition("\t")[0].replace("&", "") for action in menu.actions()]
    assert {"Copy", "Paste", "Comment…"} < set(names)
    menu.deleteLater()


def test_the_context_menu_offers_a_comment_on_marked_words(comments: CommentsDriver) -> None:
    comments.session.write(THANKS, paragraphs("The school office."))
    comments.wizard.go_to(THANKS)
    mark(comments, 4, 10)
    menu = comments.question(THANKS).comments.context_menu.make_menu(comments.text_edit(THANKS))
    action = menu.actions()[-1]
    assert action.text() == "Comment on these words…"
    action.trigger()
    assert comments.comment_form.quote_label.label.text() == "“school”"
    menu.deleteLater()


def test_the_mark_of_a_note_between_words_does_not_count(comments: CommentsDriver) -> None:
    spans = [{"text": "We thank", "note": [{"text": "Twice."}]}, {"text": " the school office warmly."}]
    comments.session.write(THANKS, [{"type": "paragraph", "spans": spans}])
    comments.wizard.go_to(THANKS)
    mark(comments, 3, 20)
    thread = comments.add(THANKS, "By name?")
    assert (thread.anchor.quote, thread.anchor.before) == ("thank the school", "We")
    assert comments.marked(THANKS) == ["thank\ufffc the school"]
