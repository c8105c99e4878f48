"""Draw the controls of the window: thin rounded borders, a clear ring where the keyboard is.

It is Fusion with a few things drawn anew, all from the palette, so no style sheet is needed
and letters and colours follow a change at once. Only drawing and measuring of whole controls is
taken over: Qt asks for single measures and hints thousands of times a page.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF
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

from carreport.ui.guarded import guarded

RADIUS = 6
ROLE = "carreport_role"
"""The property of a push button that says how it looks: filled, outlined, link or quiet."""
_Role = QPalette.ColorRole
_State = QStyle.StateFlag
_PADDING = {"filled": QSize(36, 20), "outlined": QSize(32, 20), "link": QSize(4, 6), "quiet": QSize(16, 12)}


class PaperStyle(QProxyStyle):
    """Fusion, drawn like paper."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    @guarded
    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the parts that controls are made of."""
        kinds = QStyle.PrimitiveElement
        if element == kinds.PE_PanelLineEdit:
            if isinstance(option, QStyleOptionFrame) and option.lineWidth > 0:
                draw_field(painter, option)
        elif element == kinds.PE_FrameFocusRect:
            if option.state & _State.State_KeyboardFocusChange:
                draw_ring(painter, option)
        elif element == kinds.PE_IndicatorCheckBox:
            _draw_check_box(painter, option)
        elif element == kinds.PE_IndicatorRadioButton:
            _draw_radio(painter, option)
        elif element != kinds.PE_FrameLineEdit:
            super().drawPrimitive(element, option, painter, widget)

    @guarded
    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw push buttons in our own way."""
        if element == QStyle.ControlElement.CE_PushButton and isinstance(option, QStyleOptionButton):
            _draw_button(painter, option, role_of(widget))
        else:
            super().drawControl(element, option, painter, widget)

    @guarded
    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw drop-down lists and scroll bars in our own way."""
        if control == QStyle.ComplexControl.CC_ComboBox and isinstance(option, QStyleOptionComboBox):
            if option.frame:
                draw_field(painter, option)
            elif option.state & _State.State_HasFocus:
                draw_ring(painter, option)
            _draw_chevron(painter, option)
        elif control == QStyle.ComplexControl.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            _draw_scroll_handle(painter, option, _scroll_part(option, QStyle.SubControl.SC_ScrollBarSlider))
        else:
            super().drawComplexControl(control, option, painter, widget)

    @guarded(default=QRect())
    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """Return where the parts of a control lie; scroll bars have no arrows."""
        if control == QStyle.ComplexControl.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            return _scroll_part(option, part)
        found = super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]  # Qt takes no widget too
        if control == QStyle.ComplexControl.CC_ComboBox and part == QStyle.SubControl.SC_ComboBoxEditField:
            return option.rect.adjusted(8, 1, -28, -1)
        return found

    @guarded(default=QRect())
    def subElementRect(
        self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None
    ) -> QRect:
        """Return where words lie inside a control."""
        found = super().subElementRect(element, option, widget)  # type: ignore[arg-type]  # Qt takes no widget too
        if element == QStyle.SubElement.SE_LineEditContents and _has_frame(option):
            return found.adjusted(8, 0, -8, 0)
        return found

    @guarded(default=QSize(40, 40))
    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        """Return how large a control is, with room around its words."""
        if kind == QStyle.ContentsType.CT_PushButton:
            return size + _PADDING[role_of(widget)]
        found = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]  # Qt takes no widget too
        if kind == QStyle.ContentsType.CT_LineEdit and _has_frame(option):
            return QSize(found.width() + 16, max(found.height(), option.fontMetrics.height() + 18))
        if kind == QStyle.ContentsType.CT_ComboBox:
            return QSize(found.width() + 24, max(found.height(), option.fontMetrics.height() + 18))
        if kind in (QStyle.ContentsType.CT_RadioButton, QStyle.ContentsType.CT_CheckBox):
            return QSize(found.width() + 8, max(found.height(), option.fontMetrics.height() + 10))
        return found


def role_of(widget: QWidget | None) -> str:
    """Return how a push button looks."""
    role = widget.property(ROLE) if isinstance(widget, QPushButton) else None
    return role if role in _PADDING else "outlined"


def rounded(painter: QPainter, rect: QRect, fill: QColor | None, line: QColor | None, width: float) -> None:
    """Draw a rectangle with round corners, sharp at every scale."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(line, width) if line is not None else Qt.PenStyle.NoPen)
    inset = width / 2 if line is not None else 0
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
    painter.restore()


def draw_field(painter: QPainter, option: QStyleOption, *, focused: bool | None = None) -> None:
    """Draw the box in which one writes; a thick line in the accent where the keyboard is."""
    usable = bool(option.state & _State.State_Enabled) and not option.state & _State.State_ReadOnly
    here = bool(option.state & _State.State_HasFocus) if focused is None else focused
    palette = option.palette
    fill = palette.color(_Role.Base if usable else _Role.Window)
    line = palette.color(_Role.Highlight if here else _Role.Mid if usable else _Role.Midlight)
    rounded(painter, option.rect, fill, line, 2 if here else 1)


def draw_ring(painter: QPainter, option: QStyleOption) -> None:
    """Draw the ring that shows where the keyboard is."""
    rounded(painter, option.rect, None, option.palette.color(_Role.Highlight), 2)


def _has_frame(option: QStyleOption) -> bool:
    return isinstance(option, QStyleOptionFrame) and option.lineWidth > 0


def _indicator(option: QStyleOption) -> QRectF:
    side = min(option.rect.width(), option.rect.height(), 18)
    box = QRectF(0, 0, side, side)
    box.moveCenter(QRectF(option.rect).center())
    return box.adjusted(1, 1, -1, -1)


def _indicator_colours(option: QStyleOption) -> tuple[QColor, QColor]:
    on = bool(option.state & _State.State_On)
    usable = bool(option.state & _State.State_Enabled)
    line = option.palette.color((_Role.Highlight if on else _Role.Mid) if usable else _Role.PlaceholderText)
    return line, option.palette.color(_Role.Base)


def _draw_check_box(painter: QPainter, option: QStyleOption) -> None:
    box = _indicator(option)
    line, base = _indicator_colours(option)
    on = bool(option.state & _State.State_On)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, 1.4))
    painter.setBrush(line if on else base)
    painter.drawRoundedRect(box, 3.5, 3.5)
    if on:
        pen = QPen(option.palette.color(_Role.HighlightedText), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        at = box.topLeft()
        side = box.width()
        marks = ((0.24, 0.52), (0.43, 0.71), (0.77, 0.31))
        painter.drawPolyline(QPolygonF([at + QPointF(x * side, y * side) for x, y in marks]))
    painter.restore()


def _draw_radio(painter: QPainter, option: QStyleOption) -> None:
    box = _indicator(option)
    line, base = _indicator_colours(option)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, 1.4))
    painter.setBrush(base)
    painter.drawEllipse(box)
    if option.state & _State.State_On:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(line)
        inset = box.width() * 0.26
        painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
    painter.restore()


def _draw_chevron(painter: QPainter, option: QStyleOption) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(option.palette.color(_Role.PlaceholderText), 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    middle = QPointF(option.rect.right() - 16, option.rect.center().y() + 0.5)
    ends = (QPointF(-4, -2), QPointF(0, 2), QPointF(4, -2))
    painter.drawPolyline(QPolygonF([middle + end for end in ends]))
    painter.restore()


def _draw_button(painter: QPainter, option: QStyleOptionButton, role: str) -> None:
    palette = option.palette
    usable = bool(option.state & _State.State_Enabled)
    over = usable and bool(option.state & (_State.State_MouseOver | _State.State_Sunken))
    on = bool(option.state & _State.State_On)
    ink = palette.color(_Role.ButtonText)
    if role == "filled":
        fill = palette.color(_Role.Highlight if usable else _Role.Midlight)
        rounded(painter, option.rect, fill.darker(112) if over else fill, None, 0)
        ink = palette.color(_Role.HighlightedText) if usable else ink
    elif role == "outlined":
        fill = palette.color(_Role.AlternateBase if over or on else _Role.Base)
        rounded(painter, option.rect, fill, palette.color(_Role.Mid if usable else _Role.Midlight), 1)
    elif role == "quiet" and (over or on):
        rounded(painter, option.rect, palette.color(_Role.AlternateBase), None, 0)
    if role == "link" and usable:
        ink = palette.color(_Role.Link)
    _draw_button_words(painter, option, ink, underline=role == "link")
    if option.state & _State.State_HasFocus:
        _draw_button_ring(painter, option, role)


def _draw_button_ring(painter: QPainter, option: QStyleOptionButton, role: str) -> None:
    if role == "filled":
        inner = option.rect.adjusted(2, 2, -2, -2)
        rounded(painter, option.rect, None, option.palette.color(_Role.WindowText), 2)
        rounded(painter, inner, None, option.palette.color(_Role.Base), 1)
    else:
        rounded(painter, option.rect, None, option.palette.color(_Role.Highlight), 2)


def _draw_button_words(
    painter: QPainter, option: QStyleOptionButton, ink: QColor, *, underline: bool
) -> None:
    painter.save()
    font = painter.font()
    font.setUnderline(underline)
    painter.setFont(font)
    painter.setPen(ink)
    room = option.rect
    if not option.icon.isNull():
        size = option.iconSize
        words = option.fontMetrics.horizontalAdvance(option.text) + 6 if option.text else 0
        left = room.x() + (room.width() - size.width() - words) // 2
        at = QPoint(left, room.y() + (room.height() - size.height()) // 2)
        option.icon.paint(painter, QRect(at, size))
        room = room.adjusted(left - room.x() + size.width() + (6 if words else 0), 0, 0, 0)
        align = Qt.AlignmentFlag.AlignLeft
    else:
        align = Qt.AlignmentFlag.AlignHCenter
    painter.drawText(room, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, option.text)
    painter.restore()


def _draw_scroll_handle(painter: QPainter, option: QStyleOptionSlider, slider: QRect) -> None:
    if option.minimum == option.maximum:
        return
    over = bool(option.state & (_State.State_MouseOver | _State.State_Sunken))
    inset = 3 if over else 4
    handle = QRectF(slider).adjusted(inset, inset, -inset, -inset)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(option.palette.color(_Role.Mid))
    radius = min(handle.width(), handle.height()) / 2
    painter.drawRoundedRect(handle, radius, radius)
    painter.restore()


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
