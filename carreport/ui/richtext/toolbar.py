"""The formatting toolbar, shown only for the text that has the focus.

Its space at the foot of the text is always reserved, so nothing moves when it appears. Tab skips
it; Alt+F10 moves into it, the arrow keys move along it, and Esc goes back to the text.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.richtext.text_edit import SHORTCUTS, TOOL_NAMES, RichTextEdit
from carreport.ui.widgets.buttons import IconButton

_ICONS = {"strong": "bold", "emphasis": "italic", "bullet": "bullets", "number": "numbers"}
TOOLS = tuple((action, _ICONS.get(action, action), name) for action, name in TOOL_NAMES.items())
"""The action, icon and name of each button."""

QUOTE_ANSWER = "Quote an answer…"


class FormatButton(IconButton):
    """A button for one formatting action; without an icon it shows its name."""

    accessible_role = QAccessible.Role.Button

    def __init__(self, action: str, picture: str, name: str, label: str) -> None:
        super().__init__(picture, f"{name}: {label}")
        keys = SHORTCUTS[action].toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{name} ({keys})")
        self.action = action
        self.setText("" if picture else name)
        self.setCheckable(bool(picture))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key except the space bar to the toolbar."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()


class FormatToolbar(QWidget):
    """The toolbar for one text."""

    def __init__(self, box: RichTextEdit, label: str) -> None:
        super().__init__()
        self._text_edit = box
        self._label = label
        self.setAccessibleName(f"Formatting toolbar: {label}")
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 4)
        row.setSpacing(2)
        row.addStretch()
        self.format_buttons: list[FormatButton] = []
        self._tools = list(TOOLS)
        self._add_button()  # its height is that of the toolbar
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        box.toolbar_requested.connect(self._enter)
        box.cursor_moved.connect(self.refresh)
        self.hide()

    def offer_quoting(self) -> None:
        """Add the *Quote an answer* button."""
        self._tools.append(("lift", "", QUOTE_ANSWER))

    def add_buttons(self) -> None:
        """Add the buttons that are missing: a page of many texts needs those of one text at a time."""
        while len(self.format_buttons) < len(self._tools):
            self._add_button()

    def _add_button(self) -> None:
        place = len(self.format_buttons)
        tool = FormatButton(*self._tools[place], self._label)
        tool.clicked.connect(self._use)
        self.format_buttons.append(tool)
        self._row.insertWidget(place, tool)

    def refresh(self) -> None:
        """Update the buttons to match the format at the cursor."""
        if self.isVisible():
            for tool in self.format_buttons:
                tool.setChecked(self._text_edit.is_action_on(tool.action))

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the buttons, press one, or go back to the text."""
        here = next((n for n, tool in enumerate(self.format_buttons) if tool.hasFocus()), None)
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() == Qt.Key.Key_Escape:
            self._text_edit.setFocus()
        elif here is not None and event.key() in steps:
            self.format_buttons[(here + steps[Qt.Key(event.key())]) % len(self.format_buttons)].setFocus()
        elif here is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.format_buttons[here].click()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        self.format_buttons[0].setFocus()

    def _use(self) -> None:
        tool = self.sender()
        if isinstance(tool, FormatButton):
            self._text_edit.setFocus()
            self._text_edit.run_action(tool.action)
            self.refresh()
