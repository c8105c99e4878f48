"""Put on the colours that the person has chosen, or those that the system has."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QApplication

from carreport.ui.style import DARK, LIGHT, apply_look, system_look
from carreport.ui.window_state import Theme


def dress(theme: str, text_size: int) -> None:
    """Give the whole window the colours of `theme`, and letters of this size in per cent."""
    app = cast("QApplication", QApplication.instance())
    look = {Theme.LIGHT: LIGHT, Theme.DARK: DARK}.get(Theme(theme)) or system_look()
    apply_look(app, look, text_size)
