"""List evidence that can be picked, however much there is: figures, replies, notes, sources."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
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

from carreport.survey.evidence import EvidenceChoice, EvidenceText, EvidenceType
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.item_list import PlainListView, TextLine, lines_height, paint_lines

Index = QModelIndex | QPersistentModelIndex
CHOICE_ROLE = Qt.ItemDataRole.UserRole
SORT_LABELS = {
    EvidenceType.FIGURE: "Figure",
    EvidenceType.REPLY: "Reply",
    EvidenceType.NOTE: "Note",
    EvidenceType.SOURCE: "Source",
}
MAX_LISTED = 500
MAX_VISIBLE_ROWS = 7
_Role = QPalette.ColorRole


def evidence_text(shown: EvidenceText) -> str:
    """Return what a piece of evidence says, on one line."""
    return " ".join(shown.paragraphs) or shown.source


def evidence_origin_text(shown: EvidenceText) -> str:
    """Return what sort of evidence it is and where it is from, or why it cannot be printed."""
    source = shown.source if shown.paragraphs else ""
    return " · ".join(filter(None, (SORT_LABELS[shown.type], source, shown.problem)))


class EvidenceModel(QAbstractListModel):
    """The evidence that the search lets through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[tuple[EvidenceChoice, str], ...] = ()
        self._words: tuple[str, ...] = ()
        self._excluded: frozenset[str] = frozenset()
        self.rows: tuple[EvidenceChoice, ...] = ()
        self.not_listed_count = 0

    def set_evidence(self, choices: Sequence[EvidenceChoice]) -> None:
        """List this evidence from now on."""
        self._all = tuple(
            (each, f"{evidence_text(each.text)} {evidence_origin_text(each.text)}".casefold())
            for each in choices
        )
        self._apply_filter()

    def set_search(self, text: str) -> None:
        """List only what has every word of `text`."""
        self._words = tuple(text.casefold().split())
        self._apply_filter()

    def exclude(self, places: Collection[str]) -> None:
        """Leave out what is picked already."""
        self._excluded = frozenset(places)
        self._apply_filter()

    @qt_override(default=0)
    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many are listed."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    @qt_override(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a piece of evidence, or its words."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        choice = self.rows[index.row()]
        if role == CHOICE_ROLE:
            return choice
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{evidence_text(choice.text)}, {evidence_origin_text(choice.text).replace(' · ', ', ')}"
        is_words = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        return evidence_text(choice.text) if is_words else None

    def _apply_filter(self) -> None:
        found = [
            choice
            for choice, text in self._all
            if choice.place not in self._excluded and all(word in text for word in self._words)
        ]
        self.beginResetModel()
        self.rows, self.not_listed_count = tuple(found[:MAX_LISTED]), max(len(found) - MAX_LISTED, 0)
        self.endResetModel()


class EvidenceList(PlainListView):
    """Evidence, one under the other; Enter or a double click picks one."""

    picked = Signal(str)
    """The evidence at this place was picked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.evidence_model = EvidenceModel(self)
        self.setModel(self.evidence_model)
        self.setItemDelegate(_EvidenceDelegate(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(self._pick)
        self.evidence_model.modelReset.connect(self.fit_height)
        self.fit_height()

    def pick_current(self) -> None:
        """Pick the one with the keyboard on it, or the first one."""
        index = self.currentIndex() if self.currentIndex().isValid() else self.evidence_model.index(0, 0)
        if index.isValid():
            self._pick(index)

    def select_row(self, row: int) -> None:
        """Put the keyboard on the one in this row, or on the last."""
        last = self.evidence_model.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self.evidence_model.index(min(max(row, 0), last), 0))

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pick with Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pick_current()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _pick(self, index: QModelIndex) -> None:
        choice = index.data(CHOICE_ROLE)
        if isinstance(choice, EvidenceChoice):
            self.picked.emit(choice.place)

    def fit_height(self) -> None:
        """Be as tall as the first rows."""
        rows = min(self.evidence_model.rowCount(), MAX_VISIBLE_ROWS)
        self.setFixedHeight(max(rows, 1) * _row_height() + 2)
        self.setVisible(rows > 0)


def _row_height() -> int:
    return lines_height(FontRole.TEXT, FontRole.SMALL) + 18


class _EvidenceDelegate(QStyledItemDelegate):
    """Draws one piece of evidence: what it says, and below where it is from."""

    @qt_override(default=QSize(200, 50))
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height that all rows have."""
        return QSize(200, _row_height())

    @qt_override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the evidence at `index`."""
        choice, palette, state = index.data(CHOICE_ROLE), option.palette, QStyle.StateFlag
        if not isinstance(choice, EvidenceChoice):
            return
        area = option.rect.adjusted(0, 0, -2, -4)
        here = bool(option.state & state.State_Selected)
        keyboard = here and bool(option.state & state.State_HasFocus)
        line = palette.color(_Role.Highlight if here else _Role.Midlight)
        painter.save()
        draw_rounded_rect(painter, area, palette.color(_Role.Base), line, 2 if keyboard else 1)
        ink = _Role.BrightText if choice.text.problem else _Role.PlaceholderText
        room = area.adjusted(12, 5, -12, -5)
        ends = Qt.TextElideMode
        words_end = ends.ElideMiddle if choice.text.type is EvidenceType.FIGURE else ends.ElideRight
        words, about = evidence_text(choice.text), evidence_origin_text(choice.text)
        paint_lines(
            painter,
            room,
            palette,
            TextLine(words, FontRole.TEXT, _Role.WindowText, words_end),
            TextLine(about, FontRole.SMALL, ink),
        )
        painter.restore()
