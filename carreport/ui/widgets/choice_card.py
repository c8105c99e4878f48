"""Cards to choose from, each with a title and a line of explanation."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.labels import TextLabel


class ChoiceCard(QWidget):
    """A radio button on a card; a click anywhere on the card selects it."""

    def __init__(self, title: str, says: str, mark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.radio_button = QRadioButton(title.replace("&", "&&"))
        self.radio_button.setAccessibleName(title)
        self.radio_button.setAccessibleDescription(f"{mark}. {says}" if mark else says)
        self.radio_button.toggled.connect(self.update)
        words = TextLabel(says, FontRole.SMALL, "muted")
        style, metric = self.radio_button.style(), QStyle.PixelMetric
        ring = style.pixelMetric(metric.PM_ExclusiveIndicatorWidth, None, self.radio_button)
        words.setIndent(ring + style.pixelMetric(metric.PM_RadioButtonLabelSpacing, None, self.radio_button))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 12)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(self.radio_button, 1)
        if mark:
            head.addWidget(TextLabel(mark, FontRole.SMALL, "muted", wrap=False))
        column.addLayout(head)
        column.addWidget(words)
        column.addStretch(1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @qt_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the card on a click anywhere on it."""
        self.radio_button.setFocus(Qt.FocusReason.MouseFocusReason)
        self.radio_button.setChecked(True)
        event.accept()

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card, with a thicker border if it is selected."""
        roles = QPalette.ColorRole
        chosen = self.radio_button.isChecked()
        line = self.palette().color(roles.Highlight if chosen else roles.Midlight)
        painter = QPainter(self)
        draw_rounded_rect(painter, self.rect(), self.palette().color(roles.Base), line, 2 if chosen else 1)
        painter.end()


class ChoiceCards(QWidget):
    """A few cards, stacked or side by side (`across`), one of which is selected."""

    chosen = Signal(str)
    """The key of the card that was selected."""

    def __init__(self, name: str, parent: QWidget | None = None, *, across: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.cards: dict[str, ChoiceCard] = {}
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(self._toggled)
        ways = QBoxLayout.Direction
        self._row = QBoxLayout(ways.LeftToRight if across else ways.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def add_choice(self, key: str, title: str, says: str, mark: str = "") -> None:
        """Add a card, with `mark` on its right if there is one; the first card added is selected."""
        card = ChoiceCard(title, says, mark)
        self.cards[key] = card
        self._group.addButton(card.radio_button)
        self._row.addWidget(card, 1)
        if len(self.cards) == 1:
            card.radio_button.setChecked(True)

    def remove_choice(self, key: str) -> None:
        """Remove a card; if it was selected, select the first one."""
        card = self.cards.pop(key)
        was_chosen = card.radio_button.isChecked()
        self._group.removeButton(card.radio_button)
        card.hide()
        self._row.removeWidget(card)
        card.deleteLater()
        if was_chosen and self.cards:
            self.choose(next(iter(self.cards)))

    @property
    def key(self) -> str:
        """The key of the selected card, or "" if there is none."""
        return next((key for key, card in self.cards.items() if card.radio_button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Select the card with this key."""
        self.cards[key].radio_button.setChecked(True)

    def _toggled(self, _button: QRadioButton, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        if checked:
            self.chosen.emit(self.key)
