"""Show the first replies of a file as they stand there, without the columns that stay out."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QTableWidgetItem

from carreport.survey.importing.plan import ImportPlan
from carreport.ui.survey.import_replies.import_wording import sample_rows
from carreport.ui.widgets.table import PlainTable

WIDEST = 230
MAX_LENGTH = 300


class SampleTable(PlainTable):
    """A few rows of a file; wide tables scroll from side to side."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("The first replies")
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)

    @property
    def has_rows(self) -> bool:
        """Say whether there is anything to see."""
        return self.rowCount() > 0 and self.columnCount() > 1

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the first replies of this plan."""
        headings, rows = sample_rows(plan)
        self.setColumnCount(len(headings))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(headings)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                words = cell if len(cell) < MAX_LENGTH else f"{cell[:MAX_LENGTH]}…"
                item = QTableWidgetItem(words.replace("\n", " "))
                item.setToolTip(words)
                self.setItem(row, column, item)
        self.resizeColumnsToContents()
        for column in range(len(headings)):
            self.setColumnWidth(column, min(self.columnWidth(column) + 12, WIDEST))
        self.fit_height(self.horizontalScrollBar().sizeHint().height() + 2)
