"""Say what a copy would bring before it comes in: what, by whom, in which question, and what stays out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.draft.copies.incoming import Exclusion
from carreport.draft.copies.merge_plan import MergeEffect, MergeEffectKind, MergePlan
from carreport.form.wording import format_count_or_no, format_list
from carreport.ui.relative_time import read_moment, who_when
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.item_list import Line, Listing, Part
from carreport.ui.widgets.labels import Heading, Words
from carreport.ui.widgets.scroll_column import Column

COMES_IN = (
    MergeEffectKind.ANSWERED,
    MergeEffectKind.CHANGED,
    MergeEffectKind.JOINED,
    MergeEffectKind.ADDED,
    MergeEffectKind.BROUGHT_BACK,
    MergeEffectKind.MOVED,
)
PARTS: tuple[tuple[str, str, tuple[MergeEffectKind, ...]], ...] = (
    (
        "Meets an edit of yours",
        "Both versions stay, side by side, until somebody looks at them and decides.",
        (MergeEffectKind.TWO_VERSIONS,),
    ),
    ("Comes in", "", COMES_IN),
    (
        "Was removed there",
        "It is removed here too. A line under the list brings it back.",
        (MergeEffectKind.REMOVED,),
    ),
    (
        "Was written in an entry that was removed",
        "It is set aside with the entry. Bring the entry back to read it in its place.",
        (MergeEffectKind.SET_ASIDE,),
    ),
)
DOES = {
    MergeEffectKind.ANSWERED: "answered",
    MergeEffectKind.CHANGED: "changed",
    MergeEffectKind.JOINED: "comes together with your edit",
    MergeEffectKind.ADDED: "added",
    MergeEffectKind.BROUGHT_BACK: "brought back",
    MergeEffectKind.MOVED: "moved",
    MergeEffectKind.TWO_VERSIONS: "wrote something else",
    MergeEffectKind.REMOVED: "removed",
    MergeEffectKind.SET_ASIDE: "wrote",
}
SEPARATE = (
    "This is not a copy of this inquiry. It is a separate start on the same form. Its entries would come in "
    "as entries, and its answers would stand beside yours as second versions."
)
SAFE = "Nothing of yours is overwritten. A backup is made first, and one click undoes the whole of it."


class BringInPage(Column):
    """What one copy would bring, and the two ways: bring it in, or leave it."""

    accepted = Signal()
    left = Signal()
    own_file_wanted = Signal()
    """The file is to be opened itself, where it lies."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading = Heading("Bring in a copy")
        self.summary = Words("", Letters.STRONG)
        self.told = Words("", ink="muted")
        self.accept = Button("Bring it in", "filled")
        self.accept.clicked.connect(self.accepted)
        self.leave = Button("Leave it")
        self.leave.clicked.connect(self.left)
        self.own_file = Link("Open that file itself")
        self.own_file.clicked.connect(self.own_file_wanted)
        self.listing = Listing()
        self._lay_out()

    def show_joining(
        self, joining: MergePlan, me: str, now: datetime, place_of: Callable[[str], str]
    ) -> None:
        """Say what bringing this in would do; `place_of` names the place of a path in words."""
        name, nothing = joining.copy.name, joining.is_empty
        self.heading.setText("Bring in a separate start" if joining.is_separate_start else "Bring in a copy")
        self.summary.setText(summary_words(joining, me))
        self.told.setText(_told(joining))
        self.accept.setVisible(not nothing)
        self.leave.setText("Back to the inquiry" if nothing else "Leave it")
        self.own_file.setAccessibleName(f"Open {name} itself")
        self.listing.show_parts(*_parts(joining, me, now, place_of))
        self.to_top()

    def focus_here(self) -> None:
        """Put the keyboard on the way that does something."""
        self.to_top()
        first = self.accept if not self.accept.isHidden() else self.leave
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        stack = self.stack
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(self.summary)
        stack.addSpacing(6)
        stack.addWidget(self.told)
        stack.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.accept)
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(self.own_file)
        stack.addLayout(row)
        stack.addWidget(self.listing)
        stack.addStretch(1)


def _parts(joining: MergePlan, me: str, now: datetime, place_of: Callable[[str], str]) -> Iterator[Part]:
    """Yield what comes in, meets, was removed and stays out, with its lines."""
    found = [
        (
            title,
            note,
            [
                Line(each.label, news_words(each, me, now))
                for each in joining.effects
                if each.effect_type in kinds
            ],
        )
        for title, note, kinds in PARTS
    ]
    found.append(("Stays out", "", [Line(place_of(each.path), _why(each)) for each in joining.excluded]))
    for title, note, lines in found:
        if lines:
            yield Part(f"{title} ({len(lines)})", note, lines)


def summary_words(joining: MergePlan, me: str) -> str:
    """Return the whole of it in one or two sentences."""
    if joining.is_empty:
        return "There is nothing new in it: all that it holds is here already."
    if not joining.effects:
        return "It changes no answer. It only fills in what the history of your answers had not got."
    count = {what: sum(each.effect_type is what for each in joining.effects) for what in MergeEffectKind}
    comes = sum(count[what] for what in COMES_IN)
    said = [f"{format_count_or_no(comes, 'change')} {'comes' if comes == 1 else 'come'} in"] if comes else []
    for what, words in (
        (MergeEffectKind.TWO_VERSIONS, "meet an edit of yours"),
        (MergeEffectKind.REMOVED, "removed there"),
        (MergeEffectKind.SET_ASIDE, "set aside"),
    ):
        if count[what]:
            said.append(f"{count[what]} {words if count[what] > 1 else words.replace('meet ', 'meets ')}")
    if joining.excluded:
        said.append(f"{len(joining.excluded)} left out")
    return f"From {people(joining.authors, me)}: {', '.join(said)}."


def news_words(news: MergeEffect, me: str, now: datetime) -> str:
    """Return who did what and when, and the new answer: “Morag, 3 November, changed: A plan”."""
    who = who_when(news.author, read_moment(news.written_at), me, now)
    said = f"{who} · {DOES[news.effect_type]}"
    return f"{said}: {news.preview}" if news.preview else said


def people(authors: Sequence[str], me: str) -> str:
    """Return the names of people as one reads them: “Iain, Morag and you”."""
    names = [each for each in authors if each != me] + (["you"] if me in authors else [])
    return format_list(names) or "somebody without a name"


def _why(left_out: Exclusion) -> str:
    return f"{left_out.author} · {left_out.reason}" if left_out.author else left_out.reason


def _told(joining: MergePlan) -> str:
    if joining.is_empty:
        return f"{joining.copy.name} has been looked at, and nothing was changed."
    safe = f"Nothing of {joining.copy.name} is in your inquiry yet. {SAFE}"
    return f"{SEPARATE} {safe}" if joining.is_separate_start else safe
