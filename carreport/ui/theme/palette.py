"""The theme: colour schemes (light, dark, high contrast), fonts, spacing and icons.

The colours are set in the application's palette, so every widget follows a change at once;
`PALETTE_ROLES` maps palette roles to the colours of a scheme. Font sizes are relative to the
application's font, so one setting changes them all.
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
"""Maximum width of a column of text, about 75 characters."""
WIDE_COLUMN = 980
"""Maximum width of a list."""
BETWEEN_QUESTIONS = 26
WITHIN_QUESTION = 6
GAP = 12
TEXT_SIZES = (80, 90, 100, 115, 130, 150, 175, 200)
"""The text sizes to choose from, in per cent."""
_TEXT_PIXELS = 15


@dataclass(frozen=True, slots=True)
class ColourScheme:
    """The colours of one scheme, as hexadecimal RGB."""

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
"""Maps each role of the application's palette to a colour of the scheme."""


class FontRole(Enum):
    """The fonts by purpose: size in pixels at the usual text size, and weight."""

    TEXT = (15, QFont.Weight.Normal)
    STRONG = (15, QFont.Weight.DemiBold)
    QUESTION = (17, QFont.Weight.DemiBold)
    TITLE = (26, QFont.Weight.DemiBold)
    LEAD = (20, QFont.Weight.DemiBold)
    SMALL = (13, QFont.Weight.Normal)


@runtime_checkable
class FollowsTheme(Protocol):
    """A widget with its own font size or icon, which Qt does not update with the application's font."""

    def refresh_theme(self) -> None:
        """Apply the chosen text size and colour scheme."""


def apply_colour_scheme(app: QApplication, look: ColourScheme, text_size: int) -> None:
    """Apply a colour scheme and a text size in per cent to the whole application."""
    if not isinstance(app.style(), FusionProxyStyle):
        app.setStyle(FusionProxyStyle())
    palette = make_palette(look)
    if palette != app.palette():
        app.setPalette(palette)
        _refresh_widgets(app)
    set_text_size(app, text_size)


def set_text_size(app: QApplication, text_size: int) -> None:
    """Set the text size, in per cent of the usual size."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(round(_TEXT_PIXELS * text_size / 100))
    if font == app.font():
        return
    app.setFont(font)
    _refresh_widgets(app)


def _refresh_widgets(app: QApplication) -> None:
    """Update the widgets that have fonts or icons of their own."""
    for widget in app.allWidgets():
        if isinstance(widget, FollowsTheme):
            widget.refresh_theme()


def system_colour_scheme() -> ColourScheme:
    """Return the colour scheme that matches the system's setting."""
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return CONTRAST_DARK if dark else CONTRAST_LIGHT
    return DARK if dark else LIGHT


def current_colour_scheme() -> ColourScheme:
    """Return the current colour scheme."""
    return _scheme_in_use(QGuiApplication.palette().cacheKey())


@lru_cache(maxsize=1)
def _scheme_in_use(_palette: int) -> ColourScheme:
    palette = QGuiApplication.palette()
    worn = (palette.color(_Role.Window).name().upper(), palette.color(_Role.Highlight).name().upper())
    return next((look for look in COLOUR_SCHEMES if (look.paper, look.accent) == worn), LIGHT)


def make_palette(look: ColourScheme) -> QPalette:
    """Return the palette for a colour scheme."""
    palette = QPalette()
    for role, name in PALETTE_ROLES.items():
        palette.setColor(role, look.colour(name))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, look.colour("muted"))
    return palette


def font_for(letters: FontRole) -> QFont:
    """Return the font for a `FontRole`, scaled from the application font."""
    size, weight = letters.value
    font = QFont(QApplication.font())
    font.setPixelSize(max(1, round(font.pixelSize() * size / _TEXT_PIXELS)) if font.pixelSize() > 0 else size)
    font.setWeight(weight)
    return font


def icon(name: str, look: ColourScheme, colour: str = "ink") -> QIcon:
    """Return the icon `name` in a colour of `look`, muted when disabled, sharp at every scale."""
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
