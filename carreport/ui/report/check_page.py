"""Check before you send: what stands between an inquiry and its report, each row leading to its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.form.wording import format_count
from carreport.ui.editors.choice import Dropdown
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.item_list import Line, Listing, Part
from carreport.ui.widgets.labels import Heading, Words, announce
from carreport.ui.widgets.progress import Progress, Trouble
from carreport.ui.widgets.scroll_column import Column

MOST = 8
"""How many rows of one kind are listed before one asks for the rest."""
NOTHING = "Nothing stands between this inquiry and its report."


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was found: what kind, where it stands in words, what it is, and where it is mended.

    A row without a `place` cannot be mended in the inquiry, but in a file of the template.
    """

    group: str
    where: str
    sentence: str
    place: str
    must: bool


class CheckPage(Column):
    """The list, for one template at a time."""

    check_wanted = Signal(str)
    """The inquiry is to be checked for the template of this name."""
    place_wanted = Signal(str)
    """The answer at this path is to be shown."""
    cancel_wanted = Signal()

    def __init__(self, templates: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.listing = Listing()
        self.heading = Heading("Check before you send")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.templates = Dropdown("check.template", "For which report")
        for name, title in templates:
            self.templates.addItem(title, name)
        self.templates.currentIndexChanged.connect(self._want_check)
        self.again = Button("Check again")
        self.again.clicked.connect(self._want_check)
        self.progress = Progress("How far the check is")
        self.progress.cancel.clicked.connect(self.cancel_wanted)
        self.trouble = Trouble()
        self.trouble.other_name.hide()
        self.summary = Words("", Letters.STRONG)
        self._lay_out()

    @property
    def links(self) -> list[Link]:
        """The rows that lead to a place, from top to bottom."""
        return self.listing.links

    @property
    def template(self) -> str:
        """The name of the template that the check is for."""
        return str(self.templates.currentData() or "")

    def focus_here(self) -> None:
        """Put the keyboard on the first row, or where one chooses the report."""
        first = self.links[0] if self.links else self.templates
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.to_top()

    def show_working(self, share: float, words: str) -> None:
        """Say that the inquiry is being looked through."""
        self._show_only(self.progress)
        self.progress.show_share(share, words)

    def show_failed(self, why: str) -> None:
        """Say why there is no list."""
        self._show_only(self.trouble)
        self.trouble.words.setText(why)
        announce(self, why)

    def show_stopped(self) -> None:
        """Show no list: the check was stopped."""
        self._show_only(None)

    def show_found(self, rows: Sequence[Row]) -> None:
        """List what was found, what must be mended first."""
        must = sum(row.must for row in rows)
        self.summary.setText(summary_words(must, len(rows) - must))
        groups = [(group, list(found)) for group, found in groupby(rows, key=lambda row: row.group)]
        parts = [Part(name, lines=[self._line(each) for each in found], most=MOST) for name, found in groups]
        self.listing.show_parts(*parts)
        self._show_only(self.summary)
        announce(self, self.summary.text())

    def _lay_out(self) -> None:
        stack = self.stack
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        says = "Each line leads to the place that mends it. Nothing here stops you from making the report."
        stack.addWidget(Words(says, ink="muted"))
        stack.addSpacing(18)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Words("For", wrap=False))
        row.addWidget(self.templates)
        row.addWidget(self.again)
        row.addStretch(1)
        stack.addLayout(row)
        stack.addSpacing(18)
        for part in (self.progress, self.trouble, self.summary):
            part.hide()
            stack.addWidget(part)
        stack.addWidget(self.listing)
        stack.addStretch(1)

    def _line(self, row: Row) -> Line:
        return Line(
            row.where, row.sentence, partial(self.place_wanted.emit, row.place) if row.place else None
        )

    def _show_only(self, part: QWidget | None) -> None:
        is_free = part is not self.progress
        waited = self.progress.cancel.hasFocus() and is_free
        for each in (self.progress, self.trouble, self.summary):
            each.setVisible(each is part)
        self.listing.setVisible(part is self.summary)
        if not is_free and (self.templates.hasFocus() or self.again.hasFocus()):
            self.progress.cancel.setFocus(Qt.FocusReason.OtherFocusReason)  # Qt would leave the page
        self.templates.setEnabled(is_free)
        self.again.setEnabled(is_free)
        if waited:
            self.focus_here()

    def _want_check(self) -> None:
        self.check_wanted.emit(self.template)


def summary_words(must: int, may: int) -> str:
    """Return how much there is to do: what to mend, and what is good to know."""
    if not must and not may:
        return NOTHING
    known = f"{format_count(may, 'thing')} that {'is' if may == 1 else 'are'} good to know"
    if not must:
        return f"Nothing to mend. There {'is' if may == 1 else 'are'} {known}."
    mend = f"{format_count(must, 'thing')} to mend"
    return f"{mend}, and {known}." if may else f"{mend}."
