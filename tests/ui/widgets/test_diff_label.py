from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from carreport.draft.history.diff import diff_rich_text, diff_text, diff_value
from carreport.form.richtext import RichText
from carreport.ui.widgets.diff_label import DiffLabel, spoken_diff


@pytest.fixture
def label(qtbot: QtBot) -> DiffLabel:
    label = DiffLabel()
    qtbot.addWidget(label)
    return label


def test_removed_words_are_struck_out_and_spoken_as_removed(label: DiffLabel) -> None:
    label.show_diff(diff_text("We meet late & here", "We meet early & here"))
    assert label.text() == "We meet <s>late</s> <b><u>early</u></b> &amp; here"
    assert label.accessibleName() == "We meet (removed: late) (added: early) & here"


def test_an_answer_that_is_no_text_is_shown_as_old_and_new(label: DiffLabel) -> None:
    label.show_diff(diff_value("12", "19"))
    assert label.text() == "<s>12</s> → <b><u>19</u></b>"
    assert label.accessibleName() == "(removed: 12) (added: 19)"


def test_two_empty_answers_show_nothing(label: DiffLabel) -> None:
    label.show_diff(())
    assert (label.text(), label.accessibleName()) == ("", "")


def test_formatting_is_said_in_words(label: DiffLabel) -> None:
    bold = [{"type": "bullet", "spans": [{"text": "Tea", "strong": True}]}]
    label.show_diff(diff_rich_text(RichText.from_plain("Tea"), RichText.from_json(bold)))
    assert label.text() == "<u>Tea</u> <small>[now a bullet point, now bold]</small>"
    assert label.accessibleName() == "(now a bullet point, now bold: Tea)"


def test_a_paragraph_that_was_only_divided_shows_and_speaks_the_break(label: DiffLabel) -> None:
    label.show_diff(diff_text("One. Two.", "One.\n\nTwo."))
    assert "<b><u>¶</u></b><br><br>" in label.text()
    assert "(added: paragraph break)" in label.accessibleName()


def test_the_break_after_a_whole_new_paragraph_is_not_spoken() -> None:
    spans = diff_text("Tea at four.\n\nCake is on Sunday.", "Cake is on Sunday.\n\nTea at four.")
    spoken = spoken_diff(spans)
    assert "(moved here: " in spoken
    assert "(moved from here: " in spoken
    assert "paragraph break" not in spoken


def test_a_version_says_its_own_formatting(label: DiffLabel) -> None:
    bold = [{"type": "paragraph", "spans": [{"text": "Tea", "strong": True}]}]
    label.show_marked(diff_rich_text(RichText.from_json(bold), RichText.from_plain("Tea")))
    assert label.text() == "<u>Tea</u> <small>[not bold]</small>"
    assert label.accessibleName() == "Tea. Only in this version: Tea (not bold)."
