"""The user guide opens the pages that it links to."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from carreport.assets import shipped_folder
from carreport.ui.help_page import USER_GUIDE, HelpPage


def test_a_link_in_the_user_guide_opens_its_page_in_the_same_column(qtbot: QtBot) -> None:
    page = HelpPage()
    qtbot.addWidget(page)
    folder = shipped_folder() / USER_GUIDE.parent
    page.show_markdown("User guide", (folder / USER_GUIDE.name).read_text("utf-8"), folder)
    margin = page.browser.document().rootFrame().frameFormat().leftMargin()

    page.browser.setSource(QUrl("survey-files.md"))

    assert page.browser.toPlainText().startswith("Survey files")
    assert page.browser.document().rootFrame().frameFormat().leftMargin() == margin
