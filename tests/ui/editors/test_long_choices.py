"""Options with long labels are in a column, and only one of them is ever chosen."""

from __future__ import annotations

from carreport.ui.editors.choice import RadioButtonsEditor
from tests.ui.driver.drafts import one_step_form
from tests.ui.driver.editor_services import ShowEditor
from tests.ui.driver.keyboard import press

FORM = one_step_form(
    """
[[section.field]]
id = "one"
kind = "choice"
label = "Which one?"
choices = { a = "A label that is long", b = "Another one that is long", c = "A third one that is long" }
"""
)
QUESTION = FORM.sections[0].fields[0]


def test_the_last_of_a_column_can_be_chosen_after_another(show: ShowEditor) -> None:
    editor = show(QUESTION, "a")
    assert isinstance(editor, RadioButtonsEditor)
    for number, key in ((2, "c"), (1, "b"), (2, "c"), (0, "a")):
        editor.radio_buttons[number].click()
        assert editor.value == key
        assert [radio.key for radio in editor.radio_buttons if radio.isChecked()] == [key]


def test_arrow_keys_reach_the_last_of_a_column(show: ShowEditor) -> None:
    editor = show(QUESTION, "a")
    editor.setFocus()
    press("Down", "Down")
    assert editor.value == "c"
