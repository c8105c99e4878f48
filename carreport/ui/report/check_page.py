"""The page “Check before you send”: what to fix before the report, with a link to each answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.form.wording import format_count
from carreport.ui.editors.choice import Dropdown
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.item_list import ItemGroup, ItemLine, ItemList
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.progress import FailurePanel, ProgressPanel
from carreport.ui.widgets.scroll_column import ScrollColumn

MAX_SHOWN = 8
"""The number of rows in a group that are listed at first."""
MEANS_OTHER = "Means somebody else"
UNDO_MARK = "Undo: it does mean this person"
WHO_TITLE = "Who could this be?"
NOTHING_TO_FIX = "This inquiry is ready for its report."


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A finding: its group, its place as text, its message, and the path of the answer to fix.

    A row without a `path` is about a file in the template, not about the inquiry. A row about a name has the
    `words` in a `passage` of the answer, and the path of the `mark` that these words mean somebody else.
    """

    group: str
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
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(TextLabel("For", wrap=False))
        row.addWidget(self.templates)
        row.addWidget(self.check_again_link)
        row.addWidget(self.other_page_button)
        row.addStretch(1)
        stack.addLayout(row)
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
    explanation_text = "Select a line to go to the answer. You can make the report without fixing these."

    def __init__(self, templates: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(templates, parent)
        self.other_page_button.setText(WHO_TITLE)

    def request_mark(self, row: CheckRow) -> None:
        """Mark a name as meaning somebody else, or undo that; the focus is set in the new list."""
        self.check_again_link.setFocus(Qt.FocusReason.OtherFocusReason)
        self.mark_requested.emit(row.mark, not row.is_marked)

    def show_rows(self, rows: Sequence[CheckRow]) -> None:
        """List the findings, in the given order."""
        must = sum(row.is_required for row in rows)
        groups = [(group, list(members)) for group, members in groupby(rows, key=lambda row: row.group)]
        parts = [
            ItemGroup(name, lines=[self._line(row) for row in members], max_shown=MAX_SHOWN)
            for name, members in groups
        ]
        self.show_groups(check_summary_text(must, len(rows) - must), *parts)

    def _line(self, row: CheckRow) -> ItemLine:
        go = partial(self.answer_requested.emit, row) if row.path else None
        text = UNDO_MARK if row.is_marked else MEANS_OTHER
        offer = (text, partial(self.request_mark, row)) if row.mark else None
        return ItemLine(row.place_text, row.text, go, offer=offer)


def check_summary_text(must: int, may: int) -> str:
    """Return a summary: how many things there are to fix, and how many that are good to know."""
    if not must and not may:
        return NOTHING_TO_FIX
    notes_text = f"{format_count(may, 'thing')} that {'is' if may == 1 else 'are'} good to know"
    if not must:
        return f"Nothing to fix. There {'is' if may == 1 else 'are'} {notes_text}."
    fixes_text = f"{format_count(must, 'thing')} to fix"
    return f"{fixes_text}, and {notes_text}." if may else f"{fixes_text}."
