"""Tell how a quotation stands to the answer that it is from, and show both where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.draft.history.diff import DiffOp, diff_text
from carreport.form.quotations import is_verbatim, nearest_passage, truncate
from carreport.ui.qt.guard import qt_override
from carreport.ui.richtext.quote_links import LinkedQuotation
from carreport.ui.richtext.quote_source import QuotationSource
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.diff_label import DiffLabel, one_side
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import TextLabel

TAKE_SOURCE_TEXT = "Take what it says now"
KEEP_OWN_TEXT = "Keep mine as my own words"
_MAX_QUOTED = 90


class QuotationState(Enum):
    """How a quotation stands to its source."""

    UNCHANGED = ""
    DRIFTED = "No longer what the source says"
    SOURCE_GONE = "The answer it is from is no longer there"
    NOT_PRINTED = "Reports do not print it"


@dataclass(frozen=True, slots=True)
class QuotationDrift:
    """How one quotation stands: its source and words, what the answer says now, why it is not printed."""

    source: str
    text: str
    state: QuotationState
    place: str
    source_text: str = ""
    not_printed_reason: str = ""


def compare_quotation(quotation: LinkedQuotation, origin: QuotationSource) -> QuotationDrift:
    """Return how a quotation stands to the answer that it is from."""
    source, words = quotation.source, quotation.text
    if not origin.texts:
        return QuotationDrift(source, words, QuotationState.SOURCE_GONE, origin.place)
    if not any(is_verbatim(words, text) for text in origin.texts):
        now = nearest_passage(words, origin.texts) or origin.texts[0]
        return QuotationDrift(source, words, QuotationState.DRIFTED, origin.place, now)
    standing = QuotationState.NOT_PRINTED if origin.not_printed_reason else QuotationState.UNCHANGED
    return QuotationDrift(source, words, standing, origin.place, not_printed_reason=origin.not_printed_reason)


class QuotationDriftRow(QWidget):
    """One quotation that needs a look: what it is about, both texts on demand, and the ways to settle it."""

    take_requested = Signal(object)
    keep_requested = Signal(object)
    source_requested = Signal(str)

    def __init__(self, finding: QuotationDrift) -> None:
        super().__init__()
        self.drift = finding
        quoted = truncate(finding.text, _MAX_QUOTED)
        because = f", because {finding.not_printed_reason}" if finding.not_printed_reason else ""
        self.label = TextLabel(f"{finding.state.value}{because}: “{quoted}”", FontRole.STRONG, "attention")
        self.compare_button = LinkButton("Look at both")
        self.compare_button.setCheckable(True)
        self.compare_button.setAccessibleName(f"Look at both texts: {quoted}")
        self.source_button = LinkButton("Go to the answer")
        self.source_button.setAccessibleName(f"Go to the answer: {finding.place}")
        self.take_button = Button(TAKE_SOURCE_TEXT)
        self.keep_button = Button(KEEP_OWN_TEXT)
        for button in (self.take_button, self.keep_button):
            button.setAccessibleName(f"{button.text()}: {quoted}")
        self.comparison = _TextComparison(finding)
        self.compare_button.toggled.connect(self.comparison.setVisible)
        self.take_button.clicked.connect(self._take)
        self.keep_button.clicked.connect(self._keep)
        self.source_button.clicked.connect(self._go)
        self._lay_out()
        self.compare_button.setVisible(finding.state is QuotationState.DRIFTED)
        self.source_button.setVisible(finding.state is not QuotationState.SOURCE_GONE)

    def set_read_only(self, *, read_only: bool) -> None:
        """Offer to settle it, or only to look."""
        standing = self.drift.state
        self.take_button.setVisible(standing is QuotationState.DRIFTED and not read_only)
        self.keep_button.setVisible(
            standing in (QuotationState.DRIFTED, QuotationState.SOURCE_GONE) and not read_only
        )

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the soft ground."""
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
        looks, ways = FlowRow(16), FlowRow(10)
        for look in (self.compare_button, self.source_button):
            looks.add(look)
        for way in (self.take_button, self.keep_button):
            ways.add(way)
        for part in (self.label, looks, self.comparison, ways):
            column.addWidget(part)


class _TextComparison(QWidget):
    """Both texts beside each other, the words that differ marked."""

    def __init__(self, finding: QuotationDrift) -> None:
        super().__init__()
        way = diff_text(finding.text, finding.source_text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(24)
        for title, without in (
            ("What you quote", DiffOp.ADDED),
            ("What the answer says now", DiffOp.REMOVED),
        ):
            side, words = QVBoxLayout(), DiffLabel()
            words.show_marked(one_side(way, without))
            side.setSpacing(2)
            side.addWidget(TextLabel(title, FontRole.SMALL, "muted"))
            side.addWidget(words)
            side.addStretch(1)
            row.addLayout(side, 1)
        row.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.hide()
