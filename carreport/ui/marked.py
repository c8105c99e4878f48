"""Show a text with the words that stand only in it marked: bold and underlined, and spoken as such."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from carreport.draft.differences import Mark, Stretch
from carreport.ui.style import Letters, font_for

NOTHING = "Nothing: the answer was empty."
_SPOKEN = 8
"""How many stretches are spoken one by one."""


class MarkedWords(QLabel):
    """A version of an answer; what the other version has not is marked.

    It is the one label with rich text: every word in it is escaped first.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setFont(font_for(Letters.TEXT))
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_stretches(self, stretches: Sequence[Stretch]) -> None:
        """Show these words one after the other."""
        words = "".join(each.text for each in stretches)
        self.setText("".join(map(_html, stretches)) if words.strip() else escape(NOTHING))
        self.setAccessibleName(_spoken(words, stretches))

    def show_way(self, stretches: Sequence[Stretch]) -> None:
        """Show the way from one version to the other: what goes is struck out, what comes is marked."""
        self.setText("".join(map(_html_of_way, stretches)))
        told = {Mark.KEPT: "{}", Mark.REMOVED: "(taken out: {})", Mark.ADDED: "(put in: {})"}
        said = (told[each.mark].format(each.text.strip()) for each in stretches if each.text.strip())
        self.setAccessibleName(" ".join(said))

    def follow_letters(self) -> None:
        """Take the chosen text size."""
        self.setFont(font_for(Letters.TEXT))


def side_of(stretches: Sequence[Stretch], without: Mark) -> list[Stretch]:
    """Return one side of a difference: all but what only the other side has."""
    return [each for each in stretches if each.mark is not without]


def _html(stretch: Stretch) -> str:
    told = escape(stretch.text).replace("\n", "<br>")
    if stretch.mark is Mark.KEPT or not stretch.text.strip():
        return told
    return f"<b><u>{told}</u></b>"


def _html_of_way(stretch: Stretch) -> str:
    if stretch.mark is Mark.REMOVED and stretch.text.strip():
        return f"<s>{_html(Stretch(Mark.KEPT, stretch.text))}</s> "
    return _html(stretch)


def _spoken(words: str, stretches: Sequence[Stretch]) -> str:
    own = [each.text.strip() for each in stretches if each.mark is not Mark.KEPT and each.text.strip()]
    told = words.strip() or NOTHING
    told = told if told[-1] in ".?!" else f"{told}."
    if not own:
        return told
    more = f" and {len(own) - _SPOKEN} more" if len(own) > _SPOKEN else ""
    return f"{told} Only in this version: {'; '.join(own[:_SPOKEN])}{more}."
