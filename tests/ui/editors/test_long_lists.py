"""Long lists and surveys: the page follows the keyboard, nothing is lost, and nothing jumps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.kinds import KINDS
from carreport.form.schema import Field
from carreport.ui.editor_registry import make_editor_for
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.survey.survey_editor import SurveyEditor
from carreport.ui.widgets.scroll_column import ScrollColumn
from tests.ui.conftest import FakeEditorServices, ShowEditor, click_row, focus_row, row_names

Key = Qt.Key
TEXTS = tuple(Field(f"t{number}", "text", f"Text {number}") for number in range(6))
LISTED = Field("acts", "list", "What?", item_noun="action", fields=(Field("what", "line", "What?"), *TEXTS))
MANY = tuple(Item(f"e{number}", {"what": f"Step {number}"}) for number in range(50))
HUNDREDS = tuple(Item(f"e{number}", {"what": f"Step {number}"}) for number in range(200))
SURVEY = Field("survey", "survey", "What did they say?", item_noun="statement")
SURVEY = Field(
    "survey", "survey", "What?", item_noun="statement", fields=KINDS["survey"].built_in_fields(SURVEY)
)
SAID = tuple(Item(f"s{number}", {"statement": f"Statement {number}", "agree": 3}) for number in range(20))


def on_page(editor: ListEditor, qtbot: QtBot) -> ScrollColumn:
    page = ScrollColumn()
    qtbot.addWidget(page)
    page.content_layout.addWidget(editor)
    page.resize(800, 500)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_a_row_far_below_stays_where_it_is_when_one_above_it_is_closed(
    desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = make_editor_for(LISTED, "part.acts", desk)
    assert isinstance(editor, ListEditor)
    editor.show_value(HUNDREDS)
    page = on_page(editor, qtbot)
    found = editor.focus_path("part.acts/e150")
    assert found is not None
    page.scroll_to(found)
    view = focus_row(editor, 152)

    def place() -> int:
        return int(view.mapTo(page, view.visualRect(editor.entry_model.index(152)).topLeft()).y())

    page.verticalScrollBar().setValue(page.verticalScrollBar().value() + place() - 100)
    before = place()
    click_row(qtbot, editor, 152)
    assert editor.open_id == "e152"
    assert place() == before


def test_the_page_follows_the_current_row(desk: FakeEditorServices, qtbot: QtBot) -> None:
    editor = make_editor_for(LISTED, "part.acts", desk)
    assert isinstance(editor, ListEditor)
    editor.show_value(HUNDREDS)
    page = on_page(editor, qtbot)
    view = focus_row(editor, 0)
    for key, number in ((Key.Key_End, 199), (Key.Key_Up, 198), (Key.Key_Home, 0)):
        qtbot.keyClick(view, key)
        row = view.visualRect(editor.entry_model.index(number))
        assert view.currentIndex().row() == number
        assert page.viewport().rect().contains(view.mapTo(page.viewport(), row.center()))


def test_an_entry_can_be_written_in_and_left_at_once(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(LISTED, MANY)
    editor.expand_row("e3")
    qtbot.keyClicks(QApplication.focusWidget(), "On: ")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert desk.edits[-1] == ("part.acts/e3/what", "On: Step 3")
    assert row_names(editor)[3] == "On: Step 3"


def test_a_question_deep_in_an_entry_has_the_keyboard_at_once(show: ShowEditor) -> None:
    editor = show(LISTED, MANY)
    found = editor.focus_path("part.acts/e40/t5")
    now = QApplication.focusWidget()
    assert now is not None
    assert now.objectName() == "part.acts/e40/t5"
    assert found is not None
    assert found.isAncestorOf(now)


def test_what_was_answered_meanwhile_is_in_an_entry_that_is_opened_again(show: ShowEditor) -> None:
    editor = show(LISTED, MANY)
    editor.expand_row("e0")
    editor.collapse()
    editor.show_value((Item("e0", {"what": "Step 0", "t5": "Said"}), *MANY[1:]))
    editor.set_read_only(True)
    editor.expand_row("e0")
    assert editor.form is not None
    assert editor.form.editors["t5"].value == "Said"
    assert editor.form.editors["t5"].read_only


def test_private_entries_say_that_only_their_author_sees_them(show: ShowEditor) -> None:
    editor = show(LISTED, MANY)
    editor.mark_private({"part.acts/e40"})
    assert [name for name in row_names(editor) if "Only you" in name] == ["Step 40, Only you can see this"]


def test_statements_follow_and_enter_goes_on_to_the_next_one(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(SURVEY, SAID)
    assert isinstance(editor, SurveyEditor)
    last = [row for row in editor.rows if not row.is_new][-1]
    assert last.item_id != "s19"
    last.cells["statement"].setFocus()
    qtbot.keyClick(last.cells["statement"], Key.Key_Return)
    now = QApplication.focusWidget()
    assert now is not None
    assert now.objectName() == f"part.survey/s{int(last.item_id[1:]) + 1}/statement"
    qtbot.waitUntil(lambda: editor.is_built)
    assert [row.item_id for row in editor.rows] == [*(each.id for each in SAID), ""]
    assert QApplication.focusWidget() is now


def test_a_block_is_pasted_below_all_statements_also_before_they_are_all_there(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(SURVEY, SAID)
    QApplication.clipboard().setText("One\t1\nTwo\t2")
    new = editor.findChild(QWidget, "part.survey/new/statement")
    new.setFocus()
    qtbot.keyClick(new, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [ask[1:3] for ask in desk.asked] == [("part.survey", None)] * 2
    assert [item.get("statement") for item in editor.items[-3:]] == ["Statement 19", "One", "Two"]
    assert [row.item_id for row in editor.rows][-4:] == ["s19", "new1", "new2", ""]
