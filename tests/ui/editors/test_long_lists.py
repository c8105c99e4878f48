"""Long lists and surveys: the page follows the keyboard, nothing is lost, and nothing jumps."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.ui.editor_registry import make_editor_for
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.widgets.scroll_column import ScrollColumn
from tests.ui.driver.editor_services import FakeEditorServices, ShowEditor
from tests.ui.driver.keyboard import click, focus_name, has_focus, press
from tests.ui.driver.lists import click_row, focus_row, row_names

TEXTS = tuple(Field(f"t{number}", "text", f"Text {number}") for number in range(6))
LISTED = Field("acts", "list", "What?", item_noun="action", fields=(Field("what", "line", "What?"), *TEXTS))
MANY = tuple(Item(f"e{number}", {"what": f"Step {number}"}) for number in range(50))
HUNDREDS = tuple(Item(f"e{number}", {"what": f"Step {number}"}) for number in range(200))


def page_with_list(
    editor_services: FakeEditorServices, qtbot: QtBot, field: Field = LISTED
) -> tuple[ListEditor, ScrollColumn]:
    """Show a list of 200 entries on a page that scrolls."""
    editor = make_editor_for(field, "part.acts", editor_services)
    assert isinstance(editor, ListEditor)
    editor.show_value(HUNDREDS)
    page = ScrollColumn()
    qtbot.addWidget(page)
    page.content_layout.addWidget(editor)
    page.resize(800, 500)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return editor, page


def test_a_row_far_below_stays_where_it_is_when_one_above_it_is_closed(
    editor_services: FakeEditorServices, qtbot: QtBot
) -> None:
    editor, page = page_with_list(editor_services, qtbot)
    found = editor.focus_path("part.acts/e150")
    assert found is not None
    page.scroll_to(found)
    view = focus_row(editor, 152)

    def place() -> int:
        return int(view.mapTo(page, view.visualRect(editor.entry_model.index(152)).topLeft()).y())

    page.verticalScrollBar().setValue(page.verticalScrollBar().value() + place() - 100)
    before = place()
    click_row(editor, 152)
    assert editor.open_id == "e152"
    assert place() == before


SHORT = Field("acts", "list", "What?", item_noun="action", fields=(Field("what", "line", "What?"), TEXTS[0]))


def lies_in(page: ScrollColumn, widget: QWidget) -> bool:
    """Return whether the whole widget is in sight."""
    place = QRect(widget.mapTo(page.viewport(), QPoint(0, 0)), widget.size())
    return page.viewport().rect().contains(place)


def test_an_entry_that_fits_the_page_is_in_sight_when_it_is_opened_or_added(
    editor_services: FakeEditorServices, qtbot: QtBot
) -> None:
    editor, page = page_with_list(editor_services, qtbot, SHORT)
    view = focus_row(editor, 10)
    bar = page.verticalScrollBar()
    bar.setValue(view.visualRect(editor.entry_model.index(11)).bottom() - page.viewport().height())
    click_row(editor, 10)
    assert editor.form is not None
    assert lies_in(page, editor.form)
    for _ in range(3):
        click(editor.add_button)
        assert editor.form is not None
        assert lies_in(page, editor.form)
        assert has_focus(editor.form.editors["what"])


def test_the_page_follows_the_current_row(editor_services: FakeEditorServices, qtbot: QtBot) -> None:
    editor, page = page_with_list(editor_services, qtbot)
    view = focus_row(editor, 0)
    for key, number in (("End", 199), ("Up", 198), ("Home", 0)):
        press(key)
        row = view.visualRect(editor.entry_model.index(number))
        assert view.currentIndex().row() == number
        assert page.viewport().rect().contains(view.mapTo(page.viewport(), row.center()))


def test_an_entry_can_be_written_in_and_left_at_once(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(LISTED, MANY)
    editor.expand_row("e3")
    press("“On: ”", "Escape")
    assert editor_services.edits[-1] == ("part.acts/e3/what", "On: Step 3")
    assert row_names(editor)[3] == "On: Step 3"


def test_a_question_deep_in_an_entry_has_the_keyboard_at_once(show: ShowEditor) -> None:
    editor = show(LISTED, MANY)
    found = editor.focus_path("part.acts/e40/t5")
    assert focus_name() == "part.acts/e40/t5"
    assert found is not None
    assert has_focus(found)


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
