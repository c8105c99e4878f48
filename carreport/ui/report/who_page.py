"""The page “Who could this be?”: for each person, the passages that could give them away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from carreport.form.wording import format_count
from carreport.ui.report.check_page import MAX_SHOWN, WHO_TITLE, FindingsPage
from carreport.ui.widgets.item_list import ItemGroup, ItemLine

LOOKED_AT = "Looked at"
LOOK_AGAIN = "Look at it again"
CONTACTS = "Contacts"
_CONTACTS_NOTE = "Addresses, numbers and names that lead to one person or household."


@dataclass(frozen=True, slots=True)
class WhoRow:
    """A passage: the person, or no name for a contact; its place and text, and why it is listed.

    `mark` is its fingerprint, empty if it cannot be marked. `looked_at` is when it was looked at, in words.
    """

    person: str
    place_text: str
    sentence: str
    why: str
    path: str
    words: str
    mark: str = ""
    looked_at: str = ""


class WhoPage(FindingsPage):
    """The people who could be recognised, each with passages, and what was looked at already."""

    looked_requested = Signal(object, bool)
    """Note that the passage of this row was looked at, or undo that."""
    heading_text = WHO_TITLE
    explanation_text = (
        "These passages could tell readers who somebody is. Select one to go to the answer, "
        "and ask the person if you are in doubt. This list is not saved."
    )

    def __init__(self, templates: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(templates, parent)
        self.other_page_button.setText("Back to the check")
        self._focus_at = 0

    def show_rows(self, summary: str, rows: Sequence[WhoRow]) -> None:
        """List the passages: those of each person, the contacts, and last what was looked at."""
        waiting = [row for row in rows if not row.looked_at]
        people = dict.fromkeys(row.person for row in waiting if row.person)
        groups = [self._group(name, [row for row in waiting if row.person == name]) for name in people]
        contacts = [row for row in waiting if not row.person]
        if contacts:
            lines = [self._line(row) for row in contacts]
            groups.append(ItemGroup(CONTACTS, _CONTACTS_NOTE, lines, max_shown=MAX_SHOWN))
        done = [row for row in rows if row.looked_at]
        if done:
            lines = [self._line(row) for row in done]
            note = "They are listed again when their words change."
            groups.append(ItemGroup(LOOKED_AT, note, lines, max_shown=MAX_SHOWN))
        self.show_groups(summary, *groups)

    def focus_near(self) -> None:
        """Move the focus to the passage after the one that was just looked at."""
        before = max(self._focus_at - 1, 0)
        if self.links:
            self.links[min(before, len(self.links) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _group(self, name: str, rows: Sequence[WhoRow]) -> ItemGroup:
        note = format_count(len(rows), "passage")
        return ItemGroup(name, note, [self._line(row) for row in rows], max_shown=MAX_SHOWN)

    def _line(self, row: WhoRow) -> ItemLine:
        go = partial(self.answer_requested.emit, row) if row.path else None
        offer = (LOOK_AGAIN if row.looked_at else LOOKED_AT, partial(self._request_look, row))
        about = f"{row.person}: {row.why}" if row.looked_at and row.person else row.why
        when = f" Looked at on {row.looked_at}." if row.looked_at else ""
        sentence = f"“{row.sentence}”\n" if row.sentence else ""
        return ItemLine(row.place_text, f"{sentence}{about}{when}", go, offer=offer if row.mark else None)

    def _request_look(self, row: WhoRow) -> None:
        """Note that a passage was looked at, or undo that; `focus_near` sets the focus in the new list."""
        focused = [at for at, link in enumerate(self.links) if link.hasFocus()]
        self._focus_at = focused[0] if focused else 0
        self.check_again_link.setFocus(Qt.FocusReason.OtherFocusReason)
        self.looked_requested.emit(row, not row.looked_at)
