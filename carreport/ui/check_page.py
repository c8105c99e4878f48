"""Check before you send: what stands between an inquiry and its report, each row leading to its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.form.wording import counted
from carreport.ui.buttons import Button
from carreport.ui.column import Column
from carreport.ui.editors.choosing import Dropdown
from carreport.ui.heading import Heading
from carreport.ui.labels import Words, announce
from carreport.ui.links import Link
from carreport.ui.report_panels import Progress, Trouble
from carreport.ui.style import Letters

AT_ONCE = 8
"""How many rows of one kind are listed before one asks for the rest."""
NOTHING = "Nothing stands between this inquiry and its report."


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was found: what kind, where it stands in words, what it is, and where it is mended.

    A row without a `place` cannot be mended in the inquiry, but in a file of the template.
    """

    group: str
    where: str
    sentence: str
    place: str
    must: bool


class CheckPage(Column):
    """The list, for one template at a time."""

    check_wanted = Signal(str)
    """The inquiry is to be checked for the template of this name."""
    place_wanted = Signal(str)
    """The answer at this path is to be shown."""
    cancel_wanted = Signal()

    def __init__(self, templates: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.links: list[Link] = []
        self._body = QWidget()
        self.heading = Heading("Check before you send")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.templates = Dropdown("check.template", "For which report")
        for name, title in templates:
            self.templates.addItem(title, name)
        self.templates.currentIndexChanged.connect(self._want_check)
        self.again = Button("Check again")
        self.again.clicked.connect(self._want_check)
        self.progress = Progress("How far the check is")
        self.progress.cancel.clicked.connect(self.cancel_wanted)
        self.trouble = Trouble()
        self.trouble.other_name.hide()
        self.summary = Words("", Letters.STRONG)
        self._lay_out()

    @property
    def template(self) -> str:
        """The name of the template that the check is for."""
        return str(self.templates.currentData() or "")

    def focus_here(self) -> None:
        """Put the keyboard on the first row, or where one chooses the report."""
        first = self.links[0] if self.links else self.templates
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.to_top()

    def show_working(self, share: float, words: str) -> None:
        """Say that the inquiry is being looked through."""
        self._show_only(self.progress)
        self.progress.show_share(share, words)

    def show_failed(self, why: str) -> None:
        """Say why there is no list."""
        self._show_only(self.trouble)
        self.trouble.words.setText(why)
        announce(self, why)

    def show_stopped(self) -> None:
        """Show no list: the check was stopped."""
        self._show_only(None)

    def show_found(self, rows: Sequence[Row]) -> None:
        """List what was found, what must be mended first."""
        must = sum(row.must for row in rows)
        self.summary.setText(summary_words(must, len(rows) - must))
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.links = []
        for group, found in groupby(rows, key=lambda row: row.group):
            column.addSpacing(22)
            column.addWidget(Heading(group, Letters.QUESTION))
            self._list(column, list(found))
        self.stack.replaceWidget(self._body, fresh)
        self._body.hide()
        self._body.deleteLater()
        self._body = fresh
        self._show_only(self.summary)
        announce(self, self.summary.text())

    def _lay_out(self) -> None:
        stack = self.stack
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        says = "Each line leads to the place that mends it. Nothing here stops you from making the report."
        stack.addWidget(Words(says, ink="muted"))
        stack.addSpacing(18)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Words("For", wrap=False))
        row.addWidget(self.templates)
        row.addWidget(self.again)
        row.addStretch(1)
        stack.addLayout(row)
        stack.addSpacing(18)
        for part in (self.progress, self.trouble, self.summary):
            part.hide()
            stack.addWidget(part)
        stack.addWidget(self._body)
        stack.addStretch(1)

    def _list(self, column: QVBoxLayout, rows: Sequence[Row]) -> None:
        for row in rows[:AT_ONCE]:
            self._add(column, row)
        rest = rows[AT_ONCE:]
        if not rest:
            return
        more, below = Link(f"Show the other {len(rest)}"), QVBoxLayout()
        below.setSpacing(0)
        column.addSpacing(12)
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(below)
        self.links.append(more)
        more.clicked.connect(lambda: self._open_rest(more, below, rest))

    def _open_rest(self, more: Link, below: QVBoxLayout, rest: Sequence[Row]) -> None:
        before = len(self.links)
        for row in rest:
            self._add(below, row)
        first = next(iter(self.links[before:]), None)
        if first is not None:
            first.show()  # what is not shown yet cannot take the keyboard
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        more.hide()

    def _add(self, column: QVBoxLayout, row: Row) -> None:
        column.addSpacing(12)
        if row.place:
            link = Link(row.where.replace("&", "&&"))
            link.setAccessibleName(f"{row.where}. {row.sentence}")
            link.clicked.connect(lambda: self.place_wanted.emit(row.place))
            self.links.append(link)
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            column.addWidget(Words(row.where))
        column.addWidget(Words(row.sentence, Letters.SMALL, "muted"))

    def _show_only(self, part: QWidget | None) -> None:
        for each in (self.progress, self.trouble, self.summary):
            each.setVisible(each is part)
        self._body.setVisible(part is self.summary)
        is_free = part is not self.progress
        self.templates.setEnabled(is_free)
        self.again.setEnabled(is_free)

    def _want_check(self) -> None:
        self.check_wanted.emit(self.template)


def summary_words(must: int, may: int) -> str:
    """Return how much there is to do: what to mend, and what is good to know."""
    if not must and not may:
        return NOTHING
    known = f"{counted(may, 'thing')} that {'is' if may == 1 else 'are'} good to know"
    if not must:
        return f"Nothing to mend. There {'is' if may == 1 else 'are'} {known}."
    mend = f"{counted(must, 'thing')} to mend"
    return f"{mend}, and {known}." if may else f"{mend}."
