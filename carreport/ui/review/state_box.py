"""Where the inquiry is and who has it, and a form to tell the group something else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.draft.revisions.review_state import ReviewStage, ReviewState
from carreport.ui.editors.choice import Dropdown
from carreport.ui.editors.line import LineInput
from carreport.ui.relative_time import parse_time, relative_time
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import TextLabel
from carreport.ui.widgets.panel import Panel

NOTHING_TOLD = "Nobody has said yet where this inquiry is."
DISAGREE = "Two people said different things. Choose what is right."


class StateBox(QWidget):
    """The state of the inquiry in one line, with a panel to change it."""

    state_told = Signal(str, str)
    """The user told this state (a `ReviewStage`), and who has the inquiry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = TextLabel("", FontRole.STRONG)
        self.change_link = LinkButton("Change…")
        self.change_link.setAccessibleName("Change the state of the inquiry")
        self.panel = Panel()
        self.stage_choice = Dropdown("review.state", "State of the inquiry")
        self.stage_choice.setAccessibleDescription("Everybody in the group sees it.")
        self.stage_choice.show_choices([(str(stage), stage.label) for stage in ReviewStage])
        self.holder_line = LineInput("review.holder", "Who has it (optional)", 28)
        self.holder_line.setAccessibleDescription("The person who works on the inquiry now.")
        self.holder_line.setPlaceholderText("Who has it (optional)")
        self.tell_button = Button("Tell the group")
        self.cancel_link = LinkButton("Cancel")
        self._lay_out()
        self.change_link.clicked.connect(self._open)
        self.cancel_link.clicked.connect(self._close)
        self.tell_button.clicked.connect(self._tell)
        self.holder_line.returnPressed.connect(self._tell)

    def show_states(self, states: Sequence[ReviewState], me: str, now: datetime, *, can_write: bool) -> None:
        """Show where the inquiry is, as it was told; several states if people disagree."""
        lines = [
            f"{state.text} · told by {'you' if state.author == me else state.author}, "
            f"{relative_time(parse_time(state.when), now)}"
            for state in states
        ]
        texts = [*lines, DISAGREE] if len(lines) > 1 else lines or [NOTHING_TOLD]
        self.label.setText("\n".join(texts))
        self.label.set_colour("attention" if len(lines) > 1 else "ink")
        self.change_link.setVisible(can_write)
        if states and not self.panel.isVisible():
            self.stage_choice.setCurrentIndex(self.stage_choice.findData(str(states[-1].stage)))
            self.holder_line.setText(states[-1].holder)

    def _open(self) -> None:
        self.panel.show()
        self.change_link.hide()
        self.stage_choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self.change_link.show()
        self.change_link.setFocus(Qt.FocusReason.OtherFocusReason)
        self.panel.hide()

    def _tell(self) -> None:
        self._close()
        self.state_told.emit(str(self.stage_choice.currentData()), self.holder_line.text())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self.label, 1)
        line.addWidget(self.change_link, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        row = FlowRow(10)
        for part in (self.stage_choice, self.holder_line, self.tell_button, self.cancel_link):
            row.add(part)
        self.panel.content_layout.addWidget(row)
        column.addWidget(self.panel)
