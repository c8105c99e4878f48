"""Below a text stands which quotations need a look, with one click to settle each."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.form.schema import Field
from carreport.ui.editors.quote_drift_row import QuotationDriftRow, QuotationState
from carreport.ui.editors.text import TextEditor
from carreport.ui.richtext.quote_source import QuotationSource
from tests.ui.conftest import FakeEditorServices, ShowEditor

NOTES = Field("notes", "text", "Notes")
FELLOW = Field("@fellow", "text", "The fellow’s text")
HERE = "context.issue"
PLACE = "Context: What is the issue?"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def quote(words: str) -> dict[str, Any]:
    return {"type": "quote", "source": HERE, "spans": [{"text": words}]}


def plain(words: str) -> dict[str, Any]:
    return {"type": "paragraph", "spans": [{"text": words}]}


def with_quotation(
    show: ShowEditor, desk: FakeEditorServices, now: str, *, unprinted: str = ""
) -> TextEditor:
    desk.sources[HERE] = QuotationSource(PLACE, (now,) if now else (), unprinted)
    editor = show(NOTES, [plain("They say:"), quote("The first call goes to a person.")])
    assert isinstance(editor, TextEditor)
    return editor


def the_row(editor: TextEditor) -> QuotationDriftRow:
    (row,) = editor.drift_panel.rows
    return row


def test_a_quotation_that_stands_in_its_answer_needs_nothing(
    show: ShowEditor, desk: FakeEditorServices
) -> None:
    editor = with_quotation(show, desk, "Yes. The first call goes to a person.")
    assert editor.drift_panel.rows == []
    assert not editor.drift_panel.isVisible()


def test_words_that_are_changed_in_the_box_are_marked_at_once(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = with_quotation(show, desk, "The first call goes to a person.")
    editor.text_edit.setFocus()
    editor.text_edit.moveCursor(editor.text_edit.textCursor().MoveOperation.End)
    qtbot.keyClicks(editor.text_edit, " Always")
    assert the_row(editor).drift.state is QuotationState.DRIFTED
    qtbot.keyClick(editor.text_edit, Qt.Key.Key_Z, CTRL)
    assert editor.drift_panel.rows == []


def test_both_texts_are_shown_on_demand(show: ShowEditor, desk: FakeEditorServices) -> None:
    row = the_row(with_quotation(show, desk, "We met. The last call goes to a person."))
    assert row.label.text().startswith(f"{QuotationState.DRIFTED.value}: ")
    assert not row.comparison.isVisible()
    row.compare_button.click()
    assert row.comparison.isVisible()
    assert row.drift.source_text == "The last call goes to a person."


def test_one_click_takes_what_the_answer_says_now(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = with_quotation(show, desk, "We met. The last call goes to a person.")
    row = the_row(editor)
    row.take_button.setFocus()
    qtbot.keyClick(row.take_button, Qt.Key.Key_Space)
    editor.flush()
    assert editor.value == [plain("They say:"), quote("The last call goes to a person.")]
    assert editor.drift_panel.rows == []
    assert QApplication.focusWidget() is editor.text_edit
    qtbot.keyClick(editor.text_edit, Qt.Key.Key_Z, CTRL)
    editor.flush()
    assert editor.value[1] == quote("The first call goes to a person.")


def test_one_click_keeps_the_words_as_ones_own(show: ShowEditor, desk: FakeEditorServices) -> None:
    editor = with_quotation(show, desk, "The last call goes to a person.")
    the_row(editor).keep_button.click()
    editor.flush()
    assert editor.value == [plain("They say:"), plain("The first call goes to a person.")]
    assert not editor.drift_panel.isVisible()


def test_an_answer_that_is_gone_leaves_only_ones_own_words(
    show: ShowEditor, desk: FakeEditorServices
) -> None:
    row = the_row(with_quotation(show, desk, ""))
    assert row.drift.state is QuotationState.SOURCE_GONE
    assert not row.take_button.isVisible()
    assert not row.source_button.isVisible()
    assert row.keep_button.isVisible()


def test_what_reports_do_not_print_is_said_in_place(show: ShowEditor, desk: FakeEditorServices) -> None:
    row = the_row(
        with_quotation(
            show, desk, "The first call goes to a person.", unprinted="its writer has not released it"
        )
    )
    assert row.label.text().startswith("Reports leave it out, because its writer has not released it: ")
    assert not row.keep_button.isVisible()
    row.source_button.click()
    assert desk.asked[-1] == ("show", HERE)


def test_where_one_can_only_read_nothing_can_be_settled(show: ShowEditor, desk: FakeEditorServices) -> None:
    editor = with_quotation(show, desk, "The last call goes to a person.")
    editor.set_read_only(True)
    assert not the_row(editor).take_button.isVisible()
    assert the_row(editor).compare_button.isVisible()


def test_an_answer_that_changes_elsewhere_is_noticed(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = with_quotation(show, desk, "The first call goes to a person.")
    desk.sources[HERE] = QuotationSource(PLACE, ("The last call goes to a person.",))
    editor.drift_panel.compare_soon()
    qtbot.waitUntil(lambda: bool(editor.drift_panel.rows))


def test_only_the_fellow_is_offered_to_quote_an_answer(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(FELLOW)
    editor.text_edit.setFocus()
    tool = next(each for each in editor.toolbar.format_buttons if each.action == "lift")
    assert tool.isVisible()
    tool.click()
    assert desk.asked[-1] == ("work", "quote", "part.@fellow")
    qtbot.keyClick(editor.text_edit, Qt.Key.Key_L, CTRL | SHIFT)
    assert len(desk.asked) == 2
    assert all(each.action != "lift" for each in show(NOTES).toolbar.format_buttons)
