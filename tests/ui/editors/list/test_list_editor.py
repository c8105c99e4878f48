from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QRadioButton, QTextEdit
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.schema import Choice, Condition, Field
from carreport.ui.editors.line import GrowingLineInput
from carreport.ui.editors.list.entry_form import EntryForm
from tests.ui.driver.drafts import group_field
from tests.ui.driver.editor_services import FakeEditorServices, ShowEditor
from tests.ui.driver.keyboard import click, press, retype, type_text
from tests.ui.driver.lists import click_row, focus_row, row_names

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
LEFT = Qt.MouseButton.LeftButton


def choose(form: EntryForm, text: str) -> None:
    """Choose an action in the menu of an open entry."""
    next(action for action in form.make_menu().actions() if action.text() == text).trigger()


def test_the_menu_offers_to_move_an_entry_only_where_it_can_go(show: ShowEditor) -> None:
    editor = show(ACTIONS, THREE[:2])
    editor.expand_row("a")
    offered = {
        action.text(): action.isEnabled() for action in editor.form.make_menu().actions() if action.text()
    }
    assert offered == {"Move &up\tAlt+Up": False, "Move &down\tAlt+Down": True, "&Remove this action": True}
    choose(editor.form, "Move &down\tAlt+Down")
    assert row_names(editor) == ["Step b", "Step a"]
    editor.show_value(THREE[:1])
    assert [action.text() for action in editor.form.make_menu().actions()] == ["&Remove this action"]


def test_a_number_in_the_second_line_of_a_row_says_what_it_counts(show: ShowEditor) -> None:
    fields = (Field("q", "line", "What?"), Field("cycle", "number", "In which cycle?"))
    editor = show(
        Field("earlier", "list", "Earlier", item_noun="question", fields=fields),
        (Item("a", {"q": "Why?", "cycle": 1}),),
    )
    assert row_names(editor) == ["Why?, In which cycle? 1"]


def test_a_row_reads_like_a_sentence(show: ShowEditor) -> None:
    values = {"what": "Open days", "who": {"name": "Ailsa Kerr"}, "state": "hoped"}
    editor = show(ACTIONS, (Item("a", values), Item("b", {})))
    assert row_names(editor) == ["Open days, Ailsa Kerr, Hoped", "New action"]


def test_the_form_of_an_open_entry_stays_where_it_is_while_the_row_says_more(show: ShowEditor) -> None:
    editor = show(ACTIONS, (Item("a", {}), Item("b", {})))
    editor.expand_row("a")
    QApplication.processEvents()
    top = editor.form.y()
    editor.show_value((Item("a", {"what": "Meet the head teachers. " * 9, "state": "hoped"}), Item("b", {})))
    QApplication.processEvents()
    assert row_names(editor)[0].endswith("Hoped")
    assert editor.form.y() == top


def test_an_entry_is_added_opened_and_filled_by_keyboard(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(ACTIONS)
    add = editor.findChild(QPushButton, "part.acts#add")
    assert add.text() == "Add an action"
    add.setFocus()
    press("Space", "“Ring them”", "Return")
    assert editor_services.requests == [("add", "part.acts", None, {})]
    assert editor_services.edits == [("part.acts/new1/what", "Ring them")]
    assert row_names(editor) == ["Ring them"]


def test_one_entry_is_open_at_a_time_and_words_are_not_lost(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(ACTIONS, THREE)
    click_row(editor, 0)
    type_text("!")
    click_row(editor, 1)
    assert editor.open_id == "b"
    assert not editor.findChild(GrowingLineInput, "part.acts/a/what").isVisible()
    assert editor_services.edits == [("part.acts/a/what", "!Step a")]


def test_escape_closes_an_entry_and_the_keyboard_stays_on_it(show: ShowEditor) -> None:
    editor = show(ACTIONS, THREE)
    editor.expand_row("b")
    press("Escape")
    assert not editor.findChild(GrowingLineInput, "part.acts/b/what").isVisible()
    assert editor.entry_view.hasFocus()
    assert editor.entry_view.current_row.key == "b"


def test_a_question_is_asked_only_where_its_condition_holds(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(ACTIONS, THREE)
    editor.expand_row("a")
    came = editor.findChild(QTextEdit, "part.acts/a/came")
    assert not came.isVisible()
    editor.findChild(QRadioButton, "part.acts/a/state#done").click()
    qtbot.waitUntil(came.isVisible)


def test_an_entry_is_removed_and_brought_back_in_its_place(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(ACTIONS, THREE)
    view = focus_row(editor, 1)
    press("Delete")
    assert [item.id for item in editor.items] == ["a", "c"]
    assert row_names(editor) == ["Step a", "Removed: Step b", "Step c"]
    press("Space")
    assert [item.id for item in editor.items] == ["a", "b", "c"]
    assert editor_services.requests == [("remove", "part.acts/b"), ("restore", "part.acts/b")]
    assert view.current_row.title == "Step b"


def test_several_removed_entries_keep_their_places(show: ShowEditor) -> None:
    editor = show(ACTIONS, THREE)
    for number in (2, 0, 1):
        focus_row(editor, number)
        press("Delete")
    assert row_names(editor) == ["Removed: Step a", "Removed: Step b", "Removed: Step c"]
    editor.show_value((THREE[1],))
    assert row_names(editor) == ["Removed: Step a", "Step b", "Removed: Step c"]


def test_the_offer_to_undo_stays_when_the_draft_tells_the_rest(show: ShowEditor) -> None:
    editor = show(ACTIONS, THREE)
    editor.expand_row("a")
    choose(editor.form, "&Remove this action")
    editor.show_value((Item("b", {"what": "Changed"}), THREE[2]))
    assert row_names(editor) == ["Removed: Step a", "Changed", "Step c"]
    click_row(editor, 0)
    assert row_names(editor)[0] == "Step a"


def test_entries_are_moved_by_keyboard(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    editor = show(ACTIONS, THREE)
    view = focus_row(editor, 2)
    press(*["Alt+Up"] * 3)
    assert editor_services.requests == [("move", "part.acts/c", "a"), ("move", "part.acts/c", None)]
    assert row_names(editor) == ["Step c", "Step a", "Step b"]
    assert view.current_row.title == "Step c"


def test_an_open_entry_is_moved_with_its_form(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(ACTIONS, THREE)
    editor.expand_row("a")
    box = editor.findChild(GrowingLineInput, "part.acts/a/what")
    qtbot.keyClicks(box, "!")
    before = editor.form.y()
    press("Alt+Down")
    assert row_names(editor)[0] == "Step b"
    assert box.hasFocus()
    assert box.cell_text() == "!Step a"
    assert editor.form.y() > before


def test_an_entry_is_dragged_by_its_handle(
    show: ShowEditor, editor_services: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(ACTIONS, THREE)
    view, model = editor.entry_view, editor.entry_model
    handle, below = (view.header_rect(model.index(number)).bottomLeft() for number in (0, 2))
    qtbot.mousePress(view.viewport(), LEFT, pos=handle + QPoint(12, -8))
    before = view.grab().toImage()
    qtbot.mouseMove(view.viewport(), below + QPoint(12, -2))
    assert view.grab().toImage() != before, "a line shows where it would land"
    qtbot.mouseRelease(view.viewport(), LEFT, pos=below + QPoint(12, -2))
    assert editor_services.requests == [("move", "part.acts/a", "c")]
    assert [item.id for item in editor.items] == ["b", "c", "a"]


def test_what_the_draft_tells_later_changes_nothing_twice(show: ShowEditor) -> None:
    editor = show(ACTIONS)
    click(editor.add_button)
    box = QApplication.focusWidget()
    editor.show_value((Item("new1", {}),))
    assert row_names(editor) == ["New action"]
    assert QApplication.focusWidget() is box


def test_entries_of_others_come_in_without_closing_mine(show: ShowEditor) -> None:
    editor = show(ACTIONS, THREE)
    editor.expand_row("b")
    box = QApplication.focusWidget()
    assert isinstance(box, GrowingLineInput)
    box.insertPlainText("Mine: ")
    before = editor.form.y()
    editor.show_value((THREE[0], Item("x", {"what": "Theirs"}), THREE[1], THREE[2]))
    assert row_names(editor) == ["Step a", "Theirs", "Step b", "Step c"]
    assert QApplication.focusWidget() is box
    assert editor.form.y() > before


def test_what_is_being_typed_stays_when_others_change_the_entry(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(ACTIONS, THREE)
    editor.expand_row("a")
    box = editor.findChild(GrowingLineInput, "part.acts/a/what")
    qtbot.keyClicks(box, "Mine: ")
    editor.show_value((Item("a", {"what": "Theirs", "state": "done"}), *THREE[1:]))
    assert box.cell_text() == "Mine: Step a"
    assert editor.findChild(QRadioButton, "part.acts/a/state#done").isChecked()


def test_an_open_entry_that_others_remove_is_closed(show: ShowEditor) -> None:
    editor = show(ACTIONS, THREE)
    editor.expand_row("b")
    editor.show_value((THREE[0], THREE[2]))
    assert (row_names(editor), editor.form) == (["Step a", "Step c"], None)
    assert editor.entry_view.hasFocus()


def test_tab_goes_from_the_rows_through_the_form_to_the_next_row(show: ShowEditor) -> None:
    editor = show(ACTIONS, THREE)
    editor.expand_row("b")
    view = focus_row(editor, 0)
    press("Tab")
    assert editor.findChild(GrowingLineInput, "part.acts/b/what").hasFocus()
    last = editor.findChild(QPushButton, "part.acts/b#close")
    last.setFocus()
    press("Tab")
    assert view.hasFocus()
    assert view.current_row.title == "Step c"
    press("Tab")
    assert editor.add_button.hasFocus()
    focus_row(editor, 2)
    press("Shift+Tab")
    assert last.hasFocus()


def test_a_screen_reader_finds_the_rows_and_the_form(show: ShowEditor) -> None:
    editor = show(ACTIONS, THREE)
    editor.expand_row("b")
    group = QAccessible.queryAccessibleInterface(editor.entry_list)
    rows, form = group.child(0), group.child(1)
    assert [rows.child(n).text(QAccessible.Text.Name) for n in range(3)] == ["Step a", "Step b", "Step c"]
    assert rows.child(1).text(QAccessible.Text.Description) == "Expanded, 2 of 3"
    assert rows.child(2).text(QAccessible.Text.Description) == "Collapsed, 3 of 3"
    assert rows.text(QAccessible.Text.Description).startswith("Press Enter to open or close an entry. Alt+Up")
    assert form.object() is editor.form


def test_the_open_row_grows_with_what_is_typed(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(ACTIONS, (Item("a", {"what": "One", "state": "done"}), *THREE[1:]))
    editor.expand_row("a")
    view, below = editor.entry_view, editor.entry_model.index(1)
    before = view.visualRect(below).top()
    came = editor.findChild(QTextEdit, "part.acts/a/came")
    came.setFocus()
    press(*["Return"] * 12)
    qtbot.waitUntil(lambda: view.visualRect(below).top() > before)
    assert editor.form.geometry().bottom() < view.visualRect(below).top()


def test_groups_stand_in_groups(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    survey = group_field("said", "survey", "What was said?", "statement")
    rounds = Field(
        "rounds", "list", "Rounds", item_noun="round", fields=(Field("who", "line", "Who?"), survey)
    )
    editor = show(rounds, (Item("r", {"who": "Teachers", "said": (Item("s", {"agree": 3}),)}),))
    editor.expand_row("r")
    editor.focus_path("part.rounds/r/said/s/agree")
    retype(editor.findChild(QLineEdit, "part.rounds/r/said/s/agree"), "4")
    editor.flush()
    assert editor_services.edits == [("part.rounds/r/said/s/agree", 4)]
    assert editor.items[0].items("said")[0].get("agree") == 4


def test_a_list_that_may_only_be_read_offers_nothing_to_change(
    show: ShowEditor, editor_services: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(ACTIONS, THREE)
    editor.set_read_only(True)
    editor.expand_row("a")
    focus_row(editor, 0)
    press("Delete", "Alt+Down")
    qtbot.keyClicks(editor.findChild(GrowingLineInput, "part.acts/a/what"), "x")
    editor.flush()
    assert not editor.add_button.isVisible()
    assert (editor_services.requests, editor_services.edits) == ([], [])


def test_a_long_title_takes_two_lines(show: ShowEditor) -> None:
    long = "Ask the young people what they would change first about the way in which we work together here"
    editor = show(ACTIONS, (Item("a", {"what": "Short"}), Item("b", {"what": long})))
    view, model = editor.entry_view, editor.entry_model
    short_height, long_height = (view.header_rect(model.index(number)).height() for number in (0, 1))
    assert long_height > short_height


ROUNDS = Field(
    "rounds",
    "list",
    "Whom did you ask?",
    item_noun="round",
    summary=("who",),
    fields=(
        Field("who", "line", "Who?"),
        Field("asked", "number", "Asked?"),
        Field("answered", "number", "And?"),
    ),
)


def test_numbers_that_cannot_both_be_right_are_named_under_the_list(show: ShowEditor) -> None:
    editor = show(ROUNDS, (Item("a", {"who": "Staff", "asked": 5, "answered": 9}),))
    assert editor.hint_label.text() == "Staff: 9 people answered, but 5 were asked."
    editor.show_value((Item("a", {"who": "Staff", "asked": 15, "answered": 9}),))
    assert editor.hint_label.isHidden()
