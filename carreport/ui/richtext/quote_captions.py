"""Say in small letters below each quotation where it is from, and lead there by a click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QTextEdit

from carreport.ui.richtext.quote_links import Quotation
from carreport.ui.theme.palette import Letters, font_for

Say = Callable[[Quotation], tuple[str, bool]]
"""Return what stands below a quotation, and whether it asks for attention."""


@dataclass(frozen=True, slots=True)
class Caption:
    """The small line below one quotation."""

    source: str
    words: str
    is_trouble: bool
    room: QRect


def captions(box: QTextEdit, quotations: Sequence[Quotation], say: Say) -> Sequence[Caption]:
    """Return the line below each of the quotations in `box`, with its place in the box."""
    if not quotations:
        return ()
    document = box.document()
    metrics = QFontMetrics(font_for(Letters.SMALL))
    down = box.verticalScrollBar().value()
    right = box.viewport().width() - round(document.documentMargin())
    found = []
    for each in quotations:
        block = document.findBlockByNumber(each.last)
        layout = block.layout()
        left = round(layout.position().x() + block.blockFormat().leftMargin())
        bottom = round(layout.position().y() + layout.boundingRect().height())
        words, is_trouble = say(each)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(right - left, 40))
        width = metrics.horizontalAdvance(shown)
        found.append(
            Caption(each.source, shown, is_trouble, QRect(left, bottom + 3 - down, width, metrics.height()))
        )
    return found


def draw(painter: QPainter, palette: QPalette, lines: Sequence[Caption]) -> None:
    """Draw these lines, underlined like every link."""
    letters = font_for(Letters.SMALL)
    letters.setUnderline(True)
    painter.setFont(letters)
    for each in lines:
        role = QPalette.ColorRole.BrightText if each.is_trouble else QPalette.ColorRole.Link
        painter.setPen(palette.color(role))
        painter.drawText(each.room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, each.words)


def source_under(lines: Sequence[Caption], at: QPoint) -> str:
    """Return where the line under the pointer leads, or nothing."""
    return next((each.source for each in lines if each.room.contains(at)), "")
