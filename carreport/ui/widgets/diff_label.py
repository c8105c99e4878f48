"""Labels that mark how a text differs from another version, including for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from carreport.draft.history.diff import DiffOp, DiffSpan
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, font_for

EMPTY_ANSWER = "The answer was empty."
USUAL_WIDTH = 480
MIN_WIDTH = 120
_MAX_SPOKEN = 8
"""How many differences a screen reader reads out one by one."""


class DiffLabel(QLabel):
    """A version of an answer, with what the other version lacks in bold and underlined.

    The only label that uses rich text, so all text is escaped first. Its height is cached, because laying out
    rich text is slow and layouts ask for it often.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setFont(font_for(FontRole.TEXT))
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_marked(self, stretches: Sequence[DiffSpan]) -> None:
        """Show one version, with the spans that only it contains marked."""
        words = "".join(span.text for span in stretches)
        self._show("".join(map(_html, stretches)) if words.strip() else escape(EMPTY_ANSWER))
        self.setAccessibleName(_accessible_text(words, stretches))

    def show_diff(self, stretches: Sequence[DiffSpan]) -> None:
        """Show the changes from one version to the other: deletions struck out, insertions marked."""
        self._show("".join(map(_diff_html, stretches)))
        patterns = {DiffOp.KEPT: "{}", DiffOp.REMOVED: "(removed: {})", DiffOp.ADDED: "(added: {})"}
        parts = (patterns[span.op].format(span.text.strip()) for span in stretches if span.text.strip())
        self.setAccessibleName(" ".join(parts))

    def refresh_theme(self) -> None:
        """Apply the chosen text size."""
        self._heights.clear()
        self.setFont(font_for(FontRole.TEXT))

    @qt_override(default=-1)
    def heightForWidth(self, width: int) -> int:
        """Return the height of the text in a column of this width, in pixels."""
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    @qt_override(default=QSize(USUAL_WIDTH, 24))
    def sizeHint(self) -> QSize:
        """Return the size at the usual width of a column."""
        return QSize(USUAL_WIDTH, self.heightForWidth(USUAL_WIDTH))

    @qt_override(default=QSize(USUAL_WIDTH, 24))
    def minimumSizeHint(self) -> QSize:
        """Return a narrow width and the height of one line."""
        return QSize(MIN_WIDTH, self.fontMetrics().height())

    def _show(self, html: str) -> None:
        self._heights.clear()
        self.setText(html)


def one_side(stretches: Sequence[DiffSpan], without: DiffOp) -> list[DiffSpan]:
    """Return one side of a diff: everything except the spans that only the other side has."""
    return [span for span in stretches if span.op is not without]


def _html(stretch: DiffSpan) -> str:
    escaped = escape(stretch.text).replace("\n", "<br>")
    if stretch.op is DiffOp.KEPT or not stretch.text.strip():
        return escaped
    return f"<b><u>{escaped}</u></b>"


def _diff_html(stretch: DiffSpan) -> str:
    if stretch.op is DiffOp.REMOVED and stretch.text.strip():
        return f"<s>{_html(DiffSpan(DiffOp.KEPT, stretch.text))}</s> "
    return _html(stretch)


def _accessible_text(words: str, stretches: Sequence[DiffSpan]) -> str:
    own = [span.text.strip() for span in stretches if span.op is not DiffOp.KEPT and span.text.strip()]
    spoken = words.strip() or EMPTY_ANSWER
    spoken = spoken if spoken[-1] in ".?!" else f"{spoken}."
    if not own:
        return spoken
    more = f" and {len(own) - _MAX_SPOKEN} more" if len(own) > _MAX_SPOKEN else ""
    return f"{spoken} Only in this version: {'; '.join(own[:_MAX_SPOKEN])}{more}."
