"""Say in small letters below each quotation where it is from, and lead there by a click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QTextEdit

from carreport.ui.richtext.quote_links import LinkedQuotation
from carreport.ui.theme.palette import FontRole, font_for

CaptionOf = Callable[[LinkedQuotation], tuple[str, bool]]
"""Return what stands below a quotation, and whether it asks for attention."""


@dataclass(frozen=True, slots=True)
class QuotationCaption:
    """The small line below one quotation."""

    source: str
    text: str
    needs_attention: bool
    rect: QRect


def caption_lines(
    box: QTextEdit, quotations: Sequence[LinkedQuotation], say: CaptionOf
) -> Sequence[QuotationCaption]:
    """Return the line below each of the quotations in `box`, with its place in the box."""
    if not quotations:
        return ()
    document = box.document()
    metrics = QFontMetrics(font_for(FontRole.SMALL))
    down = box.verticalScrollBar().value()
    right = box.viewport().width() - round(document.documentMargin())
    found = []
    for each in quotations:
        block = document.findBlockByNumber(each.last_block)
        layout = block.layout()
        left = round(layout.position().x() + block.blockFormat().leftMargin())
        bottom = round(layout.position().y() + layout.boundingRect().height())
        words, is_trouble = say(each)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(right - left, 40))
        width = metrics.horizontalAdvance(shown)
        found.append(
            QuotationCaption(
                each.source, shown, is_trouble, QRect(left, bottom + 3 - down, width, metrics.height())
            )
        )
    return found


def draw_captions(painter: QPainter, palette: QPalette, lines: Sequence[QuotationCaption]) -> None:
    """Draw these lines, underlined like every link."""
    letters = font_for(FontRole.SMALL)
    letters.setUnderline(True)
    painter.setFont(letters)
    for each in lines:
        role = QPalette.ColorRole.BrightText if each.needs_attention else QPalette.ColorRole.Link
        painter.setPen(palette.color(role))
        painter.drawText(each.rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, each.text)


def source_at(lines: Sequence[QuotationCaption], at: QPoint) -> str:
    """Return where the line under the pointer leads, or nothing."""
    return next((each.source for each in lines if each.rect.contains(at)), "")
