"""The page “Check before you send”: what to fix before the report, with a link to each answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.form.wording import format_count, verb_for
from carreport.report.proof.finding import SEVERAL_OF_A_KIND
from carreport.ui.editors.choice import Dropdown
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.item_list import ItemGroup, ItemLine, ItemList
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.progress import FailurePanel, ProgressPanel
from carreport.ui.widgets.scroll_column import PrimaryAction, ScrollColumn

MAX_SHOWN = 8
"""The number of rows in a group that are listed at first."""
MEANS_OTHER = "Means somebody else"
UNDO_MARK = "Undo: it does mean this person"
WHO_TITLE = "Who could this be?"
NEEDED, WORTH_A_THOUGHT = "Needed", "Worth a thought"
NOT_ANSWERED = "It has no answer yet."
NOTHING_TO_FIX = "This inquiry is ready for its report."


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A finding: its code, its place as text, its message, and the path of the answer to fix.

    A row without a `path` is about a file in the template, not about the inquiry. A row about a name has the
    `words` in a `passage` of the answer, and the path of the `mark` that these words mean somebody else.
    """

    code: str
    place_text: str
    text: str
    path: str
    is_required: bool
    words: str = ""
    passage: str = ""
    mark: str = ""
    is_marked: bool = False


class FindingsPage(ScrollColumn):
    """A list of findings in one report at a time, which is chosen at the top."""

    listed_task = "check"

    check_requested = Signal(str)
    """Look through the report that the template with this name makes."""
    answer_requested = Signal(object)
    """Show the answer for this row."""
    cancel_requested = Signal()
    heading_text = ""
    explanation_text = ""

    def __init__(self, templates: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.item_list = ItemList()
        self.heading = HeadingLabel(self.heading_text)
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.templates = Dropdown("check.template", "Report to check")
        self.templates.setAccessibleDescription("Each report prints other answers, so other things matter.")
        for name, title in templates:
            self.templates.addItem(title, name)
        self.templates.currentIndexChanged.connect(self._request_check)
        self.check_again_link = Button("Check again")
        self.check_again_link.clicked.connect(self._request_check)
        self.other_page_button = Button("")
        self.progress = ProgressPanel("Check progress")
        self.progress.cancel_button.clicked.connect(self.cancel_requested)
        self.failure_panel = FailurePanel()
        self.failure_panel.other_name_button.hide()
        self.summary = TextLabel("", FontRole.STRONG)
        self._lay_out()

    @property
    def links(self) -> list[LinkButton]:
        """The links to answers, from top to bottom."""
        return self.item_list.links

    @property
    def template(self) -> str:
        """The name of the selected template."""
        return str(self.templates.currentData() or "")

    def focus_start(self) -> None:
        """Move the focus to the first link, or to the list of reports."""
        first = self.links[0] if self.links else self.templates
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroll_to_top()

    def show_progress(self, share: float, text: str) -> None:
        """Show the progress of the check."""
        self._show_only(self.progress)
        self.progress.show_progress(share, text)

    def show_failed(self, why: str) -> None:
        """Show why the check failed."""
        self._show_only(self.failure_panel)
        self.failure_panel.label.setText(why)
        announce(self, why)

    def show_cancelled(self) -> None:
        """Hide any list, because the check was cancelled."""
        self._show_only(None)

    def show_groups(self, summary: str, *groups: ItemGroup) -> None:
        """Show the findings under a summary, which is also spoken."""
        self.summary.setText(summary)
        self.item_list.set_groups(*groups)
        self._show_only(self.summary)
        announce(self, summary)

    def _lay_out(self) -> None:
        stack = self.content_layout
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(TextLabel(self.explanation_text, ink="muted"))
        stack.addSpacing(18)
        tools = FlowRow(10, 10)
        for parts in (
            (TextLabel("For", wrap=False), self.templates),
            (self.check_again_link, self.other_page_button),
        ):
            together = QWidget()
            row = QHBoxLayout(together)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(10)
            for tool in parts:
                row.addWidget(tool)
            row.addStretch(1)
            tools.add(together)
        stack.addWidget(tools)
        stack.addSpacing(18)
        for part in (self.progress, self.failure_panel, self.summary):
            part.hide()
            stack.addWidget(part)
        stack.addWidget(self.item_list)
        stack.addStretch(1)

    def _show_only(self, part: QWidget | None) -> None:
        is_free = part is not self.progress
        waited = self.progress.cancel_button.hasFocus() and is_free
        for panel in (self.progress, self.failure_panel, self.summary):
            panel.setVisible(panel is part)
        self.item_list.setVisible(part is self.summary)
        if not is_free and (self.templates.hasFocus() or self.check_again_link.hasFocus()):
            self.progress.cancel_button.setFocus(
                Qt.FocusReason.OtherFocusReason
            )  # otherwise Qt moves the focus off the page
        self.templates.setEnabled(is_free)
        self.check_again_link.setEnabled(is_free)
        if waited:
            self.focus_start()

    def _request_check(self) -> None:
        self.check_requested.emit(self.template)


class CheckPage(FindingsPage):
    """What to look at before a report is sent."""

    mark_requested = Signal(str, bool)
    """Set whether the name with this mark means somebody else."""
    heading_text = "Check before you send"
    explanation_text = (
        "What readers would miss or stumble over. Select a line to go to the answer. "
        "You can make the report without fixing anything."
    )

    def __init__(self, templates: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(templates, parent)
        self.other_page_button.setText(WHO_TITLE)
        self.primary_action: PrimaryAction = PrimaryAction("Next: Report", self)
        self._open_codes = {"essential-unanswered"}

    def request_mark(self, row: CheckRow) -> None:
        """Mark a name as meaning somebody else, or undo that; the focus is set in the new list."""
        self.check_again_link.setFocus(Qt.FocusReason.OtherFocusReason)
        self.mark_requested.emit(row.mark, not row.is_marked)

    def show_rows(self, rows: Sequence[CheckRow]) -> None:
        """List the findings, in the given order: those that are needed, and those worth a thought."""
        needed = [row for row in rows if row.is_required]
        others = [row for row in rows if not row.is_required]
        parts = [
            ItemGroup(title, lines=self._lines(members), max_shown=MAX_SHOWN)
            for title, members in ((NEEDED, needed), (WORTH_A_THOUGHT, others))
            if members
        ]
        self.show_groups(check_summary_text(len(needed), len(others)), *parts)

    def _lines(self, rows: Sequence[CheckRow]) -> list[ItemLine]:
        """Return a line for each finding, and one that opens for several of one kind."""
        lines: list[ItemLine] = []
        for code, members in groupby(rows, key=lambda row: row.code):
            found = list(members)
            title = SEVERAL_OF_A_KIND.get(code, "") if len(found) > 1 else ""
            if not title:
                lines += [self._line(row) for row in found]
                continue
            is_one_place = len({row.place_text for row in found}) == 1
            inner = [self._line(row, is_one_of_several=True, has_same_place=is_one_place) for row in found]
            lines.append(
                ItemLine(
                    title.format(len(found)),
                    "",
                    lines=inner,
                    max_shown=MAX_SHOWN,
                    is_open=code in self._open_codes,
                    on_toggled=partial(self._remember_open, code),
                )
            )
        return lines

    def _line(
        self, row: CheckRow, *, is_one_of_several: bool = False, has_same_place: bool = False
    ) -> ItemLine:
        go = partial(self.answer_requested.emit, row) if row.path else None
        text = UNDO_MARK if row.is_marked else MEANS_OTHER
        offer = (text, partial(self.request_mark, row)) if row.mark else None
        if has_same_place:
            return ItemLine(row.text, "", go, offer=offer)
        is_said = is_one_of_several and row.text == NOT_ANSWERED
        return ItemLine(row.place_text, "" if is_said else row.text, go, offer=offer)

    def _remember_open(self, code: str, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Keep the lines of one kind open, or closed, when the list is made again."""
        (self._open_codes.add if is_open else self._open_codes.discard)(code)


def check_summary_text(must: int, may: int) -> str:
    """Return a summary: how many things are needed, and how many are worth a thought."""
    if not must and not may:
        return NOTHING_TO_FIX
    notes_text = f"{format_count(may, 'thing')} {verb_for(may)} worth a thought"
    if not must:
        return f"Nothing is needed. {notes_text}."
    fixes_text = f"{format_count(must, 'thing')} {verb_for(must)} needed"
    return f"{fixes_text}, and {notes_text}." if may else f"{fixes_text}."
