"""The rows on the page for typing in replies: a key press answers a statement; open questions take text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from carreport.survey.agreement import Side
from carreport.survey.scales import Scale
from carreport.ui.editors.table.cells import GrowingCell
from carreport.ui.qt.guard import qt_override
from carreport.ui.qt.undo_keys import leave_undo_to_menu
from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.labels import HintLabel, TextLabel, announce
from carreport.ui.widgets.row_list import ENTER_KEYS

ANSWER_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
DONT_KNOW_KEY = "0"
BLANK_KEYS = ("-", ".", " ")
BLANK_TEXT = "Left blank"
COMMIT_DELAY_MS = 150
"""Delay in milliseconds before typed text is committed."""
PAD, GAP = 10, 6
LEAST_WORDS = 6
"""The least width of a statement beside its keys, in keys."""
_CLEAR_KEYS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_MOVE_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """One answer that people could choose: its key on the keyboard, its id in the scale, and its text."""

    key: str
    step: str
    label: str


def answer_keys(scale: Scale) -> tuple[AnswerKey, ...]:
    """Return the answers of a scale with their keys: 1, 2, 3 …, and 0 for “don’t know”."""
    apart = [step.key for step in scale.steps if step.side is Side.OFF_SCALE][:1]
    keys = iter(ANSWER_KEYS)
    return tuple(
        AnswerKey(DONT_KNOW_KEY if step.key in apart else next(keys), step.key, step.label)
        for step in scale.steps
    )


class AnswerRow(QWidget):
    """One statement with its answers as keys; the chosen key is filled, and its text is shown below.

    In a narrow column the keys are below the statement.

    Rows are widgets, not painted cells, because each is a group of choices with keys of its own. There
    are few of them: the page shows one reply at a time.
    """

    accessible_role = QAccessible.Role.Grouping
    answer_chosen = Signal(object, str)
    """This answer was chosen in this row; "" means that it was left blank."""
    move_requested = Signal(object, int)
    """Move the focus by this many rows."""
    entered = Signal(object)
    """Enter was pressed: go to the next row, or from the last row to the next reply."""

    def __init__(self, to: str, letter: str, statement: str, answers: Sequence[AnswerKey]) -> None:
        super().__init__()
        self.to, self.step = to, ""
        self.statement = f"{letter}) {statement or 'No statement given'}"
        self.setAccessibleName(self.statement)
        self._answers = tuple(answers)
        self._keys_text = f"Keys: {', '.join(f'{one.key.upper()} {one.label}' for one in answers)}."
        self.read_only = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_step("")

    @property
    def answer_text(self) -> str:
        """The text of the chosen answer."""
        return next((answer.label for answer in self._answers if answer.step == self.step), "")

    def show_step(self, step: str) -> None:
        """Show the chosen answer."""
        self.step = step
        self.setAccessibleDescription(f"Answer: {self.answer_text or BLANK_TEXT}. {self._keys_text}")
        self.update()

    def key_rects(self) -> list[QRect]:
        """Return the rectangles of the keys, in the order of the answers."""
        cap, (left, top) = self._cap(), self._keys_place(self.width())
        return [
            QRect(QPoint(left + number * (cap + GAP), top), QSize(cap, cap))
            for number in range(len(self._answers))
        ]

    def refresh_theme(self) -> None:
        """Apply the chosen text size."""
        self.updateGeometry()

    @qt_override(default=QSize(300, 60))
    def sizeHint(self) -> QSize:
        """Return the height at a usual width."""
        return QSize(420, self.heightForWidth(420))

    @qt_override(default=QSize(200, 50))
    def minimumSizeHint(self) -> QSize:
        """Return the width of the keys and some text."""
        return QSize(self._keys_width() + 2 * PAD, self.heightForWidth(max(self.width(), 200)))

    @qt_override(default=60)
    def heightForWidth(self, width: int) -> int:
        """Return the height of the statement or of the keys, whichever is taller."""
        keys = self._cap() + self._small().height() + 2
        return max(self._words_height(width) + PAD, self._keys_place(width)[1] + keys + PAD)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the statement, the keys and the text of the chosen answer."""
        painter, palette, roles = QPainter(self), self.palette(), QPalette.ColorRole
        here = self.hasFocus()
        ground = palette.color(roles.AlternateBase if here else roles.Base)
        edge = palette.color(roles.Highlight if here else roles.Midlight)
        draw_rounded_rect(painter, self.rect(), ground, edge, 2 if here else 1)
        painter.setPen(palette.color(roles.WindowText))
        painter.setFont(font_for(FontRole.TEXT))
        painter.drawText(QRect(PAD, PAD, self._words_width(self.width()), 10_000), _LEFT, self.statement)
        for place, answer in zip(self.key_rects(), self._answers, strict=True):
            self._paint_key(painter, place, answer)
        left, top = self._keys_place(self.width())
        below = QRect(left, top + self._cap() + 2, self._keys_width(), 10_000)
        painter.setFont(font_for(FontRole.SMALL))
        painter.setPen(palette.color(roles.WindowText if self.answer_text else roles.PlaceholderText))
        room = QFontMetrics(painter.font()).elidedText(
            self.answer_text or BLANK_TEXT, Qt.TextElideMode.ElideRight, below.width()
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, room)
        painter.end()

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose an answer, leave the row blank, or go to another row."""
        plain = (
            not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier
        )
        chosen = next((answer for answer in self._answers if answer.key == event.text().lower()), None)
        if plain and chosen is not None and event.text():
            self._choose_answer(chosen.step, 1)
        elif plain and event.text() in BLANK_KEYS:
            self._choose_answer("", 1)
        elif plain and event.key() in _CLEAR_KEYS:
            back = -1 if event.key() == Qt.Key.Key_Backspace and not self.step else 0
            self._choose_answer("", back)
        elif plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step_by(1 if event.key() == Qt.Key.Key_Right else -1)
        elif plain and event.key() in ENTER_KEYS:
            self.entered.emit(self)
        elif plain and event.key() in _MOVE_KEYS:
            self.move_requested.emit(self, _MOVE_KEYS[Qt.Key(event.key())])
        elif plain and event.text().isprintable() and event.text().isalnum():
            announce(self, f"There is no answer with the key {event.text().upper()}.")
        else:
            super().keyPressEvent(event)

    @qt_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the answer under the mouse, or clear it if it is chosen."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        at = event.position().toPoint()
        for place, answer in zip(self.key_rects(), self._answers, strict=True):
            if place.contains(at):
                self._choose_answer("" if answer.step == self.step else answer.step, 0)

    @qt_override
    def focusInEvent(self, _event: object) -> None:
        """Show the focus ring."""
        self.update()

    @qt_override
    def focusOutEvent(self, _event: object) -> None:
        """Remove the focus ring."""
        self.update()

    def _choose_answer(self, step: str, on: int) -> None:
        if self.read_only:
            return
        if step != self.step:
            self.show_step(step)
            announce(self, self.answer_text or BLANK_TEXT)
            self.answer_chosen.emit(self, step)
        if on:
            self.move_requested.emit(self, on)

    def _step_by(self, by: int) -> None:
        steps = [answer.step for answer in self._answers]
        at = steps.index(self.step) + by if self.step else 0 if by > 0 else len(steps) - 1
        self._choose_answer(steps[min(max(at, 0), len(steps) - 1)], 0)

    def _cap(self) -> int:
        return round(QFontMetrics(font_for(FontRole.TEXT)).height() * 1.5)

    def _small(self) -> QFontMetrics:
        return QFontMetrics(font_for(FontRole.SMALL))

    def _keys_width(self) -> int:
        labels = [*(answer.label for answer in self._answers), BLANK_TEXT]
        longest = min(max(map(self._small().horizontalAdvance, labels)), 200)
        return max(len(self._answers) * (self._cap() + GAP) - GAP, longest)

    def _is_stacked(self, width: int) -> bool:
        """Whether the keys are below the statement."""
        return width - self._keys_width() - 3 * PAD < self._cap() * LEAST_WORDS

    def _words_width(self, width: int) -> int:
        return width - 2 * PAD if self._is_stacked(width) else width - self._keys_width() - 3 * PAD

    def _words_height(self, width: int) -> int:
        """Return the height of the statement, with the padding above it."""
        room = QRect(0, 0, max(self._words_width(width), 80), 10_000)
        return PAD + QFontMetrics(font_for(FontRole.TEXT)).boundingRect(room, _LEFT, self.statement).height()

    def _keys_place(self, width: int) -> tuple[int, int]:
        """Return where the keys begin: their left and their top."""
        if self._is_stacked(width):
            return PAD, self._words_height(width) + GAP
        return width - self._keys_width() - PAD, PAD

    def _paint_key(self, painter: QPainter, place: QRect, answer: AnswerKey) -> None:
        palette, roles = self.palette(), QPalette.ColorRole
        chosen = answer.step == self.step
        fill = palette.color(roles.Highlight if chosen else roles.Window)
        draw_rounded_rect(painter, place, fill, palette.color(roles.Highlight if chosen else roles.Mid), 1)
        painter.setPen(palette.color(roles.HighlightedText if chosen else roles.WindowText))
        painter.setFont(font_for(FontRole.STRONG if chosen else FontRole.TEXT))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, answer.key.upper())


class TextRow(QWidget):
    """One open question with its reply; Enter goes on, Shift+Enter starts a new line."""

    text_edited = Signal(object, str)
    editing_finished = Signal(object)
    move_requested = Signal(object, int)
    entered = Signal(object)

    def __init__(self, to: str, question: str) -> None:
        super().__init__()
        self.to = to
        self.cell = GrowingCell(keeps_lines=True)
        self.cell.setAccessibleName(question or "Open question without text")
        self.cell.setAccessibleDescription("The reply in their own words. Shift+Enter starts a new line.")
        self.cell.installEventFilter(self)
        self.cell.edited.connect(self._schedule_commit)
        self.hint_label = HintLabel("attention")
        self.cell.paste_remarked.connect(self.hint_label.show_message)
        self._timer = QTimer(self, singleShot=True, interval=COMMIT_DELAY_MS)
        self._timer.timeout.connect(self._hand_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(4)
        column.addWidget(TextLabel(question or "Open question without text"))
        column.addWidget(self.cell)
        column.addWidget(self.hint_label)
        self.setFocusProxy(self.cell)

    def set_row_text(self, words: str) -> None:
        """Show a reply, unless one is being typed."""
        if not self._timer.isActive():
            self.cell.set_cell_text(words)

    @property
    def has_unsaved_typing(self) -> bool:
        """Whether there is typing that has not been committed."""
        return self._timer.isActive()

    def flush(self) -> None:
        """Commit pending typing now."""
        if self._timer.isActive():
            self._timer.stop()
            self._hand_on()

    def _hand_on(self) -> None:
        """Commit the text; a single-shot timer is not active in its own slot."""
        self.text_edited.emit(self, self.cell.cell_text())

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go to the next row on Enter, and commit when the focus leaves."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() in ENTER_KEYS and not shift:
                self.flush()
                self.entered.emit(self)
                return True
            at_edge = self._at_edge(event.key())
            if at_edge:
                self.flush()
                self.move_requested.emit(self, at_edge)
                return True
        elif event.type() == QEvent.Type.FocusOut:
            self.flush()
            self.editing_finished.emit(self)
            self.update()
        return leave_undo_to_menu(watched, event)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card around the text box."""
        painter, palette, roles = QPainter(self), self.palette(), QPalette.ColorRole
        draw_rounded_rect(painter, self.rect(), palette.color(roles.Base), palette.color(roles.Midlight), 1)
        draw_rounded_rect(
            painter, self.cell.geometry(), palette.color(roles.Base), palette.color(roles.Mid), 1
        )
        painter.end()

    def _at_edge(self, key: int) -> int:
        """Return the direction in which an arrow key leaves the text, or 0 while the caret moves in it."""
        cursor = self.cell.textCursor()
        if key not in _MOVE_KEYS or cursor.hasSelection():
            return 0
        by = _MOVE_KEYS[Qt.Key(key)]
        there = cursor.atStart() if by < 0 else cursor.atEnd()
        return by if there else 0

    def _schedule_commit(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
