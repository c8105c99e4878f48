"""Since you were last here: what others changed, each line leading to its question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from carreport.draft.copies.conflicts import Conflict
from carreport.draft.history.changes_by_others import EditByOther
from carreport.ui.relative_time import read_moment, who_when
from carreport.ui.widgets.attention import versions_words
from carreport.ui.widgets.buttons import Link
from carreport.ui.widgets.item_list import Line, Listing, Part
from carreport.ui.widgets.labels import Heading
from carreport.ui.widgets.scroll_column import Column

NOTHING = "Nobody else has changed anything since you were last here."


class SincePage(Column):
    """The changes of others, in the order in which the form asks."""

    place_wanted = Signal(str)
    """The answer at this path is to be shown."""
    versions_wanted = Signal(str)
    """Both versions of the answer at this path are to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading = Heading("Since you were last here")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.listing = Listing()
        self.stack.addWidget(self.heading)
        self.stack.addWidget(self.listing)
        self.stack.addStretch(1)

    @property
    def links(self) -> list[Link]:
        """The lines that lead to a question, from top to bottom."""
        return self.listing.links

    def show_changes(
        self, edits: Sequence[EditByOther], disputes: Sequence[Conflict], me: str, now: datetime
    ) -> None:
        """List what others changed, and where there are two versions."""
        disputed = {dispute.path for dispute in disputes}
        choose, go = self.versions_wanted.emit, self.place_wanted.emit
        two = [
            Line(
                each.label,
                versions_words(each.versions, me, now),
                partial(choose, each.path),
            )
            for each in disputes
        ]
        others = [
            Line(each.label, edit_words(each, me, now), partial(go, each.path))
            for each in edits
            if each.path not in disputed
        ]
        parts = [Part("Two versions, nothing decided yet", lines=two)] if two else []
        if others:
            parts.append(Part("What others changed" if two else "", lines=others))
        self.listing.show_parts(*parts or [Part(note=NOTHING)])
        self.to_top()

    def focus_here(self) -> None:
        """Put the keyboard on the first line."""
        first = self.links[0] if self.links else self.heading
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.to_top()


def edit_words(edit: EditByOther, me: str, now: datetime) -> str:
    """Return who did what and when: “Morag, yesterday · wrote: A plan”."""
    who = who_when(edit.author, read_moment(edit.written_at), me, now)
    return f"{who} · {edit.change_type}: {edit.preview}" if edit.preview else f"{who} · {edit.change_type}"
