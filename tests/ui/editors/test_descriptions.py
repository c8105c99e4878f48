"""Every field of the supplied forms has its question as its name, and why we ask as its description."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QWidget

from carreport.assets import form_files
from carreport.form.answers import Item
from carreport.form.kinds import KINDS
from carreport.form.loader import load_form
from carreport.form.schema import Field, Share, Voice
from carreport.ui.editor_registry import Editor
from carreport.ui.editors.list.list_editor import ListEditor
from tests.ui.driver.editor_services import ShowEditor

Text, Relation = QAccessible.Text, QAccessible.RelationFlag
FORMS = {path.stem: load_form(path) for path in form_files()}
QUESTIONS = [
    pytest.param(field, id=f"{name}.{section.id}.{field.id}")
    for name, form in FORMS.items()
    for section in form.sections
    for field in (*section.fields, section.fellow_field)
]


def _editors_in(editor: Editor) -> Iterator[Editor]:
    yield editor
    for inner in editor.findChildren(Editor):
        if inner.isVisible():
            yield inner


def _spoken(control: QWidget) -> tuple[str, str]:
    """Return the name and the description that a screen reader is given."""
    interface = QAccessible.queryAccessibleInterface(control)
    name = interface.text(Text.Name)
    if isinstance(control, QComboBox):  # on Linux its name is its value
        name = next(other.text(Text.Name) for other, kind in interface.relations() if kind == Relation.Label)
    return name, interface.text(Text.Description)


def _fields_without_description(editor: Editor) -> list[tuple[str, str, str]]:
    return [
        (inner.path, *_spoken(control))
        for inner in _editors_in(editor)
        for control in inner.described_controls()
        if "" in _spoken(control)
    ]


@pytest.mark.parametrize("field", QUESTIONS)
def test_every_field_has_a_name_and_a_description(show: ShowEditor, field: Field) -> None:
    editor = show(field, (Item("a", {}),) if field.is_group else None)
    if isinstance(editor, ListEditor):
        editor.expand_row("a")
    assert _fields_without_description(editor) == []
    name, description = _spoken(editor.described_controls()[0])
    assert field.label in name
    assert field.why in description


@pytest.mark.parametrize("kind", ["line", "text", "number", "date", "period", "person", "link", "picture"])
def test_the_description_says_for_whom_in_what_unit_and_with_which_keys(show: ShowEditor, kind: str) -> None:
    field = Field(
        "q",
        kind,
        "What?",
        why="We need it.",
        voice=Voice.PROGRAMME,
        share=Share.TEAM,
        settings={"unit": "days"},
    )
    for control in show(field).described_controls():
        said = control.accessibleDescription()
        assert said.startswith("We need it. For the programme office. For your group only. Unit: days.")
        assert said.endswith("Press Alt+F10 for the formatting toolbar.") == (kind == "text")


@pytest.mark.parametrize("kind", ["choice", "choices", "yes_no"])
def test_a_group_of_choices_is_described_once_on_the_way_in(show: ShowEditor, kind: str) -> None:
    choices = tuple(KINDS["photos"].built_in_fields(Field("p", "photos", "P"))[-1].choices)
    editor: Any = show(Field("q", kind, "What?", why="We need it.", choices=choices))
    buttons = editor.radio_buttons if kind != "choices" else list(editor.check_boxes.values())
    group = buttons[0].parentWidget()
    assert _spoken(group) == ("What?", "We need it.")
    assert [button.accessibleDescription() for button in buttons] == ["We need it."] + [""] * (
        len(buttons) - 1
    )
