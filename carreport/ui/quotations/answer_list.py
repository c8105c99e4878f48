"""List the answers that can be quoted, however many there are, each with how it begins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from carreport.ui.qt.guard import qt_override
from carreport.ui.quotations.quotable_answers import QuotableAnswer
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.item_list import BETWEEN, PlainListView, TextLine, lines_height, paint_lines

Index = QModelIndex | QPersistentModelIndex
ANSWER_ROLE = Qt.ItemDataRole.UserRole
_PADDING = 8
_MAX_SPOKEN = 160


class QuotableAnswerModel(QAbstractListModel):
    """The answers that the search lets through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[QuotableAnswer, ...] = ()
        self._haystacks: dict[str, str] = {}
        self._shown: tuple[QuotableAnswer, ...] = ()
        self._words: tuple[str, ...] = ()

    def set_answers(self, answers: Sequence[QuotableAnswer]) -> None:
        """List these answers from now on."""
        self._all = tuple(answers)
        self._haystacks = {
            each.path: f"{each.place} {each.speaker} {each.text.plain_text}".casefold() for each in self._all
        }
        self._apply_filter()

    def set_search(self, text: str) -> None:
        """List only the answers in which, or about which, every word of `text` is said."""
        self._words = tuple(text.casefold().split())
        self._apply_filter()

    def answer(self, index: Index) -> QuotableAnswer | None:
        """Return the answer in this row."""
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    def row_of(self, path: str) -> int:
        """Return the row of the answer at `path`, or -1 where it is not listed."""
        return next((row for row, each in enumerate(self._shown) if each.path == path), -1)

    @qt_override(default=0)
    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many answers are listed."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    @qt_override(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return an answer, or its words."""
        found = self.answer(index)
        if found is None or role == ANSWER_ROLE:
            return found
        if role == Qt.ItemDataRole.DisplayRole:
            return found.place
        return accessible_text(found) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _apply_filter(self) -> None:
        self.beginResetModel()
        self._shown = tuple(
            each for each in self._all if all(word in self._haystacks[each.path] for word in self._words)
        )
        self.endResetModel()


class QuotableAnswerList(PlainListView):
    """The answers; the one that is chosen is shown beside, Enter goes into it."""

    answer_chosen = Signal(object)
    answer_entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer_model = QuotableAnswerModel(self)
        self.setModel(self.answer_model)
        self.setItemDelegate(_QuotableAnswerDelegate(self))
        self.setAccessibleName("Answers that can be quoted")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setMinimumWidth(220)
        self.viewport().setAutoFillBackground(False)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self.doubleClicked.connect(self.answer_entered)

    def select_row(self, row: int) -> None:
        """Choose the answer in this row."""
        self.setCurrentIndex(self.answer_model.index(row, 0))

    @qt_override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which answer was chosen, by mouse, keyboard or assistive technology alike."""
        super().selectionChanged(selected, deselected)
        chosen = selected.indexes()
        if chosen:
            self.answer_chosen.emit(self.answer_model.answer(chosen[0]))

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go into the answer by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.answer_entered.emit()
        else:
            super().keyPressEvent(event)


class _QuotableAnswerDelegate(QStyledItemDelegate):
    """Draws one answer: where it stands, and how it begins or why reports do not print it."""

    @qt_override(default=QSize(220, 56))
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return how tall a row is."""
        return QSize(200, lines_height(FontRole.TEXT, FontRole.SMALL) + 2 * _PADDING + BETWEEN)

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the answer at `index`."""
        answer: QuotableAnswer = index.data(ANSWER_ROLE)
        states, roles = QStyle.StateFlag, QPalette.ColorRole
        chosen, area = bool(option.state & states.State_Selected), option.rect.adjusted(0, 0, -6, 0)
        painter.save()
        if chosen or option.state & states.State_MouseOver:
            ground = option.palette.color(roles.AlternateBase if chosen else roles.Base)
            draw_rounded_rect(painter, area, ground, None, 0)
        if chosen:
            bar = QRect(area.left(), area.top(), 3, area.height())
            painter.fillRect(bar, option.palette.color(roles.Highlight))
        if option.state & states.State_HasFocus and chosen:
            draw_rounded_rect(painter, area, None, option.palette.color(roles.Highlight), 2)
        below = roles.BrightText if _problem_text(answer) else roles.PlaceholderText
        lines = (
            TextLine(answer.place, FontRole.TEXT, roles.WindowText),
            TextLine(_second_line(answer), FontRole.SMALL, below),
        )
        paint_lines(painter, area.adjusted(12, _PADDING, -8, 0), option.palette, *lines)
        painter.restore()


def accessible_text(answer: QuotableAnswer) -> str:
    """Return an answer as a screen reader says it in the list."""
    trouble = _problem_text(answer)
    begins = " ".join(answer.text.plain_text.split())[:_MAX_SPOKEN]
    return ". ".join(part for part in (answer.place, trouble, begins) if part)


def _second_line(answer: QuotableAnswer) -> str:
    return _problem_text(answer) or " ".join(answer.text.plain_text[: 2 * _MAX_SPOKEN].split())


def _problem_text(answer: QuotableAnswer) -> str:
    if answer.not_quotable_reason:
        return "Only you can see this"
    return f"Not printed: {answer.not_printed_reason}" if answer.not_printed_reason else ""
