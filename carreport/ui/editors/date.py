"""Editors for dates, which are typed as text, and for periods between two dates."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QSizePolicy, QVBoxLayout

from carreport.form.kinds.dates import format_date, parse_date
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Editor, EditorServices, FocusContainer, control_name
from carreport.ui.editors.line import LineInput, set_line_text
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import IconButton
from carreport.ui.widgets.labels import HintLabel, TextLabel

DATE_WIDTH = 26


class DateInput(FocusContainer):
    """A line edit for a date, with a calendar and a line that shows how the date was read."""

    text_edited = Signal()
    date_picked = Signal()

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.label = label
        self.line_edit = LineInput(name, label, DATE_WIDTH)
        self.line_edit.setPlaceholderText("for example, March 2015")
        self.calendar_button = IconButton("calendar", f"Calendar: {label}")
        self.calendar_button.setObjectName(control_name(name, "calendar"))
        self.parsed_label = HintLabel("muted")
        self.parsed_label.setWordWrap(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line_edit)
        row.addWidget(self.calendar_button)
        row.addSpacing(6)
        row.addWidget(self.parsed_label)
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
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setObjectName(control_name(self.line_edit.objectName(), "days"))
        calendar.setAccessibleName(self.label)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        for resting in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(resting, calendar.weekdayTextFormat(Qt.DayOfWeek.Monday))
        shown = (parse_date(self.text) or "").split("-")
        if shown[0]:
            year, month, day = (int(part) for part in (*shown, "1", "1")[:3])
            calendar.setSelectedDate(QDate(year, month, day))
        calendar.activated.connect(self._set_day)
        calendar.clicked.connect(self._set_day)
        calendar.move(self.line_edit.mapToGlobal(QPoint(0, self.line_edit.height() + 4)))
        calendar.show()
        calendar.setFocus()

    def _set_day(self, day: QDate) -> None:
        set_line_text(self.line_edit, format_date(date(day.year(), day.month(), day.day()).isoformat()))
        self._show_parsed()
        calendar = self.sender()
        if isinstance(calendar, QCalendarWidget):
            calendar.close()
        self.line_edit.setFocus()
        self.date_picked.emit()


class DateEditor(Editor):
    """Editor for a date: a day, a month or a year."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self.date_input = DateInput(path, field.label)
        self.content_layout.addWidget(self.date_input)
        self.content_layout.addWidget(self.hint_label)
        self.hint_label.keep_room()
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
        row = QHBoxLayout()
        row.setSpacing(12)
        for label, end in zip(("From", "To"), self.date_inputs.values(), strict=True):
            column = QVBoxLayout()
            column.setSpacing(3)
            column.addWidget(TextLabel(label, FontRole.SMALL, "muted", wrap=False))
            column.addWidget(end)
            row.addLayout(column, 1)
            row.setAlignment(column, Qt.AlignmentFlag.AlignTop)
            end.text_edited.connect(self.schedule_commit)
            end.date_picked.connect(self.commit_choice)
            self.watch_focus(end.line_edit, end.calendar_button)
        self.content_layout.addLayout(row)
        self.content_layout.addWidget(self.hint_label)
        self.hint_label.keep_room()

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
