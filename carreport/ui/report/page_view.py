"""A scrolling view of the pages of a report, each rendered when visible; and a picture of the first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QLabel, QSizePolicy, QWidget

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole, font_for

SIDE = 24
"""Margin around the pages, in pixels."""
APART = 18
"""Space between pages, in pixels."""
WIDEST = 860
"""Maximum width of a page at zoom 1, in pixels."""
MAX_CACHED_PAGES = 12
"""Maximum number of rendered pages in memory; a large one takes about 8 MB."""
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)

SHEET = 842 / 595
"""Height of an A4 sheet, as a multiple of its width."""
DELAY_MS = 1000
"""Delay before a page that is being drawn says so, in milliseconds."""


class FirstPage(QLabel):
    """A picture of the first page of a report, on a sheet that is always the same size."""

    accessible_role = QAccessible.Role.Graphic

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setContentsMargins(16, 16, 16, 16)
        self._wait = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._wait.timeout.connect(lambda: self._show("The first page is being drawn…", None))
        self.refresh_theme()

    @property
    def image(self) -> QImage | None:
        """The picture that is shown, if there is one."""
        return self._image

    def set_width(self, width: int) -> None:
        """Set the width of the sheet, in pixels; its height follows."""
        self.setFixedSize(width, round(width * SHEET))

    def show_waiting(self) -> None:
        """Show an empty sheet, and after a second that the page is being drawn."""
        self._show("", None)
        self._wait.start()

    def show_image(self, image: QImage) -> None:
        """Show the page."""
        self._show("", image)

    def show_reason(self, text: str) -> None:
        """Show why there is no page."""
        self._show(text, None)

    def refresh_theme(self) -> None:
        """Apply the chosen text size."""
        self.setFont(font_for(FontRole.SMALL))

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet with the page, or with the text."""
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sheet = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._image is not None:
            shrink = min(sheet.width() / self._image.width(), sheet.height() / self._image.height())
            sheet.setSize(QSize(self._image.width(), self._image.height()).toSizeF() * shrink)
            painter.drawImage(sheet, self._image)
        else:
            painter.fillRect(sheet, palette.color(QPalette.ColorRole.Base))
        painter.setPen(palette.color(QPalette.ColorRole.Midlight))
        painter.drawRect(sheet)
        painter.end()
        super().paintEvent(event)

    def _show(self, text: str, image: QImage | None) -> None:
        self._wait.stop()
        self._image = image
        self.setText(text)
        self.update()


class PageView(QAbstractScrollArea):
    """The pages, drawn as sheets of paper."""

    accessible_role = QAccessible.Role.Document
    page_requested = Signal(int, float)
    """Render this page (from 0) at this many pixels per point."""
    current_page_changed = Signal(int)
    """The current page (from 0) has changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: Sequence[tuple[float, float]] = ()
        self._places: list[QRect] = []
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._requested: set[int] = set()
        self._zoom = 1.0
        self._current_page = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Pages of the report")
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._update_current_page)

    @property
    def zoom(self) -> float:
        """The zoom factor; at 1, pages fit the window."""
        return self._zoom

    @property
    def current_page(self) -> int:
        """The current page, from 0."""
        return self._current_page

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show pages of these sizes in points, not rendered yet; the current page stays."""
        at = min(self._current_page, max(len(sizes) - 1, 0))
        self._sizes = sizes
        self._clear_images()
        self._lay_out()
        self.go_to_page(at)

    def set_page_image(self, page: int, picture: QImage) -> None:
        """Show a rendered page, unless its size is out of date."""
        self._requested.discard(page)
        if page < len(self._places) and picture.width() == round(
            self._pixel_ratio(page) * self._sizes[page][0]
        ):
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            self._images[page] = picture
            self._images.move_to_end(page)
            while len(self._images) > MAX_CACHED_PAGES:
                self._images.popitem(last=False)
        self.viewport().update()

    def go_to_page(self, page: int) -> None:
        """Scroll to this page (from 0)."""
        if 0 <= page < len(self._places):
            self.verticalScrollBar().setValue(self._places[page].top() - APART)
        self._update_current_page()

    def set_zoom(self, zoom: float) -> None:
        """Set the zoom factor; the current page stays."""
        at = self._current_page
        self._zoom = zoom
        self._clear_images()
        self._lay_out()
        self.go_to_page(at)

    def step_zoom(self, by: int) -> None:
        """Zoom in (1) or out (-1) by one step."""
        near = min(range(len(ZOOMS)), key=lambda index: abs(ZOOMS[index] - self._zoom))
        self.set_zoom(ZOOMS[max(0, min(near + by, len(ZOOMS) - 1))])

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the window."""
        super().resizeEvent(event)
        at = self._current_page
        self._clear_images()
        self._lay_out()
        self.go_to_page(at)

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the visible pages, and request those that are not rendered yet."""
        painter = QPainter(self.viewport())
        palette = self.palette()
        left = self.horizontalScrollBar().value()
        top = self.verticalScrollBar().value()
        for page in self._visible_pages():
            place = self._places[page].translated(-left, -top)
            painter.setPen(palette.color(QPalette.ColorRole.Midlight))
            painter.fillRect(place, Qt.GlobalColor.white)
            if page in self._images:
                painter.drawImage(place.topLeft(), self._images[page])
            elif page not in self._requested:
                self._requested.add(page)
                self.page_requested.emit(page, self._pixel_ratio(page))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll and turn pages by keyboard."""
        bar, keys = self.verticalScrollBar(), Qt.Key
        moves = {
            keys.Key_PageDown: bar.value() + bar.pageStep(),
            keys.Key_Space: bar.value() + bar.pageStep(),
            keys.Key_PageUp: bar.value() - bar.pageStep(),
            keys.Key_Home: bar.minimum(),
            keys.Key_End: bar.maximum(),
            keys.Key_Down: bar.value() + bar.singleStep(),
            keys.Key_Up: bar.value() - bar.singleStep(),
        }
        if event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier) and (
            event.key() in moves
        ):
            bar.setValue(moves[Qt.Key(event.key())])
            event.accept()
            return
        super().keyPressEvent(event)

    @qt_override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl and the wheel; without Ctrl, scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def _clear_images(self) -> None:
        self._images.clear()
        self._requested.clear()

    def _scale(self) -> float:
        """Return the pixels per point; at zoom 1 the widest page fits the window."""
        widest = max((width for width, _ in self._sizes), default=1.0)
        room = max(200, min(self.viewport().width() - 2 * SIDE, WIDEST))
        return room / widest * self._zoom

    def _pixel_ratio(self, page: int) -> float:
        """Return the device pixels per point, so that a page is a whole number of pixels wide."""
        width = self._places[page].width()
        return width * self.devicePixelRatioF() / self._sizes[page][0]

    def _lay_out(self) -> None:
        scale = self._scale()
        shapes = [QSize(round(width * scale), round(height * scale)) for width, height in self._sizes]
        widest = max((shape.width() for shape in shapes), default=0) + 2 * SIDE
        room = max(widest, self.viewport().width())
        self._places, top = [], APART
        for shape in shapes:
            self._places.append(QRect((room - shape.width()) // 2, top, shape.width(), shape.height()))
            top += shape.height() + APART
        view = self.viewport().size()
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setRange(0, max(0, top - view.height()))
        self.horizontalScrollBar().setPageStep(view.width())
        self.horizontalScrollBar().setRange(0, max(0, widest - view.width()))
        self.viewport().update()

    def _visible_pages(self) -> list[int]:
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        return [
            page for page, place in enumerate(self._places) if place.bottom() >= top and place.top() <= bottom
        ]

    def _update_current_page(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        at = next((page for page, place in enumerate(self._places) if place.bottom() >= middle), 0)
        if at != self._current_page:
            self._current_page = at
            self.current_page_changed.emit(at)
        self.viewport().update()
