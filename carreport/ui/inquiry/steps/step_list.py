"""List the steps of an inquiry with their progress, as a ring and in words, then the check and the report."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSignalBlocker, Qt
from PySide6.QtGui import QPainter, QPalette, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionViewItem

from carreport.form.answers import Answers
from carreport.form.progress import SectionProgress, SectionState, form_progress
from carreport.form.schema import Form
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.row_list import Row, RowDelegate, RowListView, TextLine, paint_lines
from carreport.ui.widgets.scroll_column import text_scale

TASK = "task:"
"""The keys of the rows below the steps begin with this; the id of their task follows."""
_REPORT_TEXT = "Word, PDF or web page"
_NO_TEXT = " "
"""Keeps the room of a second line, so that the title does not move when there is one."""
_Role = QPalette.ColorRole
_WHOLE_CIRCLE, _TOP = 360 * 16, 90 * 16


@runtime_checkable
class ListedPage(Protocol):
    """A page that the list has a row for: that of the task with the id `listed_task`."""

    listed_task: str


class StepList(RowListView):
    """The steps, the check and the report; a click or Enter also moves the focus to the page."""

    def __init__(self) -> None:
        self._delegate = StepDelegate()
        super().__init__(self._delegate)
        self.setAccessibleName("Steps")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.clicked.connect(self._enter)

    def show_steps(self, form: Form, answers: Answers, check_text: str) -> None:
        """Show the steps of an inquiry with their progress, and what the check has found."""
        progress = form_progress(form, answers)
        steps = [
            Row(section.id, section.title, part.label, part)
            for section, part in zip(form.sections, progress, strict=True)
        ]
        if all(part.state is SectionState.NOTHING for part in progress):
            check_text = SectionState.NOTHING.value
        tasks = [Row(f"{TASK}check", "Check", check_text), Row(f"{TASK}report", "Report", _REPORT_TEXT)]
        self.set_rows([*steps, *tasks])
        self._fit_rows()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bring the rows closer together in a low window, so that all are in sight."""
        super().resizeEvent(event)
        self._fit_rows()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Fit the rows again when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_rows()

    def _fit_rows(self) -> None:
        if self._delegate.fit_into(self.height() // max(1, self.row_model.rowCount())):
            self.scheduleDelayedItemsLayout()

    def mark_current(self, key: str) -> None:
        """Select the row of the page that is shown, or none, without emitting a signal.

        Without any, the current row stays, so that the arrow keys go on from it.
        """
        number = self.row_model.row_of(key)
        with QSignalBlocker(self):
            if number >= 0:
                self.setCurrentIndex(self.row_model.index(number))
            else:
                self.clearSelection()


class StepDelegate(RowDelegate):
    """Paints the progress of a step, a ring that fills or a tick, before its two lines."""

    hover_colour = _Role.Window

    @qt_override
    def paint_text(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, row: Row) -> None:
        """Paint the ring and the lines; the title of the current step is bold."""
        side = round(14 * text_scale())
        box = QRectF(area.left(), area.center().y() - side / 2, side, side)
        if isinstance(row.value, SectionProgress):
            draw_progress(painter, option.palette, box, row.value)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        font = FontRole.STRONG if selected else FontRole.TEXT
        title = TextLine(row.title, font, _Role.WindowText)
        progress = TextLine(row.detail or _NO_TEXT, FontRole.SMALL, _Role.PlaceholderText)
        paint_lines(painter, area.adjusted(side + 11, 0, 0, 0), option.palette, title, progress)
        if row.key == f"{TASK}check":
            painter.setPen(option.palette.color(_Role.Midlight))
            painter.drawLine(option.rect.left(), option.rect.top(), option.rect.right(), option.rect.top())


def draw_progress(painter: QPainter, palette: QPalette, box: QRectF, progress: SectionProgress) -> None:
    """Draw the progress of a step: a ring that fills as main questions are answered, or a tick."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    is_ready = progress.state is SectionState.READY
    accent = palette.color(_Role.Highlight)
    side, inset = box.width(), box.width() * 0.1
    ring = box.adjusted(inset, inset, -inset, -inset)
    painter.setPen(QPen(accent if is_ready else palette.color(_Role.Mid), side * 0.12))
    painter.setBrush(accent if is_ready else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if is_ready:
        pen = QPen(palette.color(_Role.HighlightedText), side * 0.13)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        marks = ((0.28, 0.52), (0.44, 0.68), (0.73, 0.36))
        painter.drawPolyline(QPolygonF([box.topLeft() + QPointF(x * side, y * side) for x, y in marks]))
    elif progress.fraction:
        pen = QPen(accent, side * 0.24)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(ring, _TOP, -round(progress.fraction * _WHOLE_CIRCLE))
    painter.restore()
