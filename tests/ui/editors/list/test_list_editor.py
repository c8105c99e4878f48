from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QRadioButton, QTextEdit
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.kinds import KINDS
from carreport.form.schema import Choice, Condition, Field
from carreport.ui.editors.list.list_editor import ListEditor
from tests.ui.conftest import FakeEditorServices, ShowEditor

STATES = (Choice("hoped", "Hoped"), Choice("done", "Done"))
ACTIONS = Field(
    "acts",
    "list",
    "What will you do?",
    item_noun="action",
    summary=("what", "who", "state"),
    fields=(
        Field("what", "line", "What is to be done?"),
        Field("who", "person", "Who does it?"),
        Field(
            "state",
            "choice",
            "How does it stand?",
            choices=STATES,
        ),
        Field("came", "text", "What came of it?", show_if=Condition("state", ("done",))),
    ),
)
THREE = tuple(Item(name, {"what": f"Step {name}"}) for name in "abc")
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


def _titles(editor: ListEditor) -> list[str]:
    rows = sorted((row for row in editor.rows), key=lambda row: row.y())
    return [row.header.accessibleName() for row in rows]


def test_a_row_reads_like_a_sentence(show: ShowEditor) -> None:
    values = {"what": "Open days", "who": {"name": "Ailsa Kerr"}, "state": "hoped"}
    editor = show(ACTIONS, (Item("a", values), Item("b", {})))
    assert [row.header.accessibleName() for row in editor.rows] == [
        "Open days, Ailsa Kerr · Hoped",
        "New action",
    ]


def test_an_entry_is_added_opened_and_filled_by_keyboard(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(ACTIONS)
    add = editor.findChild(QPushButton, "part.acts#add")
    assert add.text() == "Add an action"
    add.setFocus()
    qtbot.keyClick(add, Key.Key_Space)
    qtbot.keyClicks(QApplication.focusWidget(), "Ring them")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert desk.asked == [("add", "part.acts", None, {})]
    assert desk.edits == [("part.acts/new1/what", "Ring them")]
    assert editor.rows[0].header.accessibleName() == "Ring them"


def test_one_entry_is_open_at_a_time_and_words_are_not_lost(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(ACTIONS, THREE)
    qtbot.mouseClick(editor.rows[0].header, LEFT, pos=QPoint(100, 20))
    qtbot.keyClicks(editor.findChild(QLineEdit, "part.acts/a/what"), "!")
    qtbot.mouseClick(editor.rows[1].header, LEFT, pos=QPoint(100, 20))
    assert [row.is_expanded for row in editor.rows] == [False, True, False]
    assert desk.edits == [("part.acts/a/what", "!Step a")]


def test_escape_closes_an_entry_and_the_keyboard_stays_on_it(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(ACTIONS, THREE)
    editor.expand_row("b")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert not editor.rows[1].is_expanded
    assert editor.rows[1].header.hasFocus()


def test_a_question_is_asked_only_where_its_condition_holds(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(ACTIONS, THREE)
    editor.expand_row("a")
    came = editor.findChild(QTextEdit, "part.acts/a/came")
    assert not came.isVisible()
    editor.findChild(QRadioButton, "part.acts/a/state#done").click()
    qtbot.waitUntil(came.isVisible)


def test_an_entry_is_removed_and_brought_back_in_its_place(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(ACTIONS, THREE)
    editor.rows[1].header.setFocus()
    qtbot.keyClick(editor.rows[1].header, Key.Key_Delete)
    assert [item.id for item in editor.items] == ["a", "c"]
    undo = QApplication.focusWidget()
    assert undo is not None
    assert undo.accessibleName() == "Undo: bring back Step b"
    qtbot.keyClick(undo, Key.Key_Space)
    assert [item.id for item in editor.items] == ["a", "b", "c"]
    assert desk.asked == [("remove", "part.acts/b"), ("restore", "part.acts/b")]
    assert editor.rows[1].header.hasFocus()


def test_the_offer_to_undo_stays_when_the_draft_tells_the_rest(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(ACTIONS, THREE)
    editor.expand_row("a")
    qtbot.mouseClick(editor.findChild(QPushButton, "part.acts/a#remove"), LEFT)
    editor.show_value((Item("b", {"what": "Changed"}), THREE[2]))
    assert editor.findChild(QPushButton, "part.acts/a#undo").isVisible()
    assert _titles(editor) == ["Changed", "Step c"]


def test_entries_are_moved_by_keyboard(show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot) -> None:
    editor = show(ACTIONS, THREE)
    head = editor.rows[2].header
    head.setFocus()
    qtbot.keyClick(head, Key.Key_Up, ALT)
    qtbot.keyClick(head, Key.Key_Up, ALT)
    qtbot.keyClick(head, Key.Key_Up, ALT)
    assert desk.asked == [("move", "part.acts/c", "a"), ("move", "part.acts/c", None)]
    qtbot.waitUntil(lambda: _titles(editor) == ["Step c", "Step a", "Step b"])
    assert head.hasFocus()


def test_an_entry_is_dragged_by_its_grip(show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot) -> None:
    editor = show(ACTIONS, THREE)
    head, last = editor.rows[0].header, editor.rows[2].header
    grip = QPoint(12, 20)
    there = head.mapFromGlobal(last.mapToGlobal(QPoint(12, last.height() - 2)))
    qtbot.mousePress(head, LEFT, pos=grip)
    qtbot.mouseMove(head, there)
    qtbot.mouseRelease(head, LEFT, pos=there)
    assert desk.asked == [("move", "part.acts/a", "c")]
    assert [item.id for item in editor.items] == ["b", "c", "a"]


def test_what_the_draft_tells_later_changes_nothing_twice(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(ACTIONS)
    qtbot.mouseClick(editor.add_button, LEFT)
    row = editor.rows[0]
    editor.show_value((Item("new1", {}),))
    assert editor.rows == [row]
    assert row.is_expanded


def test_entries_of_others_come_in_without_closing_mine(show: ShowEditor) -> None:
    editor = show(ACTIONS, THREE)
    editor.expand_row("b")
    editor.show_value((THREE[0], THREE[1], Item("x", {"what": "Theirs"}), THREE[2]))
    assert [row.is_expanded for row in editor.rows] == [False, True, False, False]
    assert editor.rows[2].header.accessibleName() == "Theirs"


def test_groups_stand_in_groups(show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot) -> None:
    inner = Field("said", "survey", "What was said?", item_noun="statement")
    survey = Field(
        "said",
        "survey",
        "What was said?",
        item_noun="statement",
        fields=KINDS["survey"].built_in_fields(inner),
    )
    rounds = Field(
        "rounds", "list", "Rounds", item_noun="round", fields=(Field("who", "line", "Who?"), survey)
    )
    editor = show(rounds, (Item("r", {"who": "Teachers", "said": (Item("s", {"agree": 3}),)}),))
    editor.expand_row("r")
    editor.finish()
    cell = editor.findChild(QLineEdit, "part.rounds/r/said/s/agree")
    cell.selectAll()
    qtbot.keyClicks(cell, "4")
    editor.flush()
    assert desk.edits == [("part.rounds/r/said/s/agree", 4)]
    assert editor.items[0].items("said")[0].get("agree") == 4


def test_a_list_that_may_only_be_read_offers_nothing_to_change(
    show: ShowEditor, desk: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(ACTIONS, THREE)
    editor.set_read_only(True)
    editor.expand_row("a")
    head = editor.rows[0].header
    qtbot.keyClick(head, Key.Key_Delete)
    qtbot.keyClick(head, Key.Key_Down, ALT)
    qtbot.keyClicks(editor.findChild(QLineEdit, "part.acts/a/what"), "x")
    editor.flush()
    assert not editor.add_button.isVisible()
    assert (desk.asked, desk.edits) == ([], [])


def test_a_long_title_takes_two_lines(show: ShowEditor, qtbot: QtBot) -> None:
    long = "Ask the young people what they would change first about the way in which we work together here"
    editor = show(ACTIONS, (Item("a", {"what": "Short"}), Item("b", {"what": long})))
    short_head, long_head = (row.header for row in editor.rows)
    qtbot.waitUntil(lambda: long_head.height() > short_head.height())
