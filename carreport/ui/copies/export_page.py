"""The page that makes a copy for someone else: what is included, what is not, and where to save it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.panel import Panel
from carreport.ui.widgets.progress import FileActions, ProgressPanel, short_path
from carreport.ui.widgets.scroll_column import PrimaryAction, ScrollColumn

INCLUDED = (
    "every current answer, with who wrote it and when",
    "answers for your group only",
    "both versions of any answer in conflict",
    "the pictures in your answers",
)
NOT_INCLUDED = (
    "reflections that their writers have not given to the group",
    "answers that only you can see",
    "earlier versions of answers",
    "anything removed or erased",
)
RECIPIENT_HINT = "You can enter a name. It is kept in your inquiry, so that you can see later who has a copy."


@dataclass(frozen=True, slots=True)
class CopyOutcome:
    """A copy that has been made: its path and a summary of its contents."""

    path: Path
    contents: str
    noun: str = "Copy"

    @property
    def sentence(self) -> str:
        """The outcome: “Copy made: 41 questions answered, 23 entries, 6 pictures”."""
        return f"{self.noun} made: {self.contents}."


@dataclass(frozen=True, slots=True)
class ExportTexts:
    """What the page says about the file that it makes."""

    title: str
    explanation: str
    included: tuple[str, ...]
    not_included: tuple[str, ...]
    recipient_hint: str
    make: str
    make_again: str
    next_step: str


COPY_TEXTS = ExportTexts(
    "Send a copy",
    "Someone else in your group can edit the copy and send it back. When you import it, their work is added "
    "to yours. Nothing is overwritten.",
    INCLUDED,
    NOT_INCLUDED,
    RECIPIENT_HINT,
    "Make the copy",
    "Make another copy",
    "Send it by email or on a memory stick. When it comes back, import it.",
)


class ExportCopyPage(ScrollColumn):
    """The page on which you make a file for someone else: a copy, or one for a reviewer."""

    place_requested = Signal(object)
    """Ask for a path other than this one."""
    copy_requested = Signal(object, str)
    """Make a copy at this path for the recipient with this name."""
    folder_requested = Signal(object)
    email_requested = Signal(object)

    def __init__(self, texts: ExportTexts = COPY_TEXTS, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._texts = texts
        self._target = Path()
        self._outcome: CopyOutcome | None = None
        self.place = TextLabel("")
        self.other_place = Button("Choose another place…")
        self.other_place.clicked.connect(self._request_place)
        self.recipient = QLineEdit()
        self.recipient.setAccessibleName("Who is it for?")
        self.recipient.setMaximumWidth(360)
        self.primary_action: PrimaryAction = PrimaryAction(texts.make, self)
        self.primary_action.triggered.connect(self._request_copy)
        self.progress = ProgressPanel("Copy progress")
        self.failure_panel = Panel()
        self.failure_label = TextLabel("", ink="attention")
        self.failure_panel.content_layout.addWidget(self.failure_label)
        self.result_panel = Panel()
        self.summary_label = TextLabel("", FontRole.STRONG)
        self.place_label = TextLabel("", FontRole.SMALL, "muted")
        self.file_actions = FileActions(can_open=False)
        self.file_actions.folder_requested.connect(self._request_folder)
        self.file_actions.email_requested.connect(self._request_email)
        self.options_layout = QVBoxLayout()
        """Where a page puts what else can be chosen."""
        self._lay_out()

    @property
    def target(self) -> Path:
        """The path of the copy."""
        return self._target

    def set_target(self, target: Path) -> None:
        """Set the path of the copy."""
        self._target = target
        self.place.setText(short_path(target))
        self.place.setToolTip(str(target))

    def focus_start(self) -> None:
        """Move the focus to the button that makes the copy."""
        self.primary_action.focus()
        self.scroll_to_top()

    def show_cancelled(self) -> None:
        """Hide any result: the answers may have changed since."""
        self._show_only(None)
        self.primary_action.setText(self._texts.make)

    def show_progress(self, share: float, text: str) -> None:
        """Show the progress of the copy."""
        self.progress.show_progress(share, text)
        self._show_only(self.progress)
        self.primary_action.setEnabled(False)

    def show_outcome(self, sent: CopyOutcome) -> None:
        """Show that the copy has been made, and what is in it."""
        self._outcome = sent
        self.summary_label.setText(sent.sentence)
        self.place_label.setText(f"{short_path(sent.path)}\n{self._texts.next_step}")
        self.primary_action.setText(self._texts.make_again)
        self._show_only(self.result_panel)
        announce(self, sent.sentence)
        self.file_actions.email_note.show_message("")
        self.file_actions.folder_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._activate_layout()
        self.reveal(self.result_panel)

    def show_failed(self, why: str) -> None:
        """Show why no copy was made."""
        self.failure_label.setText(why)
        self._show_only(self.failure_panel)
        announce(self, why)
        self._activate_layout()
        self.reveal(self.failure_panel)

    def _lay_out(self) -> None:
        stack = self.content_layout
        texts = self._texts
        stack.addWidget(HeadingLabel(texts.title))
        stack.addSpacing(6)
        stack.addWidget(TextLabel(texts.explanation, ink="muted"))
        for title, lines in (("Included", texts.included), ("Not included", texts.not_included)):
            stack.addSpacing(22)
            stack.addWidget(HeadingLabel(title, FontRole.QUESTION))
            stack.addSpacing(6)
            stack.addWidget(TextLabel("\n".join(f"•  {line}" for line in lines)))
        stack.addSpacing(22)
        stack.addWidget(HeadingLabel("Who is it for?", FontRole.QUESTION))
        stack.addSpacing(6)
        stack.addWidget(TextLabel(texts.recipient_hint, ink="muted"))
        self.recipient.setAccessibleDescription(texts.recipient_hint)
        stack.addSpacing(6)
        stack.addWidget(self.recipient)
        stack.addLayout(self.options_layout)
        stack.addSpacing(22)
        stack.addWidget(HeadingLabel("Where to save it", FontRole.QUESTION))
        stack.addSpacing(6)
        stack.addWidget(self.place)
        stack.addSpacing(6)
        stack.addWidget(self.other_place, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(22)
        self.result_panel.content_layout.addWidget(self.summary_label)
        self.result_panel.content_layout.addWidget(self.place_label)
        self.result_panel.content_layout.addWidget(self.file_actions)
        for part in (self.progress, self.failure_panel, self.result_panel):
            stack.addWidget(part)
        stack.addStretch(1)

    def _show_only(self, part: QWidget | None) -> None:
        for panel in (self.progress, self.failure_panel, self.result_panel):
            panel.setVisible(panel is part)
        self.primary_action.setEnabled(True)

    def _request_place(self) -> None:
        self.place_requested.emit(self._target)

    def _request_copy(self) -> None:
        self.copy_requested.emit(self._target, self.recipient.text())

    def _request_folder(self) -> None:
        if self._outcome is not None:
            self.folder_requested.emit(self._outcome.path)

    def _request_email(self) -> None:
        if self._outcome is not None:
            self.email_requested.emit(self._outcome.path)
