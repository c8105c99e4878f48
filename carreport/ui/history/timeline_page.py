"""The timeline of an inquiry: who worked when, and what changed since a moment, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from carreport.draft.history.timeline import AnswerDiff, TimelineEntry
from carreport.form.wording import format_count
from carreport.ui.relative_time import read_moment, who_when
from carreport.ui.widgets.buttons import Link
from carreport.ui.widgets.item_list import Line, Listing, Part
from carreport.ui.widgets.labels import Heading
from carreport.ui.widgets.scroll_column import Column

MOST = 40
"""How many moments, or changes, are listed until one asks for the others."""
SAY_AFTER = 300
"""After how many milliseconds the page says that it is still working something out."""


class TimelinePage(Column):
    """The moments of an inquiry, the newest on top; choosing one shows what changed since."""

    moment_wanted = Signal(object)
    """What changed since this `TimelineEntry` is to be shown."""
    place_wanted = Signal(str)
    """The answer at this path is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading = Heading("Timeline")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.listing = Listing()
        self._waits = 0
        self.stack.addWidget(self.heading)
        self.stack.addWidget(self.listing)
        self.stack.addStretch(1)

    @property
    def links(self) -> list[Link]:
        """The lines that lead on, from top to bottom."""
        return self.listing.links

    def begin_waiting(self, title: str, words: str) -> None:
        """Wait for what is worked out beside the window; what for is said once it takes a while."""
        self._show(title)
        QTimer.singleShot(SAY_AFTER, self, partial(self._say, words, self._waits))
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_moments(self, moments: Sequence[TimelineEntry], me: str, now: datetime) -> None:
        """List who worked when, each leading to what changed since."""
        intro = "Choose a moment to see what changed since." if moments else "Nothing has been written yet."
        lines = [
            Line(
                who_when(each.author, read_moment(each.ended_at), me, now),
                f"Worked at {format_count(len(each.paths), 'place')}",
                partial(self.moment_wanted.emit, each),
            )
            for each in moments
        ]
        self._show("Timeline", Part(note=intro, lines=lines, most=MOST))
        self._go_on()

    def show_changes(
        self, moment: TimelineEntry, changes: Sequence[AnswerDiff], me: str, now: datetime
    ) -> None:
        """Show what changed since a moment, with the words that came and went marked."""
        who = who_when(moment.author, read_moment(moment.ended_at), me, now)
        told = format_count(len(changes), "change") if changes else "nothing"
        lines = [
            Line(
                each.label,
                each.change_type[:1].upper() + each.change_type[1:],
                partial(self.place_wanted.emit, each.path),
                each.spans,
            )
            for each in changes
        ]
        self._show("What changed since", Part(note=f"{who} · {told} since", lines=lines, most=MOST))
        self._go_on()

    def focus_here(self) -> None:
        """Put the keyboard on the first line."""
        first = self.links[0] if self.links else self.heading
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.to_top()

    def _show(self, title: str, *parts: Part) -> None:
        self._waits += 1
        self.heading.setText(title)
        self.listing.show_parts(*parts)

    def _say(self, words: str, wait: int) -> None:
        """Say what is waited for, if it still is."""
        if wait == self._waits:
            self.listing.show_parts(Part(note=words))

    def _go_on(self) -> None:
        """Take the keyboard to the first line, if it has waited for it here."""
        if self.heading.hasFocus():
            self.focus_here()
        self.to_top()
