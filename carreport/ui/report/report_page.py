"""The page that makes the report: choose format, template and path, then see the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from carreport.file_names import SHORTEST_NAME, make_file_name
from carreport.ui.report.names_panel import NamesPanel
from carreport.ui.report.template_list import OwnTemplateActions
from carreport.ui.theme.palette import GAP, FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.progress import FailurePanel, ProgressPanel, ReportOutcome, ResultPanel, short_path
from carreport.ui.widgets.scroll_column import ScrollColumn

FORMATS = {
    ".docx": (
        "Word document",
        "A document you can keep working on in Word.",
        "Word document (*.docx)",
    ),
    ".pdf": ("PDF", "Pages that look the same everywhere, on screen and on paper.", "PDF (*.pdf)"),
    ".html": ("Web page", "One file that opens in any browser, including on a phone.", "Web page (*.html)"),
}


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """A template to choose from: its name, title, purpose, and who may read its reports.

    A template that `is_own` was added by the user and can be removed.
    """

    name: str
    title: str
    purpose: str
    readers_text: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Which report to make, and where to save it.

    `may_name` is true if the user has decided to make it although it names people who do not want that.
    """

    template: str
    target: Path
    may_name: bool = False


class ReportPage(ScrollColumn):
    """The page on which you make a report."""

    listed_task = "report"

    place_requested = Signal(object, str)
    """Ask for another path, given the current one and the name filter for files."""
    free_name_requested = Signal(object)
    """Suggest a similar path that does not exist yet."""
    report_requested = Signal(object)
    cancel_requested = Signal()
    check_requested = Signal(str)
    """Check the inquiry for the report with this template."""
    preview_requested = Signal(str)
    """Preview the report with this template."""
    file_requested = Signal(object)
    folder_requested = Signal(object)

    def __init__(
        self, templates: Sequence[TemplateChoice], folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.setWindowTitle("Report")
        self._target = folder / SHORTEST_NAME
        self._outcome: ReportOutcome | None = None
        self.heading = HeadingLabel("Make the report")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.formats = ChoiceCards("Format", across=True)
        for suffix, (title, says, _) in FORMATS.items():
            self.formats.add_choice(suffix, title, says)
        self.formats.chosen.connect(self._follow_format)
        self.templates = ChoiceCards("Template")
        self.own_templates = OwnTemplateActions()
        self._own_template_names: dict[str, str] = {}
        self.show_templates(templates)
        self.templates.chosen.connect(self._follow_template)
        self.place = TextLabel("")
        self.other_place = Button("Choose another place…")
        self.other_place.clicked.connect(self._request_place)
        self.name_taken_label = TextLabel(
            "A file with this name already exists and will be replaced.", ink="attention"
        )
        self.keep_both_link = LinkButton("Keep that file and use another name")
        self.keep_both_link.clicked.connect(self._request_free_name)
        self.make_button = Button("Make the report", "filled")
        self.make_button.clicked.connect(lambda _checked: self._request_report())
        self.preview_link = Button("Preview")
        self.preview_link.clicked.connect(lambda: self.preview_requested.emit(self.templates.key))
        self.check_link = Button("Check before you send")
        self.check_link.clicked.connect(lambda: self.check_requested.emit(self.templates.key))
        self.progress = ProgressPanel()
        self.progress.cancel_button.clicked.connect(self.cancel_requested)
        self.failure_panel = FailurePanel()
        self.failure_panel.other_name_button.clicked.connect(self._request_place)
        self.result_panel = ResultPanel()
        self.result_panel.open_button.clicked.connect(self._request_file)
        self.result_panel.folder_button.clicked.connect(self._request_folder)
        self.names_panel = NamesPanel()
        self.names_panel.check_button.clicked.connect(self.check_link.click)
        self.names_panel.anyway_button.clicked.connect(lambda: self._request_report(may_name=True))
        self._lay_out()
        self._follow_format()

    @property
    def target(self) -> Path:
        """The path of the report."""
        return self._target

    def show_templates(self, templates: Sequence[TemplateChoice]) -> None:
        """Offer these templates; the selected one stays selected if it is among them."""
        for name in [
            name for name in self.templates.cards if name not in {template.name for template in templates}
        ]:
            self.templates.remove_choice(name)
        for template in templates:
            if template.name not in self.templates.cards:
                self.templates.add_choice(
                    template.name, template.title, template.purpose, template.readers_text
                )
        self._own_template_names = {
            template.name: template.title for template in templates if template.is_own
        }
        self._follow_template()

    def confirm_delete(self, name: str) -> None:
        """Ask whether to delete a template that cannot be moved to the recycle bin."""
        self.own_templates.confirm_delete(name, self._own_template_names[name])
        self._activate_layout()
        self.reveal(self.own_templates)

    def suggest_name(self, title: str) -> None:
        """Suggest a file name from the title of the inquiry."""
        name = make_file_name(title)
        self._set_target(self._target.with_name(f"{name}{self.formats.key}"))

    def set_target(self, target: Path) -> None:
        """Set the path of the report; the suffix selects the format."""
        if target.suffix in FORMATS:
            self.formats.choose(target.suffix)
        self._set_target(target.with_name(f"{_file_stem(target)}{self.formats.key}"))

    def focus_start(self) -> None:
        """Move the focus to the selected format."""
        self.scroll_to_top()
        self.formats.cards[self.formats.key].radio_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, share: float, text: str) -> None:
        """Show the progress of the report."""
        self._show_only(self.progress)
        self.progress.show_progress(share, text)
        self.make_button.setEnabled(False)

    def show_outcome(self, outcome: ReportOutcome) -> None:
        """Show that the report has been made, and what is in it."""
        self._outcome = outcome
        self._show_only(self.result_panel)
        self.result_panel.show_outcome(outcome)
        self.make_button.setEnabled(True)
        self.make_button.setText("Make it again")
        announce(self, self.result_panel.summary_label.text())
        self.result_panel.open_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._activate_layout()
        self.reveal(self.result_panel)

    def show_names(self, count: int) -> None:
        """Show that the report would name people who do not want to be named, and ask what to do."""
        self._show_only(self.names_panel)
        self.names_panel.show_count(count)
        self.make_button.setEnabled(True)
        announce(self, self.names_panel.label.text())
        self.names_panel.check_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._activate_layout()
        self.reveal(self.names_panel)

    def show_failed(self, why: str) -> None:
        """Show why there is no report; an existing file is unchanged."""
        self._show_only(self.failure_panel)
        self.failure_panel.label.setText(why)
        self.make_button.setEnabled(True)
        announce(self, why)
        self._activate_layout()
        self.reveal(self.failure_panel)

    def show_cancelled(self) -> None:
        """Show the choices again, after Cancel."""
        self._show_only(None)
        self.make_button.setEnabled(True)
        self.make_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_outcome(self) -> None:
        """Hide an earlier result: the answers may have changed since."""
        self._show_only(None)
        self.make_button.setText("Make the report")

    def _lay_out(self) -> None:
        stack = self.content_layout
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(TextLabel("Everything you have written so far, as a finished document.", ink="muted"))
        for title, part in (("Format", self.formats), ("Template", self.templates)):
            stack.addSpacing(22)
            stack.addWidget(HeadingLabel(title, FontRole.QUESTION))
            stack.addSpacing(8)
            stack.addWidget(part)
        stack.addSpacing(8)
        stack.addWidget(self.own_templates)
        stack.addSpacing(22)
        stack.addWidget(HeadingLabel("Where to save it", FontRole.QUESTION))
        stack.addSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.place, 1)
        row.addWidget(self.other_place)
        stack.addLayout(row)
        for note in (self.name_taken_label, self.keep_both_link):
            note.hide()
            stack.addWidget(note, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(22)
        actions = QHBoxLayout()
        actions.setSpacing(GAP)
        for button in (self.make_button, self.preview_link, self.check_link):
            actions.addWidget(button)
        actions.addStretch(1)
        stack.addLayout(actions)
        stack.addSpacing(GAP)
        for outcome in (self.progress, self.failure_panel, self.names_panel, self.result_panel):
            outcome.hide()
            stack.addWidget(outcome)
        stack.addStretch(1)

    def _show_only(self, part: QWidget | None) -> None:
        for panel in (self.progress, self.failure_panel, self.names_panel, self.result_panel):
            panel.setVisible(panel is part)

    def _set_target(self, target: Path) -> None:
        self._target = target
        self.place.setText(short_path(target))
        self.place.setToolTip(str(target))
        is_taken = target.exists()
        self.name_taken_label.setVisible(is_taken)
        self.keep_both_link.setVisible(is_taken)

    def _follow_format(self) -> None:
        self._set_target(self._target.with_name(f"{_file_stem(self._target)}{self.formats.key}"))

    def _follow_template(self) -> None:
        name = self.templates.key
        self.own_templates.show_chosen(name, self._own_template_names.get(name, ""))

    def _request_place(self) -> None:
        self.place_requested.emit(self._target, FORMATS[self.formats.key][2])

    def _request_free_name(self) -> None:
        self.free_name_requested.emit(self._target)

    def _request_report(self, *, may_name: bool = False) -> None:
        self.report_requested.emit(ReportRequest(self.templates.key, self._target, may_name))

    def _request_file(self) -> None:
        if self._outcome is not None:
            self.file_requested.emit(self._outcome.path)

    def _request_folder(self) -> None:
        if self._outcome is not None:
            self.folder_requested.emit(self._outcome.path)


def _file_stem(path: Path) -> str:
    return path.name[: -len(path.suffix)] if path.suffix in FORMATS else path.name
