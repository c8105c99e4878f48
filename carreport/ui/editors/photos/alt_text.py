"""Editor for alt text, with a hint and a description suggested from the notes on a board."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt

from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Editor, EditorServices, control_name
from carreport.ui.editors.line import GrowingLineInput, focus_next_field
from carreport.ui.editors.table.cells import LONGEST_CELL
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import TextLabel

HINT = (
    "Describe in a sentence or two who or what the picture shows, what is happening, and any important "
    "text in it. Leave out “picture of”, and do not repeat the caption."
)
DECORATIVE_TEXT = "Marked as decorative: screen readers will skip it."
FULL_TEXT = f"A description has at most {LONGEST_CELL:,} characters. Anything after them was left out."
USE_SUGGESTION = "Use this description"


class AltTextEditor(Editor):
    """Editor for alt text; beside a board it suggests a description made from the notes."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self._is_decoration = False
        self.box = GrowingLineInput(path, field.label)
        self.box.edited.connect(self.schedule_commit)
        self.box.entered.connect(lambda: focus_next_field(self.box))
        self.hint = TextLabel(HINT, FontRole.SMALL, "muted")
        self.suggestion = TextLabel("", FontRole.SMALL, "muted")
        self.accept_button = LinkButton(USE_SUGGESTION, FontRole.SMALL)
        self.accept_button.setObjectName(control_name(path, "take"))
        self.accept_button.clicked.connect(self.accept_suggestion)
        for widget in (self.box, self.hint, self.suggestion, self.accept_button, self.hint_label):
            self.content_layout.addWidget(
                widget, 0, *([Qt.AlignmentFlag.AlignLeft] if widget is self.accept_button else [])
            )
        self.watch_focus(self.box, self.accept_button)
        self.offer_suggestion()

    def read_controls(self) -> object:
        """Return the text in the field."""
        return self.box.cell_text()

    def fill_controls(self, value: Value) -> None:
        """Show the stored text."""
        self.box.set_cell_text("" if value is None else str(value))

    def describe_problem(self) -> str:
        """Return what the user may want to fix, and whether the end of the text was left out."""
        is_full = len(self.box.cell_text()) >= LONGEST_CELL
        return " ".join(filter(None, (super().describe_problem(), FULL_TEXT if is_full else "")))

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the text read-only, or editable again."""
        self.box.setReadOnly(read_only)
        self.offer_suggestion()

    def refresh(self) -> None:
        """Show the hint only while the text is empty."""
        super().refresh()
        self.hint.setText(DECORATIVE_TEXT if self._is_decoration else HINT)
        self.hint.setVisible(not self.box.cell_text().strip() and not self.read_only)
        self.offer_suggestion()

    def set_sibling_values(self, group: Field, values: Mapping[str, Value]) -> None:  # noqa: ARG002 - all groups give it
        """Ask for no text if the picture is decorative."""
        self._is_decoration = values.get("decorative") is True
        self.refresh()

    def offer_suggestion(self) -> None:
        """Show the description suggested from the notes, if it differs from the text."""
        text = self.services.suggest_alt_text(self.path)
        idle = self.read_only or self._is_decoration
        wanted = bool(text) and not idle and text != self.box.cell_text().strip()
        self.suggestion.setText(f"Suggested from the notes: “{text}”")
        self.accept_button.setAccessibleName(f"{USE_SUGGESTION}: {text}")
        self.suggestion.setVisible(wanted)
        self.accept_button.setVisible(wanted)

    def accept_suggestion(self) -> None:
        """Use the suggested description, which can then be edited."""
        self.box.set_cell_text(self.services.suggest_alt_text(self.path))
        self.commit()
        self.box.setFocus()
