from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.prompts import Prompts
from carreport.ui.widgets.diff_label import DiffLabel
from tests.ui.shell.conftest import resume

Show = Callable[[QWidget], None]


@pytest.fixture
def wizard(session: DraftSession, tmp_path: Path, prompts: Prompts, on_screen: Show) -> Wizard:
    session.write("about.title", "A warm welcome")
    export_copy(session, tmp_path / "sent.carreport")
    with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as other:
        other.write("about.title", "A warm handover")
    merge_and_save(session, preview_merge(session, tmp_path / "sent.carreport"))
    made = Wizard(session, prompts)
    on_screen(made)
    resume(made)
    return made


def test_the_timeline_says_who_worked_when_the_newest_on_top(wizard: Wizard) -> None:
    wizard.collaboration_pages.show_timeline()
    page = wizard.collaboration_pages.timeline_page
    assert wizard.pages.currentWidget() is page
    assert page.links[0].text().startswith("Morag Reid, today")
    assert page.links[-1].text().startswith("You, today")
    assert QApplication.focusWidget() is page.links[0]


def test_choosing_a_moment_shows_what_changed_since_with_the_words_marked(
    wizard: Wizard, qtbot: QtBot
) -> None:
    wizard.collaboration_pages.show_timeline()
    page = wizard.collaboration_pages.timeline_page
    qtbot.keyClick(page.links[-1], Qt.Key.Key_Space)
    assert page.heading.text() == "What has changed since"
    marked = page.findChildren(DiffLabel)[-1]
    assert "<s>welcome</s>" in marked.text()
    assert "<b><u>handover</u></b>" in marked.text()
    assert marked.accessibleName() == "A warm (removed: welcome) (added: handover)"


def test_a_change_leads_to_its_question(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.collaboration_pages.show_timeline()
    page = wizard.collaboration_pages.timeline_page
    qtbot.keyClick(page.links[-1], Qt.Key.Key_Space)
    qtbot.keyClick(page.links[0], Qt.Key.Key_Space)
    assert wizard.pages.currentWidget() is wizard.step_page("about")
