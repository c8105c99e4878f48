"""Radio buttons for the stage of a note, each with a digit as its shortcut."""

from __future__ import annotations

from carreport.form.schema import Field
from carreport.ui.editors.base import control_name
from carreport.ui.widgets.radio_group import ChoiceRow, RadioButton

NO_STAGE = "None yet"


class StagePicker(ChoiceRow):
    """Radio buttons for the stages; the first means that the note has no stage."""

    def __init__(self, field: Field, path: str) -> None:
        super().__init__(field.label)
        self._keys = ["", *(choice.key for choice in field.choices)]
        labels = [NO_STAGE, *(choice.label for choice in field.choices)]
        for number, (key, label) in enumerate(zip(self._keys, labels, strict=True)):
            radio = RadioButton(label)
            radio.setObjectName(control_name(path, f"{field.id}-{key or 'none'}"))
            radio.setToolTip(f"Alt+{number}")
            self.add(radio)
            self.exclusive_group.setId(radio, number)
        self._unlisted_key = ""
        self.exclusive_group.idClicked.connect(self._clear_unlisted)
        self.choose("")

    @property
    def key(self) -> str:
        """The key of the selected stage, or ""."""
        return self._unlisted_key or self._keys[max(self.exclusive_group.checkedId(), 0)]

    def choose(self, key: str) -> None:
        """Select the stage with this key; a key that the form no longer has is kept, and shown as none."""
        self.choose_number(self._keys.index(key) if key in self._keys else 0)
        self._unlisted_key = "" if key in self._keys else key

    def choose_number(self, number: int) -> None:
        """Select the stage with this number; 0 is none."""
        if number < len(self.radio_buttons):
            self._unlisted_key = ""
            self.radio_buttons[number].setChecked(True)

    def _clear_unlisted(self, _number: int) -> None:
        self._unlisted_key = ""
