from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.form.richtext import Block, RichText, Span
from carreport.ui.richtext.text_edit import RichTextEdit
from carreport.ui.theme.palette import DARK, LIGHT, apply_colour_scheme
from tests.ui.driver.drafts import block_outline

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def _select(box: RichTextEdit, start: int, end: int) -> None:
    cursor = box.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    box.setTextCursor(cursor)


def test_bold_and_italic_by_their_keys(box: RichTextEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "we ")
    qtbot.keyClick(box, Key.Key_B, CTRL)
    qtbot.keyClicks(box, "agreed")
    qtbot.keyClick(box, Key.Key_B, CTRL)
    qtbot.keyClick(box, Key.Key_I, CTRL)
    qtbot.keyClicks(box, " then")
    assert box.rich_text().blocks[0].spans == (
        Span("we "),
        Span("agreed", strong=True),
        Span(" then", emphasis=True),
    )


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (Key.Key_8, "bullet"),
        (Key.Key_Asterisk, "bullet"),
        (Key.Key_7, "number"),
        (Key.Key_Ampersand, "number"),
        (Key.Key_9, "quote"),
        (Key.Key_ParenLeft, "quote"),
        (Key.Key_H, "subheading"),
    ],
)
def test_kinds_of_blocks_by_their_keys_and_back(box: RichTextEdit, qtbot: QtBot, key: Key, kind: str) -> None:
    qtbot.keyClicks(box, "words")
    qtbot.keyClick(box, key, CTRL | SHIFT)
    assert block_outline(box.rich_text()) == [(kind, 0, "words")]
    qtbot.keyClick(box, key, CTRL | SHIFT)
    assert block_outline(box.rich_text()) == [("paragraph", 0, "words")]


def test_a_dash_and_a_blank_begin_a_list(box: RichTextEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "- first")
    assert block_outline(box.rich_text()) == [("bullet", 0, "first")]


def test_undo_after_a_dash_gives_back_what_was_typed(box: RichTextEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "- ")
    qtbot.keyClick(box, Key.Key_Z, CTRL)
    assert (box.toPlainText(), block_outline(box.rich_text())) == ("- ", [("paragraph", 0, "-")])


def test_enter_goes_on_with_a_list_and_ends_it_where_nothing_stands(box: RichTextEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "1. first")
    qtbot.keyClick(box, Key.Key_Return)
    qtbot.keyClicks(box, "second")
    qtbot.keyClick(box, Key.Key_Return)
    qtbot.keyClick(box, Key.Key_Return)
    qtbot.keyClicks(box, "after")
    assert block_outline(box.rich_text()) == [
        ("number", 0, "first"),
        ("number", 0, "second"),
        ("paragraph", 0, "after"),
    ]


def test_enter_behind_a_subheading_begins_a_paragraph(box: RichTextEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "Head")
    qtbot.keyClick(box, Key.Key_H, CTRL | SHIFT)
    qtbot.keyClick(box, Key.Key_Return)
    qtbot.keyClicks(box, "words")
    assert box.rich_text().blocks[1] == Block("paragraph", (Span("words"),))


def test_levels_of_a_list_by_the_brackets(box: RichTextEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "- one")
    qtbot.keyClick(box, Key.Key_Return)
    qtbot.keyClick(box, Key.Key_BracketRight, CTRL)
    qtbot.keyClicks(box, "two")
    assert block_outline(box.rich_text()) == [("bullet", 0, "one"), ("bullet", 1, "two")]
    qtbot.keyClick(box, Key.Key_BracketLeft, CTRL)
    assert block_outline(box.rich_text()) == [("bullet", 0, "one"), ("bullet", 0, "two")]


def test_backspace_at_the_start_of_an_entry_makes_a_paragraph(box: RichTextEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "- one")
    qtbot.keyClick(box, Key.Key_Home)
    qtbot.keyClick(box, Key.Key_Backspace)
    assert block_outline(box.rich_text()) == [("paragraph", 0, "one")]


def test_blocks_that_are_joined_look_like_one(box: RichTextEdit, qtbot: QtBot) -> None:
    box.set_rich_text(RichText((Block("paragraph", (Span("a"),)), Block("subheading", (Span("b"),)))))
    _select(box, 1, 1)
    qtbot.keyClick(box, Key.Key_Delete)
    assert box.rich_text() == RichText((Block("paragraph", (Span("ab"),)),))
    letters = box.document().firstBlock().begin().fragment()
    assert letters.text() == "ab"


def test_tab_leaves_the_text(box: RichTextEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "words")
    qtbot.keyClick(box, Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "next"
    assert box.toPlainText() == "words"


def test_a_link_is_given_changed_and_taken_away(box: RichTextEdit, qtbot: QtBot) -> None:
    asked: list[str] = []
    answers = iter(["https://example.org/a", "https://example.org/b", ""])

    def ask(current: str) -> str:
        asked.append(current)
        return next(answers)

    box.ask_link = ask
    qtbot.keyClicks(box, "the plan")
    _select(box, 4, 8)
    qtbot.keyClick(box, Key.Key_K, CTRL)
    assert box.rich_text().blocks[0].spans == (Span("the "), Span("plan", link="https://example.org/a"))
    _select(box, 6, 6)
    qtbot.keyClick(box, Key.Key_K, CTRL)
    assert box.rich_text().blocks[0].spans[1].link == "https://example.org/b"
    qtbot.keyClick(box, Key.Key_K, CTRL)
    assert box.rich_text().blocks[0].spans == (Span("the plan"),)
    assert asked == ["", "https://example.org/a", "https://example.org/b"]


def test_a_link_without_a_selection_shows_its_address(box: RichTextEdit, qtbot: QtBot) -> None:
    box.ask_link = lambda _current: "mailto:a@example.org"
    qtbot.keyClick(box, Key.Key_K, CTRL)
    assert box.rich_text().blocks[0].spans == (Span("a@example.org", link="mailto:a@example.org"),)


def test_typing_behind_a_link_does_not_make_it_longer(box: RichTextEdit, qtbot: QtBot) -> None:
    box.set_rich_text(RichText((Block("paragraph", (Span("plan", link="https://example.org"),)),)))
    box.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(box, " is")
    assert box.rich_text().blocks[0].spans == (Span("plan", link="https://example.org"), Span(" is"))


def test_the_box_grows_with_its_text_up_to_a_share_of_the_window(box: RichTextEdit) -> None:
    short = box.height()
    box.set_rich_text(RichText.from_plain("\n\n".join(["line"] * 8)))
    grown = box.height()
    box.set_rich_text(RichText.from_plain("\n\n".join(["line"] * 90)))
    assert short < grown < box.height() <= 0.6 * 700 + 1
    assert box.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAsNeeded


def _paste(box: RichTextEdit, *, html: str = "", text: str = "") -> None:
    mime = QMimeData()
    if html:
        mime.setHtml(html)
    mime.setText(text)
    box.insertFromMimeData(mime)


def test_a_paste_into_a_paragraph_joins_it_in_one_step_of_undo(box: RichTextEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "before after")
    _select(box, 7, 7)
    _paste(box, html="<p><b>one</b></p><ul><li>two</li></ul>")
    assert block_outline(box.rich_text()) == [
        ("paragraph", 0, "before one"),
        ("bullet", 0, "two"),
        ("paragraph", 0, "after"),
    ]
    qtbot.keyClick(box, Key.Key_Z, CTRL)
    assert block_outline(box.rich_text()) == [("paragraph", 0, "before after")]


def test_a_heading_pasted_into_a_paragraph_stays_a_heading(box: RichTextEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(box, "before")
    _paste(box, html="<h2>Head</h2><p>words</p>")
    assert block_outline(box.rich_text()) == [
        ("paragraph", 0, "before"),
        ("subheading", 0, "Head"),
        ("paragraph", 0, "words"),
    ]


def test_plain_text_becomes_paragraphs_and_bullets(box: RichTextEdit) -> None:
    _paste(box, text="One.\n\n- two\n- three")
    assert block_outline(box.rich_text()) == [
        ("paragraph", 0, "One."),
        ("bullet", 0, "two"),
        ("bullet", 0, "three"),
    ]


def test_what_is_copied_here_comes_back_as_it_was(box: RichTextEdit) -> None:
    text = RichText((Block("quote", (Span("said"),)), Block("number", (Span("a", strong=True),), 1)))
    box.set_rich_text(text)
    box.selectAll()
    copied = box.createMimeDataFromSelection()
    box.set_rich_text(RichText())
    box.insertFromMimeData(copied)
    assert box.rich_text() == text


def test_some_words_are_copied_with_their_emphasis(box: RichTextEdit) -> None:
    box.set_rich_text(RichText((Block("bullet", (Span("😀 one "), Span("two three", strong=True))),)))
    _select(box, 1 + 2, 7 + 3)
    copied = box.createMimeDataFromSelection()
    box.set_rich_text(RichText.from_plain("x"))
    box.moveCursor(QTextCursor.MoveOperation.End)
    box.insertFromMimeData(copied)
    assert box.rich_text().blocks[0].spans == (Span("xone "), Span("two", strong=True))


def test_pictures_and_files_stay_out_and_that_is_said(box: RichTextEdit, qtbot: QtBot) -> None:
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    image, file = QMimeData(), QMimeData()
    image.setImageData(picture)
    file.setUrls([QUrl.fromLocalFile("/nowhere/wall.jpg")])
    for mime in (image, file):
        with qtbot.waitSignal(box.pasted) as dropped:
            box.insertFromMimeData(mime)
        assert dropped.args[0].remarks == {"pictures": 1}
    assert box.rich_text().is_empty


def test_a_text_never_reads_a_file(box: RichTextEdit) -> None:
    kind = QTextDocument.ResourceType.ImageResource.value
    assert box.loadResource(kind, QUrl.fromLocalFile(__file__)) is None


def test_a_text_that_may_only_be_read_does_not_change(box: RichTextEdit, qtbot: QtBot) -> None:
    box.set_rich_text(RichText.from_plain("kept"))
    box.setReadOnly(True)
    qtbot.keyClicks(box, "x")
    qtbot.keyClick(box, Key.Key_8, CTRL | SHIFT)
    qtbot.keyClick(box, Key.Key_Return)
    assert block_outline(box.rich_text()) == [("paragraph", 0, "kept")]


def test_links_take_the_colour_of_another_look_and_undo_stays(
    box: RichTextEdit, qtbot: QtBot, qapp: QApplication
) -> None:
    box.set_rich_text(RichText((Block("paragraph", (Span("plan", link="https://example.org"),)),)))

    def colour() -> str:
        return box.document().firstBlock().begin().fragment().charFormat().foreground().color().name().upper()

    assert colour() == LIGHT.accent
    apply_colour_scheme(qapp, DARK, 100)
    qtbot.waitUntil(lambda: colour() == DARK.accent)
    apply_colour_scheme(qapp, LIGHT, 100)
    qtbot.waitUntil(lambda: colour() == LIGHT.accent)
    assert box.rich_text().blocks[0].spans == (Span("plan", link="https://example.org"),)
