"""The same windows and drafts as in `tests/ui/shell`, and comments on them."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from carreport.ui.inquiry.wizard import Wizard
from tests.ui.driver.comments import CommentsDriver
from tests.ui.shell.conftest import driver, form, inquiry, on_screen, session, show_wizard, window, wizard

__all__ = ["comments", "driver", "form", "inquiry", "on_screen", "session", "show_wizard", "window", "wizard"]


@pytest.fixture
def comments(wizard: Wizard, qtbot: QtBot) -> CommentsDriver:
    """The comments on the inquiry of `wizard`, in a window that has no room beside the answer."""
    return CommentsDriver(wizard, qtbot)
