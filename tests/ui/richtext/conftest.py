"""A text box on a page, with a line below it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from carreport.ui.richtext.text_edit import RichTextEdit


@pytest.fixture
def box(qtbot: QtBot) -> Iterator[RichTextEdit]:
    page = QWidget()
    qtbot.addWidget(page)
    box, line_below = RichTextEdit(), QLineEdit()
    line_below.setObjectName("next")
    column = QVBoxLayout(page)
    column.addWidget(box)
    column.addWidget(line_below)
    page.resize(600, 700)
    page.show()
    page.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    yield box
    page.close()
