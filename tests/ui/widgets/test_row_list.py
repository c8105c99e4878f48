"""A list of rows keeps its selection whatever comes and goes, and says which row is entered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from carreport.ui.widgets.row_list import Row, RowDelegate, RowListView
from tests.ui.driver.accessibility import accessible_tree


class CardList(RowListView):
    max_visible_rows = 3


@pytest.fixture
def rows(qtbot: QtBot) -> RowListView:
    made = RowListView(RowDelegate())
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def named(*keys: str) -> list[Row]:
    return [Row(key, f"Row {key}", "below") for key in keys]


def keys(view: RowListView) -> list[str]:
    return [row.key for row in view.row_model.rows]


@pytest.mark.parametrize("wanted", ["bc", "xabcy", "cba", "axbyc", "bq", "b"])
def test_the_current_row_stays_current_while_others_come_go_and_move(rows: RowListView, wanted: str) -> None:
    rows.set_rows(named(*"abc"))
    rows.select("b")
    rows.set_rows(named(*wanted))
    assert keys(rows) == list(wanted)
    assert rows.current_key == "b"


def test_rows_that_stay_are_not_reset_and_only_the_changed_are_painted_again(
    rows: RowListView, qtbot: QtBot
) -> None:
    rows.set_rows(named(*"abc"))
    with (
        qtbot.assertNotEmitted(rows.row_model.modelReset),
        qtbot.assertNotEmitted(rows.row_model.rowsRemoved),
        qtbot.waitSignal(rows.row_model.dataChanged) as changed,
    ):
        rows.row_model.replace_rows([Row("b", "Another title")])
    assert changed.args is not None
    assert [index.row() for index in changed.args[:2]] == [1, 1]
    assert changed.args[0].data() == "Another title"


@pytest.mark.parametrize("wanted", ["bcda", "dabc", "acbd"])
def test_a_row_that_is_moved_is_not_removed(rows: RowListView, qtbot: QtBot, wanted: str) -> None:
    rows.set_rows(named(*"abcd"))
    with qtbot.assertNotEmitted(rows.row_model.rowsRemoved), qtbot.waitSignal(rows.row_model.rowsMoved):
        rows.set_rows(named(*wanted))
    assert keys(rows) == list(wanted)


def test_a_search_shows_the_rows_with_all_its_words(rows: RowListView) -> None:
    rows.set_rows([Row("a", "Warm handover", "Linden"), Row("b", "Warm", search_text="Braeside warm")])
    rows.set_search("BRAE war")
    assert keys(rows) == ["b"]
    rows.set_search("linden")
    assert keys(rows) == ["a"]
    rows.set_search("")
    assert keys(rows) == ["a", "b"]


def test_selecting_and_entering_a_row_gives_its_key(rows: RowListView, qtbot: QtBot) -> None:
    rows.set_rows(named(*"abc"))
    rows.select("a")
    with qtbot.waitSignal(rows.row_selected) as selected:
        qtbot.keyClick(rows, Qt.Key.Key_Down)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(rows.row_entered) as entered:
            qtbot.keyClick(rows, key)
        assert selected.args == entered.args == ["b"]


def test_a_screen_reader_gets_both_lines_or_what_replaces_them(rows: RowListView) -> None:
    rows.set_rows([Row("a", "Open days", "Time · 3 votes"), Row("b", "B", accessible_text="The second")])
    role = Qt.ItemDataRole.AccessibleTextRole
    spoken = [rows.row_model.index(number).data(role) for number in range(2)]
    assert spoken == ["Open days, Time, 3 votes", "The second"]


def test_a_list_of_cards_is_as_tall_as_its_rows_up_to_a_limit(qtbot: QtBot) -> None:
    view = CardList(RowDelegate(is_card=True))
    qtbot.addWidget(view)
    heights = []
    for count in (1, 3, 9):
        view.set_rows(named(*(str(number) for number in range(count))))
        heights.append(view.height())
    row = view.sizeHintForRow(0)
    assert heights == [row + 2, 3 * row + 2, 3 * row + 2]
    view.set_rows(())
    assert view.isHidden()


def test_a_row_that_needs_attention_is_painted_in_another_colour(rows: RowListView) -> None:
    def colours(row: Row) -> set[str]:
        rows.set_rows([row])
        picture = rows.grab().toImage()
        return {picture.pixelColor(x, y).name() for x in range(160) for y in range(24, 50)}

    assert colours(Row("a", "A", "Not printed")) != colours(
        Row("a", "A", "Not printed", needs_attention=True)
    )


def test_a_row_is_only_said_to_have_the_focus_while_its_list_has_it(qtbot: QtBot) -> None:
    page, view, other = QWidget(), RowListView(RowDelegate()), QLineEdit()
    column = QVBoxLayout(page)
    column.addWidget(view)
    column.addWidget(other)
    view.set_rows([Row("a", "One"), Row("b", "Two")])
    view.select_row(1)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    said = []
    for control in (other, view, other):
        control.setFocus()
        said.append([row.name for row in accessible_tree(view).children if "focused" in row.states])
    assert said == [[], ["Two"], []]
    assert view.current_key == "b"
