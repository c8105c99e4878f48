"""Check before you send: what stands between an inquiry and its report, each row leading to its place."""

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
"""How many rows of one kind are listed before one asks for the rest."""
NOTHING_TO_FIX = "Nothing stands between this inquiry and its report."


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One thing that was found: what kind, where it stands in words, what it is, and where it is mended.

    A row without a `place` cannot be mended in the inquiry, but in a file of the template.
    """

    group: str
    place_text: str
    text: str
    path: str
    is_required: bool


class CheckPage(ScrollColumn):
    """The list, for one template at a time."""

    check_requested = Signal(str)
    """The inquiry is to be checked for the template of this name."""
    answer_requested = Signal(str)
    """The answer at this path is to be shown."""
    cancel_requested = Signal()

    def __init__(self, templates: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.item_list = ItemList()
        self.heading = HeadingLabel("Check before you send")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.templates = Dropdown("check.template", "For which report")
        for name, title in templates:
            self.templates.addItem(title, name)
        self.templates.currentIndexChanged.connect(self._request_check)
        self.check_again_link = Button("Check again")
        self.check_again_link.clicked.connect(self._request_check)
        self.progress = ProgressPanel("How far the check is")
        self.progress.cancel_button.clicked.connect(self.cancel_requested)
        self.failure_panel = FailurePanel()
        self.failure_panel.other_name_button.hide()
        self.summary = TextLabel("", FontRole.STRONG)
        self._lay_out()

    @property
    def links(self) -> list[LinkButton]:
        """The rows that lead to a place, from top to bottom."""
        return self.item_list.links

    @property
    def template(self) -> str:
        """The name of the template that the check is for."""
        return str(self.templates.currentData() or "")

    def focus_start(self) -> None:
        """Put the keyboard on the first row, or where one chooses the report."""
        first = self.links[0] if self.links else self.templates
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroll_to_top()

    def show_progress(self, share: float, words: str) -> None:
        """Say that the inquiry is being looked through."""
        self._show_only(self.progress)
        self.progress.show_progress(share, words)

    def show_failed(self, why: str) -> None:
        """Say why there is no list."""
        self._show_only(self.failure_panel)
        self.failure_panel.label.setText(why)
        announce(self, why)

    def show_cancelled(self) -> None:
        """Show no list: the check was stopped."""
        self._show_only(None)

    def show_rows(self, rows: Sequence[CheckRow]) -> None:
        """List what was found, what must be mended first."""
        must = sum(row.is_required for row in rows)
        self.summary.setText(check_summary_text(must, len(rows) - must))
        groups = [(group, list(found)) for group, found in groupby(rows, key=lambda row: row.group)]
        parts = [
            ItemGroup(name, lines=[self._line(each) for each in found], max_shown=MAX_SHOWN)
            for name, found in groups
        ]
        self.item_list.set_groups(*parts)
        self._show_only(self.summary)
        announce(self, self.summary.text())

    def _lay_out(self) -> None:
        stack = self.content_layout
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        says = "Each line leads to the place that mends it. Nothing here stops you from making the report."
        stack.addWidget(TextLabel(says, ink="muted"))
        stack.addSpacing(18)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(TextLabel("For", wrap=False))
        row.addWidget(self.templates)
        row.addWidget(self.check_again_link)
        row.addStretch(1)
        stack.addLayout(row)
        stack.addSpacing(18)
        for part in (self.progress, self.failure_panel, self.summary):
            part.hide()
            stack.addWidget(part)
        stack.addWidget(self.item_list)
        stack.addStretch(1)

    def _line(self, row: CheckRow) -> ItemLine:
        return ItemLine(
            row.place_text, row.text, partial(self.answer_requested.emit, row.path) if row.path else None
        )

    def _show_only(self, part: QWidget | None) -> None:
        is_free = part is not self.progress
        waited = self.progress.cancel_button.hasFocus() and is_free
        for each in (self.progress, self.failure_panel, self.summary):
            each.setVisible(each is part)
        self.item_list.setVisible(part is self.summary)
        if not is_free and (self.templates.hasFocus() or self.check_again_link.hasFocus()):
            self.progress.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)  # Qt would leave the page
        self.templates.setEnabled(is_free)
        self.check_again_link.setEnabled(is_free)
        if waited:
            self.focus_start()

    def _request_check(self) -> None:
        self.check_requested.emit(self.template)


def check_summary_text(must: int, may: int) -> str:
    """Return how much there is to do: what to mend, and what is good to know."""
    if not must and not may:
        return NOTHING_TO_FIX
    known = f"{format_count(may, 'thing')} that {'is' if may == 1 else 'are'} good to know"
    if not must:
        return f"Nothing to mend. There {'is' if may == 1 else 'are'} {known}."
    mend = f"{format_count(must, 'thing')} to mend"
    return f"{mend}, and {known}." if may else f"{mend}."
