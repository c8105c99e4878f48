"""A place with the words that were found, as a row: the text around it, and where it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from carreport.review.find.occurrences import KeepReason, Occurrence
from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.widgets.row_list import LINE_SPACING, Row, RowDelegate, TextLine, lines_height, paint_lines

AROUND = 60
"""The most letters shown before and after the words."""
KEPT_TEXTS: Mapping[KeepReason, str] = {
    KeepReason.REPLY: "Survey reply",
    KeepReason.QUOTATION: "Quotation",
    KeepReason.SOURCE: "Source",
    KeepReason.BY_OTHER: "Given by someone else",
    KeepReason.COMMENT: "Comment",
    KeepReason.CHOICE: "Choice",
    KeepReason.CONFLICT: "Two versions",
    KeepReason.UNFIT: "Would not fit the question",
}
"""Why words are not replaced, as the row says it."""
_Role = QPalette.ColorRole


@dataclass(frozen=True, slots=True)
class HitText:
    """The words as they were typed, and the text before and after them, on one line."""

    before: str
    words: str
    after: str

    @classmethod
    def of(cls, found: Occurrence) -> HitText:
        """Return the text around a place."""
        text = found.passage.text
        start = max(0, found.start - AROUND)
        before = text[start : found.start]
        return cls(
            _one_line(f"{'…' if start else ''}{before}"),
            _one_line(text[found.start : found.end]),
            _one_line(text[found.end : found.end + AROUND]),
        )

    @property
    def whole(self) -> str:
        """All of it."""
        return f"{self.before}{self.words}{self.after}".strip()


def hit_row(found: Occurrence, label: str, *, says_kept: bool) -> Row:
    """Return the row for a place; `label` says where it is."""
    text, kept = HitText.of(found), KEPT_TEXTS[found.kept] if found.kept is not None else ""
    remark = f"Stays: {kept[:1].lower()}{kept[1:]}" if says_kept and kept else ""
    return Row(
        found.key,
        text.whole,
        " · ".join(filter(None, (remark, label))),
        found,
        accessible_text=". ".join(filter(None, (label, text.whole, remark))),
        tool_tip=label,
    )


class HitDelegate(RowDelegate):
    """Paints the words that were found bold on a soft ground, with as much around them as fits."""

    def paint_text(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, row: Row) -> None:
        """Paint the two lines."""
        text = HitText.of(row.value) if isinstance(row.value, Occurrence) else HitText(row.title, "", "")
        height = lines_height(FontRole.TEXT, FontRole.SMALL) + LINE_SPACING
        top = area.top() + (area.height() - height) // 2
        first = QRect(area.left(), top, area.width(), lines_height(FontRole.TEXT))
        _paint_hit(painter, first, option.palette, text)
        below = QRect(
            area.left(), first.bottom() + 1 + LINE_SPACING, area.width(), lines_height(FontRole.SMALL)
        )
        paint_lines(
            painter, below, option.palette, TextLine(row.detail, FontRole.SMALL, _Role.PlaceholderText)
        )


def _paint_hit(painter: QPainter, area: QRect, palette: QPalette, text: HitText) -> None:
    plain, bold = font_for(FontRole.TEXT), font_for(FontRole.STRONG)
    metrics, bold_metrics = QFontMetrics(plain), QFontMetrics(bold)
    words = bold_metrics.elidedText(text.words, Qt.TextElideMode.ElideRight, area.width())
    room = area.width() - bold_metrics.horizontalAdvance(words)
    before = metrics.elidedText(text.before.lstrip("… "), Qt.TextElideMode.ElideLeft, max(room * 2 // 5, 0))
    if before in ("…", "") and text.before.strip():
        before = ""
    x = area.left()
    for part, font, measure in ((before, plain, metrics), (words, bold, bold_metrics)):
        width = measure.horizontalAdvance(part)
        if font is bold:
            ground = QRect(x - 1, area.top(), width + 2, area.height())
            painter.fillRect(ground, palette.color(_Role.AlternateBase))
        painter.setFont(font)
        painter.setPen(palette.color(_Role.WindowText))
        painter.drawText(QRect(x, area.top(), width + 2, area.height()), _ALIGNED, part)
        x += width
    rest = QRect(x, area.top(), area.right() - x, area.height())
    painter.setFont(plain)
    after = metrics.elidedText(text.after, Qt.TextElideMode.ElideRight, max(rest.width(), 0))
    painter.drawText(rest, _ALIGNED, after)


_ALIGNED = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextIncludeTrailingSpaces


def _one_line(text: str) -> str:
    return text.replace("\n", " ")
