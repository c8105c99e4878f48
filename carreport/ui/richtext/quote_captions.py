"""Show the source of each quotation in a small line below it, as a link to the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QTextEdit

from carreport.ui.richtext.document import type_of
from carreport.ui.richtext.quote_links import LinkedQuotation
from carreport.ui.theme.palette import FontRole, font_for

CaptionOf = Callable[[LinkedQuotation], tuple[str, bool]]
"""Returns the source line for a quotation, and whether it needs attention."""


@dataclass(frozen=True, slots=True)
class QuotationCaption:
    """The source line below one quotation."""

    source: str
    text: str
    needs_attention: bool
    rect: QRect


def quotation_bars(box: QTextEdit, seen: QRect, left: int) -> list[QRect]:
    """Return the bars beside the quotations that are in the rectangle `seen`."""
    bars: list[QRect] = []
    layout = box.document().documentLayout()
    down = box.verticalScrollBar().value()
    block = box.cursorForPosition(seen.topLeft()).block()
    while block.isValid():
        room = layout.blockBoundingRect(block).toRect().translated(0, -down)
        if room.top() > seen.bottom():
            break
        if type_of(block) == "quote":
            bars.append(QRect(left, room.top(), 3, room.height()))
        block = block.next()
    return bars


def caption_lines(
    box: QTextEdit, quotations: Sequence[LinkedQuotation], say: CaptionOf
) -> Sequence[QuotationCaption]:
    """Return the source line of each quotation in `box`, with its rectangle."""
    if not quotations:
        return ()
    document = box.document()
    metrics = QFontMetrics(font_for(FontRole.SMALL))
    down = box.verticalScrollBar().value()
    right = box.viewport().width() - round(document.documentMargin())
    found = []
    for quotation in quotations:
        block = document.findBlockByNumber(quotation.last_block)
        layout = block.layout()
        left = round(layout.position().x() + block.blockFormat().leftMargin())
        bottom = round(layout.position().y() + layout.boundingRect().height())
        words, is_trouble = say(quotation)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(right - left, 40))
        width = metrics.horizontalAdvance(shown)
        found.append(
            QuotationCaption(
                quotation.source, shown, is_trouble, QRect(left, bottom + 3 - down, width, metrics.height())
            )
        )
    return found


def draw_captions(painter: QPainter, palette: QPalette, lines: Sequence[QuotationCaption]) -> None:
    """Draw the source lines, underlined like links."""
    letters = font_for(FontRole.SMALL)
    letters.setUnderline(True)
    painter.setFont(letters)
    for caption in lines:
        role = QPalette.ColorRole.BrightText if caption.needs_attention else QPalette.ColorRole.Link
        painter.setPen(palette.color(role))
        painter.drawText(
            caption.rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, caption.text
        )


def source_at(lines: Sequence[QuotationCaption], at: QPoint) -> str:
    """Return the path that the source line under the pointer links to, or ""."""
    return next((caption.source for caption in lines if caption.rect.contains(at)), "")
