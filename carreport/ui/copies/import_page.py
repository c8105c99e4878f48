"""The page that shows what importing a copy would change, before it is imported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.draft.copies.incoming import Exclusion
from carreport.draft.copies.merge_plan import MergeEffect, MergeEffectKind, MergePlan
from carreport.draft.session.last_seen import claimed_author
from carreport.form.wording import format_count, format_list
from carreport.ui.relative_time import author_and_time, parse_time
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.item_list import ItemGroup, ItemLine, ItemList
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.scroll_column import PrimaryAction, ScrollColumn

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
        "Conflicts with your edit",
        (
            "Both versions are kept until someone chooses. Struck-out text is only in yours. "
            "Bold, underlined text is only in the copy."
        ),
        (MergeEffectKind.TWO_VERSIONS,),
    ),
    ("To be imported", "", IMPORTED_KINDS),
    ("Comments", "", (MergeEffectKind.COMMENTED,)),
    (
        "Removed in the copy",
        "Anything removed in the copy is removed here too. You can restore it with the link under its list.",
        (MergeEffectKind.REMOVED,),
    ),
    (
        "Written in an entry that has been removed",
        "It is kept with the removed entry. Restore the entry to read it.",
        (MergeEffectKind.SET_ASIDE,),
    ),
)
VERBS = {
    MergeEffectKind.ANSWERED: "answered",
    MergeEffectKind.CHANGED: "changed",
    MergeEffectKind.JOINED: "merged with your edit",
    MergeEffectKind.ADDED: "added",
    MergeEffectKind.BROUGHT_BACK: "restored",
    MergeEffectKind.MOVED: "moved",
    MergeEffectKind.TWO_VERSIONS: "gave a different answer",
    MergeEffectKind.REMOVED: "removed",
    MergeEffectKind.SET_ASIDE: "wrote",
    MergeEffectKind.COMMENTED: "commented",
}
SEPARATE_START = (
    "This file was not made from your inquiry: someone filled in the same form from scratch. Importing it "
    "would add its entries to yours and put its answers next to your own, for you to choose between."
)
SAFETY_NOTE = (
    "Nothing you have written will be overwritten. A backup is made first, and one click undoes the import."
)


class ImportCopyPage(ScrollColumn):
    """What a copy would change, with buttons to import it or cancel."""

    accepted = Signal()
    cancelled = Signal()
    own_file_requested = Signal()
    """Open the file itself instead of importing it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.heading = HeadingLabel("Import a copy")
        self.summary = TextLabel("", FontRole.STRONG)
        self.safety_label = TextLabel("", ink="muted")
        self.primary_action: PrimaryAction = PrimaryAction("Import copy", self)
        self.primary_action.triggered.connect(self.accepted)
        self.cancel_button = Button("Cancel")
        self.cancel_button.clicked.connect(self.cancelled)
        self.own_file_link = LinkButton("Open that file instead")
        self.own_file_link.clicked.connect(self.own_file_requested)
        self.item_list = ItemList()
        self._lay_out()

    def show_plan(  # noqa: PLR0917 - what is shown
        self,
        plan: MergePlan,
        me: str,
        now: datetime,
        place_of: Callable[[str], str],
        copies: Sequence[tuple[str, str]] = (),
        unread: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Show what importing this copy would change; `place_of` returns the label for a path.

        `copies` are the copies, if there are several, each with what it changes; `unread` are the files
        that cannot be imported, each with the reason.
        """
        name, nothing = plan.copy.name, plan.is_empty
        several = f"Import {format_count(len(copies), 'copy')}"
        one = "Import another inquiry" if plan.is_separate_start else "Import a copy"
        self.heading.setText(several if copies else one)
        self.primary_action.setText("Import copies" if copies else "Import copy")
        self.summary.setText(merge_plan_text(plan, me))
        self.safety_label.setText(_safety_text(plan, "have" if copies else "has"))
        self.primary_action.setVisible(not nothing)
        self.cancel_button.setText("Back to the inquiry" if nothing else "Cancel")
        self.own_file_link.setAccessibleName(f"Open {name} instead")
        files = (("Copies", copies), ("Cannot be imported", unread))
        groups = [
            ItemGroup(f"{title} ({len(lines)})", "", [ItemLine(*line) for line in lines])
            for title, lines in files
            if lines
        ]
        self.item_list.set_groups(*groups, *_sections(plan, me, now, place_of))
        self.scroll_to_top()

    def focus_start(self) -> None:
        """Move the focus to the button that imports, or to the one that goes back."""
        self.scroll_to_top()
        if self.primary_action.isVisible():
            self.primary_action.focus()
        else:
            self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

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
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        row.addWidget(self.own_file_link)
        stack.addLayout(row)
        stack.addWidget(self.item_list)
        stack.addStretch(1)


def _sections(plan: MergePlan, me: str, now: datetime, place_of: Callable[[str], str]) -> Iterator[ItemGroup]:
    """Yield each non-empty group of changes: conflicts, imports, removals and exclusions."""
    sections = [
        (
            title,
            note,
            [
                ItemLine(effect.label, merge_effect_text(effect, me, now), diff=effect.spans)
                for effect in plan.effects
                if effect.effect_type in kinds
            ],
        )
        for title, note, kinds in SECTIONS
    ]
    sections.append(
        ("Left out", "", [ItemLine(place_of(left.path), _reason_text(left)) for left in plan.excluded])
    )
    for title, note, lines in sections:
        if lines:
            yield ItemGroup(f"{title} ({len(lines)})", note, lines)


def merge_plan_text(plan: MergePlan, me: str) -> str:
    """Return a summary in one or two sentences."""
    if plan.is_empty:
        return "This copy contains nothing new."
    if not plan.effects:
        return "Importing this copy changes no answers. It only adds earlier versions of them."
    count = {what: sum(effect.effect_type is what for effect in plan.effects) for what in MergeEffectKind}
    imports = sum(count[what] for what in IMPORTED_KINDS)
    parts = [f"{format_count(imports, 'change')} to import"] if imports else []
    if commented := count[MergeEffectKind.COMMENTED]:
        parts.append(f"{format_count(commented, 'comment')} with something new")
    for what, text in (
        (MergeEffectKind.TWO_VERSIONS, "in conflict with your edits"),
        (MergeEffectKind.REMOVED, "removed in the copy"),
        (MergeEffectKind.SET_ASIDE, "written in removed entries"),
    ):
        if count[what]:
            parts.append(f"{count[what]} {text}")
    if plan.excluded:
        parts.append(f"{len(plan.excluded)} left out")
    authors = [claimed_author(name) if name == me else name for name in plan.authors]
    return f"From {join_names(authors, me)}: {', '.join(parts)}."


def merge_effect_text(news: MergeEffect, me: str, now: datetime) -> str:
    """Return who did what and when: “Morag, 3 November · answered: A plan”.

    The new answer is left out if the differences from the old one are shown.
    """
    author = claimed_author(news.author) if news.claims_you else news.author
    who = author_and_time(author, parse_time(news.written_at), me, now)
    sentence = f"{who} · {VERBS[news.effect_type]}"
    sentence = f"{sentence}: {news.preview}" if news.preview and not news.spans else sentence
    return f"{sentence} · {news.remark}" if news.remark else sentence


def join_names(authors: Sequence[str], me: str) -> str:
    """Return a list of names in words: “Iain, Morag and you”."""
    names = [name for name in authors if name != me] + (["you"] if me in authors else [])
    return format_list(names) or "somebody who gave no name"


def _reason_text(left_out: Exclusion) -> str:
    return f"{left_out.author} · {left_out.reason}" if left_out.author else left_out.reason


def _safety_text(plan: MergePlan, has: str) -> str:
    if plan.is_empty:
        return f"{plan.copy.name} {has} been checked. Nothing was changed."
    safe = f"{plan.copy.name} {has} not been imported yet. {SAFETY_NOTE}"
    return f"{SEPARATE_START} {safe}" if plan.is_separate_start else safe
