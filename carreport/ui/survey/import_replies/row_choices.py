"""The rows of a file that are not plain replies, with a choice for each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.form.wording import format_count
from carreport.survey.importing.plan import ImportPlan
from carreport.survey.importing.reply_table import TableRow
from carreport.ui.editors.choice import Dropdown
from carreport.ui.survey.import_replies.import_columns import FIRST_SHOWN, RowPanel
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.labels import TextLabel

LEFT_OUT, COUNTED, UNDECIDED = "Left out", "Counted as a reply", "Choose"
LONGEST_SHOWN = 120


class RowList(QWidget):
    """Shows the rows that may not be replies; the user can count or leave out each one."""

    rows_chosen = Signal(object, object)
    """Leave out the rows with these numbers, and count those."""

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[int, Dropdown] = {}
        self._shown: list[tuple[int, str]] = []
        self._left_out: frozenset[int] = frozenset()
        self._counted: frozenset[int] = frozenset()
        self._sheet = RowPanel((0, 1, 0))
        self.more = TextLabel("", FontRole.SMALL, "muted")
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(8)
        for widget in (self._sheet, self.more):
            self._stack.addWidget(widget)

    @property
    def has_rows(self) -> bool:
        """Whether any row is not a plain reply, or was left out."""
        return bool(self._shown)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the rows of this plan; rows that stay keep the focus."""
        self._left_out, self._counted = plan.corrections.left_out_rows, plan.corrections.counted_rows
        listed = [row for row in plan.table.all_rows if row.reason]
        shown = listed[:FIRST_SHOWN]
        if [(row.number, row.reason) for row in shown] != self._shown:
            self._replace_rows(shown)
        for row in shown:
            _select(self.choices[row.number], row)
        self._sheet.setVisible(bool(shown))
        self.more.setText(f"{format_count(len(listed) - FIRST_SHOWN, 'more row')} not shown.")
        self.more.setVisible(len(listed) > FIRST_SHOWN)

    def _replace_rows(self, rows: list[TableRow]) -> None:
        panel = RowPanel((0, 1, 0))
        self.choices = {}
        for row in rows:
            cells = " · ".join(cell.strip() for cell in row.cells if cell.strip())
            text = cells if len(cells) <= LONGEST_SHOWN else f"{cells[: LONGEST_SHOWN - 1].rstrip()}…"
            choice = Dropdown(f"import:row:{row.number}", f"Row {row.number}, {row.reason}")
            choice.addItem(LEFT_OUT, LEFT_OUT)
            choice.addItem(COUNTED, COUNTED)
            choice.activated.connect(self._choose)
            self.choices[row.number] = choice
            words = QWidget()
            stack = QVBoxLayout(words)
            stack.setContentsMargins(0, 0, 0, 0)
            stack.setSpacing(3)
            stack.addWidget(TextLabel(text))
            stack.addWidget(TextLabel(f"{row.reason[:1].upper()}{row.reason[1:]}.", FontRole.SMALL, "muted"))
            panel.add_line((TextLabel(str(row.number), FontRole.STRONG, "muted", wrap=False), words, choice))
        self._stack.replaceWidget(self._sheet, panel)
        self._sheet.hide()
        self._sheet.deleteLater()
        self._sheet, self._shown = panel, [(row.number, row.reason) for row in rows]

    def _choose(self) -> None:
        number = next(number for number, choice in self.choices.items() if choice is self.sender())
        chosen = self.choices[number].currentData()
        if chosen is not None:
            is_counted = chosen == COUNTED
            left_out, counted = self._left_out - {number}, self._counted - {number}
            self.rows_chosen.emit(
                left_out | (frozenset() if is_counted else {number}),
                counted | ({number} if is_counted else frozenset()),
            )


def _select(choice: Dropdown, row: TableRow) -> None:
    """Select what is done with a row; the list says so if this is still undecided."""
    undecided = choice.findText(UNDECIDED, Qt.MatchFlag.MatchExactly)
    if row.is_asked and undecided < 0:
        choice.insertItem(0, UNDECIDED, None)
    elif not row.is_asked and undecided >= 0:
        choice.removeItem(undecided)
    wanted = UNDECIDED if row.is_asked else COUNTED if row.is_reply else LEFT_OUT
    choice.setCurrentIndex(choice.findText(wanted))
