"""Let the Tab key go through a page as the eye does, also through what was added later.

Qt remembers controls in the order in which they were made. Entries and their questions are
made when they are needed, so in that order they would come after everything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QStackedWidget, QWidget


def focus_next(root: QWidget, *, forward: bool) -> bool:
    """Take the keyboard to the next control inside `root`, or the one before; say whether it went."""
    here = QApplication.focusWidget()
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


def focusable_controls(widget: QWidget, here: QWidget | None = None) -> Iterator[QWidget]:
    """Yield what can take the keyboard inside `widget`, in the order of the layout.

    Of what is hidden only that which is `here`, or around it.
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
    """Yield those of the children that stand in a layout, in its order.

    The items of the layout are not asked for: Python would know them longer than they live.
    """
    if layout is None:
        return
    places: dict[int, QWidget | QLayout] = {layout.indexOf(each): each for each in children}
    places |= {layout.indexOf(each): each for each in layout.children() if isinstance(each, QLayout)}
    for place, each in sorted(places.items(), key=itemgetter(0)):
        if place >= 0 and isinstance(each, QLayout):
            yield from _in_layout(each, children)
        elif place >= 0 and isinstance(each, QWidget):
            yield each
