"""A panel that searches the inquiry for evidence and adds what is picked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from carreport.survey.evidence import EvidenceChoice
from carreport.ui.editors.base import control_name
from carreport.ui.editors.line import LineInput
from carreport.ui.evidence.evidence_list import EvidenceList
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import TextLabel
from carreport.ui.widgets.panel import Panel
from carreport.ui.widgets.scroll_column import column_around

SEARCHING = "Searching the inquiry…"
NO_EVIDENCE = (
    "There is no evidence to add yet. Evidence can be a survey figure, a reply to an open question, a "
    "workshop note or a source."
)
NO_MATCHES = "No matches."
ALL_PICKED = "You have used all the evidence."
KEYBOARD_HINT = (
    "Type a few words to search. Press Down to go to the list, Enter to add evidence, or Esc to close."
)
FindEvidence = Callable[[Callable[[Sequence[EvidenceChoice]], None]], None]
"""Find evidence in the background and pass it to a callback."""


class EvidencePicker(Panel):
    """A search box and the matching evidence."""

    picked = Signal(str)
    closed = Signal()

    def __init__(self, path: str, find: FindEvidence) -> None:
        super().__init__()
        self._find = find
        self.search = LineInput(control_name(path, "search"), "Find evidence")
        self.search.setPlaceholderText("Find a figure, a reply, a note or a source")
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.evidence_list = EvidenceList("Evidence to add")
        self.evidence_list.setObjectName(control_name(path, "evidence"))
        self.evidence_list.row_entered.connect(self._pick)
        self.status_label = TextLabel("", FontRole.SMALL, "muted")
        self.close_link = LinkButton("Close", FontRole.SMALL)
        self.close_link.setObjectName(control_name(path, "close-picker"))
        self.close_link.clicked.connect(self.close_picker)
        foot = QHBoxLayout()
        foot.addWidget(self.status_label, 1)
        foot.addWidget(self.close_link, 0, Qt.AlignmentFlag.AlignTop)
        self.content_layout.addWidget(self.search)
        self.content_layout.addWidget(self.evidence_list)
        self.content_layout.addLayout(foot)

    def open(self, picked: Collection[str]) -> None:
        """Show the evidence that is not in `picked`, and move the focus to the search box."""
        self.evidence_list.exclude(picked)
        self.search.clear()
        self.status_label.setText(SEARCHING)
        self.show()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._find(self._show_choices)

    def close_picker(self) -> None:
        """Close without picking."""
        self.hide()
        self.closed.emit()

    def tab_stops(self) -> list[QWidget]:
        """Return the tab stops while the panel is open."""
        return [] if self.isHidden() else [self.search, self.evidence_list, self.close_link]

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move to the list on Down, pick the first match on Enter."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.evidence_list.setFocus()
                self.evidence_list.select_row(0)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.evidence_list.pick_current()
                return True
        return super().eventFilter(watched, event)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_picker()
        else:
            super().keyPressEvent(event)

    def _show_choices(self, choices: Sequence[EvidenceChoice]) -> None:
        if isValid(self) and not self.isHidden():
            self.evidence_list.set_evidence(choices)
            self._show_count(len(choices))
            page = column_around(self)
            if page is not None:
                page.reveal(self)

    def _search(self, text: str) -> None:
        self.evidence_list.set_search(text)
        self.evidence_list.setCurrentIndex(QModelIndex())
        self._show_count(self.evidence_list.row_model.rowCount() or -1)

    def _pick(self, place: str) -> None:
        row = self.evidence_list.currentIndex().row()
        self.picked.emit(place)
        if self.evidence_list.hasFocus():
            self.evidence_list.select_row(row)

    def _show_count(self, count: int) -> None:
        if not count:
            self.status_label.setText(NO_EVIDENCE)
        elif not self.evidence_list.row_model.rowCount():
            self.status_label.setText(NO_MATCHES if self.search.text() else ALL_PICKED)
        else:
            self.status_label.setText(KEYBOARD_HINT)
