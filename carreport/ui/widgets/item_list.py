"""Lists of text: lines with headings, notes and links, or lines with bullets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from carreport.draft.history.diff import DiffSpan, fold_unchanged
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.diff_label import DiffLabel
from carreport.ui.widgets.disclosure import DisclosureButton
from carreport.ui.widgets.flow_row import wrap_text
from carreport.ui.widgets.labels import HeadingLabel, TextLabel

MAX_SHOWN = 20
_TITLE = "carreport_title"
"""The dynamic property of a link that wraps: its text without line breaks."""
CHEVRON_GAP = 12
"""The space that a chevron takes beside its own width, in pixels."""
LEAST_LINK = 100
"""The least width of a link, in pixels."""
INDENT = 22
"""How far the lines of one kind are indented, in pixels."""
MAX_ADDED = 100
"""How many lines “Show more” adds at a time; creating the labels for one line takes about 1 ms."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A title and a smaller line; optionally an action, which makes the title a link, and a diff.

    Long unchanged stretches of the diff are folded. `offer` is another link below, with what it does.
    The title of a line with `lines` opens and closes them; `on_toggled` is told which.
    """

    title: str
    detail: str
    on_activated: Callable[[], object] | None = None
    diff: Sequence[DiffSpan] = ()
    offer: tuple[str, Callable[[], object]] | None = None
    lines: Sequence[ItemLine] = ()
    max_shown: int = MAX_SHOWN
    is_open: bool = False
    on_toggled: Callable[[bool], object] | None = None


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """Lines under a heading and a note; those beyond `max_shown` are shown on request."""

    title: str = ""
    note: str = ""
    lines: Sequence[ItemLine] = ()
    max_shown: int = MAX_SHOWN


class ItemList(QWidget):
    """Groups of lines, one below the other; `links` holds their links from top to bottom.

    Lines are widgets, not painted rows: Tab and screen readers must find each link, and changed text wraps.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.links: list[LinkButton] = []
        self.groups: tuple[ItemGroup, ...] = ()
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._body = QWidget()
        self._outer.addWidget(self._body)

    def set_groups(self, *groups: ItemGroup) -> None:
        """Show these groups in place of the previous ones."""
        self.links = []
        self.groups = groups
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        for group in groups:
            if group.title:
                column.addSpacing(20)
                column.addWidget(HeadingLabel(group.title, FontRole.QUESTION))
            if group.note:
                column.addSpacing(4)
                column.addWidget(TextLabel(group.note, ink="muted"))
            self.links += self._add_lines(column, group.title, group.lines, group.max_shown)
        self._outer.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        self._fit_links()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the links at the new width."""
        super().resizeEvent(event)
        self._fit_links()

    def _fit_links(self) -> None:
        for link in self.links:
            if link.property(_TITLE):
                indent = 0 if link.parentWidget() is self._body else INDENT
                _wrap(link, self.width() - indent)

    def _add_lines(
        self, column: QVBoxLayout, title: str, lines: Sequence[ItemLine], max_shown: int
    ) -> list[LinkButton]:
        """Add the first lines and a link that shows the rest; return their links."""
        links: list[LinkButton] = []
        for line in lines[:max_shown]:
            links += self._add_folded(column, line) if line.lines else _add_line(column, line)
        rest = lines[max_shown:]
        if rest:
            some = f"Show {MAX_ADDED} more of {len(rest):,}"
            more = LinkButton(some if len(rest) > MAX_ADDED else f"Show the other {len(rest)}")
            more.setAccessibleName(f"{more.text()}: {title}" if title else more.text())
            below = QVBoxLayout()
            below.setSpacing(0)
            column.addSpacing(12)
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
            column.addLayout(below)
            more.clicked.connect(lambda: self._show_rest(more, below, title, rest))
            links.append(more)
        return links

    def _add_folded(self, column: QVBoxLayout, line: ItemLine) -> list[LinkButton]:
        """Add a link that opens and closes the lines of one kind; return it, and the links it shows."""
        link, body = DisclosureButton("", line.title, letters=FontRole.TEXT), QWidget()
        _let_wrap(link, line.title)
        inner = QVBoxLayout(body)
        inner.setContentsMargins(INDENT, 0, 0, 0)
        inner.setSpacing(0)
        inside = self._add_lines(inner, line.title, line.lines, line.max_shown)
        column.addSpacing(12)
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(body)
        body.setVisible(line.is_open)
        link.set_open(is_open=line.is_open)
        link.disclosure_edited.connect(body.setVisible)
        if line.on_toggled is not None:
            link.disclosure_edited.connect(partial(line.on_toggled))
        return [link, *inside]

    def _show_rest(self, more: LinkButton, below: QVBoxLayout, title: str, rest: Sequence[ItemLine]) -> None:
        """Add lines below this link and hide it; the keyboard focus goes to the first new link."""
        index = self.links.index(more)
        added = self._add_lines(below, title, rest, MAX_ADDED)
        self.links[index : index + 1] = added
        self._fit_links()
        if added:
            added[0].show()  # a hidden widget cannot take the focus
            added[0].setFocus(Qt.FocusReason.OtherFocusReason)
        more.hide()


def _let_wrap(link: LinkButton, title: str) -> None:
    """Show this text on a link, which `_wrap` fits into its column."""
    link.setProperty(_TITLE, title)
    link.setText(title.replace("&", "&&"))
    link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    link.setMinimumWidth(min(LEAST_LINK, link.sizeHint().width()))


def _wrap(link: LinkButton, width: int) -> None:
    """Wrap the text of a link so that no line is wider than `width`."""
    beside = 0 if link.icon().isNull() else link.iconSize().width() + CHEVRON_GAP
    room = max(width - beside, LEAST_LINK)
    text = wrap_text(str(link.property(_TITLE)), link.fontMetrics(), room).replace("&", "&&")
    if text != link.text():
        link.setText(text)


def _add_line(column: QVBoxLayout, line: ItemLine) -> list[LinkButton]:
    """Add the labels for a line; return its links."""
    column.addSpacing(12)
    links: list[LinkButton] = []
    if line.on_activated is None:
        column.addWidget(TextLabel(line.title))
    else:
        link = LinkButton("")
        _let_wrap(link, line.title)
        link.setAccessibleName(f"{line.title}. {line.detail}" if line.detail else line.title)
        link.clicked.connect(partial(line.on_activated))
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        links.append(link)
    if line.detail:
        column.addWidget(TextLabel(line.detail, FontRole.SMALL, "muted"))
    if line.diff:
        diff = DiffLabel()
        diff.show_diff(fold_unchanged(line.diff))
        column.addWidget(diff)
        for described in links:
            described.setAccessibleDescription(diff.accessibleName())
    if line.offer is not None:
        text, action = line.offer
        offer = LinkButton(text)
        offer.setAccessibleName(f"{text}: {line.detail}")
        offer.clicked.connect(partial(action))
        column.addWidget(offer, 0, Qt.AlignmentFlag.AlignLeft)
        links.append(offer)
    return links


class BulletList(QWidget):
    """Lines with bullets and a hanging indent; hidden while there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[str, ...] = ()
        self.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these lines in place of the previous ones."""
        if self.lines == tuple(lines):
            return
        self.lines = tuple(lines)
        while (item := self._grid.takeAt(0)) is not None:
            label = item.widget()
            if label is not None:
                label.hide()
                label.deleteLater()
        for row, line in enumerate(self.lines):
            bullet = TextLabel("•", ink="muted", wrap=False)
            self._grid.addWidget(bullet, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(TextLabel(line), row, 1)
        self.setVisible(bool(lines))
