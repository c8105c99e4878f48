"""Build long things a little at a time without anything on the page moving under the reader's eyes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


class Gap(QWidget):
    """Keeps the place of what is not built yet, so that the page is as long as it will be."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()

    def stand_for(self, rows: int, height: int, spacing: int) -> None:
        """Be as tall as so many rows of this height, with the spaces between them; for none, be away."""
        if rows:
            self.setFixedHeight(rows * (height + spacing) - spacing)
        self.setVisible(bool(rows))


@contextmanager
def laid_out_once(layout: QLayout) -> Iterator[None]:
    """Change much in a layout and let it be laid out once, not at every widget that comes in."""
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(True)
        layout.invalidate()
        _activate(layout.parentWidget())


def _activate(widget: QWidget | None) -> None:
    """Lay out what is to be seen here and around it now, as Qt does where one widget is shown."""
    while widget is not None and widget.isVisible():
        layout = widget.layout()
        if layout is None:
            return
        layout.activate()
        widget = widget.parentWidget()


@contextmanager
def keeping_place(marks: Sequence[QWidget]) -> Iterator[None]:
    """Let what is in sight stay where it is while something grows above it.

    `marks` stand from top to bottom; the first of them that has not been scrolled away is held on to.
    """
    area = _area_around(marks[0]) if marks else None
    mark = _first_in_sight(area, marks) if area is not None else None
    if area is None or mark is None:
        yield
        return
    before = _top(area, mark)
    yield
    settle()
    moved = _top(area, mark) - before
    if moved:
        bar = area.verticalScrollBar()
        bar.setValue(bar.value() + moved)


def settle() -> None:
    """Let everything take its final place now, before anybody sees it."""
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def _area_around(widget: QWidget) -> QScrollArea | None:
    """Return what the widget scrolls in, if it is to be seen there."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around if around is not None and around.isVisible() else None


def _first_in_sight(area: QScrollArea, marks: Sequence[QWidget]) -> QWidget | None:
    return next((each for each in marks if _top(area, each) + each.height() > 0), None)


def _top(area: QScrollArea, widget: QWidget) -> int:
    return widget.mapTo(area.viewport(), QPoint(0, 0)).y()
