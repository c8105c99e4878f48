from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.prompts import Prompts
from carreport.ui.widgets.notice_bar import Notice
from tests.ui.conftest import row_names

Show = Callable[[QWidget], None]
GROUP = "own.each"
FORM = """
[form]
id = "small"
title = "A small form"
version = 1

[[section]]
id = "own"
title = "Own words"

[[section.field]]
id = "each"
kind = "list"
item = "reflection"
label = "What do you make of it?"
private_until = { release = ["named"] }

[[section.field.field]]
id = "words"
kind = "line"
label = "Your words"

[[section.field.field]]
id = "release"
kind = "choice"
label = "May the report print it?"
choices = { not_yet = "Not yet", named = "Yes, with my name" }
"""


class FakePrompts(Prompts, Protocol):
    """What the fixture remembers; it stands in conftest.py."""

    told: list[Notice]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DraftSession]:
    path = tmp_path / "a.carreport"
    with DraftSession.create(path, parse_form(FORM), "Morag Reid") as other:
        other.mark_ready("own", ready=True)
    opened = DraftSession.open(path, "Ailsa Kerr")
    opened.add_item(GROUP, values={"words": "It was hard."})
    yield opened
    opened.close()


def entries(wizard: Wizard) -> ListEditor:
    editor = wizard.step_page("own").questions[GROUP].editor
    assert isinstance(editor, ListEditor)
    return editor


def opened_row(wizard: Wizard) -> QPushButton:
    """Open the only entry; return its button that leads to its release."""
    editor = entries(wizard)
    editor.expand_row(editor.items[0].id)
    assert editor.form is not None
    return editor.form.release_button


def words_on(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def test_an_entry_says_that_only_its_writer_sees_it(wizard: Wizard) -> None:
    assert row_names(entries(wizard)) == ["It was hard., Only you can see this"]
    assert opened_row(wizard).text() == "Release this reflection…"
    form = entries(wizard).form
    assert form is not None
    assert form.private_note.isVisible()
    assert "not included in copies or reports" in form.private_note.text()


def test_a_new_entry_is_private_from_the_first_word(wizard: Wizard) -> None:
    entries(wizard).add_button.click()
    assert ["Only you can see this" in name for name in row_names(entries(wizard))] == [True, True]


def test_it_must_be_agreed_to_before_it_goes_out(wizard: Wizard) -> None:
    opened_row(wizard).click()
    page = wizard.collaboration_pages.release_page
    assert page.missing_label.text() == (
        "To release it, choose “Yes, with my name” for “May the report print it?”."
    )
    assert not page.release_button.isVisible()


def test_releasing_says_first_who_will_see_what(wizard: Wizard, prompts: FakePrompts, qtbot: QtBot) -> None:
    item = entries(wizard).items[0].id
    wizard.session.write(f"{GROUP}/{item}/release", "named")
    opened_row(wizard).click()
    page = wizard.collaboration_pages.release_page
    assert wizard.pages.currentWidget() is page
    assert "Morag Reid, and anybody else who has the inquiry" in page.readers_label.text()
    assert "It was hard." in words_on(page)
    assert QApplication.focusWidget() is page.cancel_button
    page.release_button.setFocus()
    qtbot.keyClick(page.release_button, Qt.Key.Key_Space)
    assert not wizard.session.is_private(f"{GROUP}/{item}")
    assert prompts.told[-1].text.startswith("Released.")
    assert row_names(entries(wizard)) == ["It was hard."]


def test_keeping_it_to_oneself_releases_nothing(wizard: Wizard, qtbot: QtBot) -> None:
    item = entries(wizard).items[0].id
    wizard.session.write(f"{GROUP}/{item}/release", "named")
    opened_row(wizard).click()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert wizard.session.is_private(f"{GROUP}/{item}")
    assert wizard.pages.currentWidget() is wizard.step_page("own")
