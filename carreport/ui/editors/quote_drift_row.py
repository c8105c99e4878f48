"""Tell how a quotation stands to the answer that it is from, and show both where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.draft.history.diff import DiffOp, diff_text
from carreport.form.quotations import is_verbatim, nearest_passage, truncate
from carreport.ui.qt.guard import guarded
from carreport.ui.richtext.quote_links import Quotation
from carreport.ui.richtext.quote_source import Origin
from carreport.ui.theme.palette import Letters
from carreport.ui.theme.proxy_style import rounded
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.diff_label import MarkedWords, side_of
from carreport.ui.widgets.flow_row import FoldingRow
from carreport.ui.widgets.labels import Words

TAKE = "Take what it says now"
KEEP = "Keep mine as my own words"
_SHOWN = 90


class Standing(Enum):
    """How a quotation stands to its source."""

    SOUND = ""
    DRIFTED = "No longer what the source says"
    GONE = "The answer it is from is no longer there"
    UNPRINTED = "Reports do not print it"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one quotation stands: its source and words, what the answer says now, why it is not printed."""

    source: str
    words: str
    standing: Standing
    place: str
    now: str = ""
    why: str = ""


def finding_on(quotation: Quotation, origin: Origin) -> Finding:
    """Return how a quotation stands to the answer that it is from."""
    source, words = quotation.source, quotation.words
    if not origin.texts:
        return Finding(source, words, Standing.GONE, origin.place)
    if not any(is_verbatim(words, text) for text in origin.texts):
        now = nearest_passage(words, origin.texts) or origin.texts[0]
        return Finding(source, words, Standing.DRIFTED, origin.place, now)
    standing = Standing.UNPRINTED if origin.unprinted else Standing.SOUND
    return Finding(source, words, standing, origin.place, why=origin.unprinted)


class FindingRow(QWidget):
    """One quotation that needs a look: what it is about, both texts on demand, and the ways to settle it."""

    take_wanted = Signal(object)
    keep_wanted = Signal(object)
    source_wanted = Signal(str)

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding
        quoted = truncate(finding.words, _SHOWN)
        because = f", because {finding.why}" if finding.why else ""
        self.words = Words(f"{finding.standing.value}{because}: “{quoted}”", Letters.STRONG, "attention")
        self.both = Link("Look at both")
        self.both.setCheckable(True)
        self.both.setAccessibleName(f"Look at both texts: {quoted}")
        self.go = Link("Go to the answer")
        self.go.setAccessibleName(f"Go to the answer: {finding.place}")
        self.take = Button(TAKE)
        self.keep = Button(KEEP)
        for button in (self.take, self.keep):
            button.setAccessibleName(f"{button.text()}: {quoted}")
        self.texts = _Both(finding)
        self.both.toggled.connect(self.texts.setVisible)
        self.take.clicked.connect(self._take)
        self.keep.clicked.connect(self._keep)
        self.go.clicked.connect(self._go)
        self._lay_out()
        self.both.setVisible(finding.standing is Standing.DRIFTED)
        self.go.setVisible(finding.standing is not Standing.GONE)

    def lock(self, *, read_only: bool) -> None:
        """Offer to settle it, or only to look."""
        standing = self.finding.standing
        self.take.setVisible(standing is Standing.DRIFTED and not read_only)
        self.keep.setVisible(standing in (Standing.DRIFTED, Standing.GONE) and not read_only)

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the soft ground."""
        painter = QPainter(self)
        rounded(painter, self.rect(), self.palette().color(QPalette.ColorRole.Shadow), None, 0)
        painter.end()

    def _take(self) -> None:
        self.take_wanted.emit(self.finding)

    def _keep(self) -> None:
        self.keep_wanted.emit(self.finding)

    def _go(self) -> None:
        self.source_wanted.emit(self.finding.source)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(8)
        looks, ways = FoldingRow(16), FoldingRow(10)
        for look in (self.both, self.go):
            looks.add(look)
        for way in (self.take, self.keep):
            ways.add(way)
        for part in (self.words, looks, self.texts, ways):
            column.addWidget(part)


class _Both(QWidget):
    """Both texts beside each other, the words that differ marked."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        way = diff_text(finding.words, finding.now)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(24)
        for title, without in (
            ("What you quote", DiffOp.ADDED),
            ("What the answer says now", DiffOp.REMOVED),
        ):
            side, words = QVBoxLayout(), MarkedWords()
            words.show_stretches(side_of(way, without))
            side.setSpacing(2)
            side.addWidget(Words(title, Letters.SMALL, "muted"))
            side.addWidget(words)
            side.addStretch(1)
            row.addLayout(side, 1)
        row.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.hide()
