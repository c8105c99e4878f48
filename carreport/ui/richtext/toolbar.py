"""Offer what one may do to a text, only where one is writing.

It always has its room at the foot of the box, so nothing moves when it comes and goes. Tab passes
it by; Alt+F10 goes into it, the arrow keys move along it, Esc goes back to the text.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.ui.qt.guard import guarded
from carreport.ui.richtext.text_edit import SHORTCUTS, WritingBox
from carreport.ui.widgets.buttons import PictureButton

TOOLS = (
    ("strong", "bold", "Bold"),
    ("emphasis", "italic", "Italic"),
    ("bullet", "bullets", "Bulleted list"),
    ("number", "numbers", "Numbered list"),
    ("quote", "quote", "Quotation"),
    ("subheading", "subheading", "Subheading"),
    ("link", "link", "Link"),
)

LIFT = "Quote an answer…"


class Tool(PictureButton):
    """One thing that can be done to the text; without a picture it says its name."""

    def __init__(self, action: str, picture: str, name: str, label: str) -> None:
        super().__init__(picture, f"{name}: {label}")
        keys = SHORTCUTS[action].toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{name} ({keys})")
        self.action = action
        self.setText("" if picture else name)
        self.setCheckable(bool(picture))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key but the space bar to the row of tools."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()


class Toolbar(QWidget):
    """The tools of one box, in a row."""

    def __init__(self, box: WritingBox, label: str) -> None:
        super().__init__()
        self._box = box
        self._label = label
        self.setAccessibleName(f"Tools: {label}")
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 4)
        row.setSpacing(2)
        self.tools = [Tool(action, picture, name, label) for action, picture, name in TOOLS]
        for tool in self.tools:
            tool.clicked.connect(self._use)
            row.addWidget(tool)
        row.addStretch()
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        box.toolbar_wanted.connect(self._enter)
        box.at_other_place.connect(self.look_again)
        self.hide()

    def offer_lifting(self) -> None:
        """Offer to quote an answer as well."""
        tool = Tool("lift", "", LIFT, self._label)
        tool.clicked.connect(self._use)
        self.tools.append(tool)
        self._row.insertWidget(len(self.tools) - 1, tool)

    def look_again(self) -> None:
        """Show what is so where the cursor is."""
        if self.isVisible():
            for tool in self.tools:
                tool.setChecked(self._box.is_on(tool.action))

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the tools, use one, or go back to the text."""
        here = next((n for n, tool in enumerate(self.tools) if tool.hasFocus()), None)
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() == Qt.Key.Key_Escape:
            self._box.setFocus()
        elif here is not None and event.key() in steps:
            self.tools[(here + steps[Qt.Key(event.key())]) % len(self.tools)].setFocus()
        elif here is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.tools[here].click()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        self.tools[0].setFocus()

    def _use(self) -> None:
        tool = self.sender()
        if isinstance(tool, Tool):
            self._box.setFocus()
            self._box.do(tool.action)
            self.look_again()
