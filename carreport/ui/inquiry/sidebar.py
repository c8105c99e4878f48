"""The sidebar: the inquiry's title, its steps with the check and the report, and a button to send a copy."""

from __future__ import annotations

from bisect import bisect_left
from functools import partial

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.form.answers import Answers
from carreport.form.schema import Form
from carreport.ui.inquiry.steps.step_list import TASK, StepList
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.labels import TextLabel
from carreport.ui.widgets.row_list import lines_height
from carreport.ui.widgets.scroll_column import text_scale

WIDTH = 264
UNTITLED = "Untitled inquiry"
_TITLE_LINES = 2


class ClampedLabel(TextLabel):
    """Text in a fixed number of lines at most; what does not fit is cut with “…”, and is in the tool tip."""

    def __init__(self, letters: FontRole, ink: str, lines: int) -> None:
        super().__init__("", letters, ink)
        self.full_text = ""
        self._lines = lines

    def show_text(self, text: str) -> None:
        """Show this text, as much of it as fits."""
        self.full_text = text
        self.setVisible(bool(text))
        self._clamp()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text at the new width."""
        super().resizeEvent(event)
        self._clamp()

    def refresh_theme(self) -> None:
        """Apply the chosen text size, and cut the text at it."""
        super().refresh_theme()
        self._clamp()

    def _clamp(self) -> None:
        text = clamp_text(self.full_text, self.fontMetrics(), self.width(), self._lines)
        if text != self.text():
            self.setText(text)
        self.setToolTip(self.full_text if text != self.full_text else "")
        self.setAccessibleName(self.full_text)


def clamp_text(text: str, metrics: QFontMetrics, width: int, lines: int) -> str:
    """Return as much of a text as fits into so many lines of this width, with “…” if it was cut."""

    def fits(part: str) -> bool:
        box = metrics.boundingRect(QRect(0, 0, width, 100_000), Qt.TextFlag.TextWordWrap, part)
        return box.height() < (lines + 0.5) * metrics.lineSpacing() and box.width() <= width

    if fits(text):
        return text
    length = bisect_left(range(len(text)), x=True, key=lambda length: not fits(f"{text[:length]}…")) - 1
    kept = text[: max(length, 0)]
    is_inside_word = not kept[-1:].isspace() and not text[len(kept)].isspace()
    return f"{(kept.rpartition(' ')[0] if is_inside_word else kept).rstrip() or kept}…"


class Sidebar(QWidget):
    """The steps of one inquiry, with a link back and its title above them and a button below.

    The lines above the steps have their space from the start, so that the steps never move. What others
    have changed is said in place of where the inquiry takes place.
    """

    home_requested = Signal()
    task_requested = Signal(str, str)
    step_selected = Signal(str)
    """Show a step; the list keeps the focus."""
    step_entered = Signal(str)
    """Show a step, and move the focus there."""
    page_entered = Signal()
    """Move the focus to the page that is shown."""
    changes_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.home_link = LinkButton("‹  All inquiries")
        self.home_link.setAccessibleName("All inquiries")
        self.home_link.clicked.connect(self.home_requested)
        self.title = ClampedLabel(FontRole.STRONG, "ink", _TITLE_LINES)
        self.subtitle = ClampedLabel(FontRole.SMALL, "muted", 1)
        self.unread_link = LinkButton("", FontRole.SMALL)
        self.unread_link.clicked.connect(self.changes_requested)
        self.unread_link.hide()
        self.step_list = StepList()
        self.step_list.row_selected.connect(self._select)
        self.step_list.row_entered.connect(self._enter)
        self._shown_row = ""
        self.copy_button = Button("Send a copy…")
        self.copy_button.clicked.connect(partial(self._request_task, "send"))
        policy = self.copy_button.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Expanding)
        self.copy_button.setSizePolicy(policy)
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(self.title)
        head.addWidget(self.subtitle)
        head.addWidget(self.unread_link, 0, Qt.AlignmentFlag.AlignLeft)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addWidget(self.home_link)
        column.addSpacing(2)
        column.addWidget(self._head)
        column.addSpacing(10)
        column.addWidget(self.step_list, 1)
        column.addSpacing(8)
        column.addWidget(self.copy_button)
        self._fit()

    def show_inquiry(self, form: Form, answers: Answers, check_text: str) -> str:
        """Show the title and place of the inquiry, its progress and its check; return the title."""
        self.step_list.show_steps(form, answers, check_text)
        title = str(answers.get(form.title_path) or "") if form.title_path else ""
        subtitle = str(answers.get(form.subtitle_path) or "") if form.subtitle_path else ""
        self.title.show_text(title or UNTITLED)
        self.subtitle.show_text(subtitle)
        self._show_place()
        return self.title.full_text

    def mark_page(self, row: str) -> None:
        """Select the row of the page that is shown, or none."""
        self._shown_row = row
        self.step_list.mark_current(row)

    def show_unread(self, changes: int, disputed: int) -> None:
        """Show a link that counts changes by others and conflicts."""
        text = f"{changes} change{'' if changes == 1 else 's'}" if changes else ""
        two = f"{disputed} undecided" if disputed else ""
        words = ", ".join(part for part in (text, two) if part)
        self.unread_link.setText(words if disputed or not changes else f"{words} by others")
        self.unread_link.setAccessibleName(f"Since you were last here: {self.unread_link.text()}")
        self.unread_link.setVisible(bool(self.unread_link.text()))
        self._show_place()

    def _show_place(self) -> None:
        self.subtitle.setVisible(bool(self.subtitle.full_text) and self.unread_link.isHidden())

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the background and the line on its right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(self.palette().color(QPalette.ColorRole.Midlight))
        painter.drawLine(self.rect().topRight(), self.rect().bottomRight())
        painter.end()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Adapt the width to the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def set_folded(self, folded: bool) -> None:  # noqa: FBT001 - reads like Qt's own setters
        """Take the full width while no page is beside the sidebar, otherwise the usual width."""
        if folded:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self._fit()

    def _select(self, row: str) -> None:
        had_focus = self.step_list.hasFocus()
        if row.startswith(TASK):
            self.task_requested.emit(row.removeprefix(TASK), "")
        else:
            self.step_selected.emit(row)
        self.step_list.mark_current(self._shown_row)
        if had_focus:
            self.step_list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self, row: str) -> None:
        if not row.startswith(TASK):
            self.step_entered.emit(row)
        elif row == self._shown_row:
            self.page_entered.emit()
        else:
            self.task_requested.emit(row.removeprefix(TASK), "")

    def _request_task(self, work: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.task_requested.emit(work, "")

    def _fit(self) -> None:
        self.setFixedWidth(self.preferred_width())
        title = lines_height(*[FontRole.STRONG] * _TITLE_LINES)
        self._head.setFixedHeight(title + self.unread_link.sizeHint().height() + 8)

    def preferred_width(self) -> int:
        """Return the width of the sidebar beside a page."""
        return round(WIDTH * (0.4 + 0.6 * text_scale()))
