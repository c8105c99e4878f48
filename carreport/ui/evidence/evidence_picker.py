"""Pick evidence from what the inquiry has already: type a word of it, go down, Enter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from carreport.survey.evidence import EvidenceChoice
from carreport.ui.editors.base import part_name
from carreport.ui.editors.line import LineBox
from carreport.ui.evidence.evidence_list import EvidenceList
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Link
from carreport.ui.widgets.labels import Words
from carreport.ui.widgets.panel import Panel

LOOKING = "Looking through the inquiry…"
NOTHING = (
    "There is nothing to pick yet. Statements of a survey with replies, replies to open questions, notes "
    "of a board and sources can be picked as soon as they are there."
)
NOT_FOUND = "Nothing has these words."
ALL_PICKED = "All that there is has been picked."
KEYS = "Type a few words, Down goes to the list, Enter picks, Esc closes."
Find = Callable[[Callable[[Sequence[EvidenceChoice]], None]], None]
"""Look for evidence beside the window and hand it over."""


class EvidencePicker(Panel):
    """A search and the evidence that it finds."""

    picked = Signal(str)
    left = Signal()

    def __init__(self, path: str, find: Find) -> None:
        super().__init__()
        self._find = find
        self.search = LineBox(part_name(path, "search"), "Find evidence")
        self.search.setPlaceholderText("Find a figure, a reply, a note or a source")
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.list = EvidenceList("Evidence that can be picked")
        self.list.setObjectName(part_name(path, "evidence"))
        self.list.picked.connect(self._picked)
        self.told = Words("", Letters.SMALL, "muted")
        self.close_link = Link("Close", Letters.SMALL)
        self.close_link.setObjectName(part_name(path, "close-picker"))
        self.close_link.clicked.connect(self.leave)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(self.close_link, 0, Qt.AlignmentFlag.AlignTop)
        self.stack.addWidget(self.search)
        self.stack.addWidget(self.list)
        self.stack.addLayout(foot)

    def open_up(self, picked: Collection[str]) -> None:
        """Show what can be picked, without what is picked already; the keyboard goes to the search."""
        self.list.evidence.leave_out(picked)
        self.search.clear()
        self.told.setText(LOOKING)
        self.show()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._find(self._found)

    def leave(self) -> None:
        """Close without picking."""
        self.hide()
        self.left.emit()

    def tab_stops(self) -> list[QWidget]:
        """Return the controls that Tab goes to while it is open."""
        return [] if self.isHidden() else [self.search, self.list, self.close_link]

    @guarded(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on to the list with Down, pick the first one with Enter."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                self.list.choose(0)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.pick_current()
                return True
        return super().eventFilter(watched, event)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _found(self, choices: Sequence[EvidenceChoice]) -> None:
        if isValid(self) and not self.isHidden():
            self.list.evidence.set_choices(choices)
            self._tell(len(choices))

    def _search(self, text: str) -> None:
        self.list.evidence.search(text)
        self.list.clearSelection()
        self._tell(len(self.list.evidence.listed) or -1)

    def _picked(self, place: str) -> None:
        row = self.list.currentIndex().row()
        self.picked.emit(place)
        if self.list.hasFocus():
            self.list.choose(row)

    def _tell(self, count: int) -> None:
        listed, more = self.list.evidence.rowCount(), self.list.evidence.more
        if not count:
            self.told.setText(NOTHING)
        elif not listed:
            self.told.setText(NOT_FOUND if self.search.text() else ALL_PICKED)
        else:
            rest = f"And {more:,} more: type more words to find them. " if more else ""
            self.told.setText(f"{rest}{KEYS}")
