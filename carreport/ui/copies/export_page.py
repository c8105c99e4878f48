"""Send a copy: say what goes along and what never does, and put the file where it can be sent from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from carreport.ui.theme.palette import GAP, Letters
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import Heading, Words, announce
from carreport.ui.widgets.panel import Panel
from carreport.ui.widgets.progress import Progress, shown_place
from carreport.ui.widgets.scroll_column import Column

GOES = (
    "every answer as it stands now, with who wrote it and when",
    "answers that are for your group only",
    "both versions where there are two",
    "the pictures that answers show",
)
STAYS = (
    "reflections that their writer has not released",
    "answers that are for you only",
    "earlier versions of answers",
    "what was removed or erased",
)
WHY_WHOM = "A name, if you like. It stays here, and tells you later who has which copy."


@dataclass(frozen=True, slots=True)
class Sent:
    """The copy that was made: where it lies, and in words how much is in it."""

    path: Path
    holds: str

    @property
    def sentence(self) -> str:
        """What is in it, as “Copy made: 41 questions answered, 23 entries, 6 pictures”."""
        return f"Copy made: {self.holds}."


class SendCopyPage(Column):
    """The page on which a copy for somebody else is made."""

    place_wanted = Signal(object)
    """Another place is wanted than this one."""
    copy_ordered = Signal(object, str)
    """A copy is to be put at this path; the words say whom it is for."""
    folder_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._target = Path()
        self._sent: Sent | None = None
        self.place = Words("")
        self.other_place = Button("Choose another place…")
        self.other_place.clicked.connect(self._want_place)
        self.for_whom = QLineEdit()
        self.for_whom.setAccessibleName("Who is it for")
        self.for_whom.setMaximumWidth(360)
        self.make = Button("Make the copy", "filled")
        self.make.clicked.connect(self._order)
        self.progress = Progress("How far the copy is")
        self.trouble = Panel()
        self.why = Words("", ink="attention")
        self.trouble.stack.addWidget(self.why)
        self.result = Panel()
        self.sentence = Words("", Letters.STRONG)
        self.where = Words("", Letters.SMALL, "muted")
        self.folder = Button("Show in folder")
        self.folder.clicked.connect(self._want_folder)
        self._lay_out()

    @property
    def target(self) -> Path:
        """Where the copy will be put."""
        return self._target

    def set_target(self, target: Path) -> None:
        """Put the copy there."""
        self._target = target
        self.place.setText(shown_place(target))
        self.place.setToolTip(str(target))

    def focus_here(self) -> None:
        """Put the keyboard on the button that makes the copy."""
        self.make.setFocus(Qt.FocusReason.OtherFocusReason)
        self.to_top()

    def forget_outcome(self) -> None:
        """Show no earlier result: the answers may have changed since."""
        self._show_only(None)
        self.make.setText("Make the copy")

    def show_working(self, share: float, words: str) -> None:
        """Say how far the copy is."""
        self.progress.show_share(share, words)
        self._show_only(self.progress)
        self.make.setEnabled(False)

    def show_sent(self, sent: Sent) -> None:
        """Say that the copy is there, and what is in it."""
        self._sent = sent
        self.sentence.setText(sent.sentence)
        self.where.setText(
            f"{shown_place(sent.path)}\n"
            "Send it by mail or on a memory stick. When it comes back, bring it in."
        )
        self.make.setText("Make another copy")
        self._show_only(self.result)
        announce(self, sent.sentence)
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)
        self._settle()
        self.reveal(self.result)

    def show_failed(self, why: str) -> None:
        """Say why there is no copy."""
        self.why.setText(why)
        self._show_only(self.trouble)
        announce(self, why)
        self._settle()
        self.reveal(self.trouble)

    def _lay_out(self) -> None:
        stack = self.stack
        stack.addWidget(Heading("Send a copy"))
        stack.addSpacing(6)
        stack.addWidget(
            Words(
                "For somebody in your group to write in. What they write comes back together with what you "
                "write meanwhile, and nothing is overwritten.",
                ink="muted",
            )
        )
        for title, lines in (("What goes along", GOES), ("What never goes along", STAYS)):
            stack.addSpacing(22)
            stack.addWidget(Heading(title, Letters.QUESTION))
            stack.addSpacing(6)
            stack.addWidget(Words("\n".join(f"•  {line}" for line in lines)))
        stack.addSpacing(22)
        stack.addWidget(Heading("Who is it for?", Letters.QUESTION))
        stack.addSpacing(6)
        stack.addWidget(Words(WHY_WHOM, ink="muted"))
        stack.addSpacing(6)
        stack.addWidget(self.for_whom)
        stack.addSpacing(22)
        stack.addWidget(Heading("Where to put it", Letters.QUESTION))
        stack.addSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.place, 1)
        row.addWidget(self.other_place)
        stack.addLayout(row)
        stack.addSpacing(22)
        stack.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(GAP)
        self.result.stack.addWidget(self.sentence)
        self.result.stack.addWidget(self.where)
        self.result.stack.addWidget(self.folder, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.progress, self.trouble, self.result):
            stack.addWidget(part)
        stack.addStretch(1)

    def _show_only(self, part: QWidget | None) -> None:
        for each in (self.progress, self.trouble, self.result):
            each.setVisible(each is part)
        self.make.setEnabled(True)

    def _want_place(self) -> None:
        self.place_wanted.emit(self._target)

    def _order(self) -> None:
        self.copy_ordered.emit(self._target, self.for_whom.text())

    def _want_folder(self) -> None:
        if self._sent is not None:
            self.folder_wanted.emit(self._sent.path)
