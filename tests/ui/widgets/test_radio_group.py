from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carreport.form.schema import Choice, Field
from carreport.ui.widgets.choice_card import ChoiceCards
from tests.ui.driver.accessibility import focusable_controls
from tests.ui.driver.editor_services import FakeEditorServices, ShowEditor
from tests.ui.driver.keyboard import focus_widget, press

Text = QAccessible.Text
SHORT = (Choice("yes", "Yes"), Choice("part", "In part"), Choice("no", "No"))
LONG = (*SHORT, Choice("other", "Something else, which nobody in the group had thought of before"))


def _siblings_of(radio: QWidget) -> list[tuple[QAccessible.Role, str]]:
    """Return the role and name of everything in the group of a radio button, the group first."""
    group = QAccessible.queryAccessibleInterface(radio).parent()
    inside = [group.child(number) for number in range(group.childCount())]
    return [(part.role(), part.text(Text.Name)) for part in (group, *inside)]


def test_a_screen_reader_finds_only_the_choices_in_the_group(show: ShowEditor) -> None:
    editor = show(Field("own", "choice", "Can you change it?", choices=SHORT), "part")
    role = QAccessible.Role
    assert _siblings_of(editor.radio_buttons[0]) == [
        (role.Grouping, "Can you change it?"),
        *((role.RadioButton, choice.label) for choice in SHORT),
    ]


def test_cards_are_a_group_too(qtbot: QtBot) -> None:
    cards = ChoiceCards("Format")
    qtbot.addWidget(cards)
    for key in ("Word", "PDF"):
        cards.add_choice(key, f"{key} document", "For everybody")
    assert [name for _, name in _siblings_of(cards.by_key["PDF"])] == [
        "Format",
        "Word document",
        "PDF document",
    ]


@pytest.mark.parametrize("choices", [SHORT, LONG])
@pytest.mark.parametrize(("key", "chosen"), [("Down", "no"), ("Right", "no"), ("Up", "yes"), ("Left", "yes")])
def test_arrow_keys_select_the_next_choice_in_any_layout(
    show: ShowEditor, editor_services: FakeEditorServices, choices: tuple[Choice, ...], key: str, chosen: str
) -> None:
    editor = show(Field("own", "choice", "Can you change it?", choices=choices), "part")
    editor.setFocus()
    press(key)
    assert editor_services.edits == [("part.own", chosen)]
    assert focus_widget() is editor.selected_radio


def test_tab_stops_once_in_a_group_at_the_chosen_one(show: ShowEditor) -> None:
    editor = show(Field("own", "choice", "Can you change it?", choices=SHORT), "part")
    radios = editor.radio_buttons
    assert [stop for stop in focusable_controls(editor) if stop in radios] == [radios[1]]
    radios[0].setFocus()
    editor.clear_button.setFocus()
    assert [stop for stop in focusable_controls(editor) if stop in radios] == [radios[1]]
    editor.clear_choice()
    assert [stop for stop in focusable_controls(editor) if stop in radios] == [radios[0]]


def test_enter_selects_the_choice_with_the_focus(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(Field("own", "choice", "Can you change it?", choices=SHORT))
    editor.setFocus()
    press("Return")
    assert editor_services.edits == [("part.own", "yes")]


def test_a_click_far_right_of_the_words_selects_a_choice_in_a_column(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(Field("own", "choice", "Can you change it?", choices=LONG))
    QApplication.processEvents()
    place = QPoint(editor.radio_buttons[1].width() - 4, 3)
    QTest.mouseClick(
        editor.radio_buttons[1], Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    assert place.x() > 500
    assert editor_services.edits == [("part.own", "part")]


def test_a_drop_down_list_is_named_by_its_question(show: ShowEditor) -> None:
    many = tuple(Choice(str(number), f"Choice {number}") for number in range(9))
    editor = show(Field("kind", "choice", "Which kind?", choices=many), "3")
    interface = QAccessible.queryAccessibleInterface(editor.dropdown)
    labels = [
        other.text(Text.Name)
        for other, kind in interface.relations()
        if kind == QAccessible.RelationFlag.Label
    ]
    assert labels == ["Which kind?"]
