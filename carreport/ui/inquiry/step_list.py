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
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters
from carreport.ui.theme.proxy_style import rounded
from carreport.ui.widgets.item_list import BETWEEN, DrawnLine, DrawnList, draw_lines, height_of
from carreport.ui.widgets.scroll_column import text_scale

Index = QModelIndex | QPersistentModelIndex
STEP_ROLE = Qt.ItemDataRole.UserRole
_Role = QPalette.ColorRole
_PADDING = 8
_BELOW = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the list shows it."""

    id: str
    title: str
    state: SectionState
    words: str


def steps_of(form: Form, answers: Answers) -> list[Step]:
    """Return the steps of an inquiry, each with how it stands."""
    found = [(section, section_progress(section, answers)) for section in form.sections]
    return [Step(section.id, section.title, how.state, how.label) for section, how in found]


class StepModel(QAbstractListModel):
    """The steps of one inquiry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()

    def set_steps(self, steps: Sequence[Step]) -> None:
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

    def step(self, row: int) -> Step:
        """Return the step in this row."""
        return self._steps[row]

    def row_of(self, step_id: str) -> int:
        """Return the row of the step with this id."""
        return next(row for row, step in enumerate(self._steps) if step.id == step_id)

    @guarded(default=0)
    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many steps there are."""
        return 0 if parent is not None and parent.isValid() else len(self._steps)

    @guarded(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a step, or its words."""
        if not index.isValid() or index.row() >= len(self._steps):
            return None
        step = self._steps[index.row()]
        if role == STEP_ROLE:
            return step
        if role == Qt.ItemDataRole.DisplayRole:
            return step.title
        return f"{step.title}, {step.words}" if role == Qt.ItemDataRole.AccessibleTextRole else None


class StepList(DrawnList):
    """The steps; choosing one shows its page, Enter goes into it."""

    step_chosen = Signal(str)
    """The step whose page is to be shown; the keyboard stays in the list."""
    step_entered = Signal(str)
    """The step to go into, keyboard and all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps = StepModel(self)
        self.setModel(self.steps)
        self.setItemDelegate(StepPainter(self))
        self.setAccessibleName("Steps")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self._quiet = False

    def show_step(self, step_id: str) -> None:
        """Mark the step whose page is shown; emits nothing."""
        self._quiet = True
        try:
            self.setCurrentIndex(self.steps.index(self.steps.row_of(step_id), 0))
        finally:
            self._quiet = False

    @guarded
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which step was chosen, by mouse, keyboard or assistive technology alike."""
        super().selectionChanged(selected, deselected)
        chosen = selected.indexes()
        if chosen and not self._quiet:
            self.step_chosen.emit(self.steps.step(chosen[0].row()).id)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go into the step by Enter or Space."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self.step_entered.emit(self.steps.step(self.currentIndex().row()).id)
        else:
            super().keyPressEvent(event)

    @guarded
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go into the step that was clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.step_entered.emit(self.steps.step(index.row()).id)


class StepPainter(QStyledItemDelegate):
    """Draws one step: ring, half ring or tick, its title and how it stands."""

    @guarded(default=QSize(200, 57))
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return how tall a step is."""
        return QSize(160, height_of(Letters.STRONG, Letters.SMALL) + 2 * _PADDING + BETWEEN + _BELOW)

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the step at `index`."""
        step: Step = index.data(STEP_ROLE)
        states = QStyle.StateFlag
        chosen = bool(option.state & states.State_Selected)
        palette = option.palette
        area = option.rect.adjusted(0, 0, 0, -_BELOW)
        painter.save()
        if chosen or option.state & states.State_MouseOver:
            rounded(painter, area, palette.color(_Role.AlternateBase if chosen else _Role.Window), None, 0)
        if chosen:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), palette.color(_Role.Highlight))
        if option.state & states.State_HasFocus and option.state & states.State_KeyboardFocusChange:
            rounded(painter, area, None, palette.color(_Role.Highlight), 2)
        side = round(14 * text_scale())
        left = area.left() + 12
        draw_state(painter, palette, QRectF(left, area.center().y() - side / 2, side, side), step.state)
        title = DrawnLine(step.title, Letters.STRONG if chosen else Letters.TEXT, _Role.WindowText)
        below = DrawnLine(step.words, Letters.SMALL, _Role.PlaceholderText)
        room = area.adjusted(left + side + 11 - area.left(), _PADDING, -6, 0)
        draw_lines(painter, room, palette, title, below)
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
