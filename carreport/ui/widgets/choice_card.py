"""Cards to choose from, each with a title and a line of explanation; and segments with a title only."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, font_for
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


_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class Segment(QRadioButton):
    """One of a few choices beside each other; the arrow keys select the next one."""

    stepped = Signal(int)
    """Select the next segment (1) or the one before (-1)."""

    def __init__(self, title: str, says: str, parent: QWidget | None = None) -> None:
        super().__init__(title.replace("&", "&&"), parent)
        self.setAccessibleName(title)
        self.setAccessibleDescription(says)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(self._follow_check)
        self._follow_check()

    @qt_override(default=QSize(90, 38))
    def sizeHint(self) -> QSize:
        """Return the size of the title in bold, with padding."""
        metrics = QFontMetrics(font_for(FontRole.STRONG))
        return QSize(metrics.horizontalAdvance(self.text()) + 28, metrics.height() + 20)

    @qt_override(default=QSize(90, 38))
    def minimumSizeHint(self) -> QSize:
        """Return the same size: a title is never cut."""
        return self.sizeHint()

    @qt_override(default=True)
    def hitButton(self, _place: QPoint) -> bool:
        """Say that a click anywhere on the segment selects it."""
        return True

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Select another segment with the arrow keys."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title, with a frame if it is selected and a ring if it has the focus."""
        roles, palette, painter = QPalette.ColorRole, self.palette(), QPainter(self)
        accent = palette.color(roles.Highlight)
        is_usable = self.isEnabled()
        if self.isChecked():
            line = accent if is_usable else palette.color(roles.Mid)
            draw_rounded_rect(painter, self.rect(), palette.color(roles.AlternateBase), line, 2)
        if self.hasFocus():
            draw_rounded_rect(painter, self.rect().adjusted(4, 4, -4, -4), None, accent, 2)
        painter.setFont(font_for(FontRole.STRONG if self.isChecked() else FontRole.TEXT))
        painter.setPen(palette.color(roles.WindowText if is_usable else roles.PlaceholderText))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text().replace("&&", "&"))
        painter.end()

    def refresh_theme(self) -> None:
        """Apply the chosen text size."""
        self.updateGeometry()
        self.update()

    def _follow_check(self) -> None:
        """Let Tab stop at the selected segment only."""
        policies = Qt.FocusPolicy
        self.setFocusPolicy(policies.StrongFocus if self.isChecked() else policies.ClickFocus)


class Segments(QWidget):
    """A few choices beside each other, one of which is selected."""

    chosen = Signal(str)
    """The key of the segment that was selected."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.segments: dict[str, Segment] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def add_choice(self, key: str, title: str, says: str) -> None:
        """Add a segment; the first one is selected."""
        segment = Segment(title, says, self)
        self.segments[key] = segment
        self._row.addWidget(segment, 1)
        segment.toggled.connect(partial(self._toggled, key))
        segment.stepped.connect(partial(self._step, key))
        if len(self.segments) == 1:
            segment.setChecked(True)

    @property
    def key(self) -> str:
        """The key of the selected segment."""
        return next((key for key, segment in self.segments.items() if segment.isChecked()), "")

    def choose(self, key: str) -> None:
        """Select the segment with this key."""
        self.segments[key].setChecked(True)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame around all segments."""
        roles, painter = QPalette.ColorRole, QPainter(self)
        palette = self.palette()
        draw_rounded_rect(painter, self.rect(), palette.color(roles.Base), palette.color(roles.Mid), 1)
        painter.end()

    def _toggled(self, key: str, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        if checked:
            self.chosen.emit(key)

    def _step(self, key: str, by: int) -> None:
        keys = list(self.segments)
        to = self.segments[keys[(keys.index(key) + by) % len(keys)]]
        to.setChecked(True)
        to.setFocus(Qt.FocusReason.OtherFocusReason)
