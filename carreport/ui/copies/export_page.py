"""Send a copy: say what goes along and what never does, and put the file where it can be sent from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from carreport.ui.theme.palette import GAP, FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.panel import Panel
from carreport.ui.widgets.progress import ProgressPanel, short_path
from carreport.ui.widgets.scroll_column import ScrollColumn

INCLUDED = (
    "every answer as it stands now, with who wrote it and when",
    "answers that are for your group only",
    "both versions where there are two",
    "the pictures that answers show",
)
NOT_INCLUDED = (
    "reflections that their writer has not released",
    "answers that are for you only",
    "earlier versions of answers",
    "what was removed or erased",
)
RECIPIENT_HINT = "A name, if you like. It stays here, and tells you later who has which copy."


@dataclass(frozen=True, slots=True)
class CopyOutcome:
    """The copy that was made: where it lies, and in words how much is in it."""

    path: Path
    contents: str

    @property
    def sentence(self) -> str:
        """What is in it, as “Copy made: 41 questions answered, 23 entries, 6 pictures”."""
        return f"Copy made: {self.contents}."


class ExportCopyPage(ScrollColumn):
    """The page on which a copy for somebody else is made."""

    place_requested = Signal(object)
    """Another place is wanted than this one."""
    copy_requested = Signal(object, str)
    """A copy is to be put at this path; the words say whom it is for."""
    folder_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._target = Path()
        self._outcome: CopyOutcome | None = None
        self.place = TextLabel("")
        self.other_place = Button("Choose another place…")
        self.other_place.clicked.connect(self._request_place)
        self.recipient = QLineEdit()
        self.recipient.setAccessibleName("Who is it for")
        self.recipient.setMaximumWidth(360)
        self.make_button = Button("Make the copy", "filled")
        self.make_button.clicked.connect(self._request_copy)
        self.progress = ProgressPanel("How far the copy is")
        self.failure_panel = Panel()
        self.failure_label = TextLabel("", ink="attention")
        self.failure_panel.content_layout.addWidget(self.failure_label)
        self.result_panel = Panel()
        self.summary_label = TextLabel("", FontRole.STRONG)
        self.place_label = TextLabel("", FontRole.SMALL, "muted")
        self.folder = Button("Show in folder")
        self.folder.clicked.connect(self._request_folder)
        self._lay_out()

    @property
    def target(self) -> Path:
        """Where the copy will be put."""
        return self._target

    def set_target(self, target: Path) -> None:
        """Put the copy there."""
        self._target = target
        self.place.setText(short_path(target))
        self.place.setToolTip(str(target))

    def focus_start(self) -> None:
        """Put the keyboard on the button that makes the copy."""
        self.make_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroll_to_top()

    def show_cancelled(self) -> None:
        """Show no earlier result: the answers may have changed since."""
        self._show_only(None)
        self.make_button.setText("Make the copy")

    def show_progress(self, share: float, words: str) -> None:
        """Say how far the copy is."""
        self.progress.show_progress(share, words)
        self._show_only(self.progress)
        self.make_button.setEnabled(False)

    def show_outcome(self, sent: CopyOutcome) -> None:
        """Say that the copy is there, and what is in it."""
        self._outcome = sent
        self.summary_label.setText(sent.sentence)
        self.place_label.setText(
            f"{short_path(sent.path)}\nSend it by mail or on a memory stick. When it comes back, bring it in."
        )
        self.make_button.setText("Make another copy")
        self._show_only(self.result_panel)
        announce(self, sent.sentence)
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)
        self._activate_layout()
        self.reveal(self.result_panel)

    def show_failed(self, why: str) -> None:
        """Say why there is no copy."""
        self.failure_label.setText(why)
        self._show_only(self.failure_panel)
        announce(self, why)
        self._activate_layout()
        self.reveal(self.failure_panel)

    def _lay_out(self) -> None:
        stack = self.content_layout
        stack.addWidget(HeadingLabel("Send a copy"))
        stack.addSpacing(6)
        stack.addWidget(
            TextLabel(
                "For somebody in your group to write in. What they write comes back together with what you "
                "write meanwhile, and nothing is overwritten.",
                ink="muted",
            )
        )
        for title, lines in (("What goes along", INCLUDED), ("What never goes along", NOT_INCLUDED)):
            stack.addSpacing(22)
            stack.addWidget(HeadingLabel(title, FontRole.QUESTION))
            stack.addSpacing(6)
            stack.addWidget(TextLabel("\n".join(f"•  {line}" for line in lines)))
        stack.addSpacing(22)
        stack.addWidget(HeadingLabel("Who is it for?", FontRole.QUESTION))
        stack.addSpacing(6)
        stack.addWidget(TextLabel(RECIPIENT_HINT, ink="muted"))
        stack.addSpacing(6)
        stack.addWidget(self.recipient)
        stack.addSpacing(22)
        stack.addWidget(HeadingLabel("Where to put it", FontRole.QUESTION))
        stack.addSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.place, 1)
        row.addWidget(self.other_place)
        stack.addLayout(row)
        stack.addSpacing(22)
        stack.addWidget(self.make_button, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(GAP)
        self.result_panel.content_layout.addWidget(self.summary_label)
        self.result_panel.content_layout.addWidget(self.place_label)
        self.result_panel.content_layout.addWidget(self.folder, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.progress, self.failure_panel, self.result_panel):
            stack.addWidget(part)
        stack.addStretch(1)

    def _show_only(self, part: QWidget | None) -> None:
        for each in (self.progress, self.failure_panel, self.result_panel):
            each.setVisible(each is part)
        self.make_button.setEnabled(True)

    def _request_place(self) -> None:
        self.place_requested.emit(self._target)

    def _request_copy(self) -> None:
        self.copy_requested.emit(self._target, self.recipient.text())

    def _request_folder(self) -> None:
        if self._outcome is not None:
            self.folder_requested.emit(self._outcome.path)
