"""Panels that show the progress of a job, why a report failed, and a finished report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.disclosure import DisclosureButton
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import HintLabel, TextLabel
from carreport.ui.widgets.panel import Panel

DRAG_IT = "carreport cannot attach the file. Drag it from its folder into the new message."
NO_MAIL_PROGRAM = "No mail program has opened. Attach the file to a message yourself. Its folder is open."


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """A finished report: its path, a summary, the answers withheld, and any that are missing.

    `private` says which entries are not in it because only the author can see them.
    """

    path: Path
    summary: str
    kept_back: Sequence[tuple[str, str]]
    missing: Sequence[str]
    private: Sequence[str] = ()


class _ProgressBar(QProgressBar):
    """A thin progress bar."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setRange(0, 100)
        self.setTextVisible(False)
        self.setFixedHeight(8)
        self.setAccessibleName(name)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the completed part over the whole."""
        roles = QPalette.ColorRole
        painter = QPainter(self)
        draw_rounded_rect(painter, self.rect(), self.palette().color(roles.Midlight), None, 0)
        done = self.rect()
        done.setWidth(max(8, self.width() * self.value() // 100))
        draw_rounded_rect(painter, done, self.palette().color(roles.Highlight), None, 0)
        painter.end()


class ProgressPanel(QWidget):
    """The progress of a background job, with a Stop button."""

    def __init__(self, name: str = "Report progress") -> None:
        super().__init__()
        self.label = TextLabel("Starting…", ink="muted")
        self.bar = _ProgressBar(name)
        self.cancel_button = Button("Stop")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.label)
        column.addWidget(self.bar)
        column.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_progress(self, share: float, words: str) -> None:
        """Show the fraction completed, from 0 to 1, and what is being done."""
        self.bar.setValue(round(share * 100))
        self.label.setText(words or "Working…")


class FailurePanel(Panel):
    """Why there is no report, and what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.label = TextLabel("", ink="attention")
        self.other_name_button = Button("Choose another name…")
        self.content_layout.addWidget(self.label)
        self.content_layout.addWidget(self.other_name_button, 0, Qt.AlignmentFlag.AlignLeft)


class FileActions(QWidget):
    """What to do with a file that has been made: open it, show it in its folder, email it."""

    open_requested = Signal()
    folder_requested = Signal()
    email_requested = Signal()

    def __init__(self, *, can_open: bool = True) -> None:
        super().__init__()
        self.open_button = Button("Open", "filled")
        self.folder_button = Button("Show in folder")
        self.email_button = Button("E-mail it")
        self.email_note = HintLabel("ink")
        self.open_button.clicked.connect(self.open_requested)
        self.folder_button.clicked.connect(self.folder_requested)
        self.email_button.clicked.connect(self.email_requested)
        row = FlowRow(10)
        for button in (self.open_button, self.folder_button, self.email_button)[0 if can_open else 1 :]:
            row.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(row)
        column.addWidget(self.email_note)

    def show_email_begun(self, *, has_opened: bool) -> None:
        """Say what to do next: the mail program cannot be given a file."""
        self.email_note.show_message(DRAG_IT if has_opened else NO_MAIL_PROGRAM)


class ResultPanel(Panel):
    """What is in the report, and buttons to open it."""

    def __init__(self) -> None:
        super().__init__()
        self.summary_label = TextLabel("", FontRole.STRONG)
        self.missing_label = TextLabel("", ink="attention")
        self.private_label = TextLabel("")
        self.file_actions = FileActions()
        self.open_button = self.file_actions.open_button
        self.again_link = LinkButton("Make it again")
        self.kept_back_button = DisclosureButton("", "", letters=FontRole.TEXT)
        self.reasons_label = TextLabel("")
        self.reasons_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.kept_back_button.disclosure_edited.connect(self.reasons_label.setVisible)
        for part in (self.summary_label, self.missing_label, self.private_label):
            self.content_layout.addWidget(part)
        links = FlowRow(18)
        links.add(self.kept_back_button)
        links.add(self.again_link)
        self.content_layout.addWidget(self.file_actions)
        self.content_layout.addWidget(links)
        self.content_layout.addWidget(self.reasons_label)

    def show_outcome(self, outcome: ReportOutcome) -> None:
        """Show the summary, the file, anything missing, and the answers left out."""
        self.summary_label.setText(f"{outcome.summary}.")
        missing = "\n".join(f"Not found in the report: {text}" for text in outcome.missing)
        count = len(outcome.kept_back)
        _show_if(self.missing_label, missing)
        _show_if(self.private_label, "\n".join(outcome.private))
        _show_if(
            self.kept_back_button,
            f"See the {'answer' if count == 1 else f'{count:,} answers'} left out, and why" if count else "",
        )
        self.reasons_label.setText("\n\n".join(reason_paragraphs(outcome.kept_back)))
        self.kept_back_button.set_open(is_open=False)
        self.reasons_label.hide()
        self.file_actions.email_note.show_message("")


def reason_paragraphs(kept_back: Sequence[tuple[str, str]]) -> list[str]:
    """Return one paragraph for each reason, with the questions it applies to."""
    by_reason: dict[str, list[str]] = {}
    for label, why in kept_back:
        by_reason.setdefault(why, []).append(label)
    paragraphs = []
    for why, labels in by_reason.items():
        count = f"{len(labels)} answer{'s' if len(labels) > 1 else ''}"
        paragraphs.append(f"{why}\n{count}: {', '.join(dict.fromkeys(labels))}")
    return paragraphs


def _show_if(part: QLabel | Button, text: str) -> None:
    part.setText(text)
    part.setVisible(bool(text))


def short_path(path: Path) -> str:
    """Return a path for display: relative to the home folder if it is inside, otherwise in full."""
    try:
        inside = path.relative_to(Path.home())
    except ValueError:
        return str(path)
    return " › ".join(inside.parts if len(inside.parts) > 1 else ("Home folder", *inside.parts))
