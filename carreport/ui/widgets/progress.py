"""Tell how a report goes: how far it is, why there is none, or what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters
from carreport.ui.theme.proxy_style import rounded
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.labels import Words
from carreport.ui.widgets.panel import Panel


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: where it lies, what is in it, what was kept back and what is missing."""

    path: Path
    sentence: str
    kept_back: Sequence[tuple[str, str]]
    missing: Sequence[str]


class _Bar(QProgressBar):
    """A thin bar that fills."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setRange(0, 100)
        self.setTextVisible(False)
        self.setFixedHeight(8)
        self.setAccessibleName(name)

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the part that is done over the whole."""
        roles = QPalette.ColorRole
        painter = QPainter(self)
        rounded(painter, self.rect(), self.palette().color(roles.Midlight), None, 0)
        done = self.rect()
        done.setWidth(max(8, self.width() * self.value() // 100))
        rounded(painter, done, self.palette().color(roles.Highlight), None, 0)
        painter.end()


class Progress(QWidget):
    """How far a piece of work is, and the way to stop it."""

    def __init__(self, name: str = "How far the report is") -> None:
        super().__init__()
        self.words = Words("Beginning…", ink="muted")
        self.bar = _Bar(name)
        self.cancel = Button("Stop")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignLeft)

    def show_share(self, share: float, words: str) -> None:
        """Show how much is done, from 0 to 1."""
        self.bar.setValue(round(share * 100))
        self.words.setText(words or "Working…")


class Trouble(Panel):
    """Why there is no report, and what can be done."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Words("", ink="attention")
        self.other_name = Button("Choose another name…")
        self.stack.addWidget(self.words)
        self.stack.addWidget(self.other_name, 0, Qt.AlignmentFlag.AlignLeft)


class Result(Panel):
    """What is in the report, and the ways to look at it."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = Words("", Letters.STRONG)
        self.where = Words("", Letters.SMALL, "muted")
        self.missing = Words("", ink="attention")
        self.open = Button("Open it")
        self.folder = Button("Show in folder")
        self.kept_back = Link("")
        self.kept_back.setCheckable(True)
        self.reasons = Words("")
        self.reasons.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.kept_back.toggled.connect(self.reasons.setVisible)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.open)
        row.addWidget(self.folder)
        row.addStretch(1)
        for part in (self.sentence, self.where, self.missing):
            self.stack.addWidget(part)
        self.stack.addSpacing(4)
        self.stack.addLayout(row)
        self.stack.addSpacing(4)
        self.stack.addWidget(self.kept_back, 0, Qt.AlignmentFlag.AlignLeft)
        self.stack.addWidget(self.reasons)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what came of it."""
        self.sentence.setText(f"Report made: {outcome.sentence}")
        self.where.setText(shown_place(outcome.path))
        missing = "\n".join(f"Not found in the report: {each}" for each in outcome.missing)
        count = len(outcome.kept_back)
        answers = "answer was" if count == 1 else "answers were"
        _show_if(self.missing, missing)
        _show_if(
            self.kept_back, f"{count} {answers} kept back on purpose: see which and why" if count else ""
        )
        self.reasons.setText("\n\n".join(reasons_of(outcome.kept_back)))
        self.kept_back.setChecked(False)
        self.reasons.hide()


def reasons_of(kept_back: Sequence[tuple[str, str]]) -> list[str]:
    """Return one paragraph for each reason, with the questions that it holds for."""
    by_reason: dict[str, list[str]] = {}
    for label, why in kept_back:
        by_reason.setdefault(why, []).append(label)
    said = []
    for why, labels in by_reason.items():
        count = f"{len(labels)} answer{'s' if len(labels) > 1 else ''}"
        said.append(f"{why}\n{count}: {', '.join(dict.fromkeys(labels))}")
    return said


def _show_if(part: QLabel | Button, text: str) -> None:
    part.setText(text)
    part.setVisible(bool(text))


def shown_place(path: Path) -> str:
    """Return where a file lies, from the person’s own folder on."""
    try:
        inside = path.relative_to(Path.home())
    except ValueError:
        return str(path)
    return " › ".join(inside.parts if len(inside.parts) > 1 else ("Your own folder", *inside.parts))
