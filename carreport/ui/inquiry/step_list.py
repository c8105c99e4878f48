"""List the steps of an inquiry with how each stands, as a shape and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from carreport.form.answers import Answers
from carreport.form.progress import SectionState, section_progress
from carreport.form.schema import Form
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.item_list import BETWEEN, PlainListView, TextLine, lines_height, paint_lines
from carreport.ui.widgets.scroll_column import text_scale

Index = QModelIndex | QPersistentModelIndex
STEP_ROLE = Qt.ItemDataRole.UserRole
_Role = QPalette.ColorRole
_PADDING = 8
_BELOW = 3


@dataclass(frozen=True, slots=True)
class StepItem:
    """One step as the list shows it."""

    id: str
    title: str
    state: SectionState
    progress_text: str


def make_steps(form: Form, answers: Answers) -> list[StepItem]:
    """Return the steps of an inquiry, each with how it stands."""
    found = [(section, section_progress(section, answers)) for section in form.sections]
    return [StepItem(section.id, section.title, how.state, how.label) for section, how in found]


class StepModel(QAbstractListModel):
    """The steps of one inquiry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[StepItem, ...] = ()

    def set_steps(self, steps: Sequence[StepItem]) -> None:
        """Show these steps; a step that only stands differently keeps its place."""
        if [step.id for step in steps] != [step.id for step in self._steps]:
            self.beginResetModel()
            self._steps = tuple(steps)
            self.endResetModel()
            return
        was, self._steps = self._steps, tuple(steps)
        for row, (old, new) in enumerate(zip(was, self._steps, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def step(self, row: int) -> StepItem:
        """Return the step in this row."""
        return self._steps[row]

    def row_of(self, step_id: str) -> int:
        """Return the row of the step with this id."""
        return next(row for row, step in enumerate(self._steps) if step.id == step_id)

    @qt_override(default=0)
    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many steps there are."""
        return 0 if parent is not None and parent.isValid() else len(self._steps)

    @qt_override(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a step, or its words."""
        if not index.isValid() or index.row() >= len(self._steps):
            return None
        step = self._steps[index.row()]
        if role == STEP_ROLE:
            return step
        if role == Qt.ItemDataRole.DisplayRole:
            return step.title
        return f"{step.title}, {step.progress_text}" if role == Qt.ItemDataRole.AccessibleTextRole else None


class StepList(PlainListView):
    """The steps; choosing one shows its page, Enter goes into it."""

    step_chosen = Signal(str)
    """The step whose page is to be shown; the keyboard stays in the list."""
    step_entered = Signal(str)
    """The step to go into, keyboard and all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step_model = StepModel(self)
        self.setModel(self.step_model)
        self.setItemDelegate(StepDelegate(self))
        self.setAccessibleName("Steps")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self._is_silent = False

    def mark_current(self, step_id: str) -> None:
        """Mark the step whose page is shown; emits nothing."""
        self._is_silent = True
        try:
            self.setCurrentIndex(self.step_model.index(self.step_model.row_of(step_id), 0))
        finally:
            self._is_silent = False

    @qt_override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which step was chosen, by mouse, keyboard or assistive technology alike."""
        super().selectionChanged(selected, deselected)
        chosen = selected.indexes()
        if chosen and not self._is_silent:
            self.step_chosen.emit(self.step_model.step(chosen[0].row()).id)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go into the step by Enter or Space."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self.step_entered.emit(self.step_model.step(self.currentIndex().row()).id)
        else:
            super().keyPressEvent(event)

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go into the step that was clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.step_entered.emit(self.step_model.step(index.row()).id)


class StepDelegate(QStyledItemDelegate):
    """Draws one step: ring, half ring or tick, its title and how it stands."""

    @qt_override(default=QSize(200, 57))
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return how tall a step is."""
        return QSize(160, lines_height(FontRole.STRONG, FontRole.SMALL) + 2 * _PADDING + BETWEEN + _BELOW)

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the step at `index`."""
        step: StepItem = index.data(STEP_ROLE)
        states = QStyle.StateFlag
        chosen = bool(option.state & states.State_Selected)
        palette = option.palette
        area = option.rect.adjusted(0, 0, 0, -_BELOW)
        painter.save()
        if chosen or option.state & states.State_MouseOver:
            draw_rounded_rect(
                painter, area, palette.color(_Role.AlternateBase if chosen else _Role.Window), None, 0
            )
        if chosen:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), palette.color(_Role.Highlight))
        if option.state & states.State_HasFocus and option.state & states.State_KeyboardFocusChange:
            draw_rounded_rect(painter, area, None, palette.color(_Role.Highlight), 2)
        side = round(14 * text_scale())
        left = area.left() + 12
        draw_state(painter, palette, QRectF(left, area.center().y() - side / 2, side, side), step.state)
        title = TextLine(step.title, FontRole.STRONG if chosen else FontRole.TEXT, _Role.WindowText)
        below = TextLine(step.progress_text, FontRole.SMALL, _Role.PlaceholderText)
        room = area.adjusted(left + side + 11 - area.left(), _PADDING, -6, 0)
        paint_lines(painter, room, palette, title, below)
        painter.restore()


def draw_state(painter: QPainter, palette: QPalette, box: QRectF, state: SectionState) -> None:
    """Draw how a step stands: an empty ring, a half ring or a tick."""
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
