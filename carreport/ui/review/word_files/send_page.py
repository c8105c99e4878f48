"""The page that makes a Word file for a reviewer: a review copy, or a report with the open comments."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from carreport.ui.copies.export_page import ExportCopyPage, ExportTexts
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.progress import short_path
from carreport.ui.widgets.radio_group import ChoiceColumn, RadioButton

SEND_TEXTS = ExportTexts(
    "Send for review as Word",
    "A reviewer reads the file in Word, comments on it and changes it, with or without tracked changes. When "
    "it comes back, carreport shows you every comment and every change before it adds anything.",
    (
        "every question, with the answer that everyone in the group can read",
        "open and settled comments for the group, as comments of Word, with their replies",
        "the pictures in your answers",
    ),
    (
        "answers and comments that only you can see",
        "reflections that their writers have not given to the group",
        "earlier versions of answers, and anything removed or erased",
    ),
    "You can enter a name. It is kept in your inquiry, so that you can see later who has a file.",
    "Make the Word file",
    "Make another Word file",
    "Send it by email. When it comes back, bring it in on the page Review.",
)
REVIEW_COPY = "A review copy: question by question"
REPORT = "A finished Word report, with the open comments on it"
TELL_GROUP = "Tell the group that it is sent for review, and who has it"


class SendReviewPage(ExportCopyPage):
    """The page on which you make a Word file for a reviewer."""

    report_requested = Signal()
    """Choose the finished report."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(SEND_TEXTS, parent)
        self.report: Path | None = None
        self.copy_radio, self.report_radio = RadioButton(REVIEW_COPY), RadioButton(REPORT)
        self.copy_radio.setChecked(True)
        self.report_label = TextLabel("", FontRole.SMALL, "muted")
        self.report_button = Button("Choose the report…")
        self.tell_box = QCheckBox(TELL_GROUP)
        self.tell_box.setChecked(True)
        options = self.options_layout
        options.addSpacing(10)
        options.addWidget(self.tell_box)
        options.addSpacing(22)
        options.addWidget(HeadingLabel("What to send", FontRole.QUESTION))
        options.addSpacing(6)
        choice = ChoiceColumn("What to send")
        for radio in (self.copy_radio, self.report_radio):
            choice.add(radio)
        for part in (choice, self.report_label, self.report_button):
            options.addWidget(part)
        self.report_radio.toggled.connect(self._show_choice)
        self.report_button.clicked.connect(self.report_requested)
        self._show_choice()

    def set_report(self, report: Path | None) -> None:
        """Send this finished report; without one, the button does nothing until a report is chosen."""
        self.report = report
        self._show_choice()

    def _show_choice(self) -> None:
        is_report = self.report_radio.isChecked()
        self.report_label.setVisible(is_report)
        self.report_button.setVisible(is_report)
        name = short_path(self.report) if self.report else "No report has been chosen yet."
        self.report_label.setText(name)
        self.primary_action.setEnabled(not is_report or self.report is not None)
