"""A scrolling page with one centred column.

The focused widget and the caret stay in view, even while a text grows as it is typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, Protocol, cast, runtime_checkable

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import COLUMN

SIDE = 24
TOP = 36
BOTTOM = 48
LIST_AND_DETAIL = 1240
"""The greatest width of a page with a list and a detail, in pixels."""
CURSOR_MARGIN = 48
"""Margin kept visible above and below the focused widget, in pixels."""

LINES_IN_SIGHT = 3
"""The number of lines kept visible above and below the caret."""


def text_scale() -> float:
    """Return the text size as a multiple of the usual size."""
    pixels = QApplication.font().pixelSize()
    return pixels / 15 if pixels > 0 else 1.0


def column_scale() -> float:
    """Return the width of a column as a multiple of the usual one: it grows half as much as its text."""
    return 0.5 + 0.5 * text_scale()


class PrimaryAction(QAction):
    """The main action of a page, whose button is in the bar under the page."""

    focus_requested = Signal()
    """Move the focus to the button."""

    def focus(self) -> None:
        """Move the focus to the button of this action."""
        self.focus_requested.emit()


class _ScrollContent(QWidget):
    """The content that scrolls, as tall as it needs to be at its width."""

    @qt_override(default=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        """Return no minimum height: Qt's own value is for the narrowest possible column."""
        least, layout = super().minimumSizeHint(), self.layout()
        return QSize(least.width(), 0) if layout is not None and layout.hasHeightForWidth() else least


@runtime_checkable
class OffersAction(Protocol):
    """A page whose main button is the filled one in the bar under the page.

    The button follows the text of the action, and whether it is visible and enabled.
    """

    primary_action: PrimaryAction | None


class ScrollColumn(QScrollArea):
    """A centred column that scrolls; add widgets to `content_layout`."""

    primary_action: PrimaryAction | None = None

    def __init__(self, widest: int = COLUMN, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._max_width = widest
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().setSingleStep(24)
        self._content = _ScrollContent()
        self._inner = QWidget(self._content)
        self.content_layout = QVBoxLayout(self._inner)
        self.content_layout.setContentsMargins(0, 0, 0, 0)
        self.content_layout.setSpacing(0)
        row = QHBoxLayout(self._content)
        self._row = row
        row.setContentsMargins(SIDE, TOP, SIDE, BOTTOM)
        row.addStretch(1)
        row.addWidget(self._inner, 1000)
        row.addStretch(1)
        self.setWidget(self._content)
        self._is_following = False
        self._update_width()

    def set_margins(self, side: int, top: int) -> None:
        """Set the space at the sides of the column, and above and below it."""
        self._row.setContentsMargins(side, top, side, top)

    @contextmanager
    def keep_in_place(self, widget: QWidget) -> Iterator[None]:
        """Keep `widget` at its height on the screen while something changes the width of the page."""
        before = widget.mapTo(self.viewport(), QPoint(0, 0)).y()
        yield
        self._activate_layout()
        moved = widget.mapTo(self.viewport(), QPoint(0, 0)).y() - before
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)

    def focus_start(self) -> None:
        """Scroll to the top; many pages also move the focus to their first control."""
        self.scroll_to_top()

    def reveal(self, widget: QWidget) -> None:
        """Scroll just enough to show `widget`, or its top if it is taller than the page."""
        self._activate_layout()
        area = QRect(widget.mapTo(self._content, QPoint(0, 0)), widget.size())
        if area.height() + 2 * CURSOR_MARGIN > self.viewport().height():
            area.setHeight(max(0, self.viewport().height() - 2 * CURSOR_MARGIN))
        self._reveal_area(area)

    def scroll_to(self, widget: QWidget) -> None:
        """Scroll until `widget` is near the top."""
        self._activate_layout()
        top = widget.mapTo(self._content, QPoint(0, 0)).y()
        self.verticalScrollBar().setValue(top - CURSOR_MARGIN)

    @property
    def content_height(self) -> int:
        """The height of the column's content, in pixels."""
        self._activate_layout()
        return self._content.height()

    def scroll_back_to(self, position: int) -> None:
        """Scroll to where the page was before."""
        self._activate_layout()
        self.verticalScrollBar().setValue(position)

    def scroll_to_top(self) -> None:
        """Scroll to the top."""
        self.verticalScrollBar().setValue(0)

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Keep the same number of characters per line when the text size changes."""
        if event.type() == QEvent.Type.FontChange:
            self._update_width()
        super().changeEvent(event)

    def _update_width(self) -> None:
        self._inner.setMaximumWidth(round(self._max_width * text_scale()))

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        """Follow the focus and the caret while the page is visible."""
        super().showEvent(event)
        if not self._is_following:
            self._is_following = True
            _app().focusChanged.connect(self._focus_changed)
            # queued, as the caret also moves while a layout is being applied, which must not be begun anew
            QGuiApplication.inputMethod().cursorRectangleChanged.connect(
                self.reveal_caret, Qt.ConnectionType.QueuedConnection
            )

    @qt_override
    def hideEvent(self, event: QHideEvent) -> None:
        """Stop following while the page is hidden."""
        super().hideEvent(event)
        if self._is_following:
            self._is_following = False
            _app().focusChanged.disconnect(self._focus_changed)
            QGuiApplication.inputMethod().cursorRectangleChanged.disconnect(self.reveal_caret)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self._contains(new) or QGuiApplication.mouseButtons():
            return
        if isinstance(new, QAbstractItemView):
            self.reveal_caret()  # its current item; the whole view may be taller than the page
        else:
            self.reveal(new)

    def reveal_caret(self) -> None:
        """Scroll just enough to show the caret, with a few lines above and below it.

        The caret is read from the widget itself: the rectangle of `QInputMethod` is not updated when
        the page scrolls.
        """
        writer = QApplication.focusWidget()
        if writer is None or not self._contains(writer) or QGuiApplication.mouseButtons():
            return
        self._activate_layout()  # a text box may just have grown
        caret = writer.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        area = caret.toRect() if isinstance(caret, QRectF) else caret
        if isinstance(area, QRect) and area.isValid():
            top = max(0, min(area.y(), writer.height() - area.height()))  # a text box has yet to scroll to it
            at = writer.mapTo(self._content, QPoint(area.x(), top))
            self._reveal_area(QRect(at, area.size()), max(CURSOR_MARGIN, LINES_IN_SIGHT * area.height()))

    def _contains(self, widget: QWidget) -> bool:
        return self.isVisible() and self._content.isAncestorOf(widget)

    def _reveal_area(self, area: QRect, margin: int = CURSOR_MARGIN) -> None:
        bar = self.verticalScrollBar()
        top, height = bar.value(), self.viewport().height()
        if area.top() - margin < top:
            bar.setValue(area.top() - margin)
        elif area.bottom() + margin > top + height:
            bar.setValue(area.bottom() + margin - height)

    def _activate_layout(self) -> None:
        """Activate pending layouts now, so that positions are final."""
        for _ in range(2):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


class ListAndDetailPage(ScrollColumn):
    """A wide page with a list, and beside it what is selected, or below it if the window is narrow.

    Add both to `columns`. `side_by_side_width` is the least width for two columns, at the usual text size.
    """

    side_by_side_width: ClassVar[int] = 760

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(LIST_AND_DETAIL, parent)
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.columns.setSpacing(28)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns beside each other if there is room, otherwise below each other."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        is_wide = self.viewport().width() >= self.side_by_side_width * text_scale()
        self.columns.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)


def primary_action_of(page: object) -> PrimaryAction | None:
    """Return the primary action of a page, or None if it offers none."""
    return page.primary_action if isinstance(page, OffersAction) else None


def column_around(widget: QWidget) -> ScrollColumn | None:
    """Return the page that contains this widget, or None."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, ScrollColumn):
        around = around.parentWidget()
    return around


def _app() -> QApplication:
    return cast("QApplication", QApplication.instance())
