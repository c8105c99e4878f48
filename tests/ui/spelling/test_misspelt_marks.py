"""Lines under misspelt words change nothing in the text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from carreport.form.richtext import RichText
from carreport.ui.richtext.text_edit import RichTextEdit
from carreport.ui.spelling.misspelt_marks import MisspeltMarks
from carreport.ui.spelling.word_places import WordPlace, misspelt_words


class OneWord:
    """Knows that “teh” is misspelt."""

    def misspelt_in(self, text: str, unfinished: int = -1) -> Iterator[WordPlace]:
        return misspelt_words(text, lambda word: word == "teh", lambda _: False, unfinished)


@pytest.fixture
def box(qtbot: QtBot) -> RichTextEdit:
    edit = RichTextEdit()
    qtbot.addWidget(edit)
    return edit


def lines(box: RichTextEdit) -> list[tuple[int, int]]:
    return [(line.start, line.length) for line in box.document().begin().layout().formats()]


def test_a_misspelt_word_has_a_line_and_the_text_is_unchanged(box: RichTextEdit, qtbot: QtBot) -> None:
    box.setPlainText("On teh hill")
    edits: list[bool] = []
    marks = MisspeltMarks(box, OneWord())
    qtbot.waitUntil(lambda: bool(lines(box)))
    box.content_changed.connect(lambda: edits.append(True))
    marks.show_news(frozenset(("teh",)))
    assert lines(box) == [(3, 3)]
    assert edits == []
    assert not box.document().isUndoAvailable()
    assert box.toPlainText() == RichText.from_plain("On teh hill").plain_text


def test_a_word_has_no_line_until_the_cursor_leaves_it(box: RichTextEdit, qtbot: QtBot) -> None:
    marks = MisspeltMarks(box, OneWord())
    with qtbot.waitExposed(box):
        box.show()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClicks(box, "On teh")
    assert lines(box) == []
    qtbot.keyClicks(box, " ")
    assert lines(box) == [(3, 3)]
    assert marks.document() is box.document()


def test_what_is_learned_of_a_small_letter_is_shown_at_the_start_of_a_sentence(
    box: RichTextEdit, qtbot: QtBot
) -> None:
    known: set[str] = set()

    class Learning:
        def misspelt_in(self, text: str, unfinished: int = -1) -> Iterator[WordPlace]:
            return misspelt_words(text, known.__contains__, lambda _: False, unfinished)

    box.setPlainText("Teh hill")
    marks = MisspeltMarks(box, Learning())
    qtbot.wait(0)
    known.update(("Teh", "teh"))
    marks.show_news(frozenset(("teh",)))
    assert lines(box) == [(0, 3)]
