"""Radio buttons for the stage of a note, each with a digit as its shortcut."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from carreport.form.schema import Field
from carreport.ui.editors.base import control_name
from carreport.ui.widgets.flow_row import FlowRow

NO_STAGE = "None yet"


class StagePicker(QWidget):
    """Radio buttons for the stages; the first means that the note has no stage."""

    def __init__(self, field: Field, path: str) -> None:
        super().__init__()
        self.setAccessibleName(field.label)
        self._keys = ["", *(choice.key for choice in field.choices)]
        labels = [NO_STAGE, *(choice.label for choice in field.choices)]
        self._group = QButtonGroup(self)
        self.radio_buttons: list[QRadioButton] = []
        row = FlowRow(12, 2)
        for number, (key, label) in enumerate(zip(self._keys, labels, strict=True)):
            radio = QRadioButton(label.replace("&", "&&"))
            radio.setObjectName(control_name(path, f"{field.id}-{key or 'none'}"))
            radio.setAccessibleName(f"{field.label}: {label}")
            radio.setToolTip(f"Alt+{number}")
            radio.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._group.addButton(radio, number)
            self.radio_buttons.append(radio)
            row.add(radio)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(row)
        self._unlisted_key = ""
        self._group.idClicked.connect(self._clear_unlisted)
        self.choose("")

    @property
    def key(self) -> str:
        """The key of the selected stage, or ""."""
        return self._unlisted_key or self._keys[max(self._group.checkedId(), 0)]

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
