"""Make Tab follow the layout of a page, including widgets that were added later.

Qt's focus chain follows the order in which widgets were created. Entries and their questions are
created when they are needed, so they would come after everything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QStackedWidget, QWidget


def focus_next(root: QWidget, *, forward: bool, here: QWidget | None = None) -> bool:
    """Move the focus to the control after `here` (or the focus widget) in `root`, or to the one before.

    Return whether it moved.
    """
    here = here or QApplication.focusWidget()
    order = list(focusable_controls(root, here))
    while here is not None and here not in order:
        here = here.parentWidget()
    if here is None:
        return False
    place = order.index(here)
    rest = order[place + 1 :] + order[:place] if forward else order[:place][::-1] + order[:place:-1]
    to = next((control for control in rest if _is_tab_stop(control)), None)
    if to is not None:
        to.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return to is not None


def tab_stops_in(widget: QWidget) -> list[QWidget]:
    """Return the controls inside `widget` that Tab reaches now, in the order of the layout."""
    return [control for control in focusable_controls(widget) if _is_tab_stop(control)]


def focusable_controls(widget: QWidget, here: QWidget | None = None) -> Iterator[QWidget]:
    """Yield the focusable widgets inside `widget`, in the order of the layout.

    Hidden widgets are left out, except `here` and its parents.
    """
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None:
        yield widget
    for child in _children(widget):
        if not child.isHidden() or (here is not None and (child is here or child.isAncestorOf(here))):
            yield from focusable_controls(child, here)


def _is_tab_stop(control: QWidget) -> bool:
    on_the_way = bool(control.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return on_the_way and control.isVisible() and control.isEnabled()


def _children(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, (QStackedWidget, QScrollArea)):
        inner = widget.currentWidget() if isinstance(widget, QStackedWidget) else widget.widget()
        if inner is not None:
            yield inner
    else:
        children = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        laid_out = list(_in_layout(widget.layout(), children))
        yield from laid_out
        for child in children:
            if not child.isWindow() and child not in laid_out:
                yield child


def _in_layout(layout: QLayout | None, children: Sequence[QWidget]) -> Iterator[QWidget]:
    """Yield the children that are in a layout, in its order.

    Layout items are not used: Python would keep references to them after Qt has deleted them.
    """
    if layout is None:
        return
    places: dict[int, QWidget | QLayout] = {layout.indexOf(child): child for child in children}
    places |= {layout.indexOf(inner): inner for inner in layout.children() if isinstance(inner, QLayout)}
    for place, entry in sorted(places.items(), key=itemgetter(0)):
        if place >= 0 and isinstance(entry, QLayout):
            yield from _in_layout(entry, children)
        elif place >= 0 and isinstance(entry, QWidget):
            yield entry
