"""Make the report: choose the format, the template and the place, then see what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.ui.export_folder import SHORTEST_NAME, file_name
from carreport.ui.report.template_list import OwnTemplates
from carreport.ui.theme.palette import GAP, Letters
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.labels import Heading, Words, announce
from carreport.ui.widgets.progress import Outcome, Progress, Result, Trouble, shown_place
from carreport.ui.widgets.scroll_column import Column

FORMATS = {
    ".docx": (
        "Word document",
        "To go on working on it in Word, or to send it round.",
        "Word document (*.docx)",
    ),
    ".pdf": ("PDF", "Pages that look the same everywhere, also on paper.", "PDF (*.pdf)"),
    ".html": ("Web page", "One file that opens in any browser, also on a phone.", "Web page (*.html)"),
}


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """A template that may be chosen: its name, its title, what it is for, and whose readers may see it.

    One of the person's own can be removed.
    """

    name: str
    title: str
    purpose: str
    readers: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """Which report to make, and where to put it."""

    template: str
    target: Path


class MakeReportPage(Column):
    """The page on which a report is made."""

    place_wanted = Signal(object, str)
    """Another place is wanted: the place so far, and the kind of file."""
    free_name_wanted = Signal(object)
    """A name is wanted that no file has yet, near this one."""
    report_ordered = Signal(object)
    cancel_wanted = Signal()
    check_wanted = Signal(str)
    """What stands between the inquiry and the report of this template is to be listed."""
    preview_wanted = Signal(str)
    """The pages of this template are to be shown."""
    file_wanted = Signal(object)
    folder_wanted = Signal(object)

    def __init__(
        self, templates: Sequence[TemplateChoice], folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._target = folder / SHORTEST_NAME
        self._outcome: Outcome | None = None
        self.heading = Heading("Make the report")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.formats = ChoiceCards("Format", across=True)
        for suffix, (title, says, _) in FORMATS.items():
            self.formats.offer(suffix, title, says)
        self.formats.chosen.connect(self._follow_format)
        self.templates = ChoiceCards("Template")
        self.own = OwnTemplates()
        self._own_names: dict[str, str] = {}
        self.show_templates(templates)
        self.templates.chosen.connect(self._follow_template)
        self.place = Words("")
        self.other_place = Button("Choose another place…")
        self.other_place.clicked.connect(self._want_place)
        self.taken = Words("A file of this name is there already; it will be replaced.", ink="attention")
        self.keep_both = Link("Keep that file and use another name")
        self.keep_both.clicked.connect(self._want_free_name)
        self.make = Button("Make the report", "filled")
        self.make.clicked.connect(self._order)
        self.preview = Button("Preview")
        self.preview.clicked.connect(lambda: self.preview_wanted.emit(self.templates.key))
        self.check = Button("Check before you send")
        self.check.clicked.connect(lambda: self.check_wanted.emit(self.templates.key))
        self.progress = Progress()
        self.progress.cancel.clicked.connect(self.cancel_wanted)
        self.trouble = Trouble()
        self.trouble.other_name.clicked.connect(self._want_place)
        self.result = Result()
        self.result.open.clicked.connect(self._want_file)
        self.result.folder.clicked.connect(self._want_folder)
        self._lay_out()
        self._follow_format()

    @property
    def target(self) -> Path:
        """Where the report will be put."""
        return self._target

    def show_templates(self, templates: Sequence[TemplateChoice]) -> None:
        """Offer these templates; the one that was chosen stays chosen while it is there."""
        for gone in [name for name in self.templates.cards if name not in {each.name for each in templates}]:
            self.templates.withdraw(gone)
        for each in templates:
            if each.name not in self.templates.cards:
                self.templates.offer(each.name, each.title, each.purpose, each.readers)
        self._own_names = {each.name: each.title for each in templates if each.is_own}
        self._follow_template()

    def ask_to_delete(self, name: str) -> None:
        """Ask whether a template that no bin takes is to be deleted."""
        self.own.ask_to_delete(name, self._own_names[name])
        self._settle()
        self.reveal(self.own)

    def suggest_name(self, title: str) -> None:
        """Suggest a file name from the title of the inquiry."""
        name = file_name(title)
        self._set_target(self._target.with_name(f"{name}{self.formats.key}"))

    def set_target(self, target: Path) -> None:
        """Put the report there; the format follows the end of the name."""
        if target.suffix in FORMATS:
            self.formats.choose(target.suffix)
        self._set_target(target.with_name(f"{_stem(target)}{self.formats.key}"))

    def focus_here(self) -> None:
        """Put the keyboard on the first choice."""
        self.to_top()
        self.formats.cards[self.formats.key].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_working(self, share: float, words: str) -> None:
        """Say how far the report is."""
        self._show_only(self.progress)
        self.progress.show_share(share, words)
        self.make.setEnabled(False)

    def show_outcome(self, outcome: Outcome) -> None:
        """Say that the report is there, and what is in it."""
        self._outcome = outcome
        self._show_only(self.result)
        self.result.show_outcome(outcome)
        self.make.setEnabled(True)
        self.make.setText("Make it again")
        announce(self, self.result.sentence.text())
        self.result.open.setFocus(Qt.FocusReason.OtherFocusReason)
        self._settle()
        self.reveal(self.result)

    def show_failed(self, why: str) -> None:
        """Say why there is no report; the old file, if there was one, is untouched."""
        self._show_only(self.trouble)
        self.trouble.words.setText(why)
        self.make.setEnabled(True)
        announce(self, why)
        self._settle()
        self.reveal(self.trouble)

    def show_cancelled(self) -> None:
        """Go back to choosing."""
        self._show_only(None)
        self.make.setEnabled(True)
        self.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget_outcome(self) -> None:
        """Show no earlier result: the answers may have changed since."""
        self._show_only(None)
        self.make.setText("Make the report")

    def _lay_out(self) -> None:
        stack = self.stack
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(Words("Everything you have written so far, set as a finished document.", ink="muted"))
        for title, part in (("Format", self.formats), ("Template", self.templates)):
            stack.addSpacing(22)
            stack.addWidget(Heading(title, Letters.QUESTION))
            stack.addSpacing(8)
            stack.addWidget(part)
        stack.addSpacing(8)
        stack.addWidget(self.own)
        stack.addSpacing(22)
        stack.addWidget(Heading("Where to put it", Letters.QUESTION))
        stack.addSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.place, 1)
        row.addWidget(self.other_place)
        stack.addLayout(row)
        for note in (self.taken, self.keep_both):
            note.hide()
            stack.addWidget(note, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(22)
        ways = QHBoxLayout()
        ways.setSpacing(GAP)
        for button in (self.make, self.preview, self.check):
            ways.addWidget(button)
        ways.addStretch(1)
        stack.addLayout(ways)
        stack.addSpacing(GAP)
        for outcome in (self.progress, self.trouble, self.result):
            outcome.hide()
            stack.addWidget(outcome)
        stack.addStretch(1)

    def _show_only(self, part: QWidget | None) -> None:
        for each in (self.progress, self.trouble, self.result):
            each.setVisible(each is part)

    def _set_target(self, target: Path) -> None:
        self._target = target
        self.place.setText(shown_place(target))
        self.place.setToolTip(str(target))
        is_taken = target.exists()
        self.taken.setVisible(is_taken)
        self.keep_both.setVisible(is_taken)

    def _follow_format(self) -> None:
        self._set_target(self._target.with_name(f"{_stem(self._target)}{self.formats.key}"))

    def _follow_template(self) -> None:
        name = self.templates.key
        self.own.show_chosen(name, self._own_names.get(name, ""))

    def _want_place(self) -> None:
        self.place_wanted.emit(self._target, FORMATS[self.formats.key][2])

    def _want_free_name(self) -> None:
        self.free_name_wanted.emit(self._target)

    def _order(self) -> None:
        self.report_ordered.emit(Order(self.templates.key, self._target))

    def _want_file(self) -> None:
        if self._outcome is not None:
            self.file_wanted.emit(self._outcome.path)

    def _want_folder(self) -> None:
        if self._outcome is not None:
            self.folder_wanted.emit(self._outcome.path)


def _stem(path: Path) -> str:
    return path.name[: -len(path.suffix)] if path.suffix in FORMATS else path.name
