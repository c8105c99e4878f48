"""Show the rows of an entry list, with the form of the open entry below the header of its row."""

from __future__ import annotations

from itertools import takewhile

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QVBoxLayout, QWidget

from carreport.ui.editors.base import control_name
from carreport.ui.editors.list.entry_delegate import GAP, HANDLE_WIDTH, EntryDelegate
from carreport.ui.editors.list.entry_form import MOVE_KEYS, EntryForm
from carreport.ui.editors.list.entry_model import EntryModel, EntryRow
from carreport.ui.qt.guard import qt_override
from carreport.ui.qt.tab_order import focus_next, tab_stops_in
from carreport.ui.widgets.row_list import RowListView
from carreport.ui.widgets.scroll_column import CURSOR_MARGIN, ScrollColumn, column_around

_Key = Qt.Key
PAGE_KEYS = (_Key.Key_PageUp, _Key.Key_PageDown)
"""Keys that scroll the page around the list."""


class EntryListView(RowListView):
    """The rows of a list. The view is as tall as all its rows, because the page scrolls instead."""

    move_requested = Signal(str, int)
    """Move this entry by this many places."""
    drop_requested = Signal(str, int)
    """Move this entry to this place, counted from 0."""
    remove_requested = Signal(str)
    close_requested = Signal()

    def __init__(self) -> None:
        self.entry_model = EntryModel()
        self.entry_delegate = EntryDelegate(self.entry_model)
        super().__init__(self.entry_delegate, self.entry_model)
        self.setUniformItemSizes(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click on the form must not take its focus
        self._pressed_id = self._dragged_id = ""
        self._pressed_at = QPointF()
        self._drop_place = -1

    @property
    def current_row(self) -> EntryRow | None:
        """The current row, or None."""
        index = self.currentIndex()
        return self.entry_model.rows[index.row()] if index.isValid() else None

    def header_rect(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """Return the rectangle of a row's header."""
        rect = self.visualRect(index)
        if index.isValid():
            rect.setHeight(self.entry_delegate.header_height(self.entry_model.rows[index.row()]))
        return rect

    def fit_height(self) -> None:
        """Do nothing: `EntryList` sets the height, which includes that of the form."""

    def fit(self, form_height: int) -> None:
        """Set the height to that of all rows, with a form of this height in the open one."""
        self.entry_delegate.form_height = form_height
        self.doItemsLayout()
        self.setFixedHeight(self.contentsSize().height())

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, move, remove or restore the current entry; leave other keys to Qt or the page."""
        row = self.current_row
        if row is not None and self._handle_key(row, event):
            return
        if event.key() in PAGE_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _handle_key(self, row: EntryRow, event: QKeyEvent) -> bool:
        key = _Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in MOVE_KEYS:
            if not row.is_removed:
                self.move_requested.emit(row.key, MOVE_KEYS[key])
        elif key == _Key.Key_Delete:
            if not row.is_removed:
                self.remove_requested.emit(row.key)
        elif key == _Key.Key_Escape and self.entry_model.open_id:
            self.close_requested.emit()
        else:
            return False
        return True

    @qt_override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the row under the mouse current; on its handle, begin to drag it."""
        if event.button() != Qt.MouseButton.LeftButton or not self._is_on_header(event):
            return
        row = self.entry_model.rows[self.indexAt(event.position().toPoint()).row()]
        self._pressed_id, self._pressed_at = row.key, event.globalPosition()
        if self._is_on_handle(event) and not row.is_removed:
            self._dragged_id = row.key
        self.select(row.key)
        self.setFocus(Qt.FocusReason.MouseFocusReason)  # commits what is being typed, so rows may move

    @qt_override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Set the shape of the mouse cursor, and show where a dragged row would be dropped."""
        shapes = Qt.CursorShape
        on_handle = self._dragged_id or self._is_on_handle(event)
        on_header = self._is_on_header(event)
        shape = shapes.ArrowCursor if not on_header else shapes.PointingHandCursor
        self.viewport().setCursor(shapes.OpenHandCursor if on_handle else shape)
        if self._dragged_id:
            self._drop_place = self._place_at(event.position().toPoint())
            self.viewport().update()

    @qt_override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop a dragged row; open or close a row that was clicked."""
        pressed, self._pressed_id = self._pressed_id, ""
        dragged, self._dragged_id = self._dragged_id, ""
        self._drop_place = -1
        self.viewport().update()
        if dragged:
            self.drop_requested.emit(dragged, self._place_at(event.position().toPoint(), dragged))
        elif pressed:
            # measured on the screen, because the row may have moved
            moved = (event.globalPosition() - self._pressed_at).manhattanLength()
            if moved < QApplication.startDragDistance():
                self.row_entered.emit(pressed)

    @qt_override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Do nothing: the first click has opened or closed the row."""

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and a line where a dragged row would be dropped."""
        super().paintEvent(event)
        if self._drop_place >= 0:
            others = self._others(self._dragged_id)
            at_end = self._drop_place >= len(others)
            rect = self.visualRect(others[-1 if at_end else self._drop_place]) if others else QRect()
            top = rect.bottom() - GAP // 2 if at_end else max(rect.top() - GAP // 2 - 1, 0)
            painter = QPainter(self.viewport())
            painter.fillRect(0, top, self.width(), 2, self.palette().color(QPalette.ColorRole.Highlight))
            painter.end()

    @qt_override
    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002 - Qt gives it
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,  # noqa: ARG002
    ) -> None:
        """Let the page scroll to the current row."""
        page = column_around(self)
        if page is not None and self.hasFocus():
            page.reveal_caret()

    @qt_override(default=None)
    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """Return the header of the current row as the caret rectangle, so that the page keeps it in view."""
        if query == Qt.InputMethodQuery.ImCursorRectangle and self.currentIndex().isValid():
            return self.header_rect(self.currentIndex())
        return super().inputMethodQuery(query)

    def _is_on_header(self, event: QMouseEvent) -> bool:
        at = event.position().toPoint()
        return self.header_rect(self.indexAt(at)).contains(at)

    def _is_on_handle(self, event: QMouseEvent) -> bool:
        movable = not self.entry_model.read_only
        return movable and event.position().x() < HANDLE_WIDTH and self._is_on_header(event)

    def _others(self, dragged: str) -> list[QModelIndex]:
        rows = enumerate(self.entry_model.rows)
        return [self.entry_model.index(n) for n, row in rows if row.key != dragged and not row.is_removed]

    def _place_at(self, at: QPoint, dragged: str = "") -> int:
        others = self._others(dragged or self._dragged_id)
        return len(list(takewhile(lambda index: self.visualRect(index).center().y() < at.y(), others)))


class EntryList(QWidget):
    """The rows of a list and the form of the open entry.

    The form is laid over the view instead of being one of its index widgets, because the accessible
    interface of a QListView has no children but its items: a screen reader would not find the form.
    """

    def __init__(self, path: str, name: str) -> None:
        super().__init__()
        self.view = EntryListView()
        self.entry_model = self.view.entry_model
        self.entry_model.rows_changed.connect(self.fit)
        self.view.setObjectName(control_name(path, "entries"))
        self.view.setAccessibleName(name)
        self.view.setAccessibleDescription(self.entry_model.keyboard_hint)
        self.form: EntryForm | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)

    def open_form(self, item_id: str, form: EntryForm) -> None:
        """Show the form of an entry. Its row stays where it is on the screen, if there is room below it."""
        before = self._place_of(item_id)
        self._hide_form()
        self.form = form
        form.setParent(self)
        self.entry_model.set_open(item_id)
        form.show()
        self.fit()
        page = column_around(self)
        if page is not None:
            bar = page.verticalScrollBar()
            bar.setValue(bar.value() + self._place_of(item_id) - before)
            self._scroll_up_to_form(page, item_id)

    def _scroll_up_to_form(self, page: ScrollColumn, item_id: str) -> None:
        """Show the whole form if it fits the page, otherwise as much of it as fills half the page."""
        room = min(page.viewport().height(), page.content_height)  # the latter lays out the page
        index = self.entry_model.index(self.entry_model.row_of(item_id))
        top = self.view.mapTo(page.viewport(), self.view.visualRect(index).topLeft()).y()
        height = self.view.visualRect(index).height()
        wanted = height if height + CURSOR_MARGIN < room else room // 2
        hidden = min(top + wanted - room, top - CURSOR_MARGIN // 2)
        if hidden > 0:
            page.verticalScrollBar().setValue(page.verticalScrollBar().value() + hidden)

    def _place_of(self, item_id: str) -> int:
        index = self.entry_model.index(self.entry_model.row_of(item_id))
        return self.view.mapToGlobal(self.view.visualRect(index).topLeft()).y()

    def close_form(self) -> None:
        """Hide the form, if there is one; the caller moves the focus."""
        if self.form is not None:
            self._hide_form()
            self.entry_model.set_open("")
            self.fit()

    @property
    def has_focus_in_form(self) -> bool:
        """Whether the focus is in the form."""
        here = QApplication.focusWidget()
        return self.form is not None and here is not None and self.form.isAncestorOf(here)

    def _hide_form(self) -> None:
        if self.form is None:
            return
        self.form.flush()
        here = QApplication.focusWidget()
        if here is not None and self.has_focus_in_form:
            here.clearFocus()  # otherwise Qt looks for the next control in the whole window
        self.form.hide()
        self.form = None

    def set_current(self, item_id: str) -> None:
        """Move the focus to the row of an entry."""
        self.view.select(item_id)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self) -> None:
        """Lay out the rows and the form, unless the list is hidden."""
        if not self.isVisible():
            return
        delegate, width = self.view.entry_delegate, self.view.viewport().width()
        if width != delegate.width:
            delegate.measure(width)
        self.view.fit(self._form_height())
        if self.form is not None:
            number = self.entry_model.row_of(self.entry_model.open_id)
            header = self.view.header_rect(self.entry_model.index(number))
            height = self.view.entry_delegate.form_height
            self.form.setGeometry(header.left() + 1, header.bottom() + 1, header.width() - 2, height)
            self.form.setAccessibleName(self.entry_model.rows[number].title)

    def _form_height(self) -> int:
        layout = self.form.layout() if self.form is not None else None
        return layout.totalHeightForWidth(self.view.viewport().width() - 2) if layout is not None else 0

    @qt_override(default=False)
    def event(self, event: QEvent) -> bool:
        """Fit the open row when its form needs a different height."""
        handled = super().event(event)
        is_request = event.type() == QEvent.Type.LayoutRequest
        if is_request and self._form_height() != self.view.entry_delegate.form_height:
            self.fit()
        return handled

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        """Measure rows that were changed while the list was hidden."""
        super().showEvent(event)
        self.fit()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the rows again when the width changes."""
        super().resizeEvent(event)
        if self.view.viewport().width() != self.view.entry_delegate.width:
            self.fit()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Measure the rows again when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.view.entry_delegate.measure(0)
            self.fit()

    @qt_override(default=False)
    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Let Tab go from the rows into the form below them, and from there to the next row."""
        here, form = QApplication.focusWidget(), self.form
        stops = tab_stops_in(form) if form is not None else []
        if here is None or form is None or not stops:
            return super().focusNextPrevChild(forward)
        opened = self.entry_model.row_of(self.entry_model.open_id)
        is_below = self.view.currentIndex().row() > opened
        if here is self.view and forward is not is_below:
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
            stops[0 if forward else -1].setFocus(reason)
        elif here is self.view and forward:
            return focus_next(self.window(), forward=True, here=stops[-1])
        elif here is stops[0] and not forward:
            self.set_current(self.entry_model.open_id)
        elif here is stops[-1] and forward and opened + 1 < len(self.entry_model.rows):
            self.set_current(self.entry_model.rows[opened + 1].key)
        else:
            return super().focusNextPrevChild(forward)
        return True
