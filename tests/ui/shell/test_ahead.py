"""The steps that nobody has gone to yet are made ready while nobody writes; nothing else is different."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from carreport.draft.session import DraftSession
from carreport.ui.editors.entries import EntriesEditor
from carreport.ui.page import StepPage
from carreport.ui.prompts import Prompts
from carreport.ui.wizard import Wizard
from tests.ui.shell.conftest import resume


def made(wizard: Wizard) -> list[str]:
    return sorted(page.section.id for page in wizard.pages.findChildren(StepPage))


def some_turns(wizard: Wizard, turns: int) -> None:
    for _ in range(turns):
        wizard.ahead.go_on()


def finish(wizard: Wizard) -> None:
    while wizard.ahead.is_busy:
        wizard.ahead.go_on()


def test_every_step_is_made_ready_and_shown_as_it_was_made(wizard: Wizard) -> None:
    assert made(wizard) == ["about"]
    finish(wizard)
    assert made(wizard) == ["about", "actions", "end"]
    ready = next(each for each in wizard.pages.findChildren(StepPage) if each.section.id == "end")
    wizard.enter_step("end")
    assert wizard.pages.currentWidget() is ready
    assert list(ready.questions) == ["end.thanks", "end.@fellow"]


@pytest.mark.parametrize("turns", range(9))
def test_a_step_that_is_not_ready_yet_is_there_at_once(wizard: Wizard, turns: int) -> None:
    some_turns(wizard, turns)
    wizard.go_to("end.thanks")
    page = wizard.page("end")
    assert page.isVisible()
    assert page.questions["end.thanks"].isAncestorOf(wizard.focusWidget())
    assert page.ready.isVisible()
    finish(wizard)
    assert made(wizard) == ["about", "actions", "end"]


@pytest.mark.parametrize("turns", [1, 3, 30])
def test_what_was_written_while_a_page_was_built_stands_on_it(wizard: Wizard, turns: int) -> None:
    some_turns(wizard, turns)
    wizard.session.add_item("actions.actions", None, {"what": "Ring the school"})
    wizard.session.mark_ready("actions", True)  # noqa: FBT003 - the agreed face
    page = wizard.page("actions")
    editor = page.questions["actions.actions"].editor
    assert isinstance(editor, EntriesEditor)
    assert [row.head.accessibleName().partition(",")[0] for row in editor.rows] == ["Ring the school"]
    assert page.ready.isChecked()


def test_nothing_is_built_in_the_moment_in_which_somebody_writes(wizard: Wizard) -> None:
    wizard.session.write("about.place", "Skye")
    some_turns(wizard, 5)
    assert made(wizard) == ["about"]


def test_what_is_typed_on_a_page_made_ahead_is_kept(wizard: Wizard) -> None:
    finish(wizard)
    wizard.enter_step("actions")
    editor = wizard.page("actions").questions["actions.actions"].editor
    assert isinstance(editor, EntriesEditor)
    editor.adder.click()
    (item,) = wizard.session.answers().items("actions.actions")
    field = wizard.findChild(QLineEdit, f"actions.actions/{item.id}/what")
    assert field is not None
    field.setText("Ring the school")
    field.textEdited.emit(field.text())
    wizard.flush()
    assert wizard.session.answers().items("actions.actions")[0].get("what") == "Ring the school"


def test_a_page_made_ahead_can_be_read_only_in_a_draft_for_reading(
    session: DraftSession, prompts: Prompts
) -> None:
    session.flush()
    with DraftSession.open(session.path, "Iain Moffat", read_only=True) as reading:
        wizard = Wizard(reading, prompts)
        resume(wizard)
        finish(wizard)
        assert not wizard.page("end").ready.isEnabled()
        wizard.deleteLater()


def test_nothing_is_built_once_the_inquiry_is_closed(wizard: Wizard) -> None:
    wizard.let_go()
    some_turns(wizard, 5)
    assert made(wizard) == ["about"]


def test_what_was_added_comes_behind_the_pages(wizard: Wizard) -> None:
    seen: list[list[str]] = []

    def look() -> Iterator[None]:
        seen.append(made(wizard))
        yield

    wizard.ahead.add(look())
    finish(wizard)
    assert seen == []
    some_turns(wizard, 1)
    assert seen == [["about", "actions", "end"]]


def test_a_page_that_somebody_takes_on_the_way_is_not_built_twice(wizard: Wizard, qtbot: QtBot) -> None:
    wizard.visit_step("end")
    page = wizard.page("end")
    qtbot.waitUntil(lambda: wizard.section == "end")
    assert wizard.pages.currentWidget() is page
    assert len([each for each in wizard.pages.findChildren(StepPage) if each.section.id == "end"]) == 1


def test_an_answer_that_was_asked_for_is_gone_into_once_its_page_is_there(
    wizard: Wizard, qtbot: QtBot
) -> None:
    wizard.visit("end.thanks")
    assert wizard.section == "about"
    qtbot.waitUntil(lambda: wizard.section == "end")
    assert wizard.page("end").questions["end.thanks"].isAncestorOf(wizard.focusWidget())


def test_words_are_handed_on_only_after_one_has_arrived(wizard: Wizard) -> None:
    wizard.visit_step("end")
    wizard.flush()
    assert wizard.section == "end"
