"""Labels that mark how a text differs from another version, including for screen readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from carreport.draft.history.diff import (
    MOVED_AWAY,
    MOVED_HERE,
    DiffOp,
    DiffSpan,
    spoken_text,
    visible_text,
)
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, font_for

EMPTY_ANSWER = "The answer was empty."
USUAL_WIDTH = 480
MIN_WIDTH = 120
_MAX_SPOKEN = 8
"""How many differences a screen reader reads out one by one."""


class DiffLabel(QLabel):
    """Two versions of an answer, or one of them with what only it contains marked.

    What was removed is struck out, what was added bold and underlined, and words whose formatting changed
    are underlined; a screen reader reads “(removed: …)” and “(added: …)”.
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
        self._show("".join(_diff_html(stretches)))
        self.setAccessibleName(spoken_diff(stretches))

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
    note = f" <small>[{escape(_own_note(stretch))}]</small>" if stretch.note else ""
    if stretch.op is DiffOp.KEPT or not stretch.text.strip():
        return f"<u>{escaped}</u>{note}" if note else escaped
    return f"{_marked('<b><u>', stretch.text, '</u></b>')}{note}"


def _own_note(span: DiffSpan) -> str:
    """Return a note as it is worded for one of two versions of which neither is the later one."""
    if span.note in (MOVED_AWAY, MOVED_HERE):
        return "in another place"
    return ", ".join(part.removeprefix("now ").replace("no longer", "not") for part in span.note.split(", "))


def spoken_diff(stretches: Sequence[DiffSpan]) -> str:
    """Return the changes as a screen reader reads them: “We meet (removed: late) (added: early) here”."""
    pairs = zip(stretches, _are_paragraph_ends(stretches), strict=True)
    return " ".join(filter(None, (_spoken(span) for span, is_end in pairs if not is_end)))


def _spoken(span: DiffSpan) -> str:
    text = spoken_text(span.text)
    if span.op in (DiffOp.KEPT, DiffOp.FOLDED):
        return f"({span.note}: {text})" if span.note and text else " ".join(span.text.split())
    what = "removed" if span.op is DiffOp.REMOVED else "added"
    return f"({span.note or what}: {text})" if text else ""


def _are_paragraph_ends(stretches: Sequence[DiffSpan]) -> list[bool]:
    """Say of each span whether it only ends a paragraph that was itself added or removed."""
    neighbours = zip([None, *stretches], stretches, [*stretches[1:], None], strict=False)
    return [
        "\n" in span.text
        and not span.text.strip()
        and any(other is not None and other.op is span.op is not DiffOp.KEPT for other in (before, after))
        for before, span, after in neighbours
    ]


def _diff_html(stretches: Sequence[DiffSpan]) -> Iterator[str]:
    """Yield each span as HTML."""
    for number, (span, is_end) in enumerate(zip(stretches, _are_paragraph_ends(stretches), strict=True)):
        breaks = "<br>" * span.text.count("\n")
        text = visible_text(span.text)
        note = f" <small>[{escape(span.note)}]</small>" if span.note else ""
        if is_end:
            yield breaks
        elif span.op is DiffOp.REMOVED:
            yield f"{_marked('<s>', text, '</s>')}{note} "
        elif span.op is DiffOp.ADDED:
            arrow = "→ " if span.is_whole and number else ""
            added = _marked("<b><u>", text, "</u></b>")
            yield f"{arrow}{added}{note}{'' if span.text.strip() else breaks}"
        else:
            kept = escape(span.text).replace("\n", "<br>")
            is_folded = span.op is DiffOp.FOLDED
            yield f"<small>{kept}</small>" if is_folded else f"<u>{kept}</u>{note}" if note else kept


def _marked(opening: str, text: str, closing: str) -> str:
    """Return a text as HTML between two tags, with the spaces at its ends outside them."""
    words = text.strip()
    before, _, after = text.partition(words or text)
    lead, shown, trail = (escape(piece).replace("\n", "<br>") for piece in (before, words, after))
    return f"{lead}{opening}{shown}{closing}{trail}" if words else ""


def _accessible_text(words: str, stretches: Sequence[DiffSpan]) -> str:
    own = [
        f"{span.text.strip()} ({_own_note(span)})" if span.note else span.text.strip()
        for span in stretches
        if (span.op is not DiffOp.KEPT or span.note) and span.text.strip()
    ]
    spoken = words.strip() or EMPTY_ANSWER
    spoken = spoken if spoken[-1] in ".?!" else f"{spoken}."
    if not own:
        return spoken
    more = f" and {len(own) - _MAX_SPOKEN} more" if len(own) > _MAX_SPOKEN else ""
    return f"{spoken} Only in this version: {'; '.join(own[:_MAX_SPOKEN])}{more}."
