"""Ask for the person's name, when others are about to see who wrote what."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from carreport.ui.relative_time import make_initials
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.labels import HeadingLabel, TextLabel

QUESTION = "Who is writing?"
REASON = (
    "Your name is shown with what you write, so that your group can see who wrote what. On this computer, it "
    "is also shown with what you wrote before."
)


class AuthorDialog(QDialog):
    """Asks for a name and initials; “Not now” is an answer, too."""

    def __init__(self, name: str, initials: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(QUESTION)
        self.name = QLineEdit(name)
        self.name.setAccessibleName("Your name")
        self.name.textEdited.connect(self._follow_name)
        self.initials = QLineEdit(initials)
        self.initials.setAccessibleName("Your initials")
        self.initials.setMaxLength(6)
        self.initials.textEdited.connect(self._initials_edited)
        self._own_initials = bool(initials) and initials != make_initials(name)
        self._save_button = Button("Use this name", "filled")
        self._save_button.clicked.connect(self._finish)
        self._dismiss_button = LinkButton("Not now")
        self._dismiss_button.clicked.connect(self.reject)
        self._lay_out()

    @property
    def author(self) -> tuple[str, str]:
        """The name and the initials; the name is "" if none was given."""
        name = self.name.text().strip()
        return name, self.initials.text().strip() or make_initials(name)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(6)
        column.addWidget(HeadingLabel(QUESTION, FontRole.QUESTION))
        reason = TextLabel(REASON, ink="muted")
        reason.setMinimumWidth(380)
        column.addWidget(reason)
        column.addSpacing(8)
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
        column.addLayout(grid)
        column.addSpacing(12)
        buttons = QHBoxLayout()
        buttons.setSpacing(14)
        buttons.addWidget(self._save_button)
        buttons.addWidget(self._dismiss_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        for field in (self.name, self.initials):
            field.returnPressed.connect(self._finish)

    def _initials_edited(self) -> None:
        self._own_initials = bool(self.initials.text())

    def _follow_name(self, name: str) -> None:
        if not self._own_initials:
            self.initials.setText(make_initials(name))

    def _finish(self) -> None:
        (self.accept if self.author[0] else self.reject)()
