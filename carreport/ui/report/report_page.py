"""The page that makes the report: choose format, template and path, then see the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from carreport.file_names import SHORTEST_NAME, make_file_name
from carreport.ui.editors.choice import Dropdown
from carreport.ui.qt.guard import qt_override
from carreport.ui.report.names_panel import NamesPanel
from carreport.ui.report.page_view import SHEET, FirstPage
from carreport.ui.report.template_list import OwnTemplateActions
from carreport.ui.theme.palette import GAP, FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.choice_card import Segments
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.progress import FailurePanel, ProgressPanel, ReportOutcome, ResultPanel, short_path
from carreport.ui.widgets.scroll_column import SIDE, ListAndDetailPage, PrimaryAction

FORMATS = {
    ".docx": (
        "Word document",
        "A document you can keep working on in Word.",
        "Word document (*.docx)",
    ),
    ".pdf": ("PDF", "Pages that look the same everywhere, on screen and on paper.", "PDF (*.pdf)"),
    ".html": ("Web page", "One file that opens in any browser, including on a phone.", "Web page (*.html)"),
}
MAKE = {".docx": "Make Word document", ".pdf": "Make PDF", ".html": "Make web page"}
FIRST_PAGE = "Page 1"
WEB_PAGE_NOTE = "The web page has the same content on one long page."
APART = 16
"""Space between the parts of the right-hand column, in pixels."""
MARGIN = 20
"""Space above and below the columns, in pixels."""
LEAST_SHEET, WIDEST_SHEET = 252, 400
"""The width of the picture of the first page, in pixels."""


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


class ReportPage(ListAndDetailPage):
    """The page on which you make a report: at the left its first page, at the right what to choose."""

    listed_task = "report"

    place_requested = Signal(object, str)
    """Ask for another path, given the current one and the name filter for files."""
    free_name_requested = Signal(object)
    """Suggest a similar path that does not exist yet."""
    report_requested = Signal(object)
    first_page_requested = Signal(str)
    """Draw the first page of the report with this template."""
    cancel_requested = Signal()
    check_requested = Signal(str)
    """Check the inquiry for the report with this template."""
    preview_requested = Signal(str)
    """Preview the report with this template."""
    file_requested = Signal(object)
    folder_requested = Signal(object)
    email_requested = Signal(object)

    side_by_side_width = 660

    def __init__(
        self, templates: Sequence[TemplateChoice], folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Report")
        self._target = folder / SHORTEST_NAME
        self._outcome: ReportOutcome | None = None
        self.primary_action: PrimaryAction = PrimaryAction("", self)
        self.heading = HeadingLabel("Report")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.first_page = FirstPage()
        self.page_note = TextLabel("", FontRole.SMALL, "muted")
        self.formats = Segments("Format")
        self.format_note = TextLabel("", FontRole.SMALL, "muted")
        for suffix, (title, says, _) in FORMATS.items():
            self.formats.add_choice(suffix, title)
            self.formats.by_key[suffix].setAccessibleDescription(says)
        self.templates = Dropdown("report.template", "Template")
        self.template_note = TextLabel("", FontRole.SMALL, "muted")
        self.own_templates = OwnTemplateActions()
        self._choices: dict[str, TemplateChoice] = {}
        self.place = TextLabel("")
        self.other_place = Button("Choose another place…")
        self.name_taken_label = TextLabel(
            "A file with this name already exists and will be replaced.", ink="attention"
        )
        self.keep_both_link = LinkButton("Keep that file and use another name")
        self.preview_link = Button("Preview all pages")
        self.check_link = Button("Check")
        self.check_link.setAccessibleName("Check before you send")
        self.check_link.setToolTip("Check before you send")
        self.progress = ProgressPanel()
        self.failure_panel = FailurePanel()
        self.result_panel = ResultPanel()
        self.names_panel = NamesPanel()
        self._choices_area = QWidget()
        self._page_count_text = FIRST_PAGE
        self._lay_out()
        self._connect()
        self.show_templates(templates)
        self._follow_format()

    @property
    def target(self) -> Path:
        """The path of the report."""
        return self._target

    @property
    def template(self) -> str:
        """The name of the selected template."""
        return str(self.templates.currentData() or "")

    def show_templates(self, templates: Sequence[TemplateChoice]) -> None:
        """Offer these templates; the selected one stays selected if it is among them."""
        before = self.template
        self._choices = {template.name: template for template in templates}
        self.templates.show_choices([(template.name, template.title) for template in templates])
        self._describe_template()
        if before and self.template != before:
            self._follow_template()

    def choose_template(self, name: str) -> None:
        """Select the template with this name, if there is one."""
        at = self.templates.findData(name) if name else -1
        if at >= 0:
            self.templates.setCurrentIndex(at)

    def confirm_delete(self, name: str) -> None:
        """Ask whether to delete a template that cannot be moved to the recycle bin."""
        self.own_templates.confirm_delete(name, self._choices[name].title)
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
        self.formats.focus_chosen()

    def show_page_count(self, count: int) -> None:
        """Show how many pages the report has."""
        self._page_count_text = f"{FIRST_PAGE} of {count:,}" if count else FIRST_PAGE
        self._describe_page()

    def show_progress(self, share: float, text: str) -> None:
        """Show the progress of the report; what is being made cannot be changed meanwhile."""
        is_new = not self.progress.isVisibleTo(self)
        self._show_only(self.progress)
        self.progress.show_progress(share, text)
        if is_new:
            self._set_busy(busy=True)
            self._activate_layout()
            self.reveal(self.progress)

    def show_outcome(self, outcome: ReportOutcome) -> None:
        """Show that the report has been made, and what is in it."""
        self._outcome = outcome
        self._show_only(self.result_panel)
        self.result_panel.show_outcome(outcome)
        self._set_busy(busy=False)
        self.primary_action.setVisible(False)
        announce(self, self.result_panel.summary_label.text())
        self.result_panel.open_button.setAccessibleDescription(self.result_panel.summary_label.text())
        self.result_panel.open_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._activate_layout()
        self.reveal(self.result_panel)

    def show_names(self, count: int) -> None:
        """Show that the report would name people who do not want to be named, and ask what to do."""
        self._show_only(self.names_panel)
        self.names_panel.show_count(count)
        self._set_busy(busy=False)
        self.primary_action.setVisible(False)
        announce(self, self.names_panel.label.text())
        self.names_panel.check_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._activate_layout()
        self.reveal(self.names_panel)

    def show_failed(self, why: str) -> None:
        """Show why there is no report; an existing file is unchanged."""
        self._show_only(self.failure_panel)
        self.failure_panel.label.setText(why)
        self._set_busy(busy=False)
        announce(self, why)
        self.failure_panel.other_name_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._activate_layout()
        self.reveal(self.failure_panel)

    def show_cancelled(self) -> None:
        """Show the choices again, after Cancel."""
        self._show_only(None)
        self._set_busy(busy=False)
        self.focus_start()

    def clear_outcome(self) -> None:
        """Hide an earlier result: it is not what would be made now."""
        self._show_only(None)
        self._outcome = None
        self.primary_action.setVisible(True)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture of the first page to the window, so that nothing needs to scroll."""
        super().resizeEvent(event)
        view, ways = self.viewport().size(), QBoxLayout.Direction
        is_wide = self.columns.direction() == ways.LeftToRight
        if not is_wide:
            self.columns.setDirection(ways.BottomToTop)  # the picture comes below what can be chosen
        high = (view.height() - self._other_height()) / SHEET
        width = min(high, view.width() * 0.34) if is_wide else WIDEST_SHEET
        self.first_page.set_width(round(max(LEAST_SHEET, min(width, WIDEST_SHEET))))

    def _other_height(self) -> int:
        """Return the height of what is above and below the picture in its column."""
        around = self.heading.sizeHint().height() + self.preview_link.sizeHint().height()
        return around + self.page_note.fontMetrics().height() + 2 * MARGIN + 4 * GAP

    def _lay_out(self) -> None:
        self.set_margins(SIDE, MARGIN)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self.first_page)
        left.addWidget(self.page_note)
        looks = FlowRow(10)
        looks.add(self.preview_link)
        looks.add(self.check_link)
        left.addWidget(looks)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._choices_area)
        for outcome in (self.progress, self.failure_panel, self.names_panel, self.result_panel):
            outcome.hide()
            right.addWidget(outcome)
        right.addStretch(1)
        self._lay_out_choices()
        self.columns.addLayout(left)
        self.columns.addLayout(right, 1)
        self.content_layout.addWidget(self.heading)
        self.content_layout.addSpacing(GAP)
        self.content_layout.addLayout(self.columns)
        self.content_layout.addStretch(1)

    def _lay_out_choices(self) -> None:
        stack = QVBoxLayout(self._choices_area)
        stack.setContentsMargins(0, 0, 0, APART)
        stack.setSpacing(4)
        place_row = QHBoxLayout()
        place_row.setSpacing(GAP)
        place_row.addWidget(self.place, 1)
        place_row.addWidget(self.other_place)
        parts: tuple[tuple[str, tuple[QWidget, ...]], ...] = (
            ("Format", (self.formats, self.format_note)),
            ("Template", (self.templates, self.template_note, self.own_templates)),
            ("Where to save it", ()),
        )
        for number, (title, widgets) in enumerate(parts):
            stack.addSpacing(APART if number else 0)
            stack.addWidget(HeadingLabel(title, FontRole.QUESTION))
            for widget in widgets:
                stack.addWidget(widget)
        stack.addLayout(place_row)
        for note in (self.name_taken_label, self.keep_both_link):
            note.hide()
            stack.addWidget(note, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        self.primary_action.triggered.connect(lambda _checked: self._request_report())
        self.formats.chosen.connect(self._follow_format)
        self.templates.currentIndexChanged.connect(self._follow_template)
        self.other_place.clicked.connect(self._request_place)
        self.keep_both_link.clicked.connect(lambda: self.free_name_requested.emit(self._target))
        self.preview_link.clicked.connect(lambda: self.preview_requested.emit(self.template))
        self.check_link.clicked.connect(lambda: self.check_requested.emit(self.template))
        self.progress.cancel_button.clicked.connect(self.cancel_requested)
        self.failure_panel.other_name_button.clicked.connect(self._request_place)
        result, names = self.result_panel, self.names_panel
        for asked, signal in (
            (result.file_actions.open_requested, self.file_requested),
            (result.file_actions.folder_requested, self.folder_requested),
            (result.file_actions.email_requested, self.email_requested),
        ):
            asked.connect(lambda signal=signal: self._emit_file(signal))
        result.again_link.clicked.connect(lambda _checked: self._request_report())
        names.check_button.clicked.connect(self.check_link.click)
        names.anyway_button.clicked.connect(lambda: self._request_report(may_name=True))

    def _show_only(self, part: QWidget | None) -> None:
        for panel in (self.progress, self.failure_panel, self.names_panel, self.result_panel):
            panel.setVisible(panel is part)

    def _set_busy(self, *, busy: bool) -> None:
        """Disable the choices while a report is made; its focus goes to Stop."""
        focus = QApplication.focusWidget()
        if busy and focus is not None and self._choices_area.isAncestorOf(focus):
            self.progress.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._choices_area.setEnabled(not busy)
        self.primary_action.setVisible(True)
        self.primary_action.setEnabled(not busy)

    def _set_target(self, target: Path) -> None:
        if target != self._target:
            self.clear_outcome()
        self._target = target
        self.place.setText(short_path(target))
        self.place.setToolTip(str(target))
        is_taken = target.exists()
        self.name_taken_label.setVisible(is_taken)
        self.keep_both_link.setVisible(is_taken)

    def _follow_format(self) -> None:
        suffix = self.formats.key
        self.primary_action.setText(MAKE[suffix])
        self.format_note.setText(FORMATS[suffix][1])
        self._describe_page()
        self._set_target(self._target.with_name(f"{_file_stem(self._target)}{suffix}"))

    def _follow_template(self) -> None:
        self.clear_outcome()
        self._describe_template()
        self.first_page_requested.emit(self.template)

    def _describe_template(self) -> None:
        choice = self._choices.get(self.template)
        parts = (f"{choice.readers_text}." if choice.readers_text else "", choice.purpose) if choice else ()
        self.template_note.setText(" ".join(filter(None, parts)))
        self.templates.setAccessibleDescription(self.template_note.text())
        is_own = choice is not None and choice.is_own
        self.own_templates.show_chosen(self.template, choice.title if choice and is_own else "")

    def _describe_page(self) -> None:
        note = WEB_PAGE_NOTE if self.formats.key == ".html" else self._page_count_text
        self.page_note.setText(note)
        self.first_page.setAccessibleName(f"First page of the report: {self.templates.currentText()}")
        self.first_page.setAccessibleDescription(note)

    def _request_place(self) -> None:
        self.place_requested.emit(self._target, FORMATS[self.formats.key][2])

    def _request_report(self, *, may_name: bool = False) -> None:
        self.report_requested.emit(ReportRequest(self.template, self._target, may_name))

    def _emit_file(self, signal: SignalInstance) -> None:
        if self._outcome is not None:
            signal.emit(self._outcome.path)


def _file_stem(path: Path) -> str:
    return path.name[: -len(path.suffix)] if path.suffix in FORMATS else path.name
