from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from carreport.assets import resource_path
from carreport.ui.theme.palette import (
    COLOUR_SCHEMES,
    DARK,
    LIGHT,
    PALETTE_ROLES,
    ColourScheme,
    FontRole,
    apply_colour_scheme,
    current_colour_scheme,
    icon,
    set_text_size,
)
from carreport.ui.widgets.buttons import Button, IconButton
from carreport.ui.widgets.labels import TextLabel

TEXT_PAIRS = [
    ("ink", "paper"), ("ink", "surface"), ("ink", "soft"), ("ink", "attention_soft"),
    ("muted", "paper"), ("muted", "surface"), ("muted", "soft"), ("muted", "attention_soft"),
    ("accent", "paper"), ("accent", "surface"), ("accent", "soft"), ("accent", "attention_soft"),
    ("attention", "paper"), ("attention", "surface"), ("attention", "soft"),
    ("attention", "attention_soft"), ("on_accent", "accent"), ("paper", "ink"),
]  # fmt: skip
LINE_PAIRS = [
    ("border", "paper"), ("border", "surface"),
    ("accent", "paper"), ("accent", "surface"), ("accent", "soft"),
]  # fmt: skip


def _light(colour: str) -> float:
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(look: ColourScheme, one: str, other: str) -> float:
    lights = sorted((_light(getattr(look, one)), _light(getattr(look, other))))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("look", COLOUR_SCHEMES, ids=lambda look: look.name)
@pytest.mark.parametrize(("words", "ground"), TEXT_PAIRS)
def test_words_can_be_read_on_their_ground(look: ColourScheme, words: str, ground: str) -> None:
    assert _contrast(look, words, ground) >= 4.5


@pytest.mark.parametrize("look", COLOUR_SCHEMES, ids=lambda look: look.name)
@pytest.mark.parametrize(("line", "ground"), LINE_PAIRS)
def test_borders_and_rings_stand_out(look: ColourScheme, line: str, ground: str) -> None:
    assert _contrast(look, line, ground) >= 3


@pytest.mark.parametrize("look", COLOUR_SCHEMES, ids=lambda look: look.name)
def test_the_window_wears_the_colours_of_its_look(qapp: QApplication, look: ColourScheme) -> None:
    apply_colour_scheme(qapp, look, 100)
    worn = {role: qapp.palette().color(role).name().upper() for role in PALETTE_ROLES}
    apply_colour_scheme(qapp, LIGHT, 100)
    assert worn == {role: getattr(look, name) for role, name in PALETTE_ROLES.items()}


def test_the_look_that_is_worn_can_be_asked_for(qapp: QApplication) -> None:
    apply_colour_scheme(qapp, DARK, 100)
    worn = current_colour_scheme()
    apply_colour_scheme(qapp, LIGHT, 100)
    assert (worn, current_colour_scheme()) == (DARK, LIGHT)


def test_all_letters_follow_the_text_size(qtbot: QtBot, qapp: QApplication) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    letters = [
        TextLabel("A", FontRole.TITLE),
        TextLabel("A", FontRole.SMALL),
        Button("A", "filled"),
        QLineEdit("A"),
    ]
    for widget in letters:
        column.addWidget(widget)

    def sizes() -> list[int]:
        return [widget.font().pixelSize() for widget in letters]

    assert sizes() == [26, 13, 15, 15]
    set_text_size(qapp, 200)
    qtbot.waitUntil(lambda: sizes() == [52, 26, 30, 30])
    set_text_size(qapp, 100)
    qtbot.waitUntil(lambda: sizes() == [26, 13, 15, 15])


def test_labels_never_take_words_for_mark_up(qtbot: QtBot) -> None:
    label = TextLabel("<b>5 < 6</b>", wrap=False)
    plain = TextLabel("5", wrap=False)
    for widget in (label, plain):
        qtbot.addWidget(widget)
    assert label.sizeHint().width() > plain.sizeHint().width() * 4


@pytest.mark.parametrize("picture", sorted(resource_path("icons").glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_takes_the_colour_of_the_look(picture: Path) -> None:
    image = icon(picture.stem, DARK, "accent").pixmap(24, 24).toImage()
    seen = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
    solid = [(colour.red(), colour.green(), colour.blue()) for colour in seen if colour.alpha() == 255]
    accent = DARK.colour("accent")
    wanted = (accent.red(), accent.green(), accent.blue())
    assert solid
    assert all(abs(one - other) <= 2 for colour in solid for one, other in zip(colour, wanted, strict=True))


@pytest.mark.parametrize("role", ["filled", "outlined", "link", "quiet"])
def test_buttons_show_where_the_keyboard_is(qtbot: QtBot, role: str) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    button, other = Button("Next", role), Button("Other")
    column = QVBoxLayout(page)
    column.addWidget(button)
    column.addWidget(other)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    other.setFocus()
    before = button.grab().toImage()
    button.setFocus()
    assert button.grab().toImage() != before


@pytest.mark.parametrize("look", COLOUR_SCHEMES, ids=lambda look: look.name)
def test_a_tool_that_is_on_is_told_by_a_bar_and_not_by_its_ground_alone(
    qtbot: QtBot, qapp: QApplication, look: ColourScheme
) -> None:
    apply_colour_scheme(qapp, look, 100)
    tool = IconButton("bold", "Bold")
    qtbot.addWidget(tool)
    tool.setCheckable(True)
    colours = []
    for is_on in (True, False):
        tool.setChecked(is_on)
        image = tool.grab().toImage()
        colours.append(image.pixelColor(image.width() // 2, image.height() - 3).name())
    apply_colour_scheme(qapp, LIGHT, 100)
    assert colours[0] == look.colour("accent").name()
    assert colours[1] != colours[0]
