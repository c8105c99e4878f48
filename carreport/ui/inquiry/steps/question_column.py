"""The two columns of a step: the questions that are open, and the rows of those that are folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.ui.inquiry.question import QuestionView
from carreport.ui.inquiry.steps.disclosure_row import DisclosureRow
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import BETWEEN_QUESTIONS, FontRole
from carreport.ui.widgets.labels import HeadingLabel


class QuestionColumn(QWidget):
    """Questions in the order of the form, whenever they are added."""

    def __init__(self, order: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order = {path: number for number, path in enumerate(order)}
        self._widgets: dict[str, QWidget] = {}
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(0, 0, 0, 0)
        self._around.setSpacing(0)
        self._around.addLayout(self._column)

    def has_place(self, path: str) -> bool:
        """Return whether the question at `path`, or the row that opens it, is in this column."""
        return path in self._widgets

    def put(self, path: str, widget: QWidget) -> None:
        """Add the question at `path`, or the row that opens it, in its place."""
        before = sum(self._order[other] < self._order[path] for other in self._widgets)
        self._widgets[path] = widget
        self._column.insertWidget(before, widget)
        widget.show()  # now, so that it can take the focus before the next event

    def questions(self) -> Iterator[QuestionView]:
        """Yield the questions from top to bottom."""
        for path in sorted(self._widgets, key=self._order.__getitem__):
            widget = self._widgets[path]
            if isinstance(widget, QuestionView):
                yield widget


class FoldedQuestions(QuestionColumn):
    """One-line rows with the titles of the questions that are folded; an opened one replaces its row."""

    open_requested = Signal(str)
    """A row was pressed: open the question at this path, and move the focus there."""

    def __init__(self, order: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(order, parent)
        self.rows: dict[str, DisclosureRow] = {}
        self.heading = HeadingLabel("", FontRole.STRONG)
        self.heading.setContentsMargins(0, BETWEEN_QUESTIONS + 6, 0, 6)
        self._around.insertWidget(0, self.heading)
        self._update_heading()

    def add_row(self, path: str, title: str) -> None:
        """Fold the question at `path` into a row."""
        row = self.rows[path] = DisclosureRow(title)
        row.setObjectName(f"folded:{path}")
        row.clicked.connect(partial(self._request, path))
        self.put(path, row)
        self._update_heading()

    def replace_row(self, path: str, question: QuestionView) -> None:
        """Show a question in place of its row; if the row has the focus, the question takes it."""
        row = self.rows.pop(path)
        del self._widgets[path]
        question.question_layout.setContentsMargins(0, BETWEEN_QUESTIONS, 0, BETWEEN_QUESTIONS)
        self.put(path, question)
        if row.hasFocus():
            question.focus_editor()
        row.hide()
        row.deleteLater()
        self._update_heading()

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a thin line above and below each row."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Midlight))
        for row in self.rows.values():
            for y in (row.y() - 1, row.geometry().bottom()):
                painter.drawLine(0, y, self.width(), y)
        painter.end()

    @property
    def rows_text(self) -> str:
        """The text of the heading: “5 more, if they apply”."""
        return "1 more, if it applies" if len(self.rows) == 1 else f"{len(self.rows)} more, if they apply"

    def _request(self, path: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.open_requested.emit(path)

    def _update_heading(self) -> None:
        self.heading.setText(self.rows_text)
        self.heading.setVisible(bool(self.rows))
