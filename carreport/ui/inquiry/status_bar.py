"""The bar under the page: the way back, whether everything is saved, and what the page is for.

It is one line high. What does not fit into the window is said in fewer words.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from carreport.errors import DraftSaveError
from carreport.ui.inquiry.question_head import QuietLink
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.labels import TextLabel, announce
from carreport.ui.widgets.scroll_column import PrimaryAction, column_scale

READY = "Your work is saved as you type"
READ_ONLY = "Read-only"
_SHORT_READY = "Saved as you type"
_SHORT_BACK = "Back"
_WORDS = 2
"""How many ways of saying what is saved have words in them."""
_MARGIN, _SPACING = 20, 16
_ROOM_FOR_WORDS = 640
"""The least width of the bar with the number of words, at the usual text size."""


class WordsButton(QuietLink):
    """The number of words, in room that is kept for more, so that nothing beside it moves."""

    def __init__(self) -> None:
        super().__init__()
        self.setToolTip("Word count: this answer, this step and the whole inquiry")
        self._fits = True

    @qt_override(default=QSize(80, 24))
    def sizeHint(self) -> QSize:
        """Return the room for the longest text."""
        room = self.fontMetrics().horizontalAdvance("100,000 words") + 8
        return QSize(room, super().sizeHint().height())

    def set_fitting(self, *, fits: bool) -> None:
        """Show or hide the button, as there is room."""
        self._fits = fits
        self.setVisible(bool(self.text()))

    @qt_override
    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - Qt's own
        """Show the button only if there is room."""
        super().setVisible(visible and self._fits)


class StatusBar(QWidget):
    """Back at the left, the save status, and the primary action of the current page at the right."""

    back_requested = Signal()
    save_elsewhere_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = Button("Back")
        self.back_button.clicked.connect(self.back_requested)
        self.primary_button = Button("", "filled")
        self.primary_button.clicked.connect(self._trigger)
        self.primary_button.hide()
        self._action: PrimaryAction | None = None
        self._lost_focus = False
        self._focus_went_to: QWidget | None = None
        self._back_text = ""
        self._states: tuple[str, ...] = (READY, _SHORT_READY)
        """What the bar says about saving, in ever fewer words."""
        self.saved_label = TextLabel(READY, FontRole.SMALL, "muted", wrap=False)
        self.saved_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.elsewhere_link = Button("Save somewhere else…", "link")
        self.elsewhere_link.clicked.connect(self.save_elsewhere_requested)
        self.elsewhere_link.hide()
        self.words_button = WordsButton()
        left, right = QHBoxLayout(), QHBoxLayout()
        left.addWidget(self.back_button)
        left.addStretch(1)
        right.addStretch(1)
        right.addWidget(self.words_button)
        right.addWidget(self.primary_button)
        right.setSpacing(16)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 9, _MARGIN, 9)
        row.setSpacing(_SPACING)
        row.addLayout(left, 2)
        row.addWidget(self.saved_label, 3)
        row.addWidget(self.elsewhere_link)
        row.addLayout(right, 2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_back_text(self, text: str) -> None:
        """Set the label of the button that leads back; an empty label hides it."""
        self._back_text = text
        self.back_button.setVisible(bool(text))
        self.back_button.setAccessibleName(text)
        self._fit()

    def show_action(self, action: PrimaryAction | None) -> None:
        """Show the primary action of the current page as the filled button, and follow its changes."""
        if action is not self._action:
            self._action = action
            if action is not None:
                action.changed.connect(self._follow_action, Qt.ConnectionType.UniqueConnection)
                action.focus_requested.connect(self._focus_action, Qt.ConnectionType.UniqueConnection)
            self._lost_focus = False
        self._follow_action()

    def say_state(self) -> None:
        """Tell screen readers whether everything is saved, which the bar always shows."""
        announce(self, self._states[0].removeprefix("✓").strip())

    def show_saving(self) -> None:
        """Show that something is not saved yet."""
        if not self.elsewhere_link.isVisible():
            self._show_state("Saving…", "muted")

    def show_saved(self, moment: datetime) -> None:
        """Show that everything is saved, if there was anything to save."""
        if self._states[0] == READY:
            return
        if self.elsewhere_link.isVisible():
            announce(self, "Saved again")
        self.elsewhere_link.hide()
        saved = f"✓  Saved {moment.astimezone():%H:%M}"
        self._show_state(f"{saved} on this computer", "muted", saved, "✓")

    def show_not_saved(self, problem: DraftSaveError) -> None:
        """Show why saving failed, and offer to save somewhere else."""
        self._show_state(str(problem), "attention")
        self.elsewhere_link.show()
        self._fit()
        announce(self, f"Not saved. {problem}")

    def show_read_only(self) -> None:
        """Show that the draft is read-only, and offer to save a copy elsewhere."""
        self._show_state(READ_ONLY, "muted")
        self.elsewhere_link.show()
        self._fit()

    def show_ready(self) -> None:
        """Show the status of a draft that has just been opened."""
        self._show_state(READY, "muted", _SHORT_READY)
        self.elsewhere_link.hide()

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the background and the line above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(self.palette().color(QPalette.ColorRole.Midlight))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        painter.end()

    def _follow_action(self) -> None:
        button, action = self.primary_button, self._action
        if action is None or not action.isVisible() or not action.text():
            button.hide()
            self._fit()
            return
        button.setText(_button_text(action.text()))
        button.setToolTip(action.toolTip() if action.toolTip() != action.text() else "")
        if action.isEnabled() is not button.isEnabled():
            self._enable_button(enabled=action.isEnabled())
        button.show()
        self._fit()

    def _enable_button(self, *, enabled: bool) -> None:
        """Enable or disable the primary button; it takes back the focus that it lost by being disabled."""
        button, had_focus = self.primary_button, self.primary_button.hasFocus()
        button.setEnabled(enabled)
        here = QApplication.focusWidget()
        if not enabled:
            self._lost_focus, self._focus_went_to = had_focus, here
        elif self._lost_focus and here in (None, self._focus_went_to):
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_action(self) -> None:
        self.primary_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _trigger(self) -> None:
        if self._action is not None:
            self._action.trigger()

    def _show_state(self, text: str, ink: str, *shorter: str) -> None:
        if text != self._states[0]:
            self._states = (text, *shorter)
            self.saved_label.set_colour(ink)
            self.saved_label.setWordWrap(ink == "attention")
            self._fit()

    def _fit(self) -> None:
        """Say where Back leads and what is saved, in as many words as fit."""
        short_back = _SHORT_BACK if self._back_text else ""
        ways = [(self._back_text, state) for state in self._states[:_WORDS]]
        for back, state in [*ways, *((short_back, state) for state in self._states)]:
            self.back_button.setText(_button_text(back))
            self.back_button.setToolTip("" if back == self._back_text else self._back_text)
            self.saved_label.setText(state)
            if self.saved_label.wordWrap() or not self._is_too_narrow():
                return
        self.saved_label.setText("")

    def _is_too_narrow(self) -> bool:
        parts = (
            self.back_button,
            self.saved_label,
            self.elsewhere_link,
            self.words_button,
            self.primary_button,
        )
        widths = [part.sizeHint().width() for part in parts if not part.isHidden()]
        needed = sum(widths) + _SPACING * len(parts) + 2 * _MARGIN
        return self.isVisible() and needed > self.width()

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        """Say as much as fits."""
        super().showEvent(event)
        self._fit()

    @qt_override(default=QSize(200, 56))
    def minimumSizeHint(self) -> QSize:
        """Return no more width than the shortest words need."""
        return QSize(0, super().minimumSizeHint().height())

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as fits the new width."""
        super().resizeEvent(event)
        self.words_button.set_fitting(fits=self.width() >= _ROOM_FOR_WORDS * column_scale())
        self._fit()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Say as much as fits the new text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)


def _button_text(text: str) -> str:
    """Return a text as a button shows it, with no letter taken for a shortcut."""
    return text.replace("&", "&&")
