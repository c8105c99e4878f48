"""Groups of radio buttons: one stop for Tab, the arrow keys in any layout, and a name for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QRadioButton, QSizePolicy, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.row_list import ENTER_KEYS

BETWEEN_CHOICES = 18
"""Space between choices side by side, in pixels."""
_ARROW_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}
_SHORTCUT_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class RadioButton(QRadioButton):
    """A radio button that can be clicked anywhere, and selected with Space or Enter.

    The arrow keys select the next or previous one in its button group, whatever the layout. Qt
    looks for a neighbour by its place, so Down does nothing in a row. Tab stops at the selected one.
    """

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label.replace("&", "&&"), parent)
        self.setAccessibleName(label)
        self.toggled.connect(self._update_tab_stop)

    def follow_arrow_key(self, step: int) -> None:
        """Select the next or previous button in the group; after the last one comes the first."""
        usable = [button for button in self._group_buttons() if button.isEnabled()]
        to = usable[(usable.index(self) + step) % len(usable)]
        to.setFocus(Qt.FocusReason.OtherFocusReason)
        to.click()

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow the arrow keys, and select on Enter; if it is selected, the page may use Enter."""
        step = _ARROW_KEYS.get(Qt.Key(event.key()), 0)
        if event.modifiers() & _SHORTCUT_KEYS:
            event.ignore()
        elif event.key() in ENTER_KEYS and not self.isChecked():
            self.click()
        elif step:
            self.follow_arrow_key(step)
        else:
            super().keyPressEvent(event)

    @qt_override(default=False)
    def hitButton(self, place: QPoint) -> bool:
        """Return whether a click here selects the button: anywhere in its row."""
        return self.rect().contains(place)

    @qt_override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave the tab stop at the selected button; Qt leaves it at the last one with the focus."""
        super().focusOutEvent(event)
        self._update_tab_stop()
        group = self.parentWidget()
        if isinstance(group, RadioGroup):
            group.describe_tab_stop()

    def _group_buttons(self) -> list[QRadioButton]:
        group: QButtonGroup | None = self.group()
        buttons = group.buttons() if group is not None else [self]
        return [button for button in buttons if isinstance(button, QRadioButton)]

    def _update_tab_stop(self) -> None:
        update_tab_stop(self._group_buttons())


def tab_stop_of(buttons: list[QRadioButton]) -> QRadioButton | None:
    """Return the button in a group at which Tab stops: the selected one, or else the first."""
    usable = [button for button in buttons if button.isEnabled()]
    return next((button for button in usable if button.isChecked()), usable[0] if usable else None)


def update_tab_stop(buttons: list[QRadioButton]) -> None:
    """Make Tab stop once in a group of radio buttons."""
    stop = tab_stop_of(buttons)
    for button in buttons:
        policy = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
        button.setFocusPolicy(policy)


class RadioGroup(QWidget):
    """The parent of radio buttons only, so that a screen reader can say “2 of 3”.

    Its name is the question. Its description is also that of the button at which Tab stops, so that
    it is read on the way in; an arrow key inside the group does not repeat it.
    """

    accessible_role = QAccessible.Role.Grouping

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.exclusive_group = QButtonGroup(self)
        self.exclusive_group.buttonToggled.connect(self.describe_tab_stop)

    @property
    def radio_buttons(self) -> list[QRadioButton]:
        """The radio buttons in their order."""
        return [button for button in self.exclusive_group.buttons() if isinstance(button, QRadioButton)]

    def register(self, radio: QRadioButton) -> None:
        """Add a radio button to the group; the caller puts it into a layout."""
        self.exclusive_group.addButton(radio)
        update_tab_stop(self.radio_buttons)

    def describe(self, text: str) -> None:
        """Set the description of the question."""
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            self.describe_tab_stop()

    def describe_tab_stop(self) -> None:
        """Give the description to the button at which Tab stops, unless the focus is in the group."""
        buttons, text = self.radio_buttons, self.accessibleDescription()
        if text and not any(button.hasFocus() for button in buttons):
            stop = tab_stop_of(buttons)
            for button in buttons:
                button.setAccessibleDescription(text if button is stop else "")

    @qt_override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the focus on to the selected radio button."""
        stop = tab_stop_of(self.radio_buttons)
        if stop is not None:
            stop.setFocus(event.reason())


class ChoiceColumn(RadioGroup):
    """Choices one under the other; a click anywhere in a row selects it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.choice_layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self.choice_layout.setContentsMargins(0, 0, 0, 0)
        self.choice_layout.setSpacing(2)

    def add(self, radio: RadioButton) -> None:
        """Append a choice."""
        radio.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.register(radio)
        self.choice_layout.addWidget(radio)


class ChoiceRow(ChoiceColumn):
    """Choices side by side, or one under the other if they do not fit."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.choice_layout.addStretch()
        self._fold(folded=False)

    def add(self, radio: RadioButton) -> None:
        """Append a choice."""
        radio.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.register(radio)
        self.choice_layout.insertWidget(len(self.radio_buttons) - 1, radio)

    @qt_override(default=QSize(60, 30))
    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest choice as the minimum."""
        widths = [radio.minimumSizeHint().width() for radio in self.radio_buttons]
        return QSize(max(widths, default=0), super().minimumSizeHint().height())

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Switch between row and column when the width changes."""
        super().resizeEvent(event)
        apart = BETWEEN_CHOICES * (len(self.radio_buttons) - 1)
        needed = sum(radio.sizeHint().width() for radio in self.radio_buttons) + apart
        self._fold(folded=needed > event.size().width())

    def _fold(self, *, folded: bool) -> None:
        ways = QBoxLayout.Direction
        way = ways.TopToBottom if folded else ways.LeftToRight
        if way != self.choice_layout.direction():
            self.choice_layout.setDirection(way)
            self.choice_layout.setSpacing(2 if folded else BETWEEN_CHOICES)
