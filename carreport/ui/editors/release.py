"""The one choice for an entry that is private until given: who can read it, and how it is signed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from carreport.form.answers import is_met
from carreport.form.release_choice import (
    CHOICE_LABEL,
    ReleaseOption,
    chosen_option,
    release_options,
    release_question,
    value_to_store,
)
from carreport.form.schema import Choice, Field, Value
from carreport.ui.editors.base import EditorServices
from carreport.ui.editors.choice import ChoiceRadioButton, OneOfEditor
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.labels import TextLabel

GIVEN_LABEL = "How do reports print it?"
PRIVATE_WHY = "It is private until you give it to the group. You will see who can read it before you decide."
GIVEN_WHY = "The group can read it. That cannot be undone, but it can be kept out of later reports."


class ReleaseEditor(OneOfEditor):
    """Editor for the question that `private_until` names.

    While the entry is private, an option that gives it only asks for the page that confirms this.
    """

    give_requested = Signal(str)
    """Give the entry to the group with the option that has this key."""

    def __init__(self, group: Field, path: str, services: EditorServices) -> None:
        asked = release_question(group)
        assert asked is not None  # noqa: S101 - the form is checked when it is loaded
        self._group = group
        self._options = release_options(group)
        self._is_private, self._decided_by = True, ""
        self.why_label = TextLabel(PRIVATE_WHY, FontRole.SMALL, "muted")
        choices = [Choice(option.key, option.label) for option in self._options]
        super().__init__(asked, path, services, choices, in_a_row=False)
        self.heading_label = TextLabel(CHOICE_LABEL, FontRole.STRONG)
        self.heading_label.setBuddy(self)
        self._name_choices()
        self.fill_controls(None)

    @property
    def is_waiting(self) -> bool:
        """Whether the author chose to give the entry in an earlier version, and has not given it."""
        condition = self._group.private_until
        return (
            self._is_private and condition is not None and is_met(condition, {condition.field: self._value})
        )

    def show_state(self, *, private: bool, decided_by: str) -> None:
        """Show whether the entry is private; `decided_by` is who decides about it, if somebody else does."""
        if (private, decided_by) == (self._is_private, self._decided_by):
            return
        self._is_private, self._decided_by = private, decided_by
        self._name_choices()
        self.fill_controls(self._value)
        self.apply_read_only(read_only=self.read_only)
        self.refresh()

    def value_of(self, key: str) -> Value:
        """Return the value to store for the option with this key."""
        return value_to_store(self._group, self._option(key), self._value)

    def key_of(self, value: Value) -> str:
        """Return the key of the option to show: where the entry is kept decides, not the answer."""
        option = chosen_option(self._group, value)
        if option is None:
            return self._options[0].key
        return "" if self._is_private and option.gives else option.key

    def fill_controls(self, value: Value) -> None:
        """Show the option; an earlier choice to give the entry is shown as no choice yet."""
        super().fill_controls(value)
        self._unlisted_choice = None

    def parse_value(self) -> Value:
        """Return the value of the selected option; without one, the stored value."""
        chosen = self.selected_radio
        if chosen is None or chosen.key == self.key_of(self._value):
            return self._value
        return self.value_of(chosen.key)

    def moves_focus_only(self, radio: ChoiceRadioButton, step: int) -> bool:
        """Move the focus without selecting: an option that gives the entry opens a page when selected."""
        at = (self.radio_buttons.index(radio) + step) % len(self.radio_buttons)
        self.radio_buttons[at].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def apply_read_only(self, *, read_only: bool) -> None:
        """Disable the choice, also if only somebody else can make it."""
        super().apply_read_only(read_only=read_only or bool(self._decided_by))

    def clear_choice(self) -> None:
        """Do nothing: there is always an option that applies."""

    def describe_controls(self, problem: str) -> None:
        """Describe the group: why the choice matters, and who decides."""
        self.button_group.describe(" ".join(filter(None, (problem, self.why_label.text()))))

    def describe_problem(self) -> str:
        """Return who decides, or what the author chose but did not do."""
        if self._decided_by:
            return f"Only {self._decided_by} can change this."
        if self.is_waiting:
            label = self.field.label_of(str(self._value)) if self.field.choices else "Yes"
            noun = self._group.item_noun
            return f"You chose “{label}”, but you have not given this {noun} to the group yet. Choose again."
        return ""

    def _option(self, key: str) -> ReleaseOption:
        return next(option for option in self._options if option.key == key)

    def _name_choices(self) -> None:
        self.heading_label.setText(CHOICE_LABEL if self._is_private else GIVEN_LABEL)
        self.why_label.setText(PRIVATE_WHY if self._is_private else GIVEN_WHY)
        self.button_group.setAccessibleName(self.heading_label.text())
        for radio, option in zip(self.radio_buttons, self._options, strict=True):
            self._name_choice(radio, option.label if self._is_private else option.given_label)

    def _name_choice(self, radio: ChoiceRadioButton, label: str) -> None:
        radio.label = label
        radio.setText(label.replace("&", "&&"))
        radio.setAccessibleName(label)

    def _chosen(self) -> None:
        chosen = self.selected_radio
        if chosen is not None and self._is_private and self._option(chosen.key).gives:
            self.fill_controls(self._value)
            self.give_requested.emit(chosen.key)
        elif chosen is not None:
            self._emit_edited(self.value_of(chosen.key))
            self.fill_controls(self._value)
            self.refresh()

    def _reserve_clear_button(self) -> None:
        self.clear_button.hide()
