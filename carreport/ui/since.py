"""Since you were last here: what others changed, each line leading to its question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.draft.changes import Edit
from carreport.draft.disputes import Dispute
from carreport.form.wording import counted, listed
from carreport.ui.attention import versions_words
from carreport.ui.column import Column
from carreport.ui.heading import Heading
from carreport.ui.labels import Words
from carreport.ui.links import Link
from carreport.ui.moments import read_moment, who_when
from carreport.ui.style import Letters

AT_ONCE = 40
"""How many changes are listed before one asks for the rest."""
NOTHING = "Nobody else has changed anything since you were last here."


class SincePage(Column):
    """The changes of others, in the order in which the form asks."""

    place_wanted = Signal(str)
    """The answer at this path is to be shown."""
    versions_wanted = Signal(str)
    """Both versions of the answer at this path are to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.links: list[Link] = []
        self._body = QWidget()
        self.heading = Heading("Since you were last here")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.stack.addWidget(self.heading)
        self.stack.addWidget(self._body)
        self.stack.addStretch(1)

    def show_changes(
        self, edits: Sequence[Edit], disputes: Sequence[Dispute], me: str, now: datetime
    ) -> None:
        """List what others changed, and where there are two versions."""
        disputed = {dispute.path for dispute in disputes}
        edits = [edit for edit in edits if edit.path not in disputed]
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        self.links = []
        if disputes:
            column.addSpacing(14)
            column.addWidget(Heading("Two versions, nothing decided yet", Letters.QUESTION))
        for dispute in disputes:
            said = versions_words(dispute.versions, me, now)
            self._add(column, dispute.path, dispute.place, said, self.versions_wanted.emit)
        if edits and disputes:
            column.addSpacing(20)
            column.addWidget(Heading("What others changed", Letters.QUESTION))
        if not edits and not disputes:
            column.addSpacing(6)
            column.addWidget(Words(NOTHING, ink="muted"))
        self._list(column, edits[:AT_ONCE], me, now)
        if len(edits) > AT_ONCE:
            self._offer_rest(column, edits[AT_ONCE:], me, now)
        self.stack.replaceWidget(self._body, fresh)
        self._body.hide()
        self._body.deleteLater()
        self._body = fresh
        self.to_top()

    def focus_here(self) -> None:
        """Put the keyboard on the first line."""
        first = self.links[0] if self.links else self.heading
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.to_top()

    def _list(self, column: QVBoxLayout, edits: Iterable[Edit], me: str, now: datetime) -> None:
        for edit in edits:
            self._add(column, edit.path, edit.place, edit_words(edit, me, now), self.place_wanted.emit)

    def _offer_rest(self, column: QVBoxLayout, edits: Sequence[Edit], me: str, now: datetime) -> None:
        more, rest = Link(f"Show the other {len(edits)}"), QVBoxLayout()
        column.addSpacing(12)
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(rest)
        more.clicked.connect(more.hide)
        more.clicked.connect(lambda: self._list(rest, edits, me, now))

    def _add(
        self, column: QVBoxLayout, path: str, place: str, says: str, wanted: Callable[[str], object]
    ) -> None:
        link = Link(place.replace("&", "&&"))
        link.setAccessibleName(f"{place}. {says}")
        link.clicked.connect(lambda: wanted(path))
        self.links.append(link)
        column.addSpacing(12)
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Words(says, Letters.SMALL, "muted"))


def edit_words(edit: Edit, me: str, now: datetime) -> str:
    """Return who did what and when: “Morag, yesterday · wrote: A plan”."""
    who = who_when(edit.author, read_moment(edit.when), me, now)
    return f"{who} · {edit.what}: {edit.shown}" if edit.shown else f"{who} · {edit.what}"


def since_words(places: int, authors: Sequence[str]) -> str:
    """Return one line on what others changed: “Morag changed 3 answers since you were last here”."""
    if not places:
        return ""
    who = listed([authors[0], "others"] if authors[2:] else authors)
    return f"{who} changed {counted(places, 'answer')} since you were last here"
