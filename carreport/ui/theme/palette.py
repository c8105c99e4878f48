"""Dress the window: colours for light, dark and high contrast, letters, distances, pictures.

The colours stand in the application's palette, so that every widget follows a change at once;
`PALETTE_ROLES` says which role of the palette holds which colour of a look. Letters are sized
from the application's font, so that one setting makes everything larger.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QImage,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from carreport.assets import resource_path
from carreport.ui.theme.proxy_style import FusionProxyStyle

COLUMN = 720
"""How wide a column that is read or written may be, about 75 characters."""
WIDE_COLUMN = 980
"""How wide lists may be."""
BETWEEN_QUESTIONS = 26
WITHIN_QUESTION = 6
GAP = 12
TEXT_SIZES = (80, 90, 100, 115, 130, 150, 175, 200)
"""The sizes of the letters that a person may choose, in per cent."""
_TEXT_PIXELS = 15


@dataclass(frozen=True, slots=True)
class ColourScheme:
    """The colours of one look, as hexadecimal RGB."""

    name: str
    paper: str
    surface: str
    ink: str
    muted: str
    accent: str
    on_accent: str
    soft: str
    hairline: str
    border: str
    attention: str
    attention_soft: str

    def colour(self, name: str) -> QColor:
        """Return the colour with this name, for instance `colour("accent")`."""
        return QColor(getattr(self, name))


LIGHT = ColourScheme(
    name="light",
    paper="#F6F5F1",
    surface="#FFFFFF",
    ink="#1C2530",
    muted="#55606C",
    accent="#0B5F66",
    on_accent="#FFFFFF",
    soft="#E4EFEE",
    hairline="#DDD9D0",
    border="#7E8893",
    attention="#8A3B12",
    attention_soft="#FBEDE3",
)
DARK = ColourScheme(
    name="dark",
    paper="#14191D",
    surface="#1B2227",
    ink="#E7EBEE",
    muted="#A7B2BB",
    accent="#6FD0CB",
    on_accent="#14191D",
    soft="#20383A",
    hairline="#2F3940",
    border="#7F8B95",
    attention="#F0B48A",
    attention_soft="#3A2A20",
)
CONTRAST_LIGHT = ColourScheme(
    name="high contrast light",
    paper="#FFFFFF",
    surface="#FFFFFF",
    ink="#000000",
    muted="#202020",
    accent="#00366B",
    on_accent="#FFFFFF",
    soft="#E3EEFA",
    hairline="#5A5A5A",
    border="#000000",
    attention="#7A1E00",
    attention_soft="#FFF1E6",
)
CONTRAST_DARK = ColourScheme(
    name="high contrast dark",
    paper="#000000",
    surface="#000000",
    ink="#FFFFFF",
    muted="#E0E0E0",
    accent="#7FE9FF",
    on_accent="#000000",
    soft="#00303A",
    hairline="#9A9A9A",
    border="#FFFFFF",
    attention="#FFC48A",
    attention_soft="#2E1A08",
)
COLOUR_SCHEMES = (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK)

_Role = QPalette.ColorRole
PALETTE_ROLES: dict[QPalette.ColorRole, str] = {
    _Role.Window: "paper",
    _Role.WindowText: "ink",
    _Role.Base: "surface",
    _Role.AlternateBase: "soft",
    _Role.Text: "ink",
    _Role.PlaceholderText: "muted",
    _Role.Button: "surface",
    _Role.ButtonText: "ink",
    _Role.BrightText: "attention",
    _Role.Shadow: "attention_soft",
    _Role.Light: "surface",
    _Role.Midlight: "hairline",
    _Role.Mid: "border",
    _Role.Dark: "border",
    _Role.Highlight: "accent",
    _Role.HighlightedText: "on_accent",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.Accent: "accent",
    _Role.ToolTipBase: "ink",
    _Role.ToolTipText: "paper",
}
"""Which colour of a look stands in which role of the application's palette."""


class FontRole(Enum):
    """What letters are for: their size against the text, and their weight."""

    TEXT = (15, QFont.Weight.Normal)
    STRONG = (15, QFont.Weight.DemiBold)
    QUESTION = (17, QFont.Weight.DemiBold)
    TITLE = (26, QFont.Weight.DemiBold)
    SMALL = (13, QFont.Weight.Normal)


@runtime_checkable
class FollowsTheme(Protocol):
    """A widget with letters of its own size or a picture, which Qt does not change with all the others."""

    def refresh_theme(self) -> None:
        """Take the chosen text size, and the colours of the look."""


def apply_colour_scheme(app: QApplication, look: ColourScheme, text_size: int) -> None:
    """Give the whole window these colours, and letters of this size in per cent."""
    if not isinstance(app.style(), FusionProxyStyle):
        app.setStyle(FusionProxyStyle())
    palette = make_palette(look)
    if palette != app.palette():
        app.setPalette(palette)
        _refresh_widgets(app)
    set_text_size(app, text_size)


def set_text_size(app: QApplication, text_size: int) -> None:
    """Make all letters this large, in per cent of the usual size."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(round(_TEXT_PIXELS * text_size / 100))
    if font == app.font():
        return
    app.setFont(font)
    _refresh_widgets(app)


def _refresh_widgets(app: QApplication) -> None:
    """Tell those that hold letters or pictures of their own what they look like now."""
    for widget in app.allWidgets():
        if isinstance(widget, FollowsTheme):
            widget.refresh_theme()


def system_colour_scheme() -> ColourScheme:
    """Return the look that suits what the system asks for."""
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return CONTRAST_DARK if dark else CONTRAST_LIGHT
    return DARK if dark else LIGHT


def current_colour_scheme() -> ColourScheme:
    """Return the look that the window wears at the moment."""
    return _scheme_in_use(QGuiApplication.palette().cacheKey())


@lru_cache(maxsize=1)
def _scheme_in_use(_palette: int) -> ColourScheme:
    palette = QGuiApplication.palette()
    worn = (palette.color(_Role.Window).name().upper(), palette.color(_Role.Highlight).name().upper())
    return next((look for look in COLOUR_SCHEMES if (look.paper, look.accent) == worn), LIGHT)


def make_palette(look: ColourScheme) -> QPalette:
    """Return the palette that holds the colours of `look`."""
    palette = QPalette()
    for role, name in PALETTE_ROLES.items():
        palette.setColor(role, look.colour(name))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, look.colour("muted"))
    return palette


def font_for(letters: FontRole) -> QFont:
    """Return the font for one purpose, in proportion to the application's font."""
    size, weight = letters.value
    font = QFont(QApplication.font())
    font.setPixelSize(max(1, round(font.pixelSize() * size / _TEXT_PIXELS)) if font.pixelSize() > 0 else size)
    font.setWeight(weight)
    return font


def icon(name: str, look: ColourScheme, colour: str = "ink") -> QIcon:
    """Return the picture `name` in a colour of `look`, muted where it is disabled; sharp on every screen."""
    ratios = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    return _icon(name, getattr(look, colour), look.muted, tuple(sorted(ratios)))


@cache
def _icon(name: str, colour: str, muted: str, ratios: tuple[float, ...]) -> QIcon:
    source = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for ink, mode in ((colour, QIcon.Mode.Normal), (muted, QIcon.Mode.Disabled)):
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", ink).encode()))
        for size in (16, 20, 24):
            for ratio in ratios:
                made.addPixmap(_render_icon(renderer, size, ratio), mode)
    return made


def _render_icon(renderer: QSvgRenderer, size: int, ratio: float) -> QPixmap:
    image = QImage(round(size * ratio), round(size * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)
