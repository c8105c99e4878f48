"""A window that wears our look, and a desk that keeps what the editors ask of it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from carreport.ui.style import LIGHT, apply_look


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    apply_look(qapp, LIGHT, 100)
    return qapp
