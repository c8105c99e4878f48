"""Cards to choose from, each with a title and a line of explanation; and segments with a title only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.theme.primitives import INDICATOR_GAP, indicator_size
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.labels import TextLabel
from carreport.ui.widgets.radio_group import RadioButton, RadioGroup

_EDGE = 14
"""Space between the edge of a card and what is on it, in pixels."""


class ChoiceCard(RadioButton):
    """A radio button in the form of a card, with a title and a line of explanation."""

    def __init__(self, title: str, says: str, mark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setAccessibleDescription(f"{mark}. {says}" if mark else says)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._title = TextLabel(title)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        if mark:
            head.addWidget(TextLabel(mark, FontRole.SMALL, "muted", wrap=False))
        self._column.addLayout(head)
        if says:
            self._column.addWidget(TextLabel(says, FontRole.SMALL, "muted"))
        self._column.addStretch(1)
        for label in self.findChildren(TextLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._align_labels()

    @qt_override(default=QSize(200, 60))
    def sizeHint(self) -> QSize:
        """Return the size of the labels, with the room around them."""
        return self._column.sizeHint()

    @qt_override(default=QSize(100, 60))
    def minimumSizeHint(self) -> QSize:
        """Return the least size of the labels; they wrap."""
        return self._column.minimumSize()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Align the labels with the mark, which grows with the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._align_labels()

    def _align_labels(self) -> None:
        self._column.setContentsMargins(_EDGE + self._mark_size() + INDICATOR_GAP, 11, _EDGE, 12)

    def _mark_size(self) -> int:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        return indicator_size(option)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card, with a thicker border if it is selected, and its mark."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        roles, states = QPalette.ColorRole, QStyle.StateFlag
        line = self.palette().color(roles.Highlight if self.isChecked() else roles.Midlight)
        painter = QPainter(self)
        ground = self.palette().color(roles.Base)
        draw_rounded_rect(painter, self.rect(), ground, line, 2 if self.isChecked() else 1)
        if option.state & states.State_HasFocus and option.state & states.State_KeyboardFocusChange:
            ring = self.rect().adjusted(4, 4, -4, -4)
            draw_rounded_rect(painter, ring, None, self.palette().color(roles.Highlight), 2)
        side = indicator_size(option)
        top = self._title.y() + (self._title.fontMetrics().height() - side) // 2
        option.rect = QRect(_EDGE, top, side, side)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorRadioButton, option, painter, self)
        painter.end()


class KeyedRadioGroup(RadioGroup):
    """Radio buttons that each have a key, one of which is selected."""

    chosen = Signal(str)
    """The key of the radio button that was selected."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.by_key: dict[str, RadioButton] = {}
        self.exclusive_group.buttonToggled.connect(self._toggled)

    @property
    def key(self) -> str:
        """The key of the selected radio button, or "" if there is none."""
        return next((key for key, radio in self.by_key.items() if radio.isChecked()), "")

    def choose(self, key: str) -> None:
        """Select the radio button with this key."""
        self.by_key[key].setChecked(True)

    def focus_chosen(self) -> None:
        """Move the focus to the selected radio button."""
        self.by_key[self.key].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, key: str, radio: RadioButton, row: QBoxLayout) -> None:
        """Add a radio button to the group and to the row; the first one added is selected."""
        self.by_key[key] = radio
        self.register(radio)
        row.addWidget(radio, 1)
        if len(self.by_key) == 1:
            radio.setChecked(True)

    def _toggled(self, _button: QRadioButton, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        if checked:
            self.chosen.emit(self.key)


class ChoiceCards(KeyedRadioGroup):
    """A few cards, stacked or side by side (`across`), one of which is selected."""

    def __init__(self, name: str, parent: QWidget | None = None, *, across: bool = False) -> None:
        super().__init__(name, parent)
        ways = QBoxLayout.Direction
        self._row = QBoxLayout(ways.LeftToRight if across else ways.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def add_choice(self, key: str, title: str, says: str, mark: str = "") -> None:
        """Add a card, with `mark` on its right if there is one; the first card added is selected."""
        self._add(key, ChoiceCard(title, says, mark), self._row)


class Segment(RadioButton):
    """One of a few choices beside each other."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @qt_override(default=QSize(90, 38))
    def sizeHint(self) -> QSize:
        """Return the size of the title in bold, with padding."""
        metrics = QFontMetrics(font_for(FontRole.STRONG))
        return QSize(metrics.horizontalAdvance(self.text()) + 28, metrics.height() + 20)

    @qt_override(default=QSize(90, 38))
    def minimumSizeHint(self) -> QSize:
        """Return the same size: a title is never cut."""
        return self.sizeHint()

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title, with a frame if it is selected and a ring if it has the focus."""
        roles, palette, painter = QPalette.ColorRole, self.palette(), QPainter(self)
        accent, is_usable = palette.color(roles.Highlight), self.isEnabled()
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


class Segments(KeyedRadioGroup):
    """A few choices beside each other, one of which is selected."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def add_choice(self, key: str, title: str) -> None:
        """Add a segment; the first one is selected."""
        self._add(key, Segment(title, self), self._row)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame around all segments."""
        roles, painter = QPalette.ColorRole, QPainter(self)
        palette = self.palette()
        draw_rounded_rect(painter, self.rect(), palette.color(roles.Base), palette.color(roles.Mid), 1)
        painter.end()
