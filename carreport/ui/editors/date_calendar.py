"""A calendar for a day, a whole month or a whole year."""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import IconButton, LinkButton
from carreport.ui.widgets.labels import TextLabel
from carreport.ui.widgets.panel import CardFrame

_ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


class DateCalendar(CardFrame):
    """A popup with the days of a month, and links that choose the month or the year without a day."""

    date_chosen = Signal(str)
    """A date in ISO format: a day, a month or a year."""

    def __init__(self, parent: QWidget, name: str, label: str) -> None:
        super().__init__(parent, edge=QPalette.ColorRole.Mid)
        self.setWindowFlag(Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(f"Calendar: {label}")
        self.days = QCalendarWidget()
        self.days.setObjectName(name)
        self.days.setAccessibleName(label)
        self.days.setLocale(_ENGLISH)
        self.days.setNavigationBarVisible(False)
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.days.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._set_colours()
        self._month, self._year = TextLabel("", FontRole.STRONG), TextLabel("", FontRole.STRONG)
        self.month_link, self.year_link = LinkButton(""), LinkButton("")
        self._lay_out()
        self.days.currentPageChanged.connect(self._show_page)
        self.days.activated.connect(self._choose_day)
        self.days.clicked.connect(self._choose_day)
        self.month_link.clicked.connect(
            lambda: self._choose(f"{self._shown.year()}-{self._shown.month():02}")
        )
        self.year_link.clicked.connect(lambda: self._choose(f"{self._shown.year()}"))
        self._show_page()

    def show_date(self, iso: str) -> None:
        """Show the month of a date in ISO format, with its day selected if it has one."""
        if iso:
            year, month, day = (int(part) for part in (*iso.split("-"), "1", "1")[:3])
            self.days.setSelectedDate(QDate(year, month, day))

    @property
    def _shown(self) -> QDate:
        return QDate(self.days.yearShown(), self.days.monthShown(), 1)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        for label, unit, back, on in (
            (self._month, "month", self.days.showPreviousMonth, self.days.showNextMonth),
            (self._year, "year", self.days.showPreviousYear, self.days.showNextYear),
        ):
            label.setWordWrap(False)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            before, after = IconButton("left", f"Previous {unit}"), IconButton("right", f"Next {unit}")
            before.clicked.connect(back)
            after.clicked.connect(on)
            head.addWidget(before)
            head.addWidget(label, 1)
            head.addWidget(after)
        self.content_layout.addLayout(head)
        self.content_layout.addWidget(self.days)
        foot = QHBoxLayout()
        foot.addWidget(self.month_link)
        foot.addStretch()
        foot.addWidget(self.year_link)
        self.content_layout.addLayout(foot)

    def _set_colours(self) -> None:
        """Use our ink for all days of the week, and our quiet one for their names."""
        colours, plain = self.palette(), QTextCharFormat()
        plain.setForeground(colours.color(QPalette.ColorRole.WindowText))
        for weekday in Qt.DayOfWeek:
            self.days.setWeekdayTextFormat(weekday, plain)
        heads = QTextCharFormat()
        heads.setForeground(colours.color(QPalette.ColorRole.PlaceholderText))
        heads.setBackground(colours.color(QPalette.ColorRole.Base))
        self.days.setHeaderTextFormat(heads)

    def _show_page(self) -> None:
        month = _ENGLISH.standaloneMonthName(self._shown.month())
        self._month.setText(month)
        self._year.setText(str(self._shown.year()))
        self.month_link.setText(f"Choose {month} {self._shown.year()}")
        self.year_link.setText(f"Choose {self._shown.year()}")

    def _choose_day(self, day: QDate) -> None:
        self._choose(day.toString(Qt.DateFormat.ISODate))

    def _choose(self, iso: str) -> None:
        self.date_chosen.emit(iso)
        self.close()

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
