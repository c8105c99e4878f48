"""List the steps of an inquiry, each with its progress as a shape and in words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSignalBlocker, Qt
from PySide6.QtGui import QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionViewItem

from carreport.form.answers import Answers
from carreport.form.progress import SectionState, section_progress
from carreport.form.schema import Form
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.row_list import Row, RowDelegate, RowListView, TextLine, paint_lines
from carreport.ui.widgets.scroll_column import text_scale

_Role = QPalette.ColorRole


class StepList(RowListView):
    """The steps: selecting one shows its page; a click or Enter also moves the focus there."""

    def __init__(self) -> None:
        super().__init__(StepDelegate())
        self.setAccessibleName("Steps")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.clicked.connect(self._enter)

    def show_steps(self, form: Form, answers: Answers) -> None:
        """Show the steps of an inquiry with their progress."""
        progress = [(section, section_progress(form, section, answers)) for section in form.sections]
        self.set_rows([Row(section.id, section.title, part.label, part.state) for section, part in progress])

    def mark_current(self, step_id: str) -> None:
        """Select the step whose page is shown, without emitting a signal."""
        with QSignalBlocker(self):
            self.select(step_id)


class StepDelegate(RowDelegate):
    """Paints the state of a step, an empty, half or ticked ring, before its two lines."""

    hover_colour = _Role.Window

    @qt_override
    def paint_text(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, row: Row) -> None:
        """Paint the ring and the lines; the title of the current step is bold."""
        side = round(14 * text_scale())
        box = QRectF(area.left(), area.center().y() - side / 2, side, side)
        if isinstance(row.value, SectionState):
            draw_state(painter, option.palette, box, row.value)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        font = FontRole.STRONG if selected else FontRole.TEXT
        title = TextLine(row.title, font, _Role.WindowText)
        progress = TextLine(row.detail, FontRole.SMALL, _Role.PlaceholderText)
        paint_lines(painter, area.adjusted(side + 11, 0, 0, 0), option.palette, title, progress)


def draw_state(painter: QPainter, palette: QPalette, box: QRectF, state: SectionState) -> None:
    """Draw the progress of a step: an empty ring, a half ring or a tick."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    accent = palette.color(_Role.Mid if state is SectionState.NOTHING else _Role.Highlight)
    inset = box.width() * 0.07
    ring = box.adjusted(inset, inset, -inset, -inset)
    painter.setPen(QPen(accent, box.width() * 0.14))
    painter.setBrush(accent if state is SectionState.READY else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if state is SectionState.STARTED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawPie(ring, -90 * 16, 180 * 16)
    elif state is SectionState.READY:
        pen = QPen(palette.color(_Role.HighlightedText), box.width() * 0.13)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        marks = ((0.28, 0.52), (0.44, 0.68), (0.73, 0.36))
        side = box.width()
        painter.drawPolyline(QPolygonF([box.topLeft() + QPointF(x * side, y * side) for x, y in marks]))
    painter.restore()
