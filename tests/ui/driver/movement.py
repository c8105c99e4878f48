"""What moves on a page while something comes in that the user did not type or open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtWidgets import QApplication, QWidget


def heights_of(page: QWidget) -> dict[QWidget, int]:
    """Return the height on the screen of every visible widget of a page."""
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    return {
        widget: widget.mapTo(page, QPoint(0, 0)).y()
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
    }


def describe(widget: QWidget) -> str:
    """Return what a widget is, for a test that fails."""
    return f"{type(widget).__name__} {widget.objectName() or widget.accessibleName()}".strip()


@contextmanager
def expect_still(page: QWidget) -> Iterator[None]:
    """Expect that no widget that can be seen before and after moves up or down by a single pixel."""
    before = heights_of(page)
    yield
    after = heights_of(page)
    both = before.keys() & after.keys()
    assert len(both) > len(before) * 0.8, "most of the page is another page"
    moved = {
        describe(widget): after[widget] - before[widget] for widget in both if after[widget] != before[widget]
    }
    assert moved == {}, moved
