"""The widget style: thin rounded borders and a clear focus ring.

A proxy style over Fusion that draws a few controls itself. Colours come from the palette, so no
style sheet is needed and changes apply at once. It overrides only the drawing and sizing of
whole controls: Qt asks for pixel metrics and style hints thousands of times a page.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QProxyStyle,
    QPushButton,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionFrame,
    QStyleOptionSlider,
    QWidget,
)

from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.primitives import (
    INDICATOR_GAP,
    draw_button,
    draw_check_box,
    draw_chevron,
    draw_choice,
    draw_field,
    draw_focus_ring,
    draw_radio,
    draw_rounded_rect,
    draw_scroll_handle,
    indicator_size,
)

__all__ = ["INDICATOR_GAP", "ROLE_PROPERTY", "FusionProxyStyle", "button_role", "draw_rounded_rect"]

ROLE_PROPERTY = "carreport_role"
"""The dynamic property of a push button that sets its role: filled, outlined, link or quiet."""
_Role = QPalette.ColorRole
_State = QStyle.StateFlag
_PADDING = {"filled": QSize(36, 20), "outlined": QSize(32, 20), "link": QSize(4, 6), "quiet": QSize(16, 12)}
_COMBO_LEFT, _COMBO_RIGHT = 8, 28
"""The space beside the text of a drop-down list, which has its arrow at the right."""
LEAST_TARGET = 24
"""The least width and height of what can be clicked (WCAG 2.2, 2.5.8), in pixels."""


class FusionProxyStyle(QProxyStyle):
    """Fusion with thin rounded controls."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    @qt_override
    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw frames, indicators and focus rings."""
        kinds = QStyle.PrimitiveElement
        if element == kinds.PE_PanelLineEdit:
            if isinstance(option, QStyleOptionFrame) and option.lineWidth > 0:
                draw_field(painter, option)
        elif element == kinds.PE_FrameFocusRect:
            if option.state & _State.State_KeyboardFocusChange:
                draw_focus_ring(painter, option)
        elif element == kinds.PE_IndicatorCheckBox:
            draw_check_box(painter, option, option.rect)
        elif element == kinds.PE_IndicatorRadioButton:
            draw_radio(painter, option, option.rect)
        elif element != kinds.PE_FrameLineEdit:
            super().drawPrimitive(element, option, painter, widget)

    @qt_override
    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw push buttons, radio buttons and check boxes; cut what does not fit into a drop-down list."""
        kinds = QStyle.ControlElement
        if element == kinds.CE_ComboBoxLabel and isinstance(option, QStyleOptionComboBox):
            room = option.rect.width() - _COMBO_LEFT - _COMBO_RIGHT - 4
            option.currentText = option.fontMetrics.elidedText(
                option.currentText, Qt.TextElideMode.ElideRight, room
            )
        if not isinstance(option, QStyleOptionButton):
            super().drawControl(element, option, painter, widget)
        elif element == kinds.CE_PushButton:
            draw_button(painter, option, button_role(widget))
        elif element in (kinds.CE_RadioButton, kinds.CE_CheckBox):
            draw_choice(painter, option, round_mark=element == kinds.CE_RadioButton)
        else:
            super().drawControl(element, option, painter, widget)

    @qt_override
    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw drop-down lists and scroll bars."""
        if control == QStyle.ComplexControl.CC_ComboBox and isinstance(option, QStyleOptionComboBox):
            if option.frame:
                draw_field(painter, option)
            elif option.state & _State.State_HasFocus:
                draw_focus_ring(painter, option)
            draw_chevron(painter, option)
        elif control == QStyle.ComplexControl.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            draw_scroll_handle(painter, option, _scroll_part(option, QStyle.SubControl.SC_ScrollBarSlider))
        else:
            super().drawComplexControl(control, option, painter, widget)

    @qt_override(default=QRect())
    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """Return the rectangle of a sub-control; scroll bars have no arrows."""
        if control == QStyle.ComplexControl.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            return _scroll_part(option, part)
        found = super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]  # Qt takes no widget too
        if control == QStyle.ComplexControl.CC_ComboBox and part == QStyle.SubControl.SC_ComboBoxEditField:
            return option.rect.adjusted(_COMBO_LEFT, 1, -_COMBO_RIGHT, -1)
        return found

    @qt_override(default=QRect())
    def subElementRect(
        self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None
    ) -> QRect:
        """Return the rectangle of the text inside a control."""
        found = super().subElementRect(element, option, widget)  # type: ignore[arg-type]  # Qt takes no widget too
        if element == QStyle.SubElement.SE_LineEditContents and _has_frame(option):
            return found.adjusted(8, 0, -8, 0)
        return found

    @qt_override(default=QSize(40, 40))
    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        """Return the size of a control, with padding around its text."""
        if kind == QStyle.ContentsType.CT_PushButton:
            return (size + _PADDING[button_role(widget)]).expandedTo(QSize(LEAST_TARGET, LEAST_TARGET))
        found = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]  # Qt takes no widget too
        if kind == QStyle.ContentsType.CT_LineEdit and _has_frame(option):
            return QSize(found.width() + 16, max(found.height(), option.fontMetrics.height() + 18))
        if kind == QStyle.ContentsType.CT_ComboBox:
            return QSize(found.width() + 24, max(found.height(), option.fontMetrics.height() + 18))
        if kind in (QStyle.ContentsType.CT_RadioButton, QStyle.ContentsType.CT_CheckBox):
            mark = indicator_size(option) + INDICATOR_GAP
            row = QSize(size.width() + mark + 4, max(size.height(), option.fontMetrics.height()) + 12)
            return row.expandedTo(QSize(LEAST_TARGET, LEAST_TARGET))
        return found


def button_role(widget: QWidget | None) -> str:
    """Return the role of a push button, or `outlined` if it has none."""
    role = widget.property(ROLE_PROPERTY) if isinstance(widget, QPushButton) else None
    return role if role in _PADDING else "outlined"


def _has_frame(option: QStyleOption) -> bool:
    return isinstance(option, QStyleOptionFrame) and option.lineWidth > 0


def _scroll_part(option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect:
    upright = option.orientation == Qt.Orientation.Vertical
    room = option.rect
    length = room.height() if upright else room.width()
    span = max(option.maximum - option.minimum, 1)
    handle = min(max(length * option.pageStep // (span + option.pageStep or 1), 36), length)
    start = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - handle, option.upsideDown
    )
    parts = QStyle.SubControl
    where = {
        parts.SC_ScrollBarSlider: (start, handle),
        parts.SC_ScrollBarGroove: (0, length),
        parts.SC_ScrollBarSubPage: (0, start),
        parts.SC_ScrollBarAddPage: (start + handle, length - start - handle),
    }.get(part)
    if where is None:
        return QRect()
    if upright:
        return QRect(room.x(), room.y() + where[0], room.width(), where[1])
    return QRect(room.x() + where[0], room.y(), where[1], room.height())
