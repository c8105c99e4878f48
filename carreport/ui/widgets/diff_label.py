"""Show a text with the words that stand only in it marked: bold and underlined, and spoken as such."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from carreport.draft.history.diff import DiffOp, DiffSpan
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, font_for

EMPTY_ANSWER = "Nothing: the answer was empty."
USUAL_WIDTH = 480
MIN_WIDTH = 120
_MAX_SPOKEN = 8
"""How many stretches are spoken one by one."""


class DiffLabel(QLabel):
    """A version of an answer; what the other version has not is marked.

    It is the one label with rich text: every word in it is escaped first. How high it is takes Qt
    long to find out, and is asked again whenever something near it changes, so it is kept.
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
        """Show these words one after the other."""
        words = "".join(each.text for each in stretches)
        self._show("".join(map(_html, stretches)) if words.strip() else escape(EMPTY_ANSWER))
        self.setAccessibleName(_accessible_text(words, stretches))

    def show_diff(self, stretches: Sequence[DiffSpan]) -> None:
        """Show the way from one version to the other: what goes is struck out, what comes is marked."""
        self._show("".join(map(_diff_html, stretches)))
        told = {DiffOp.KEPT: "{}", DiffOp.REMOVED: "(taken out: {})", DiffOp.ADDED: "(put in: {})"}
        said = (told[each.op].format(each.text.strip()) for each in stretches if each.text.strip())
        self.setAccessibleName(" ".join(said))

    def refresh_theme(self) -> None:
        """Take the chosen text size."""
        self._heights.clear()
        self.setFont(font_for(FontRole.TEXT))

    @qt_override(default=-1)
    def heightForWidth(self, width: int) -> int:
        """Return how high the words are in a column of this width, in pixels."""
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    @qt_override(default=QSize(USUAL_WIDTH, 24))
    def sizeHint(self) -> QSize:
        """Take as much room as a column of words usually does."""
        return QSize(USUAL_WIDTH, self.heightForWidth(USUAL_WIDTH))

    @qt_override(default=QSize(USUAL_WIDTH, 24))
    def minimumSizeHint(self) -> QSize:
        """Need no more than a narrow column."""
        return QSize(MIN_WIDTH, self.fontMetrics().height())

    def _show(self, html: str) -> None:
        self._heights.clear()
        self.setText(html)


def one_side(stretches: Sequence[DiffSpan], without: DiffOp) -> list[DiffSpan]:
    """Return one side of a difference: all but what only the other side has."""
    return [each for each in stretches if each.op is not without]


def _html(stretch: DiffSpan) -> str:
    told = escape(stretch.text).replace("\n", "<br>")
    if stretch.op is DiffOp.KEPT or not stretch.text.strip():
        return told
    return f"<b><u>{told}</u></b>"


def _diff_html(stretch: DiffSpan) -> str:
    if stretch.op is DiffOp.REMOVED and stretch.text.strip():
        return f"<s>{_html(DiffSpan(DiffOp.KEPT, stretch.text))}</s> "
    return _html(stretch)


def _accessible_text(words: str, stretches: Sequence[DiffSpan]) -> str:
    own = [each.text.strip() for each in stretches if each.op is not DiffOp.KEPT and each.text.strip()]
    told = words.strip() or EMPTY_ANSWER
    told = told if told[-1] in ".?!" else f"{told}."
    if not own:
        return told
    more = f" and {len(own) - _MAX_SPOKEN} more" if len(own) > _MAX_SPOKEN else ""
    return f"{told} Only in this version: {'; '.join(own[:_MAX_SPOKEN])}{more}."
