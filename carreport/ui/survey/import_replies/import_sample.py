"""A table of the first replies in a file, without the columns that are left out."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QTableWidgetItem

from carreport.survey.importing.plan import ImportPlan
from carreport.ui.survey.import_replies.import_wording import sample_rows
from carreport.ui.widgets.table import PlainTable

WIDEST = 230
MAX_LENGTH = 300


class SampleTable(PlainTable):
    """The first replies in a file; wide tables scroll horizontally."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("The first replies")
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)

    @property
    def has_rows(self) -> bool:
        """Whether the table has rows."""
        return self.rowCount() > 0 and self.columnCount() > 1

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the first replies of this plan."""
        headings, rows = sample_rows(plan)
        self.setColumnCount(len(headings))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(headings)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                text = cell if len(cell) < MAX_LENGTH else f"{cell[:MAX_LENGTH]}…"
                item = QTableWidgetItem(text.replace("\n", " "))
                item.setToolTip(text)
                self.setItem(row, column, item)
        self.resizeColumnsToContents()
        for column in range(len(headings)):
            self.setColumnWidth(column, min(self.columnWidth(column) + 12, WIDEST))
        self.fit_height(self.horizontalScrollBar().sizeHint().height() + 2)
