"""The settings in plain rows; what is changed is used at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from carreport.ui.editors.choice import Dropdown
from carreport.ui.preferences import ThemeChoice
from carreport.ui.qt.guard import qt_override
from carreport.ui.settings.setting_row import SettingGroup, SettingRow
from carreport.ui.theme.palette import TEXT_SIZES, FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.labels import HeadingLabel
from carreport.ui.widgets.scroll_column import ScrollColumn, text_scale

THEMES = (
    (ThemeChoice.SYSTEM, "As the system"),
    (ThemeChoice.LIGHT, "Light"),
    (ThemeChoice.DARK, "Dark"),
    (ThemeChoice.CONTRAST_LIGHT, "High contrast, light"),
    (ThemeChoice.CONTRAST_DARK, "High contrast, dark"),
)
FILE_NAMES = (("", "Ask me once"), ("yes", "Follow the title"), ("no", "Keep as they are"))
"""Whether files follow the titles of their inquiries: as stored, and in words."""
NAME_HELP = "Shown with what you write, so that your group can see who wrote what."
INITIALS_HELP = "Shown where there is no room for your name."
SIZE_HELP = "Ctrl with + or − does the same."
THEME_HELP = "High contrast has the strongest edges and letters."
SPELLING_HELP = "A line under misspelt words, in the language of the form."
NAMES_HELP = (
    "When a title changes, the file gets its name as you close the inquiry. Names that you chose stay."
)
DRAFTS_HELP = (
    "{folder}. This folder stays the same. To keep an inquiry elsewhere, open it and use File, "
    "Save somewhere else."
)
REPORTS_HELP = "{folder}. This is where the last report or copy was saved."


@dataclass(frozen=True, slots=True)
class ShownSettings:
    """The values that the page shows."""

    name: str
    initials: str
    text_size: int
    theme: str
    spelling: bool
    file_names: str
    drafts_folder: Path
    report_folder: Path


class SettingsPage(ScrollColumn):
    """All settings, in four groups."""

    back_requested = Signal()
    author_edited = Signal(str, str)
    text_size_edited = Signal(int)
    theme_edited = Signal(str)
    spelling_edited = Signal(bool)
    file_names_edited = Signal(str)
    drafts_folder_requested = Signal()
    report_folder_requested = Signal()
    """Choose another folder for reports."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setWindowTitle("Settings")
        self.back_link = LinkButton("‹  Back")
        self.back_link.setAccessibleName("Back")
        self.back_link.clicked.connect(self.back_requested)
        self.name, self.initials = QLineEdit(), QLineEdit()
        self.initials.setMaxLength(6)
        for field, label in ((self.name, "Your name"), (self.initials, "Your initials")):
            field.setAccessibleName(label)
            field.editingFinished.connect(self._finish_author)
        self.initials.setAccessibleDescription(INITIALS_HELP)
        self.text_size = Dropdown("settings.text_size", "Text size")
        self.text_size.show_choices([(str(size), f"{size} %") for size in TEXT_SIZES])
        self.theme = Dropdown("settings.theme", "Colours")
        self.theme.show_choices(THEMES)
        self.file_names = Dropdown("settings.file_names", "Names of files")
        self.file_names.show_choices(FILE_NAMES)
        self.spelling_box = QCheckBox("Check spelling")
        self.drafts_button = Button("Show in folder")
        self.drafts_button.setAccessibleName("Show the folder of your inquiries")
        self.report_button = Button("Choose…")
        self.report_button.setAccessibleName("Choose a folder for reports and copies")
        self._author = ("", "")
        self._lay_out()
        self._connect()

    def show_settings(self, values: ShownSettings) -> None:
        """Show the current values."""
        self._author = (values.name, values.initials)
        controls = (self.name, self.initials, self.text_size, self.theme, self.file_names, self.spelling_box)
        blockers = [QSignalBlocker(control) for control in controls]
        self.name.setText(values.name)
        self.initials.setText(values.initials)
        self.text_size.setCurrentIndex(self.text_size.findData(str(values.text_size)))
        self.theme.setCurrentIndex(self.theme.findData(values.theme))
        self.file_names.setCurrentIndex(self.file_names.findData(values.file_names))
        self.spelling_box.setChecked(values.spelling)
        del blockers
        for row, text, folder in (
            (self._drafts_row, DRAFTS_HELP, values.drafts_folder),
            (self._reports_row, REPORTS_HELP, values.report_folder),
        ):
            row.help_label.setText(text.format(folder=folder))
        self.drafts_button.setAccessibleDescription(self._drafts_row.help_label.text())
        self.report_button.setAccessibleDescription(self._reports_row.help_label.text())

    def focus_start(self) -> None:
        """Move the focus to the first setting."""
        self.scroll_to_top()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Use a name that is still being typed."""
        self._finish_author()

    def refresh_theme(self) -> None:
        """Give the fields for the name the room that the text size needs."""
        self.name.setMinimumWidth(round(110 * text_scale()))
        self.initials.setFixedWidth(round(72 * text_scale()))

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _finish_author(self) -> None:
        author = self.name.text().strip(), self.initials.text().strip()
        if author != self._author:
            self._author = author
            self.author_edited.emit(*author)

    def _connect(self) -> None:
        self.text_size.activated.connect(lambda _at: self.text_size_edited.emit(self._chosen_size()))
        self.theme.activated.connect(lambda _at: self.theme_edited.emit(str(self.theme.currentData())))
        self.file_names.activated.connect(
            lambda _at: self.file_names_edited.emit(str(self.file_names.currentData()))
        )
        self.spelling_box.clicked.connect(self.spelling_edited)
        self.drafts_button.clicked.connect(self.drafts_folder_requested)
        self.report_button.clicked.connect(self.report_folder_requested)

    def _chosen_size(self) -> int:
        return int(self.text_size.currentData())

    def _lay_out(self) -> None:
        author = QWidget()
        fields = QHBoxLayout(author)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(8)
        fields.addWidget(self.name)
        fields.addWidget(self.initials)
        self._drafts_row = SettingRow("Your inquiries are in", DRAFTS_HELP, self.drafts_button)
        self._reports_row = SettingRow("Reports and copies go to", REPORTS_HELP, self.report_button)
        groups = (
            ("You", (SettingRow("Your name and initials", NAME_HELP, author, self.name),)),
            (
                "Text and colours",
                (
                    SettingRow("Text size", SIZE_HELP, self.text_size),
                    SettingRow("Colours", THEME_HELP, self.theme),
                ),
            ),
            ("Writing", (SettingRow("Spelling", SPELLING_HELP, self.spelling_box),)),
            (
                "Files",
                (
                    SettingRow("Names of files", NAMES_HELP, self.file_names),
                    self._drafts_row,
                    self._reports_row,
                ),
            ),
        )
        column = self.content_layout
        column.addWidget(self.back_link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(4)
        column.addWidget(HeadingLabel("Settings"))
        for title, rows in groups:
            column.addSpacing(20)
            column.addWidget(HeadingLabel(title, FontRole.QUESTION))
            column.addSpacing(6)
            column.addWidget(SettingGroup(*rows))
        column.addStretch(1)
        self.refresh_theme()
