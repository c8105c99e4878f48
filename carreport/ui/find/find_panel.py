"""The panel that finds and replaces, in place of the steps, so that nothing on the page moves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from carreport.review.find.occurrences import Occurrence
from carreport.review.find.text_search import TextSearch
from carreport.ui.find.hit_row import HitDelegate
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton, add_clear_button
from carreport.ui.widgets.disclosure import DisclosureButton
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import HeadingLabel, TextLabel, announce
from carreport.ui.widgets.row_list import Row, RowListView

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HitList(RowListView):
    """The places with the words; a click shows one, and Enter goes into it."""

    def __init__(self) -> None:
        super().__init__(HitDelegate())
        self.setAccessibleName("Places with these words")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def found_at(self, key: str) -> Occurrence | None:
        """Return the place of the row with this key."""
        number = self.row_model.row_of(key)
        value = self.row_model.rows[number].value if number >= 0 else None
        return value if isinstance(value, Occurrence) else None


class FindPanel(QWidget):
    """What is searched for, the places with it, and what it is replaced by."""

    search_edited = Signal()
    replacement_edited = Signal()
    """Other words replace it, or the part with them was opened or closed."""
    step_requested = Signal(int)
    """Show the next place (1) or the one before (-1)."""
    hit_entered = Signal(str)
    hit_selected = Signal(str)
    replace_requested = Signal()
    replace_all_requested = Signal()
    undo_requested = Signal()
    close_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.close_link = LinkButton("‹  All steps")
        self.close_link.setAccessibleName("Close, and show all steps")
        self.find_box = _line_edit("Find in all answers and comments", "Words to find")
        self.whole_words_box, self.match_case_box = QCheckBox("Whole words"), QCheckBox("Match case")
        self.replace_toggle = DisclosureButton("Replace", "Replace", letters=FontRole.TEXT)
        self.replace_part = QWidget()
        self.replace_box = _line_edit("Replace with", "Words to replace it with")
        self.plan_label = TextLabel("", FontRole.SMALL, "muted")
        self.replace_button, self.replace_all_button = Button("Replace"), Button("Replace all")
        self.replace_button.setAccessibleName("Replace this one")
        self.undo_link = LinkButton("Undo")
        self.undo_link.setAccessibleName("Undo replacing")
        self.undo_link.hide()
        self.count_label = TextLabel("", FontRole.SMALL, "muted")
        self.hits = HitList()
        self._lay_out()
        self._connect()
        self.setAccessibleName("Find")

    @property
    def search(self) -> TextSearch:
        """What is searched for."""
        return TextSearch(
            self.find_box.text(), self.whole_words_box.isChecked(), self.match_case_box.isChecked()
        )

    def focus_start(self, words: str = "") -> None:
        """Move the focus to the words to find, and select them; replace them by `words`, if any."""
        if words and words != self.find_box.text():
            self.find_box.setText(words)
        self.find_box.selectAll()
        self.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_replace(self, *, is_open: bool) -> None:
        """Show the part that replaces, or hide it."""
        self.replace_toggle.set_open(is_open=is_open)
        self.replace_part.setVisible(is_open)
        self.replacement_edited.emit()

    def show_hits(self, rows: Sequence[Row], count_text: str) -> None:
        """Show the places; the current one stays current if it is still there."""
        number = max(self.hits.currentIndex().row(), 0)
        self.hits.set_rows(rows)
        if rows and not self.hits.current_key:
            self.hits.blockSignals(True)  # noqa: FBT003 - Qt's own setter
            self.hits.select_row(number)
            self.hits.blockSignals(False)  # noqa: FBT003 - as above
        if count_text != self.count_label.text():
            self.count_label.setText(count_text)
            if self.find_box.hasFocus() and count_text:
                announce(self.find_box, count_text)

    def show_plan(self, text: str, *, can_replace: bool, can_replace_this: bool) -> None:
        """Show what replacing would change, and whether anything can be replaced."""
        self.plan_label.setText(text)
        if self.undo_link.hasFocus():
            self.find_box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.undo_link.hide()
        self.replace_button.setEnabled(can_replace_this)
        self.replace_all_button.setEnabled(can_replace)

    def show_replaced(self, text: str) -> None:
        """Show what was replaced, with a link that undoes it, which gets the focus."""
        self.plan_label.setText(text)
        self.undo_link.show()
        self.undo_link.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.undo_link, text)

    def forget_typing(self) -> None:
        """Forget what the boxes could undo, so that Ctrl+Z in them undoes what was replaced."""
        for box in (self.find_box, self.replace_box):
            with QSignalBlocker(box):
                box.setText(box.text())

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go to the next place on Enter, to the one before on Shift+Enter, and into the list on Down."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() in _ENTER and watched is self.find_box:
            is_back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step_requested.emit(-1 if is_back else 1)
            return True
        if event.key() in _ENTER and watched is self.replace_box:
            if self.replace_button.isEnabled():
                self.replace_requested.emit()
            return True
        if event.key() == Qt.Key.Key_Down and self.hits.row_model.rowCount():
            self.hits.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the panel on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        else:
            super().keyPressEvent(event)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the background and the line on the right, as the steps have them."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        painter.setPen(self.palette().color(QPalette.ColorRole.Midlight))
        painter.drawLine(self.rect().topRight(), self.rect().bottomRight())
        painter.end()

    def _lay_out(self) -> None:
        options = FlowRow(14, 2)
        options.add(self.whole_words_box)
        options.add(self.match_case_box)
        buttons = FlowRow(8)
        buttons.add(self.replace_button)
        buttons.add(self.replace_all_button)
        part = QVBoxLayout(self.replace_part)
        part.setContentsMargins(0, 4, 0, 0)
        part.setSpacing(6)
        for widget in (self.replace_box, buttons, self.plan_label):
            part.addWidget(widget)
        part.addWidget(self.undo_link, 0, Qt.AlignmentFlag.AlignLeft)
        self.replace_part.hide()
        content, scroll, frame = QWidget(), QScrollArea(), QVBoxLayout(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        scroll.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        frame.setContentsMargins(0, 0, 1, 0)  # the line on the right stays in sight
        frame.addWidget(scroll)
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 16, 15, 16)
        column.setSpacing(6)
        column.addWidget(self.close_link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(2)
        column.addWidget(HeadingLabel("Find", FontRole.QUESTION))
        column.addWidget(self.find_box)
        column.addWidget(options)
        column.addWidget(self.replace_toggle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.replace_part)
        column.addSpacing(4)
        column.addWidget(self.count_label)
        column.addWidget(self.hits, 1)

    def _connect(self) -> None:
        self.close_link.clicked.connect(self.close_requested)
        self.find_box.textChanged.connect(self.search_edited)
        self.whole_words_box.toggled.connect(self.search_edited)
        self.match_case_box.toggled.connect(self.search_edited)
        self.replace_box.textChanged.connect(self.replacement_edited)
        self.replace_toggle.disclosure_edited.connect(lambda is_open: self.open_replace(is_open=is_open))
        self.replace_button.clicked.connect(self.replace_requested)
        self.replace_all_button.clicked.connect(self.replace_all_requested)
        self.undo_link.clicked.connect(self.undo_requested)
        self.hits.row_selected.connect(self.hit_selected)
        self.hits.row_entered.connect(self.hit_entered)
        for box in (self.find_box, self.replace_box):
            box.installEventFilter(self)


def _line_edit(placeholder: str, name: str) -> QLineEdit:
    box = QLineEdit()
    box.setPlaceholderText(placeholder)
    box.setAccessibleName(name)
    add_clear_button(box)
    return box
