from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from carreport.ui.widgets.author_dialog import AuthorDialog
from tests.ui.driver.accessibility import expect_accessible
from tests.ui.driver.window import ShowWidget


@pytest.fixture
def dialog(on_screen: ShowWidget) -> AuthorDialog:
    dialog = AuthorDialog("", "")
    on_screen(dialog)
    return dialog


def test_a_name_gives_its_initials_until_the_person_has_their_own(dialog: AuthorDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.name, "Ailsa Kerr")
    assert dialog.author == ("Ailsa Kerr", "AK")
    dialog.initials.clear()
    qtbot.keyClicks(dialog.initials, "ailsa")
    qtbot.keyClicks(dialog.name, " Moffat")
    assert dialog.author == ("Ailsa Kerr Moffat", "ailsa")


def test_return_gives_the_name_and_nothing_is_an_answer_too(dialog: AuthorDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.name, "Ailsa")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)


def test_everything_in_it_has_a_name(dialog: AuthorDialog) -> None:
    expect_accessible(dialog)
