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
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters
from carreport.ui.theme.proxy_style import rounded
from carreport.ui.widgets.item_list import DrawnLine, DrawnList, draw_lines, height_of

Index = QModelIndex | QPersistentModelIndex
CHOICE_ROLE = Qt.ItemDataRole.UserRole
SORTS = {
    EvidenceType.FIGURE: "Figure",
    EvidenceType.REPLY: "Reply",
    EvidenceType.NOTE: "Note",
    EvidenceType.SOURCE: "Source",
}
MOST_LISTED = 500
TALLEST = 7
_Role = QPalette.ColorRole


def words_of(shown: EvidenceText) -> str:
    """Return what a piece of evidence says, on one line."""
    return " ".join(shown.paragraphs) or shown.source


def about_words(shown: EvidenceText) -> str:
    """Return what sort of evidence it is and where it is from, or why it cannot be printed."""
    source = shown.source if shown.paragraphs else ""
    return " · ".join(filter(None, (SORTS[shown.type], source, shown.problem)))


class EvidenceModel(QAbstractListModel):
    """The evidence that the search lets through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[tuple[EvidenceChoice, str], ...] = ()
        self._words: tuple[str, ...] = ()
        self._without: frozenset[str] = frozenset()
        self.listed: tuple[EvidenceChoice, ...] = ()
        self.more = 0

    def set_choices(self, choices: Sequence[EvidenceChoice]) -> None:
        """List this evidence from now on."""
        self._all = tuple(
            (each, f"{words_of(each.text)} {about_words(each.text)}".casefold()) for each in choices
        )
        self._sift()

    def search(self, text: str) -> None:
        """List only what has every word of `text`."""
        self._words = tuple(text.casefold().split())
        self._sift()

    def leave_out(self, places: Collection[str]) -> None:
        """Leave out what is picked already."""
        self._without = frozenset(places)
        self._sift()

    @guarded(default=0)
    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many are listed."""
        return 0 if parent is not None and parent.isValid() else len(self.listed)

    @guarded(default=None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a piece of evidence, or its words."""
        if not index.isValid() or index.row() >= len(self.listed):
            return None
        choice = self.listed[index.row()]
        if role == CHOICE_ROLE:
            return choice
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{words_of(choice.text)}, {about_words(choice.text).replace(' · ', ', ')}"
        is_words = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        return words_of(choice.text) if is_words else None

    def _sift(self) -> None:
        found = [
            choice
            for choice, text in self._all
            if choice.place not in self._without and all(word in text for word in self._words)
        ]
        self.beginResetModel()
        self.listed, self.more = tuple(found[:MOST_LISTED]), max(len(found) - MOST_LISTED, 0)
        self.endResetModel()


class EvidenceList(DrawnList):
    """Evidence, one under the other; Enter or a double click picks one."""

    picked = Signal(str)
    """The evidence at this place was picked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.evidence = EvidenceModel(self)
        self.setModel(self.evidence)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(self._pick)
        self.evidence.modelReset.connect(self.fit)
        self.fit()

    def pick_current(self) -> None:
        """Pick the one with the keyboard on it, or the first one."""
        index = self.currentIndex() if self.currentIndex().isValid() else self.evidence.index(0, 0)
        if index.isValid():
            self._pick(index)

    def choose(self, row: int) -> None:
        """Put the keyboard on the one in this row, or on the last."""
        last = self.evidence.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self.evidence.index(min(max(row, 0), last), 0))

    @guarded
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

    def fit(self) -> None:
        """Be as tall as the first rows."""
        rows = min(self.evidence.rowCount(), TALLEST)
        self.setFixedHeight(max(rows, 1) * _height() + 2)
        self.setVisible(rows > 0)


def _height() -> int:
    return height_of(Letters.TEXT, Letters.SMALL) + 18


class _Painter(QStyledItemDelegate):
    """Draws one piece of evidence: what it says, and below where it is from."""

    @guarded(default=QSize(200, 50))
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height that all rows have."""
        return QSize(200, _height())

    @guarded
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
        rounded(painter, area, palette.color(_Role.Base), line, 2 if keyboard else 1)
        ink = _Role.BrightText if choice.text.problem else _Role.PlaceholderText
        room = area.adjusted(12, 5, -12, -5)
        ends = Qt.TextElideMode
        words_end = ends.ElideMiddle if choice.text.type is EvidenceType.FIGURE else ends.ElideRight
        words, about = words_of(choice.text), about_words(choice.text)
        draw_lines(
            painter,
            room,
            palette,
            DrawnLine(words, Letters.TEXT, _Role.WindowText, words_end),
            DrawnLine(about, Letters.SMALL, ink),
        )
        painter.restore()
