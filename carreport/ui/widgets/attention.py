"""A line below a question that needs attention, with a link to whatever it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.draft.session.last_seen import is_claimed_author
from carreport.form.answers import Version
from carreport.ui.qt.guard import qt_override
from carreport.ui.relative_time import parse_time, relative_day
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import TextLabel

NUMBER_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")

RESOLVE_CONFLICT_FIRST = "Two people have given different answers. Choose between them before editing."


class AttentionLine(QWidget):
    """A tinted line with one link, hidden while it has no text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = TextLabel("", FontRole.STRONG, "attention")
        self.link = LinkButton("")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(16)
        row.addWidget(self.label, 1)
        row.addWidget(self.link, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_message(self, text: str, link: str, spoken: str) -> None:
        """Show this text and link; `spoken` is the link’s accessible name. An empty text hides the line."""
        self.label.setText(text)
        self.link.setText(link)
        self.link.setAccessibleName(spoken)
        self.setVisible(bool(text))

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tinted background."""
        painter = QPainter(self)
        draw_rounded_rect(painter, self.rect(), self.palette().color(QPalette.ColorRole.Shadow), None, 0)
        painter.end()


def conflict_text(versions: Sequence[Version], me: str, now: datetime) -> str:
    """Return whose versions are in conflict: “Two versions: yours and Morag’s (3 November).”."""
    owners = version_owners(versions, me, now)
    return f"{spell_number(len(versions))} versions: {' and '.join((', '.join(owners[:-1]), owners[-1]))}."


def version_owners(versions: Sequence[Version], me: str, now: datetime) -> list[str]:
    """Return the owner of each version, your own first. Each has a date, unless it is your only one."""
    versions = sorted(versions, key=lambda version: version.author != me)
    own = sum(version.author == me for version in versions)
    return [
        "yours"
        if own == 1 and version.author == me
        else f"{possessive(version.author, me)} ({_day(version, now)})"
        for version in versions
    ]


def possessive(author: str, me: str) -> str:
    """Return “yours” or “Morag’s”."""
    if is_claimed_author(author):
        return "one that says it is from you"
    return "yours" if author == me else f"{author or 'someone'}’s"


def spell_number(number: int) -> str:
    """Return a number below ten as a word, capitalised to start a sentence; others as digits."""
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)


def _day(version: Version, now: datetime) -> str:
    return relative_day(parse_time(version.written_at), now)
