"""Answer with a date as people say it, or with the time from one date to another."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QSizePolicy, QVBoxLayout

from carreport.form.kinds.dates import format_date, parse_date
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Desk, Editor, Holder, part_name
from carreport.ui.editors.line import LineBox, show_line
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import PictureButton
from carreport.ui.widgets.labels import Note, Words

DATE_LETTERS = 26


class DateBox(Holder):
    """A box for a date with a small calendar; a quiet line below says how it was understood."""

    typed = Signal()
    picked = Signal()

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.label = label
        self.box = LineBox(name, label, DATE_LETTERS)
        self.box.setPlaceholderText("such as March 2015")
        self.opener = PictureButton("calendar", f"Calendar: {label}")
        self.opener.setObjectName(part_name(name, "calendar"))
        self.understood = Note("muted")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.box)
        row.addWidget(self.opener)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(row)
        column.addWidget(self.understood)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.box.textEdited.connect(self._typed)
        self.opener.clicked.connect(self._open_calendar)

    @property
    def words(self) -> str:
        """What stands in the box."""
        return self.box.text()

    def show_value(self, value: str) -> None:
        """Show a stored date in words."""
        if parse_date(self.words) != value or not value:
            show_line(self.box, format_date(value))
        self._say_understood()

    def set_read_only(self, *, read_only: bool) -> None:
        """Let the date be read but not changed."""
        self.box.setReadOnly(read_only)
        self.opener.setEnabled(not read_only)

    def _typed(self) -> None:
        self._say_understood()
        self.typed.emit()

    def _say_understood(self) -> None:
        read = parse_date(self.words)
        spoken = format_date(read) if read else ""
        same = spoken.casefold() == self.words.strip().casefold()
        self.understood.say("" if same else spoken)

    def _open_calendar(self) -> None:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setObjectName(part_name(self.box.objectName(), "days"))
        calendar.setAccessibleName(self.label)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        for resting in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(resting, calendar.weekdayTextFormat(Qt.DayOfWeek.Monday))
        shown = (parse_date(self.words) or "").split("-")
        if shown[0]:
            year, month, day = (int(part) for part in (*shown, "1", "1")[:3])
            calendar.setSelectedDate(QDate(year, month, day))
        calendar.activated.connect(self._take_day)
        calendar.clicked.connect(self._take_day)
        calendar.move(self.box.mapToGlobal(QPoint(0, self.box.height() + 4)))
        calendar.show()
        calendar.setFocus()

    def _take_day(self, day: QDate) -> None:
        show_line(self.box, format_date(date(day.year(), day.month(), day.day()).isoformat()))
        self._say_understood()
        calendar = self.sender()
        if isinstance(calendar, QCalendarWidget):
            calendar.close()
        self.box.setFocus()
        self.picked.emit()


class DateEditor(Editor):
    """Write a day, a month or a year."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__(field, path, desk)
        self.date = DateBox(path, field.label)
        self.column.addWidget(self.date)
        self.column.addWidget(self.note)
        self.date.typed.connect(self.edited_soon)
        self.date.picked.connect(self.edited_now)
        self.watch(self.date.box, self.date.opener)

    def given(self) -> object:
        """Return the words in the box."""
        return self.date.words

    def show_given(self, value: Value) -> None:
        """Show the stored date."""
        self.date.show_value(value or "")

    def lock(self, *, read_only: bool) -> None:
        """Let the date be read but not changed."""
        self.date.set_read_only(read_only=read_only)


class PeriodEditor(Editor):
    """Write when something began and when it ended; either may stay open."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__(field, path, desk)
        self.ends = {
            "start": DateBox(path, f"{field.label}: from"),
            "end": DateBox(part_name(path, "end"), f"{field.label}: to"),
        }
        row = QHBoxLayout()
        row.setSpacing(12)
        for words, end in zip(("From", "To"), self.ends.values(), strict=True):
            column = QVBoxLayout()
            column.setSpacing(3)
            column.addWidget(Words(words, Letters.SMALL, "muted", wrap=False))
            column.addWidget(end)
            row.addLayout(column, 1)
            row.setAlignment(column, Qt.AlignmentFlag.AlignTop)
            end.typed.connect(self.edited_soon)
            end.picked.connect(self.edited_now)
            self.watch(end.box, end.opener)
        self.column.addLayout(row)
        self.column.addWidget(self.note)

    def given(self) -> object:
        """Return the words in both boxes."""
        return {part: end.words for part, end in self.ends.items()}

    def show_given(self, value: Value) -> None:
        """Show the stored period."""
        for part, end in self.ends.items():
            end.show_value((value or {}).get(part, ""))

    def lock(self, *, read_only: bool) -> None:
        """Let the period be read but not changed."""
        for end in self.ends.values():
            end.set_read_only(read_only=read_only)
