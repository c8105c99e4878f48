"""What is long comes a little at a time: what is in sight at once, and nothing is lost or moves meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.ui.editor_registry import make_editor_for
from carreport.ui.editors.list.entry_row import EntryRow
from carreport.ui.editors.list.list_editor import AT_FIRST, ListEditor
from carreport.ui.widgets.building import finish_building, is_building
from carreport.ui.widgets.scroll_column import ScrollColumn
from tests.ui.conftest import FakeEditorServices, ShowEditor

Key = Qt.Key
TEXTS = tuple(Field(f"t{number}", "text", f"Text {number}") for number in range(6))
LISTED = Field("acts", "list", "What?", item_noun="action", fields=(Field("what", "line", "What?"), *TEXTS))
MANY = tuple(Item(f"e{number}", {"what": f"Step {number}"}) for number in range(50))
HUNDREDS = tuple(Item(f"e{number}", {"what": f"Step {number}"}) for number in range(200))


def ids(editor: ListEditor) -> list[str]:
    return [row.item.id for row in editor.rows]


def on_page(editor: ListEditor, qtbot: QtBot) -> ScrollColumn:
    page = ScrollColumn()
    qtbot.addWidget(page)
    page.content_layout.addWidget(editor)
    page.resize(800, 500)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_the_first_rows_stand_at_once_and_the_others_follow_in_their_order(
    show: ShowEditor, qtbot: QtBot
) -> None:
    editor = show(LISTED, MANY)
    assert AT_FIRST <= len(editor.rows) < len(MANY)
    qtbot.waitUntil(lambda: editor.is_built and not is_building(editor))
    assert ids(editor) == [each.id for each in MANY]
    tops = [row.y() for row in editor.rows]
    assert tops == sorted(tops)
    assert [each for each in editor.children() if isinstance(each, EntryRow)] == editor.rows
    assert editor.tab_stops()[:50] == [row.header for row in editor.rows]


def test_rows_that_nobody_sees_wait_until_they_are_seen(desk: FakeEditorServices, qtbot: QtBot) -> None:
    editor = make_editor_for(LISTED, "part.acts", desk)
    assert isinstance(editor, ListEditor)
    editor.show_value(MANY)
    assert not is_building(editor)
    assert len(editor.rows) == AT_FIRST
    page = on_page(editor, qtbot)
    qtbot.waitUntil(lambda: len(editor.rows) == len(MANY))
    assert page.isVisible()


def test_the_page_is_as_long_from_the_first_as_it_will_be(desk: FakeEditorServices, qtbot: QtBot) -> None:
    editor = make_editor_for(LISTED, "part.acts", desk)
    editor.show_value(MANY)
    assert isinstance(editor, ListEditor)
    page = on_page(editor, qtbot)
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0)
    early = page.verticalScrollBar().maximum()
    editor.finish()
    assert abs(page.content_height - page.viewport().height() - early) < 20 * (len(MANY) - AT_FIRST)


def test_a_row_deep_in_a_list_stays_where_it_is_while_those_above_it_are_built(
    desk: FakeEditorServices, qtbot: QtBot
) -> None:
    titled = tuple(
        Item(each.id, {"what": f"{each.get('what')} " * (number % 5 * 9 + 1)})
        for number, each in enumerate(HUNDREDS)
    )
    editor = make_editor_for(LISTED, "part.acts", desk)
    editor.show_value(titled)
    assert isinstance(editor, ListEditor)
    page = on_page(editor, qtbot)
    meant = editor.focus_path("part.acts/e150")
    assert meant is not None
    page.scroll_to(meant)
    found = next(row for row in editor.rows if row.is_expanded)
    assert found.item.id == "e150"
    places = set()
    while not editor.is_built:
        places.add(found.mapTo(page, QPoint(0, 0)).y())
        QApplication.processEvents()
    assert len(places) == 1
    assert ids(editor) == [each.id for each in HUNDREDS[:180]]


def test_a_list_that_is_let_go_half_built_is_forgotten(desk: FakeEditorServices, qtbot: QtBot) -> None:
    editor = make_editor_for(LISTED, "part.acts", desk)
    editor.show_value(HUNDREDS)
    assert isinstance(editor, ListEditor)
    page = on_page(editor, qtbot)
    assert is_building(editor)
    editor.deleteLater()
    qtbot.waitUntil(lambda: not is_building(editor))
    assert page.isVisible()


def test_what_is_removed_before_all_rows_are_there_comes_back_in_its_place(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(LISTED, MANY)
    head = editor.rows[AT_FIRST - 1].header
    head.setFocus()
    qtbot.keyClick(head, Key.Key_Delete)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Space)
    assert desk.asked == [("remove", f"part.acts/e{AT_FIRST - 1}"), ("restore", f"part.acts/e{AT_FIRST - 1}")]
    assert ids(editor) == [each.id for each in MANY]
    assert head.hasFocus()


def test_entries_of_others_come_in_while_rows_are_built(show: ShowEditor) -> None:
    editor = show(LISTED, MANY)
    other = (*MANY[:20], Item("x", {"what": "Theirs"}), *MANY[20:40], *MANY[45:])
    editor.show_value(other)
    editor.finish()
    assert ids(editor) == [each.id for each in other]


def test_an_entry_can_be_written_in_while_its_other_questions_are_built(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(LISTED, MANY)
    editor.expand_row("e3")
    qtbot.keyClicks(QApplication.focusWidget(), "On: ")
    assert editor.findChild(QTextEdit, "part.acts/e3/t5") is None
    qtbot.waitUntil(lambda: editor.findChild(QTextEdit, "part.acts/e3/t5") is not None)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    editor.flush()
    assert desk.edits[-1] == ("part.acts/e3/what", "On: Step 3")
    names = [each.objectName() for each in editor.tab_stops()]
    assert [name for name in names if "/e3/" in name] == [f"part.acts/e3/{each.id}" for each in LISTED.fields]


def test_an_entry_that_is_closed_half_built_has_all_questions_when_it_is_opened_again(
    show: ShowEditor, qtbot: QtBot
) -> None:
    editor = show(LISTED, MANY)
    editor.expand_row("e3")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    finish_building(editor)
    editor.expand_row("e4")
    editor.expand_row("e3")
    qtbot.waitUntil(lambda: editor.findChild(QTextEdit, "part.acts/e3/t5") is not None)
    assert [row.is_expanded for row in editor.rows[:6]] == [False, False, False, True, False, False]


def test_nothing_is_built_while_it_is_not_seen_and_the_rest_comes_when_it_is_seen_again(
    show: ShowEditor, qtbot: QtBot
) -> None:
    editor = show(LISTED, MANY)
    editor.expand_row("e3")
    editor.hide()
    qtbot.waitUntil(lambda: not is_building(editor) and not is_building(editor.rows[3]))
    assert editor.findChild(QTextEdit, "part.acts/e3/t5") is None
    assert len(editor.rows) < len(MANY)
    editor.show()
    qtbot.waitUntil(lambda: editor.findChild(QTextEdit, "part.acts/e3/t5") is not None)
    qtbot.waitUntil(lambda: ids(editor) == [each.id for each in MANY])


def test_a_question_deep_in_an_entry_has_the_keyboard_at_once(show: ShowEditor) -> None:
    editor = show(LISTED, MANY)
    found = editor.focus_path("part.acts/e40/t5")
    now = QApplication.focusWidget()
    assert now is not None
    assert now.objectName() == "part.acts/e40/t5"
    assert found is not None
    assert found.isAncestorOf(now)


def test_what_was_answered_meanwhile_stands_in_a_question_that_comes_later(show: ShowEditor) -> None:
    editor = show(LISTED, MANY)
    editor.expand_row("e0")
    editor.show_value((Item("e0", {"what": "Step 0", "t5": "Said"}), *MANY[1:]))
    editor.set_read_only(True)
    editor.finish()
    row = editor.rows[0]
    assert row.entry_form is not None
    assert row.entry_form.editors["t5"].value == "Said"
    assert row.entry_form.editors["t5"].read_only


def test_rows_that_come_later_say_that_only_their_writer_sees_them(show: ShowEditor) -> None:
    editor = show(LISTED, MANY)
    editor.mark_private({"part.acts/e40"})
    editor.finish()
    assert [row.item.id for row in editor.rows if row.is_private] == ["e40"]
