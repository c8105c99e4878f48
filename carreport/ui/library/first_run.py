"""Ask for the person's name on the first start, so that the group can see who wrote what."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.relative_time import make_initials
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.labels import HeadingLabel, TextLabel


class AuthorCard(QWidget):
    """A card that asks for a name and initials; it can be dismissed permanently."""

    name_entered = Signal(str, str)
    """The name and the initials."""
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit()
        self.name.setAccessibleName("Your name")
        self.name.textEdited.connect(self._follow_name)
        self.initials = QLineEdit()
        self.initials.setAccessibleName("Your initials")
        self.initials.setMaxLength(6)
        self.initials.textEdited.connect(self._initials_edited)
        self._own_initials = False
        self._save_button = Button("Use this name")
        self._save_button.clicked.connect(self._emit_name)
        self._dismiss_button = LinkButton("Not now")
        self._dismiss_button.clicked.connect(self.dismissed)
        for field in (self.name, self.initials):
            field.returnPressed.connect(self._emit_name)
        self._lay_out()

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        roles = QPalette.ColorRole
        draw_rounded_rect(painter, self.rect(), self.palette().color(roles.AlternateBase), None, 0)
        painter.end()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(6)
        column.addWidget(HeadingLabel("Who is writing?", FontRole.STRONG))
        column.addWidget(
            TextLabel("Your name is shown with what you write, so that your group can see who wrote what.")
        )
        column.addSpacing(4)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        for place, (label, field, share) in enumerate(
            (("Your name", self.name, 4), ("Initials", self.initials, 1))
        ):
            name_label = TextLabel(label, FontRole.SMALL, "ink", wrap=False)
            name_label.setBuddy(field)
            grid.addWidget(name_label, 0, place)
            grid.addWidget(field, 1, place)
            grid.setColumnStretch(place, share)
        buttons = QHBoxLayout()
        buttons.setSpacing(14)
        buttons.addWidget(self._save_button)
        buttons.addWidget(self._dismiss_button)
        grid.addLayout(buttons, 1, 2, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(grid)

    def _initials_edited(self) -> None:
        self._own_initials = bool(self.initials.text())

    def _follow_name(self, name: str) -> None:
        if not self._own_initials:
            self.initials.setText(make_initials(name))

    def _emit_name(self) -> None:
        name = self.name.text().strip()
        if name:
            self.name_entered.emit(name, self.initials.text().strip() or make_initials(name))
        else:
            self.dismissed.emit()
