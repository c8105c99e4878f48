"""The page “Since you were last here”: what others changed, with a link to each question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from carreport.draft.copies.conflicts import Conflict
from carreport.draft.history.changes_by_others import COMMENTED, EditByOther
from carreport.ui.editors.conflict_text import conflict_text
from carreport.ui.relative_time import author_and_time, parse_time
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.item_list import ItemGroup, ItemLine, ItemList
from carreport.ui.widgets.labels import HeadingLabel
from carreport.ui.widgets.scroll_column import ScrollColumn

NO_CHANGES = "Nobody else has changed anything since you were last here."


class ChangesPage(ScrollColumn):
    """Conflicts, then changes by others, each with a link."""

    answer_requested = Signal(str)
    """Show the answer at this path."""
    conflict_requested = Signal(str)
    """Show all versions of the answer at this path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading = HeadingLabel("Since you were last here")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.item_list = ItemList()
        self.content_layout.addWidget(self.heading)
        self.content_layout.addWidget(self.item_list)
        self.content_layout.addStretch(1)

    @property
    def links(self) -> list[LinkButton]:
        """The links to questions, from top to bottom."""
        return self.item_list.links

    def show_changes(
        self, edits: Sequence[EditByOther], disputes: Sequence[Conflict], me: str, now: datetime
    ) -> None:
        """List what others changed, and the conflicts."""
        disputed = {dispute.path for dispute in disputes}
        choose, go = self.conflict_requested.emit, self.answer_requested.emit
        two = [
            ItemLine(
                conflict.label,
                conflict_text(conflict.versions, me, now),
                partial(choose, conflict.path),
            )
            for conflict in disputes
        ]
        others = [
            ItemLine(edit.label, edit_text(edit, me, now), partial(go, edit.path), edit.spans)
            for edit in edits
            if edit.path not in disputed or edit.change_type == COMMENTED
        ]
        parts = [ItemGroup("Two versions", lines=two)] if two else []
        if others:
            parts.append(ItemGroup("What others changed" if two else "", lines=others))
        self.item_list.set_groups(*parts or [ItemGroup(note=NO_CHANGES)])
        self.scroll_to_top()

    def focus_start(self) -> None:
        """Move the focus to the first link."""
        first = self.links[0] if self.links else self.heading
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroll_to_top()


def edit_text(edit: EditByOther, me: str, now: datetime) -> str:
    """Return who did what and when: “Morag, yesterday · wrote: A plan”, or “wrote” above the differences."""
    who = author_and_time(edit.author, parse_time(edit.written_at), me, now)
    shown = "" if edit.spans else edit.preview
    return f"{who} · {edit.change_type}: {shown}" if shown else f"{who} · {edit.change_type}"
