"""The question before a report is made that names people who do not want to be named."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.form.wording import format_count
from carreport.ui.theme.palette import GAP, FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import TextLabel


class NamesPanel(QWidget):
    """How many places name such people, with a button to look at them and one to continue."""

    def __init__(self) -> None:
        super().__init__()
        self.label = TextLabel("", FontRole.STRONG, "attention")
        self.check_button = Button("See these places")
        self.anyway_button = Button("Make it anyway")
        actions = QHBoxLayout()
        actions.setSpacing(GAP)
        actions.addWidget(self.check_button)
        actions.addWidget(self.anyway_button)
        actions.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.label)
        column.addLayout(actions)

    def show_count(self, count: int) -> None:
        """Show how many places there are."""
        verb = "names" if count == 1 else "name"
        self.label.setText(
            f"{format_count(count, 'place')} in this report {verb} people who do not want to be named. "
            "The report has not been made yet."
        )
