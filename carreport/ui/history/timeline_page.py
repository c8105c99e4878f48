"""The timeline: who worked on the inquiry when, and what has changed since, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from carreport.draft.history.timeline import AnswerDiff, TimelineEntry
from carreport.form import paths
from carreport.form.wording import format_count
from carreport.ui.relative_time import author_and_time, parse_time
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.item_list import ItemGroup, ItemLine, ItemList
from carreport.ui.widgets.labels import HeadingLabel
from carreport.ui.widgets.scroll_column import ScrollColumn

MAX_SHOWN = 40
"""The number of entries or changes listed at first."""
NOTICE_DELAY_MS = 300
"""Delay before the page says that it is still working, in milliseconds."""


class TimelinePage(ScrollColumn):
    """The timeline of an inquiry, newest first; choosing an entry shows what has changed since."""

    changes_since_requested = Signal(object)
    """Show what has changed since this `TimelineEntry`."""
    answer_requested = Signal(str)
    """Show the answer at this path."""

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
        """The links, from top to bottom."""
        return self.item_list.links

    def show_waiting(self, title: str, text: str) -> None:
        """Show an empty page while a job runs; after a delay, show `text`, which says what it does."""
        self._show(title)
        QTimer.singleShot(NOTICE_DELAY_MS, self, partial(self._show_waiting_text, text, self._is_waiting))
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_moments(self, moments: Sequence[TimelineEntry], me: str, now: datetime) -> None:
        """List who worked when, with links to what has changed since."""
        intro = "Choose a time to see what has changed since." if moments else "Nothing has been written yet."
        lines = [
            ItemLine(
                author_and_time(entry.author, parse_time(entry.ended_at), me, now),
                _work_text(entry),
                partial(self.changes_since_requested.emit, entry),
            )
            for entry in moments
        ]
        self._show("Timeline", ItemGroup(note=intro, lines=lines, max_shown=MAX_SHOWN))
        self._focus_when_ready()

    def show_changes(
        self, moment: TimelineEntry, changes: Sequence[AnswerDiff], me: str, now: datetime
    ) -> None:
        """Show what has changed since an entry, with insertions and deletions marked."""
        who = author_and_time(moment.author, parse_time(moment.ended_at), me, now)
        count_text = format_count(len(changes), "change") if changes else "no changes"
        lines = [
            ItemLine(
                diff.label,
                diff.change_type[:1].upper() + diff.change_type[1:],
                partial(self.answer_requested.emit, diff.path),
                diff.spans,
            )
            for diff in changes
        ]
        self._show(
            "What has changed since",
            ItemGroup(note=f"{who} · {count_text} since", lines=lines, max_shown=MAX_SHOWN),
        )
        self._focus_when_ready()

    def focus_start(self) -> None:
        """Move the focus to the first link."""
        first = self.links[0] if self.links else self.heading
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroll_to_top()

    def _show(self, title: str, *parts: ItemGroup) -> None:
        self._is_waiting += 1
        self.heading.setText(title)
        self.item_list.set_groups(*parts)

    def _show_waiting_text(self, text: str, wait: int) -> None:
        """Show the text, if the job is still running."""
        if wait == self._is_waiting:
            self.item_list.set_groups(ItemGroup(note=text))

    def _focus_when_ready(self) -> None:
        """Move the focus to the first link, if the focus is still on this page."""
        if self.heading.hasFocus():
            self.focus_start()
        self.scroll_to_top()


def _work_text(entry: TimelineEntry) -> str:
    """Return how much somebody did: “Changed 3 answers”, “Wrote in 1 comment”."""
    comments = sum(map(paths.is_review, entry.paths))
    answers = len(entry.paths) - comments
    parts = [f"changed {format_count(answers, 'answer')}"] if answers else []
    parts += [f"wrote in {format_count(comments, 'comment')}"] if comments else []
    text = " and ".join(parts)
    return text[:1].upper() + text[1:]
