"""Say what a copy would bring before it comes in: what, by whom, in which question, and what stays out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.draft.copies.incoming import Exclusion
from carreport.draft.copies.merge_plan import MergeEffect, MergeEffectKind, MergePlan
from carreport.form.wording import format_count_or_no, format_list
from carreport.ui.relative_time import author_and_time, parse_time
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.item_list import ItemGroup, ItemLine, ItemList
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.scroll_column import ScrollColumn

IMPORTED_KINDS = (
    MergeEffectKind.ANSWERED,
    MergeEffectKind.CHANGED,
    MergeEffectKind.JOINED,
    MergeEffectKind.ADDED,
    MergeEffectKind.BROUGHT_BACK,
    MergeEffectKind.MOVED,
)
SECTIONS: tuple[tuple[str, str, tuple[MergeEffectKind, ...]], ...] = (
    (
        "Meets an edit of yours",
        "Both versions stay, side by side, until somebody looks at them and decides.",
        (MergeEffectKind.TWO_VERSIONS,),
    ),
    ("Comes in", "", IMPORTED_KINDS),
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
VERBS = {
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
SEPARATE_START = (
    "This is not a copy of this inquiry. It is a separate start on the same form. Its entries would come in "
    "as entries, and its answers would stand beside yours as second versions."
)
SAFETY_NOTE = "Nothing of yours is overwritten. A backup is made first, and one click undoes the whole of it."


class ImportCopyPage(ScrollColumn):
    """What one copy would bring, and the two ways: bring it in, or leave it."""

    accepted = Signal()
    cancelled = Signal()
    own_file_requested = Signal()
    """The file is to be opened itself, where it lies."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading = HeadingLabel("Bring in a copy")
        self.summary = TextLabel("", FontRole.STRONG)
        self.safety_label = TextLabel("", ink="muted")
        self.import_button = Button("Bring it in", "filled")
        self.import_button.clicked.connect(self.accepted)
        self.cancel_button = Button("Leave it")
        self.cancel_button.clicked.connect(self.cancelled)
        self.own_file_link = LinkButton("Open that file itself")
        self.own_file_link.clicked.connect(self.own_file_requested)
        self.item_list = ItemList()
        self._lay_out()

    def show_plan(self, plan: MergePlan, me: str, now: datetime, place_of: Callable[[str], str]) -> None:
        """Say what bringing this in would do; `place_of` names the place of a path in words."""
        name, nothing = plan.copy.name, plan.is_empty
        self.heading.setText("Bring in a separate start" if plan.is_separate_start else "Bring in a copy")
        self.summary.setText(merge_plan_text(plan, me))
        self.safety_label.setText(_safety_text(plan))
        self.import_button.setVisible(not nothing)
        self.cancel_button.setText("Back to the inquiry" if nothing else "Leave it")
        self.own_file_link.setAccessibleName(f"Open {name} itself")
        self.item_list.set_groups(*_sections(plan, me, now, place_of))
        self.scroll_to_top()

    def focus_start(self) -> None:
        """Put the keyboard on the way that does something."""
        self.scroll_to_top()
        first = self.import_button if not self.import_button.isHidden() else self.cancel_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        stack = self.content_layout
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(self.summary)
        stack.addSpacing(6)
        stack.addWidget(self.safety_label)
        stack.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.import_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        row.addWidget(self.own_file_link)
        stack.addLayout(row)
        stack.addWidget(self.item_list)
        stack.addStretch(1)


def _sections(plan: MergePlan, me: str, now: datetime, place_of: Callable[[str], str]) -> Iterator[ItemGroup]:
    """Yield what comes in, meets, was removed and stays out, with its lines."""
    found = [
        (
            title,
            note,
            [
                ItemLine(each.label, merge_effect_text(each, me, now))
                for each in plan.effects
                if each.effect_type in kinds
            ],
        )
        for title, note, kinds in SECTIONS
    ]
    found.append(
        ("Stays out", "", [ItemLine(place_of(each.path), _reason_text(each)) for each in plan.excluded])
    )
    for title, note, lines in found:
        if lines:
            yield ItemGroup(f"{title} ({len(lines)})", note, lines)


def merge_plan_text(plan: MergePlan, me: str) -> str:
    """Return the whole of it in one or two sentences."""
    if plan.is_empty:
        return "There is nothing new in it: all that it holds is here already."
    if not plan.effects:
        return "It changes no answer. It only fills in what the history of your answers had not got."
    count = {what: sum(each.effect_type is what for each in plan.effects) for what in MergeEffectKind}
    comes = sum(count[what] for what in IMPORTED_KINDS)
    said = [f"{format_count_or_no(comes, 'change')} {'comes' if comes == 1 else 'come'} in"] if comes else []
    for what, words in (
        (MergeEffectKind.TWO_VERSIONS, "meet an edit of yours"),
        (MergeEffectKind.REMOVED, "removed there"),
        (MergeEffectKind.SET_ASIDE, "set aside"),
    ):
        if count[what]:
            said.append(f"{count[what]} {words if count[what] > 1 else words.replace('meet ', 'meets ')}")
    if plan.excluded:
        said.append(f"{len(plan.excluded)} left out")
    return f"From {join_names(plan.authors, me)}: {', '.join(said)}."


def merge_effect_text(news: MergeEffect, me: str, now: datetime) -> str:
    """Return who did what and when, and the new answer: “Morag, 3 November, changed: A plan”."""
    who = author_and_time(news.author, parse_time(news.written_at), me, now)
    said = f"{who} · {VERBS[news.effect_type]}"
    return f"{said}: {news.preview}" if news.preview else said


def join_names(authors: Sequence[str], me: str) -> str:
    """Return the names of people as one reads them: “Iain, Morag and you”."""
    names = [each for each in authors if each != me] + (["you"] if me in authors else [])
    return format_list(names) or "somebody without a name"


def _reason_text(left_out: Exclusion) -> str:
    return f"{left_out.author} · {left_out.reason}" if left_out.author else left_out.reason


def _safety_text(plan: MergePlan) -> str:
    if plan.is_empty:
        return f"{plan.copy.name} has been looked at, and nothing was changed."
    safe = f"Nothing of {plan.copy.name} is in your inquiry yet. {SAFETY_NOTE}"
    return f"{SEPARATE_START} {safe}" if plan.is_separate_start else safe
