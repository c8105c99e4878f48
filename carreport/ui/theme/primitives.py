"""Draw frames, check marks, buttons and scroll bar handles in the colours of the palette."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyleOption, QStyleOptionButton, QStyleOptionSlider

RADIUS = 6
INDICATOR_GAP = 8
"""Space between a radio button or check box and its label, in pixels."""
_Role = QPalette.ColorRole
_State = QStyle.StateFlag


def draw_rounded_rect(
    painter: QPainter, rect: QRect, fill: QColor | None, line: QColor | None, width: float
) -> None:
    """Draw a rectangle with rounded corners, sharp at every scale."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(line, width) if line is not None else Qt.PenStyle.NoPen)
    inset = width / 2 if line is not None else 0
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
    painter.restore()


def draw_field(painter: QPainter, option: QStyleOption, *, focused: bool | None = None) -> None:
    """Draw the frame of a text field, with a thick accent line when it has the focus."""
    usable = bool(option.state & _State.State_Enabled) and not option.state & _State.State_ReadOnly
    here = bool(option.state & _State.State_HasFocus) if focused is None else focused
    palette = option.palette
    fill = palette.color(_Role.Base if usable else _Role.Window)
    line = palette.color(_Role.Highlight if here else _Role.Mid if usable else _Role.Midlight)
    draw_rounded_rect(painter, option.rect, fill, line, 2 if here else 1)


def draw_focus_ring(painter: QPainter, option: QStyleOption) -> None:
    """Draw the focus ring."""
    draw_rounded_rect(painter, option.rect, None, option.palette.color(_Role.Highlight), 2)


def draw_choice(painter: QPainter, option: QStyleOptionButton, *, round_mark: bool) -> None:
    """Draw a radio button or check box: indicator, label, and focus ring around the label."""
    side = indicator_size(option)
    mark = QRect(option.rect.x(), option.rect.center().y() - side // 2 + 1, side, side)
    (draw_radio if round_mark else draw_check_box)(painter, option, mark)
    words = option.rect.adjusted(side + INDICATOR_GAP, 0, 0, 0)
    usable = bool(option.state & _State.State_Enabled)
    painter.setPen(option.palette.color(_Role.WindowText if usable else _Role.PlaceholderText))
    sides = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(words, sides | Qt.TextFlag.TextShowMnemonic, option.text)
    if option.state & _State.State_HasFocus and option.state & _State.State_KeyboardFocusChange:
        ring = words.adjusted(-4, 2, 0, -2)
        draw_rounded_rect(painter, ring, None, option.palette.color(_Role.Highlight), 2)


def _indicator_colours(option: QStyleOption) -> tuple[QColor, QColor]:
    on = bool(option.state & _State.State_On)
    usable = bool(option.state & _State.State_Enabled)
    line = option.palette.color((_Role.Highlight if on else _Role.Mid) if usable else _Role.PlaceholderText)
    return line, option.palette.color(_Role.Base)


def draw_check_box(painter: QPainter, option: QStyleOption, place: QRect) -> None:
    """Draw a check box indicator."""
    box = QRectF(place).adjusted(1, 1, -1, -1)
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


def draw_radio(painter: QPainter, option: QStyleOption, place: QRect) -> None:
    """Draw a radio button indicator."""
    box = QRectF(place).adjusted(1, 1, -1, -1)
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


def draw_chevron(painter: QPainter, option: QStyleOption) -> None:
    """Draw the arrow on a drop-down list, or on a row that opens."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(option.palette.color(_Role.PlaceholderText), 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    scale = max(option.fontMetrics.height() / 18, 1)
    middle = QPointF(option.rect.right() - 12 - 4 * scale, option.rect.center().y() + 0.5)
    ends = (QPointF(-4, -2) * scale, QPointF(0, 2) * scale, QPointF(4, -2) * scale)
    painter.drawPolyline(QPolygonF([middle + end for end in ends]))
    painter.restore()


def draw_button(painter: QPainter, option: QStyleOptionButton, role: str) -> None:
    """Draw a push button in its role: filled, outlined, link or quiet."""
    palette = option.palette
    usable = bool(option.state & _State.State_Enabled)
    over = usable and bool(option.state & (_State.State_MouseOver | _State.State_Sunken))
    on = bool(option.state & _State.State_On)
    ink = palette.color(_Role.ButtonText)
    if role == "filled":
        fill = palette.color(_Role.Highlight if usable else _Role.Window)
        line = None if usable else palette.color(_Role.Midlight)
        draw_rounded_rect(painter, option.rect, fill.darker(112) if over else fill, line, 0 if usable else 1)
        ink = palette.color(_Role.HighlightedText) if usable else ink
    elif role == "outlined":
        fill = palette.color(_Role.AlternateBase if over or on else _Role.Base)
        draw_rounded_rect(
            painter, option.rect, fill, palette.color(_Role.Mid if usable else _Role.Midlight), 1
        )
    elif role == "quiet" and (over or on):
        draw_rounded_rect(painter, option.rect, palette.color(_Role.AlternateBase), None, 0)
        if on:  # the ground alone is too faint, and a border would look like the focus ring
            bar = option.rect.adjusted(6, option.rect.height() - 4, -6, -1)
            painter.fillRect(bar, palette.color(_Role.Highlight))
    if role == "link" and usable:
        ink = palette.color(_Role.Link)
    if role == "link" and option.state & _State.State_HasFocus:
        _draw_link_focus(painter, option)
    _draw_button_text(painter, option, ink, underline=role == "link")
    if role != "link" and option.state & _State.State_HasFocus:
        _draw_button_ring(painter, option, role)


def _draw_link_focus(painter: QPainter, option: QStyleOptionButton) -> None:
    """Draw a tint and a thick line under a link; a ring would cut its first and last letters."""
    painter.fillRect(option.rect, option.palette.color(_Role.AlternateBase))
    line = option.rect.adjusted(0, option.rect.height() - 3, 0, 0)
    painter.fillRect(line, option.palette.color(_Role.Highlight))


def _draw_button_ring(painter: QPainter, option: QStyleOptionButton, role: str) -> None:
    if role == "filled":
        inner = option.rect.adjusted(2, 2, -2, -2)
        draw_rounded_rect(painter, option.rect, None, option.palette.color(_Role.WindowText), 2)
        draw_rounded_rect(painter, inner, None, option.palette.color(_Role.Base), 1)
    else:
        draw_rounded_rect(painter, option.rect, None, option.palette.color(_Role.Highlight), 2)


def _draw_button_text(painter: QPainter, option: QStyleOptionButton, ink: QColor, *, underline: bool) -> None:
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
        mode = QIcon.Mode.Normal if option.state & _State.State_Enabled else QIcon.Mode.Disabled
        option.icon.paint(painter, QRect(at, size), Qt.AlignmentFlag.AlignCenter, mode)
        room = room.adjusted(left - room.x() + size.width() + (6 if words else 0), 0, 0, 0)
        align = Qt.AlignmentFlag.AlignLeft
    else:
        is_wrapped = "\n" in option.text
        align = Qt.AlignmentFlag.AlignLeft if is_wrapped else Qt.AlignmentFlag.AlignHCenter
    painter.drawText(room, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, option.text)
    painter.restore()


def draw_scroll_handle(painter: QPainter, option: QStyleOptionSlider, slider: QRect) -> None:
    """Draw the handle of a scroll bar, if there is anything to scroll."""
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


def indicator_size(option: QStyleOption) -> int:
    """Return the size of a radio or check indicator, which grows with the text."""
    return max(round(option.fontMetrics.height() * 0.85), 14)
