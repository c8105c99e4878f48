"""What the start page shows while there are no inquiries: what comes out, and two ways to begin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from carreport.assets import resource_path
from carreport.ui.library.form_offers import FormOffer
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import GAP, WIDE_COLUMN, FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.panel import CardFrame
from carreport.ui.widgets.scroll_column import ScrollColumn, text_scale

PURPOSE = "Write up what your group asked, found and changed. carreport turns it into a report."
MANNER = "Answer in any order, a few minutes at a sitting. Your work is saved as you type."
PICTURE_TEXT = "Two pages of a finished report: the title page, and a page with a chart and a table."
_EXAMPLE_TEXT = "An example in which every step is filled in. Try things out in it: nothing can go wrong."
_PICTURE_HEIGHT = 232
_SIDE_BY_SIDE = 700
"""The least width for two columns, at the usual text size."""
_DIMMED = 0.86
"""The opacity of the picture in dark colours."""


class WelcomePage(ScrollColumn):
    """One sentence, a picture of a report, and a card each for a new inquiry and for the example."""

    form_chosen = Signal(object)
    """The `FormOffer` to start with."""
    example_requested = Signal()
    import_requested = Signal()
    open_requested = Signal()

    def __init__(
        self, offers: Sequence[FormOffer], privacy_promise: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(WIDE_COLUMN, parent)
        main, *others = offers
        self.start_button = Button("New inquiry", "filled")
        self.start_button.clicked.connect(partial(self.form_chosen.emit, main))
        self.other_links = [LinkButton(offer.title) for offer in others]
        for link, offer in zip(self.other_links, others, strict=True):
            link.clicked.connect(partial(self.form_chosen.emit, offer))
        self.example_button = Button("Open the example")
        self.example_button.clicked.connect(self.example_requested)
        self.import_link = LinkButton("Import a copy…")
        self.import_link.clicked.connect(self.import_requested)
        self.open_link = LinkButton("Open a file…")
        self.open_link.clicked.connect(self.open_requested)
        self.picture = ReportPicture()
        self._rows = [QBoxLayout(QBoxLayout.Direction.LeftToRight) for _ in range(2)]
        self._lay_out(main, privacy_promise)

    def focus_start(self) -> None:
        """Move the focus to the button for a new inquiry."""
        self.scroll_to_top()
        self.start_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the picture and the cards side by side if there is room."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        is_wide = self.viewport().width() >= _SIDE_BY_SIDE * text_scale()
        for row in self._rows:
            row.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)

    def _lay_out(self, main: FormOffer, privacy_promise: str) -> None:
        promise, cards = self._rows
        words = QVBoxLayout()
        words.setSpacing(10)
        words.addStretch(1)
        words.addWidget(HeadingLabel(PURPOSE, FontRole.LEAD))
        words.addWidget(TextLabel(MANNER, ink="muted"))
        words.addStretch(2)
        promise.setSpacing(40)
        promise.addLayout(words, 1)
        promise.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        start, example = CardFrame(), CardFrame()
        minutes = f"{main.time_text}, in any order. You can skip any question."
        _fill_card(start, "Start yours", minutes, self.start_button)
        if self.other_links:
            other = FlowRow(8, 0)
            other.add(TextLabel("Or another form:", FontRole.SMALL, "muted", wrap=False))
            for link in self.other_links:
                other.add(link)
            start.content_layout.addWidget(other)
        _fill_card(example, "Look at a finished one", _EXAMPLE_TEXT, self.example_button)
        example.content_layout.addStretch(1)
        cards.setSpacing(20)
        cards.addWidget(start, 1)
        cards.addWidget(example, 1)
        self.content_layout.addLayout(promise)
        self.content_layout.addSpacing(24)
        self.content_layout.addLayout(cards)
        self.content_layout.addSpacing(24)
        self.content_layout.addWidget(self._make_foot(privacy_promise))
        self.content_layout.addStretch(1)

    def _make_foot(self, privacy_promise: str) -> FlowRow:
        row = FlowRow(14, 10)
        row.add(self.import_link)
        row.add(self.open_link)
        row.add(TextLabel(privacy_promise, FontRole.SMALL, "muted", wrap=False))
        return row


class ReportPicture(QWidget):
    """The picture of a finished report, a little darker in dark colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap(str(resource_path("pictures", "finished-report.png")))
        self.setAccessibleName(PICTURE_TEXT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @qt_override(default=QSize(240, 230))
    def sizeHint(self) -> QSize:
        """Return the same size for every text size: it shows a look, and its words are not to be read."""
        width = round(_PICTURE_HEIGHT * self._pixmap.width() / max(1, self._pixmap.height()))
        return QSize(width, _PICTURE_HEIGHT)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        is_dark = self.palette().color(QPalette.ColorRole.Base).lightness() < 128
        painter.setOpacity(_DIMMED if is_dark else 1)
        painter.drawPixmap(self.rect(), self._pixmap)
        painter.end()


def _fill_card(card: CardFrame, title: str, text: str, button: Button) -> None:
    column = card.content_layout
    column.setContentsMargins(20, 16, 20, 18)
    column.addWidget(HeadingLabel(title, FontRole.QUESTION))
    column.addWidget(TextLabel(text, ink="muted"))
    column.addSpacing(GAP - 4)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
