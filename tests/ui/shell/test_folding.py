"""A step shows its main questions, and folds the others into rows until somebody needs them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form import paths
from carreport.form.richtext import RichText
from carreport.review.threads import NewThread, begin_thread
from carreport.ui.inquiry.steps.step_page import StepPage
from carreport.ui.inquiry.wizard import Wizard
from tests.ui.driver.drafts import COLLEAGUE, ME, edited_copy, import_copy, one_step_form, paragraphs
from tests.ui.driver.keyboard import focus_name, press
from tests.ui.driver.window import ShowWizard

QUESTIONS = """
[[section.field]]
id = "town"
kind = "line"
label = "Where was it?"

[[section.field]]
id = "story"
kind = "text"
label = "What happened?"
essential = true

[[section.field]]
id = "online"
kind = "yes_no"
label = "Was it online?"

[[section.field]]
id = "how"
kind = "line"
label = "How was it online?"
show_if = { online = true }

[[section.field]]
id = "steps"
kind = "list"
item = "step"
label = "What comes next?"

[[section.field.field]]
id = "what"
kind = "line"
label = "What"
"""
FORM = one_step_form(QUESTIONS)
ROWS = ["data.town", "data.online", "data.steps"]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DraftSession]:
    with DraftSession.create(tmp_path / "a.carreport", FORM, ME) as session:
        yield session


@pytest.fixture
def wizard(session: DraftSession, show_wizard: ShowWizard) -> Iterator[Wizard]:
    wizard = show_wizard(session)
    yield wizard
    wizard.disconnect_session()


@pytest.fixture
def page(wizard: Wizard) -> StepPage:
    return wizard.step_page("data")


def page_order(page: StepPage) -> list[str]:
    """Return the questions and rows that are shown, from top to bottom."""
    places: dict[str, QWidget] = {**page.folded.rows, **page.questions}
    page.content_height  # noqa: B018 - lays out the page
    shown = [path for path, place in places.items() if place.isVisible()]
    return sorted(shown, key=lambda path: places[path].mapTo(page, QPoint(0, 0)).y())


def test_a_main_question_is_open_and_the_others_are_rows_that_are_not_built(page: StepPage) -> None:
    assert list(page.folded.rows) == ROWS
    assert page_order(page) == ["data.story", *ROWS]
    assert page.folded.heading.text() == "3 more, if they apply"
    assert list(page.questions) == ["data.story", f"data.{paths.FELLOW}"]


@pytest.mark.parametrize("key", ["Return", "Space"])
def test_a_row_opens_by_a_key_in_its_place_and_the_question_has_the_focus(page: StepPage, key: str) -> None:
    page.folded.rows["data.online"].setFocus()
    press(key)
    assert focus_name().startswith("data.online")
    assert page_order(page) == ["data.story", "data.town", "data.online", "data.steps"]
    assert page.folded.heading.text() == "2 more, if they apply"


def test_a_click_on_a_row_moves_nothing_above_it(page: StepPage, qtbot: QtBot) -> None:
    above = page.folded.rows["data.town"], page.questions["data.story"]
    before = [place.geometry() for place in above]
    qtbot.mouseClick(page.folded.rows["data.steps"], Qt.MouseButton.LeftButton)
    assert page.open_question("data.steps").isVisible()
    assert [place.geometry() for place in above] == before


def test_a_row_is_a_collapsed_button_with_the_name_of_its_question(page: StepPage) -> None:
    interface = QAccessible.queryAccessibleInterface(page.folded.rows["data.town"])
    assert interface.role() == QAccessible.Role.Button
    assert interface.text(QAccessible.Text.Name) == "Where was it?"
    assert (interface.state().expandable, interface.state().collapsed) == (True, True)


def test_a_jump_opens_the_question(wizard: Wizard, page: StepPage) -> None:
    wizard.go_to("data.town")
    assert focus_name() == "data.town"
    assert list(page.folded.rows) == ROWS[1:]


def test_a_question_that_depends_on_another_follows_it_without_being_folded(
    wizard: Wizard, page: StepPage
) -> None:
    wizard.go_to("data.online")
    wizard.session.write("data.online", value=True)
    assert page_order(page) == ["data.story", "data.town", "data.online", "data.how", "data.steps"]
    wizard.session.write("data.online", value=False)
    assert not page.questions["data.how"].isVisible()


def test_an_answer_from_elsewhere_moves_nothing_until_the_next_visit(wizard: Wizard, page: StepPage) -> None:
    before = page_order(page)
    wizard.session.write("data.town", "Invercairn")
    assert page_order(page) == before
    wizard.show_page(QWidget())
    wizard.return_to_last_page()
    assert page_order(page) == ["data.story", *ROWS]
    assert list(page.folded.rows) == ROWS[1:]
    assert page.folded.heading.text() == "2 more, if they apply"


def test_what_has_comments_removed_entries_or_an_answer_is_never_folded(
    session: DraftSession, tmp_path: Path, show_wizard: ShowWizard
) -> None:
    step = session.add_item("data.steps", values={"what": "Ring"})
    session.remove_item(f"data.steps/{step}")
    begin_thread(session, NewThread("data.online", RichText.from_json(paragraphs("Was it?"))))
    copy = edited_copy(session, tmp_path / "b.carreport", lambda theirs: theirs.write("data.town", "Leith"))
    import_copy(session, copy)
    wizard = show_wizard(session)
    assert not wizard.step_page("data").folded.rows
    wizard.disconnect_session()


def test_without_any_main_question_nothing_is_folded(tmp_path: Path, show_wizard: ShowWizard) -> None:
    form = one_step_form(QUESTIONS.replace("essential = true\n", ""))
    with DraftSession.create(tmp_path / "b.carreport", form, COLLEAGUE) as session:
        wizard = show_wizard(session)
        assert not wizard.step_page("data").folded.rows
        assert not wizard.step_page("data").folded.heading.isVisible()
        wizard.disconnect_session()
