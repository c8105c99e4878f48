"""Editors for dates, which are typed as text, and for periods between two dates."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy

from carreport.form.kinds.dates import format_date, parse_date
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import UNREADABLE, Editor, EditorServices, FocusContainer, control_name
from carreport.ui.editors.date_calendar import DateCalendar
from carreport.ui.editors.line import LineInput, set_line_text
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import ROLE_PROPERTY
from carreport.ui.widgets.buttons import IconButton
from carreport.ui.widgets.labels import HintLabel, TextLabel

DATE_WIDTH = 19


class DateInput(FocusContainer):
    """A line edit for a date, with a calendar.

    Its editor places `parsed_label`, which shows how the date was read, where it moves nothing.
    """

    text_edited = Signal()
    date_picked = Signal()

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.label = label
        self.line_edit = LineInput(name, label, DATE_WIDTH)
        self.line_edit.setPlaceholderText("such as March 2015")
        self.calendar_button = IconButton("calendar", f"Calendar: {label}")
        self.calendar_button.setObjectName(control_name(name, "calendar"))
        self.calendar_button.setProperty(ROLE_PROPERTY, "outlined")
        self.parsed_label = HintLabel("muted")
        self.parsed_label.setWordWrap(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line_edit)
        row.addWidget(self.calendar_button)
        row.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.line_edit.textEdited.connect(self._typed)
        self.calendar_button.clicked.connect(self._open_calendar)

    @property
    def text(self) -> str:
        """The text in the line edit."""
        return self.line_edit.text()

    def show_value(self, value: str) -> None:
        """Show a stored date as text."""
        if parse_date(self.text) != value or not value:
            set_line_text(self.line_edit, format_date(value))
        self._show_parsed()

    def set_read_only(self, *, read_only: bool) -> None:
        """Make the date read-only, or editable again."""
        self.line_edit.setReadOnly(read_only)
        self.calendar_button.setEnabled(not read_only)

    def _typed(self) -> None:
        self._show_parsed()
        self.text_edited.emit()

    def _show_parsed(self) -> None:
        read = parse_date(self.text)
        spoken = format_date(read) if read else ""
        same = spoken.casefold() == self.text.strip().casefold()
        self.parsed_label.show_message("" if same else spoken)

    def _open_calendar(self) -> None:
        calendar = DateCalendar(self, control_name(self.line_edit.objectName(), "days"), self.label)
        calendar.show_date(parse_date(self.text) or "")
        calendar.date_chosen.connect(self._set_date)
        calendar.move(self.line_edit.mapToGlobal(QPoint(0, self.line_edit.height() + 4)))
        calendar.show()
        calendar.days.setFocus()

    def _set_date(self, iso: str) -> None:
        set_line_text(self.line_edit, format_date(iso))
        self._show_parsed()
        self.line_edit.setFocus()
        self.date_picked.emit()


class DateEditor(Editor):
    """Editor for a date: a day, a month or a year."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.date_input = DateInput(path, field.label)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.date_input)
        row.addWidget(self.date_input.parsed_label)
        row.addStretch()
        self.content_layout.addLayout(row)
        self.content_layout.addWidget(self.hint_label)
        self.keep_hint_room(UNREADABLE)
        self.date_input.text_edited.connect(self.schedule_commit)
        self.date_input.date_picked.connect(self.commit_choice)
        self.watch_focus(self.date_input.line_edit, self.date_input.calendar_button)

    def read_controls(self) -> object:
        """Return the text in the line edit."""
        return self.date_input.text

    def fill_controls(self, value: Value) -> None:
        """Show the stored date."""
        self.date_input.show_value(value or "")

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the date read-only, or editable again."""
        self.date_input.set_read_only(read_only=read_only)


class PeriodEditor(Editor):
    """Editor for a period: its first and last date, each optional."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.date_inputs = {
            "start": DateInput(path, f"{field.label}: from"),
            "end": DateInput(control_name(path, "end"), f"{field.label}: to"),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        for number, (label, end) in enumerate(zip(("From", "To"), self.date_inputs.values(), strict=True)):
            head = QHBoxLayout()
            head.setSpacing(8)
            head.addWidget(TextLabel(label, FontRole.SMALL, "muted", wrap=False))
            head.addWidget(end.parsed_label)
            head.addStretch()
            grid.addLayout(head, 0, number)
            grid.addWidget(end, 1, number)
            end.text_edited.connect(self.schedule_commit)
            end.date_picked.connect(self.commit_choice)
            self.watch_focus(end.line_edit, end.calendar_button)
        for column in range(3):  # as those of a person, so that both line up
            grid.setColumnStretch(column, 1)
        self.content_layout.addLayout(grid)
        self.content_layout.addWidget(self.hint_label)
        self.keep_hint_room({"start": UNREADABLE})

    def read_controls(self) -> object:
        """Return the text in both line edits."""
        return {part: end.text for part, end in self.date_inputs.items()}

    def fill_controls(self, value: Value) -> None:
        """Show the stored period."""
        for part, end in self.date_inputs.items():
            end.show_value((value or {}).get(part, ""))

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the period read-only, or editable again."""
        for end in self.date_inputs.values():
            end.set_read_only(read_only=read_only)
