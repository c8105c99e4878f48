"""Below a text stands which quotations need a look, with one click to settle each."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from carreport.form.schema import Field
from carreport.ui.editors.quote_drift_row import QuotationDriftRow, QuotationState
from carreport.ui.editors.text import TextEditor
from carreport.ui.richtext.quote_links import QuotationSource
from tests.ui.driver.drafts import paragraphs, quotation
from tests.ui.driver.editor_services import FakeEditorServices, ShowEditor
from tests.ui.driver.keyboard import press, type_text

NOTES = Field("notes", "text", "Notes")
FELLOW = Field("@fellow", "text", "The fellow’s text")
HERE = "context.issue"
PLACE = "Context: What is the issue?"


def with_quotation(
    show: ShowEditor, editor_services: FakeEditorServices, now: str, *, unprinted: str = ""
) -> TextEditor:
    editor_services.sources[HERE] = QuotationSource(PLACE, (now,) if now else (), unprinted)
    editor = show(NOTES, [*paragraphs("They say:"), quotation("The first call goes to a person.", HERE)])
    assert isinstance(editor, TextEditor)
    return editor


def only_row(editor: TextEditor) -> QuotationDriftRow:
    (row,) = editor.drift_panel.rows
    return row


def test_a_quotation_that_stands_in_its_answer_needs_nothing(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = with_quotation(show, editor_services, "Yes. The first call goes to a person.")
    assert editor.drift_panel.rows == []
    assert not editor.drift_panel.isVisible()


def test_words_that_are_changed_in_the_box_are_marked_at_once(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = with_quotation(show, editor_services, "The first call goes to a person.")
    editor.text_edit.setFocus()
    editor.text_edit.moveCursor(editor.text_edit.textCursor().MoveOperation.End)
    type_text(" Always")
    assert only_row(editor).drift.state is QuotationState.DRIFTED
    press("Ctrl+Z")
    assert editor.drift_panel.rows == []


def test_both_texts_are_shown_on_demand(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    row = only_row(with_quotation(show, editor_services, "We met. The last call goes to a person."))
    assert row.label.text().startswith(f"{QuotationState.DRIFTED.value}: ")
    assert not row.comparison.isVisible()
    row.compare_button.click()
    assert row.comparison.isVisible()
    assert row.drift.source_text == "The last call goes to a person."


def test_one_click_takes_what_the_answer_says_now(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = with_quotation(show, editor_services, "We met. The last call goes to a person.")
    row = only_row(editor)
    row.take_button.setFocus()
    press("Space")
    editor.flush()
    assert editor.value == [*paragraphs("They say:"), quotation("The last call goes to a person.", HERE)]
    assert editor.drift_panel.rows == []
    assert editor.text_edit.hasFocus()
    press("Ctrl+Z")
    editor.flush()
    assert editor.value[1] == quotation("The first call goes to a person.", HERE)


def test_one_click_keeps_the_words_as_ones_own(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    editor = with_quotation(show, editor_services, "The last call goes to a person.")
    only_row(editor).keep_button.click()
    editor.flush()
    assert editor.value == paragraphs("They say:", "The first call goes to a person.")
    assert not editor.drift_panel.isVisible()


def test_an_answer_that_is_gone_leaves_only_ones_own_words(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    row = only_row(with_quotation(show, editor_services, ""))
    assert row.drift.state is QuotationState.SOURCE_GONE
    assert not row.take_button.isVisible()
    assert not row.source_button.isVisible()
    assert row.keep_button.isVisible()


def test_what_reports_do_not_print_is_said_in_place(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    row = only_row(
        with_quotation(
            show,
            editor_services,
            "The first call goes to a person.",
            unprinted="its writer does not let reports print it",
        )
    )
    assert row.label.text().startswith(
        "Reports leave it out, because its writer does not let reports print it: "
    )
    assert not row.keep_button.isVisible()
    row.source_button.click()
    assert editor_services.requests[-1] == ("show", HERE)


def test_where_one_can_only_read_nothing_can_be_settled(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = with_quotation(show, editor_services, "The last call goes to a person.")
    editor.set_read_only(True)
    assert not only_row(editor).take_button.isVisible()
    assert only_row(editor).compare_button.isVisible()


def test_an_answer_that_changes_elsewhere_is_noticed(
    show: ShowEditor, editor_services: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = with_quotation(show, editor_services, "The first call goes to a person.")
    editor_services.sources[HERE] = QuotationSource(PLACE, ("The last call goes to a person.",))
    editor.drift_panel.compare_soon()
    qtbot.waitUntil(lambda: bool(editor.drift_panel.rows))


def test_only_the_fellow_is_offered_to_quote_an_answer(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(FELLOW)
    editor.text_edit.setFocus()
    tool = next(tool for tool in editor.toolbar.format_buttons if tool.action == "lift")
    assert tool.isVisible()
    tool.click()
    assert editor_services.requests[-1] == ("task", "quote", "part.@fellow")
    press("Ctrl+Shift+L")
    assert len(editor_services.requests) == 2
    assert all(tool.action != "lift" for tool in show(NOTES).toolbar.format_buttons)
