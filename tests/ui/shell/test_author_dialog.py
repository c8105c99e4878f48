from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from carreport.ui.widgets.author_dialog import AuthorDialog
from tests.ui.driver.accessibility import expect_accessible
from tests.ui.driver.keyboard import press
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
    dialog.name.setFocus()
    with qtbot.waitSignal(dialog.rejected):
        press("Return")
    dialog.show()
    qtbot.keyClicks(dialog.name, "Ailsa")
    with qtbot.waitSignal(dialog.accepted):
        press("Return")


def test_everything_in_it_has_a_name(dialog: AuthorDialog) -> None:
    expect_accessible(dialog)
