"""Compare a quotation with its source, and show the differences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.draft.history.diff import DiffOp, diff_text
from carreport.form.quotations import is_verbatim, nearest_passage, truncate
from carreport.ui.qt.guard import qt_override
from carreport.ui.richtext.quote_links import LinkedQuotation, QuotationSource
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.diff_label import DiffLabel, one_side
from carreport.ui.widgets.disclosure import DisclosureButton
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import TextLabel

TAKE_SOURCE_TEXT = "Use the current wording"
KEEP_OWN_TEXT = "Keep as my own text"
_MAX_QUOTED = 90


class QuotationState(Enum):
    """The state of a quotation compared with its source."""

    UNCHANGED = ""
    DRIFTED = "The source has changed"
    SOURCE_GONE = "The source has been removed"
    NOT_PRINTED = "Reports leave it out"


@dataclass(frozen=True, slots=True)
class QuotationDrift:
    """How a quotation compares with its source, the current text there, and why it is not printed."""

    source: str
    text: str
    state: QuotationState
    place: str
    source_text: str = ""
    not_printed_reason: str = ""


def compare_quotation(quotation: LinkedQuotation, origin: QuotationSource) -> QuotationDrift:
    """Return the state of a quotation, compared with its source."""
    source, quoted = quotation.source, quotation.text
    if not origin.texts:
        return QuotationDrift(source, quoted, QuotationState.SOURCE_GONE, origin.place)
    if not any(is_verbatim(quoted, text) for text in origin.texts):
        now = nearest_passage(quoted, origin.texts) or origin.texts[0]
        return QuotationDrift(source, quoted, QuotationState.DRIFTED, origin.place, now)
    state = QuotationState.NOT_PRINTED if origin.not_printed_reason else QuotationState.UNCHANGED
    return QuotationDrift(source, quoted, state, origin.place, not_printed_reason=origin.not_printed_reason)


class QuotationDriftRow(QWidget):
    """A quotation that needs attention: its state, both texts on demand, and buttons to update it."""

    take_requested = Signal(object)
    keep_requested = Signal(object)
    source_requested = Signal(str)

    def __init__(self, finding: QuotationDrift) -> None:
        super().__init__()
        self.drift = finding
        quoted = truncate(finding.text, _MAX_QUOTED)
        because = f", because {finding.not_printed_reason}" if finding.not_printed_reason else ""
        self.label = TextLabel(f"{finding.state.value}{because}: “{quoted}”", FontRole.STRONG, "attention")
        name = f"Look at both texts: {quoted}"
        self.compare_button = DisclosureButton("Look at both", name, letters=FontRole.TEXT)
        self.source_button = LinkButton("Go to the source")
        self.source_button.setAccessibleName(f"Go to the source: {finding.place}")
        self.take_button = Button(TAKE_SOURCE_TEXT)
        self.keep_button = Button(KEEP_OWN_TEXT)
        for button in (self.take_button, self.keep_button):
            button.setAccessibleName(f"{button.text()}: {quoted}")
        self.comparison = _TextComparison(finding)
        self.compare_button.disclosure_edited.connect(self.comparison.setVisible)
        self.take_button.clicked.connect(self._take)
        self.keep_button.clicked.connect(self._keep)
        self.source_button.clicked.connect(self._go)
        self._lay_out()
        self.compare_button.setVisible(finding.state is QuotationState.DRIFTED)
        self.source_button.setVisible(finding.state is not QuotationState.SOURCE_GONE)

    def set_read_only(self, *, read_only: bool) -> None:
        """Hide or show the buttons that change the text."""
        state = self.drift.state
        self.take_button.setVisible(state is QuotationState.DRIFTED and not read_only)
        self.keep_button.setVisible(
            state in (QuotationState.DRIFTED, QuotationState.SOURCE_GONE) and not read_only
        )

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tinted background."""
        painter = QPainter(self)
        draw_rounded_rect(painter, self.rect(), self.palette().color(QPalette.ColorRole.Shadow), None, 0)
        painter.end()

    def _take(self) -> None:
        self.take_requested.emit(self.drift)

    def _keep(self) -> None:
        self.keep_requested.emit(self.drift)

    def _go(self) -> None:
        self.source_requested.emit(self.drift.source)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(8)
        links, actions = FlowRow(16), FlowRow(10)
        for link in (self.compare_button, self.source_button):
            links.add(link)
        for button in (self.take_button, self.keep_button):
            actions.add(button)
        for part in (self.label, links, self.comparison, actions):
            column.addWidget(part)


class _TextComparison(QWidget):
    """Both texts side by side: struck out what the answer has lost, marked what was added to it."""

    def __init__(self, finding: QuotationDrift) -> None:
        super().__init__()
        diff = diff_text(finding.text, finding.source_text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(24)
        for title, without in (
            ("Your quotation", DiffOp.ADDED),
            ("The answer now", DiffOp.REMOVED),
        ):
            side, label = QVBoxLayout(), DiffLabel()
            label.show_diff(one_side(diff, without))
            side.setSpacing(2)
            side.addWidget(TextLabel(title, FontRole.SMALL, "muted"))
            side.addWidget(label)
            side.addStretch(1)
            row.addLayout(side, 1)
        row.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.hide()
