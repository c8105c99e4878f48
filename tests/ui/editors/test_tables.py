from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.ui.editors.table.cell_delegate import ROW_GAP
from carreport.ui.editors.table.clipboard import parse_cell_block
from carreport.ui.editors.table.table_editor import TableEditor
from carreport.ui.theme.palette import set_text_size
from tests.ui.driver.drafts import group_field
from tests.ui.driver.editor_services import FakeEditorServices, ShowEditor
from tests.ui.driver.keyboard import click, copy_text, focus_name, focus_widget, has_focus, press, type_text
from tests.ui.driver.lists import cell_of

SURVEY = group_field("survey", "survey", "What was said?", "statement")
COUNTED = (
    Item("a", {"statement": "Clear", "agree": 15, "disagree": 4, "dont_know": 0}),
    Item("b", {"statement": "Worth it", "agree": 16, "disagree": 3, "dont_know": 0}),
)
LEFT = Qt.MouseButton.LeftButton


def _statements(editor: TableEditor) -> list[str]:
    return [row.text("statement") for row in editor.rows if not row.is_removed and not row.is_new]


def _totals(editor: TableEditor) -> list[str]:
    return [row.total for row in editor.rows]


def test_a_survey_is_written_with_tab_and_enter(show: ShowEditor) -> None:
    editor = show(SURVEY)
    editor.setFocus()
    press("“Clear”", "Tab", "“15”", "Tab", "“4”", "Tab", "“0”", "Return")
    first = {"statement": "Clear", "agree": 15, "disagree": 4, "dont_know": 0}
    assert [item.values for item in editor.items] == [first]
    assert focus_name() == "part.survey/new/statement"


def test_what_is_typed_in_the_empty_row_becomes_an_entry_after_a_short_rest(
    show: ShowEditor, editor_services: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(SURVEY)
    editor.setFocus()
    type_text("Clear")
    qtbot.waitUntil(
        lambda: editor_services.requests == [("add", "part.survey", None, {"statement": "Clear"})],
        timeout=1000,
    )
    assert isinstance(cell_of(editor, "part.survey/new1/statement"), QTextEdit)
    type_text("er")
    editor.flush()
    assert editor_services.edits == [("part.survey/new1/statement", "Clearer")]


def test_n_is_counted_at_the_end_of_each_row(show: ShowEditor) -> None:
    editor = show(SURVEY, COUNTED)
    assert _totals(editor) == ["19", "19", ""]
    cell: QLineEdit = cell_of(editor, "part.survey/b/disagree")
    cell.selectAll()
    type_text("5")
    editor.flush()
    assert _totals(editor) == ["19", "21", ""]
    remark = editor.remark_label.text()
    assert remark.startswith("The rows add up to different numbers: row 1 to 19 and row 2 to 21.")


def test_a_count_that_is_words_is_kept_and_said_and_not_counted(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(SURVEY, COUNTED)
    cell: QLineEdit = cell_of(editor, "part.survey/a/agree")
    cell.setFocus()
    cell.selectAll()
    type_text("many")
    press("Tab")
    assert editor_services.edits == [("part.survey/a/agree", "many")]
    assert _totals(editor)[0] == ""
    assert editor.hint_label.text().startswith("Row 1, Agree: ")


def test_a_block_of_a_spreadsheet_fills_rows_below(show: ShowEditor) -> None:
    editor = show(SURVEY, COUNTED[:1])
    copy_text("Statement\tAgree\tDisagree\r\nWorth it\t16\t3\r\nGoes on\t14\t5\r\n")
    editor.add_button.click()
    press("Ctrl+V")
    assert [dict(item.values) for item in editor.items[1:]] == [
        {"statement": "Worth it", "agree": 16, "disagree": 3},
        {"statement": "Goes on", "agree": 14, "disagree": 5},
    ]
    assert _statements(editor) == ["Clear", "Worth it", "Goes on"]
    assert editor.rows[-1].is_new


def test_a_block_with_too_many_columns_says_what_was_left_out(show: ShowEditor) -> None:
    editor = show(SURVEY, COUNTED)
    cell = cell_of(editor, "part.survey/a/dont_know")
    cell.setFocus()
    copy_text("1\t2\t3")
    press("Ctrl+V")
    assert editor.items[0].get("dont_know") == 1
    assert (
        editor.remark_label.text()
        == "The pasted cells have more columns than this table. Columns left out: 2."
    )


def test_one_line_from_the_clipboard_is_words_in_the_cell(show: ShowEditor) -> None:
    editor = show(SURVEY, COUNTED)
    cell: QTextEdit = cell_of(editor, "part.survey/a/statement")
    cell.setFocus()
    cell.selectAll()
    copy_text("Very clear")
    press("Ctrl+V")
    editor.flush()
    assert editor.items[0].get("statement") == "Very clear"


def test_a_row_is_removed_and_comes_back_by_keyboard(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(SURVEY, COUNTED)
    cell = cell_of(editor, "part.survey/a/agree")
    cell.setFocus()
    press("Ctrl+Delete")
    assert [item.id for item in editor.items] == ["b"]
    assert focus_name() == "part.survey/a#undo"
    press("Space")
    assert [item.id for item in editor.items] == ["a", "b"]
    assert _statements(editor) == ["Clear", "Worth it"]
    assert editor_services.requests == [("remove", "part.survey/a"), ("restore", "part.survey/a")]


def test_a_row_is_removed_by_its_bin(show: ShowEditor) -> None:
    editor = show(SURVEY, COUNTED)
    bin_of_b = editor.table.visualRect(editor.model.index(1, editor.model.remove_column)).center()
    click(editor.table.viewport(), bin_of_b)
    assert [item.id for item in editor.items] == ["a"]
    assert editor.model.index(1, 0).data() == "Removed: Worth it"


def test_rows_are_moved_by_keyboard(
    show: ShowEditor, editor_services: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(SURVEY, COUNTED)
    cell = cell_of(editor, "part.survey/b/agree")
    cell.setFocus()
    press("Alt+Up")
    assert editor_services.requests == [("move", "part.survey/b", None)]
    qtbot.waitUntil(lambda: _statements(editor) == ["Worth it", "Clear"])
    assert cell.hasFocus()


def test_rows_are_dragged_by_their_handle(
    show: ShowEditor, editor_services: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(SURVEY, COUNTED)
    ground = editor.table.viewport()
    here, there = (QPoint(5, editor.table.rowViewportPosition(row) + 30) for row in (0, 1))
    qtbot.mousePress(ground, LEFT, pos=here)
    qtbot.mouseMove(ground, there)
    qtbot.mouseRelease(ground, LEFT, pos=there)
    assert editor_services.requests == [("move", "part.survey/a", "b")]


def test_rows_of_others_come_in_and_words_being_typed_stay(show: ShowEditor) -> None:
    editor = show(SURVEY, COUNTED)
    cell: QTextEdit = cell_of(editor, "part.survey/a/statement")
    cell.setFocus()
    type_text("Very ")
    theirs = Item("x", {"statement": "Theirs"})
    editor.show_value((COUNTED[0], theirs, COUNTED[1]))
    assert _statements(editor) == ["Very Clear", "Theirs", "Worth it"]


def test_a_long_statement_takes_several_lines_open_or_not(show: ShowEditor) -> None:
    editor = show(SURVEY, (Item("a", {"statement": "Clear"}), Item("b", {"statement": "Clear to all " * 20})))
    short, long = (editor.table.rowHeight(row) for row in (0, 1))
    assert long > short * 2
    cell = cell_of(editor, "part.survey/b/statement")
    assert (editor.table.rowHeight(1), cell.height() + ROW_GAP) == (long, long)
    type_text("And to the others " * 20)
    assert editor.table.rowHeight(1) == cell.height() + ROW_GAP > long
    assert editor.table.geometry().bottom() >= editor.table.viewport().height()


def test_tab_and_shift_tab_lead_out_of_the_table(show: ShowEditor) -> None:
    editor = show(SURVEY, COUNTED)
    cell_of(editor, "part.survey/new/dont_know")
    press("Tab")
    assert editor.add_button.hasFocus()
    press("Shift+Tab")
    assert focus_name() == "part.survey/new/dont_know"
    cell_of(editor, "part.survey/a/statement")
    press("Shift+Tab")
    assert not has_focus(editor.table)
    assert not editor.table.currentIndex().isValid()


def test_what_is_half_typed_is_handed_on_and_the_cell_stays_open(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(SURVEY, COUNTED)
    cell = cell_of(editor, "part.survey/a/agree")
    cell.clear()
    type_text("1")
    editor.flush()
    editor.show_value(editor.items)
    type_text("7")
    editor.flush()
    assert editor_services.edits == [("part.survey/a/agree", 1), ("part.survey/a/agree", 17)]
    assert cell.hasFocus()


def test_a_cell_that_is_emptied_has_no_answer(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    editor = show(SURVEY, COUNTED)
    cell = cell_of(editor, "part.survey/a/agree")
    cell.selectAll()
    press("Delete")
    editor.flush()
    assert editor_services.edits == [("part.survey/a/agree", None)]


def test_a_screen_reader_finds_a_table_with_headers_and_the_new_row_last(show: ShowEditor) -> None:
    editor = show(SURVEY, COUNTED)
    table, role = QAccessible.queryAccessibleInterface(editor.table), QAccessible.Role
    parts = [table.child(number) for number in range(table.childCount())]
    named = [(part.role(), part.text(QAccessible.Text.Name)) for part in parts]
    assert table.role() == role.Table
    assert (role.ColumnHeader, "Agree") in named
    assert [name for kind, name in named if kind == role.RowHeader][-1] == "new statement"
    assert (role.RowHeader, "Clear") in named


def test_nothing_is_said_about_a_half_typed_cell_until_it_is_left(show: ShowEditor) -> None:
    editor = show(SURVEY, COUNTED)
    cell_of(editor, "part.survey/a/agree")
    press("2", ".")
    editor.flush()
    assert editor.hint_label.text() == ""
    press("Tab")
    assert editor.hint_label.text().startswith("Row 1, Agree: Enter a whole number")
    assert cell_of(editor, "part.survey/a/agree").accessibleDescription().startswith("Enter a whole number")


def test_a_cell_is_spoken_of_by_its_column_and_row(show: ShowEditor) -> None:
    editor = show(SURVEY, COUNTED)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert editor.model.index(0, 1).data(role) == "Agree, statement 1, Clear: 15"
    assert editor.model.index(2, 0).data(role) == "Statement, new statement"
    assert cell_of(editor, "part.survey/b/agree").accessibleName().startswith("Agree, statement 2, ")


def test_a_click_opens_a_cell_with_the_caret_where_the_mouse_is(show: ShowEditor) -> None:
    editor = show(SURVEY, COUNTED)
    place = editor.table.visualRect(editor.model.index(1, 0))
    click(editor.table.viewport(), place.topLeft() + QPoint(200, 20))
    cell = focus_widget()
    assert isinstance(cell, QTextEdit)
    assert cell.objectName() == "part.survey/b/statement"
    assert cell.textCursor().atEnd()


def test_a_table_of_sixty_rows_has_few_widgets(show: ShowEditor) -> None:
    editor = show(SURVEY, tuple(Item(f"s{n}", {"statement": f"Statement {n}"}) for n in range(60)))
    assert len(editor.table.findChildren(QWidget)) < 30


def test_rows_are_taller_with_larger_text(show: ShowEditor, qapp: QApplication, qtbot: QtBot) -> None:
    editor = show(SURVEY, COUNTED)
    before = editor.table.rowHeight(0)
    set_text_size(qapp, 150)
    qtbot.waitUntil(lambda: editor.table.rowHeight(0) > before)
    set_text_size(qapp, 100)
    qtbot.waitUntil(lambda: editor.table.rowHeight(0) == before)


def test_rows_that_can_only_be_read_are_gone_through_with_the_arrows(show: ShowEditor) -> None:
    editor = show(SURVEY, COUNTED)
    editor.set_read_only(True)
    editor.table.setFocus(Qt.FocusReason.TabFocusReason)
    press("Down")
    assert [row.text("statement") for row in editor.rows] == ["Clear", "Worth it"]
    assert editor.table.currentIndex().data() == "Worth it"
    assert editor.table.indexWidget(editor.table.currentIndex()) is None


def test_a_block_is_read_as_spreadsheets_write_it() -> None:
    assert parse_cell_block('a\t"b ""c"""\n"d\ne"\t\n\n').rows == [["a", 'b "c"'], ["d\ne", ""]]


def test_a_block_too_large_for_the_table_is_cut_and_that_is_said() -> None:
    long_cell = parse_cell_block(f"{'x' * 200_000}\t1\nshort\t2")
    assert [len(cell) for cell in long_cell.rows[0]] == [5_000, 1]
    assert long_cell.remark == "Cells cut to 5,000 characters: 1."
    many_rows = parse_cell_block("a\t1\n" * 5_000)
    assert len(many_rows.rows) == 2_000
    assert many_rows.remark == "The block was too large: only its start was pasted (2,000 rows)."


def test_a_line_too_long_for_a_cell_is_cut_and_that_is_said(show: ShowEditor) -> None:
    editor = show(SURVEY, COUNTED)
    cell: QTextEdit = cell_of(editor, "part.survey/a/statement")
    cell.setFocus()
    cell.selectAll()
    copy_text("y" * 2_000_000)
    press("Ctrl+V")
    assert cell.toPlainText() == "y" * 5_000
    assert editor.remark_label.text().endswith("Characters left out at its end: 1,995,000.")


def test_quotation_marks_that_are_part_of_a_cell_stay_and_join_no_rows() -> None:
    for text in ('"Hello" she said\t4\nNext\t5', '"Open\t4\nNext\t5'):
        assert parse_cell_block(text).rows == [line.split("\t") for line in text.split("\n")]


def test_a_block_that_is_too_large_ends_with_a_whole_row() -> None:
    block = parse_cell_block("abcdefg\t1\n" * 200 + "x" * 4_000_000)
    assert block.rows[-1] == ["abcdefg", "1"]
    assert block.remark == "The block was too large: only its start was pasted (200 rows)."
