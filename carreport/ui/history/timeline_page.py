"""The timeline of an inquiry: who worked when, and what changed since a moment, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from carreport.draft.history.timeline import AnswerDiff, TimelineEntry
from carreport.form.wording import format_count
from carreport.ui.relative_time import author_and_time, parse_time
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.item_list import ItemGroup, ItemLine, ItemList
from carreport.ui.widgets.labels import HeadingLabel
from carreport.ui.widgets.scroll_column import ScrollColumn

MAX_SHOWN = 40
"""How many moments, or changes, are listed until one asks for the others."""
NOTICE_DELAY_MS = 300
"""After how many milliseconds the page says that it is still working something out."""


class TimelinePage(ScrollColumn):
    """The moments of an inquiry, the newest on top; choosing one shows what changed since."""

    changes_since_requested = Signal(object)
    """What changed since this `TimelineEntry` is to be shown."""
    answer_requested = Signal(str)
    """The answer at this path is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading = HeadingLabel("Timeline")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.item_list = ItemList()
        self._is_waiting = 0
        self.content_layout.addWidget(self.heading)
        self.content_layout.addWidget(self.item_list)
        self.content_layout.addStretch(1)

    @property
    def links(self) -> list[LinkButton]:
        """The lines that lead on, from top to bottom."""
        return self.item_list.links

    def show_waiting(self, title: str, words: str) -> None:
        """Wait for what is worked out beside the window; what for is said once it takes a while."""
        self._show(title)
        QTimer.singleShot(NOTICE_DELAY_MS, self, partial(self._show_waiting_text, words, self._is_waiting))
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_moments(self, moments: Sequence[TimelineEntry], me: str, now: datetime) -> None:
        """List who worked when, each leading to what changed since."""
        intro = "Choose a moment to see what changed since." if moments else "Nothing has been written yet."
        lines = [
            ItemLine(
                author_and_time(each.author, parse_time(each.ended_at), me, now),
                f"Worked at {format_count(len(each.paths), 'place')}",
                partial(self.changes_since_requested.emit, each),
            )
            for each in moments
        ]
        self._show("Timeline", ItemGroup(note=intro, lines=lines, max_shown=MAX_SHOWN))
        self._focus_when_ready()

    def show_changes(
        self, moment: TimelineEntry, changes: Sequence[AnswerDiff], me: str, now: datetime
    ) -> None:
        """Show what changed since a moment, with the words that came and went marked."""
        who = author_and_time(moment.author, parse_time(moment.ended_at), me, now)
        told = format_count(len(changes), "change") if changes else "nothing"
        lines = [
            ItemLine(
                each.label,
                each.change_type[:1].upper() + each.change_type[1:],
                partial(self.answer_requested.emit, each.path),
                each.spans,
            )
            for each in changes
        ]
        self._show(
            "What changed since", ItemGroup(note=f"{who} · {told} since", lines=lines, max_shown=MAX_SHOWN)
        )
        self._focus_when_ready()

    def focus_start(self) -> None:
        """Put the keyboard on the first line."""
        first = self.links[0] if self.links else self.heading
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroll_to_top()

    def _show(self, title: str, *parts: ItemGroup) -> None:
        self._is_waiting += 1
        self.heading.setText(title)
        self.item_list.set_groups(*parts)

    def _show_waiting_text(self, words: str, wait: int) -> None:
        """Say what is waited for, if it still is."""
        if wait == self._is_waiting:
            self.item_list.set_groups(ItemGroup(note=words))

    def _focus_when_ready(self) -> None:
        """Take the keyboard to the first line, if it has waited for it here."""
        if self.heading.hasFocus():
            self.focus_start()
        self.scroll_to_top()
