"""The timeline of an inquiry: who worked when, and what changed since a moment, word by word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.draft.timeline import Altered, Moment
from carreport.form.wording import counted
from carreport.ui.column import Column
from carreport.ui.heading import Heading
from carreport.ui.labels import Words
from carreport.ui.links import Link
from carreport.ui.marked import MarkedWords
from carreport.ui.moments import read_moment, who_when
from carreport.ui.style import Letters

AT_ONCE = 40
"""How many moments, or changes, are listed at the most."""
SAY_AFTER = 300
"""After how many milliseconds the page says that it is still working something out."""


class TimelinePage(Column):
    """The moments of an inquiry, the newest on top; choosing one shows what changed since."""

    moment_wanted = Signal(object)
    """What changed since this `Moment` is to be shown."""
    place_wanted = Signal(str)
    """The answer at this path is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.links: list[Link] = []
        self._body = QWidget()
        self.heading = Heading("Timeline")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.stack.addWidget(self.heading)
        self.stack.addWidget(self._body)
        self.stack.addStretch(1)

    def begin_waiting(self, title: str, words: str) -> None:
        """Wait for what is worked out beside the window; what for is said once it takes a while."""
        column = self._fresh(title)
        waiting = Words("", ink="muted")
        column.addWidget(waiting)
        QTimer.singleShot(SAY_AFTER, waiting, partial(waiting.setText, words))
        self.heading.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_moments(self, moments: Sequence[Moment], me: str, now: datetime) -> None:
        """List who worked when, each leading to what changed since."""
        column = self._fresh("Timeline")
        intro = "Choose a moment to see what changed since." if moments else "Nothing has been written yet."
        column.addWidget(Words(intro, ink="muted"))
        for moment in moments[:AT_ONCE]:
            who = who_when(moment.author, read_moment(moment.ended), me, now)
            said = f"Worked at {counted(len(moment.paths), 'place')}"
            self._add(column, who, said, partial(self.moment_wanted.emit, moment))
        self._go_on()

    def show_changes(self, moment: Moment, changes: Sequence[Altered], me: str, now: datetime) -> None:
        """Show what changed since a moment, with the words that came and went marked."""
        who = who_when(moment.author, read_moment(moment.ended), me, now)
        column = self._fresh("What changed since")
        told = counted(len(changes), "change") if changes else "nothing"
        column.addWidget(Words(f"{who} · {told} since", ink="muted"))
        for change in changes[:AT_ONCE]:
            self._add(column, change.place, change.what, partial(self.place_wanted.emit, change.path))
            if change.words:
                words = MarkedWords()
                words.show_way(change.words)
                column.addWidget(words)
        if len(changes) > AT_ONCE:
            column.addSpacing(12)
            column.addWidget(Words(f"And {counted(len(changes) - AT_ONCE, 'more change')}.", ink="muted"))
        self._go_on()

    def focus_here(self) -> None:
        """Put the keyboard on the first line."""
        first = self.links[0] if self.links else self.heading
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.to_top()

    def _go_on(self) -> None:
        """Take the keyboard to the first line, if it has waited for it here."""
        if self.heading.hasFocus():
            self.focus_here()
        self.to_top()

    def _fresh(self, title: str) -> QVBoxLayout:
        """Begin a new page under this title."""
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        self.links = []
        self.heading.setText(title)
        self.stack.replaceWidget(self._body, fresh)
        self._body.hide()
        self._body.deleteLater()
        self._body = fresh
        return column

    def _add(self, column: QVBoxLayout, title: str, says: str, wanted: Callable[[], object]) -> None:
        link = Link(title.replace("&", "&&"))
        link.setAccessibleName(f"{title}. {says}")
        link.clicked.connect(lambda _checked=False: wanted())
        self.links.append(link)
        column.addSpacing(12)
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Words(says[:1].upper() + says[1:], Letters.SMALL, "muted"))
